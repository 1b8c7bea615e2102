"""What an analyst chooses for codes of a file decides where they go; each row at fault is named."""

import pytest

from impl_eval.errors import StudyProblems
from impl_eval.qualitative.codebook import Code
from impl_eval.qualitative.exchange import (
    ChoiceRow,
    CodeChoices,
    choice_rows,
    code_choices,
    segments_of_project,
)
from impl_eval.readers.refi import QdaProject
from tests.qualitative.examples import codebook_of
from tests.readers.refi.building import (
    CODE,
    OTHER,
    code,
    coding,
    element,
    guid,
    member,
    passage,
    project,
    read,
    source,
)

TEXT = "We had no time. We had each other."
TIME, HOME = guid(901), guid(902)
BOOK = codebook_of(
    Code.model_validate({"mechanism": "role", "definition": "What it is."}),
    Code.model_validate({"id": "support", "mechanism": "role", "definition": "What it is."}),
)
MECHANISMS = (("role", "Role"), ("skill", "Skill"))
KNOWN = ("role", "skill", "support")


def example() -> QdaProject:
    """Return a project with two codes named Time; that under Barriers and Helpers have a coding each."""
    codes = element(
        "CodeBook",
        element(
            "Codes",
            code(CODE, "Barriers", code(TIME, "Time")),
            code(HOME, "Home", code(guid(903), "Time")),
            code(OTHER, "Helpers"),
        ),
    )
    held = source(1, passage(10, 0, 15, coding(20, TIME)), passage(11, 16, 34, coding(21, OTHER)))
    return read(project(held, codes=codes), {member(1): TEXT})


def places(rows: list[ChoiceRow]) -> dict[str, tuple[str, str]]:
    """Return mechanism and code by the words coded."""
    choices = code_choices(rows, "map.csv", example(), KNOWN)
    found = segments_of_project(example(), (), BOOK, MECHANISMS, choices=choices)
    assert found.report.adds_up
    return {one.quote: (one.mechanism_id, one.code_id) for one in found.segments}


def test_without_choices_codes_stand_beside_the_framework() -> None:
    assert places([]) == {"We had no time.": ("", "time"), "We had each other.": ("", "helpers")}


def test_a_code_can_be_one_of_the_study_or_lie_under_one() -> None:
    rows = [ChoiceRow("Helpers", same_as="support"), ChoiceRow("barriers", under="skill"), ChoiceRow("Home")]
    assert places(rows) == {
        "We had no time.": ("skill", "time"),
        "We had each other.": ("role", "support"),
    }
    assert places([ChoiceRow("Helpers", same_as="skill")])["We had each other."] == ("skill", "")


def test_a_choice_made_again_finds_the_codes_that_it_made() -> None:
    choices = code_choices([ChoiceRow("Barriers", under="skill")], "map.csv", example(), KNOWN)
    first = segments_of_project(example(), (), BOOK, MECHANISMS, choices=choices)
    book = codebook_of(*BOOK.codes, *first.new_codes)
    again = segments_of_project(example(), (), book, MECHANISMS, choices=choices)
    assert (again.new_codes, again.segments) == ((), first.segments)


def test_every_faulty_row_is_named_with_its_line() -> None:
    rows = [
        ChoiceRow("Time", same_as="skill", line=2),
        ChoiceRow("Helper", same_as="skill", line=3),
        ChoiceRow("Helpers", same_as="skil", line=4),
        ChoiceRow("Helpers", same_as="skill", under="role", line=5),
    ]
    with pytest.raises(StudyProblems) as raised:
        code_choices(rows, "map.csv", example(), KNOWN)
    found = {problem.line: problem for problem in raised.value.problems}
    assert sorted(found) == [2, 3, 4, 5]
    assert found[2].allowed == "Barriers > Time; Home > Time"
    assert "Helpers" in found[3].remedy
    assert "skill" in found[4].remedy


def test_a_whole_line_names_one_code() -> None:
    assert code_choices(
        [ChoiceRow("Home > Time", under="skill")], "map.csv", example(), KNOWN
    ) == CodeChoices({}, {guid(903): "skill"})


def test_the_table_to_complete_has_each_code_with_its_codings() -> None:
    """Counted by hand: two codings, one of Time under Barriers and one of Helpers."""
    assert choice_rows(example(), {OTHER: "support"}) == [
        ("Barriers", "", "", "0"),
        ("Barriers > Time", "", "", "1"),
        ("Home", "", "", "0"),
        ("Home > Time", "", "", "0"),
        ("Helpers", "support", "", "1"),
    ]
