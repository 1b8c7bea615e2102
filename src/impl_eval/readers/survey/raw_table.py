"""A delimited file or sheet before anybody decided what its rows and columns mean, and what a platform
makes of it.

Each platform module (qualtrics, limesurvey, forms, jisc, redcap) takes a RawTable and returns a
TidyTable; what is common to all (trimming, people's columns, dates, the report) follows after it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from impl_eval.readers.columns import numbered

_ROWS_NAMED = 12
QSF, JISC_KEY, REDCAP_DICTIONARY = "Qualtrics survey file", "Jisc key", "REDCap data dictionary"


@dataclass(frozen=True)
class RawTable:
    """All rows of a file that hold something, header rows too; how many of these there are is open.

    Every row has as many cells as the first; cells are "" where empty and are not trimmed.
    `line_numbers` (one for each row) are physical lines of a text file or rows of a sheet; `sheet` is ""
    for text files. `blank` numbers the rows left out because they hold nothing. `date_notes` says by position
    which columns of a sheet hold typed dates.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    line_numbers: tuple[int, ...]
    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""
    blank: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    date_notes: Mapping[int, str] = field(default_factory=dict)

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
    the platform is known to fill so. `several_answers` are columns whose cells hold several codes, as in
    1,3. `dates_at` are positions in the RawTable where the platform always writes dates. `rows_dropped`:
    (what, why); `columns_dropped`: (name, why).
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
    identifier: str = ""
    several_answers: frozenset[str] = frozenset()
    dates_at: tuple[int, ...] = ()


def left_out(raw: RawTable, indexes: Sequence[int], why: str) -> tuple[tuple[str, str], ...]:
    """Return how the report names rows (of the RawTable, counted from 0) that are left out; () for none."""
    if not indexes:
        return ()
    numbers = sorted(raw.line_numbers[index] for index in indexes)
    where = numbered("row" if raw.sheet else "line", numbers[:_ROWS_NAMED])
    more = f" and {len(numbers) - _ROWS_NAMED} more" if len(numbers) > _ROWS_NAMED else ""
    count = "1 response" if len(numbers) == 1 else f"{len(numbers)} responses"
    return ((f"{count} ({where}{more})", why),)
