"""Who took part: asked, answering, matched; by stakeholder group; matched against unmatched."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from impl_eval.quantitative.changes import SubjectResult
from impl_eval.quantitative.design import SurveyDesign
from impl_eval.quantitative.reporting import Subject, count, count_marked, report, slugs
from impl_eval.results import Cell, Estimate, Reported, Table
from impl_eval.statistics import mean_score, share, welch_mean_difference

NOT_STATED = "Not stated"


def participation_table(design: SurveyDesign) -> Table:
    """Return, for each timepoint, how many were invited, eligible and answering."""
    rows: list[tuple[Cell, ...]] = []
    for timepoint, label in design.labels.timepoints.items():
        here = design.at(timepoint)
        answering = count_marked(here & design.is_answering)
        silent = count_marked(here & ~design.is_answering)
        invited, eligible = (_supplied(design, timepoint, which) for which in (0, 1))
        rows.append(
            (
                label,
                _respondents(design, "invited", "invited", invited, timepoint),
                _respondents(design, "eligible", "eligible", eligible, timepoint),
                _respondents(design, "answering", "with at least one answer", answering, timepoint),
                _respondents(design, "without_answers", "without any answer", silent, timepoint),
                _respondents(
                    design, "share", "share of the eligible", _share(design, answering, eligible), timepoint
                ),
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
    entries = (
        matched_respondents(design),
        _left_out(design, "baseline_only", "at baseline only", pairing.baseline_only, "respondents"),
        _left_out(design, "follow_up_only", "at follow-up only", pairing.follow_up_only, "respondents"),
        _left_out(design, "quarantined", "code more than once in a survey", pairing.quarantined, "rows"),
        _left_out(design, "set_aside", "other row of such a code", pairing.set_aside, "rows"),
        _left_out(design, "without_answer", "row without any answer", pairing.without_answer, "rows"),
    )
    labels = (
        "Matched: answered both times",
        "At baseline only",
        "At follow-up only",
        "Quarantined rows: the code stands more than once in one survey",
        "Rows set aside: the other survey of a quarantined code",
        "Rows without any answer",
    )
    return Table(
        id=f"{design.prefix}.matching",
        title="Matching of baseline and follow-up",
        columns=("Respondents", "Number"),
        rows=tuple(zip(labels, entries, strict=True)),
        note="Respondents are matched by site and respondent code. A quarantined code is in no pair.",
    )


def matched_respondents(design: SurveyDesign) -> Reported:
    """Return the number of matched respondents, or the reason why nobody can be matched."""
    if design.pairing is None:
        estimate = Estimate.not_estimable("count", design.no_change_reason, unit="respondents")
    else:
        estimate = count(len(design.pairing))
    return _respondents(design, "matched", "matched", estimate, contrast=design.contrast)


def answering_sites(design: SurveyDesign) -> Reported:
    """Return the number of sites with an answer at a timepoint that the plan compares."""
    compared = np.isin(design.responses.timepoint, design.compared) & design.is_answering
    number = len(np.unique(design.responses.site[compared]))
    return _respondents(design, "sites", "sites", count(number, "sites"), contrast=design.contrast)


def group_table(design: SurveyDesign) -> Table:
    """Return how many answered, by stakeholder group and timepoint.

    Groups of the study from which nobody answered are left out: not every group is surveyed.
    """
    stated = design.responses.stakeholder_group
    groups = {
        group: label
        for group, label in (*design.labels.groups.items(), ("", NOT_STATED))
        if np.any(design.is_answering & (stated == group))
    }
    parts = slugs([group or "not stated" for group in groups])
    rows = []
    for group, label in groups.items():
        cells: list[Cell] = [label]
        for timepoint in design.labels.timepoints:
            number = count_marked(design.is_answering & (stated == group) & design.at(timepoint))
            name = f"group.{parts[group or 'not stated']}"
            cells.append(_respondents(design, name, label, number, timepoint, group=group))
        rows.append(tuple(cells))
    return Table(
        id=f"{design.prefix}.groups",
        title="Respondents with at least one answer, by stakeholder group",
        columns=("Stakeholder group", *design.labels.timepoints.values()),
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
        cells.append(_at_baseline(design, result.subject, difference, "matched_against_baseline_only"))
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
        ),
        rows=tuple(rows),
        note="Mean of the matched minus mean of those at baseline only, with Welch's interval; no test.",
    )


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
    return _respondents(design, name, label, count(len(rows), unit), contrast=design.contrast)


def _supplied(design: SurveyDesign, timepoint: str, which: int) -> Estimate:
    """Add up what sites supplied; a total over some of the sites would be no total."""
    nothing = (None, None)
    numbers = [design.labels.invited.get((site, timepoint), nothing)[which] for site in design.labels.sites]
    known = [number for number in numbers if number is not None]
    if not known:
        return Estimate.not_estimable("count", "not supplied", unit="respondents")
    if len(known) < len(numbers):
        reason = f"supplied by {len(known)} of {len(numbers)} sites"
        return Estimate.not_estimable("count", reason, unit="respondents")
    return count(sum(known))


def _share(design: SurveyDesign, answering: Estimate, eligible: Estimate) -> Estimate:
    if eligible.value is None:
        return Estimate.not_estimable("share", f"eligible: {eligible.reason}", unit="proportion")
    if answering.value is None or answering.value > eligible.value:
        return Estimate.not_estimable("share", "more answered than were eligible", unit="proportion")
    return share(int(answering.value), int(eligible.value), level=design.plan.confidence_level)


def _respondents(
    design: SurveyDesign,
    name: str,
    label: str,
    estimate: Estimate,
    timepoint: str = "",
    *,
    contrast: str = "",
    group: str = "",
) -> Reported:
    """Return a number of respondents: ids say whom it counts, not that it is a count."""
    parts = (design.prefix, "respondents", name, timepoint)
    when = design.labels.timepoints.get(timepoint, "")
    return Reported(
        id=".".join(part for part in parts if part),
        strand="survey",
        label=f"Respondents: {', '.join(word for word in (label, when) if word)}",
        estimate=estimate,
        timepoint=timepoint,
        contrast=contrast,
        group=group,
    )
