"""Who, where and when of the rows of one survey export, as ids that the study declares."""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from impl_eval.errors import did_you_mean
from impl_eval.study.declared_files import Gathering, Place, shown
from impl_eval.study.mapped_export import MappedExport
from impl_eval.study.study_file import ColumnRule

if TYPE_CHECKING:
    import pandas as pd

Texts = npt.NDArray[np.str_]
_DECIMAL = re.compile(r"[+-]?\d{1,9}([.,]\d{1,12})?\Z")


class RowFacts:
    """Turns the columns that say who, where and when into declared ids."""

    def __init__(self, export: MappedExport, gathering: Gathering) -> None:
        self.export, self.gathering = export, gathering
        self.name, self.cells = export.name, export.table.cells

    def seen_at(self, rows: npt.NDArray[np.intp]) -> tuple[int | None, str]:
        """Return line of the first of these rows, and text that says where all are."""
        shown = ", ".join(self.export.table.row_labels[row] for row in rows[:5]) + (
            ", ..." if len(rows) > 5 else ""
        )
        count = "1 row" if len(rows) == 1 else f"{len(rows)} rows"
        return self.export.table.line_numbers[rows[0]], f"{count} ({shown})"

    def resolved(self, fact: str, declared: Mapping[str, Sequence[str]]) -> Texts:
        """Return one declared id for each row by a rule of the column map; what is not declared is noted."""
        rule, meaning = self.export.rules.get((fact,)), fact.replace("_", " ")
        known = declared[meaning]
        if rule is None:
            return np.full(len(self.cells), "", dtype=str)
        if rule.value is not None:
            if rule.value not in known:
                place = self.export.source.place((fact, "value"))
                self._undeclared(rule.value, meaning, known, place)
            return np.full(len(self.cells), rule.value, dtype=object).astype(str)
        import pandas as pd

        codes, uniques = pd.factorize(self.cells[rule.column].fillna("").str.strip())
        translated = []
        for code, given in enumerate(uniques):
            meant = rule.values.get(str(given), str(given))
            if meant not in known:
                line, rows = self.seen_at(np.flatnonzero(codes == code))
                place = (self.name, line, f"column {rule.column}")
                self._undeclared(
                    f'{given}" in {rows}' if given else "", meaning, known, place, str(given), rows
                )
            translated.append(meant)
        return (
            np.array(translated, dtype=object)[codes].astype(str) if len(codes) else np.array([], dtype=str)
        )

    def stated(self, rule: ColumnRule) -> Texts:
        """Return what each row says, translated by the rule; "" where it says nothing, or a missing value."""
        if rule.value is not None:
            return np.full(len(self.cells), rule.value, dtype=object).astype(str)
        given = self._present(str(rule.column))
        return (
            given.map(lambda text: rule.values.get(str(text), str(text))).to_numpy(dtype=object).astype(str)
        )

    def texts(self, column: str | None) -> Texts:
        """Return what stands in a column, "" where nothing does, and throughout where there is no column."""
        if column is None:
            return np.full(len(self.cells), "", dtype=str)
        return self._present(column).to_numpy(dtype=object).astype(str)

    def _present(self, column: str) -> "pd.Series[str]":
        """Return a column as text, "" where it is blank or holds a value that the file declares missing."""
        given = self.cells[column].fillna("").str.strip()
        missing = self.export.table.user_missing.get(column, frozenset())
        return given.mask(given.isin(missing), "") if missing else given

    def numbers(self, column: str, meaning: str) -> npt.NDArray[np.float64]:
        """Return a column of numbers, NaN where blank; a text that is no number is noted."""
        import pandas as pd

        codes, uniques = pd.factorize(self._present(column))
        table = np.full(len(uniques) + 1, np.nan)
        for code, given in enumerate(uniques):
            text = str(given).strip()
            if not text:
                continue
            if _DECIMAL.match(text):
                table[code] = float(text.replace(",", "."))
                continue
            line, rows = self.seen_at(np.flatnonzero(codes == code))
            place = (self.name, line, f"column {column} (stored score of {meaning})")
            self.gathering.add(place, f"{shown(text)} in {rows}", "a number, or blank")
        return np.asarray(table[codes])

    def _undeclared(
        self, shown: str, meaning: str, known: Sequence[str], place: Place, given: str = "", rows: str = ""
    ) -> None:
        found = (
            f'the {meaning} "{given}" in {rows}'
            if given
            else f"no {meaning} in {rows}"
            if rows
            else f'"{shown}"'
        )
        where = "the sites file" if meaning == "site" else "study.yaml"
        remedy = f"Declare it in {where}, or translate or drop it in the column map."
        if not given and rows:
            remedy = (
                "Name it in the export. If another row of the respondent says it, write once_per_respondent: "
                'yes under its rule in the column map. Or leave these rows out: drop: [""].'
            )
        remedy = did_you_mean(given or shown, known) or remedy
        self.gathering.add(place, found, _listed(known), remedy)


def _listed(known: Sequence[str]) -> str:
    if not known:
        return "none is declared yet"
    return ", ".join(known[:12]) + (f" and {len(known) - 12} more" if len(known) > 12 else "")
