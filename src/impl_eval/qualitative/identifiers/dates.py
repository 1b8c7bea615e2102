"""Dates of birth: full dates, in digits or words, and less where birth is spoken of.

A full date without such words is possible only: it may be the day of an appointment.
"""

import re
from collections.abc import Iterator
from functools import cache

from impl_eval.qualitative.identifiers import context
from impl_eval.qualitative.identifiers.model import Certainty, Identifier
from impl_eval.qualitative.identifiers.number_words import MONTHS, ORDINALS, TEENS, TENS, UNITS, either

_DAY_DIGITS = r"(?:3[01]|[12]\d|0?[1-9])"
_MONTH_DIGITS = r"(?:1[0-2]|0?[1-9])"
_YEAR_DIGITS = r"(?:(?:19|20)\d{2})"
_UNIT, _TEEN, _TENS = either(UNITS), either(TEENS), either(TENS)
_TWO_FIGURES = rf"(?:{_TENS}(?:[ -]?{_UNIT})?|{_TEEN}|(?:oh|o)[ -]?{_UNIT})"
_PAUSE = r"(?:[ ,-]{1,3}(?:uh+|um+|er+|erm+)\b)*[ ,-]{1,3}"
_YEAR_WORDS = (
    rf"(?:nineteen(?: hundred)?(?: and)?{_PAUSE}{_TWO_FIGURES}"
    rf"|twenty{_PAUSE}{_TWO_FIGURES}|two thousand(?:(?: and)? (?:{_UNIT}|{_TWO_FIGURES}))?)"
)
_DAY = rf"(?:{_DAY_DIGITS}(?:st|nd|rd|th)?|{either(ORDINALS)})"
_MONTH = rf"(?:{'|'.join(f'{month[:3]}(?:{month[3:]})?' for month in MONTHS)}|sept)"
_FULL_YEAR = rf"(?:{_YEAR_DIGITS}|{_YEAR_WORDS})"
_ANY_YEAR = rf"(?:{_FULL_YEAR}|['’]?\d{{2}}|{_TWO_FIGURES})"
_OF = r",?(?: day)?(?: of)?(?: the)?,? "
_GAP = rf"{_PAUSE}(?:in )?"

_IN_DIGITS = re.compile(
    rf"(?<![\d/.-]){_DAY_DIGITS}(?P<sep>[/.-]){_MONTH_DIGITS}(?P=sep)(?:{_YEAR_DIGITS}|\d{{2}})(?![\d/-]|\.\d)"
    rf"|(?<![\d/.-]){_YEAR_DIGITS}-(?:1[0-2]|0[1-9])-(?:3[01]|[12]\d|0[1-9])(?![\d/-])"
)
_WITH_SPACES = re.compile(
    rf"(?<![\d/.-]){_DAY_DIGITS} {_MONTH_DIGITS} (?:{_YEAR_DIGITS}|\d{{2}})(?![ /-]?\d)"
)
_DAY_FIRST = rf"{_DAY}{_OF}{_MONTH}(?P<year>{_GAP}{{year}})"
_MONTH_FIRST = rf"{_MONTH} (?:the )?{_DAY}(?P<year2>{_GAP}{{year}})"
_NUMBERED_MONTH = (
    rf"(?:{either(ORDINALS)}|{_DAY_DIGITS}(?:st|nd|rd|th))(?: of)? the "
    rf"(?:{either([word for word, value in ORDINALS.items() if value <= 12])}|{_MONTH_DIGITS}(?:st|nd|rd|th))"
    rf"{_GAP}(?:of )?{{year}}"
)


# A quick look at the first letters of a date: two in three words are no beginning of one.
_STARTS = r"(?=\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|fi|se|th|fo|si|ei|ni|te|el|tw)"


@cache
def _in_words(year: str) -> re.Pattern[str]:
    # Made when first needed: most transcripts speak of no birth, and these patterns are long.
    forms = "|".join(form.replace("{year}", year) for form in (_DAY_FIRST, _MONTH_FIRST, _NUMBERED_MONTH))
    return re.compile(rf"\b{_STARTS}(?:{forms})(?!\w)", re.IGNORECASE)


@cache
def _day_and_month() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_DAY}{_OF}{_MONTH}|{_MONTH} (?:the )?{_DAY})(?!\w)", re.IGNORECASE)


_BORN_IN = re.compile(
    rf"\bborn(?: back)? (?:in|around) (?P<when>(?:{_MONTH},? )?(?:{_FULL_YEAR}))(?!\w)", re.IGNORECASE
)


def find_dates(text: str) -> Iterator[Identifier]:
    """Yield dates that are, or may be, a date of birth."""
    for match in _IN_DIGITS.finditer(text):
        yield _judged(text, match, "a full date")
    for match in _in_words(_FULL_YEAR).finditer(text):
        yield _judged(text, match, "a full date")
    if not context.BIRTH.search(text):
        return
    for pattern, why in (
        (_WITH_SPACES, "a date"),
        (_in_words(_ANY_YEAR), "a date"),
        (_day_and_month(), "a day and month"),
    ):
        for match in pattern.finditer(text):
            if context.is_near(context.BIRTH, text, match.start(), match.end()):
                why_here = f"{why} where birth is spoken of"
                yield _date(match.start(), match.end(), "certain", why_here, match[0])
    for match in _BORN_IN.finditer(text):
        why = "a year of birth"
        yield _date(match.start("when"), match.end("when"), "possible", why, match["when"])


def _judged(text: str, match: re.Match[str], why: str) -> Identifier:
    if context.is_near(context.BIRTH, text, match.start(), match.end()):
        return _date(match.start(), match.end(), "certain", f"{why} where birth is spoken of", match[0])
    return _date(match.start(), match.end(), "possible", f"{why}, perhaps no date of birth", match[0])


def _date(start: int, end: int, certainty: Certainty, why: str, written: str) -> Identifier:
    value = " ".join(re.sub(r"[^\w]+", " ", written.lower()).split())
    return Identifier(start, end, "date_of_birth", certainty, why, value=value)
