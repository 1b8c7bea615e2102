"""A codebook for people to read: a Word document, or one row for each code.

What the codes are and where their examples stand is the business of qualitative/ and study/.
"""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from impl_eval.outputs.csv_text import csv_bytes, harmless
from impl_eval.outputs.report.model import (
    Block,
    CellLine,
    Column,
    Heading,
    Paragraph,
    Report,
    TableBlock,
    spans,
    strong,
)

COLUMNS = (
    "code_id", "label", "mechanism_id", "parent", "origin", "definition", "include", "exclude", "phrases",
    "counter_phrases", "examples", "counter_examples", "enabler_cues", "barrier_cues", "links", "source",
    "codings", "codings_with_sub_codes",
)  # fmt: skip
NO_DATE = datetime.date(2000, 1, 1)
_DEEPEST_HEADING = 3
_BETWEEN = "; "


@dataclass(frozen=True)
class ShownCode:
    """One code (or a mechanism without one) as it is shown; all texts are finished. Depth 0 is the top."""

    depth: int
    code_id: str
    label: str
    mechanism_id: str
    parent: str = ""
    origin: str = ""
    definition: str = ""
    include: str = ""
    exclude: str = ""
    phrases: tuple[str, ...] = ()
    counter_phrases: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()
    enabler_cues: tuple[str, ...] = ()
    barrier_cues: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    source: str = ""
    codings: int = 0
    codings_with_sub_codes: int = 0


@dataclass(frozen=True)
class ShownCodebook:
    """What stands above the codes, and the codes, parents first. `facts` are sentences for the reader."""

    title: str
    facts: tuple[str, ...]
    version_text: str
    licence: str
    banner: str
    codes: tuple[ShownCode, ...]


def codebook_csv(codebook: ShownCodebook) -> bytes:
    """Return one row for each code, lists joined by semicolons; no cell becomes a formula."""
    return csv_bytes(COLUMNS, ([harmless(cell) for cell in _row(code)] for code in codebook.codes))


def _row(code: ShownCode) -> list[str]:
    cells = []
    for column in COLUMNS:
        value = getattr(code, column)
        cells.append(_BETWEEN.join(value) if isinstance(value, tuple) else str(value))
    return cells


def codebook_docx(codebook: ShownCodebook, date: datetime.date | None = None) -> bytes:
    """Return the .docx of a codebook; `date` is the study's, never the clock's."""
    from impl_eval.outputs.word.document import render_document

    report = Report(
        title=codebook.title,
        short_title=codebook.title,
        authors="impl-eval",
        subject="Codebook",
        banner=codebook.banner,
        date_text=codebook.version_text,
        blocks=(*_front(codebook), *_codes(codebook.codes)),
    )
    return render_document(report, date or NO_DATE)


def _front(codebook: ShownCodebook) -> Iterator[Block]:
    yield Heading(1, codebook.title, "codebook")
    for fact in codebook.facts:
        yield Paragraph(spans(fact))
    yield _overview(codebook.codes)
    yield Paragraph(spans(f"Licence: {codebook.licence}."), "note")


def _overview(codes: Sequence[ShownCode]) -> TableBlock:
    rows = tuple(
        (
            (CellLine(spans("\N{EN DASH} " * code.depth + code.label)),),
            (CellLine(spans(code.code_id)),),
            (CellLine(spans(code.origin)),),
            (CellLine(spans(str(code.codings))),),
        )
        for code in codes
    )
    columns = (Column("Code", 5), Column("Id", 4), Column("Origin", 2), Column("Codings", 1.6, "right"))
    summary = "Each row is a code with its id, origin and number of codings; dashes mark what it lies under."
    return TableBlock("codes", "All codes", summary, columns, rows, compact=True, together=False)


def _codes(codes: Sequence[ShownCode]) -> Iterator[Block]:
    for code in codes:
        yield Heading(min(code.depth + 2, _DEEPEST_HEADING), code.label, f"code_{code.code_id}")
        yield Paragraph(spans(_facts(code)), "note", keep_next=True)
        if code.definition:
            yield Paragraph(spans(code.definition))
        for name, text in (
            ("Include", code.include),
            ("Exclude", code.exclude),
            ("Phrases", _BETWEEN.join(code.phrases)),
            ("Not these phrases", _BETWEEN.join(code.counter_phrases)),
            ("Words for an enabler", _BETWEEN.join(code.enabler_cues)),
            ("Words for a barrier", _BETWEEN.join(code.barrier_cues)),
            ("Links", _BETWEEN.join(code.links)),
            ("Source", code.source),
        ):
            if text:
                yield Paragraph(spans(strong(f"{name}. "), text))
        yield from _quotes("Examples", code.examples)
        yield from _quotes("Not examples", code.counter_examples)


def _facts(code: ShownCode) -> str:
    parts = [f"Id: {code.code_id}"]
    if code.mechanism_id and code.mechanism_id != code.code_id:
        parts.append(f"mechanism: {code.mechanism_id}")
    if code.parent and code.parent != code.mechanism_id:
        parts.append(f"under: {code.parent}")
    parts += [code.origin] if code.origin else []
    number = "1 coding" if code.codings == 1 else f"{code.codings} codings"
    more = code.codings_with_sub_codes
    parts.append(f"{number}, {more} with sub-codes" if more != code.codings else number)
    return _BETWEEN.join(parts)


def _quotes(name: str, texts: Sequence[str]) -> Iterator[Block]:
    if texts:
        yield Paragraph(spans(strong(f"{name}.")), keep_next=True)
    for text in texts:
        yield Paragraph(spans(text), "quote")
