"""Everything behind the change: the tables and charts of the survey's appendix, in their order."""

from collections.abc import Sequence

from impl_eval.quantitative.changes import SubjectResult
from impl_eval.quantitative.design import SurveyDesign
from impl_eval.quantitative.item_changes import item_changes_tables
from impl_eval.quantitative.measurement_tables import (
    correlations_table,
    items_statistics_table,
    measure,
    reliability_table,
    spread_table,
)
from impl_eval.quantitative.missing_answers import mcar_table, missing_chart, missing_table
from impl_eval.quantitative.person_tables import (
    effect_sizes_table,
    equivalence_table,
    individual_change_table,
)
from impl_eval.quantitative.quality_tables import quality_table, stored_scores_table
from impl_eval.quantitative.sensitivity import (
    sensitivity_chart,
    sensitivity_rows,
    sensitivity_table,
    tipping_table,
)
from impl_eval.quantitative.subgroup_changes import comparison_table, subgroups_table
from impl_eval.quantitative.survey_charts import means_charts, transitions_charts
from impl_eval.results import Chart, Table


def detail_tables_and_charts(
    design: SurveyDesign, whole: SurveyDesign, results: Sequence[SubjectResult]
) -> tuple[tuple[Table, ...], tuple[Chart, ...]]:
    """Return the tables and charts of the appendix.

    `whole` has the rows of comparison sites too; without such sites it is the design itself.
    """
    tested = [one for one in results if one.subject.scale_id in {design.headline, *design.family}]
    rows = sensitivity_rows(design, tested)
    measured = measure(design)
    tables = (
        comparison_table(whole, design.labels.comparison_sites, [one.subject.scale_id for one in tested]),
        sensitivity_table(design, rows),
        tipping_table(design, tested),
        effect_sizes_table(design, results),
        *item_changes_tables(design),
        subgroups_table(design, tested),
        individual_change_table(design, results),
        equivalence_table(design, results),
        reliability_table(design, measured, results),
        spread_table(design, measured, results),
        items_statistics_table(design, measured),
        correlations_table(design, measured),
        missing_table(design, measured),
        mcar_table(design, measured),
        quality_table(design),
        stored_scores_table(design),
    )
    items = [item for item in design.plan.headline_items if item in {i.id for i in design.instrument.items}]
    charts = (
        *means_charts(design, results),
        sensitivity_chart(design, rows),
        *transitions_charts(design, items),
        missing_chart(design),
    )
    return (
        tuple(table for table in tables if table is not None),
        tuple(chart for chart in charts if chart is not None),
    )
