"""CSV that a spreadsheet opens without running anything: text cells never become formulas."""

import csv
import io
from collections.abc import Iterable, Sequence

from impl_eval.outputs.number_text import is_number_text

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(text: str) -> str:
    """Return a text cell with a leading apostrophe where a spreadsheet might run it as a formula."""
    starts_formula = text.startswith(_STARTS_FORMULA) or text.lstrip().startswith(_STARTS_FORMULA)
    return "'" + text if starts_formula and not is_number_text(text) else text


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[str]], *, mark: bool = True) -> bytes:
    """Return rows of text as CSV, cells as given: UTF-8, with a byte order mark for Excel, LF.

    Files of a study go without the mark: other programs take it for part of the first column's name.
    """
    text = io.StringIO()
    plain = csv.writer(text, lineterminator="\n")
    quoted = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL)
    for row in (header, *rows):
        # A line end of one carriage return is left bare by csv of Python 3.11, and ends the row when read.
        (quoted if any("\r" in cell for cell in row) else plain).writerow(row)
    return text.getvalue().encode("utf-8-sig" if mark else "utf-8")
