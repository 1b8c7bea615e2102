"""The small table of one scale: described at each survey, and how it changed."""

from dataclasses import dataclass

from impl_eval.outputs.number_text import reason_text
from impl_eval.outputs.report.model import Column, TableBlock, TableCell
from impl_eval.outputs.report.participants import survey_sections
from impl_eval.outputs.report.sentences import plain_label
from impl_eval.outputs.report.shape import PAIRED, compares_surveys, shows_all_rows_interval
from impl_eval.outputs.report.table_blocks import summary_of
from impl_eval.outputs.report.values import (
    NOTHING,
    has_value,
    joined_sentences,
    level_of,
    reasons_note,
    text_cell,
    value_cell,
)
from impl_eval.results import Evaluation, Reported, SurveyEvidence

_NEGATIVE_ALPHA = "A negative alpha means that items run against each other: check which are reverse scored."
_ALPHA = "cronbachs_alpha"
_SHORT_ROWS = 2
_DESCRIBED = (
    ("Respondents with a score", "count"),
    ("Mean", "mean"),
    ("Standard deviation", "standard_deviation"),
    ("Cronbach’s alpha", _ALPHA),
)


def how_to_read(evaluation: Evaluation) -> str:
    """Return what the tables of scores show: no word on change or intervals where there is none."""
    if not compares_surveys(evaluation):
        return "The tables of scores describe everybody with a score."
    interval = (
        ", whose interval allows for likeness within sites" if shows_all_rows_interval(evaluation) else ""
    )
    if {entry.change.analysis for entry in evaluation.scales} == {"mixed_model"}:
        change = (
            "The change beside the means is that of the mixed model over all answers; the rows below give "
            f"that of matched respondents and that of all answers without the model{interval}. "
        )
        of_whom = "the change of matched respondents"
    else:
        change = f"The change is that of matched respondents, except in the row on all answers{interval}. "
        of_whom = "the change"
    return (
        "In the tables of scores, each survey is described from everybody with a score. "
        f"{change}The standardised change, d_av, is {of_whom} divided by the average standard deviation "
        "(the root of the mean of the two variances), before and after; no cut-point makes it large or small."
    )


@dataclass(frozen=True)
class _Row:
    """One measure: its values at each survey, and its change; None where there is none."""

    label: str
    at_timepoints: tuple[Reported | None, ...]
    change: Reported | None
    after_change: str = ""

    def cells(self, *, with_change: bool) -> tuple[TableCell, ...]:
        """Return the cells of the table."""
        cells = (text_cell(self.label), *map(value_cell, self.at_timepoints))
        if not with_change:
            return cells
        if self.change is None:
            return (*cells, text_cell(NOTHING))
        after = self.after_change if has_value(self.change) else ""
        return (*cells, text_cell(value_cell(self.change)[0].spans, after))


def scale_table(evaluation: Evaluation, evidence: SurveyEvidence, *, short: bool = False) -> TableBlock:
    """Return n, mean, spread and alpha at each survey, and the change in its several forms.

    A `short` table has n, mean and the change in the form that decides; spread and the rest stand elsewhere.
    """
    timepoints = evaluation.facts.timepoints
    with_change = compares_surveys(evaluation)
    results = _of_scale(evaluation, evidence)
    rows = _described(results, evidence, timepoints)
    rows = rows[:_SHORT_ROWS] if short else rows
    if with_change:
        changes = _changes(results, evidence, len(timepoints))
        rows += [changes[0], changes[-1]] if short else changes
    shown = [
        reported for row in rows for reported in (*row.at_timepoints, *((row.change,) if with_change else ()))
    ]
    level = level_of(shown)
    columns = [Column(f"Measure ({level} in brackets)" if level else "Measure", 34)]
    columns += [Column(label, 20.5, "right") for _, label in timepoints]
    columns += [Column("Change", 25, "right")] if with_change else []
    title = f"{plain_label(evidence.label)}: scores{' and change' if with_change else ''}"
    return TableBlock(
        id=f"scale.{evidence.scale_id}",
        title=title,
        summary=summary_of(title, tuple(column.header for column in columns), len(rows)),
        columns=tuple(columns),
        rows=tuple(row.cells(with_change=with_change) for row in rows),
        note=_note(evidence, shown, with_change=with_change),
        compact=True,
    )


def _note(evidence: SurveyEvidence, shown: list[Reported | None], *, with_change: bool) -> str:
    """Return why values or the interval over all answers are missing, and what a negative alpha means."""
    all_rows = evidence.all_rows_change
    without_interval = with_change and has_value(all_rows) and all_rows.estimate.low is None
    reason = reason_text(all_rows).rstrip(".") if without_interval else ""
    alphas = [each.estimate.value for each in shown if each and each.estimate.statistic == _ALPHA]
    return joined_sentences(
        reasons_note(shown),
        f"The change over all answers has no interval ({reason})." if reason else "",
        _NEGATIVE_ALPHA if any(alpha is not None and alpha < 0 for alpha in alphas) else "",
    )


def _of_scale(evaluation: Evaluation, evidence: SurveyEvidence) -> tuple[Reported, ...]:
    return tuple(
        reported
        for section in survey_sections(evaluation)
        for reported in section.reported
        if reported.scale_id == evidence.scale_id
        and not (reported.item_id or reported.place or reported.group)
    )


def _described(
    results: tuple[Reported, ...], evidence: SurveyEvidence, timepoints: tuple[tuple[str, str], ...]
) -> list[_Row]:
    changes = {"mean": evidence.change, "count": _first(results, "count", PAIRED)}
    return [
        _Row(
            label,
            tuple(_at(results, statistic, timepoint) for timepoint, _ in timepoints),
            changes.get(statistic),
            " matched" if statistic == "count" else "",
        )
        for label, statistic in _DESCRIBED
    ]


def _changes(results: tuple[Reported, ...], evidence: SurveyEvidence, surveys: int) -> list[_Row]:
    nothing = (None,) * surveys
    adjusted = _first(results, "p_value_holm", evidence.change.analysis)
    p_value = adjusted or _first(results, "p_value", evidence.change.analysis)
    return [
        _Row("Standardised change, d_av", nothing, evidence.standardised_change),
        *(
            [_Row("Change in matched respondents", nothing, evidence.paired_change)]
            if evidence.change.analysis != PAIRED and evidence.paired_change is not None
            else []
        ),
        _Row("Change over all answers, matched or not", nothing, evidence.all_rows_change),
        _Row("p value after Holm’s adjustment" if adjusted else "p value", nothing, p_value),
    ]


def _at(results: tuple[Reported, ...], statistic: str, timepoint: str) -> Reported | None:
    """Return a description over all rows; the id's last parts tell a plain count from special ones."""
    found = (
        reported
        for reported in results
        if reported.timepoint == timepoint and reported.id.endswith(f".{statistic}.{timepoint}")
    )
    return next(found, None)


def _first(results: tuple[Reported, ...], statistic: str, analysis: str) -> Reported | None:
    found = (
        reported
        for reported in results
        if reported.estimate.statistic == statistic and reported.analysis == analysis
    )
    return next(found, None)
