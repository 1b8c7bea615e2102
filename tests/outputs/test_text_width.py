"""Widths of letters: those of Helvetica as Adobe publishes them, read from the copy that matplotlib ships."""

import re
from pathlib import Path

import matplotlib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.outputs.text_width import longest_word_width, text_width

FONTS = Path(matplotlib.get_data_path()) / "fonts" / "pdfcorefonts"
_METRIC = re.compile(r"^C (\d+) ; WX (\d+) ;", re.MULTILINE)
QUOTES = {39, 96}
"""In Adobe's own numbering these are curly quotes: the letters that we mean have other numbers there."""


@pytest.mark.parametrize(("file", "bold"), [("Helvetica.afm", False), ("Helvetica-Bold.afm", True)])
def test_every_letter_of_ascii_is_as_wide_as_adobe_says(file: str, bold: bool) -> None:
    published = {int(code): int(width) for code, width in _METRIC.findall((FONTS / file).read_text("ascii"))}
    letters = {chr(code): published[code] for code in range(32, 127) if code not in QUOTES}
    assert {letter: text_width(letter, bold=bold) for letter in letters} == letters


def test_the_longest_word_by_hand() -> None:
    """By the published table: c 500, a 556, t 278; the hyphen 333 stays with the word before it."""
    assert longest_word_width("a cat") == 500 + 556 + 278
    assert longest_word_width("cat-a") == 500 + 556 + 278 + 333
    assert longest_word_width("a/cat") == 500 + 556 + 278
    assert longest_word_width("a\N{NO-BREAK SPACE}cat") == 556 + 278 + 500 + 556 + 278
    assert longest_word_width("") == 0
    assert longest_word_width("task_nonpharm") == text_width("task_nonpharm")


@given(st.text(max_size=40), st.booleans())
def test_a_word_is_never_wider_than_its_text(text: str, bold: bool) -> None:
    assert 0 <= longest_word_width(text, bold=bold) <= text_width(text, bold=bold)
