"""What marks a report that is not for everybody, and what it says of presets that round."""

from impl_eval.outputs.number_text import plain
from impl_eval.outputs.report.model import Block, Paragraph, spans, strong
from impl_eval.outputs.report.sentences import SIMULATED_BANNER
from impl_eval.outputs.report.shape import has_interviews, has_survey
from impl_eval.results import Evaluation

INTERNAL_BANNER = "INTERNAL: NOT FOR RELEASE"
_INTERNAL = (
    "Nothing is hidden in this version. It may point at single people and must not leave the evaluation team."
)


def report_banner(evaluation: Evaluation) -> str:
    """Return what stands on every page; empty where the report may go to anybody."""
    marks = (
        (evaluation.disclosure.is_internal, INTERNAL_BANNER),
        (evaluation.facts.simulated, SIMULATED_BANNER),
    )
    return " – ".join(mark for holds, mark in marks if holds)


def internal_notice(evaluation: Evaluation) -> tuple[Block, ...]:
    """Return the notice before everything else that a report is for the team alone."""
    if not evaluation.disclosure.is_internal:
        return ()
    return (Paragraph(spans(strong(f"{INTERNAL_BANNER}. "), _INTERNAL), "banner", id="title.internal"),)


def rounding_rules(evaluation: Evaluation) -> list[str]:
    """Return what a preset that rounds hides and rounds, of what the study has, and whose rule it is."""
    smallest, multiple = evaluation.smallest_count_shown, evaluation.disclosure.rounding
    below = f"1 to {plain(smallest - 1, 0)}"
    rules = []
    if has_survey(evaluation):
        rules.append(
            f"Counts of {below} survey respondents, and results from so few, are hidden. Every other count "
            f"of people is rounded to the nearest {multiple}, totals by themselves, so that rounded counts "
            "need not add up. Shares are of rounded counts and have no interval. Means, changes and their "
            "intervals are not rounded."
        )
    if "outcomes" not in evaluation.absent:
        rules.append(
            f"Programme outcomes that count {below} people are hidden, others are rounded, and rates are of "
            "rounded counts."
        )
    if has_interviews(evaluation):
        rules.append("Interview counts describe the people who were chosen to be interviewed, and are shown.")
    source = evaluation.disclosure.source
    return [*rules, *([f"Rule: {source}."] if source else [])]
