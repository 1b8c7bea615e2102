"""How single items changed: the share at or above the plan's threshold, and the whole distribution."""

from dataclasses import dataclass

import numpy as np

from impl_eval.instruments import Item
from impl_eval.quantitative.design import SurveyDesign
from impl_eval.quantitative.item_results import subject_of_item
from impl_eval.quantitative.mixed_changes import Values
from impl_eval.quantitative.reporting import Subject, report
from impl_eval.results import Cell, Estimate, Reported, Table
from impl_eval.statistics.cumulative_link import cumulative_link_change
from impl_eval.statistics.marginal_homogeneity import bhapkar, stuart_maxwell, transition_table
from impl_eval.statistics.threshold_share import threshold_change

EXACT, MID_P = "mcnemar_exact", "mcnemar_mid_p"


@dataclass(frozen=True, eq=False)
class _Answers:
    """Answers to one item as ticked: of everybody at each timepoint, and of the matched who gave both."""

    item: Item
    subject: Subject
    before: Values
    after: Values
    matched_before: Values
    matched_after: Values
    values: Values


def item_changes_tables(design: SurveyDesign) -> tuple[Table, ...]:
    """Return the shares at or above thresholds and the tests of distributions; none without a comparison."""
    if design.no_change_reason:
        return ()
    answers = [_answers(design, index) for index in range(len(design.instrument.items))]
    thresholds = design.plan.items.thresholds
    with_threshold = [one for one in answers if one.item.choices in thresholds]
    tables = [_thresholds_table(design, with_threshold)] if with_threshold else []
    return (*tables, _distributions_table(design, answers))


def _answers(design: SurveyDesign, index: int) -> _Answers:
    item = design.instrument.items[index]
    values = design.responses.values[:, index]
    before, after = (values[design.at(timepoint)] for timepoint in design.compared)
    matched = (np.empty(0), np.empty(0))
    if design.pairing is not None:
        first, second = values[design.pairing.baseline_rows], values[design.pairing.follow_up_rows]
        both = ~np.isnan(first) & ~np.isnan(second)
        matched = (first[both], second[both])
    return _Answers(item, subject_of_item(design, item.id), before, after, *matched, values)


def _label(answers: _Answers) -> str:
    mark = " (reverse scored; as ticked)" if answers.item.reverse_scored else ""
    return f"{answers.subject.label}{mark}"


def _thresholds_table(design: SurveyDesign, items: list[_Answers]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for answers in items:
        threshold = design.plan.items.thresholds[answers.item.choices]
        found = threshold_change(
            answers.before,
            answers.after,
            answers.matched_before,
            answers.matched_after,
            threshold=threshold,
            level=design.plan.confidence_level,
        )
        first, second = design.compared
        cells = (
            _about(design, answers, found.share_before, f"at_least_{threshold}", first, timepoint=first),
            _about(design, answers, found.share_after, f"at_least_{threshold}", second, timepoint=second),
            _about(design, answers, found.difference, "matched", analysis="matched"),
            _about(design, answers, found.test.exact_p_value, EXACT, analysis=EXACT),
            _about(design, answers, found.test.mid_p_value, MID_P, analysis=MID_P),
        )
        rows.append((f"{_label(answers)}: at least {threshold}", *cells))
    labels = [design.labels.timepoints[timepoint] for timepoint in design.compared]
    source = design.plan.items.threshold_source
    return Table(
        id=f"{design.prefix}.item_changes",
        title="Single items: shares at or above a threshold",
        columns=(
            *("Item", *labels, "Difference in matched"),
            *("p (exact McNemar)", "p (mid-p)"),
        ),
        rows=tuple(rows),
        note=(
            "Shares of everybody who answered the item (Wilson), difference of shares in the matched "
            "(Newcombe; parts of one: a tenth is ten percentage points), McNemar's test of the matched. "
            "p values are not adjusted: items are described."
            + (f" Threshold: {source.rstrip('.')}." if source else "")
        ),
    )


def _distributions_table(design: SurveyDesign, items: list[_Answers]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    with_model = design.plan.items.cumulative_link
    for answers in items:
        options = design.instrument.options_of(answers.item)
        categories = list(range(options.min, options.max + 1))
        table = transition_table(answers.matched_before, answers.matched_after, categories)
        tests = (("stuart_maxwell", stuart_maxwell(table)), ("bhapkar", bhapkar(table)))
        cells: list[Cell] = []
        for name, test in tests:
            cells += [
                _about(design, answers, test.statistic, name, analysis=name),
                _about(design, answers, test.p_value, name, analysis=name),
            ]
        if with_model:
            cells += _cumulative_link(design, answers)
        rows.append((_label(answers), *cells))
    model = ("Odds ratio of a higher answer", "p (odds ratio)") if with_model else ()
    return Table(
        id=f"{design.prefix}.item_distributions",
        title="Single items: the whole distribution of answers",
        columns=("Item", "Stuart-Maxwell", "p (S-M)", "Bhapkar", "p (Bhapkar)", *model),
        rows=tuple(rows),
        note=(
            "Stuart-Maxwell and Bhapkar: whether the matched gave each answer as often after as before; "
            "options "
            "that nobody ticked are left out."
            + (
                " Odds ratio: cumulative link model of everybody's answers, standard errors by site; it is "
                "not "
                "linked by respondent."
                if with_model
                else ""
            )
        ),
    )


def _cumulative_link(design: SurveyDesign, answers: _Answers) -> list[Cell]:
    kept = np.isin(design.responses.timepoint, design.compared)
    later = design.at(design.compared[-1])[kept]
    site = design.responses.site[kept]
    found = cumulative_link_change(answers.values[kept], later, site, level=design.plan.confidence_level)
    return [
        _about(design, answers, one, "cumulative_link", analysis="cumulative_link")
        for one in (found.odds_ratio, found.p_value)
    ]


def _about(
    design: SurveyDesign,
    answers: _Answers,
    estimate: Estimate,
    detail: str,
    *more: str,
    timepoint: str = "",
    analysis: str = "",
) -> Reported:
    return report(
        design, answers.subject, estimate, detail, *more,
        timepoint=timepoint, contrast="" if timepoint else design.contrast, analysis=analysis,
    )  # fmt: skip
