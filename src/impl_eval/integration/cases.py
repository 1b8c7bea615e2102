"""The mixed-methods matrix: cases with both strands, here stakeholder groups, mechanism by mechanism.

Single people are no cases: survey and interviews hold no id in common. Every number is one that another
table has under the same id, so that what is hidden there is hidden here.

Source: O'Cathain, Murphy & Nicholl (2010), BMJ 341:c4587.
"""

from collections.abc import Iterable
from dataclasses import replace

from impl_eval.results import Cell, JointDisplay, JointRow, Reported, Section, Table

TITLE = "Survey and interviews by stakeholder group"
COLUMNS = (
    "Mechanism", "Stakeholder group", "n before", "n after", "Survey: change", "Interviews: participants",
    "Interviews: segments",
)  # fmt: skip
_BY_GROUP = "interaction_stakeholder_group"
_NOTE = (
    "Groups with answers to the survey and with interviews. Survey: change of the group in a mixed model "
    "that lets groups change differently; described, not decided by. Interviews: participants of the group "
    "who speak of the mechanism, and their coded segments."
)
Found = dict[tuple[str, str], tuple[Reported, ...]]


def with_cases(display: JointDisplay, sections: Iterable[Section]) -> JointDisplay:
    """Return the joint display with the matrix, where a group has both strands on a mechanism.

    `sections` are those of the survey; the plan has to name stakeholder groups as subgroups.
    """
    found = _changes_by_group(sections)
    rows = [line for row in display.rows for line in _rows(row, found)]
    if not rows:
        return display
    return replace(
        display, tables=(*display.tables, Table("joint.cases", TITLE, COLUMNS, tuple(rows), _NOTE))
    )


def _changes_by_group(sections: Iterable[Section]) -> Found:
    """Return n before, n after and change by scale and label of the group, from tables of subgroups."""
    found: Found = {}
    for table in (table for section in sections for table in section.tables):
        for row in table.rows:
            cells = [cell for cell in row if isinstance(cell, Reported) and cell.group]
            kinds = [cell.estimate.statistic for cell in cells]
            if kinds == ["count", "count", "mean_change"] and all(
                cell.analysis == _BY_GROUP for cell in cells
            ):
                found[cells[0].scale_id, str(row[1])] = tuple(cells)
    return found


def _rows(row: JointRow, found: Found) -> Iterable[tuple[Cell, ...]]:
    if row.survey is None or row.interviews is None:
        return
    for label, participants, segments in row.interviews.groups:
        numbers = found.get((row.survey.scale_id, label))
        if numbers is not None:
            yield (row.label, label, *numbers, participants, segments)
