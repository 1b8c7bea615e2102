"""What the results cannot carry, and harms: never left out, whatever was supplied."""

import hashlib
import re

from impl_eval.outputs.number_text import count_text
from impl_eval.outputs.report.facts import with_facts
from impl_eval.outputs.report.inputs import ReportInputs
from impl_eval.outputs.report.model import Block, Heading, Paragraph, Prompt, spans
from impl_eval.outputs.report.outcomes import supplied_outcomes
from impl_eval.outputs.report.sentences import NOT_PROOF_OF_CAUSE
from impl_eval.outputs.report.shape import (
    compares_surveys,
    deciding_pairs,
    has_interviews,
    has_survey,
    shows_a_change,
    shows_any_change,
)
from impl_eval.outputs.report.values import listed, mid_sentence, sentence_case
from impl_eval.outputs.report.written import paragraphs
from impl_eval.results import Evaluation

FEW_SITES = 10
"""Ours, for the wording alone: below it the report calls sites few. No result depends on it."""

FEW_PAIRS = 10
"""Below it the report calls pairs few, as the survey strand does. No result depends on it."""

_HARMS_ASKED = Prompt(
    "limits.harms.lead", "What is known locally of harms, and how are they being watched for?"
)
_FEW_PAIRS = f"fewer than {FEW_PAIRS} matched pairs"
_PERCEPTIONS = (
    "The survey asks people what they think and feel able to do. It does not show what they did, nor what "
    "came of it."
)


ON_PEOPLE = ("Not analysed", "Stakeholder groups", "Some transcripts")
"""How cautions begin that the chapter on who took part prints."""

_NO_MEASURE = "no measured change"
_TOLD_ELSEWHERE = (_FEW_PAIRS, _NO_MEASURE)


def limits_line(evaluation: Evaluation) -> str:
    """Return the main limits as one line of short phrases."""
    phrases = _phrases(evaluation)
    return f"{sentence_case('; '.join(phrases))}." if phrases else "See the chapter on limits and harms."


def limits_chapter(evaluation: Evaluation, inputs: ReportInputs) -> tuple[Block, ...]:
    """Return the chapter on limits and harms; what is said of harms is never left out."""
    blocks: list[Block] = [
        Heading(1, "Limits and harms", "limits"),
        Heading(2, "Limits", "limits.limits"),
    ]
    sentences = [NOT_PROOF_OF_CAUSE] if shows_any_change(evaluation) else []
    sentences += _own_sentences(evaluation)
    cautions = [caution for section in evaluation.sections for caution in section.cautions]
    known = (*sentences, *(f"Not supplied: {'; '.join(evaluation.not_supplied)}." for _ in (0,)))
    sentences += [
        caution
        for caution in dict.fromkeys(cautions)
        if caution not in known and not _is_said_already(evaluation, caution)
    ]
    blocks.extend(
        Paragraph(with_facts(sentence, evaluation), "bullet", id=f"limits.limits.{_name_of(sentence)}")
        for sentence in sentences
    )
    blocks.extend(paragraphs("limits.limits", inputs.words.discussion.limits))
    blocks.append(Heading(2, "Harms", "limits.harms"))
    blocks.extend(Paragraph(spans(sentence)) for sentence in harms_sentences(evaluation))
    blocks.extend(paragraphs("limits.harms", inputs.words.harms) or (_HARMS_ASKED,))
    return tuple(blocks)


def _name_of(sentence: str) -> str:
    """Return a name that a limit keeps whatever its numbers are, and whatever limits stand before it."""
    words = re.sub(r"\d[\d,.]*", "#", sentence)
    return hashlib.sha256(words.encode("utf-8")).hexdigest()[:10]


def _is_said_already(evaluation: Evaluation, caution: str) -> bool:
    """Whether a strand's caution repeats a sentence of ours, or speaks of pairs where there are none."""
    if caution.startswith("Fewer than") and "matched pairs" in caution and deciding_pairs(evaluation) == 0:
        return True
    return caution.startswith(("There is no comparison group", "The study has no interviews", *ON_PEOPLE))


def has_unvalidated_answers(evaluation: Evaluation) -> bool:
    """Whether survey results rest on a questionnaire that has not been validated."""
    statuses = {instrument.status for instrument in evaluation.facts.instruments}
    return has_survey(evaluation) and bool(statuses - {"validated"})


def _phrases(evaluation: Evaluation) -> list[str]:
    """Return the limits in a few words each, the weightiest first."""
    phrases = ["no comparison group"] if shows_a_change(evaluation) else []
    phrases += _matching_phrases(evaluation)
    if has_unvalidated_answers(evaluation):
        phrases.append(_not_validated(evaluation))
    if 0 < evaluation.facts.site_count < FEW_SITES:
        phrases.append(f"only {count_text(evaluation.facts.site_count, 'site', 'sites')}")
    if evaluation.not_supplied:
        phrases.append("some programme outcomes not supplied")
    return phrases


def _not_validated(evaluation: Evaluation) -> str:
    statuses = [instrument.status for instrument in evaluation.facts.instruments]
    if len(statuses) == 1:
        return "the questionnaire has not been validated"
    if "validated" in statuses:
        return "not every questionnaire has been validated"
    return "the questionnaires have not been validated"


def _matching_phrases(evaluation: Evaluation) -> list[str]:
    if not has_survey(evaluation):
        return [_NO_MEASURE]
    if not compares_surveys(evaluation):
        return ["one survey only, so no change can be shown"]
    headline, pairs = evaluation.headline, deciding_pairs(evaluation)
    matched = headline.matched.estimate.value if headline is not None else pairs
    before = headline.evidence.before.estimate.n if headline is not None else None
    if matched == 0:
        return ["nobody could be matched before and after"]
    phrases = [_FEW_PAIRS] if pairs is not None and 0 < pairs < FEW_PAIRS else []
    if matched is not None and before and matched < before / 2:
        phrases.append("fewer than half of the first respondents could be matched")
    return phrases


def _own_sentences(evaluation: Evaluation) -> list[str]:
    sentences = []
    if has_survey(evaluation):
        sentences.append(_PERCEPTIONS)
    matching = [phrase for phrase in _matching_phrases(evaluation) if phrase not in _TOLD_ELSEWHERE]
    sentences += [f"{sentence_case(phrase)}." for phrase in matching]
    if not has_survey(evaluation):
        sentences.append("No survey was carried out: nothing in this report is a measured change.")
    if not has_interviews(evaluation):
        sentences.append("There are no interviews: this report cannot say why things changed or did not.")
    if 0 < evaluation.facts.site_count < FEW_SITES:
        number = count_text(evaluation.facts.site_count, "site", "sites")
        sentences.append(f"Only {number} took part: what holds there may not hold elsewhere.")
    if evaluation.not_supplied:
        missing = listed(map(mid_sentence, evaluation.not_supplied))
        sentences.append(f"Nothing was supplied on: {missing}.")
    return sentences


def harms_sentences(evaluation: Evaluation) -> list[str]:
    """Return what is known of harms from what was supplied, and what to look for."""
    supplied = [label for label in supplied_outcomes(evaluation) if "harm" in label.lower()]
    if supplied:
        return [
            f"Supplied on harms: {listed(map(mid_sentence, supplied))}; see the chapter on programme "
            "outcomes. Such figures may miss harms.",
            _harms_to_look_for(evaluation),
        ]
    return [
        "No outcome on harms was supplied. This report therefore cannot say whether anybody was harmed. That "
        "nothing is reported here does not mean that nothing happened.",
        _harms_to_look_for(evaluation),
    ]


def _harms_to_look_for(evaluation: Evaluation) -> str:
    harms = evaluation.facts.possible_harms
    if harms:
        return f"Those who run the programme should look for: {listed(harms)}."
    return (
        "The study names no possible harms. Those who run the programme should name them and look for them."
    )
