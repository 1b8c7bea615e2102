"""What a reader says about a file it read: the reading report that every read returns."""

from dataclasses import dataclass


class Question(str):
    """A note that asks for what the column map or the instrument decides: settled once both are known."""


@dataclass(frozen=True)
class ReadingReport:
    """What a file was taken to be, and what became of its rows and columns.

    `rows_dropped` and `columns_dropped` hold (what, why). `notes` are sentences for a person.
    For survey exports: `platform` is the program, `evidence` how it was recognised, `companions` the files
    that explain it, `date_orders` (column, order), `stored_scores` columns with totals of the program's own,
    `duplicates` sentences on rows that may come from one person.
    """

    kind: str
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    rows_read: int = 0
    rows_kept: int = 0
    rows_dropped: tuple[tuple[str, str], ...] = ()
    columns_kept: tuple[str, ...] = ()
    columns_dropped: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    platform: str = ""
    evidence: str = ""
    header_rows: int = 0
    companions: tuple[str, ...] = ()
    personal_columns: tuple[str, ...] = ()
    date_orders: tuple[tuple[str, str], ...] = ()
    stored_scores: tuple[str, ...] = ()
    duplicates: tuple[str, ...] = ()
