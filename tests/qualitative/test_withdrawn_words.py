"""A focus group without the words of one who withdrew: the others stay word for word."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.qualitative.transcript import Speaker, Transcript
from impl_eval.qualitative.turns import find_turns
from impl_eval.qualitative.withdrawn_words import LABEL, WORDS, without_words

SPEAKERS = (
    Speaker("Moderator", "interviewer"),
    Speaker("P10", "participant", "P10", "gp"),
    Speaker("P11", "participant", "P11", "nurse"),
)


def group(text: str) -> Transcript:
    return Transcript("int10", text, find_turns(text, SPEAKERS).turns, SPEAKERS, simulated=False)


TEXTS = [
    "A heading\n\nModerator: Well?\n\nP10: Yes.\n\nP11: No, never.\nNot once.\n\nP10: Still yes.\n",
    "Moderator: Well?\r\n[00:00:03] P11: No, never.\r\nNot once.\r\nP10: Yes. Still yes.\r\n",
    "[Moderator] Well?\n[P11] No, never. Not once.\n[P10] Yes 🙂 Still yes.\n",
    "**Moderator:** Well?\n**P11:** No, never. Not once.\n**P10:** Yes. Still yes.\n",
]


@pytest.mark.parametrize("text", TEXTS)
def test_the_words_and_the_label_go_and_the_others_stay(text: str) -> None:
    before = group(text)
    found = without_words(before, "P11")
    assert found is not None
    after = found.transcript
    assert "P11" not in after.text
    assert "never" not in after.text
    assert "Not once" not in after.text
    assert WORDS in after.text
    for turn in before.turns:
        if turn.participant_id != "P11":
            start, end = found.moves.map(turn.start, turn.end)
            assert after.text[start:end] == text[turn.start : turn.end]
    assert {one.label for one in after.speakers} == {"Moderator", "P10", LABEL}
    assert {turn.role for turn in after.turns if turn.speaker == LABEL} == {"other"}


def test_labels_told_by_their_formatting_get_a_colon() -> None:
    text = "Moderator Well?\nP11 No, never.\nP10 Yes.\n"
    openings = [(0, 9), (16, 19), (31, 34)]
    turns = find_turns(text, SPEAKERS, openings).turns
    assert len(turns) == 3
    found = without_words(replace(group(text), turns=turns), "P11")
    assert found is not None
    assert found.transcript.text == f"Moderator: Well?\n{LABEL}: {WORDS}\nP10: Yes.\n"


def test_a_second_withdrawal_from_the_same_conversation() -> None:
    first = without_words(group(TEXTS[0]), "P11")
    assert first is not None
    second = without_words(first.transcript, "P10")
    assert second is not None
    assert "yes" not in second.transcript.text.lower()
    assert [turn.speaker for turn in second.transcript.turns] == ["Moderator", LABEL, LABEL, LABEL]


WORD = st.text(alphabet="abc é🙂.,", min_size=1, max_size=12).filter(lambda words: words.strip())


@given(st.lists(st.tuples(st.sampled_from(["Moderator", "P10", "P11"]), WORD), min_size=1, max_size=8))
def test_any_conversation_loses_one_speaker_only(said: list[tuple[str, str]]) -> None:
    text = "".join(f"{label}: {words}\n" for label, words in said)
    found = without_words(group(text), "P11")
    assert found is not None
    kept = [(turn.speaker, found.transcript.text[turn.start : turn.end]) for turn in found.transcript.turns]
    assert [one for one in kept if one[0] != LABEL] == [
        (label, words.strip()) for label, words in said if label != "P11"
    ]
    assert sum(label == LABEL for label, _ in kept) == sum(label == "P11" for label, _ in said)
