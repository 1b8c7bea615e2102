"""Numbers and letters read out one by one: 'nought seven seven double-four', 'N R three, one B D'.

A run of such words becomes signs, each with its place; the rules for written numbers then judge it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from impl_eval.qualitative.identifiers import context
from impl_eval.qualitative.identifiers.contact import INWARD, OUTWARD, judge_phone
from impl_eval.qualitative.identifiers.model import Certainty, Identifier, Kind
from impl_eval.qualitative.identifiers.number_words import (
    DIGIT_WORDS,
    TEEN_WORDS,
    TENS_WORDS,
    UNITS,
    either,
)
from impl_eval.qualitative.identifiers.numbers import NATIONAL_INSURANCE_SHAPE, NMC_SHAPE, nhs_certainty

_TIMES = {"double": 2, "treble": 3, "triple": 3}
_DIGIT = either(DIGIT_WORDS)
_TOKEN = re.compile(
    rf"(?<![\w'’£])(?:(?P<times>double|treble|triple)[ -](?P<repeated>{_DIGIT}|\d|[A-Za-z])"
    rf"|(?P<tens>{either(TENS_WORDS)})(?:[ -]?(?P<unit>{either(UNITS)}))?"
    rf"|(?P<teen>{either(TEEN_WORDS)})|(?P<hundred>{either(UNITS)}) hundred"
    rf"|(?P<digit>{_DIGIT})|(?P<figures>\d+)"
    rf"|(?P<letters>(?-i:[A-Z]{{1,2}}|(?<= )[b-hj-z](?= )))(?P<alphabet> for [a-z]{{3,9}})?)(?![\w'’%])",
    re.IGNORECASE,
)
_GAP = re.compile(
    r"[ \t,;.…–—-]*\n?[ \t]*(?:(?:er+|erm+|um+|uh+|then|and|space|dash|hyphen"
    r"|yes|yeah|yep|okay|ok|right|got (?:it|that))\b[ \t,;.…–—-]*){0,3}",
    re.IGNORECASE,
)
_IS_READ_OUT = re.compile(rf"\b(?:{_DIGIT}|[A-Z] for [a-z]{{3,9}})\b", re.IGNORECASE)

_PHONE = re.compile(r"(?<!\d)(?:0\d{9,10}|44\d{10})(?!\d)")
_TEN_DIGITS = re.compile(r"(?<!\d)\d{10}(?!\d)")
_SEVEN_DIGITS = re.compile(r"(?<!\d)\d{7}(?!\d)")
_DATE = re.compile(r"(?<!\d)\d{4,8}(?!\d)")
_LONG = re.compile(r"(?<!\d)\d{6,}(?!\d)")
# The word "I" may stand before or after what is read out: "that's one B D. I moved there".
_BEGINS, _ENDS = r"(?<![A-HJ-Z\d])", r"(?=I?(?![A-Z\d]))"
_POSTCODE = re.compile(rf"{_BEGINS}{OUTWARD}{INWARD}{_ENDS}")
_NATIONAL_INSURANCE = re.compile(rf"{_BEGINS}{NATIONAL_INSURANCE_SHAPE.format(sep='')}{_ENDS}")
_NMC = re.compile(rf"{_BEGINS}{NMC_SHAPE}{_ENDS}")


@dataclass(frozen=True)
class _Run:
    """Signs read out in a row. For each sign: start and end of its words, whether a word, whether single."""

    signs: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    spoken: tuple[bool, ...]
    single: tuple[bool, ...]

    def place(self, match: re.Match[str]) -> tuple[int, int]:
        return self.starts[match.start()], self.ends[match.end() - 1]

    def is_spoken(self, match: re.Match[str]) -> bool:
        """At least one sign is a number word: what is all figures has its own rules."""
        return any(self.spoken[match.start() : match.end()])

    def is_one_by_one(self, match: re.Match[str]) -> bool:
        """No 'thirty' or 'fifteen' in it: doses are counted down in tens."""
        return all(self.single[match.start() : match.end()])


def find_spoken(text: str) -> Iterator[Identifier]:
    """Yield identifiers that are read out sign by sign, at least partly in number words."""
    if not _IS_READ_OUT.search(text):
        return
    for run in _runs(text):
        yield from _judged(text, run)


def _runs(text: str) -> Iterator[_Run]:
    tokens: list[re.Match[str]] = []
    for match in _TOKEN.finditer(text):
        if tokens and not _GAP.fullmatch(text, tokens[-1].end(), match.start()):
            yield from _run_of(tokens)
            tokens = []
        tokens.append(match)
    yield from _run_of(tokens)


def _run_of(tokens: Sequence[re.Match[str]]) -> Iterator[_Run]:
    if len(tokens) < 3 or not any(token["digit"] or token["times"] or token["alphabet"] for token in tokens):
        return
    signs: list[tuple[str, int, int, bool, bool]] = []
    for token in tokens:
        said, is_word, is_single = _said(token)
        signs += [(sign, token.start(), token.end(), is_word, is_single) for sign in said]
    yield _Run(
        "".join(sign for sign, *_ in signs),
        tuple(start for _, start, *_ in signs),
        tuple(end for _, _, end, *_ in signs),
        tuple(is_word for *_, is_word, _ in signs),
        tuple(is_single for *_, is_single in signs),
    )


def _said(token: re.Match[str]) -> tuple[str, bool, bool]:
    """Return the signs of a token, whether it is a number word, and whether it stands for single signs."""
    if token["times"]:
        one = token["repeated"].lower()
        return DIGIT_WORDS.get(one, one.upper()) * _TIMES[token["times"].lower()], True, True
    if token["tens"]:
        tens, unit = TENS_WORDS[token["tens"].lower()], token["unit"]
        return (tens[0] + DIGIT_WORDS[unit.lower()] if unit else tens), True, False
    if token["teen"]:
        return TEEN_WORDS[token["teen"].lower()], True, False
    if token["hundred"]:
        return DIGIT_WORDS[token["hundred"].lower()] + "00", True, False
    if token["digit"]:
        return DIGIT_WORDS[token["digit"].lower()], True, True
    return (token["figures"] or token["letters"]).upper(), bool(token["alphabet"]), True


def _judged(text: str, run: _Run) -> Iterator[Identifier]:
    for match in _PHONE.finditer(run.signs):
        judged = judge_phone(("+" if match[0].startswith("44") else "") + match[0])
        if run.is_spoken(match) and judged is not None:
            yield _spoken(run, match, "phone_number", judged[0], "a phone number", judged[1])
    for match in _TEN_DIGITS.finditer(run.signs):
        named = context.is_near(context.NHS, text, *run.place(match))
        judged = nhs_certainty(match[0], named=named, usual=run.is_one_by_one(match))
        if run.is_spoken(match) and judged is not None and (named or run.is_one_by_one(match)):
            yield _spoken(run, match, "nhs_number", judged[0], judged[1], match[0])
    shapes: tuple[tuple[re.Pattern[str], Kind, str], ...] = (
        (_POSTCODE, "postcode", "a postcode"),
        (_NATIONAL_INSURANCE, "national_insurance_number", "a National Insurance number"),
        (_NMC, "nmc_number", "an NMC number"),
    )
    for pattern, kind, words in shapes:
        for match in pattern.finditer(run.signs):
            if run.is_spoken(match):
                yield _spoken(run, match, kind, "certain", words, match[0])
    yield from _judged_by_context(text, run)


def _judged_by_context(text: str, run: _Run) -> Iterator[Identifier]:
    for match in _SEVEN_DIGITS.finditer(run.signs):
        if run.is_spoken(match) and context.is_near(context.GMC, text, *run.place(match)):
            yield _spoken(run, match, "gmc_number", "certain", "a GMC number", match[0])
    for match in _DATE.finditer(run.signs):
        if run.is_spoken(match) and context.is_near(context.BIRTH, text, *run.place(match)):
            certainty: Certainty = "certain" if len(match[0]) >= 6 else "possible"
            yield _spoken(run, match, "date_of_birth", certainty, "a date where birth is spoken of", match[0])
    for match in _LONG.finditer(run.signs):
        if run.is_spoken(match) and run.is_one_by_one(match) and not _is_counting(match[0]):
            yield _spoken(run, match, "long_number", "possible", "a number of six or more digits", match[0])


def _is_counting(digits: str) -> bool:
    steps = {int(after) - int(before) for before, after in pairwise(digits)}
    return steps in ({1}, {-1}, {0})


def _spoken(
    run: _Run, match: re.Match[str], kind: Kind, certainty: Certainty, words: str, value: str
) -> Identifier:
    return Identifier(*run.place(match), kind, certainty, f"{words}, read out", value=value)
