"""A conversation of several people without the words of one who withdrew; places of the others follow."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from impl_eval.qualitative.offset_map import Edit, OffsetMap
from impl_eval.qualitative.transcript import Speaker, Transcript, Turn
from impl_eval.qualitative.turns import find_turns

LABEL = "Withdrawn"
WORDS = "[words of a participant who withdrew]"


@dataclass(frozen=True)
class WithoutWords:
    """The transcript with a remark in place of each withdrawn turn, and how places of the old text map."""

    transcript: Transcript
    moves: OffsetMap


def without_words(transcript: Transcript, participant_id: str) -> WithoutWords | None:
    """Take the turns of one participant out of a transcript, labels included.

    Returns None where the turns of the others would not be found in what remains: a person then has to
    do it. Labels that were told by their formatting get a colon, as the result is plain text.
    """
    kept = [one for one in transcript.speakers if one.participant_id != participant_id]
    speakers = (*(one for one in kept if one.label != LABEL), Speaker(LABEL, "other"))
    for with_colons in (False, True):
        edits = _edits(transcript, participant_id, with_colons=with_colons)
        if edits is None:
            return None
        moves = OffsetMap(edits)
        text = moves.apply(transcript.text)
        turns = find_turns(text, speakers).turns
        if _said(text, turns) == _said(transcript.text, transcript.turns, participant_id):
            return WithoutWords(replace(transcript, text=text, turns=turns, speakers=speakers), moves)
    return None


def _said(text: str, turns: Sequence[Turn], left_out: str = "") -> list[tuple[str, str]]:
    """Return who said what, the withdrawn turns aside."""
    return [
        (turn.speaker, text[turn.start : turn.end])
        for turn in turns
        if turn.speaker != LABEL and not (left_out and turn.participant_id == left_out)
    ]


def _edits(transcript: Transcript, participant_id: str, *, with_colons: bool) -> list[Edit] | None:
    edits: list[Edit] = []
    text, before = transcript.text, 0
    for turn in transcript.turns:
        label_at = text.lower().rfind(turn.speaker.lower(), before, turn.start)
        if label_at < 0:
            return None
        label_end = label_at + len(turn.speaker)
        if turn.participant_id == participant_id:
            edits.append(Edit(_line_of(text, before, label_at), turn.end, f"{LABEL}: {WORDS}"))
        elif with_colons and ":" not in text[label_end : turn.start]:
            edits.append(Edit(label_end, label_end, ":"))
        before = turn.end
    return edits


def _line_of(text: str, first: int, label_at: int) -> int:
    """Return where the line of a label begins, signs and times before the label included."""
    begin = max(text.rfind("\n", first, label_at), text.rfind("\r", first, label_at)) + 1
    begin = max(begin, first)
    inner = text[begin:label_at]
    return begin + len(inner) - len(inner.lstrip())
