"""What a reader says about a file it read: the reading report that every read returns."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ReadingReport:
    """What a file was taken to be, and what became of its rows and columns.

    `rows_dropped` and `columns_dropped` hold (what, why). `notes` are sentences for a person.
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
