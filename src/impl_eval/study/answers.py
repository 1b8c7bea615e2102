"""Cells of a survey export become answers: a number of the item's range, or the reason for none."""

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from impl_eval.instruments import Instrument, ResponseOptions
from impl_eval.quantitative.responses import NOT_ANSWERED, REASON_LABELS
from impl_eval.study.declared_files import Gathering, shown
from impl_eval.study.study_file import ColumnMap

if TYPE_CHECKING:
    import pandas as pd

Rows = npt.NDArray[np.intp]
REASON_OF = {label: reason for reason, label in REASON_LABELS.items()}
_NUMBER = re.compile(r"[+-]?\d{1,9}(\.0{0,9})?\Z")


def decode_answers(
    name: str,
    cells: "pd.DataFrame",
    columns: Mapping[str, str],
    instrument: Instrument,
    column_map: ColumnMap,
    user_missing: Mapping[str, frozenset[str]],
    seen_at: Callable[[Rows], tuple[int | None, str]],
    gathering: Gathering,
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int8]]:
    """Return values (n x k, NaN where missing) and reasons (n x k); what is neither is noted."""
    import pandas as pd

    values = np.full((len(cells), len(instrument.items)), np.nan)
    reasons = np.full(values.shape, NOT_ANSWERED, dtype=np.int8)
    for position, item in enumerate(instrument.items):
        column = columns[item.id]
        decoder = _Decoder(
            instrument, instrument.options_of(item), column_map, user_missing.get(column, frozenset())
        )
        codes, uniques = pd.factorize(cells[column])
        table = np.full((len(uniques) + 1, 2), [np.nan, NOT_ANSWERED], dtype=float)
        for code, given in enumerate(uniques):
            decoded = decoder.decoded(str(given).strip())
            if isinstance(decoded, str):
                line, rows = seen_at(np.flatnonzero(codes == code))
                where = f"column {column}" + (f" (item {item.id})" if column != item.id else "")
                gathering.add(
                    (name, line, where), f"{shown(str(given))} in {rows}", decoder.allowed(), decoded
                )
            else:
                table[code] = decoded
        decoded_column = table[codes]  # code -1, an empty cell, takes the last row: not answered
        values[:, position] = decoded_column[:, 0]
        reasons[:, position] = decoded_column[:, 1].astype(np.int8)
    return values, reasons


class _Decoder:
    """What one item allows in its cells."""

    def __init__(
        self,
        instrument: Instrument,
        options: ResponseOptions,
        column_map: ColumnMap,
        declared_missing: frozenset[str],
    ) -> None:
        self.options, self.declared_missing = options, declared_missing
        self.missing_codes = instrument.missing_codes
        self.missing_texts = {_plain(text): kind for text, kind in column_map.missing_texts.items()}
        self.labels = {_plain(label): value for value, label in options.labels.items()}

    def decoded(self, given: str) -> tuple[float, int] | str:
        """Return (value, reason code), or what a person should do about a cell that is neither."""
        if not given:
            return np.nan, NOT_ANSWERED
        if _plain(given) in self.missing_texts:
            return np.nan, REASON_OF[self.missing_texts[_plain(given)]]
        number = int(float(given)) if _NUMBER.match(given) else self.labels.get(_plain(given))
        if number is not None and number in self.missing_codes:
            return np.nan, REASON_OF[self.missing_codes[number]]
        if given in self.declared_missing:
            return (
                "The file declares this value missing: say in missing_codes of instrument.yaml of which kind."
            )
        if number is not None and self.options.min <= number <= self.options.max:
            return float(number), 0
        return (
            "Correct the export; or, if it means that there is no answer, add it to missing_codes of "
            "instrument.yaml or to missing_texts of the column map."
        )

    def allowed(self) -> str:
        """Say in words what a cell may hold."""
        codes = ", ".join(map(str, self.missing_codes))
        return (
            f"{self.options.min} to {self.options.max}"
            + (f", missing codes {codes}" if codes else "")
            + ", or blank"
        )


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
