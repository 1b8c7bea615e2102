"""Words that people wrote for the report, under their headings; where they are missing, a question."""

from collections.abc import Iterable, Sequence

from impl_eval.outputs.report.model import Block, Heading, Paragraph, Prompt, spans


def paragraphs(block_id: str, words: Iterable[str]) -> tuple[Paragraph, ...]:
    """Return paragraphs as somebody wrote them, each with an id of its own."""
    return tuple(
        Paragraph(spans(text), id=f"{block_id}.written_{number}")
        for number, text in enumerate(words, start=1)
    )


def asked(block_id: str, title: str, words: Sequence[str], question: str) -> tuple[Block, ...]:
    """Return a heading with what people wrote below it, or with the question to the project lead."""
    answer = paragraphs(block_id, words) if words else (Prompt(f"{block_id}.lead", question),)
    return (Heading(2, title, block_id), *answer)


def told(block_id: str, title: str, words: Sequence[str]) -> tuple[Block, ...]:
    """Return a heading with what people wrote below it; without words there is no heading either."""
    return (Heading(2, title, block_id), *paragraphs(block_id, words)) if words else ()
