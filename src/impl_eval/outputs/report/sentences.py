"""Sentences on the survey, chosen by the result. Printed by the report and by the command line."""

import re

from impl_eval.outputs.number_text import bounds_text, level_text, reason_text, signed_change
from impl_eval.outputs.report.model import Span, Spans, spans
from impl_eval.outputs.report.values import (
    has_value,
    mid_sentence,
    sentence_case,
    shown,
    shown_n,
    shown_number,
)
from impl_eval.results import Evaluation, Headline, Reported, SurveyEvidence

NOT_PROOF_OF_CAUSE = (
    "There was no comparison group: a change is not proof that the programme caused it. Other things may "
    "have changed at the same time."
)
SIMULATED_BANNER = "SIMULATED DATA"
SIMULATED_SENTENCE = (
    "The survey answers, interviews and codings in this report were made up to show what the method does. "
    "They say nothing about any real person, practice or place, and must not be quoted as findings."
)
DIRECTION_WORDS = {
    "up": "↑ Up",
    "down": "↓ Down",
    "no clear change": "↔ No clear change",
    "not estimable": "– Not estimable",
}
_RANGE = re.compile(r"\s*\((-?[\d.]+ to -?[\d.]+)\)\s*$")


def is_about_confidence(evaluation: Evaluation) -> bool:
    """Whether the first question is about prescribers' confidence; other studies may ask another one."""
    if evaluation.headline is None:
        return any("confiden" in mechanism.label.lower() for mechanism in evaluation.mechanisms)
    return "confiden" in evaluation.headline.evidence.label.lower()


def people_word(evaluation: Evaluation) -> str:
    """Return what those who answered the headline questions are called."""
    return "prescribers" if is_about_confidence(evaluation) else "people"


def question(evaluation: Evaluation) -> str:
    """Return the question that the first page answers."""
    if is_about_confidence(evaluation):
        return "Did prescribers become more confident?"
    if evaluation.headline is None:
        return "What changed?"
    return f"Did {mid_sentence(plain_label(evaluation.headline.evidence.label))} change?"


def plain_label(label: str) -> str:
    """Return a scale's label without its range."""
    return _RANGE.sub("", label)


def claim(evaluation: Evaluation) -> str:
    """Return the answer in one short sentence, without numbers."""
    confident = is_about_confidence(evaluation)
    subject = "prescribers became more confident" if confident else "the main measure changed"
    if evaluation.headline is None:
        return f"This evaluation has no survey result with which to say whether {subject}."
    evidence = evaluation.headline.evidence
    if confident and evidence.direction in ("up", "down") and evidence.improvement != "unclear":
        more = "more" if evidence.improvement == "better" else "less"
        return f"Prescribers became {more} confident."
    name = mid_sentence(plain_label(evidence.label))
    if evidence.direction == "not estimable":
        return f"This evaluation cannot say whether {subject if confident else f'{name} changed'}."
    if evidence.direction == "no clear change":
        return f"There was no clear change in {'prescribers’ confidence' if confident else name}."
    return f"{sentence_case(name)} went {evidence.direction}{better_or_worse(evidence)}."


def better_or_worse(evidence: SurveyEvidence) -> str:
    """Return ', a change for the better', or nothing where nobody declared what is better."""
    return "" if evidence.improvement == "unclear" else f", a change for the {evidence.improvement}"


def change_sentence(evidence: SurveyEvidence, people: str = "people", *, spelt_out: bool = False) -> Spans:
    """Return the sentence with the change and its interval, or with the reason why there is none."""
    if not has_value(evidence.change):
        return spans(f"Reason: {_bare_reason(evidence.change)}.")
    sentence = spans(_who_changed(evidence.change, people), _points(evidence, spelt_out), ".")
    if evidence.change.estimate.low is None:
        return spans(sentence, f" {sentence_case(reason_text(evidence.change).rstrip('.'))}.")
    return sentence


def numbers_sentence(headline: Headline, people: str = "people") -> Spans:
    """Return how many answered before and after, were matched, and at how many sites."""
    before, after = headline.evidence.before, headline.evidence.after
    answered = spans(shown_n(before), f" {people} answered these questions")
    if has_value(after):
        answered = spans(answered, " before and ", shown_n(after), " after")
    if has_value(headline.sites):
        one = headline.sites.estimate.value == 1
        answered = spans(answered, ", at ", shown_number(headline.sites), " site" if one else " sites")
    if not has_value(headline.matched):
        return spans(answered, ".")
    matched = headline.matched if headline.matched.estimate.value else None
    return spans(answered, "; ", shown_number(matched) if matched else "nobody", " could be matched.")


def before_sentence(evidence: SurveyEvidence) -> Spans:
    """Return the mean before the programme: all there is to say where a change is not estimable."""
    if not has_value(evidence.before):
        return ()
    return spans("The mean at the first survey was ", shown(evidence.before), _of_range(evidence), ".")


def direction_text(evidence: SurveyEvidence | None) -> str:
    """Return the word for a change with its arrow, and whether it is for the better."""
    if evidence is None:
        return "Not measured"
    word = DIRECTION_WORDS[evidence.direction]
    return word if evidence.improvement == "unclear" else f"{word} ({evidence.improvement})"


def task_line(evidence: SurveyEvidence) -> Spans:
    """Return one task: its label, the word for its change, and the change."""
    label = f"{evidence.label}: "
    if not has_value(evidence.change):
        return spans(label, "not estimable (", _bare_reason(evidence.change), ").")
    return spans(label, f"{evidence.direction}, ", _points(evidence), ".")


def mechanism_sentence(label: str, evidence: SurveyEvidence | None, people: str = "people") -> Spans:
    """Return what the survey says of a mechanism, in a sentence or two."""
    if evidence is None:
        return spans(f"The survey does not measure {mid_sentence(label)}.")
    name = mid_sentence(label)
    match evidence.direction:
        case "not estimable":
            head = f"The survey cannot say whether {name} changed. "
        case "no clear change":
            head = f"The survey shows no clear change in {name}; it does not show that nothing changed. "
        case word:
            head = f"In the survey, {name} went {word}{better_or_worse(evidence)}. "
    return spans(head, change_sentence(evidence, people))


def _points(evidence: SurveyEvidence, spelt_out: bool = False) -> Spans:
    """Return '+1.01 points on a scale from 0 to 10 (95% CI 0.73 to 1.30)', or 'CI' in words."""
    change = evidence.change
    points = spans(Span(signed_change(change), result_id=change.id), " points", _of_range(evidence))
    level = change.estimate.level
    if change.estimate.low is None or level is None:
        return points
    name = level_text(level).replace("CI", "confidence interval, CI:") if spelt_out else level_text(level)
    return spans(points, f" ({name} ", Span(bounds_text(change), result_id=change.id), ")")


def _who_changed(change: Reported, people: str) -> Spans:
    if change.analysis == "all_rows":
        return spans("Over all answers, matched or not, the mean change was ")
    return spans("Among the ", shown_n(change), f" {people} who answered both times, the mean change was ")


def _of_range(evidence: SurveyEvidence) -> str:
    match = _RANGE.search(evidence.label)
    return f" on a scale from {match[1]}" if match else ""


def _bare_reason(reported: Reported) -> str:
    reason = reason_text(reported).removeprefix("not estimable: ").rstrip(".")
    return reason.replace("suppressed: ", "the number is hidden, being ", 1)
