"""Turns: every notation, what is not a label, and laws that hold for any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.qualitative.simulated_marker import is_simulated
from impl_eval.qualitative.transcript import Speaker
from impl_eval.qualitative.turns import draft_speakers, find_turns

SPEAKERS = (
    Speaker("Interviewer", "interviewer"),
    Speaker("P01", "participant", "P01", "gp"),
    Speaker("Dr Anne-Marie O'Neil (GP)", "participant", "P02", "gp"),
)


def spoken(text: str, speakers: tuple[Speaker, ...] = SPEAKERS) -> list[tuple[str, str]]:
    return [(turn.speaker, text[turn.start : turn.end]) for turn in find_turns(text, speakers).turns]


@pytest.mark.parametrize(
    "label",
    [
        "P01:",
        "P01 :",
        "[P01]",
        "[P01]:",
        "P01 [00:01:02]:",
        "P01 [01:02]:",
        "P01 (00:01:02):",
        "[00:01:02] P01:",
        "[00:01:02.500] P01:",
        "#P01:",
        "**P01:**",
        "**P01**:",
        "  P01:",
        "p01:",
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_notation_of_a_label(label: str, line_end: str) -> None:
    text = f"A heading{line_end}Interviewer: And?{line_end}{label} I see.{line_end}{line_end}More. {line_end}"
    assert spoken(text) == [("Interviewer", "And?"), ("P01", f"I see.{line_end}{line_end}More.")]


def test_a_label_of_many_words_and_signs() -> None:
    text = "Dr Anne-Marie O'Neil (GP): Yes.\nInterviewer: No."
    assert spoken(text) == [("Dr Anne-Marie O'Neil (GP)", "Yes."), ("Interviewer", "No.")]


def test_a_turn_carries_who_speaks() -> None:
    (turn,) = find_turns("P01: Yes.", SPEAKERS).turns
    assert (turn.participant_id, turn.role, turn.stakeholder_group) == ("P01", "participant", "gp")


def test_a_byte_order_mark_stays_outside_the_turn() -> None:
    assert spoken("\ufeffP01: Yes.") == [("P01", "Yes.")]


def test_exact_case_goes_before_any_case_and_doubt_makes_no_turn() -> None:
    speakers = (Speaker("Ann", "participant", "P1"), Speaker("ANN", "participant", "P2"))
    text = "Ann: a\nANN: b\nann: c\nann: d"
    found = find_turns(text, speakers)
    assert [turn.participant_id for turn in found.turns] == ["P1", "P2"]
    assert found.undeclared == (("ann", 3, 2),)


def test_labels_inside_a_line_start_no_turn() -> None:
    assert spoken("P01: He said Interviewer: and P01: again.") == [
        ("P01", "He said Interviewer: and P01: again.")
    ]


def test_a_longer_word_that_begins_like_a_label_starts_no_turn() -> None:
    assert spoken("P01: Yes.\nP011: No.") == [("P01", "Yes.\nP011: No.")]


def test_a_label_without_words_makes_no_turn() -> None:
    assert spoken("Interviewer:\nP01: \n\nInterviewer: Well?") == [("Interviewer", "Well?")]


def test_undeclared_labels_are_listed_with_their_line() -> None:
    text = "Interviewer: One?\r\nP07: Me.\r\nNurse: Hm.\r\nP01: Yes.\r\nOnce: not a label.\r\nNurse: Ah."
    assert find_turns(text, SPEAKERS).undeclared == (("P07", 2, 1), ("Nurse", 3, 2))


def test_addresses_times_and_remarks_are_no_labels() -> None:
    text = "P01: a\nhttps://one\nhttps://two\n10:30 b\n10:30 c\n[Laughs] d\n[Laughs] e\n[pause] f\n[pause] g"
    assert find_turns(text, SPEAKERS).undeclared == ()
    assert draft_speakers("[Nurse] a\n[Nurse] b") == ("Nurse",)


def test_without_speakers_there_are_no_turns_and_every_label_is_undeclared() -> None:
    text = "Interviewer: a\nP01: b\nInterviewer: c"
    found = find_turns(text, ())
    assert found.turns == ()
    assert found.undeclared == (("Interviewer", 1, 2), ("P01", 2, 1))
    assert draft_speakers(text) == ("Interviewer", "P01")


PIECES = st.sampled_from(
    [
        "Interviewer:",
        "P01:",
        "[P01]",
        "**P01:**",
        "p01 [00:01]:",
        "Ann:",
        "said",
        "💊",
        "é",
        "ſ",
        "İ:",
        ":",
        "[",
    ]
)
GAPS = st.sampled_from(["\n", "\r\n", "\r", " ", "\t", "\u00a0", "\u2028", "", "\n\n"])


@given(st.lists(st.tuples(PIECES, GAPS), max_size=30).map(lambda parts: "".join(a + b for a, b in parts)))
def test_turns_lie_in_order_in_the_text_and_leave_only_labels_and_heading(text: str) -> None:
    turns = find_turns(text, SPEAKERS).turns
    position = 0
    for number, turn in enumerate(turns):
        assert position <= turn.start < turn.end <= len(text)
        words = text[turn.start : turn.end]
        assert words == words.strip()
        if number:
            between = text[position : turn.start]
            for label in ("interviewer", "p01", "[00:01]"):
                between = between.lower().replace(label, "")
            assert not between.strip(" \t\r\n\u00a0\u2028[]*:")
        position = turn.end


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    draft_speakers(text)
    for turn in find_turns(text, SPEAKERS).turns:
        assert 0 <= turn.start < turn.end <= len(text)


def test_simulated_transcripts_say_so_in_their_first_words() -> None:
    assert is_simulated("\ufeff\r\n  [SIMULATED TRANSCRIPT. No real person speaks.]\nP01: Yes.")
    assert not is_simulated("Interview\n[SIMULATED TRANSCRIPT]")
    assert not is_simulated("")
