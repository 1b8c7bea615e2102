"""Tables in Word: columns that hold their longest word, and rows that do not stand alone on a page."""

import re

from hypothesis import given
from hypothesis import strategies as st

from impl_eval.outputs.report.model import CellLine, Column, TableBlock, spans
from impl_eval.outputs.text_width import longest_word_width
from impl_eval.outputs.word.column_widths import CELL_MARGIN, column_widths, row_lines
from impl_eval.outputs.word.tables import table_xml

WIDTH = 9072
TALL = "word " * 120


def table(*rows: tuple[str, ...], shares: tuple[float, ...] = (1, 9), note: str = "", together: bool = False):  # type: ignore[no-untyped-def]
    columns = tuple(Column(f"h{number}", share) for number, share in enumerate(shares))
    cells = tuple(tuple((CellLine(spans(text)),) for text in row) for row in rows)
    return TableBlock("t", "A table", "What it holds", columns, cells, note, together=together)


def kept_rows(block: TableBlock) -> list[bool]:
    rows = re.findall(r"<w:tr>.*?</w:tr>", table_xml(block, WIDTH))[1:]
    return ["<w:keepNext/>" in row for row in rows]


def test_a_column_is_as_wide_as_its_longest_word() -> None:
    """By Adobe's table an m is 833: ten of them at 10 points are 1666 twips, and 170 lie beside them."""
    widths = column_widths(table(("m" * 10, "text")), WIDTH)
    assert widths[0] >= 1666 + 2 * CELL_MARGIN
    assert sum(widths) == WIDTH


def test_columns_that_hold_their_words_stay_as_their_shares_say() -> None:
    assert column_widths(table(("a", "b"), shares=(25, 75)), WIDTH) == (2268, 6804)


def test_a_word_longer_than_the_page_does_not_push_the_others_out() -> None:
    widths = column_widths(table(("x" * 500, "a word")), WIDTH)
    assert sum(widths) == WIDTH and min(widths) > WIDTH / 3


def test_an_interval_counts_as_one_word() -> None:
    whole = column_widths(table(("0.10 to 1.16", "b"), shares=(1, 20)), WIDTH)
    parts = column_widths(table(("0.10 bo 1.16", "b"), shares=(1, 20)), WIDTH)
    assert whole[0] > parts[0]


@given(
    st.lists(
        st.tuples(*[st.text("am W-/", max_size=30)] * 3), min_size=1, max_size=5
    ),
    st.tuples(*[st.floats(0.5, 50)] * 3),
)  # fmt: skip
def test_no_word_is_cut_where_all_words_have_room(
    rows: list[tuple[str, ...]], shares: tuple[float, ...]
) -> None:
    block = table(*rows, shares=shares)
    widths = column_widths(block, WIDTH)
    assert sum(widths) == WIDTH and min(widths) > 0
    needs = [
        0.2 * max(longest_word_width(row[index]) for row in rows) + 2 * CELL_MARGIN for index in range(3)
    ]
    if sum(needs) <= 0.9 * WIDTH and max(needs) <= 0.39 * WIDTH:
        assert all(width >= need for width, need in zip(widths, needs, strict=True))


def test_no_row_of_a_long_table_stands_alone() -> None:
    rows = [("a", "b")] * 30
    assert kept_rows(table(*rows)) == [True, *[False] * 27, True, False]
    assert kept_rows(table(*rows, note="A note.")) == [True, *[False] * 27, True, True]


def test_tall_rows_may_part() -> None:
    assert kept_rows(table(*[("a", TALL)] * 20)) == [False] * 20


def test_short_tables_stay_together_with_their_note() -> None:
    assert kept_rows(table(*[("a", "b")] * 3, note="A note.", together=True)) == [True, True, True]
    assert kept_rows(table(*[("a", "b")] * 3, together=True)) == [True, True, False]
    assert kept_rows(table(("a", "b"), together=True)) == [False]


def test_lines_of_a_row_are_those_of_its_tallest_cell() -> None:
    """By hand: 100 m of 833 thousandths at 10 points are 16660 twips, in cells of 1000: 17 lines."""
    (row,) = table(("m" * 100, "b")).rows
    assert row_lines(row, (1000 + 2 * CELL_MARGIN, 5000)) == 17
