"""Units, levels, several coders and two times: against counts by hand and of characters one by one."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.qualitative.agreement import (
    NOTHING_TWICE,
    UNDECLARED,
    UNITS,
    Comparison,
    Unit,
    compare_coders,
    double_codings,
    earlier_name,
    of_two_times,
)
from impl_eval.qualitative.agreement.words import BESIDE_FRAMEWORK, methods
from impl_eval.qualitative.coding import CodedSegment
from impl_eval.results import Estimate, Section, Table
from impl_eval.statistics import NO_INTERVAL
from tests.qualitative.examples import MECHANISMS, segment, transcript_of

UNIT_PARTS = tuple(f".{unit}" for unit in UNITS)
TALK = transcript_of("Interviewer: q\nP01: One here. Two here. Three here.\nP01: Four here.")


def at(section: Section, name: str) -> Estimate:
    (found,) = [each.estimate for each in section.reported if each.id == name]
    return found


def table(section: Section, ending: str) -> Table:
    names = {f"agreement{unit}{level}.{ending}" for unit in ("", *UNIT_PARTS) for level in ("", ".code")}
    (found,) = [each for each in section.tables if each.id in names]
    return found


def placed(coder: str, start: int, end: int, mechanism_id: str = "role_expectation") -> CodedSegment:
    return CodedSegment(TALK.id, start, end, mechanism_id, coder, "", "unclear", "not said", "human")


def test_sentences_worked_by_hand() -> None:
    """Four sentences: AB has the first two, CD the second and third. Observed 2/4, chance 1/2: kappa 0."""
    segments = [segment(TALK, "One here. Two here."), segment(TALK, "Two here. Three here.", coder="CD")]
    section = compare_coders([TALK], segments, MECHANISMS, comparison=Comparison(unit="sentence"))
    assert at(section, "agreement.sentence.units.AB_CD").value == 4
    assert at(section, "agreement.sentence.role_expectation.cohens_kappa.AB_CD").value == pytest.approx(0)
    assert at(section, "agreement.sentence.role_expectation.prevalence.AB_CD").value == 0.5
    either = at(section, "agreement.sentence.role_expectation.agreement_where_either_coded.AB_CD")
    assert (either.value, either.n) == (pytest.approx(100 / 3), 3)
    assert [row[:2] for row in table(section, "disagreements").rows] == [
        (TALK.id, "turn 2, sentence 1"),
        (TALK.id, "turn 2, sentence 3"),
    ]


def test_without_text_that_nobody_coded_by_hand() -> None:
    """Of four sentences somebody coded three with anything: on these AB and CD agree for the role in one."""
    segments = [
        segment(TALK, "One here."),
        segment(TALK, "One here.", coder="CD"),
        segment(TALK, "Two here."),
        segment(TALK, "Three here.", "knowledge", coder="CD"),
    ]
    section = compare_coders([TALK], segments, MECHANISMS, comparison=Comparison(unit="sentence"))
    coded = at(section, "agreement.sentence.role_expectation.percent_agreement.AB_CD.coded_text")
    assert (coded.value, coded.n) == (pytest.approx(200 / 3), 3)
    assert at(section, "agreement.sentence.role_expectation.percent_agreement.AB_CD").value == 75


def test_characters_count_the_whole_transcript_as_nvivo_does() -> None:
    """Of 1,000 characters both coded 50, each alone 75: 85% and kappa .3143 (NVivo's help)."""
    long = transcript_of("P01: " + "x" * 995)
    segments = [
        replace(placed("AB", 100, 225), transcript_id=long.id),
        replace(placed("CD", 175, 300), transcript_id=long.id),
    ]
    section = compare_coders([long], segments, MECHANISMS, comparison=Comparison(unit="character"))
    assert at(section, "agreement.character.units.AB_CD").value == 1000
    assert at(section, "agreement.character.role_expectation.percent_agreement.AB_CD").value == 85
    kappa = at(section, "agreement.character.role_expectation.cohens_kappa.AB_CD")
    assert kappa.value == pytest.approx(0.3143, abs=5e-5)
    assert [row[1] for row in table(section, "disagreements").rows] == [
        "characters 100 to 175",
        "characters 225 to 300",
    ]


SPANS = st.lists(
    st.tuples(
        st.sampled_from(("AB", "CD")),
        st.sampled_from(("role_expectation", "knowledge")),
        st.integers(0, len(TALK.text) - 1),
        st.integers(1, 20),
    ).map(lambda it: placed(it[0], it[2], min(it[2] + it[3], len(TALK.text)), it[1])),
    max_size=8,
)


@given(SPANS)
def test_characters_are_those_counted_one_by_one(segments: list[CodedSegment]) -> None:
    finished = {TALK.id: ["AB", "CD"]}
    section = compare_coders(
        [TALK], segments, MECHANISMS, finished=finished, comparison=Comparison(unit="character")
    )
    ours, theirs = (
        {
            place
            for one in segments
            if (one.coder, one.mechanism_id) == (coder, "role_expectation")
            for place in range(one.start, one.end)
        }
        for coder in ("AB", "CD")
    )
    percent = at(section, "agreement.character.role_expectation.percent_agreement.AB_CD")
    assert percent.value == pytest.approx(100 - 100 * len(ours ^ theirs) / len(TALK.text))
    either = at(section, "agreement.character.role_expectation.agreement_where_either_coded.AB_CD")
    assert either.n == len(ours | theirs)
    listed = [str(row[1]).split() for row in table(section, "disagreements").rows if row[2] == "Role"]
    places = [(int(words[1]), int(words[3])) for words in listed]
    assert {place for start, end in places for place in range(start, end)} == ours ^ theirs
    for (_, end), (start, _) in pairwise(places):
        assert end < start or (end - 1 in ours) != (start in ours)


@given(SPANS, st.sampled_from([unit for unit in UNITS if unit != "overlap"]))
def test_the_order_of_segments_and_of_coders_does_not_matter(
    segments: list[CodedSegment], unit: Unit
) -> None:
    finished = {TALK.id: ["AB", "CD"]}
    there_and_back = [
        compare_coders([TALK], some, MECHANISMS, finished=finished, comparison=Comparison(unit=unit))
        for some in (segments, segments[::-1])
    ]
    assert there_and_back[0] == there_and_back[1]
    swapped = [replace(one, coder={"AB": "CD", "CD": "AB"}[one.coder]) for one in segments]
    other = compare_coders([TALK], swapped, MECHANISMS, finished=finished, comparison=Comparison(unit=unit))
    symmetric = [one for one in there_and_back[0].reported if ".segments." not in one.id]
    mirrored = {one.id: one.estimate for one in other.reported}
    for one in symmetric:
        assert mirrored[one.id].value == (
            None if one.estimate.value is None else pytest.approx(one.estimate.value, abs=1e-12)
        )


def test_passages_by_their_overlap() -> None:
    """Characters 0-10 and 20-30 against 4-10 and 40-50: 6 of 10 characters shared is a match."""
    segments = [placed("AB", 0, 10), placed("AB", 20, 30), placed("CD", 4, 10), placed("CD", 40, 50)]
    section = compare_coders([TALK], segments, MECHANISMS, comparison=Comparison(unit="overlap"))
    assert at(section, "agreement.overlap.role_expectation.span_f1.AB_CD").value == 0.5
    assert at(section, "agreement.overlap.role_expectation.span_precision.AB_CD").value == 0.5
    assert at(section, "agreement.overlap.role_expectation.span_iou.AB_CD").value == pytest.approx(6 / 30)
    assert [row[1:] for row in table(section, "disagreements").rows] == [
        ("characters 20 to 30", "Role", "AB", "CD"),
        ("characters 40 to 50", "Role", "CD", "AB"),
    ]
    assert at(section, "agreement.overlap.knowledge.span_f1.AB_CD").reason == "neither coder coded it"


def test_a_sub_code_counts_for_its_mechanism_unless_codes_are_compared() -> None:
    mine = replace(segment(TALK, "One here."), code_id="signing")
    theirs = segment(TALK, "One here.", coder="CD")
    beside = replace(segment(TALK, "Four here."), mechanism_id="", code_id="workload")
    by_mechanism = compare_coders([TALK], [mine, theirs, beside], MECHANISMS)
    assert at(by_mechanism, "agreement.role_expectation.percent_agreement.AB_CD").value == 100
    assert BESIDE_FRAMEWORK in by_mechanism.cautions
    codes = (("role_expectation", "Role"), ("signing", "Signing"), ("workload", "Workload"))
    by_code = compare_coders([TALK], [mine, theirs, beside], codes, comparison=Comparison(level="code"))
    assert at(by_code, "agreement.code.role_expectation.percent_agreement.AB_CD").value == 50
    assert at(by_code, "agreement.code.signing.segments.AB_CD.AB").value == 1
    assert BESIDE_FRAMEWORK not in by_code.cautions
    assert table(by_code, "overall").columns[0] == "Code"
    assert not [each for each in by_code.reported if each.mechanism_id]


def test_three_coders_together_by_hand() -> None:
    """Two turns: A and B coded the first, C none. Pairs that agree: 1/3 and 3/3; mean 2/3."""
    segments = [segment(TALK, "One here.", coder="A"), segment(TALK, "Two here.", coder="B")]
    section = compare_coders([TALK], segments, MECHANISMS, finished={TALK.id: ["A", "B", "C"]})
    assert at(section, "agreement.role_expectation.percent_agreement.all_coders").value == pytest.approx(
        200 / 3
    )
    rows = table(section, "sets").rows
    assert [row[0] for row in rows] == ["A and B", "A and C", "B and C", "A, B and C"]
    two = compare_coders([TALK], segments, MECHANISMS)
    assert not [each for each in two.tables if each.id.endswith("several.overall")]


def test_who_has_finished_is_compared_whether_or_not_they_found_anything() -> None:
    segments = [segment(TALK, "One here."), segment(TALK, "One here.", coder="EF")]
    section = compare_coders([TALK], segments, MECHANISMS, double_coded=(), finished={TALK.id: ["CD", "AB"]})
    assert at(section, "agreement.role_expectation.percent_agreement.AB_CD").value == 50
    assert UNDECLARED not in section.cautions
    nobody_twice = compare_coders([TALK], segments, MECHANISMS, finished={TALK.id: ["AB"]})
    assert nobody_twice.cautions == (NOTHING_TWICE,)
    assert UNDECLARED in compare_coders([TALK], segments, MECHANISMS, finished={}).cautions
    assert double_codings([TALK], segments, finished={"another": ("AB", "CD")}) == {TALK.id: ("AB", "EF")}
    assert double_codings([TALK], segments, coders=["AB"]) == {}
    assert double_codings([TALK], segments) == {TALK.id: ("AB", "EF")}


def test_chosen_coders_and_transcripts_one_by_one() -> None:
    other = transcript_of("P01: One here.", name="int02")
    segments = [segment(one, "One here.", coder=who) for one in (TALK, other) for who in ("A", "B", "C")]
    comparison = Comparison(coders=("A", "C"), by_transcript=True)
    section = compare_coders([TALK, other], segments, MECHANISMS, comparison=comparison)
    assert {row[1] for row in table(section, "overall").rows} == {"A and C"}
    rows = table(section, "by_transcript").rows
    assert [row[:2] for row in rows] == [
        (name, label) for name in ("int01", "int02") for label in ("Role", "Knowledge")
    ]
    assert at(section, "agreement.units.A_C.int01").value == 2
    assert at(section, "agreement.role_expectation.percent_agreement.A_C.int02").reason == NO_INTERVAL


def test_five_transcripts_give_intervals_at_the_level_asked_for() -> None:
    names = [f"int{number:02}" for number in range(6)]
    talks = [transcript_of("P01: One here.\nP01: Two here.\nP01: Three here.", name=name) for name in names]
    segments = [segment(talk, "One here.", coder=coder) for talk in talks for coder in ("AB", "CD")]
    segments += [segment(talk, "Two here.") for talk in talks[:2]]
    section = compare_coders(talks, segments, MECHANISMS, comparison=Comparison(confidence_level=0.9))
    kappa = at(section, "agreement.role_expectation.cohens_kappa.AB_CD")
    assert kappa.level == 0.9
    assert kappa.low is not None and kappa.high is not None
    assert kappa.low < (kappa.value or 0) < kappa.high
    few = compare_coders(talks[:4], segments, MECHANISMS)
    assert "No interval: intervals need at least five" in table(few, "overall").note


def test_one_coder_at_two_times() -> None:
    now, then = [segment(TALK, "One here.")], [segment(TALK, "Four here."), segment(TALK, "q", coder="CD")]
    section = compare_coders([TALK], of_two_times(now, then, "AB"), MECHANISMS, double_coded=[TALK.id])
    name = earlier_name("AB")
    assert at(section, f"agreement.role_expectation.percent_agreement.AB_{name}").value == 0
    assert {row[3:] for row in table(section, "disagreements").rows} == {("AB", name), (name, "AB")}


@pytest.mark.parametrize("unit", UNITS)
def test_units_explain_themselves_and_nothing_compared_gives_no_table(unit: Unit) -> None:
    sentences = methods(Comparison(unit=unit))
    assert all("{" not in sentence for sentence in sentences)
    section = compare_coders([TALK], [], MECHANISMS, comparison=Comparison(unit=unit))
    assert section.cautions == (NOTHING_TWICE,)
    assert section.tables == section.reported == ()
