"""Turned pages: a page turned and turned back with nothing between leaves no empty page."""

from impl_eval.outputs.report.model import Block, Orientation, Paragraph, spans
from impl_eval.outputs.word.body import BodyWriter


def written(*blocks: Block, landscape: bool = False) -> str:
    writer = BodyWriter(landscape=landscape)
    return writer.write(blocks)


WORDS = Paragraph(spans("Words."))
TURNED, BACK = Orientation(landscape=True), Orientation(landscape=False)


def test_turning_back_and_on_again_starts_a_page_in_the_same_section() -> None:
    body = written(WORDS, TURNED, WORDS, BACK, TURNED, WORDS, BACK, WORDS)
    assert body.count("<w:sectPr>") == 2
    assert body.count("<w:pageBreakBefore/>") == 1


def test_a_document_can_begin_turned() -> None:
    assert "<w:sectPr>" not in written(TURNED, WORDS, landscape=True)
