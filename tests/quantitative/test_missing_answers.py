"""Missing answers by scale and in patterns, and Little's test: against R, and counted by hand."""

import numpy as np
import pytest

from impl_eval.quantitative.measurement_tables import measure
from impl_eval.quantitative.missing_answers import (
    MOST_PATTERNS_DRAWN,
    mcar_table,
    missing_chart,
    missing_table,
)
from tests.quantitative.surveys import (
    assert_as_in_r,
    drawn_rows,
    estimates,
    ids_of_r,
    reference_design,
    shown_in,
    strand,
    table_of,
)


def chart_of(result):
    return next((chart for chart in result.section.charts if chart.id == "survey.missing_patterns"), None)


def test_littles_test_as_in_r():
    """R 4.2.2: EM to convergence and Little's (1988) statistic with the maximum-likelihood covariance, both
    written out in data/reference_study.R."""
    design = reference_design()
    assert_as_in_r(shown_in(mcar_table(design, measure(design))), ids_of_r("mcar"), 1e-6)


def test_counts_of_the_reference_study():
    """Counted in the files: rows without a score are what the scoring of the R script leaves NA."""
    design = reference_design()
    by_id = {one.id: one.estimate.value for one in shown_in(missing_table(design, measure(design)))}
    without = {id_: number for id_, number in by_id.items() if "without_score" in id_ and number}
    assert sum(without.values()) == 4
    assert {id_.split(".")[1] for id_ in without} == {"care_pathway", "team_consistency"}
    (chart,) = [missing_chart(design)]
    rows = [point for point in chart.points if point.series == ""]
    assert len(rows) == MOST_PATTERNS_DRAWN
    responses = design.responses
    assert rows[0].label == "Nothing missing"
    assert rows[0].reported.estimate.value == np.count_nonzero(~np.isnan(responses.values).any(axis=1))
    left = len(responses) - sum(int(point.reported.estimate.value) for point in rows)
    assert f" {left} rows have one of " in chart.note


def test_patterns_by_hand():
    """Ten rows: seven whole, two without a1 and b2, one without a2; two more rows hold no answer at all."""
    gone = [()] * 7 + [(0, 4)] * 2 + [(1,)] + [(0, 1, 2, 3, 4)] * 2
    rows = []
    for who, missing in enumerate(gone):
        cells = ["-99" if item in missing else str(1 + (who + item) % 5) for item in range(5)]
        rows.append((f"s{who % 5}", f"P{who}", "gp", "baseline", *cells))
    result = strand(rows, follow_up=None)
    found = estimates(result)
    assert [found[f"survey.instrument.count.pattern.{number}"].value for number in (1, 2, 3)] == [7, 2, 1]
    assert "survey.instrument.count.pattern.4" not in found
    marks = [(point.label, point.series) for point in chart_of(result).points]
    assert marks == [
        ("Nothing missing", ""),
        ("Pattern 2", ""),
        ("Pattern 2", "a1"),
        ("Pattern 2", "b2"),
        ("Pattern 3", ""),
        ("Pattern 3", "a2"),
    ]
    assert "both surveys" not in chart_of(result).note
    # Scale a has three items, two of them are enough; b has two, and both are needed.
    assert found["survey.a.count.complete.baseline"].value == 7
    assert found["survey.a.count.without_score.baseline"].value == 0
    assert found["survey.b.count.without_score.baseline"].value == 2


def test_nothing_missing_no_figure_and_a_reason():
    result = strand(drawn_rows(61, missing=0))
    assert chart_of(result) is None
    p_value = estimates(result)["survey.instrument.p_value.mcar.baseline"]
    assert p_value.value is None
    assert "there is nothing to test" in p_value.reason


def test_a_timepoint_that_nobody_answered_has_no_row():
    result = strand(drawn_rows(62, timepoints=("baseline",)))
    for name in ("missing", "missing_at_random", "psychometrics"):
        assert {
            row[-5] if name == "missing_at_random" else row[1] for row in table_of(result, name).rows
        } == {"Baseline"}


@pytest.mark.parametrize("reason", ["-88", "-77"])
def test_every_kind_of_missing_answer_is_missing(reason):
    rows = [(*row[:4], reason, *row[5:]) for row in drawn_rows(63, missing=0)]
    found = estimates(strand(rows))
    assert found["survey.item.a1.share.missing.baseline"].value == 1
    assert found["survey.a.count.complete.baseline"].value == 0
    assert found["survey.a.count.without_score.baseline"].value == 0
