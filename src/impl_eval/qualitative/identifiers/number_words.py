"""Number words as people say them, for the rules that read spoken digits and spoken dates."""

from collections.abc import Iterable

UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TEENS = (
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
)  # fmt: skip
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
ZEROS = ("zero", "nought", "naught", "nil", "oh", "o")

DIGIT_WORDS = dict.fromkeys(ZEROS, "0") | {word: str(value) for value, word in enumerate(UNITS, start=1)}
TEEN_WORDS = {word: str(value) for value, word in enumerate(TEENS, start=10)}
TENS_WORDS = {word: str(value) for value, word in zip(range(20, 100, 10), TENS, strict=True)} | {
    "fourty": "40"
}

ORDINAL_UNITS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_ORDINAL_TEENS = (
    "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    "eighteenth", "nineteenth", "twentieth",
)  # fmt: skip
ORDINALS = (
    {word: value for value, word in enumerate((*ORDINAL_UNITS, *_ORDINAL_TEENS), start=1)}
    | {
        f"{tens}-{unit}": value + position
        for tens, value in (("twenty", 20), ("thirty", 30))
        for position, unit in enumerate(ORDINAL_UNITS, start=1)
        if value + position <= 31
    }
    | {"thirtieth": 30}
)

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip


def either(words: Iterable[str]) -> str:
    """Return a pattern of any of the words, longest first; a hyphen may be a space or nothing."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(ordered).replace("-", r"[ -]?") + ")"
