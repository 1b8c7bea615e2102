"""What was concluded from a change that is hidden must not be read either: rule 6 of suppression.py."""

import dataclasses
from typing import get_args

from impl_eval.outputs.reasons import is_suppressed
from impl_eval.outputs.statistic_names import statistic_named
from impl_eval.results import Cell, Direction, Evaluation, Fit, JointRow, Reported, SurveyEvidence, Table


def withdraw_conclusions(evaluation: Evaluation) -> Evaluation:
    """Return the evaluation without directions and fits that rest on hidden changes."""
    headline = evaluation.headline
    if headline is not None:
        tasks = tuple(_without_conclusion(task) for task in headline.tasks)
        evidence = _without_conclusion(headline.evidence)
        headline = dataclasses.replace(headline, evidence=evidence, tasks=tasks)
    scales = tuple(map(_without_conclusion, evaluation.scales))
    rows = tuple(_row_without_conclusion(row) for row in evaluation.joint_display.rows)
    joint_display = dataclasses.replace(evaluation.joint_display, rows=rows)
    sections = tuple(
        dataclasses.replace(section, tables=tuple(map(_table_without_conclusions, section.tables)))
        for section in evaluation.sections
    )
    return dataclasses.replace(
        evaluation, headline=headline, scales=scales, joint_display=joint_display, sections=sections
    )


def _table_without_conclusions(table: Table) -> Table:
    """Take the word for a direction out of every row whose change is hidden."""
    return dataclasses.replace(table, rows=tuple(map(_cells_without_conclusion, table.rows)))


def _cells_without_conclusion(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    is_hidden = any(
        isinstance(cell, Reported)
        and is_suppressed(cell.estimate)
        and statistic_named(cell.estimate.statistic).kind == "change"
        for cell in row
    )
    words = get_args(Direction) if is_hidden else ()
    return tuple("not estimable" if isinstance(cell, str) and cell in words else cell for cell in row)


def _without_conclusion(evidence: SurveyEvidence) -> SurveyEvidence:
    if not is_suppressed(evidence.change.estimate):
        return evidence
    reason = evidence.change.estimate.reason
    return dataclasses.replace(evidence, direction="not estimable", improvement="unclear", decision=reason)


def _row_without_conclusion(row: JointRow) -> JointRow:
    if row.survey is None or not is_suppressed(row.survey.change.estimate):
        return row
    fit = Fit("silence", "survey suppressed", "The change in the survey rests on too few people to be shown.")
    # What people decided and wrote may say what is hidden: their words go with the fit.
    return dataclasses.replace(row, survey=_without_conclusion(row.survey), fit=fit, meta_inferences=())
