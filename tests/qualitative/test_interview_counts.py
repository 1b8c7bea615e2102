"""One passage with several codes of one mechanism is one segment of it. Worked by hand, and as a law."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.qualitative.coding import REPORTED_CHANGES, VALENCES, ReportedChange, Valence
from impl_eval.qualitative.interview_counts import (
    counted_once,
    joined_change,
    joined_valence,
    participant_change,
    talk_about,
)
from impl_eval.qualitative.interview_strand import interview_strand
from tests.qualitative.examples import plan
from tests.qualitative.matrix_examples import (
    BY_ID,
    CODEBOOK,
    FIRST,
    GROUPS,
    LAYER,
    MECHANISMS,
    TRANSCRIPTS,
    coded,
)


@pytest.mark.parametrize(
    ("valences", "joined"),
    [
        (["enabler"], "enabler"),
        (["enabler", "enabler"], "enabler"),
        (["enabler", "unclear"], "enabler"),
        (["enabler", "barrier"], "mixed"),
        (["barrier", "mixed"], "mixed"),
        (["unclear", "unclear"], "unclear"),
        ([], "unclear"),
    ],
)
def test_valences_of_one_passage(valences: list[Valence], joined: Valence) -> None:
    assert joined_valence(valences) == joined


@pytest.mark.parametrize(
    ("changes", "joined"),
    [(["better", "not said"], "better"), (["same", "worse"], "worse"), (["better", "worse"], "not said")],
)
def test_changes_of_one_passage(changes: list[ReportedChange], joined: ReportedChange) -> None:
    assert joined_change(changes) == joined


def test_a_passage_with_two_sub_codes_is_one_segment_of_the_mechanism() -> None:
    """P01: "I know the steps." is coded steps (enabler) and timing (barrier): once, mixed."""
    talk = talk_about("skill", LAYER, BY_ID)
    assert [(each.quote, each.valence, each.code_id) for each in talk.segments] == [
        ("I know the steps.", "mixed", ""),
        ("I was told late.", "barrier", "timing"),
        ("I know the steps.", "enabler", ""),
    ]
    assert talk.with_valence("mixed") == 1
    assert talk.participants == {"P01", "P03"}


def test_contradicting_changes_in_one_passage_are_both_heard() -> None:
    talk = talk_about("skill", LAYER, BY_ID)
    assert talk.change_of("P01") == "mixed"
    assert talk.participants_by_change() == {"better": 1, "same": 0, "worse": 0, "mixed": 1, "not said": 0}


def test_two_coders_and_two_mechanisms_stay_apart() -> None:
    layer = (
        coded(FIRST, "I know the steps.", "steps"),
        coded(FIRST, "I know the steps.", "timing", coder="CD"),
        coded(FIRST, "I know the steps.", "role"),
    )
    assert len(counted_once(layer)) == 3


def test_a_segment_is_human_where_one_of_its_codings_is() -> None:
    first = replace(LAYER[0], origin="accepted_suggestion", note="a")
    (joined,) = counted_once((first, replace(LAYER[1], note="b")))
    assert (joined.origin, set(joined.note.split("; "))) == ("human", {"a", "b"})


def test_codes_beside_the_framework_stay_apart() -> None:
    layer = (coded(FIRST, "Nobody laughed", "humour"), coded(FIRST, "Nobody laughed", "irony"))
    assert counted_once(layer) == tuple(sorted(layer))


codings = st.lists(
    st.tuples(
        st.sampled_from(["I know the steps.", "I was told late."]),
        st.sampled_from(["skill", "steps", "timing", "role"]),
        st.sampled_from(VALENCES),
        st.sampled_from(REPORTED_CHANGES),
    ),
    unique_by=lambda one: one[:2],
)


@given(codings, st.randoms())
def test_fine_coding_never_multiplies_the_evidence(made: list, random) -> None:  # type: ignore[no-untyped-def,type-arg]
    """As many segments as passages; the change of a participant is that of all codings; any order."""
    layer = [
        coded(FIRST, quote, code, valence=valence, change=change) for quote, code, valence, change in made
    ]
    about = [one for one in layer if one.mechanism_id == "skill"]
    talk = talk_about("skill", layer, BY_ID)
    assert len(talk.segments) == len({one.start for one in about})
    if about:
        assert talk.change_of("P01") == participant_change(one.reported_change for one in about)
    random.shuffle(layer)
    assert talk_about("skill", layer, BY_ID).segments == talk.segments


def test_inductive_codes_break_nothing_and_are_no_mechanism() -> None:
    result = interview_strand(
        TRANSCRIPTS,
        LAYER,
        (),
        MECHANISMS,
        topic_guide=None,
        plan=plan(),
        group_labels=GROUPS,
        codebook=CODEBOOK,
    )
    value = {one.id: one.estimate.value for one in result.section.reported}
    assert [entry.mechanism_id for entry in result.evidence] == ["role", "skill"]
    assert value["interviews.skill.segments"] == 3
    assert value["interviews.skill.segments.mixed"] == 1
    assert value["interviews.segments"] == 5
    assert value["interviews.code.humour.participants"] == 2
    assert all(quote.mechanism_id for quote in result.section.quotes)
    assert any("several codes of one mechanism" in text for text in result.section.methods)
