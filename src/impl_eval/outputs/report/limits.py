"""What the results cannot carry, and harms: never left out, whatever was supplied."""

from impl_eval.outputs.number_text import count_text
from impl_eval.outputs.report.model import Block, Heading, PageBreak, Paragraph, Prompt, spans
from impl_eval.outputs.report.outcomes import supplied_outcomes
from impl_eval.outputs.report.sentences import NOT_PROOF_OF_CAUSE
from impl_eval.outputs.report.values import listed, mid_sentence, sentence_case
from impl_eval.results import Evaluation

FEW_SITES = 10
"""Ours, for the wording alone: below it the report calls sites few. No result depends on it."""

HARMS_TO_LOOK_FOR = "withdrawal, pain that is no longer managed, distress, and suicidal thoughts"
_PERCEPTIONS = (
    "The survey asks people what they think and feel able to do. It does not show what they did, nor how "
    "patients fared."
)


def limits_line(evaluation: Evaluation) -> str:
    """Return the main limits as one line of short phrases."""
    return f"{sentence_case('; '.join(_phrases(evaluation)))}."


def limits_chapter(evaluation: Evaluation) -> tuple[Block, ...]:
    """Return the chapter on limits and harms."""
    blocks: list[Block] = [
        PageBreak(),
        Heading(1, "Limits and harms", "limits"),
        Heading(2, "Limits", "limits.limits"),
    ]
    sentences = [NOT_PROOF_OF_CAUSE, *_own_sentences(evaluation)]
    cautions = [caution for section in evaluation.sections for caution in section.cautions]
    known = (*sentences, *(f"Not supplied: {'; '.join(evaluation.not_supplied)}." for _ in (0,)))
    sentences += [
        caution
        for caution in dict.fromkeys(cautions)
        if caution not in known and not caution.startswith("There is no comparison group")
    ]
    blocks.extend(Paragraph(spans(sentence), "bullet") for sentence in sentences)
    blocks.append(Heading(2, "Harms", "limits.harms"))
    blocks.extend(Paragraph(spans(sentence)) for sentence in _harms(evaluation))
    blocks.append(
        Prompt("limits.harms.lead", "What is known locally of harms, and how are they being watched for?")
    )
    return tuple(blocks)


def has_unvalidated_answers(evaluation: Evaluation) -> bool:
    """Whether survey results rest on a questionnaire that has not been validated."""
    statuses = {instrument.status for instrument in evaluation.facts.instruments}
    return "survey" not in evaluation.absent and bool(statuses - {"validated"})


def _phrases(evaluation: Evaluation) -> list[str]:
    """Return the limits in a few words each, the weightiest first."""
    phrases = ["no comparison group"]
    if evaluation.headline is not None:
        phrases += _matching_phrases(evaluation)
    if "survey" in evaluation.absent:
        phrases.append("no survey")
    if "interviews" in evaluation.absent:
        phrases.append("no interviews")
    if has_unvalidated_answers(evaluation):
        phrases.append("the questionnaire has not been validated")
    if 0 < evaluation.facts.site_count < FEW_SITES:
        phrases.append(f"only {count_text(evaluation.facts.site_count, 'site', 'sites')}")
    if evaluation.not_supplied:
        phrases.append("some programme outcomes not supplied")
    return phrases


def _matching_phrases(evaluation: Evaluation) -> list[str]:
    headline = evaluation.headline
    if headline is None or len(evaluation.facts.timepoints) < 2:
        return ["one survey only, so no change can be shown"]
    matched, before = headline.matched.estimate.value, headline.evidence.before.estimate.n
    if matched == 0:
        return ["nobody could be matched before and after"]
    if matched is not None and before and matched < before / 2:
        return ["fewer than half of the first respondents could be matched"]
    return []


def _own_sentences(evaluation: Evaluation) -> list[str]:
    sentences = []
    if "survey" not in evaluation.absent:
        sentences.append(_PERCEPTIONS)
    sentences += (
        [f"{sentence_case(phrase)}." for phrase in _matching_phrases(evaluation)]
        if evaluation.headline
        else []
    )
    if "survey" in evaluation.absent:
        sentences.append("There is no survey: nothing in this report is a measured change in prescribers.")
    if "interviews" in evaluation.absent:
        sentences.append("There are no interviews: this report cannot say why things changed or did not.")
    if 0 < evaluation.facts.site_count < FEW_SITES:
        number = count_text(evaluation.facts.site_count, "site", "sites")
        sentences.append(f"Only {number} took part: what holds there may not hold elsewhere.")
    if evaluation.not_supplied:
        missing = listed(map(mid_sentence, evaluation.not_supplied))
        sentences.append(f"Nothing was supplied on: {missing}.")
    return sentences


def _harms(evaluation: Evaluation) -> list[str]:
    supplied = [label for label in supplied_outcomes(evaluation) if "harm" in label.lower()]
    if supplied:
        return [
            f"Supplied on harms: {listed(map(mid_sentence, supplied))}; see the chapter on programme "
            f"outcomes. Whoever reads them should look for {HARMS_TO_LOOK_FOR}, which such figures may miss.",
        ]
    return [
        "No outcome on harms was supplied. This report therefore cannot say whether anybody was harmed. That "
        "nothing is reported here does not mean that nothing happened.",
        f"Those who run the programme should look for {HARMS_TO_LOOK_FOR}, in patients whose dose is being "
        "reduced and in patients whose supply was stopped.",
    ]
