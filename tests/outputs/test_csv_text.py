"""CSV holds any text: what is written is read again the same, whatever line ends stand in a cell."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from impl_eval.outputs.csv_text import csv_bytes

CELLS = st.text(st.sampled_from("ab,;\"'\r\n\t =\ufeff😀\x0b\x1c\u2028"), max_size=6)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=4))
def test_any_cell_comes_back(rows: list[list[str]]) -> None:
    content = csv_bytes(("a", "b"), rows, mark=False).decode("utf-8")
    assert list(csv.reader(io.StringIO(content, newline=""))) == [["a", "b"], *rows]


def test_a_single_carriage_return_stands_in_quotation_marks() -> None:
    """By hand: RFC 4180 puts fields with line breaks (CR too) in double quotes."""
    assert csv_bytes(("a", "b"), [("x\ry", "z")], mark=False) == b'a,b\n"x\ry","z"\n'
