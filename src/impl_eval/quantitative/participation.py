"""Who took part: asked, answering, matched; by stakeholder group; matched against unmatched."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from impl_eval.quantitative.changes import SubjectResult
from impl_eval.quantitative.design import SurveyDesign
from impl_eval.quantitative.matching_flow import (
    code_rows,
    listed_rows,
    matching_method,
    no_codes_reason,
    pair_rows,
)
from impl_eval.quantitative.reporting import Subject, count, count_marked, report, slugs
from impl_eval.quantitative.respondent_counts import respondents_reported
from impl_eval.quantitative.response_rates import RATE_COLUMNS, group_rates, total_rates
from impl_eval.results import Cell, Estimate, Reported, Table
from impl_eval.statistics import mean_score, welch_mean_difference
from impl_eval.statistics.standardised_difference import standardised_mean_difference

NOT_STATED = "Not stated"
Scores = npt.NDArray[np.float64]


def participation_table(design: SurveyDesign) -> Table:
    """Return, for each timepoint, how many were invited, eligible and answering."""
    rows: list[tuple[Cell, ...]] = []
    for timepoint, label in design.labels.timepoints.items():
        silent = count_marked(design.at(timepoint) & ~design.is_answering)
        invited, eligible, answering, answered = total_rates(design, timepoint)
        rows.append(
            (
                label,
                respondents_reported(design, "invited", "invited", invited, timepoint),
                respondents_reported(design, "eligible", "eligible", eligible, timepoint),
                respondents_reported(design, "answering", "with at least one answer", answering, timepoint),
                respondents_reported(design, "without_answers", "without any answer", silent, timepoint),
                respondents_reported(design, "share", "share of the eligible", answered, timepoint),
            )
        )
    return Table(
        id=f"{design.prefix}.who_answered",
        title="Who was asked and who answered",
        columns=(
            "Survey",
            "Invited",
            "Eligible",
            "With at least one answer",
            "Without any answer",
            "Answering, of the eligible",
        ),
        rows=tuple(rows),
        note="Answers that stand more than once under one respondent code are counted here as they came.",
    )


def matching_table(design: SurveyDesign) -> Table | None:
    """Return how many respondents were matched and how many were left out, and why; None without pairs."""
    if design.pairing is None:
        return None
    pairing = design.pairing
    twice = "Quarantined rows: the code stands more than once in one survey"
    other = "Rows set aside: the other survey of a quarantined code"
    left_out = (
        ("baseline_only", "At baseline only", pairing.baseline_only, "respondents"),
        ("follow_up_only", "At follow-up only", pairing.follow_up_only, "respondents"),
        ("quarantined", twice, pairing.quarantined, "rows"),
        ("set_aside", other, pairing.set_aside, "rows"),
        ("without_answer", "Rows without any answer", pairing.without_answer, "rows"),
    )
    rows = [
        *code_rows(design, pairing),
        ("Matched: answered both times", matched_respondents(design)),
        *pair_rows(design, pairing),
        *((label, _left_out(design, name, label, which, unit)) for name, label, which, unit in left_out),
        *listed_rows(design, pairing),
    ]
    return Table(
        id=f"{design.prefix}.matching",
        title="Matching of baseline and follow-up",
        columns=("Respondents", "Number"),
        rows=tuple(rows),
        note=_matching_note(design),
    )


def _matching_note(design: SurveyDesign) -> str:
    reason = no_codes_reason(design)
    if reason:
        return f"There is no paired analysis: {reason}."
    return f"{matching_method(design)} Listed pairs are for people to look at and are not matched."


def matched_respondents(design: SurveyDesign) -> Reported:
    """Return the number of matched respondents, or the reason why nobody can be matched."""
    if design.pairing is None:
        estimate = Estimate.not_estimable("count", design.no_change_reason, unit="respondents")
    else:
        estimate = count(len(design.pairing))
        estimate = replace(estimate, reason=no_codes_reason(design) or estimate.reason)
    return respondents_reported(design, "matched", "matched", estimate, contrast=design.contrast)


def answering_sites(design: SurveyDesign) -> Reported:
    """Return the number of sites with an answer at a timepoint that the plan compares."""
    compared = np.isin(design.responses.timepoint, design.compared) & design.is_answering
    number = len(np.unique(design.responses.site[compared]))
    return respondents_reported(design, "sites", "sites", count(number, "sites"), contrast=design.contrast)


def group_table(design: SurveyDesign) -> Table:
    """Return how many answered, by stakeholder group and timepoint; the response too where it is known.

    Groups of the study from which nobody answered are left out: not every group is surveyed.
    """
    stated = design.responses.stakeholder_group
    groups = {
        group: label
        for group, label in (*design.labels.groups.items(), ("", NOT_STATED))
        if np.any(design.is_answering & (stated == group))
    }
    parts = slugs([group or "not stated" for group in groups])
    with_rates = bool(design.labels.invited_by_group)
    shown = ("invited", "eligible", "answering", "share") if with_rates else ("answering",)
    times = design.labels.timepoints
    rows: list[tuple[Cell, ...]] = []
    for group, label in groups.items():
        by_time: list[list[Cell]] = []
        for timepoint in times:
            cells: list[Cell] = []
            found = dict(zip(("invited", "eligible", "answering", "share"),
                             group_rates(design, group, timepoint), strict=True))  # fmt: skip
            for what in shown:
                name = f"group.{parts[group or 'not stated']}" + ("" if what == "answering" else f".{what}")
                words = label if what == "answering" else f"{label}, {what}"
                cells.append(respondents_reported(design, name, words, found[what], timepoint, group=group))
            by_time.append(cells)
        if with_rates:
            rows += [(label, when, *cells) for when, cells in zip(times.values(), by_time, strict=True)]
        else:
            rows.append((label, *(cell for cells in by_time for cell in cells)))
    columns = ("Survey", *RATE_COLUMNS) if with_rates else tuple(times.values())
    return Table(
        id=f"{design.prefix}.groups",
        title="Respondents with at least one answer, by stakeholder group",
        columns=("Stakeholder group", *columns),
        rows=tuple(rows),
    )


def matched_against_unmatched_table(design: SurveyDesign, results: Sequence[SubjectResult]) -> Table | None:
    """Return how matched respondents compared at baseline with those who answered then only."""
    if design.pairing is None or not results:
        return None
    sides = (("matched", design.pairing.baseline_rows), ("baseline_only", design.pairing.baseline_only))
    rows: list[tuple[Cell, ...]] = []
    for result in results:
        scores = design.scores.of(result.subject.scale_id)
        cells: list[Cell] = [result.subject.label]
        for name, indices in sides:
            cells.extend(_baseline_of(design, result.subject, name, scores[indices]))
        difference = welch_mean_difference(
            scores[sides[0][1]], scores[sides[1][1]], level=design.plan.confidence_level
        )
        standardised = _standardised(design, scores[sides[0][1]], scores[sides[1][1]])
        cells.extend(
            _at_baseline(design, result.subject, estimate, "matched_against_baseline_only")
            for estimate in (difference, standardised)
        )
        rows.append(tuple(cells))
    return Table(
        id=f"{design.prefix}.matched_against_unmatched",
        title="Matched and unmatched respondents at baseline",
        columns=(
            "Scale",
            "n, matched",
            "Mean, matched",
            "n, baseline only",
            "Mean, baseline only",
            "Difference",
            "Standardised difference",
        ),
        rows=tuple(rows),
        note=(
            "Mean of the matched minus mean of those at baseline only, with Welch's interval; no test. "
            "Standardised: divided by the root of the mean of the two variances."
        ),
    )


def _standardised(design: SurveyDesign, matched: Scores, unmatched: Scores) -> Estimate:
    """Return the standardised difference, where both groups are large enough to be spoken of."""
    found = standardised_mean_difference(matched, unmatched)
    least = design.plan.smallest_shown
    if min(np.count_nonzero(~np.isnan(matched)), np.count_nonzero(~np.isnan(unmatched))) >= least:
        return found
    reason = f"a group of fewer than {least}"
    return Estimate.not_estimable(found.statistic, reason, n=found.n, unit=found.unit, method=found.method)


def _baseline_of(
    design: SurveyDesign, subject: Subject, side: str, scores: npt.NDArray[np.float64]
) -> tuple[Reported, Reported]:
    number = count_marked(~np.isnan(scores))
    mean = mean_score(scores, level=design.plan.confidence_level)
    return _at_baseline(design, subject, number, side), _at_baseline(design, subject, mean, side)


def _at_baseline(design: SurveyDesign, subject: Subject, estimate: Estimate, side: str) -> Reported:
    baseline = design.plan.baseline
    words = f"{estimate.statistic.replace('_', ' ')}, {side.replace('_', ' ')}"
    return report(design, subject, estimate, baseline, side, label=words, timepoint=baseline)


def _left_out(
    design: SurveyDesign, name: str, label: str, rows: npt.NDArray[np.int64], unit: str
) -> Reported:
    words = f"{label[0].lower()}{label[1:]}"
    return respondents_reported(design, name, words, count(len(rows), unit), contrast=design.contrast)
