"""Charts of the survey strand for the tests: forest, dumbbell, transitions, flow, missing patterns."""

from collections.abc import Sequence

from impl_eval.results import Chart, ChartPoint, Estimate, Reported

LIKERT = ("Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree")
ANALYSES = (
    "Mixed model, Kenward-Roger (primary)",
    "Mixed model, CR2 by site",
    "Matched pairs, signed rank",
    "Partially overlapping samples t",
    "Lowest without one site",
)


def reported(
    id_: str, statistic: str, value: float | None, bounds: tuple[float, float] | None = None
) -> Reported:
    low, high = bounds or (None, None)
    reason = "" if value is not None else "only 3 sites"
    level = 0.95 if bounds else None
    return Reported(id_, "survey", id_, Estimate(statistic, value, low, high, level, 40, reason=reason))


def sensitivity_chart(scales: Sequence[str], analyses: Sequence[str] = ANALYSES) -> Chart:
    points = []
    for column, scale in enumerate(scales):
        for row, analysis in enumerate(analyses):
            value = None if row == 3 else 0.3 - 0.1 * column + 0.02 * row
            bounds = None if value is None or row == 4 else (value - 0.25, value + 0.25)
            one = reported(f"s.{column}.{row}", "mean_change", value, bounds)
            points.append(ChartPoint(analysis, scale, one))
    return Chart("survey.sensitivity", "sensitivity", "All analyses", "Change in points", tuple(points))


def dumbbell_chart(means: Sequence[tuple[str, float | None, float | None]]) -> Chart:
    points = [
        ChartPoint(scale, when, reported(f"d.{row}.{when}", "mean", value))
        for row, (scale, *pair) in enumerate(means)
        for when, value in zip(("Before", "After"), pair, strict=True)
    ]
    return Chart("survey.means", "dumbbell", "Means before and after", "Mean score, 1 to 5", tuple(points))


def transitions_chart(options: Sequence[str]) -> Chart:
    points = [
        ChartPoint(before, after, reported(f"t.{row}.{column}", "count", float(row * column)))
        for row, before in enumerate(options)
        for column, after in enumerate(options)
    ]
    return Chart("survey.transitions", "transitions", "Knows the steps", "Respondents", tuple(points))


def flow_chart(numbers: Sequence[tuple[str, float | None, float | None]], matched: float) -> Chart:
    points = [
        ChartPoint(stage, when, reported(f"f.{row}.{when}", "count", value))
        for row, (stage, *pair) in enumerate(numbers)
        for when, value in zip(("Before", "After"), pair, strict=True)
    ]
    points.append(ChartPoint("Matched: answered both times", "", reported("f.matched", "count", matched)))
    return Chart("survey.flow", "flow", "Who took part", "Respondents", tuple(points))


def missing_chart(items: int, patterns: int) -> Chart:
    points = [ChartPoint("Nothing missing", "", reported("m.0", "count", 90.0))]
    for number in range(1, patterns):
        one = reported(f"m.{number}", "count", float(patterns - number))
        points.append(ChartPoint(f"Pattern {number}", "", one))
        gone = {number % items, (2 * number) % items}
        points += [ChartPoint(f"Pattern {number}", f"Item {item + 1}", one) for item in sorted(gone)]
    return Chart("survey.missing", "missing", "Missing answers", "Rows", tuple(points))
