"""Passages to settle, and what somebody settled: which are listed, how far they reach, what is refused."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.errors import StudyProblems
from impl_eval.qualitative.agreement import (
    Adjudication,
    Comparison,
    adjudications_of,
    disagreements,
)
from impl_eval.qualitative.coding import CodedSegment, Valence
from impl_eval.readers.adjudication_workbook import AdjudicationRow
from tests.qualitative.examples import segment, transcript_of

TALK = transcript_of("Interviewer: q\nP01: One here. Two here. Three here.\nP01: Four here.")
CODES = ("role_expectation", "knowledge")
FINISHED = {TALK.id: ("AB", "CD")}


def test_a_passage_that_one_coder_left_out_reaches_as_far_as_the_segment() -> None:
    mine = segment(TALK, "Two here.", valence="barrier", change="better")
    (one,) = disagreements([TALK], [mine], CODES, finished=FINISHED)
    assert TALK.text[one.start : one.end] == "Two here."
    assert one.by_coder == (("AB", "barrier"), ("CD", "not coded"))
    assert (one.place, one.code_id, one.valence, one.reported_change) == (
        "turn 2", "role_expectation", "barrier", "better",
    )  # fmt: skip


def test_agreement_in_the_unit_is_nothing_to_settle_whatever_the_passage() -> None:
    segments = [segment(TALK, "One here."), segment(TALK, "Three here.", coder="CD")]
    assert disagreements([TALK], segments, CODES) == ()
    by_sentence = disagreements([TALK], segments, CODES, comparison=Comparison(unit="sentence"))
    assert [TALK.text[one.start : one.end] for one in by_sentence] == ["One here.", "Three here."]


def test_another_valence_is_settled_too_and_overlapping_segments_are_one_passage() -> None:
    segments = [
        segment(TALK, "One here. Two here.", valence="barrier"),
        segment(TALK, "Two here. Three here.", coder="CD", valence="enabler"),
    ]
    (one,) = disagreements([TALK], segments, CODES)
    assert TALK.text[one.start : one.end] == "One here. Two here. Three here."
    assert dict(one.by_coder) == {"AB": "barrier", "CD": "enabler"}
    assert one.valence is None
    assert one.reported_change == "not said"


def test_passages_are_settled_where_they_overlap_by_less_than_half() -> None:
    segments = [segment(TALK, "One here. Two here."), segment(TALK, "Two here.", coder="CD")]
    overlap = Comparison(unit="overlap")
    (one,) = disagreements([TALK], segments, CODES, comparison=overlap)  # 9 of 19 characters
    assert one.place == "turn 2"
    near = [segment(TALK, "Two here."), segment(TALK, "Two here", coder="CD")]
    assert disagreements([TALK], near, CODES, comparison=overlap) == ()
    assert disagreements([TALK], near[:1], CODES, finished=FINISHED, comparison=overlap)


def test_accepted_suggestions_and_one_coder_alone_leave_nothing_to_settle() -> None:
    mine = segment(TALK, "One here.")
    accepted = replace(segment(TALK, "Two here.", coder="CD"), origin="accepted_suggestion")
    assert disagreements([TALK], [mine, accepted], CODES) == ()
    assert disagreements([TALK], [mine], CODES, double_coded=()) == ()


@given(
    st.lists(
        st.tuples(
            st.sampled_from(("AB", "CD", "EF")),
            st.integers(0, len(TALK.text) - 2),
            st.integers(1, 30),
            st.sampled_from(("enabler", "barrier")),
        ),
        max_size=6,
    )
)
def test_every_difference_of_turns_is_in_some_passage(given_: list[tuple[str, int, int, Valence]]) -> None:
    segments = [
        CodedSegment(
            TALK.id, start, min(start + length, len(TALK.text)), CODES[0], who, "", valence, "same", "human"
        )
        for who, start, length, valence in given_
    ]
    coders = ("AB", "CD", "EF")
    found = disagreements([TALK], segments, CODES, finished={TALK.id: coders})
    for turn in TALK.participant_turns:
        touching = [one for one in segments if one.start < turn.end and turn.start < one.end]
        by_coder = {who: {one.valence for one in touching if one.coder == who} for who in coders}
        differ = len({frozenset(valences) for valences in by_coder.values()}) > 1
        listed = [one for one in found if one.start < turn.end and turn.start < one.end]
        if differ:
            covered = [any(one.start <= s.start and s.end <= one.end for one in found) for s in touching]
            assert listed and all(covered)
    assert list(found) == sorted(found, key=lambda one: (one.start, one.end))
    assert all(a.end <= b.start for a, b in pairwise(found))


def row(passage: str = "Two here.", number: int = 2, **changed: object) -> AdjudicationRow:
    start = TALK.text.index("Two here.")
    whole = AdjudicationRow(
        number, TALK.id, start, start + 9, passage, "role_expectation", "keep", "", "barrier", "better", "why"
    )
    return replace(whole, **changed)  # type: ignore[arg-type]


def test_decisions_become_adjudications() -> None:
    start = TALK.text.index("Two here.")
    place = (TALK.id, start, start + 9, "role_expectation")
    rows = [
        row(),
        row(number=3, code_id="knowledge", decision="drop", valence="barrier"),
        row(number=4, start=start - 1, decision="other code", code_to_use="knowledge", reported_change=""),
        row(number=5, decision="", reason="", valence=""),
    ]
    rows[2] = replace(rows[2], passage=" Two here.")
    made = adjudications_of(rows, "a.xlsx", [TALK], CODES)
    assert made.undecided == 1
    assert set(made.settled) == {
        Adjudication(*place, "keep", "barrier", "better", "why"),
        Adjudication(TALK.id, start, start + 9, "knowledge", "drop", "unclear", "not said", "why"),
        Adjudication(
            TALK.id, start - 1, start + 9, "role_expectation", "other code", "barrier", "not said", "why",
            "knowledge",
        ),
    }  # fmt: skip
    assert {one.decision: one.settled_code for one in made.settled} == {
        "keep": "role_expectation", "drop": "", "other code": "knowledge",
    }  # fmt: skip


def test_a_passage_may_be_cut_shorter_and_not_reworded() -> None:
    (one,) = adjudications_of([row("here.")], "a.xlsx", [TALK], CODES).settled
    assert TALK.text[one.start : one.end] == "here."
    (same,) = adjudications_of([row("Two  here\ufffd.")], "a.xlsx", [TALK], CODES).settled
    assert TALK.text[same.start : same.end] == "Two here."
    (cut,) = adjudications_of([row("Two h […]")], "a.xlsx", [TALK], CODES).settled
    assert TALK.text[cut.start : cut.end] == "Two here."
    for passage in ("Two where.", "One here.", "e"):
        with pytest.raises(StudyProblems) as raised:
            adjudications_of([row(passage)], "a.xlsx", [TALK], CODES)
        (problem,) = raised.value.problems
        assert "column passage" in problem.where
        assert "here" not in problem.found + problem.allowed + problem.remedy


def test_all_faults_come_together_and_name_their_cells() -> None:
    rows = [
        row(number=2, transcript_id="int1"),
        row(number=3, end=9999),
        row(number=4, code_id="knowlege"),
        row(number=5, decision="other code"),
        row(number=6, decision="other code", code_to_use="role_expectation"),
        row(number=7, decision="drop", code_to_use="knowledge"),
        row(number=8, valence=""),
        row(number=9, reason=""),
        row(number=10),
        row(number=11, decision="drop"),
    ]
    with pytest.raises(StudyProblems) as raised:
        adjudications_of(rows, "a.xlsx", [TALK], CODES)
    places = [problem.where.removeprefix('sheet "Adjudication", ') for problem in raised.value.problems]
    assert sorted(places) == sorted(
        [
            "row 2, column transcript", "row 3, column end", "row 4, column code",
            "row 5, column code to use", "row 6, column code to use", "row 7, column code to use",
            "row 8, column valence", "row 9, column reason", "row 11, column decision",
        ]
    )  # fmt: skip


def test_the_same_decision_twice_is_one() -> None:
    made = adjudications_of([row(), row(number=3)], "a.xlsx", [TALK], CODES)
    assert len(made.settled) == 1
