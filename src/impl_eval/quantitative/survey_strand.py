"""The survey strand: the answers to one instrument in, one Section, the evidence and the headline out.

Pure: no file, no clock. What is computed lies in the modules named below; here is their order.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from impl_eval.protocols import AnalysisPlan
from impl_eval.quantitative.cautions import survey_cautions
from impl_eval.quantitative.changes import ANALYSIS_WORDS, SubjectResult, item_result, scale_result
from impl_eval.quantitative.decisions import Decision, decide_item, decide_scales, evidence_of
from impl_eval.quantitative.design import SurveyDesign, SurveyLabels, design_survey
from impl_eval.quantitative.details import detail_tables_and_charts
from impl_eval.quantitative.item_results import distribution_charts, items_table, subject_of_item
from impl_eval.quantitative.matching_flow import false_matches_table
from impl_eval.quantitative.methods import survey_methods
from impl_eval.quantitative.participation import (
    answering_sites,
    group_table,
    matched_against_unmatched_table,
    matched_respondents,
    matching_table,
    participation_table,
)
from impl_eval.quantitative.reporting import all_reported, scale_subject
from impl_eval.quantitative.response_rates import response_rates_table
from impl_eval.quantitative.responses import Responses
from impl_eval.quantitative.result_tables import (
    all_rows_table,
    mixed_model_table,
    model_parts_table,
    paired_table,
    places_table,
    scores_table,
    tasks_table,
)
from impl_eval.quantitative.survey_charts import flow_chart
from impl_eval.results import Chart, ChartPoint, Headline, Reported, Section, SurveyEvidence, Table

__all__ = ["SurveyLabels", "SurveyResult", "survey_strand"]


@dataclass(frozen=True)
class SurveyResult:
    """What one instrument found: the section, the evidence for every scale, the headline if it is here."""

    section: Section
    evidence: tuple[SurveyEvidence, ...]
    headline: Headline | None


def survey_strand(
    responses: Responses, plan: AnalysisPlan, *, labels: SurveyLabels, prefix: str = "survey"
) -> SurveyResult:
    """Analyse the answers to one instrument as the plan says.

    Scales and items of the plan that belong to another instrument are left to it. A study with
    several instruments gives each a `prefix` of its own, so that ids stay unique.

    Raises
    ------
    ValueError : a row's site, stakeholder group or timepoint, or a timepoint of the plan, has no label.
    """
    whole = design_survey(responses, plan, labels, prefix)
    design = _programme_only(whole)
    scales = tuple(scale_result(design, scale_subject(scale)) for scale in design.instrument.scales)
    scale_decisions = decide_scales(design, scales)
    items = tuple(item_result(design, subject_of_item(design, name)) for name in _headline_items(design))
    item_decisions = tuple(decide_item(design, item) for item in items)
    evidence = tuple(evidence_of(design, scale, scale_decisions[scale.subject.scale_id]) for scale in scales)
    tasks = tuple(evidence_of(design, *pair) for pair in zip(items, item_decisions, strict=True))
    tables = (
        *_participation_tables(design, scales),
        *_result_tables(design, scales, scale_decisions),
        tasks_table(design, items, item_decisions),
        places_table(design),
        items_table(design),
    )
    more_tables, more_charts = detail_tables_and_charts(design, whole, scales)
    shown = (*(table for table in tables if table is not None), *more_tables)
    charts = (
        flow_chart(design, participation_table(design)),
        *_change_chart(design, scales),
        *distribution_charts(design),
        *more_charts,
    )
    headline = _headline(design, evidence, tasks)
    section = Section(
        strand="survey",
        title=design.instrument.title,
        reported=all_reported(
            shown, charts, _beside_tables((*scales, *items), (*evidence, *tasks), headline)
        ),
        tables=shown,
        charts=charts,
        cautions=survey_cautions(design, scales),
        methods=survey_methods(design),
    )
    return SurveyResult(section, evidence, headline)


def _programme_only(whole: SurveyDesign) -> SurveyDesign:
    """Return the design without rows and invitations of comparison sites: they are in the comparison only."""
    labels = whole.labels
    if not labels.comparison_sites:
        return whole
    kept = ~np.isin(whole.responses.site, sorted(labels.comparison_sites))
    sites = {site: place for site, place in labels.sites.items() if site not in labels.comparison_sites}
    elsewhere = set(labels.sites.values()) - set(sites.values())
    places = tuple(place for place in labels.places if place not in elsewhere)
    labels = replace(labels, sites=sites, places=places)
    return design_survey(whole.responses.only(kept), whole.plan, labels, whole.prefix)


def _headline_items(design: SurveyDesign) -> tuple[str, ...]:
    """Return the plan's headline items that belong to this instrument, in the plan's order."""
    here = {item.id for item in design.instrument.items}
    return tuple(item_id for item_id in design.plan.headline_items if item_id in here)


def _participation_tables(design: SurveyDesign, scales: Sequence[SubjectResult]) -> tuple[Table | None, ...]:
    tested = [scale for scale in scales if scale.subject.scale_id in {design.headline, *design.family}]
    return (
        participation_table(design),
        response_rates_table(design),
        matching_table(design),
        false_matches_table(design),
        group_table(design),
        matched_against_unmatched_table(design, tested),
    )


def _result_tables(
    design: SurveyDesign, scales: Sequence[SubjectResult], decisions: Mapping[str, Decision]
) -> tuple[Table, ...]:
    scores = scores_table(design, scales)
    if design.plan.follow_up is None:
        return (scores,)
    found = (
        scores,
        mixed_model_table(design, scales, decisions),
        model_parts_table(design, scales),
        paired_table(design, scales, decisions),
        all_rows_table(design, scales, decisions),
    )
    return tuple(table for table in found if table is not None)


def _change_chart(design: SurveyDesign, scales: Sequence[SubjectResult]) -> tuple[Chart, ...]:
    """Return the chart of the family's changes, in points; none where nothing can be compared."""
    if design.no_change_reason or not design.family:
        return ()
    analysis = design.plan.primary_change
    by_id = {scale.subject.scale_id: scale for scale in scales}
    points = tuple(
        ChartPoint(
            by_id[scale_id].subject.label,
            ANALYSIS_WORDS[analysis].capitalize(),
            by_id[scale_id].changed["mean_change", analysis],
        )
        for scale_id in design.family
    )
    chart = Chart(
        id=f"{design.prefix}.change",
        kind="change",
        title="Change in each mechanism",
        axis_label="Mean change in points, follow-up minus baseline",
        points=points,
        note="Intervals are not adjusted for the number of scales.",
    )
    return (chart,)


def _headline(
    design: SurveyDesign, evidence: Sequence[SurveyEvidence], tasks: tuple[SurveyEvidence, ...]
) -> Headline | None:
    if design.headline is None:
        return None
    found = next(entry for entry in evidence if entry.scale_id == design.headline)
    return Headline(found, matched_respondents(design), answering_sites(design), tasks)


def _beside_tables(
    results: Sequence[SubjectResult], evidence: Sequence[SurveyEvidence], headline: Headline | None
) -> Iterator[Reported]:
    """Yield what must have its place among the results even where no table or chart shows it."""
    for result in results:
        yield from result.described.values()
        yield from result.changed.values()
    for entry in evidence:
        yield from (entry.before, entry.after, entry.change)
        yield from (entry.standardised_change, entry.all_rows_change)
    if headline is not None:
        yield from (headline.matched, headline.sites)
