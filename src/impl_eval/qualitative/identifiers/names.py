"""Names from the study's own list: whole words, possessives and any case, with everyday words apart."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from impl_eval.qualitative.identifiers.common_words import is_common_word
from impl_eval.qualitative.identifiers.model import Certainty, Identifier, ListedName

_SENTENCE_START = re.compile(r"(?:\A|[.?!:\n\r…]|[\"“‘(\[*-])\s*\Z")
_MONTHS_THAT_ARE_NAMES = frozenset({"april", "may", "june", "august"})
_TALK_OF_MONTHS = re.compile(
    r"\b(?:in|of|last|next|since|until|till|by|early|late|mid|this|every)\s+\Z", re.IGNORECASE
)
_LOOKS_BACK = 12
FEW_CAPITALS = 1 / 400
"""Share of letters below which a transcript is taken to be written without capitals."""


@dataclass(frozen=True)
class _Wanted:
    """A name, or part of a person's name, as it is looked for."""

    listed: ListedName
    is_part: bool
    is_common: bool


def find_listed_names(text: str, names: Sequence[ListedName]) -> Iterator[Identifier]:
    """Yield mentions of listed names, and of single parts of persons' names.

    Everyday words (Will, Mark, May) and names of up to three letters count with a capital only: certain
    within a sentence, possible at its beginning. In a text without capitals they are possible throughout.
    """
    wanted = _wanted(names)
    if not wanted:
        return
    forms = sorted(wanted, key=lambda form: (-len(form), form))
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(_flexible, forms))})(?=(?:['’]?s)?(?!\w))", re.IGNORECASE)
    has_capitals = _has_capitals(text)
    for match in pattern.finditer(text):
        entry = wanted[plain_name(match[0])]
        certainty = _certainty(text, match, entry, has_capitals=has_capitals)
        if certainty is not None:
            why = "part of a name of the study's list" if entry.is_part else "a name of the study's list"
            why += ", and short or an everyday word" if entry.is_common else ""
            listed = entry.listed
            value = plain_name(listed.name)
            yield Identifier(match.start(), match.end(), listed.kind, certainty, why, value, listed.pseudonym)


def plain_name(name: str) -> str:
    """Return a name as it is compared: lower case, without accents, one kind of apostrophe and space."""
    decomposed = unicodedata.normalize("NFKD", name.replace("’", "'"))
    plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(re.sub(r"[\s‐‑-]+", " ", plain).casefold().split())


def _wanted(names: Sequence[ListedName]) -> Mapping[str, _Wanted]:
    """Return what to look for by plain form. A part that two persons share belongs to neither."""
    found = {
        plain_name(one.name): _Wanted(one, is_part=False, is_common=is_common_word(one.name))
        for one in sorted(names, reverse=True)
        if plain_name(one.name)
    }
    for form in [form for form in found if "'" in form]:  # a transcriber leaves it out: OBrien, O Brien
        for variant in (form.replace("'", ""), form.replace("'", " ")):
            found.setdefault(variant, found[form])
    owners: dict[str, set[ListedName]] = {}
    for one in names:
        if one.kind == "person":
            for part in plain_name(one.name).split():
                owners.setdefault(part, set()).add(one)
    for part, persons in sorted(owners.items()):
        if part not in found and len(part) > 1 and part not in _TITLES:
            shared = ListedName(part, "person") if len(persons) > 1 else min(persons)
            found[part] = _Wanted(shared, is_part=True, is_common=is_common_word(part))
    return found


_NO_PARTS = "dr doctor mr mrs ms miss mx prof professor nurse sister de van von al el the"
_TITLES = frozenset(_NO_PARTS.split())


def _flexible(form: str) -> str:
    """Return the pattern of a plain form that also finds it with accents, hyphens and other apostrophes."""
    pieces = []
    for character in form:
        if character == " ":
            pieces.append(r"[\s‐‑-]+")
        elif character == "'":
            pieces.append("['’]")
        else:
            pieces.append(_with_accents(character))
    return "".join(pieces)


_ACCENTED = {
    "a": "àáâãäåā", "c": "çćč", "e": "èéêëēę", "i": "ìíîïī", "n": "ñń", "o": "òóôõöō", "s": "śš",
    "u": "ùúûüū", "y": "ýÿ", "z": "źżž",
}  # fmt: skip


def _with_accents(character: str) -> str:
    variants = _ACCENTED.get(character, "")
    return f"[{character}{variants}]" if variants else re.escape(character)


def _has_capitals(text: str) -> bool:
    letters = sum(character.isalpha() for character in text)
    return sum(character.isupper() for character in text) > letters * FEW_CAPITALS


def starts_a_sentence(text: str, start: int) -> bool:
    """Tell whether a word has its capital because it begins a sentence, a line or a speaker's turn."""
    return _SENTENCE_START.search(text, max(0, start - _LOOKS_BACK), start) is not None


def _certainty(text: str, match: re.Match[str], entry: _Wanted, *, has_capitals: bool) -> Certainty | None:
    written = match[0]
    if not entry.is_common:
        return "certain" if written[0].isupper() or not entry.is_part else "possible"
    if not written[0].isupper():
        return None if has_capitals else "possible"
    shouted = len(written) > 1 and written.isupper()
    month = written.lower() in _MONTHS_THAT_ARE_NAMES and _TALK_OF_MONTHS.search(text, 0, match.start())
    return "possible" if shouted or month or starts_a_sentence(text, match.start()) else "certain"
