"""How transcribers write who speaks: the places of a text where a label of a speaker can stand.

A label opens a line. It is set off by a colon (`Name:`), by brackets (`[Name]`, `{Name}`), by stars
(`**Name**`), by a time on the same line or the next (`Name  0:03`), or by being alone on its line.
Every pattern begins at the start of a line and is bounded, so that reading takes time in proportion
to the text, whatever it holds.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

_CLOCK = r"\d{1,2}:(?:\d{1,2}:\d{1,2}|\d{2})(?:[.,:]\d{1,3})?(?:[^\S\r\n]?[AaPp][Mm]\b)?"
_RANGE = rf"{_CLOCK}(?:[^\S\r\n]*(?:-->|[-–])[^\S\r\n]*{_CLOCK})?"
_STAMP = rf"(?:\[{_RANGE}\]|\({_RANGE}\)|\{{{_RANGE}\}}|<{_RANGE}>|#\d\d:\d\d:\d\d-\d#|{_RANGE})"
_LINE_START = r"(?<![^\r\n])\ufeff?[^\S\r\n]*"
_SPACE = r"[^\S\r\n]{0,40}"
_LINE_END = r"(?:\r\n|\r|\n)"
_AT_LINE_END = r"(?=[^\S\r\n]{0,40}(?:[\r\n]|\Z))"
# Markdown's bold and headings, the # and @ of coding programs, the >> and dashes of captions.
_BEFORE = rf"(?:(?:>>|[-–—•]){_SPACE})?(?:\*{{1,3}}|_{{1,3}}|\#{{1,6}}{_SPACE}|@)?"
_AFTER = r"(?:\*{1,3}|_{1,3})?"
# "https://" is an address, and the colon of a time ends no label; "P02:10 years" is label and speech.
_COLON = r":(?!//)(?!(?:(?<=[\s:]\d:)|(?<=[\s:]\d\d:))\d\d(?!\d))"
_MINUTES = re.compile(r"\d\d(?!\d)")
_DIGITS = re.compile(r"\d+")
_WORD = r"[^\W_][\w'’.\-]{0,39}"
_WORDS = rf"(?!\d){_WORD}(?:[^\S\r\n]+{_WORD}){{0,2}}(?:[^\S\r\n]+\([^()\r\n]{{1,30}}\))?"
_NAME = r"(?!\d)[^\W_][^\r\n\t:<>\[\]{}]{0,58}?"

STAMP = re.compile(_STAMP)


@dataclass(frozen=True)
class LabelPlace:
    """Where a label stands: what is before `start` was said before it, what follows `end` after it.

    `notation` names the pattern, `label_start` is where the label itself begins.
    """

    label: str
    start: int
    end: int
    notation: str
    label_start: int


@cache
def _set_off(words: str, name: str, *, known: bool) -> re.Pattern[str]:
    """Compile the notations that set a label off; the group that took part names the notation.

    A line before a time may be a name, or the end of what was said before that time: where names are
    not known, the time is left for the next match.
    """
    stamped = rf"(?:{_STAMP}{_SPACE})?"
    taken = "(?:" if known else "(?="
    gap = r"[^\S\r\n]{1,40}(?:[-–—,|][^\S\r\n]{0,10})?"
    return re.compile(
        rf"{_LINE_START}(?:"
        rf"{_BEFORE}{stamped}{_BEFORE}(?P<colon>{words}){_SPACE}{stamped}{_AFTER}{_SPACE}{_COLON}{_AFTER}"
        rf"|{stamped}{_BEFORE}\[{_SPACE}(?P<square>{words}){_SPACE}\](?:{_SPACE}{_STAMP})?{_AFTER}(?:{_SPACE}:)?{_AFTER}"
        rf"|{stamped}{_BEFORE}\{{{_SPACE}(?P<curly>{words}){_SPACE}\}}(?:{_SPACE}{_STAMP})?{_AFTER}(?:{_SPACE}:)?{_AFTER}"
        rf"|{stamped}\*\*(?P<starred>{words})\*\*(?:{_SPACE}{_STAMP})?"
        rf"|{stamped}__(?P<scored>{words})__(?:{_SPACE}{_STAMP})?"
        rf"|{_BEFORE}(?P<time_after>{name}){gap}{_STAMP}{_AFTER}{_AT_LINE_END}"
        rf"|{_STAMP}[^\S\r\n]{{1,40}}{_BEFORE}(?P<time_before>{name})(?:{_AT_LINE_END}|\t)"
        rf"|{_STAMP}{_SPACE}{_LINE_END}{_SPACE}(?P<time_above>{name}){_AT_LINE_END}"
        rf"|(?P<time_below>{name}){taken}{_SPACE}{_LINE_END}{_SPACE}{_STAMP}{_AT_LINE_END})"
        rf")",
        re.IGNORECASE,
    )


@cache
def _bare(labels: str) -> re.Pattern[str]:
    """Compile what only known labels may do: be alone on a line, before a tab, gap or dash, after a time."""
    gap = r"\t|[^\S\r\n]{2,40}(?=\S)|[^\S\r\n][-–—](?=[^\S\r\n])"
    return re.compile(
        rf"{_LINE_START}(?:(?P<alone>{labels})(?:{_AT_LINE_END}|{gap})"
        rf"|{_STAMP}[^\S\r\n]{{1,40}}(?P<stamped>{labels})(?=\s|\Z))"
    )


def places_of(text: str, labels: Sequence[str]) -> Iterator[LabelPlace]:
    """Yield where these labels stand, as a text writes them: in any case where they are set off."""
    longest_first = sorted(labels, key=lambda label: (-len(label), label))
    if longest_first:
        # Labels that differ in their numbers share one pattern: to compile one takes longer than to read.
        shapes = "|".join(dict.fromkeys(_DIGITS.sub(r"\\d+", re.escape(label)) for label in longest_first))
        is_known = re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE).fullmatch
        found = _places(_set_off(f"(?:{shapes})", f"(?:{shapes})", known=True), text)
        yield from (place for place in found if is_known(place.label))
        # A single letter alone is as likely a word ("I").
        bare = "|".join(re.escape(label) for label in longest_first if len(label) > 1)
        if bare:
            yield from _places(_bare(f"(?:{bare})"), text)


def places_like_labels(text: str) -> Iterator[LabelPlace]:
    """Yield the places that look like a label, whoever it may be."""
    yield from _places(_set_off(_WORDS, _NAME, known=False), text)


def places_like_bare_labels(text: str) -> Iterator[LabelPlace]:
    """Yield words alone on a line or before a gap, and a word after a time: labels, or anything else."""
    yield from _places(_BARE_WORDS, text)


def _places(pattern: re.Pattern[str], text: str) -> Iterator[LabelPlace]:
    for match in pattern.finditer(text):
        group = str(match.lastgroup)
        if match[group].isdigit() and _MINUTES.match(text, match.end()):
            continue  # in "1:30" 1 is an hour
        label = LabelPlace(match[group].strip(), match.start(), match.end(), group, match.start(group))
        yield replace(label, notation=_notation(match, group)) if group in _BRACKETED else label


def _notation(match: re.Match[str], group: str) -> str:
    """Tell a label in brackets with a colon or a time, which no remark has, from one with brackets only."""
    if match[0].rstrip("*_").endswith(":"):
        return "colon"
    around = match.string[match.start() : match.start(group)] + match.string[match.end(group) : match.end()]
    return "time_after" if STAMP.search(around) else group


# Between the words of a name stands one space: a tab or a gap sets the name off.
_BARE_NAME = rf"(?!\d){_WORD}(?:[ \u00a0]{_WORD}){{0,2}}"
_BARE_WORDS = re.compile(
    rf"{_LINE_START}(?:(?P<alone>{_BARE_NAME})(?:{_AT_LINE_END}|\t|[^\S\r\n]{{2,40}}(?=\S))"
    rf"|{_STAMP}[^\S\r\n]{{1,40}}(?P<stamped>{_WORD})(?=[^\S\r\n]))"
)
_BRACKETED = frozenset({"square", "curly"})
