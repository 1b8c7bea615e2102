"""Missing answers: by scale, in patterns, and Little's test that scores are missing completely at random."""

import numpy as np

from impl_eval.quantitative.design import SurveyDesign
from impl_eval.quantitative.measurement_tables import Measured
from impl_eval.quantitative.reporting import Subject, count, report, scale_subject
from impl_eval.quantitative.responses import ANSWERED
from impl_eval.results import Cell, Chart, ChartPoint, Table
from impl_eval.statistics.little_mcar import little_mcar_test
from impl_eval.statistics.missing_patterns import MissingPattern, missing_patterns

MOST_PATTERNS_DRAWN = 5


def instrument_subject(design: SurveyDesign) -> Subject:
    """Return the whole instrument as the subject of results."""
    return Subject("instrument", design.instrument.title, "", "", "", None)


def missing_table(design: SurveyDesign, measured: Measured) -> Table:
    """Return how many scores are missing, by scale and timepoint."""
    rows: list[tuple[Cell, ...]] = []
    for timepoint, found in measured.items():
        for scale in found.scales:
            subject = scale_subject(design.instrument.scale(scale.scale_id))
            numbers = (
                ("complete", "every item answered", scale.patterns.complete),
                ("without_score", "without a score", scale.rows - scale.scored),
            )
            cells = (
                report(design, subject, count(number), key, timepoint, label=label, timepoint=timepoint)
                for key, label, number in numbers
            )
            rows.append((subject.label, design.labels.timepoints[timepoint], *cells))
    return Table(
        id=f"{design.prefix}.missing",
        title="Missing answers, scale by scale",
        columns=("Scale", "Survey", "Every item answered", "Without a score"),
        rows=tuple(rows),
        note="Respondents with at least one answer to the questionnaire.",
    )


def mcar_table(design: SurveyDesign, measured: Measured) -> Table:
    """Return Little's test of the scale scores at each timepoint."""
    subject = instrument_subject(design)
    rows: list[tuple[Cell, ...]] = []
    for timepoint in measured:
        here = design.is_answering & design.at(timepoint)
        labels = [scale.label for scale in design.instrument.scales]
        test = little_mcar_test(design.scores.scores[here], names=labels)
        estimates = (test.patterns, test.chi_squared, test.degrees_of_freedom, test.p_value)
        cells = (report(design, subject, one, "mcar", timepoint, timepoint=timepoint) for one in estimates)
        rows.append((design.labels.timepoints[timepoint], *cells))
    return Table(
        id=f"{design.prefix}.missing_at_random",
        title="Little's test of the scale scores",
        columns=("Survey", "Patterns", "Chi-squared", "df", "p"),
        rows=tuple(rows),
        note=(
            "A small p says that scores are not missing completely at random. A large one does not say that "
            "they are."
        ),
    )


def missing_chart(design: SurveyDesign) -> Chart | None:
    """Return the most frequent patterns of missing answers; None where nothing is missing."""
    kept = design.is_answering & np.isin(design.responses.timepoint, design.compared)
    is_missing = design.responses.reasons[kept] != ANSWERED
    if not is_missing.any():
        return None
    found = missing_patterns(is_missing, most=MOST_PATTERNS_DRAWN, level=design.plan.confidence_level)
    subject = instrument_subject(design)
    points: list[ChartPoint] = []
    for number, pattern in enumerate(found.patterns, 1):
        label = f"Pattern {number}" if any(pattern.missing) else "Nothing missing"
        reported = report(
            design, subject, count(pattern.count, "rows"), "pattern", str(number), label=f"rows with {label}"
        )
        points.append(ChartPoint(label, "", reported))
        points += [ChartPoint(label, name, reported) for name in _missing_items(design, pattern)]
    which = ", both surveys" if design.plan.follow_up else ""
    others = found.different - len(found.patterns)
    rest = (
        f" {found.not_listed} rows have one of {others} other patterns, which are not drawn."
        if others
        else ""
    )
    return Chart(
        id=f"{design.prefix}.missing_patterns",
        kind="missing",
        title="Which answers are missing together",
        axis_label="Rows",
        points=tuple(points),
        note=f"Rows with at least one answer{which}. Only items missing in a pattern are named.{rest}",
    )


def _missing_items(design: SurveyDesign, pattern: MissingPattern) -> list[str]:
    items = design.instrument.items
    return [item.short_label for item, is_gone in zip(items, pattern.missing, strict=True) if is_gone]
