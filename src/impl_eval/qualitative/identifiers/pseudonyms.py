"""Pseudonyms that stay: the same thing gets the same one throughout a study, numbered as it first appears."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from impl_eval.qualitative.identifiers.model import Identifier, Kind

PSEUDONYM_NAMES: Mapping[Kind, str] = {
    "nhs_number": "NHS number",
    "national_insurance_number": "National Insurance number",
    "gmc_number": "GMC number",
    "nmc_number": "NMC number",
    "postcode": "Postcode",
    "phone_number": "Phone number",
    "email_address": "E-mail address",
    "date_of_birth": "Date of birth",
    "long_number": "Number",
    "person": "Person",
    "place": "Place",
    "organisation": "Organisation",
    "other": "Detail",
}
PSEUDONYM = re.compile(rf"\[(?:{'|'.join(PSEUDONYM_NAMES.values())}) \d+\]")
_NUMBERED = re.compile(rf"({'|'.join(PSEUDONYM_NAMES.values())}) (\d+)\Z")


@dataclass(frozen=True, order=True)
class KeyEntry:
    """What a pseudonym stands for. The key names people: it never stands beside the transcripts."""

    pseudonym: str
    kind: Kind
    value: str = field(repr=False)


def pseudonym_faults(pseudonym: str) -> str:
    """Return what is wrong with a pseudonym that a person chose; empty where nothing is."""
    if len(pseudonym) > 40:
        return "more than 40 characters"
    if re.search(r"[\[\]\n\r:]", pseudonym):
        return "a bracket, a colon or a line break in it"
    return ""


def extend_key(key: Iterable[KeyEntry], wanted: Iterable[tuple[Identifier, str]]) -> tuple[KeyEntry, ...]:
    """Give every identifier that has none a pseudonym.

    Parameters
    ----------
    key : what was given out before, and never changes.
    wanted : identifiers in order of appearance, each with the pseudonym a person chose, or "".

    Returns
    -------
    The key with its new entries at the end, in order of appearance.
    """
    entries = list(key)
    known = {(entry.kind, entry.value) for entry in entries}
    highest: dict[str, int] = {}
    taken = [entry.pseudonym for entry in entries]
    wanted = list(wanted)
    taken += [chosen or identifier.pseudonym for identifier, chosen in wanted]
    for pseudonym in taken:
        match = _NUMBERED.match(pseudonym)
        if match:
            highest[match[1]] = max(highest.get(match[1], 0), int(match[2]))
    for identifier, chosen in wanted:
        identity = (identifier.kind, identifier.value)
        if identity in known:
            continue
        known.add(identity)
        pseudonym = chosen or identifier.pseudonym
        if not pseudonym:
            name = PSEUDONYM_NAMES[identifier.kind]
            highest[name] = highest.get(name, 0) + 1
            pseudonym = f"{name} {highest[name]}"
        entries.append(KeyEntry(pseudonym, *identity))
    return tuple(entries)
