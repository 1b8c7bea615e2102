"""Colours, hatches, markers and sizes of figures: readable in print, without colour, at 16 cm width.

Sources of the colours: the diverging scale is ColorBrewer's RdBu (Brewer and Harrower), safe for
colour-blind readers; the categories are those of the Analysis Function of the UK government.
"""

from collections.abc import Sequence

WIDTH = 6.3
"""Inches: 16 cm, the width of the text of a report."""
PIXELS_PER_INCH = 200
FONT = "DejaVu Sans"
"""Comes with matplotlib, so that figures look the same wherever they are drawn."""
TEXT_SIZE = 9.0
LINE_HEIGHT = 0.158
"""Inches from one line of text to the next."""

INK, GREY, RULE, BLUE = "#212B32", "#4C5B66", "#D5DADD", "#003087"
LIKERT = ("#CA0020", "#F4A582", "#D9D9D9", "#92C5DE", "#0571B0")
CATEGORIES = ("#12436D", "#F46A25", "#28A197", "#3D3D3D", "#801650", "#A285D1")
VALENCE_COLOURS = {"enabler": "#12436D", "barrier": "#F7B08A", "mixed": "#28A197", "unclear": "#D9D9D9"}
VALENCE_HATCHES = {"enabler": "", "barrier": "////", "mixed": "xxx", "unclear": "..."}
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
DASHES: tuple[tuple[float, ...], ...] = ((), (5, 2), (1, 1.5), (6, 2, 1, 2), (3, 1.5))

STYLE: dict[str, object] = {
    "font.family": FONT,
    "font.size": TEXT_SIZE,
    "text.color": INK,
    "text.parse_math": False,
    "axes.labelcolor": INK,
    "axes.edgecolor": GREY,
    "axes.linewidth": 0.8,
    "xtick.color": GREY,
    "ytick.color": GREY,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "hatch.linewidth": 0.7,
    "svg.fonttype": "path",
    "svg.hashsalt": "impl-eval",
    "figure.dpi": PIXELS_PER_INCH,
}


def option_colours(count: int) -> list[str]:
    """Return a colour for each of `count` ordered response options, from one end to the other."""
    import seaborn
    from matplotlib.colors import to_hex

    if count == 1:
        return [LIKERT[-1]]
    return [to_hex(colour) for colour in seaborn.blend_palette(LIKERT, count)]


def option_hatches(count: int) -> list[str]:
    """Return a hatch for each of `count` options: the denser, the farther from the middle; two slants."""
    middle = (count - 1) / 2
    hatches = []
    for position in range(count):
        density = min(4, round(4 * abs(position - middle) / max(middle, 0.5)))
        hatches.append(("/" if position < middle else "\\") * density)
    return hatches


def readable_on(colour: str) -> str:
    """Return black or white, whichever stands out more from a background (WCAG relative luminance)."""
    red, green, blue = (_linear(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return "#FFFFFF" if luminance < 0.179 else INK


def hatch_colour(colour: str) -> str:
    """Return a colour for the hatch of a bar: seen on it, and quieter than its number."""
    return "#FFFFFF80" if readable_on(colour) == "#FFFFFF" else "#4C5B6680"


def category(position: int, choices: Sequence[str]) -> str:
    """Return the colour or marker of a series; they come round again after the last."""
    return choices[position % len(choices)]


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.03928 else float(((channel + 0.055) / 1.055) ** 2.4)
