"""Agreement of coders over turns, against a worked example, and what it says without double coding."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.qualitative.agreement import UNDECLARED, compare_coders
from impl_eval.qualitative.coding import CodedSegment
from impl_eval.qualitative.transcript import Transcript
from impl_eval.results import Reported, Section, Table
from tests.qualitative.examples import MECHANISMS, segment, transcript_of

TEN_TURNS = transcript_of("\n".join(f"Interviewer: q{n}\nP01: answer {n}a" for n in range(10)))


def estimates(section: Section) -> dict[str, float | None]:
    return {each.id: each.estimate.value for each in section.reported}


def table(section: Section, name: str) -> Table:
    (found,) = [each for each in section.tables if each.id == name]
    return found


def coded(coder: str, turns: list[int], transcript: Transcript = TEN_TURNS) -> list[CodedSegment]:
    return [segment(transcript, f"answer {n}a", coder=coder) for n in turns]


def test_kappa_over_turns_worked_by_hand() -> None:
    """Ten turns: both 3, AB alone 1, CD alone 2, neither 4.

    Observed 7/10; chance (4*5 + 6*5)/100 = 1/2; kappa (0.7 - 0.5)/0.5 = 0.4.
    """
    section = compare_coders(
        [TEN_TURNS], coded("AB", [0, 1, 2, 3]) + coded("CD", [1, 2, 3, 4, 5]), MECHANISMS
    )
    values = estimates(section)
    assert values["agreement.role_expectation.percent_agreement.AB_CD"] == pytest.approx(70)
    assert values["agreement.role_expectation.cohens_kappa.AB_CD"] == pytest.approx(0.4)
    assert values["agreement.role_expectation.segments.AB_CD.AB"] == 4
    assert values["agreement.role_expectation.segments.AB_CD.CD"] == 5
    assert values["agreement.units.AB_CD"] == 10
    kappas = [each for each in section.reported if each.id.endswith("cohens_kappa.AB_CD")]
    assert {each.estimate.n for each in kappas} == {10}
    disagreements = table(section, "agreement.disagreements")
    assert [row[1:] for row in disagreements.rows] == [
        ("turn 2", "Role", "AB", "CD"),
        ("turn 10", "Role", "CD", "AB"),
        ("turn 12", "Role", "CD", "AB"),
    ]


def test_a_mechanism_that_neither_coded_has_no_kappa_and_says_why() -> None:
    section = compare_coders([TEN_TURNS], coded("AB", [0]) + coded("CD", [0]), MECHANISMS)
    (kappa,) = [each for each in section.reported if each.id == "agreement.knowledge.cohens_kappa.AB_CD"]
    assert kappa.estimate.value is None
    assert kappa.estimate.reason == "both coders used a single label"


def test_only_transcripts_that_both_coded_are_compared() -> None:
    other = transcript_of("P01: answer 0a", name="int02")
    segments = coded("AB", [0]) + coded("CD", [0]) + coded("AB", [0], other)
    assert estimates(compare_coders([TEN_TURNS, other], segments, MECHANISMS))["agreement.units.AB_CD"] == 10


def test_three_coders_make_three_pairs() -> None:
    section = compare_coders([TEN_TURNS], coded("C", [0]) + coded("A", [0]) + coded("B", [1]), MECHANISMS)
    assert [row[1] for row in section.tables[0].rows if row[0] == "Role"] == ["A and B", "A and C", "B and C"]


def test_a_segment_over_two_turns_counts_in_both() -> None:
    long = segment(TEN_TURNS, TEN_TURNS.text[TEN_TURNS.turns[1].start : TEN_TURNS.turns[3].end], coder="CD")
    section = compare_coders([TEN_TURNS], [*coded("AB", [0, 1]), long], MECHANISMS)
    assert estimates(section)["agreement.role_expectation.cohens_kappa.AB_CD"] == pytest.approx(1)


def test_nothing_coded_twice_gives_a_caution_and_no_numbers() -> None:
    section = compare_coders([TEN_TURNS], coded("AB", [0, 1]), MECHANISMS)
    assert "no transcript was coded by two coders" in section.cautions[0]
    assert section.reported == section.tables == ()


def test_segments_outside_participants_turns_are_mentioned() -> None:
    asked = segment(TEN_TURNS, "q0", coder="AB")
    section = compare_coders([TEN_TURNS], [asked, *coded("CD", [0])], MECHANISMS)
    assert any("no participant's turn" in caution for caution in section.cautions)


def test_without_participants_turns_nothing_is_estimable() -> None:
    talk = transcript_of("Interviewer: alone")
    segments = [segment(talk, "alone", coder=coder) for coder in ("AB", "CD")]
    section = compare_coders([talk], segments, MECHANISMS)
    assert estimates(section)["agreement.role_expectation.cohens_kappa.AB_CD"] is None


@given(st.sets(st.integers(0, 9), min_size=1), st.sets(st.integers(0, 9), min_size=1))
def test_agreement_shows_places_and_never_speech(by_first: set[int], by_second: set[int]) -> None:
    section = compare_coders(
        [TEN_TURNS], coded("AB", sorted(by_first)) + coded("CD", sorted(by_second)), MECHANISMS
    )
    assert len(table(section, "agreement.disagreements").rows) == len(by_first ^ by_second)
    cells = [cell for one in section.tables for row in one.rows for cell in row]
    assert not any("answer" in (cell.label if isinstance(cell, Reported) else cell) for cell in cells)
    ids = [each.id for each in section.reported]
    assert {cell.id for cell in cells if isinstance(cell, Reported)} == set(ids)
    assert len(ids) == len(set(ids))


def test_accepted_suggestions_and_undeclared_transcripts_are_no_double_coding() -> None:

    mine, theirs = coded("AB", [0, 1]), coded("CD", [1, 2])
    accepted = [replace(each, origin="accepted_suggestion") for each in theirs]
    assert compare_coders([TEN_TURNS], mine + theirs, MECHANISMS).reported
    assert not compare_coders([TEN_TURNS], mine + accepted, MECHANISMS).reported
    assert not compare_coders([TEN_TURNS], mine + theirs, MECHANISMS, double_coded=()).reported
    declared = compare_coders([TEN_TURNS], mine + theirs, MECHANISMS, double_coded=[TEN_TURNS.id])
    assert declared.reported and UNDECLARED not in declared.cautions
    assert UNDECLARED in compare_coders([TEN_TURNS], mine + theirs, MECHANISMS).cautions


def test_it_is_said_whose_accepted_suggestions_are_not_compared() -> None:
    accepted = [replace(each, origin="accepted_suggestion") for each in coded("AB", [0, 1])]
    compared = [*accepted, *coded("AB", [2]), *coded("CD", [2])]
    section = compare_coders([TEN_TURNS], compared, MECHANISMS, double_coded=[TEN_TURNS.id])
    (caution,) = [one for one in section.cautions if one.startswith("Suggestions that coders accepted")]
    assert "(2 of AB)" in caution
