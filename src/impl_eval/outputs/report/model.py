"""What a report consists of: blocks in reading order, before any renderer decides how they look.

A block holds finished text. Numbers enter that text as spans which name the result they show, so that
a reader of the report, a test or a later refresh can go from a number back to its result.
"""

from dataclasses import dataclass, field
from typing import Literal

from impl_eval.protocols.logo import LogoPicture
from impl_eval.results import Chart

ParagraphStyle = Literal[
    "body", "lead", "bullet", "quote", "note", "title", "subtitle", "title facts", "banner", "status"
]
Align = Literal["left", "right", "centre"]


@dataclass(frozen=True)
class Span:
    """A piece of a paragraph. `result_id` names the Reported whose number the text shows.

    `fact_id` names a declared fact whose value the text shows: a setting of the plan (`plan.minimum_pairs`),
    a range of a scale, a rule of the program; see `facts`.
    `refers_to` names the block that the text points at: a renderer makes it a live reference. Its text is
    what the report calls that block now ("Table 4", or the words of a heading): see `references.resolved`.
    """

    text: str
    strong: bool = False
    result_id: str = ""
    refers_to: str = ""
    fact_id: str = ""

    @property
    def value_id(self) -> str:
        """The result or declared fact whose value the text shows; empty for words."""
        return self.result_id or self.fact_id


Spans = tuple[Span, ...]


def spans(*parts: str | Span | Spans) -> Spans:
    """Join texts and spans into one run of spans; empty texts are dropped."""
    joined: list[Span] = []
    for part in parts:
        if isinstance(part, tuple):
            joined.extend(part)
        else:
            joined.append(Span(part) if isinstance(part, str) else part)
    return tuple(span for span in joined if span.text)


def strong(text: str) -> Span:
    """Return text that stands out."""
    return Span(text, strong=True)


def plain_text(parts: Spans) -> str:
    """Return the words of spans, without their marks."""
    return "".join(part.text for part in parts)


@dataclass(frozen=True)
class Heading:
    """A heading; `id` is stable and becomes a bookmark."""

    level: int
    text: str
    id: str


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of running text. `keep_next`: on one page with what follows.

    `id` is stable; left empty, it is counted under the heading (see `identity.identified`).
    """

    spans: Spans
    style: ParagraphStyle = "body"
    keep_next: bool = False
    id: str = ""

    @property
    def text(self) -> str:
        """The words, without marks."""
        return plain_text(self.spans)


@dataclass(frozen=True)
class CellLine:
    """One paragraph inside a table cell."""

    spans: Spans
    style: Literal["plain", "quote"] = "plain"


TableCell = tuple[CellLine, ...]


@dataclass(frozen=True)
class Column:
    """A column of a table: its header, its share of the width and how its cells are aligned."""

    header: str
    share: float = 1.0
    align: Align = "left"


@dataclass(frozen=True)
class TableBlock:
    """A captioned table with one header row. The first column labels the row.

    `summary` tells a reader who cannot see the table what it holds. `compact` asks for tighter rows,
    `together` for a table that does not break over pages as long as it fits on one.
    """

    id: str
    title: str
    summary: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    note: str = ""
    compact: bool = False
    together: bool = True

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"table {self.id}: a row does not have {len(self.columns)} cells")


@dataclass(frozen=True)
class FigureBlock:
    """A captioned chart with the words that stand for it where it cannot be seen."""

    id: str
    chart: Chart
    caption: str
    alt: str
    note: str = ""


@dataclass(frozen=True)
class Callout:
    """A sentence that must not be overlooked. `keep_next`: on one page with what follows."""

    id: str
    spans: Spans
    keep_next: bool = False

    @property
    def text(self) -> str:
        """The words, without marks."""
        return plain_text(self.spans)


@dataclass(frozen=True)
class Prompt:
    """A question that only the project lead can answer; the answer is typed in its place."""

    id: str
    text: str
    title: str = "For the project lead"


@dataclass(frozen=True)
class Logo:
    """The logo of an organisation, or, without a picture, a line that says where one may be put."""

    id: str
    picture: LogoPicture | None = None


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page."""


@dataclass(frozen=True)
class Orientation:
    """What follows stands on pages turned this way."""

    landscape: bool


@dataclass(frozen=True)
class Contents:
    """A list of what the report holds: its headings, its tables or its figures, with their pages."""

    id: str
    of: Literal["headings", "tables", "figures"]
    title: str


Block = (
    Heading | Paragraph | TableBlock | FigureBlock | Callout | Prompt | Contents | Logo
    | PageBreak | Orientation
)  # fmt: skip


@dataclass(frozen=True)
class Report:
    """A whole report: what the file says of itself, and its blocks in reading order."""

    title: str
    short_title: str
    authors: str
    subject: str
    banner: str
    date_text: str
    blocks: tuple[Block, ...] = field(default=())
