"""Who is whom across timepoints, by self-generated codes: the rule that the analysis plan names.

1. Codes are evened out (code_normalisation.py).
2. A code that stands more than once in a timepoint of a site is quarantined, with all its other rows.
3. Rows with the same code, site and stakeholder group are one respondent. So are rows where the group is
   not stated. Where groups or stable facts differ, the pair is listed and not matched.
4. With the rule distance_1, two respondents of one site and group who never stand in the same timepoint
   are one if their codes lie one slip apart, neither has another candidate within one slip, and no stable
   fact differs.
5. Whatever is further apart, or ambiguous, is listed for a person and never matched.

No file, and no code in what is returned for reports: respondents go by numbers.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from impl_eval.protocols import MatchingRule
from impl_eval.quantitative.code_normalisation import NormalisedCodes, normalise_codes
from impl_eval.quantitative.coded_respondents import (
    GROUP,
    UNKNOWN,
    CodedRespondents,
    ambiguous_rows,
    gather_respondents,
)
from impl_eval.quantitative.near_codes import MOST_SLIPS, slips_between
from impl_eval.quantitative.responses import Responses

Indices = npt.NDArray[np.int64]
Marks = npt.NDArray[np.bool_]
NOBODY = -1

OTHER_GROUP = "same code, another stakeholder group"
OTHER_FACT = "same code, a stable fact differs"
EXACT_ONLY = "one slip apart; the plan matches equal codes only"
SEVERAL = "one slip apart; not the only candidate"
FACT_AND_SLIP = "one slip apart; a stable fact differs"
TWO_SLIPS = "two slips apart"
WHY_LISTED = (OTHER_GROUP, OTHER_FACT, EXACT_ONLY, SEVERAL, FACT_AND_SLIP, TWO_SLIPS)


@dataclass(frozen=True)
class NearPairs:
    """p pairs of respondents of one site who never stand in the same timepoint.

    `first` and `second` are numbers of respondents, `slips` the distance of their codes (0 to 2).
    `same_group` and `same_facts` mark pairs without contradiction.
    """

    first: Indices
    second: Indices
    slips: Indices
    same_group: Marks
    same_facts: Marks


@dataclass(frozen=True)
class Candidates:
    """q pairs that a person may look at; `why` says why they are not matched."""

    first: Indices
    second: Indices
    slips: Indices
    why: tuple[str, ...]


@dataclass(frozen=True)
class Matching:
    """The n rows of responses with the person each belongs to.

    `person`: n numbers, the same for rows of one person, -1 for rows without a code or with an ambiguous
    one. `by_slip` marks rows of persons whose codes were not equal. `quarantined` rows stand more than
    once in a timepoint, `set_aside` ones are the other rows of such codes. `respondents` are those found
    by equal codes, before slips were allowed; `person_of` says which person each became.
    """

    rule: MatchingRule
    codes: NormalisedCodes
    respondents: CodedRespondents
    person_of: Indices
    person: Indices
    by_slip: Marks
    quarantined: Marks
    set_aside: Marks


def match_respondents(responses: Responses, rule: MatchingRule) -> Matching:
    """Match the rows of all timepoints by the rule described at the head of this module."""
    codes = normalise_codes(responses.respondent_id, responses.code_format)
    quarantined, set_aside = ambiguous_rows(responses, codes)
    respondents = gather_respondents(responses, codes, quarantined | set_aside)
    person_of = np.arange(len(respondents), dtype=np.int64)
    slipped = np.zeros(len(respondents), dtype=np.bool_)
    if rule == "distance_1":
        near = near_pairs(respondents)
        accepted = only_candidates(near, len(respondents))
        person_of[near.second[accepted]] = person_of[near.first[accepted]]
        slipped[near.first[accepted]] = slipped[near.second[accepted]] = True
    person = np.full(len(responses), NOBODY, dtype=np.int64)
    by_slip = np.zeros(len(responses), dtype=np.bool_)
    rows = np.fromiter((row for own in respondents.rows for row in own), dtype=np.int64)
    sizes = np.fromiter((len(own) for own in respondents.rows), dtype=np.int64)
    owner = np.repeat(np.arange(len(respondents)), sizes)
    person[rows], by_slip[rows] = person_of[owner], slipped[owner]
    return Matching(rule, codes, respondents, person_of, person, by_slip, quarantined, set_aside)


def respondent_links(responses: Responses, rule: MatchingRule) -> npt.NDArray[np.str_]:
    """Return n link ids: rows with the same one are of one person, rows with "" are linked to no other.

    A link joins rows of one person at two or more timepoints. Its id is a number in the order in which
    the links first occur, and says nothing of site or code.
    """
    person = match_respondents(responses, rule).person
    links = np.full(len(person), "", dtype=f"<U{len(str(len(person))) + 1}")
    numbers, first, which, counts = np.unique(
        person, return_index=True, return_inverse=True, return_counts=True
    )
    linked = (counts > 1) & (numbers != NOBODY)
    in_order = np.flatnonzero(linked)[np.argsort(first[linked])]
    label = np.full(len(numbers), "", dtype=links.dtype)
    label[in_order] = [str(number) for number in range(1, len(in_order) + 1)]
    return np.asarray(label[which]) if len(person) else links


def near_pairs(respondents: CodedRespondents) -> NearPairs:
    """Return the pairs within two slips, of one site and without a common timepoint."""
    parts = [part for members in of_each_site(respondents) for part in _near_in_site(respondents, members)]
    columns = np.concatenate([np.empty((5, 0), dtype=np.int64), *parts], axis=1)
    first, second, slips, same_group, same_facts = columns
    return NearPairs(first, second, slips, same_group == 1, same_facts == 1)


def only_candidates(near: NearPairs, number: int) -> Marks:
    """Mark the pairs one slip apart in which neither has another candidate, and no stable fact differs."""
    close = near.same_group & (near.slips <= 1)
    candidates = np.bincount(
        np.concatenate([near.first[close], near.second[close]]).astype(np.int64), minlength=number
    )
    alone = (candidates[near.first] == 1) & (candidates[near.second] == 1)
    return np.asarray(close & (near.slips == 1) & alone & near.same_facts)


def listed_candidates(matching: Matching) -> Candidates:
    """Return the pairs that were not matched and that a person may look at."""
    near = near_pairs(matching.respondents)
    unique = only_candidates(near, len(matching.respondents))
    taken = np.zeros(len(matching.respondents), dtype=np.bool_)
    if matching.rule == "distance_1":
        taken[near.first[unique]] = taken[near.second[unique]] = True
    listed = np.flatnonzero(~(taken[near.first] | taken[near.second]))
    why = tuple(_why(near, unique, int(pair)) for pair in listed)
    return Candidates(near.first[listed], near.second[listed], near.slips[listed], why)


def _why(near: NearPairs, unique: Marks, pair: int) -> str:
    if near.slips[pair] == 0:
        return OTHER_FACT if near.same_group[pair] else OTHER_GROUP
    if near.slips[pair] == MOST_SLIPS:
        return TWO_SLIPS
    if unique[pair]:
        return EXACT_ONLY
    return SEVERAL if near.same_facts[pair] else FACT_AND_SLIP


def of_each_site(respondents: CodedRespondents) -> Iterator[Indices]:
    """Yield the numbers of the respondents of each site."""
    order = np.argsort(respondents.site, kind="stable")
    starts = np.flatnonzero(np.diff(respondents.site[order], prepend=-1))
    yield from np.split(order.astype(np.int64), starts[1:])


def agreeing(facts: Indices, others: Indices) -> Marks:
    """Mark (a x b) where no fact contradicts the other's; what is unknown (0) contradicts nothing."""
    left, right = facts[:, None, :], others[None, :, :]
    return np.asarray(((left == right) | (left == UNKNOWN) | (right == UNKNOWN)).all(axis=2))


def _near_in_site(respondents: CodedRespondents, members: Indices) -> Iterator[Indices]:
    """Yield 5 x p numbers: both respondents, their slips, and whether groups and stable facts agree."""
    keys = respondents.keys[members].tolist()
    facts, timepoints = respondents.facts[members], respondents.timepoints[members]
    for start, slips in slips_between(keys):
        rows = np.arange(start, start + len(slips))
        apart = (timepoints[rows][:, None] & timepoints[None, :]) == 0
        later = np.arange(len(members))[None, :] > rows[:, None]
        same_group = agreeing(facts[rows][:, [GROUP]], facts[:, [GROUP]])
        kept = (slips <= MOST_SLIPS) & apart & later & (same_group | (slips == 0))
        first, second = np.nonzero(kept)
        stable, others = facts[rows[first], GROUP + 1 :], facts[second, GROUP + 1 :]
        same_facts = ((stable == others) | (stable == UNKNOWN) | (others == UNKNOWN)).all(axis=1)
        yield np.array(
            [members[rows[first]], members[second], slips[kept], same_group[kept], same_facts],
            dtype=np.int64,
        )
