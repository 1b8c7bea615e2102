"""A figure of fixed width on which things are placed in inches from its top left corner.

Places are computed, not fitted: the width of every text is measured before it is set, so that no
label is cut, nothing overlaps, and a figure keeps its 16 cm. Uses matplotlib's Figure, never pyplot.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from impl_eval.outputs.figures.looks import FONT, GREY, INK, LINE_HEIGHT, RULE, TEXT_SIZE, WIDTH, hatch_colour
from impl_eval.outputs.number_text import plain

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MARGIN = 0.04
FOOT = 0.24
"""Height kept free at the foot of every figure for the word SIMULATED."""
HALF_CAPITAL = 0.0455
SWATCH_WIDTH, SWATCH_HEIGHT, SWATCH_GAP, LEGEND_GAP, LEGEND_PITCH = 0.26, 0.14, 0.07, 0.22, 0.23
SIMULATED = "SIMULATED"

_BREAKABLE = re.compile(r"[^\s-]+-?\s*|-\s*")
Horizontal = Literal["left", "center", "right"]


@dataclass(frozen=True)
class LegendEntry:
    """One entry: a hatched patch, or a line with its marker where `marker` is given."""

    label: str
    colour: str
    hatch: str = ""
    marker: str = ""
    dashes: tuple[float, ...] = ()


@dataclass(frozen=True)
class _Place:
    """Where a legend entry stands, in inches from the top of the legend; its label in lines."""

    left: float
    top: float
    height: float
    line: int
    label: str


class Canvas:
    """A figure under construction."""

    def __init__(self, height: float, *, simulated: bool) -> None:
        from matplotlib.figure import Figure

        self.height = height
        self.figure = Figure(figsize=(WIDTH, height), facecolor="white")
        self.page: Axes = self.figure.add_axes((0, 0, 1, 1), frameon=False)
        self.page.set(xlim=(0, WIDTH), ylim=(height, 0))
        self.page.set_axis_off()
        if simulated:
            self.text(WIDTH - MARGIN, height - FOOT / 2, SIMULATED, align="right", colour=GREY)

    def axes(self, left: float, top: float, width: float, height: float) -> "Axes":
        """Return axes that fill a box."""
        bottom = self.height - top - height
        axes = self.figure.add_axes(
            (left / WIDTH, bottom / self.height, width / WIDTH, height / self.height), frameon=True
        )
        axes.set_facecolor("none")
        return axes

    def text(
        self,
        left: float,
        middle: float,
        text: str,
        *,
        align: Horizontal = "left",
        colour: str = INK,
    ) -> None:
        """Set text around a height; lines are separated by line feeds and stand equally far apart.

        Each line stands on its own baseline, so that texts side by side are level whatever letters
        they have.
        """
        lines = text.split("\n")
        first = middle - (len(lines) - 1) * LINE_HEIGHT / 2 + HALF_CAPITAL
        for number, line in enumerate(lines):
            baseline = first + number * LINE_HEIGHT
            self.page.text(left, baseline, line, ha=align, va="baseline", color=colour)

    def rule(self, top: float, left: float = 0.0, right: float = WIDTH) -> None:
        """Draw a quiet horizontal line."""
        self.page.plot([left, right], [top, top], color=RULE, linewidth=0.6)

    def legend(self, entries: Sequence[LegendEntry], top: float) -> None:
        """Set entries from left to right, in as many lines as legend_height says."""
        for entry, place in zip(entries, _flow(entries), strict=True):
            middle = top + place.top + place.height / 2
            self._key(entry, place.left, middle)
            self.text(place.left + SWATCH_WIDTH + SWATCH_GAP, middle, place.label)

    def _key(self, entry: LegendEntry, left: float, middle: float) -> None:
        if entry.marker:
            right = left + SWATCH_WIDTH
            line = self.page.plot([left, right], [middle, middle], color=entry.colour, linewidth=1.5)[0]
            if entry.dashes:
                line.set_dashes(entry.dashes)
            centre = (left + right) / 2
            self.page.plot([centre], [middle], color=entry.colour, marker=entry.marker, markersize=5.5)
            return
        box = (left, middle - SWATCH_HEIGHT / 2, SWATCH_WIDTH, SWATCH_HEIGHT)
        hatched_bar(self.page, *box, entry.colour, entry.hatch)


def hatched_bar(
    axes: "Axes", left: float, bottom: float, width: float, height: float, colour: str, hatch: str
) -> None:
    """Draw a bar with its hatch and a white rim that parts it from its neighbours."""
    from matplotlib.patches import Rectangle

    place = ((left, bottom), width, height)
    axes.add_patch(
        Rectangle(*place, facecolor=colour, edgecolor=hatch_colour(colour), hatch=hatch, linewidth=0)
    )
    axes.add_patch(Rectangle(*place, facecolor="none", edgecolor="white", linewidth=0.9))


def legend_height(entries: Sequence[LegendEntry]) -> float:
    """Return the height a legend needs, in inches."""
    return max((place.top + place.height for place in _flow(entries)), default=0.0)


def set_value_ticks(axes: "Axes", width: float, *, whole: bool = False) -> None:
    """Give the horizontal axis round values, as many as find room in `width` inches, and no outer spines."""
    import seaborn
    from matplotlib.ticker import MaxNLocator

    low, high = axes.get_xlim()
    for count in range(5, 0, -1):
        locator = MaxNLocator(count, integer=whole)
        ticks = [float(tick) for tick in locator.tick_values(low, high) if low <= tick <= high]
        step = ticks[1] - ticks[0] if len(ticks) > 1 else high - low
        names = [plain(tick, 0 if whole else decimals_of_step(step)) for tick in ticks]
        widest = max((text_width(name) for name in names), default=0.0)
        if widest + 0.1 <= step * width / (high - low):
            break
    axes.set_xticks(ticks, names)
    axes.set_yticks([])
    seaborn.despine(ax=axes, left=True)


def decimals_of_step(step: float) -> int:
    """Return how many decimals show ticks that are `step` apart as they are: two for 0.25, one for 0.2."""
    fewest = max(0, -math.floor(math.log10(step) + 1e-9))
    return fewest if abs(round(step, fewest) - step) < 1e-9 * step else fewest + 1


@lru_cache(maxsize=4096)
def text_width(text: str) -> float:
    """Return the width of a line of text in inches, a little generous."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family=FONT, size=TEXT_SIZE)
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, False)
    return 1.04 * width / 72


def wrap(text: str, width: float) -> str:
    """Return text in lines no wider than `width` inches.

    Lines end at spaces or after hyphens; only a word too long for a line is broken.
    """
    lines: list[str] = []
    line = ""
    for piece in _BREAKABLE.findall(" ".join(text.split())):
        if line and text_width((line + piece).rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece
        while text_width(line.rstrip()) > width and len(line.rstrip()) > 1:
            fitting = _longest_start(line, width)
            lines.append(line[:fitting])
            line = line[fitting:]
    return "\n".join([*lines, line.rstrip()])


def text_height(text: str) -> float:
    """Return the height of lines of text in inches."""
    return (text.count("\n") + 1) * LINE_HEIGHT


def _longest_start(word: str, width: float) -> int:
    fitting = [count for count in range(1, len(word)) if text_width(word[:count]) <= width]
    return max(fitting, default=1)


def _flow(entries: Sequence[LegendEntry]) -> list[_Place]:
    """Return a place for each entry: as few lines as possible, of about the same length."""
    if not entries:
        return []
    room = WIDTH - MARGIN
    places = _flow_within(entries, room)
    narrower = places
    while room > 1 and narrower[-1].line == places[-1].line:
        places, room = narrower, room - 0.1
        narrower = _flow_within(entries, room)
    return places


def _flow_within(entries: Sequence[LegendEntry], room: float) -> list[_Place]:
    places: list[_Place] = []
    left, top, line, height = MARGIN, 0.0, 0, LEGEND_PITCH
    for entry in entries:
        label = wrap(entry.label, WIDTH - 2 * MARGIN - SWATCH_WIDTH - SWATCH_GAP)
        width = SWATCH_WIDTH + SWATCH_GAP + max(map(text_width, label.split("\n")))
        if left > MARGIN and left + width > room:
            left, top, line, height = MARGIN, top + height, line + 1, LEGEND_PITCH
        height = max(height, text_height(label) + 0.07)
        places.append(_Place(left, top, height, line, label))
        left += width + LEGEND_GAP
    return places
