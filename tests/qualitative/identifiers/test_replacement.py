"""Transcripts after replacement: turns, speakers and codings are what they were."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.qualitative.coding import RejectedSuggestion
from impl_eval.qualitative.identifiers import ListedName, find_identifiers
from impl_eval.qualitative.identifiers.places import FoundIdentifier, counts_in_words
from impl_eval.qualitative.identifiers.pseudonyms import extend_key
from impl_eval.qualitative.identifiers.replacement import (
    ReplacedTranscript,
    fallen_together,
    move_rejections,
    move_segments,
    replace_identifiers,
)
from impl_eval.qualitative.transcript import Speaker, Transcript
from tests.qualitative.examples import participant, segment, transcript_of

NAMES = (ListedName("Anita Bell", "person"), ListedName("Green Lane", "place"))
TALK = (
    "Interviewer: How is Anita Bell?\n\n"
    "P01: Anita is well. She rang 07700 900123 from Green Lane, and I said no.\n\n"
    "Interviewer: And then?\n\nP01: Then nothing."
)


def replaced(transcript: Transcript, names: tuple[ListedName, ...] = NAMES) -> ReplacedTranscript | str:
    found = find_identifiers(transcript.text, names)
    key = extend_key([], [(one, "") for one in found])
    return replace_identifiers(transcript, found, {(one.kind, one.value): one.pseudonym for one in key})


def sound(transcript: Transcript, names: tuple[ListedName, ...] = NAMES) -> ReplacedTranscript:
    new = replaced(transcript, names)
    assert isinstance(new, ReplacedTranscript), new
    return new


def test_words_change_and_turns_stay() -> None:
    new = sound(transcript_of(TALK))
    assert new.transcript.text == (
        "Interviewer: How is [Person 1]?\n\n"
        "P01: [Person 1] is well. She rang [Phone number 1] from [Place 1], and I said no.\n\n"
        "Interviewer: And then?\n\nP01: Then nothing."
    )
    said = [new.transcript.text[turn.start : turn.end] for turn in new.transcript.turns]
    assert said[0] == "How is [Person 1]?"
    assert said[3] == "Then nothing."
    assert [turn.speaker for turn in new.transcript.turns] == ["Interviewer", "P01", "Interviewer", "P01"]


def test_codings_keep_their_words_and_take_in_whole_pseudonyms() -> None:
    transcript = transcript_of(TALK)
    segments = [segment(transcript, words) for words in ("Anita is well", "Lane, and I said no", "nothing")]
    new = sound(transcript)
    moved = move_segments(segments, {"int01": new})
    assert {one.quote for one in moved} == {"[Person 1] is well", "[Place 1], and I said no", "nothing"}
    assert all(new.transcript.text[one.start : one.end] == one.quote for one in moved)
    assert move_segments(segments, {}) == tuple(sorted(segments))


def test_rejections_move_too() -> None:
    transcript = transcript_of(TALK)
    start = TALK.index("I said no")
    new = sound(transcript)
    (one,) = move_rejections([RejectedSuggestion("int01", start, start + 9, "m", "AB")], {"int01": new})
    assert new.transcript.text[one.start : one.end] == "I said no"


def test_codings_that_fall_together_are_named() -> None:
    transcript = transcript_of(TALK)
    segments = [segment(transcript, "from Green"), segment(transcript, "from Green Lane")]
    moved = move_segments(segments, {"int01": sound(transcript)})
    assert len(fallen_together(moved)) == 1
    assert fallen_together(segments) == ()


def test_speakers_who_are_named_get_their_pseudonym() -> None:
    text = "Interviewer: Hello?\n\nAnita Bell: I am here.\n\nAnita Bell: Still."
    new = sound(transcript_of(text, participant("Anita Bell")))
    assert new.transcript.text.count("[Person 1]: ") == 2
    assert new.new_labels == {"Anita Bell": "Person 1"}
    assert [turn.speaker for turn in new.transcript.turns] == ["Interviewer", "Person 1", "Person 1"]


def test_a_label_in_brackets_gets_no_second_pair() -> None:
    text = "Interviewer: Hello?\n\n[Anita Bell] I am here.\n\n[Anita Bell] Still."
    new = sound(transcript_of(text, participant("Anita Bell")))
    assert new.transcript.text.count("[Person 1] ") == 2
    assert "[[" not in new.transcript.text


def test_part_of_a_label() -> None:
    text = "Interviewer: Hello?\n\nGP Anita: I am here."
    new = sound(transcript_of(text, participant("GP Anita")))
    assert new.new_labels == {"GP Anita": "GP [Person 1]"}
    assert new.transcript.turns[1].speaker == "GP [Person 1]"


def test_a_pseudonym_that_opens_lines_is_no_speaker() -> None:
    text = "Interviewer: Hello?\n\nP01: Yes.\nAnita came.\nAnita went."
    new = sound(transcript_of(text))
    assert new.not_speakers == ("Person 1",)
    assert len(new.transcript.turns) == 2


def test_a_name_replaced_before_some_turns_only_is_refused() -> None:
    text = "Interviewer: Hello?\n\nAnita Bell: I am here.\n\nAnita Bell: Still."
    transcript = transcript_of(text, participant("Anita Bell"))
    first = find_identifiers(text, NAMES)[:1]
    assert "before some turns" in str(
        replace_identifiers(transcript, first, {("person", "anita bell"): "Person 1"})
    )


def test_two_speakers_of_one_name_are_refused() -> None:
    text = "Anita: I am here.\n\nBell: So am I."
    transcript = transcript_of(text, participant("Anita"), participant("Bell"))
    assert replaced(transcript) == "two speakers would have one name"


def test_a_transcript_without_labels() -> None:
    text = "[SIMULATED TRANSCRIPT]\nIt was Anita who said no."
    speaker = Speaker("P01", "participant", "P01", "gp")
    plain = transcript_of(text, speaker)
    start = text.index("It")
    turn = replace(transcript_of("P01: x").turns[0], start=start, end=len(text))
    new = sound(replace(plain, speakers=(speaker,), turns=(turn,)))
    (only,) = new.transcript.turns
    assert new.transcript.text[only.start : only.end] == "It was [Person 1] who said no."


def test_places_are_said_without_words() -> None:
    transcript = transcript_of(TALK)
    found = [FoundIdentifier(transcript, one) for one in find_identifiers(TALK, NAMES)]
    assert counts_in_words(found, with_lines=True) == (
        "1 phone number (line 3), 2 names of persons (lines 1, 3), 1 name of a place (line 3)"
    )
    assert counts_in_words(found[:2], with_lines=False) == "2 names of persons (turns 1, 2)"
    assert [one.turn for one in found] == [1, 2, 2, 2]


def test_the_turn_before_the_first_is_none() -> None:
    transcript = transcript_of("With Anita Bell\n\nP01: Anita. Bell.\n\nInterviewer: Anita?")
    found = [FoundIdentifier(transcript, one) for one in find_identifiers(transcript.text, NAMES)]
    assert [one.turn for one in found] == [0, 1, 1, 2]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_with_any_line_end(line_end: str) -> None:
    transcript = transcript_of(f"P01: a{line_end}b{line_end}c Anita")
    (one,) = find_identifiers(transcript.text, NAMES)
    assert FoundIdentifier(transcript, one).line == 3


WORDS = st.sampled_from(
    ["Anita", "Anita Bell", "07700 900123", "said", "no.", "And", "then", "Green Lane,", "I"]
)


@given(st.lists(st.lists(WORDS, min_size=1, max_size=6), min_size=1, max_size=4), st.data())
def test_every_coding_holds_after_any_replacement(turns: list[list[str]], data: st.DataObject) -> None:
    """The law that matters: each coding's words, read with pseudonyms, are those at its new place."""
    transcript = transcript_of("\n\n".join(f"P01: {' '.join(words)}" for words in turns))
    new = sound(transcript)
    turn = data.draw(st.sampled_from(transcript.turns))
    start = data.draw(st.integers(turn.start, turn.end - 1))
    end = data.draw(st.integers(start + 1, turn.end))
    one = replace(segment(transcript, "P01"), start=start, end=end, quote=transcript.text[start:end])
    (moved,) = move_segments([one], {"int01": new})
    edits = [edit for edit in new.offsets.edits if edit.start < end and start < edit.end]
    low, high = min([start, *(edit.start for edit in edits)]), max([end, *(edit.end for edit in edits)])
    expected = transcript.text[low:high]
    for edit in reversed(edits):
        expected = expected[: edit.start - low] + edit.replacement + expected[edit.end - low :]
    assert moved.quote == expected == new.transcript.text[moved.start : moved.end]
    assert new.transcript.turn_of(moved.start, moved.end) is not None
