"""What makes one doubt the data, counted: one option throughout, the same answers twice, other totals."""

from impl_eval.quantitative.design import SurveyDesign
from impl_eval.quantitative.missing_answers import instrument_subject
from impl_eval.quantitative.quality import compare_stored_totals, duplicate_answers, straight_lining
from impl_eval.quantitative.reporting import count, report, scale_subject
from impl_eval.results import Cell, Table


def quality_table(design: SurveyDesign) -> Table:
    """Return counts of doubtful rows; they are counted and stay in every result."""
    lines = straight_lining(design.responses)
    groups = duplicate_answers(design.responses)
    found = (
        (
            "straight_lining",
            "Rows with one option for a whole block that points both ways",
            len({line.row for line in lines if not line.middle}),
        ),
        (
            "middle_throughout",
            "Rows with the middle option for such a block",
            len({line.row for line in lines if line.middle}),
        ),
        (
            "same_answers",
            "Rows whose answers stand in another row of the same survey, letter for letter",
            sum(map(len, groups)),
        ),
    )
    subject = instrument_subject(design)
    rows: list[tuple[Cell, ...]] = [
        (label, report(design, subject, count(number, "rows"), "quality", key, label=label))
        for key, label, number in found
    ]
    return Table(
        id=f"{design.prefix}.quality",
        title="Doubtful answers",
        columns=("What", "Rows"),
        rows=tuple(rows),
        note="Counted, never left out: whether such rows count is a decision of the plan.",
    )


def stored_scores_table(design: SurveyDesign) -> Table | None:
    """Return how the scores stored in the export compare with those computed; None where it holds none."""
    stored = design.responses.stored_scores
    if not stored:
        return None
    checks = compare_stored_totals(
        design.scores, stored, row_labels=design.responses.row_labels, responses=design.responses
    )
    rows: list[tuple[Cell, ...]] = []
    for check in checks:
        subject = scale_subject(design.instrument.scale(check.scale_id))
        numbers = (("compared", check.compared), ("disagreeing", len(check.disagreements)))
        cells = (
            report(design, subject, count(number, "rows"), "stored_score", key, label=f"stored scores {key}")
            for key, number in numbers
        )
        rows.append((subject.label, *cells, check.explanation))
    return Table(
        id=f"{design.prefix}.stored_scores",
        title="Scores stored in the export, computed again",
        columns=("Scale", "Rows compared", "Disagreeing", "What would explain it"),
        rows=tuple(rows),
        note="This report uses the computed scores. The team's internal files list the rows that disagree.",
    )


def stored_score_cautions(design: SurveyDesign) -> tuple[str, ...]:
    """Return a sentence for every scale whose stored scores are not those computed."""
    stored = design.responses.stored_scores
    if not stored:
        return ()
    checks = compare_stored_totals(design.scores, stored, responses=design.responses)
    return tuple(
        f"{design.instrument.scale(check.scale_id).label}: {len(check.disagreements)} of {check.compared} "
        "scores stored in the export are not what their answers give; the computed ones are used."
        for check in checks
        if check.disagreements
    )
