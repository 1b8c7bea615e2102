"""Turns: every notation, what is not a label, and laws that hold for any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.qualitative.simulated_marker import is_simulated
from impl_eval.qualitative.transcript import Speaker, Transcript
from impl_eval.qualitative.turns import draft_speakers, find_turns, labels_inside_lines, whole_text_turn

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
        "{P01}",
        "{P01}:",
        "@P01:",
        "# P01:",
        "__P01:__",
        "**P01**",
        "*P01:*",
        ">> P01:",
        "- P01:",
        "P01\t",
        "P01   ",
        "P01 \u2013",
        "00:01:02 P01",
        "[00:01:02] P01",
        "00:01:02 P01:",
        "[P01] 00:01:02",
        "P01 10:03 AM:",
        "#00:01:02-5# P01:",
        "P01 00:01:02 --> 00:01:05:",
        "**[00:01:02] P01:**",
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_notation_of_a_label(label: str, line_end: str) -> None:
    text = f"A heading{line_end}Interviewer: And?{line_end}{label} I see.{line_end}{line_end}More. {line_end}"
    assert spoken(text) == [("Interviewer", "And?"), ("P01", f"I see.{line_end}{line_end}More.")]


@pytest.mark.parametrize(
    "lines",
    [
        ("P01",),
        ("P01  0:03",),
        ("P01\t0:03 ",),
        ("P01   1:02:03",),
        ("P01 (0:03)",),
        ("P01 - 0:03",),
        ("P01 | 0:03 AM",),
        ("0:03 P01",),
        ("[00:01:02] P01",),
        ("P01", "0:03"),
        ("0:03", "P01"),
        ("0:0:5.120 --> 0:0:9.0", "P01"),
        ("00:00:05,120 --> 00:00:09,000", "P01"),
        ("[P01] 10:03:04",),
        ("### P01 0:03",),
        ("P01:",),
        ("P01:", "0:03"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_labels_on_lines_of_their_own(lines: tuple[str, ...], line_end: str) -> None:
    """As Teams, Zoom and Otter write them: what they add of times belongs to no turn."""
    label = line_end.join(lines)
    text = line_end.join(["Interviewer: And?", label, "I see.", "10:30 it was.", "", "Interviewer", "Well?"])
    words = f"I see.{line_end}10:30 it was."
    if lines == ("P01:", "0:03"):
        words = f"0:03{line_end}{words}"  # after a colon a time may have been said
    assert spoken(text) == [("Interviewer", "And?"), ("P01", words), ("Interviewer", "Well?")]


def test_a_bare_label_needs_its_own_case_and_more_than_one_letter() -> None:
    speakers = (Speaker("I", "interviewer"), Speaker("Ann", "participant", "P1"))
    text = "Ann: so\nI\nann\nI - I mean\nI: And?"
    assert spoken(text, speakers) == [("Ann", "so\nI\nann\nI - I mean"), ("I", "And?")]


def test_numbers_as_labels_and_numbers_as_speech() -> None:
    speakers = (Speaker("1", "interviewer"), Speaker("P02", "participant", "P02"))
    text = "1: And?\nP02:10 years.\n1:30 it was.\n1:5 to one\n1: 30?"
    assert spoken(text, speakers) == [
        ("1", "And?"), ("P02", "10 years.\n1:30 it was."), ("1", "5 to one"), ("1", "30?"),
    ]  # fmt: skip


def test_names_in_bold_start_turns_where_they_open_a_line() -> None:
    text = "Interview\nAnn Hello\nBob : hi\nAnn\nbye. Bob said\nCarl no"
    openings = [(0, 9), (10, 13), (20, 23), (29, 32), (47, 51)]
    assert [text[start:end] for start, end in openings] == ["Interview", "Ann", "Bob", "Ann", "Carl"]
    speakers = (Speaker("Ann", "participant", "P1"), Speaker("Bob", "interviewer"))
    found = find_turns(text, speakers, openings)
    assert [(turn.speaker, text[turn.start : turn.end]) for turn in found.turns] == [
        ("Ann", "Hello"), ("Bob", "hi"), ("Ann", "bye. Bob said\nCarl no"),
    ]  # fmt: skip
    assert found.undeclared == ()
    assert find_turns(text, speakers[1:], openings).undeclared == (("Ann", 2, 2),)


def test_bold_words_are_emphasis_where_names_have_colons() -> None:
    text = "P01: a\nYes b\nYes c\n" + "P01: d\n" * 3
    assert find_turns(text, SPEAKERS, [(7, 10), (13, 16)]).undeclared == ()


def test_what_looks_like_a_label_can_be_declared_none() -> None:
    text = "P01: a\nPlus: b\nPlus: c"
    assert find_turns(text, SPEAKERS).undeclared == (("Plus", 2, 2),)
    found = find_turns(text, SPEAKERS, not_speakers=["Plus"])
    assert found.undeclared == ()
    assert [text[turn.start : turn.end] for turn in found.turns] == ["a\nPlus: b\nPlus: c"]


def test_who_speaks_once_is_found_where_times_or_the_file_name_speakers() -> None:
    text = "P01  0:03\na\nInterviewer  0:05\nb\nNurse Jo  0:09\nc\nDr Lee (GP)  0:11\nd\nP01  0:13\ne"
    assert find_turns(text, SPEAKERS).undeclared == ()
    assert find_turns(text.replace("P01", "Pat"), ()).undeclared[0] == ("Pat", 1, 2)
    assert [label for label, _, _ in find_turns(text, ()).undeclared] == [
        "P01", "Interviewer", "Nurse Jo", "Dr Lee (GP)",
    ]  # fmt: skip
    assert find_turns("P01: a\nJo: b", SPEAKERS, named=["P01", "Jo"]).undeclared == (("Jo", 2, 1),)


@pytest.mark.parametrize(
    "line",
    [
        "Note: x", "Question: x", "NB: x", "Date: x", "http://x.y", "https://x.y", "10:30: x", "1:30 x",
        "[Laughs] x", "[Phone rings] x", "[long pause]", "We met at 10:30", "{sighs}", "Transcribed by: x",
        "12:00", "- so", "**so** x",
    ],
)  # fmt: skip
def test_what_is_no_label(line: str) -> None:
    assert draft_speakers(f"{line}\n" * 4) == ()
    assert find_turns(f"P01: a\n{line}\n{line}\n{line}\n", SPEAKERS).undeclared == ()


def test_one_speaker_per_file_without_labels() -> None:
    speaker = Speaker("P01", "participant", "P01", "gp")
    text = "\ufeff \r\n[SIMULATED TRANSCRIPT. Nobody speaks.]\r\nI see. \r\nYes.\r\n"
    (turn,) = whole_text_turn(text, speaker)
    assert text[turn.start : turn.end] == "I see. \r\nYes."
    assert (turn.speaker, turn.participant_id, turn.role) == ("P01", "P01", "participant")
    (turn,) = whole_text_turn("  I see.\n", speaker)
    assert (turn.start, turn.end) == (2, 8)
    assert whole_text_turn(" \n", speaker) == ()


def test_labels_inside_lines_are_counted() -> None:
    text = "P01: Yes. Interviewer: And? P01: No. P011: x\n P01: new"
    assert labels_inside_lines(text, SPEAKERS) == 2
    assert labels_inside_lines("", SPEAKERS) == labels_inside_lines(text, ()) == 0


def test_the_hash_of_a_text_is_that_of_its_utf8_bytes() -> None:
    """Expected: printf 'caf\\xc3\\xa9' | sha256sum, GNU coreutils."""
    transcript = Transcript("t", "caf\u00e9", (), (), simulated=False)
    assert transcript.text_sha256 == "850f7dc43910ff890f8879c0ed26fe697c93a067ad93a7d50f466a7028a9bf4e"


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


def test_what_was_said_before_a_time_is_no_name() -> None:
    text = "".join(
        f"0:0:{n}.0 --> 0:0:{n}.9\n{who}\nYeah\n" for n, who in enumerate(["Jo", "Al", "Jo", "Al", "Di"])
    )
    assert [label for label, _, _ in find_turns(text, ()).undeclared] == ["Jo", "Al", "Di"]
    text = "".join(f"{who}\n0:0{n}\nYeah, I do\n" for n, who in enumerate(["Jo", "Al", "Jo", "Al", "Di"]))
    assert [label for label, _, _ in find_turns(text, ()).undeclared] == ["Jo", "Al", "Di"]


def test_words_for_those_who_speak_count_once() -> None:
    text = "P01: a\nNurse: b\nPATIENT 2: c\nOnce: d"
    assert [label for label, _, _ in find_turns(text, SPEAKERS).undeclared] == ["Nurse", "PATIENT 2"]


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
        "0:03",
        "P01  0:03",
        "P01\t",
        "{P01}",
        "Bob",
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
            for label in ("interviewer", "p01", "[00:01]", "0:03"):
                between = between.lower().replace(label, "")
            assert not between.strip(" \t\r\n\u00a0\u2028[]{}*:")
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
