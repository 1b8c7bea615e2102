"""Names that no list holds: after a title (Dr, Mrs, Sister) and where somebody says their name."""

import re
from collections.abc import Iterator

from impl_eval.qualitative.identifiers.model import Certainty, Identifier
from impl_eval.qualitative.identifiers.number_words import MONTHS

_CANONICAL = {"doctor": "dr", "professor": "prof"}
_CAPITALISED = r"(?:[ODd]['’])?[A-ZÀ-ÖØ-Þ]\w*(?:['’](?!s\b)\w+)?"
_NAME_WORD = rf"(?:St\.? )?{_CAPITALISED}(?:[-‐‑]{_CAPITALISED})*"
_PARTICLE = r"(?:(?:de|la|van|von|der|den|al|el|bin|bint|ibn|abu|ap|ab|ferch|ní|ni|nic|mac|ó|da|di|du)[ -])*"
# "J. Smith", "R.J. O'Neil", "A Patel": the letters go with the name; "I" alone is a word.
_INITIALS = r"(?:(?:[A-Z]\.[ ]?){1,3}|(?:[A-HJ-Z][ ]){1,2})?"
_NAME = rf"{_PARTICLE}{_NAME_WORD}(?:[ ]{_PARTICLE}{_NAME_WORD}){{0,2}}"
_TITLED = re.compile(
    rf"(?<![\w'’-])(?P<title>(?:[Dd]r|DR|[Mm]rs?|MRS?|Ms|MS|Mx|[Pp]rof|Rev)\.?"
    r"|[Dd]rs|[Dd]octor|[Mm]iss|[Pp]rofessor|[Nn]urse|[Ss]ister|[Mm]atron|Dame|Sir|Father|Reverend"
    r"|[Aa]unt(?:ie|y)?|[Uu]ncle)"
    rf"[ \u00a0](?P<initials>{_INITIALS})(?P<name>{_NAME})"
)
_LOWER_CASE = re.compile(r"(?<![\w'’-])(?P<title>(?:dr|mrs?|prof)\.?)[ \u00a0](?P<name>[a-z][a-z'’-]+)(?!\w)")
_SAYS_NAME = re.compile(
    rf"\b(?:[Mm]y|[Hh]is|[Hh]er|[Tt]heir|[Yy]our) (?:(?:full|first|last|own|maiden) )?name(?:['’]s| is| was)"
    rf"(?:,| called)? (?P<name>{_NAME})"
)
_SPEAKS = re.compile(rf"\b[Tt]his is (?P<name>{_NAME}),? (?:speaking|calling|here)\b")
_PRESENTS = re.compile(rf"\b(?:I['’]m|I am|[Tt]his is)(?: called)? (?P<name>{_NAME})")
_CALLED = re.compile(rf"\b[Cc]all(?:s|ed)? me (?P<name>{_NAME})")
_OF_THEIRS = re.compile(
    r"\b(?:[Mm]y|[Hh]is|[Hh]er|[Oo]ur|[Tt]heir|[Yy]our) (?:wife|husband|partner|son|daughter|mum|mother|dad"
    r"|father|brother|sister|grandson|granddaughter|gran|nan|cousin|friend|neighbour|carer|colleague|boss|manager|GP"
    rf"|doctor|nurse|pharmacist|physio)(?:,| called| named)? (?P<name>{_NAME_WORD})(?![\w’'-])"
)
_PAIR = re.compile(rf"\b[Dd]rs {_NAME_WORD} and (?P<name>{_NAME_WORD})")
_GIVEN: tuple[tuple[re.Pattern[str], Certainty], ...] = (
    (_SAYS_NAME, "certain"),
    (_SPEAKS, "certain"),
    (_PRESENTS, "possible"),
    (_CALLED, "possible"),
    (_OF_THEIRS, "possible"),
    (_PAIR, "certain"),
)
# What follows "Nurse" or "Doctor" with a capital and is no name.
_AFTER_TITLES = """
i i'm i'll i've i'd ok okay and but or the a an he she they we you it is was who what when where why how
practitioner practitioners prescriber prescribers specialist specialists manager managers consultant
consultants associate associates lead leads led team teams station ward wards service services
appointment appointments surgery practice right
yes no well so then if in at of to for with not
monday tuesday wednesday thursday friday saturday sunday christmas easter
"""
_IN_SENTENCES = """
my your his her our their this that who's from said says on by as have has had will would could can
did does do been be were are there here just also about up down out off over whoever something
"""
_TITLES = frozenset(["dr", "doctor", "mr", "mrs", "ms", "miss", "prof", "professor", "nurse", "sister"])
_NO_NAMES = frozenset([*_AFTER_TITLES.split(), *MONTHS])
_SMALL_WORDS = _NO_NAMES | frozenset(_IN_SENTENCES.split())


def find_named_people(text: str) -> Iterator[Identifier]:
    """Yield names after titles, without the title, and names that people say are theirs."""
    for match in _TITLED.finditer(text):
        yield from _titled(text, match)
    for match in _LOWER_CASE.finditer(text):
        if match["name"] not in _SMALL_WORDS:
            yield _person(match, "possible", "a word after a title, without a capital")
    for pattern, certainty in _GIVEN:
        for match in pattern.finditer(text):
            if not any(_is_no_name(word) for word in match["name"].split(" ")):
                yield _person(match, certainty, "what somebody says they are called", title="")


def _titled(text: str, match: re.Match[str]) -> Iterator[Identifier]:
    words = match["name"].split(" ")
    kept = []
    for word in words:
        if word.lower() in _NO_NAMES or _is_abbreviation(word, match["title"]):
            break
        kept.append(word)
    if not kept or not any(letter.isupper() for letter in kept[-1][:3]):
        return
    end = match.start("name") + len(" ".join(kept))
    initials = re.sub(r"[. ]", "", match["initials"])
    start = match.start("initials") if initials else match.start("name")
    only_initial = len(kept) == 1 and len(kept[0]) == 1
    certainty: Certainty = "possible" if only_initial else "certain"
    why = "an initial after a title" if only_initial else "a name after a title"
    value = " ".join(filter(None, (_title(match), initials.lower(), " ".join(kept).lower())))
    yield Identifier(start, end, "person", certainty, why, value=value)


def _is_no_name(word: str) -> bool:
    is_title = word.lower().rstrip(".") in _TITLES
    return is_title or word.lower() in _NO_NAMES or word.endswith("ing") or _is_abbreviation(word, "")


def _is_abbreviation(word: str, title: str) -> bool:
    """Tell whether a word is one such as GP or NHS; after a title in capitals everything is in capitals."""
    return 1 < len(word) <= 4 and word.isupper() and not (title.isupper() and len(title) > 1)


def _title(match: re.Match[str]) -> str:
    title = match["title"].lower().rstrip(".")
    return _CANONICAL.get(title, title)


def _person(match: re.Match[str], certainty: Certainty, why: str, *, title: str | None = None) -> Identifier:
    before = _title(match) if title is None else title
    value = f"{before} {match['name'].lower()}".strip()
    return Identifier(match.start("name"), match.end("name"), "person", certainty, why, value=value)
