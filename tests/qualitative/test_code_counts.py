"""Counts by code, worked by hand on the small study of matrix_examples."""

from impl_eval.qualitative.code_counts import code_tables, counts_of, speaks_of, talk_by_code
from impl_eval.results import Reported, Table
from tests.qualitative.examples import codebook_of
from tests.qualitative.matrix_examples import CODEBOOK, LAYER, MECHANISMS, Code, interviews_of

INTERVIEWS = interviews_of()
ENTRIES = talk_by_code(CODEBOOK, MECHANISMS, LAYER, INTERVIEWS)
TABLES = {table.id: table for table in code_tables(ENTRIES, INTERVIEWS)}


def numbers(table: Table) -> dict[tuple[str, ...], list[float | None]]:
    return {
        tuple(cell for cell in row if isinstance(cell, str)): [
            cell.estimate.value for cell in row if isinstance(cell, Reported)
        ]
        for row in table.rows
    }


def test_codes_count_with_their_sub_codes_by_hand() -> None:
    """Participants, segments; enabler, barrier, mixed, unclear; better, same, worse, mixed, not said."""
    assert numbers(TABLES["interviews.codes"]) == {
        ("Role", "deductive"): [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        ("Skill", "deductive"): [2, 3, 1, 1, 1, 0, 1, 0, 0, 1, 0],
        ("› Steps", "deductive"): [1, 1, 1, 0, 0, 0, 1, 0, 0, 0, 0],
        ("› Timing", "inductive"): [1, 2, 0, 2, 0, 0, 0, 0, 1, 0, 0],
    }
    assert numbers(TABLES["interviews.codes_beside"]) == {
        ("Humour", "inductive"): [2, 2, 1, 1, 0, 0, 0, 0, 0, 0, 2],
        ("› Irony", "inductive"): [1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1],
    }


def test_by_group_the_counts_add_up_to_the_whole() -> None:
    found = numbers(TABLES["interviews.codes_by_group"])
    assert found["Skill", "GPs"] == [1, 2, 0, 1, 1, 0, 0, 0, 0, 1, 0]
    assert found["Skill", "Patients"] == [1, 1, 1, 0, 0, 0, 1, 0, 0, 0, 0]
    assert ("Role", "GPs") not in found
    for entry in ENTRIES:
        whole = [one.estimate.value or 0 for one in counts_of(entry, INTERVIEWS)]
        parts = [
            [one.estimate.value or 0 for one in counts_of(entry, INTERVIEWS, group)]
            for group in INTERVIEWS.groups
        ]
        assert [sum(column) for column in zip(*parts, strict=True)] == whole


def test_out_of_how_many_is_said() -> None:
    people, segments, *_ = counts_of(ENTRIES[1], INTERVIEWS, INTERVIEWS.groups[0])
    assert (people.estimate.n, segments.estimate.n) == (2, 3)
    assert people.group == "GPs"


def test_small_groups_are_not_named() -> None:
    interviews = interviews_of(smallest=2)
    (_, _, table) = code_tables(talk_by_code(CODEBOOK, MECHANISMS, LAYER, interviews), interviews)
    assert {row[1] for row in table.rows} == {"GPs", "other groups"}
    assert not any(
        "atient" in cell.id + cell.label for row in table.rows for cell in row if isinstance(cell, Reported)
    )


def test_a_codebook_of_mechanisms_alone_has_no_table_of_codes() -> None:
    plain = codebook_of(Code.model_validate({"mechanism": "role", "definition": "Whose job."}))
    entries = talk_by_code(plain, MECHANISMS, (), INTERVIEWS)
    assert [table.id for table in code_tables(entries, INTERVIEWS)] == ["interviews.codes_by_group"]


def test_ids_are_unique() -> None:
    ids = [
        cell.id
        for table in TABLES.values()
        for row in table.rows
        for cell in row
        if isinstance(cell, Reported)
    ]
    assert len(ids) == len(set(ids))


def test_who_speaks_of_what() -> None:
    assert speaks_of(ENTRIES)["skill"] == {"P01", "P03"}


def test_before_anything_is_coded_there_is_no_count() -> None:
    nothing = interviews_of(())
    entries = talk_by_code(CODEBOOK, MECHANISMS, (), nothing)
    assert {one.estimate.reason for one in counts_of(entries[0], nothing)} == {"nobody has coded it yet"}
    assert [table.id for table in code_tables(entries, nothing)] == [
        "interviews.codes",
        "interviews.codes_beside",
    ]
