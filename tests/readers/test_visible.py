"""What cannot be seen is made visible; what can be seen stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.readers.visible import visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("e\u0301 \U0001f468\u200d\U0001f469 \u05d0", "e\u0301 \U0001f468\u200d\U0001f469 \u05d0"),
        ("\x1b[31mred\x00\t\r\n\x7f", "␛[31mred␀␉␍␊␡"),
        ("a\u202eb\u200bc\ufeff\u2028\x85", "a‹U+202E›b‹U+200B›c‹U+FEFF›‹U+2028›‹U+0085›"),
        ("a\u00a0b\u3000c", "a\u00a0b\u3000c"),
    ],
)
def test_known_characters(text: str, shown: str) -> None:
    """Names and numbers as in the Unicode code charts, block Control Pictures."""
    assert visible(text) == shown


@given(st.text())
def test_no_control_character_is_left_and_what_is_printable_stays(text: str) -> None:
    shown = visible(text)
    assert not any(ord(one) < 0x20 or 0x7F <= ord(one) < 0xA0 for one in shown)
    assert visible(shown) == shown
    assert not text.isprintable() or shown == text
