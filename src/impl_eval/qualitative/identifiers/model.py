"""What the identifier check finds, and the names it is told to look for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

Certainty = Literal["certain", "possible"]
NameKind = Literal["person", "place", "organisation", "other"]
Kind = Literal[
    "nhs_number",
    "national_insurance_number",
    "gmc_number",
    "nmc_number",
    "postcode",
    "phone_number",
    "email_address",
    "date_of_birth",
    "long_number",
    "person",
    "place",
    "organisation",
    "other",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
NAME_KINDS: tuple[NameKind, ...] = get_args(NameKind)

KIND_WORDS: Mapping[Kind, tuple[str, str]] = {
    "nhs_number": ("NHS number", "NHS numbers"),
    "national_insurance_number": ("National Insurance number", "National Insurance numbers"),
    "gmc_number": ("GMC number", "GMC numbers"),
    "nmc_number": ("NMC number", "NMC numbers"),
    "postcode": ("postcode", "postcodes"),
    "phone_number": ("phone number", "phone numbers"),
    "email_address": ("e-mail address", "e-mail addresses"),
    "date_of_birth": ("date of birth", "dates of birth"),
    "long_number": ("long number", "long numbers"),
    "person": ("name of a person", "names of persons"),
    "place": ("name of a place", "names of places"),
    "organisation": ("name of an organisation", "names of organisations"),
    "other": ("detail of the list", "details of the list"),
}
"""One and several of a kind, for sentences."""


@dataclass(frozen=True, order=True)
class Identifier:
    """text[start:end] may name a person. Offsets are Unicode code points, end exclusive.

    `why` says which rule found it, without its words. `value` is what two mentions of one thing share (a
    number's digits, a name as the list has it); `pseudonym` is what the names list wants in its place.
    Neither is shown in a representation: nothing that names a person may reach a log.
    """

    start: int
    end: int
    kind: Kind
    certainty: Certainty
    why: str
    value: str = field(default="", repr=False)
    pseudonym: str = field(default="", repr=False)


@dataclass(frozen=True, order=True)
class ListedName:
    """A name that the study wants found; `pseudonym` is empty where the next free one will do."""

    name: str = field(repr=False)
    kind: NameKind
    pseudonym: str = field(default="", repr=False)
