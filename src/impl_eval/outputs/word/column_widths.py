"""How wide the columns of a table are: as its shares say, but never narrower than their longest word."""

import math
from collections.abc import Sequence

from impl_eval.outputs.report.model import TableBlock, TableCell, plain_text
from impl_eval.outputs.text_width import longest_word_width, text_width
from impl_eval.outputs.word.xml_text import unbroken

CELL_MARGIN = 85
"""Twips on the left and on the right of what a cell holds."""
_TWIPS = 0.2
"""Of a thousandth of the size of letters, at the 10 points of text in tables."""
_SPARE = 20
_LARGEST_SHARE = 0.4
"""A word that asks for more of the table than this is a path or an address: it may be cut."""


def column_widths(block: TableBlock, width: int) -> tuple[int, ...]:
    """Share out `width` twips; rounding goes to the last column.

    Columns that are too narrow for their longest word get what it needs, and the others share the rest.
    Where all needs together are more than there is, every column gets a part of its need.
    """
    needs = [min(need, _LARGEST_SHARE * width) for need in _needs(block)]
    if sum(needs) >= width:
        return _rounded([need * width / sum(needs) for need in needs], width)
    return _rounded(_filled([column.share for column in block.columns], needs, width), width)


def row_lines(row: tuple[TableCell, ...], widths: Sequence[int]) -> int:
    """Return about how many lines a row takes: its tallest cell, each line filled to its end."""
    return max(
        sum(
            max(1, math.ceil(_TWIPS * text_width(plain_text(line.spans)) / (width - 2 * CELL_MARGIN)))
            for line in cell
        )
        for cell, width in zip(row, widths, strict=True)
    )


def _filled(shares: Sequence[float], needs: Sequence[float], width: float) -> list[float]:
    """Return widths in proportion to `shares`, but for columns that get their need."""
    raised: set[int] = set()
    while True:
        rest = width - sum(needs[index] for index in raised)
        total = sum(share for index, share in enumerate(shares) if index not in raised)
        widths = [
            needs[index] if index in raised else rest * share / total for index, share in enumerate(shares)
        ]
        narrow = {index for index in range(len(shares)) if widths[index] < needs[index]}
        if not narrow:
            return widths
        raised |= narrow


def _rounded(widths: Sequence[float], width: int) -> tuple[int, ...]:
    whole = [int(one) for one in widths]
    whole[-1] += width - sum(whole)
    return tuple(whole)


def _needs(block: TableBlock) -> list[float]:
    """Return what the longest word of each column takes, in twips."""
    room = 2 * CELL_MARGIN + _SPARE
    return [
        room
        + _TWIPS
        * max(
            longest_word_width(unbroken(column.header), bold=True),
            max((_longest_word(row[index]) for row in block.rows), default=0),
        )
        for index, column in enumerate(block.columns)
    ]


def _longest_word(cell: TableCell) -> int:
    return max(
        (longest_word_width(unbroken(span.text), bold=span.strong) for line in cell for span in line.spans),
        default=0,
    )
