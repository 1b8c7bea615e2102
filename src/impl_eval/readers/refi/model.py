"""What a REFI-QDA file holds, as plain values that know no study: read from any program, or to be written.

Guids are lower case without braces. Offsets are Unicode code points of the source's text, end exclusive.
Words that people said or wrote are kept out of the repr, and so out of tracebacks.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from impl_eval.errors import Problem

SourceKind = Literal["text", "pdf", "picture", "audio", "video"]
AreaKind = Literal["page area", "picture area", "sound clip", "film clip", "passage without sync points"]


@dataclass(frozen=True)
class QdaUser:
    """A person who coded. `id` is what the program calls the person, often initials."""

    guid: str
    name: str = ""
    id: str = ""


@dataclass(frozen=True)
class QdaCode:
    """A code; `parent` is the guid of the code above it, or empty. Parents stand before their children."""

    guid: str
    name: str
    parent: str = ""
    description: str = field(default="", repr=False)
    color: str = ""
    is_codable: bool = True
    note_guids: tuple[str, ...] = ()


@dataclass(frozen=True)
class QdaVariable:
    """A variable of cases or sources. `kind` is Text, Boolean, Integer, Float, Date or DateTime."""

    guid: str
    name: str
    kind: str = "Text"
    description: str = field(default="", repr=False)


@dataclass(frozen=True)
class QdaValue:
    """The value of a variable, as text."""

    variable_guid: str
    value: str = field(repr=False)


@dataclass(frozen=True)
class QdaCase:
    """A case: often a person or place, with values and the sources that belong to it."""

    guid: str
    name: str = ""
    description: str = field(default="", repr=False)
    code_guids: tuple[str, ...] = ()
    values: tuple[QdaValue, ...] = ()
    source_guids: tuple[str, ...] = ()
    selection_guids: tuple[str, ...] = ()


@dataclass(frozen=True)
class QdaCoding:
    """One code given once. `created` is the time as the file has it, or empty."""

    guid: str
    code_guid: str
    user_guid: str = ""
    created: str = ""
    note_guids: tuple[str, ...] = ()


@dataclass(frozen=True)
class QdaSource:
    """A document. `text` is None where the file holds no words of it (pictures, sound, film).

    The text is kept as exported, without a byte order mark. `codings` are those of the whole source.
    """

    guid: str
    name: str = ""
    kind: SourceKind = "text"
    text: str | None = field(default=None, repr=False)
    description: str = field(default="", repr=False)
    user_guid: str = ""
    created: str = ""
    codings: tuple[QdaCoding, ...] = ()
    note_guids: tuple[str, ...] = ()
    values: tuple[QdaValue, ...] = ()


@dataclass(frozen=True)
class QdaSelection:
    """A passage text[start:end] of a source, with the codes given to it: several, one or none.

    `name` is what the program calls the passage: often the first words of it. `case_guids` are cases that
    the passage was assigned to.
    """

    guid: str
    source_guid: str
    start: int
    end: int
    name: str = field(default="", repr=False)
    description: str = field(default="", repr=False)
    user_guid: str = ""
    created: str = ""
    codings: tuple[QdaCoding, ...] = ()
    case_guids: tuple[str, ...] = ()
    note_guids: tuple[str, ...] = ()


@dataclass(frozen=True)
class QdaArea:
    """A part of a page, picture or recording with codes: it has no place in a text.

    `words` are those that the file gives for it, or empty. A passage of the text with the same guid is
    the same part, as words.
    """

    guid: str
    source_guid: str
    what: AreaKind
    words: str = field(default="", repr=False)
    description: str = field(default="", repr=False)
    codings: tuple[QdaCoding, ...] = ()
    note_guids: tuple[str, ...] = ()


@dataclass(frozen=True)
class QdaNote:
    """A memo. `text` is None where it is missing from the file."""

    guid: str
    name: str = ""
    text: str | None = field(default=None, repr=False)
    user_guid: str = ""
    created: str = ""


@dataclass(frozen=True)
class QdaSet:
    """A named set of codes, sources and notes."""

    guid: str
    name: str
    description: str = field(default="", repr=False)
    code_guids: tuple[str, ...] = ()
    source_guids: tuple[str, ...] = ()
    note_guids: tuple[str, ...] = ()


@dataclass(frozen=True)
class QuoteCheck:
    """What the words around a source's codings say about their places.

    `between_words` of `places` (two for each coded passage) do not cut a word in two. `named` passages
    have the words of the text as their name; `named_right` of them stand where those words stand.
    """

    source_guid: str
    places: int
    between_words: int
    named: int
    named_right: int


@dataclass(frozen=True)
class QdaReading:
    """What a reader found and did. `elements` counts the elements of the file by name.

    `changed` and `notes` are sentences; `left_out` are the faults that were passed over because the
    caller asked for the rest. `case_codings` assign something to a case, `note_codings` code a memo;
    `note_links` are links between a memo and what it is about.
    """

    elements: Mapping[str, int] = field(default_factory=dict)
    changed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    left_out: tuple[Problem, ...] = ()
    left_out_codings: int = 0
    case_codings: int = 0
    note_codings: int = 0
    note_links: int = 0
    checks: tuple[QuoteCheck, ...] = ()


@dataclass(frozen=True)
class QdaProject:
    """A whole project or, without sources, a codebook. `companion` is our own part, as JSON text."""

    name: str
    origin: str = ""
    users: tuple[QdaUser, ...] = ()
    codes: tuple[QdaCode, ...] = ()
    variables: tuple[QdaVariable, ...] = ()
    cases: tuple[QdaCase, ...] = ()
    sources: tuple[QdaSource, ...] = ()
    selections: tuple[QdaSelection, ...] = ()
    areas: tuple[QdaArea, ...] = ()
    notes: tuple[QdaNote, ...] = ()
    sets: tuple[QdaSet, ...] = ()
    description: str = field(default="", repr=False)
    note_guids: tuple[str, ...] = ()
    companion: str = field(default="", repr=False)
    reading: QdaReading = field(default_factory=QdaReading, compare=False)

    @property
    def codings(self) -> Iterator[QdaCoding]:
        """Every coding: of whole sources, of passages, and of areas."""
        holders: tuple[QdaSource | QdaSelection | QdaArea, ...]
        holders = (*self.sources, *self.selections, *self.areas)
        for holder in holders:
            yield from holder.codings
