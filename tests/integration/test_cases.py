"""The mixed-methods matrix: groups that have both strands, with the numbers of other tables."""

from dataclasses import replace

from impl_eval.integration.cases import COLUMNS, with_cases
from impl_eval.integration.joint_display import joint_display
from impl_eval.results import Cell, Estimate, JointDisplay, Reported, Section, Table
from tests.integration.evidence import interviews_saying, reported, survey_saying


def display(*groups: str) -> JointDisplay:
    heard = interviews_saying(better=3)
    counts = tuple((name, reported(f"people.{name}", 2), reported(f"said.{name}", 5)) for name in groups)
    return joint_display(
        (("knowledge", "Knowledge"), ("trust", "Trust")),
        {"knowledge": survey_saying("better")},
        (replace(heard, groups=counts),),
        {},
        direction_rule="a rule",
        minimum_participants=3,
        majority_share=2 / 3,
    )


def subgroups(*groups: str, analysis: str = "interaction_stakeholder_group") -> Section:
    def cell(name: str, statistic: str, group: str) -> Reported:
        estimate = Estimate(statistic, 7.0)
        return Reported(name, "survey", name, estimate, scale_id="scale", group=group, analysis=analysis)

    rows: list[tuple[Cell, ...]] = [
        ("Scale", group, cell(f"{group}.before", "count", group), cell(f"{group}.after", "count", group),
         cell(f"{group}.change", "mean_change", group), "")
        for group in groups
    ]  # fmt: skip
    table = Table("survey.subgroups", "x", ("Scale", "Subgroup", "a", "b", "c", "p"), tuple(rows))
    return Section("survey", "Survey", tables=(table,))


def test_only_groups_with_both_strands_are_cases() -> None:
    (table,) = with_cases(display("GP", "Patient"), [subgroups("GP", "Nurse")]).tables
    assert (table.id, table.columns) == ("joint.cases", COLUMNS)
    assert [row[:2] for row in table.rows] == [("Knowledge", "GP")]
    ids = [cell.id for cell in table.rows[0] if isinstance(cell, Reported)]
    assert ids == ["GP.before", "GP.after", "GP.change", "people.GP", "said.GP"]


def test_without_a_common_group_or_a_planned_subgroup_there_is_no_matrix() -> None:
    assert with_cases(display("Patient"), [subgroups("GP")]).tables == ()
    assert with_cases(display("GP"), [subgroups("GP", analysis="interaction_training")]).tables == ()
    assert with_cases(display("GP"), []).tables == ()
