"""Passages by code and case, counted on paper on the small study of matrix_examples."""

from hypothesis import given
from hypothesis import strategies as st

from impl_eval.qualitative.case_counts import case_count_table, passages_by_case
from impl_eval.qualitative.coding import CodedSegment
from impl_eval.qualitative.framework_matrix import CaseKind, build_matrix, cases_of, matrix_codes, people_of
from impl_eval.qualitative.interview_counts import gather_interviews
from tests.qualitative.matrix_examples import BY_ID, CODEBOOK, GROUPS, LAYER, MECHANISMS, TRANSCRIPTS

CODES = matrix_codes(CODEBOOK, [(one, label, "") for one, label in MECHANISMS])


def table(kind: CaseKind, layer: tuple[CodedSegment, ...] = LAYER) -> list[tuple[str, ...]]:
    matrix = build_matrix(kind, cases_of(kind, people_of(TRANSCRIPTS, GROUPS)), CODES, layer, BY_ID, ())
    found = case_count_table(matrix)
    return [found.columns, *(tuple(map(str, row)) for row in found.rows)]


def test_participants_by_hand() -> None:
    """P01: the steps (as steps and timing: one passage) and being told late (timing). P02: laughing.

    P03: joking (irony, so humour) and the steps, coded as the mechanism itself.
    """
    assert table("participant") == [
        ("Code", "P01", "P02", "P03", "Cases", "Passages"),
        ("Skill", "2", "0", "1", "2", "3"),
        ("› Steps", "1", "0", "0", "1", "1"),
        ("› Timing", "2", "0", "0", "1", "2"),
        ("Humour", "0", "1", "1", "2", "2"),
        ("› Irony", "0", "0", "1", "1", "1"),
    ]


def test_groups_by_hand() -> None:
    """P01 and P02 are GPs, P03 is a patient."""
    assert table("stakeholder_group")[1] == ("Skill", "2", "1", "2", "3")


def test_without_codings_there_are_no_rows() -> None:
    assert len(table("participant", ())) == 1


@given(st.lists(st.sampled_from(LAYER), unique=True).map(tuple))
def test_cases_add_up_to_the_passages_of_a_code(layer: tuple[CodedSegment, ...]) -> None:
    """Against the counts by code, which are gathered another way."""
    from impl_eval.qualitative.code_counts import talk_by_code

    interviews = gather_interviews(TRANSCRIPTS, layer, (), GROUPS, 1)
    whole = {
        entry.code.code_id: (len(entry.talk.participants), len(entry.talk.segments))
        for entry in talk_by_code(CODEBOOK, MECHANISMS, layer, interviews)
        if entry.talk.segments
    }
    matrix = build_matrix(
        "participant", cases_of("participant", people_of(TRANSCRIPTS, GROUPS)), CODES, layer, BY_ID, ()
    )
    found = {
        cells[0].code.code_id: (sum(bool(one.seen) for one in cells), sum(len(one.seen) for one in cells))
        for cells in passages_by_case(matrix)
    }
    assert found == whole
