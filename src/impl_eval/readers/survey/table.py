"""What every survey export becomes: a table of text, with what the file itself declares about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from impl_eval.readers.report import ReadingReport

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class SurveyTable:
    """A survey export: n rows (one for each response) of text cells, None where blank.

    `cells` has the columns of the file in order and a plain index 0..n-1. `row_labels` (n) say where
    a row stands in the file; `line_numbers` (n) are physical lines of a text file, None elsewhere.
    `user_missing` holds by column the texts that the FILE declares missing: such cells keep their
    text, so that they never mix with blank ones. `value_labels` are by column and cell text.
    `reasons` says by column (n each, None where there is none) why a cell is blank or no answer, as far as
    the file knows: "seen, not answered", "tagged missing .a". `platform` is the program the export is from.
    Dates are ISO text where their order is certain, otherwise as written.
    """

    columns: tuple[str, ...]
    cells: "pd.DataFrame"
    row_labels: tuple[str, ...]
    line_numbers: tuple[int | None, ...]
    user_missing: Mapping[str, frozenset[str]]
    value_labels: Mapping[str, Mapping[str, str]]
    variable_labels: Mapping[str, str]
    report: ReadingReport
    reasons: Mapping[str, tuple[str | None, ...]] = field(default_factory=dict)
    platform: str = ""

    def keeping(self, keep: npt.NDArray[np.bool_]) -> "SurveyTable":
        """Return the table with these of its n rows; the report stays that of the whole file."""
        rows = np.flatnonzero(keep).tolist()
        return replace(
            self,
            cells=self.cells[keep],
            row_labels=tuple(self.row_labels[row] for row in rows),
            line_numbers=tuple(self.line_numbers[row] for row in rows),
            reasons={column: tuple(why[row] for row in rows) for column, why in self.reasons.items()},
        )
