"""Cases, codes and cells: who is where, worked by hand."""

from impl_eval.qualitative.framework_matrix import (
    CellKey,
    Summary,
    build_matrix,
    cases_of,
    matrix_codes,
    people_of,
)
from tests.qualitative.matrix_examples import BY_ID, CODEBOOK, GROUPS, LAYER, TRANSCRIPTS, coded

CODES = matrix_codes(CODEBOOK, [("role", "Role", "Whose job it is."), ("skill", "Skill", "How to.")])
PEOPLE = people_of(TRANSCRIPTS, GROUPS, {"P01": "s1", "P02": "s1"}, {"s1": "Site one", "s2": "Site two"})


def test_columns_in_reading_order_with_their_families() -> None:
    assert [(one.code_id, one.heading, one.depth) for one in CODES] == [
        ("role", "Role", 0),
        ("skill", "Skill", 0),
        ("steps", "Skill", 1),
        ("timing", "Skill", 1),
        ("humour", "Beside the framework", 0),
        ("irony", "Beside the framework", 1),
    ]
    family = {one.code_id: one.family for one in CODES}
    assert family["skill"] == {"skill", "steps", "timing"}
    assert family["humour"] == {"humour", "irony"}
    assert [one.code_id for one in CODES if one.inductive] == ["timing", "humour", "irony"]


def test_cases_of_each_kind() -> None:
    assert [(one.id, one.about) for one in cases_of("participant", PEOPLE)] == [
        ("P01", "GPs"),
        ("P02", "GPs"),
        ("P03", "Patients"),
    ]
    groups = cases_of("stakeholder_group", PEOPLE)
    assert [(one.id, one.label, one.about) for one in groups] == [
        ("gp", "GPs", "2 participants"),
        ("patient", "Patients", "1 participant"),
    ]
    assert [(one.id, one.label, one.participants) for one in cases_of("site", PEOPLE)] == [
        ("s1", "Site one", frozenset({"P01", "P02"}))
    ]


def test_a_cell_takes_in_what_lies_under_its_code() -> None:
    matrix = build_matrix("participant", cases_of("participant", PEOPLE), CODES, LAYER, BY_ID, ())
    count = {(key.case_id, key.code_id): len(cell.segments) for key, cell in matrix.cells.items()}
    assert len(count) == 3 * 6
    assert {key: number for key, number in count.items() if number} == {
        ("P01", "skill"): 3, ("P01", "steps"): 1, ("P01", "timing"): 2, ("P02", "humour"): 1,
        ("P03", "skill"): 1, ("P03", "humour"): 1, ("P03", "irony"): 1,
    }  # fmt: skip
    assert len(matrix.cells[CellKey("participant", "P01", "skill")].seen) == 2


def test_what_nobody_speaks_and_summaries_without_a_cell_are_told() -> None:
    asked = coded(TRANSCRIPTS[0], "Well?", "role")
    written = [
        Summary(CellKey("participant", "P01", "skill"), "AB", "Knows.", (), ()),
        Summary(CellKey("participant", "P09", "skill"), "AB", "Gone.", (), ()),
        Summary(CellKey("stakeholder_group", "gp", "skill"), "AB", "Of another kind.", (), ()),
    ]
    cases = cases_of("participant", PEOPLE)
    matrix = build_matrix("participant", cases, CODES, (*LAYER, asked), BY_ID, written)
    assert matrix.without_case == (asked,)
    assert [one.text for one in matrix.left_over] == ["Gone."]
    cell = matrix.cells[CellKey("participant", "P01", "skill")]
    assert (cell.summary and cell.summary.text, cell.standing.state) == ("Knows.", "stale")
    rows = [(case.id, [cell.code.code_id for cell in cells]) for case, cells in matrix.rows()]
    assert rows[0] == ("P01", [one.code_id for one in CODES])
