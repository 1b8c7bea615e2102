"""What every reader of the survey results must be told, in sentences. How they were computed: methods.py."""

from collections.abc import Sequence

import numpy as np

from impl_eval.quantitative.changes import ALL_ROWS, CHANGE_WORDS, MIXED_MODEL, PAIRED, SubjectResult
from impl_eval.quantitative.decisions import decide_direction
from impl_eval.quantitative.design import SurveyDesign
from impl_eval.quantitative.matching_flow import matching_cautions
from impl_eval.quantitative.quality_tables import stored_score_cautions
from impl_eval.quantitative.reporting import counted

FEW_PAIRS = 10


def survey_cautions(design: SurveyDesign, results: Sequence[SubjectResult]) -> tuple[str, ...]:
    """Return the sentences that limit what the results can carry, the weightiest first."""
    found = []
    if not design.no_change_reason and not design.labels.comparison_sites:
        found.append(
            "There is no comparison group: a change between the two surveys is not proof of what caused it."
        )
    if design.instrument.status != "validated":
        found.append(
            f"The instrument ({design.instrument.title}) is {design.instrument.status}: how well its scales "
            "measure what they are named after has not been established."
        )
    found.extend(matching_cautions(design))
    found.extend(_quarantine_caution(design))
    found.extend(_one_sided_sites(design))
    found.extend(_few_pairs_caution(design, results))
    if not np.all(design.is_answering):
        found.append("Some rows hold no answer at all: they are counted, and no score comes from them.")
    if _paired_intervals_across_sites(design, results):
        allowing = MIXED_MODEL if design.plan.primary_change == MIXED_MODEL else ALL_ROWS
        allows = any(result.change(allowing).low is not None for result in results)
        found.append(
            "The intervals of the change in matched pairs do not allow for differences between sites, and "
            "may be too narrow where sites changed differently. "
            + (
                f"The {CHANGE_WORDS[allowing]} allows for them."
                if allows
                else "There are too few sites for an analysis that does."
            )
        )
    found.extend(_disagreements(design, results))
    found.extend(stored_score_cautions(design))
    return tuple(found)


def _quarantine_caution(design: SurveyDesign) -> list[str]:
    if design.pairing is None or not len(design.pairing.quarantined):
        return []
    number = len(design.pairing.quarantined)
    rows = "1 row is" if number == 1 else f"{number} rows are"
    return [
        f"{rows} quarantined: their respondent code stands more than once in one survey, so that nobody can "
        "tell whose answers they are. They are in no pair, but remain among all rows."
    ]


def _one_sided_sites(design: SurveyDesign) -> list[str]:
    """Name how many sites answered at one timepoint only: the change over all rows mixes them in."""
    if design.no_change_reason:
        return []
    answered = [
        set(np.unique(design.responses.site[design.is_answering & design.at(name)]).tolist())
        for name in design.compared
    ]
    one_sided = len(answered[0] ^ answered[1])
    if not one_sided:
        return []
    sites = f"{counted(one_sided, 'site')} of {len(answered[0] | answered[1])}"
    return [
        f"{sites} answered at one timepoint only: the change over all rows is in part a change of who "
        "answered."
    ]


def _few_pairs_caution(design: SurveyDesign, results: Sequence[SubjectResult]) -> list[str]:
    if design.pairing is None:
        return []
    few = [result.subject.label for result in results if 0 < _pairs(result) < FEW_PAIRS]
    if not few:
        return []
    which = "every scale" if len(few) == len(results) else "; ".join(few)
    return [f"Fewer than {FEW_PAIRS} matched pairs ({which}): such a change is hardly more than an anecdote."]


def _pairs(result: SubjectResult) -> float:
    return result.changed["count", PAIRED].estimate.value or 0


def _paired_intervals_across_sites(design: SurveyDesign, results: Sequence[SubjectResult]) -> bool:
    if design.pairing is None:
        return False
    sites = np.unique(design.responses.site[design.pairing.baseline_rows])
    return len(sites) > 1 and any(result.change(PAIRED).low is not None for result in results)


def _disagreements(design: SurveyDesign, results: Sequence[SubjectResult]) -> list[str]:
    """Name the scales whose two changes point different ways, or of which only one reaches a decision.

    Like is compared with like: p values of both analyses before any adjustment.
    """
    sign, decision = [], []
    compared = (MIXED_MODEL, PAIRED) if design.plan.primary_change == MIXED_MODEL else (PAIRED, ALL_ROWS)
    for result in results:
        one, other = (result.change(name).value for name in compared)
        if one is None or other is None:
            continue
        words = {
            decide_direction(result.change(name), result.p_value(name), design.plan.alpha)
            for name in compared
        }
        if one * other < 0:
            sign.append(result.subject.label)
        elif len(words) > 1 and "not estimable" not in words and _is_tested(design, result):
            decision.append(result.subject.label)
    found = [
        f"{label}: the {CHANGE_WORDS[compared[0]]} and the {CHANGE_WORDS[compared[1]]} have opposite signs."
        for label in sign
    ]
    return found + [
        f"{label}: only one of the {CHANGE_WORDS[compared[0]]} and the {CHANGE_WORDS[compared[1]]} is "
        "clear, by its unadjusted p value."
        for label in decision
    ]


def _is_tested(design: SurveyDesign, result: SubjectResult) -> bool:
    return result.subject.scale_id in {*design.family, design.headline}
