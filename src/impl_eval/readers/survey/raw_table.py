"""A delimited file or sheet before anybody decided what its rows and columns mean, and what a platform
makes of it.

Each platform module (qualtrics, limesurvey, forms, jisc, redcap) takes a RawTable and returns a
TidyTable; what is common to all (trimming, people's columns, dates, the report) follows after it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

QSF, JISC_KEY, REDCAP_DICTIONARY = "Qualtrics survey file", "Jisc key", "REDCap data dictionary"


@dataclass(frozen=True)
class RawTable:
    """All rows of a file that hold something, header rows too; how many of these there are is open.

    Every row has as many cells as the first; cells are "" where empty and are not trimmed.
    `line_numbers` (one for each row) are physical lines of a text file or rows of a sheet; `sheet` is ""
    for text files. `date_cells` holds the (row, column) of cells that a workbook types as dates.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    line_numbers: tuple[int, ...]
    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""
    blank: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    date_cells: frozenset[tuple[int, int]] = frozenset()
    number_cells: frozenset[tuple[int, int]] = frozenset()

    @property
    def header(self) -> tuple[str, ...]:
        """The cells of the first row, trimmed; () where the file has no row."""
        return tuple(cell.strip() for cell in self.rows[0]) if self.rows else ()

    def place(self, index: int) -> str:
        """Say where a row (counted from 0) stands: 'line 14', or 'sheet "Answers", row 14'."""
        number = self.line_numbers[index]
        return f'sheet "{self.sheet}", row {number}' if self.sheet else f"line {number}"

    def line(self, index: int) -> int | None:
        """Return the physical line of a row (counted from 0); None in a workbook."""
        return None if self.sheet else self.line_numbers[index]

    def column(self, position: int, header_rows: int = 1) -> list[str]:
        """Return the cells of a column (counted from 0) below the header rows."""
        return [row[position] for row in self.rows[header_rows:]]


@dataclass(frozen=True)
class Companion:
    """A file that explains the export: its path and how people know it."""

    path: Path
    name: str


@dataclass(frozen=True)
class Companions:
    """The companion files found beside an export by kind (QSF, JISC_KEY, REDCAP_DICTIONARY), best first.

    One that a person named (`given`) stands alone, whatever its kind.
    """

    by_kind: Mapping[str, tuple[Companion, ...]] = field(default_factory=dict)
    given: Companion | None = None

    def candidates(self, kind: str) -> tuple[Companion, ...]:
        """Return the files that may explain this export; several mean that the file names leave it open."""
        return (self.given,) if self.given is not None else self.by_kind.get(kind, ())


@dataclass(frozen=True)
class TidyTable:
    """What a platform's module makes of a RawTable: n kept responses under k unique column names.

    `kept` (n) are the rows of the RawTable, counted from 0, in order. `cells` has n texts by column, as
    written (None or "" where blank; trimming comes after). `reasons` has by column n reasons (None
    where there is none) why a cell is blank or no answer. `user_missing`, `value_labels` and
    `variable_labels` are those of SurveyTable. `personal` says by column why it names people, for columns
    the platform is known to fill so. `rows_dropped`: (what, why); `columns_dropped`: (name, why).
    """

    platform: str
    columns: tuple[str, ...]
    kept: Sequence[int]
    cells: Mapping[str, Sequence[str | None]]
    evidence: str = ""
    header_rows: int = 1
    companions: tuple[str, ...] = ()
    variable_labels: Mapping[str, str] = field(default_factory=dict)
    value_labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    user_missing: Mapping[str, frozenset[str]] = field(default_factory=dict)
    reasons: Mapping[str, Sequence[str | None]] = field(default_factory=dict)
    personal: Mapping[str, str] = field(default_factory=dict)
    date_columns: tuple[str, ...] = ()
    stored_scores: tuple[str, ...] = ()
    rows_dropped: tuple[tuple[str, str], ...] = ()
    columns_dropped: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
