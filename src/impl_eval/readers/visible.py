"""Characters that cannot be seen, made visible where text of a file is shown. The text itself stays."""

import unicodedata

_SYMBOLS = 0x2400  # the Unicode block "Control Pictures": U+2400 shows U+0000, and so on
_DELETE, _SYMBOL_FOR_DELETE = 0x7F, "\u2421"
# Joins the parts of one emoji or letter: it changes what is seen, and is no trick.
_JOINERS = "\u200c\u200d"


def visible(text: str) -> str:
    """Return text with control characters as symbols (␛) and other unseen ones by number (‹U+202E›).

    Tabs and line ends are symbols too: what is shown is one line. A terminal runs nothing of the result,
    and no direction mark reorders what follows.
    """
    return text if text.isprintable() else "".join(map(_visible, text))


def _visible(character: str) -> str:
    number = ord(character)
    if number < 0x20:
        return chr(_SYMBOLS + number)
    if number == _DELETE:
        return _SYMBOL_FOR_DELETE
    is_unseen = unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")
    return f"‹U+{number:04X}›" if is_unseen and character not in _JOINERS else character
