"""Hides what could point at a person: the one place where an Evaluation becomes fit to leave the team.

With k = `smallest_count_shown`, these are the rules.

Survey
  1. In a breakdown by place or stakeholder group, a count of people from 1 to k - 1 is hidden. Counts of
     things (sites, items, rows, ...) are not about people and stay; so does zero. Counts over all
     sites together stay however small: they point at no place and no group, and hiding them would
     only pretend to protect, since they can be worked out from other totals.
  2. Every other result from fewer than k people is hidden, and its n with it; a difference of two
     groups where either has fewer than k.
  3. The distribution of the answers to an item over all sites stays whole once n >= k, even where few
     people chose an option: an answer cannot be laid at anybody's door without place or group. In a
     breakdown by place or group, one option chosen by 1 to k - 1 people hides the whole distribution,
     because the shares add up to 1. Any other share of 1 to k - 1 people is hidden.
  4. In a set of counts over places, or over groups, whose hidden cells could be worked out from their
     total, the next smallest count above zero is hidden too (secondary_suppression.py). The total counts as
     known: every overall mean prints n. All tables are then looked at together (linked_counts.py).
  5. Where the count of a place or group at a timepoint is hidden, all its other results at that
     timepoint, and all its changes, are hidden.
  6. What was concluded from a hidden change (direction, fit) is withdrawn, in tables too.
Programme outcomes
  7. A supplied value from 1 to k - 1 whose unit names people (people, patients, referrals, harms, ...)
     is hidden together with its rate; so is a denominator from 1 to k - 1.
Interviews and agreement
  8. Nothing is hidden: these count a purposive sample whose small groups the strand has merged.

Presets that round (counts to a multiple of 5 in both)
  9. Counts of people under k are hidden over all sites too, as are shares of so few. All other counts of
     people, every n, and the counts in sentences are rounded; shares are of rounded counts and lose their
     interval. Totals are rounded by themselves, so that rules 3 and 4 are not needed (rounding.py).

The decision is taken once for each id and holds wherever that id stands: sections, tables, charts,
joint display, headline. Words that a strand wrote (cautions, notes) are not rewritten.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable

from impl_eval.outputs.counting import counts_people, in_breakdown
from impl_eval.outputs.outcome_suppression import hidden_outcomes
from impl_eval.outputs.reasons import SECONDARY_REASON, is_suppressed, small_base_reason, small_count_reason
from impl_eval.outputs.rounding import round_counts
from impl_eval.outputs.secondary_suppression import hide_what_could_be_worked_out
from impl_eval.outputs.statistic_names import statistic_named
from impl_eval.outputs.walk import every_reported, replace_reported
from impl_eval.outputs.withdrawn_conclusions import withdraw_conclusions
from impl_eval.results import Evaluation, Reported, Table

Reasons = dict[str, str]
"""Why a result is hidden, by its id."""

PEOPLE = "respondents"


def suppress(evaluation: Evaluation) -> Evaluation:
    """Return the evaluation without small numbers; one that is already suppressed comes back as it is."""
    if evaluation.suppressed:
        return evaluation
    reasons = _reasons(evaluation)

    def shown(reported: Reported) -> Reported:
        if reported.id not in reasons or is_suppressed(reported.estimate):
            return reported
        hidden = dataclasses.replace(
            reported.estimate,
            value=None,
            low=None,
            high=None,
            n=None,
            reason=reasons[reported.id],
            suppressed=True,
        )
        return dataclasses.replace(reported, estimate=hidden)

    hidden = replace_reported(evaluation, shown)
    concluded = dataclasses.replace(withdraw_conclusions(hidden), suppressed=True)
    return round_counts(concluded) if evaluation.disclosure.rounding > 1 else concluded


def suppression_log(evaluation: Evaluation) -> tuple[tuple[str, str], ...]:
    """Return (id, reason) of everything that suppression hides in an evaluation, in order of id."""
    hidden = (
        reported for reported in every_reported(suppress(evaluation)) if is_suppressed(reported.estimate)
    )
    return tuple(sorted({(reported.id, reported.estimate.reason) for reported in hidden}))


def _reasons(evaluation: Evaluation) -> Reasons:
    everything, smallest = tuple(every_reported(evaluation)), evaluation.smallest_count_shown
    tables = [
        table for section in evaluation.sections if section.strand == "survey" for table in section.tables
    ]
    survey = tuple(reported for reported in everything if reported.strand == "survey")
    reasons = _already_hidden(survey)
    rounds = evaluation.disclosure.rounding > 1
    for reported in survey:
        reason = _own_reason(reported, smallest, everywhere=rounds)
        if reason:
            reasons.setdefault(reported.id, reason)
    if not rounds:
        _hide_split_distributions(survey, reasons)
        hide_what_could_be_worked_out(survey, tables, reasons, smallest)
    _hide_rows_of_hidden_counts(survey, reasons)
    _hide_differences(tables, reasons)
    return reasons | hidden_outcomes(everything, smallest)


def _already_hidden(survey: Iterable[Reported]) -> Reasons:
    return {reported.id: reported.estimate.reason for reported in survey if is_suppressed(reported.estimate)}


def _is_small(count: float | None, smallest: int) -> bool:
    return count is not None and 0 < count < smallest


def _own_reason(reported: Reported, smallest: int, *, everywhere: bool) -> str:
    """Return why a survey result is too small by itself (rules 1 to 3, 9 where `everywhere`), or nothing."""
    estimate = reported.estimate
    kind = statistic_named(estimate.statistic).kind
    over_all_sites = not (in_breakdown(reported) or everywhere)
    if counts_people(reported) and _is_small(estimate.value, smallest) and not over_all_sites:
        return small_count_reason(smallest, estimate.unit or PEOPLE)
    if kind == "count" and (over_all_sites or not counts_people(reported)):
        return ""
    if _is_small(estimate.n, smallest):
        return small_base_reason(smallest, PEOPLE)
    if kind != "share" or estimate.value is None or not estimate.n:
        return ""
    people = round(estimate.value * estimate.n)
    if not over_all_sites and _is_small(people, smallest):
        return small_base_reason(smallest, PEOPLE)
    return ""


def _hide_differences(tables: Iterable[Table], reasons: Reasons) -> None:
    """Rule 2: a difference beside a hidden mean would give that mean away."""
    for table in tables:
        for row in table.rows:
            cells = [cell for cell in row if isinstance(cell, Reported)]
            if any(cell.id in reasons for cell in cells):
                for cell in cells:
                    if cell.estimate.statistic == "mean_difference":
                        reasons.setdefault(cell.id, SECONDARY_REASON)


def _hide_split_distributions(survey: Iterable[Reported], reasons: Reasons) -> None:
    """Rule 3: in a breakdown, hide all options of an item where one is hidden."""
    distributions: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for reported in survey:
        if reported.item_id and in_breakdown(reported) and reported.estimate.statistic == "share":
            place = (reported.item_id, reported.place, reported.group, reported.timepoint, reported.analysis)
            distributions[place].append(reported.id)
    for ids in distributions.values():
        if any(id_ in reasons for id_ in ids):
            for id_ in ids:
                reasons.setdefault(id_, SECONDARY_REASON)


def _hide_rows_of_hidden_counts(survey: Iterable[Reported], reasons: Reasons) -> None:
    """Rule 5: a mean beside a hidden count would give its n away."""
    hidden_rows = {
        (reported.place, reported.group, reported.timepoint)
        for reported in survey
        if in_breakdown(reported) and counts_people(reported) and reported.id in reasons
    }
    rows_with_changes = {(place, group) for place, group, _ in hidden_rows}
    for reported in survey:
        row = (reported.place, reported.group)
        is_change = not reported.timepoint and row in rows_with_changes
        if not counts_people(reported) and (is_change or (*row, reported.timepoint) in hidden_rows):
            reasons.setdefault(reported.id, SECONDARY_REASON)
