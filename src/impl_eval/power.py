"""The power of a study's own design: the plan's assumptions in, one table, one chart and the answer out.

Pure. Rests on assumptions only; the study's answers are not looked at.
"""

from collections.abc import Callable
from dataclasses import dataclass

from impl_eval.errors import AnalysisRefused
from impl_eval.protocols import AnalysisPlan
from impl_eval.results import Cell, Chart, ChartPoint, Estimate, Reported, Table
from impl_eval.simulation.power import PowerAtChange, PowerResult, ceiling_of, simulate_power

NO_ASSUMPTIONS = (
    "The plan says nothing about power: add a block 'power' to protocols/analysis_plan.yaml "
    "(docs/reference/study-files.md lists its keys)."
)


@dataclass(frozen=True)
class PowerReport:
    """What `impl-eval power` shows: sentences, a table and a chart; `detectable` answers the question."""

    sentences: tuple[str, ...]
    table: Table
    chart: Chart
    detectable: Reported


def replicates_in_all(plan: AnalysisPlan) -> int:
    """Return how many data sets will be simulated.

    Raises
    ------
    AnalysisRefused : the plan has no assumptions about power, or they contradict each other.
    """
    power = plan.power
    if power is None:
        raise AnalysisRefused(NO_ASSUMPTIONS)
    if power.correlation < power.site_share:
        raise AnalysisRefused(
            f"The plan's power: the correlation of two scores of one person ({power.correlation:g}) cannot "
            f"be below the share of sites ({power.site_share:g}), which is a part of it."
        )
    if round(power.sites * power.respondents_per_site) < 2:
        raise AnalysisRefused("The plan's power: fewer than two respondents in all.")
    return power.replicates * len(power.changes)


def power_report(plan: AnalysisPlan, progress: Callable[[int], None] = lambda done: None) -> PowerReport:
    """Simulate the power of the plan's design under its assumptions."""
    replicates_in_all(plan)
    if plan.power is None:
        raise AnalysisRefused(NO_ASSUMPTIONS)
    result = simulate_power(plan.power, plan.primary_change, alpha=plan.alpha, progress=progress)
    detectable = _reported("power.detectable_change", "detectable change", result.detectable_change)
    return PowerReport(_sentences(plan, result), _table(result), _chart(plan, result), detectable)


def _sentences(plan: AnalysisPlan, result: PowerResult) -> tuple[str, ...]:
    power = plan.power
    if power is None:
        return ()
    ceiling = (
        f"; scores end at a ceiling {ceiling_of(power):.2f} points above the mean at baseline"
        if power.ceiling_share
        else ""
    )
    noun = "site" if power.sites == 1 else "sites"
    return (
        f"Scale {power.scale}, decided by the plan's primary change ({plan.primary_change}) at "
        f"{round(plan.alpha, 10):g}, two-sided.",
        f"Assumed: {power.sites} {noun}, {result.rows} rows, {result.linked} respondents linked; standard "
        f"deviation {power.standard_deviation:g} points, {power.site_share:g} of the variance between sites, "
        f"correlation {power.correlation:g}, sites differ in their change by a standard deviation of "
        f"{power.site_change_sd:g}{ceiling}.",
        f"{power.replicates} simulated data sets for each change, seed {power.seed}. Intervals are Monte "
        "Carlo intervals: they say how exact the simulation is, not how right its assumptions are.",
    )


def _table(result: PowerResult) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for number, one in enumerate(result.along, 1):
        key = f"power.{number}"
        rows.append(
            (
                f"{one.change:g}",
                _reported(f"{key}.power", "power", one.power),
                _reported(f"{key}.observed_change", "mean change of the scores", one.observed_change),
                _reported(f"{key}.not_estimable", "without a p value", one.not_estimable),
            )
        )
    return Table(
        id="power",
        title="Power along the true change",
        columns=("True change", "Power", "Mean change of the scores", "Data sets without a p value"),
        rows=tuple(rows),
        note="A data set without a p value counts as not rejected.",
    )


def _chart(plan: AnalysisPlan, result: PowerResult) -> Chart:
    points = [_point(number, one) for number, one in enumerate(result.along, 1)]
    if plan.power is not None:
        level = Estimate("share", plan.power.wanted_power, reason="chosen in the plan")
        points.append(ChartPoint("", "wanted", _reported("power.wanted", "wanted power", level)))
    return Chart(
        id="power",
        kind="power",
        title="Power of this design",
        axis_label="True change in points",
        points=tuple(points),
        note="The dashed line is the wanted power.",
    )


def _point(number: int, one: PowerAtChange) -> ChartPoint:
    return ChartPoint(f"{one.change:g}", "power", _reported(f"power.{number}.power", "power", one.power))


def _reported(id_: str, label: str, estimate: Estimate) -> Reported:
    return Reported(id_, "survey", label, estimate)
