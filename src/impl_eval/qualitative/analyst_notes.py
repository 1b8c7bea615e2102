"""What analysts note beside the coding: reflexivity, and what they make of cases that go against the rest."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, get_args

from impl_eval.qualitative.identifiers import find_identifiers

NoteKind = Literal["reflexivity", "deviant_case"]
NOTE_KINDS: tuple[NoteKind, ...] = get_args(NoteKind)


@dataclass(frozen=True, order=True)
class AnalystNote:
    """One note. `code_id`, `transcript_id` and `date` (ISO) are empty where it is about none."""

    kind: NoteKind
    coder: str
    text: str
    code_id: str = ""
    transcript_id: str = ""
    date: str = ""
    in_report: bool = False


def may_leave_the_team(text: str, participant_ids: Collection[str]) -> bool:
    """Whether a text names no participant's id and nothing that surely names a person."""
    words = {word.casefold() for word in re.findall(r"[\w-]+", text)}
    if words & {person.casefold() for person in participant_ids}:
        return False
    return not any(found.certainty == "certain" for found in find_identifiers(text))
