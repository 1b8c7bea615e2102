"""The mixed-methods matrix: groups that have both strands, with the numbers of other tables."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from impl_eval.integration.cases import COLUMNS, with_cases
from impl_eval.integration.joint_display import joint_display
from impl_eval.outputs.reasons import is_suppressed
from impl_eval.outputs.suppression import suppress
from impl_eval.results import Cell, Estimate, JointDisplay, Reported, Section, Table
from tests.integration.evidence import interviews_saying, reported, survey_saying
from tests.outputs.examples import evaluation


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


@given(st.dictionaries(st.sampled_from(["GP", "Nurse", "Pharmacist"]), st.integers(1, 12), min_size=1))
def test_what_is_hidden_in_the_survey_is_hidden_in_the_matrix(sizes: dict[str, int]) -> None:
    """Small groups, and those from which they could be worked out: no number of theirs in the matrix."""
    section = sized(subgroups(*sizes), sizes)
    cases = with_cases(display(*sizes), [section])
    shown = suppress(replace(evaluation(tables=section.tables), joint_display=cases))
    hidden = {
        cell.id
        for table in shown.sections[0].tables
        for row in table.rows
        for cell in row
        if isinstance(cell, Reported) and is_suppressed(cell.estimate)
    }
    assert {f"{group}.change" for group, size in sizes.items() if size < 5} <= hidden
    for row in shown.joint_display.tables[0].rows:
        for cell in row[2:5]:
            assert isinstance(cell, Reported)
            assert is_suppressed(cell.estimate) == (cell.id in hidden)
            assert (cell.estimate.value is None) == (cell.id in hidden)


def sized(section: Section, sizes: dict[str, int]) -> Section:
    """Return the subgroups with these numbers of respondents."""

    def with_size(cell: Cell) -> Cell:
        if not isinstance(cell, Reported):
            return cell
        size = sizes[cell.group]
        kind = cell.estimate.statistic
        estimate = Estimate(kind, float(size) if kind == "count" else 0.5, n=size, unit="respondents")
        return replace(cell, estimate=estimate)

    (table,) = section.tables
    rows = tuple(tuple(map(with_size, row)) for row in table.rows)
    return replace(section, tables=(replace(table, rows=rows),))
