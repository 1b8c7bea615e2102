"""Drafts of speakers: what looks like a label, whom it may stand for, and labels spelt two ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.qualitative.speaker_labels import drafted_places, label_candidates
from impl_eval.qualitative.speaker_proposals import ProposedSpeaker, propose_speakers, same_label


def proposed(text: str) -> tuple[ProposedSpeaker, ...]:
    return propose_speakers(text, drafted_places(text))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("P07", "P7"), ("P07", "p 7"), ("P07", "P-07"), ("Dr. Lee", "Dr Lee"), ("Interviewer", "INTERVIEWER"),
        ("Interviewer", "Interviwer"), ("Facilitator 1", "Facillitator 01"), ("Katherine", "Katharine"),
    ],
)  # fmt: skip
def test_one_label_spelt_two_ways(one: str, other: str) -> None:
    assert same_label(one, other)
    assert same_label(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("P07", "P08"),
        ("P1", "P10"),
        ("P1", "P11"),
        ("Ann", "Anna"),
        ("Interviewer 1", "Interviewer 2"),
        ("Jo", "Joe"),
        ("Doctor", "Patient"),
        ("P07", "F07"),
    ],
)
def test_two_labels(one: str, other: str) -> None:
    """Short names differ by one letter and are two people; numbers are never near."""
    assert not same_label(one, other)
    assert not same_label(other, one)


@given(st.text("ABab01 .", min_size=1, max_size=6), st.text("ABab01 .", min_size=1, max_size=6))
def test_which_label_comes_first_does_not_matter(one: str, other: str) -> None:
    assert same_label(one, other) is same_label(other, one)
    assert same_label(one, one)


def test_labels_spelt_two_ways_get_one_participant() -> None:
    found = proposed(
        "Int: a?\nP07: b\nInterviewer: c?\nP7: d\nInt: e?\nP07: f\nInterviwer: g?\nInterviewer: h?\n"
        "Interviwer: i"
    )
    assert [(one.label, one.role, one.participant_id, one.why) for one in found] == [
        ("Int", "interviewer", "", ""),
        ("P07", "participant", "P07", ""),
        ("Interviewer", "interviewer", "", ""),
        ("P7", "participant", "P07", "may be P07, spelt another way"),
        ("Interviwer", "interviewer", "", "may be Interviewer, spelt another way"),
    ]


def test_names_are_never_drafted_as_ids() -> None:
    found = proposed("Katherine: a\nKatharine: b\nKatherine: c\nKatharine: d\nKatherine: e")
    assert [(one.participant_id, one.why) for one in found] == [
        ("", ""),
        ("", "may be Katherine, spelt another way"),
    ]


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("Interviewer", "interviewer"), ("MODERATOR", "interviewer"), ("Int 2", "interviewer"),
        ("I", "interviewer"), ("R1", "participant"), ("Transcriber", "other"),
        ("Several speakers", "other"), ("Ann", "participant"),
    ],
)  # fmt: skip
def test_roles_by_name(label: str, role: str) -> None:
    assert [one.role for one in proposed(f"{label}: a\n{label}: b")] == [role]


def test_who_asks_may_be_the_interviewer() -> None:
    text = "\n".join(f"Ann: What {number}?\nBob: That {number}." for number in range(4))
    ann, bob = proposed(text)
    assert (ann.role, ann.why) == (
        "interviewer", "most of the turns end in a question mark: may be the interviewer",
    )  # fmt: skip
    assert (bob.role, bob.why) == ("participant", "")
    assert [one.role for one in proposed(text.replace("?", "."))] == ["participant", "participant"]
    assert [one.role for one in proposed(text.replace(".", "?"))] == ["participant", "participant"]
    named = text.replace("Bob", "Interviewer")
    assert [one.role for one in proposed(named)] == ["participant", "interviewer"]


@pytest.mark.parametrize("gap", ["\n", "\t", "   "])
def test_names_alone_are_drafted_where_nothing_else_looks_like_a_label(gap: str) -> None:
    text = f"Interviewer{gap}how are you?\nP01{gap}well, yes.\n" * 3
    assert [(one.label, one.occurrences) for one in proposed(text)] == [("Interviewer", 3), ("P01", 3)]
    assert proposed(text + "Ann: a\nAnn: b\n")[0].label == "Ann"
    assert [
        one.label for one in proposed("00:01 P01 yes\n00:05 INT and?\n00:09 P01 so\n00:12 INT well?\n")
    ] == ["P01", "INT"]


def test_names_after_times_are_told_from_first_words_of_sentences() -> None:
    said = ["Yes.", "well, so it is", "Okay", "And then?", "I see", "no"]
    lines = [
        f"00:0{n}:00 {who} {words}"
        for n, (who, words) in enumerate(zip(["Ann", "Bob"] * 3, said, strict=True))
    ]
    assert [(one.label, one.occurrences) for one in proposed("\n".join(lines))] == [("Ann", 3), ("Bob", 3)]
    assert proposed("\n".join(f"00:0{n}:00 {words} it was" for n, words in enumerate(said))) == ()


def test_bold_openings_are_candidates_without_colon_and_time() -> None:
    bold = ["Ann: (0:03)", "Bob", "What did you say to them then?", "Bob", "really"]
    text, openings = "", []
    for opening in bold:
        openings.append((len(text), len(text) + len(opening)))
        text += f"{opening} and so on\n"
    places = label_candidates(text, openings)
    assert [(place.label, place.notation) for place in places] == [
        ("Ann", "colon"), ("Bob", "bold"), ("Bob", "bold"),
    ]  # fmt: skip


def test_speakers_whom_the_file_names_are_proposed_once_or_often() -> None:
    text = "Dr Ann Mary Lee: a\nBob: b"
    found = propose_speakers(text, [], known=["Dr Ann Mary Lee", "Bob"])
    assert [(one.label, one.occurrences) for one in found] == [("Dr Ann Mary Lee", 0), ("Bob", 0)]


@given(st.text(), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 9)), max_size=4))
def test_any_text_is_drafted(text: str, spans: list[tuple[int, int]]) -> None:
    openings = [(min(start, len(text)), min(start + length, len(text))) for start, length in spans]
    places = drafted_places(text, openings)
    assert [place.start for place in places] == sorted(place.start for place in places)
    for place in places:
        assert 0 <= place.start <= place.label_start < place.end <= len(text)
    propose_speakers(text, places)
