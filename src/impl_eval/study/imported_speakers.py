"""Who speaks in a text that was imported with its codings: a draft for the analyst to confirm.

A program for qualitative analysis knows documents, not speakers. Where nobody can be told, the whole
document counts as one person's words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from impl_eval.qualitative.label_notations import places_of
from impl_eval.qualitative.speaker_labels import drafted_places
from impl_eval.qualitative.speaker_proposals import ProposedSpeaker, propose_speakers
from impl_eval.qualitative.transcript import Role, Speaker, Transcript, Turn
from impl_eval.qualitative.turns import draft_speakers, find_turns, whole_text_turn
from impl_eval.study.speaker_rows import NOT_A_SPEAKER

WHOLE = "whole document"
_MOST_ROUNDS = 5


@dataclass(frozen=True)
class DraftedSpeakers:
    """A transcript with its drafted speakers, and what looks like a label and is none.

    `is_whole`: the whole document counts as one person's words.
    """

    transcript: Transcript
    not_speakers: tuple[str, ...]
    is_whole: bool

    def rows(self, file: str) -> list[dict[str, str]]:
        """Return the rows of the speakers file."""
        common = {"transcript_id": self.transcript.id, "file": file}
        rows = [
            {
                **common,
                "speaker": one.label,
                "role": one.role,
                "participant_id": one.participant_id,
                "stakeholder_group": one.stakeholder_group,
            }
            for one in self.transcript.speakers
        ]
        return rows + [{**common, "speaker": one, "role": NOT_A_SPEAKER} for one in self.not_speakers]


def why_not_codable(transcript: Transcript, start: int, end: int) -> str:
    """Return why a passage can be no coded segment of a transcript, or an empty text."""
    if not transcript.text[start:end].strip():
        return "of a passage without a word"
    return ""


def draft_speakers_of(transcript_id: str, text: str, group: str) -> DraftedSpeakers:
    """Draft the speakers of an imported text; `group` is the stakeholder group of its participants."""
    proposed = propose_speakers(text, drafted_places(text))
    speakers = _speakers(transcript_id, proposed, group)
    turns, not_speakers = _turns(text, speakers, ())
    drafted = Transcript(transcript_id, text, turns, speakers, simulated=False)
    if drafted.participant_turns:
        return DraftedSpeakers(drafted, not_speakers, is_whole=False)
    speaker = Speaker(_free_label(text), "participant", transcript_id, group)
    _, not_speakers = _turns(text, (speaker,), draft_speakers(text))
    whole = Transcript(transcript_id, text, whole_text_turn(text, speaker), (speaker,), simulated=False)
    return DraftedSpeakers(whole, not_speakers, is_whole=True)


def _speakers(transcript_id: str, proposed: Iterable[ProposedSpeaker], group: str) -> tuple[Speaker, ...]:
    """Return speakers for labels; a participant is known by the transcript and a number, never by name."""
    numbers: dict[str, int] = {}
    found: dict[str, Speaker] = {}
    several = sum(one.role == "participant" for one in proposed) > 1
    for one in proposed:
        role: Role = one.role
        if role != "participant":
            speaker = Speaker(one.label, role)
        else:
            number = numbers.setdefault(one.participant_id or one.label, len(numbers) + 1)
            person = f"{transcript_id}_{number}" if several else transcript_id
            speaker = Speaker(one.label, role, person, group)
        found.setdefault(one.label.casefold(), speaker)
    return tuple(found.values())


def _turns(
    text: str, speakers: Sequence[Speaker], not_speakers: Iterable[str]
) -> tuple[tuple[Turn, ...], tuple[str, ...]]:
    """Return the turns, and everything that looks like a label of somebody who is none of the speakers."""
    others = dict.fromkeys(not_speakers)
    for _ in range(_MOST_ROUNDS):
        found = find_turns(text, speakers, (), others)
        if not found.undeclared:
            break
        others |= dict.fromkeys(label for label, _, _ in found.undeclared)
    return found.turns, tuple(others)


def _free_label(text: str) -> str:
    """Return a name for the one speaker that is no label in the text itself."""
    label, number = WHOLE, 2
    while any(True for _ in places_of(text, [label])):
        label, number = f"{WHOLE} {number}", number + 1
    return label
