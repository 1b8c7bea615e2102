"""Ids of blocks: one each, and the same as long as the heading and the order are."""

from dataclasses import replace

import pytest

from impl_eval.outputs.report.identity import hash_of, id_of, identified, sources_of
from impl_eval.outputs.report.model import (
    Block,
    Callout,
    CellLine,
    Column,
    Heading,
    PageBreak,
    Paragraph,
    Span,
    TableBlock,
    spans,
)

TABLE = TableBlock(
    "changes", "Changes", "One row.", (Column("Scale"), Column("Change")),
    (((CellLine(spans("Knowledge")),), (CellLine(spans(Span("+0.5", result_id="survey.a"))),)),),
)  # fmt: skip


def ids(blocks: tuple[Block, ...]) -> list[str]:
    return [id_of(block) for block in blocks if id_of(block)]


def test_paragraphs_are_counted_under_their_heading() -> None:
    text = Paragraph(spans("words"))
    blocks = (text, Heading(1, "One", "one"), text, PageBreak(), replace(text, id="own"), text, TABLE,
              Heading(2, "Two", "two"), text)  # fmt: skip
    done = identified(blocks)
    assert ids(done) == [
        "start.text_1", "one", "one.text_1", "own", "one.text_2", "changes", "two", "two.text_1",
    ]  # fmt: skip
    assert identified(done) == done


def test_two_blocks_with_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="two blocks of the report have the id changes"):
        identified((TABLE, Callout("changes", spans("words"))))


def test_a_block_says_which_results_it_shows() -> None:
    shown = Span("0.5", result_id="survey.b")
    assert sources_of(Paragraph(spans("from ", shown, " to ", shown))) == ("survey.b",)
    assert sources_of(TABLE) == ("survey.a",)
    assert sources_of(Heading(1, "One", "one")) == ()


def test_the_hash_changes_with_whatever_a_block_says_and_with_nothing_else() -> None:
    one = Paragraph(spans("words"))
    assert hash_of(one) == hash_of(Paragraph(spans("words")))
    others = (Paragraph(spans("Words")), replace(one, style="quote"), replace(one, id="own"),
              Callout("", spans("words")), TABLE)  # fmt: skip
    assert len({hash_of(one), *map(hash_of, others)}) == 6
