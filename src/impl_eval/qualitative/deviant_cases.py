"""Who speaks against what most say: prompts for the analyst, who alone can tell what it means.

A pattern is what more than half of those say who say anything; it takes LEAST_VOICES of them. Whoever says
something else is a case to look at again, never an error.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from impl_eval.qualitative.code_counts import CodeTalk
from impl_eval.qualitative.coding import Valence
from impl_eval.qualitative.interview_counts import MechanismTalk, joined_valence

LEAST_VOICES = 3
"""Ours: of fewer people nobody can say what most of them say."""
About = Literal["change", "valence"]
_SAYS = {
    "better": "say it became better",
    "same": "say it stayed the same",
    "worse": "say it became worse",
    "enabler": "speak of it as a help",
    "barrier": "speak of it as a hindrance",
}


@dataclass(frozen=True)
class DeviantCases:
    """What most say of a code, and the participants who say something else. `voices` say anything at all.

    Whoever says both (mixed) is a voice, and neither with the pattern nor against it.
    """

    code_id: str
    label: str
    about: About
    pattern: str
    voices: int
    with_pattern: int
    against: tuple[str, ...]

    @property
    def most_say(self) -> str:
        """The pattern in words."""
        return _SAYS[self.pattern]

    @property
    def prompt(self) -> str:
        """The question to the analyst. It names participants: it stays in the team."""
        people = ", ".join(self.against)
        return (
            f"{self.label}: {self.with_pattern} of {self.voices} participants {self.most_say}; {people} "
            f"{'does' if len(self.against) == 1 else 'do'} not. What is different there, and what does it "
            "say about the mechanism?"
        )


def deviant_cases(entries: Sequence[CodeTalk]) -> tuple[DeviantCases, ...]:
    """Return the cases against a pattern, of mechanisms and of codes beside the framework, in their order."""
    found = []
    for entry in entries:
        if entry.code.depth:
            continue
        told: tuple[tuple[About, Mapping[str, str]], ...] = (
            ("change", {person: entry.talk.change_of(person) for person in entry.talk.participants}),
            ("valence", _valences(entry.talk)),
        )
        for about, said in told:
            case = _against(entry, about, said)
            if case is not None:
                found.append(case)
    return tuple(found)


def _valences(talk: MechanismTalk) -> dict[str, str]:
    """Return the valence of each participant over all of their passages."""
    valences: dict[str, list[Valence]] = {}
    for segment, person in zip(talk.segments, talk.speakers, strict=True):
        if person is not None:
            valences.setdefault(person, []).append(segment.valence)
    return {person: joined_valence(said) for person, said in valences.items()}


def _against(entry: CodeTalk, about: About, said: Mapping[str, str]) -> DeviantCases | None:
    voices = {person: word for person, word in said.items() if word not in ("not said", "unclear")}
    if len(voices) < LEAST_VOICES:
        return None
    for pattern in _SAYS:
        agreeing = sum(word == pattern for word in voices.values())
        if agreeing * 2 > len(voices):
            against = sorted(person for person, word in voices.items() if word not in (pattern, "mixed"))
            if not against:
                return None
            code = entry.code
            return DeviantCases(
                code.code_id, code.label, about, pattern, len(voices), agreeing, tuple(against)
            )
    return None
