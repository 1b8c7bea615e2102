"""How a report looks: colours, measures and paragraph styles, as data. styles.py turns them into XML.

Every text colour has a contrast of at least 4.5 to its background; a test computes it. Arial is on
every computer that has Word, and Liberation Sans has the same widths.
"""

from dataclasses import dataclass

FONT = "Arial"
LANGUAGE = "en-GB"

INK = "212B32"
BLUE = "12436D"
PLUM = "801650"
AMBER = "8A5300"
GREY = "4A5560"
TEAL = "1C7D75"
WHITE = "FFFFFF"
PALE_BLUE = "E9EFF5"
PALE_TEAL = "E8F4F3"
PALE_AMBER = "FFF6E0"
LINE = "C5CED8"

TWIPS_PER_CM = 567
EMU_PER_CM = 360_000
EMU_PER_TWIP = 635
PAGE_LONG, PAGE_SHORT = 16838, 11906
SIDE_MARGIN, TOP_MARGIN, BOTTOM_MARGIN = 1417, 1304, 1134
LANDSCAPE_SIDE_MARGIN = 1134
HEADER_DISTANCE = 624
CHART_COLOURS = ("12436D", "28A197", "801650", "F46A25", "3D3D3D", "A285D1")
"""Of the Analysis Function of the UK government, in its order: at least 3.0 to white."""

TEXT_WIDTH = PAGE_SHORT - 2 * SIDE_MARGIN
LANDSCAPE_TEXT_WIDTH = PAGE_LONG - 2 * LANDSCAPE_SIDE_MARGIN


@dataclass(frozen=True)
class Look:
    """One paragraph style. Points for sizes and spacing, twips for indents, hex for colours.

    `box` draws a frame of that colour on all sides, `bar` only a thick line on the left.
    """

    id: str
    name: str
    based_on: str = "Normal"
    following: str = ""
    size: float | None = None
    bold: bool | None = None
    colour: str = ""
    fill: str = ""
    before: float | None = None
    after: float | None = None
    line: float | None = None
    indent: int = 0
    right_indent: int = 0
    align: str = ""
    keep_next: bool = False
    keep_lines: bool = False
    outline: int | None = None
    bar: str = ""
    box: str = ""
    bullet: bool = False
    built_in: bool = True


def _heading(level: int, size: float, before: float, after: float) -> Look:
    return Look(
        f"Heading{level}",
        f"heading {level}",
        following="BodyText",
        size=size,
        bold=True,
        colour=BLUE,
        before=before,
        after=after,
        line=1.0,
        keep_next=True,
        keep_lines=True,
        outline=level - 1,
    )


LOOKS: tuple[Look, ...] = (
    Look("Normal", "Normal", based_on="", size=12, colour=INK, before=0, after=6, line=1.15),
    Look("BodyText", "Body Text"),
    Look(
        "Title", "Title", following="Subtitle", size=30, bold=True, colour=BLUE, before=110, after=10,
        line=1.0,
    ),
    Look("Subtitle", "Subtitle", following="BodyText", size=16, colour=GREY, after=26, line=1.05),
    _heading(1, 20, 16, 6),
    _heading(2, 15, 13, 4),
    _heading(3, 12, 12, 4),
    Look(
        "Caption", "caption", following="BodyText", size=10, bold=True, colour=BLUE, before=10, after=4,
        line=1.0, keep_next=True, keep_lines=True,
    ),
    Look("ListBullet", "List Bullet", after=3, bullet=True),
    Look(
        "Quote", "Quote", following="BodyText", before=4, after=8, indent=340, right_indent=340, bar=LINE,
        keep_lines=True,
    ),
    Look("TOCHeading", "TOC Heading", following="BodyText", size=16, bold=True, colour=BLUE, before=14,
        after=6, line=1.0, keep_next=True, keep_lines=True,
    ),
    Look("TOC1", "toc 1", following="Normal", size=11, bold=True, before=5, after=2, line=1.0),
    Look("TOC2", "toc 2", following="Normal", size=11, after=2, line=1.0, indent=284),
    Look("TOC3", "toc 3", following="Normal", size=11, after=2, line=1.0, indent=568),
    Look("TableofFigures", "table of figures", following="Normal", size=11, after=3, line=1.0),
    Look("CommentText", "annotation text", size=10, after=0, line=1.0),
    Look("Header", "header", size=9, colour=GREY, after=0, line=1.0),
    Look("Footer", "footer", size=9, colour=GREY, after=0, line=1.0),
    Look("Lead", "Lead", size=13, colour=INK, after=8, line=1.15, keep_lines=True, built_in=False),
    Look("TitleFacts", "Title Facts", size=12, after=4, built_in=False),
    Look(
        "Banner", "Banner", size=12, colour=WHITE, fill=PLUM, before=0, after=6, indent=113, right_indent=113,
        box=PLUM, keep_lines=True, built_in=False,
    ),
    Look("Status", "Status", size=13, bold=True, colour=PLUM, before=14, built_in=False),
    Look(
        "Callout", "Callout", fill=PALE_TEAL, before=6, after=8, indent=220, bar=TEAL,
        keep_lines=True, built_in=False,
    ),
    Look(
        "Prompt", "Prompt", fill=PALE_AMBER, before=6, after=8, indent=113, right_indent=113, box=AMBER,
        keep_lines=True, built_in=False,
    ),
    Look("Logo", "Logo", size=10, colour=GREY, box=LINE, before=14, after=0, indent=113, right_indent=5000,
        built_in=False,
    ),
    Look("Figure", "Figure", before=0, after=6, line=1.0, align="left", built_in=False),
    Look("TableText", "Table Text", size=10, before=0, after=0, line=1.05, built_in=False),
    Look("TableNumber", "Table Number", based_on="TableText", align="right", built_in=False),
    Look("TableCentre", "Table Centre", based_on="TableText", align="center", built_in=False),
    Look(
        "TableHeading", "Table Heading", based_on="TableText", bold=True, colour=BLUE, line=1.0,
        keep_next=True, built_in=False,
    ),
    Look("TableQuote", "Table Quote", based_on="TableText", after=4, built_in=False),
    Look("TableNote", "Table Note", size=10, colour=GREY, before=4, after=10, line=1.05, built_in=False),
    Look("SectionEnd", "Section End", size=10, after=0, line=1.0, built_in=False),
)  # fmt: skip

STYLE_OF_PARAGRAPH = {
    "body": "BodyText",
    "lead": "Lead",
    "bullet": "ListBullet",
    "quote": "Quote",
    "note": "TableNote",
    "title": "Title",
    "subtitle": "Subtitle",
    "title facts": "TitleFacts",
    "banner": "Banner",
    "status": "Status",
}
