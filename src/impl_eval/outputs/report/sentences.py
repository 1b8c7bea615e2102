"""Sentences on the survey, chosen by the result. Printed by the report and by the command line."""

import re
from dataclasses import replace

from impl_eval.outputs.number_text import bounds_text, level_text, plain, reason_text, signed_change
from impl_eval.outputs.reasons import is_suppressed
from impl_eval.outputs.report.model import Span, Spans, spans
from impl_eval.outputs.report.shape import (
    has_coded_interviews,
    has_interviews,
    has_outcomes_alone,
    has_survey,
    is_described_only,
)
from impl_eval.outputs.report.values import (
    fact,
    has_value,
    listed,
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
NO_SURVEY = "No survey was carried out."
NO_SURVEY_BUT_TALK = f"{NO_SURVEY} This answer rests on what people said in interviews."
OUTCOMES_ALONE = (
    "No survey was carried out and nobody was interviewed. This report describes programme outcomes only."
)
NO_INTERVIEWS = "This study has no interviews."
DESCRIBED_ONLY = "described only: the plan foresaw no decision"
SIMULATED_BANNER = "SIMULATED DATA"
DIRECTION_WORDS = {
    "up": "↑ Up",
    "down": "↓ Down",
    "no clear change": "↔ No clear change",
    "not estimable": "– Not estimable",
}
_RANGE = re.compile(r"\s*\(-?[\d.]+ to -?[\d.]+\)\s*$")


def simulated_sentence(evaluation: Evaluation) -> str:
    """Return what of the report was made up: only what there is."""
    made_up = ["survey answers"] if has_survey(evaluation) else []
    made_up += ["interviews"] if has_interviews(evaluation) else []
    made_up += ["codings"] if has_coded_interviews(evaluation) else []
    made_up += ["programme outcomes"] if "outcomes" not in evaluation.absent else []
    if not made_up:
        return "This study declares its data to be made up, and holds none yet."
    return (
        f"The {listed(made_up)} in this report were made up to show what the method does. They say nothing "
        "about any real person, practice or place, and must not be quoted as findings."
    )


def question(evaluation: Evaluation) -> str:
    """Return the question that the first page answers."""
    if evaluation.facts.headline_question:
        return evaluation.facts.headline_question
    if evaluation.headline is None:
        return "What changed?"
    return f"Did {mid_sentence(plain_label(evaluation.headline.evidence.label))} change?"


def plain_label(label: str) -> str:
    """Return a scale's label without its range."""
    return _RANGE.sub("", label)


def claim(evaluation: Evaluation) -> str:
    """Return the answer in one short sentence, without numbers."""
    if has_outcomes_alone(evaluation):
        return OUTCOMES_ALONE
    if not has_survey(evaluation):
        return NO_SURVEY_BUT_TALK if has_coded_interviews(evaluation) else NO_SURVEY
    if evaluation.headline is None:
        return "No scale was planned as the main measure."
    return _scale_claim(evaluation.headline.evidence)


def _scale_claim(evidence: SurveyEvidence) -> str:
    name = mid_sentence(plain_label(evidence.label))
    if is_hidden(evidence):
        return f"This report does not show whether {name} changed."
    if evidence.direction == "not estimable":
        return f"This evaluation cannot say whether {name} changed."
    if evidence.direction == "no clear change":
        return f"There was no clear change in {name}."
    return f"{sentence_case(name)} went {evidence.direction}{better_or_worse(evidence)}."


def better_or_worse(evidence: SurveyEvidence) -> str:
    """Return ', a change for the better', or nothing where nobody declared what is better."""
    return "" if evidence.improvement == "unclear" else f", a change for the {evidence.improvement}"


def headline_sentence(headline: Headline, people: str, *, spelt_out: bool = False) -> Spans:
    """Return the change of the headline scale, with what its analysis allows for, told this once."""
    return change_sentence(headline.evidence, people, spelt_out=spelt_out, allowing=_allowing(headline))


def _allowing(headline: Headline) -> str:
    """Return what the mixed model allows for: only what these data hold, for people who know no models."""
    matched, sites = headline.matched.estimate.value, headline.sites.estimate.value
    parts = ["linking those of the same person"] if matched else []
    parts += ["allowing for differences between sites"] if sites is not None and sites > 1 else []
    return f"{listed(parts)}, " if parts else ""


def change_sentence(
    evidence: SurveyEvidence, people: str, *, spelt_out: bool = False, allowing: str = ""
) -> Spans:
    """Return the sentence with the change and its interval, or with the reason why there is none."""
    if not has_value(evidence.change):
        return _reason(evidence)
    sentence = spans(_who_changed(evidence.change, people, allowing), points(evidence, spelt_out), ".")
    if evidence.change.estimate.low is None:
        reason = sentence_case(reason_text(evidence.change).rstrip("."))
        return spans(sentence, " ", _told(reason, evidence.change), ".")
    return sentence


def numbers_sentence(headline: Headline, people: str) -> Spans:
    """Return how many have a score before and after, answered both times, and at how many sites."""
    before, after = headline.evidence.before, headline.evidence.after
    number = shown_n(before)
    answered = spans(Span(sentence_case(number.text), result_id=number.result_id), f" {people} have a score")
    if has_value(after):
        answered = spans(answered, " before and ", shown_n(after), " after")
    if has_value(headline.sites):
        one = headline.sites.estimate.value == 1
        answered = spans(answered, ", at ", shown_number(headline.sites), " site" if one else " sites")
    if not has_value(headline.matched):
        return spans(answered, ".")
    matched = headline.matched if headline.matched.estimate.value else None
    return spans(answered, "; ", shown_number(matched) if matched else "nobody", " answered both times.")


def means_sentence(evidence: SurveyEvidence, name: str = "") -> Spans:
    """Return the mean, or the means before and after: all there is to say where a change has no verdict.

    `name` says of what, where the sentence before does not.
    """
    if not has_value(evidence.before):
        return ()
    sentence = spans(f"For {name}, the" if name else "The", " mean was ", shown(evidence.before))
    if has_value(evidence.after):
        sentence = spans(sentence, " before and ", shown(evidence.after), " after")
    return spans(sentence, _of_range(evidence, ","), ".")


def mean_text(evidence: SurveyEvidence) -> Spans:
    """Return ': the mean was 3.1 before and 3.4 after', of one survey alone its mean; or nothing."""
    if not has_value(evidence.before):
        return ()
    sentence = spans(": the mean was ", shown(evidence.before))
    return (
        spans(sentence, " before and ", shown(evidence.after), " after")
        if has_value(evidence.after)
        else sentence
    )


def direction_text(evidence: SurveyEvidence | None) -> str:
    """Return the word for a change with its arrow, and whether it is for the better."""
    if evidence is None:
        return "Not measured"
    if is_described_only(evidence):
        return "Described only"
    if is_hidden(evidence):
        return "Hidden"
    word = DIRECTION_WORDS[evidence.direction]
    return word if evidence.improvement == "unclear" else f"{word} ({evidence.improvement})"


def task_line(evidence: SurveyEvidence, headline: SurveyEvidence) -> Spans:
    """Return one task: its label, the word for its change, and the change; without change, its mean.

    The range is named only where it is another than that of the headline scale, told just before.
    """
    if evidence.score_range == headline.score_range:
        evidence = replace(evidence, score_range=None)
    label = f"{evidence.label}: "
    if not has_value(evidence.change):
        if has_value(evidence.before) and not has_value(evidence.after):
            return spans(label, "mean ", shown(evidence.before), _of_range(evidence, ","), ".")
        unknown = "not shown" if is_hidden(evidence) else "not estimable"
        return spans(label, f"{unknown} (", _bare_reason(evidence.change), ").")
    return spans(label, f"{_task_word(evidence)}, ", points(evidence), ".")


def _task_word(evidence: SurveyEvidence) -> str:
    """Return the word for a change that has a number; a number without a p value has no direction."""
    if is_described_only(evidence):
        return "described only"
    if evidence.direction == "not estimable":
        return "too uncertain to judge"
    return f"{evidence.direction}{' (a change for the worse)' if evidence.improvement == 'worse' else ''}"


def is_hidden(evidence: SurveyEvidence) -> bool:
    """Whether a change is known and hidden, so that nobody can be recognised."""
    return is_suppressed(evidence.change.estimate)


def mechanism_sentence(label: str, evidence: SurveyEvidence | None, people: str) -> Spans:
    """Return what the survey says of a mechanism or scale, in a sentence or two."""
    name = mid_sentence(label)
    if evidence is None:
        return spans(f"The survey does not measure {name}.")
    if is_described_only(evidence):
        return described_only_sentence(label, evidence, people)
    match evidence.direction:
        case "not estimable" if not has_value(evidence.change) and not has_value(evidence.after):
            means = means_sentence(evidence, name)
            return means or spans(_unknown(name, evidence), _reason(evidence))
        case "not estimable":
            head = _unknown(name, evidence)
        case "no clear change":
            head = f"The survey shows no clear change in {name}; it does not show that nothing changed. "
        case word:
            head = f"In the survey, {name} went {word}{better_or_worse(evidence)}. "
    return spans(head, change_sentence(evidence, people))


def _unknown(name: str, evidence: SurveyEvidence) -> str:
    if is_hidden(evidence):
        return f"This report does not show whether {name} changed. "
    return f"The survey cannot say whether {name} changed. "


def described_only_sentence(label: str, evidence: SurveyEvidence, people: str) -> Spans:
    """Return the numbers of a scale on which the plan foresaw no decision: means and change, no verdict."""
    means = means_sentence(evidence)
    change = change_sentence(evidence, people) if has_value(evidence.after) else ()
    return spans(
        f"{sentence_case(label)} is {DESCRIBED_ONLY}.",
        spans(" ", means) if means else "",
        spans(" ", change) if change else "" if means else spans(" ", _reason(evidence)),
    )


def _reason(evidence: SurveyEvidence) -> Spans:
    return spans("Reason: ", _bare_reason(evidence.change), ".")


def points(evidence: SurveyEvidence, spelt_out: bool = False) -> Spans:
    """Return '+1.01 points on a scale from 0 to 10 (95% CI 0.73 to 1.30)', or 'CI' in words."""
    change = evidence.change
    changed = spans(Span(signed_change(change), result_id=change.id), " points", _of_range(evidence))
    level = change.estimate.level
    if change.estimate.low is None or level is None:
        return changed
    share, name = level_text(level).split(" ", 1)
    name = "confidence interval, CI:" if spelt_out else name
    of_level, bounds = (Span(text, result_id=change.id) for text in (share, bounds_text(change)))
    return spans(changed, " (", of_level, f" {name} ", bounds, ")")


def _who_changed(change: Reported, people: str, allowing: str) -> Spans:
    if change.analysis == "mixed_model":
        return spans(f"Over all answers, {allowing}the estimated mean change was ")
    if change.analysis == "all_rows":
        return spans("Over all answers, matched or not, the mean change was ")
    return spans("Among the ", shown_n(change), f" {people} with a score both times, the mean change was ")


def _of_range(evidence: SurveyEvidence, comma: str = "") -> Spans:
    if evidence.score_range is None:
        return ()
    low, high = evidence.score_range
    declared = fact(f"{plain(low, 0)} to {plain(high, 0)}", f"scale.{evidence.scale_id}.range")
    return spans(f"{comma} on a scale from ", declared)


def _bare_reason(reported: Reported) -> Span:
    reason = reason_text(reported).removeprefix("not estimable: ").rstrip(".")
    return _told(reason.replace("suppressed: ", "the number is hidden, being ", 1), reported)


def _told(reason: str, reported: Reported) -> Span:
    """Return a reason; one with a number in it is that of its result, as a value is."""
    return Span(reason, result_id=reported.id if any(map(str.isdigit, reason)) else "")
