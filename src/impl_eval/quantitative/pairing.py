"""The two rows of the same respondent at two timepoints: who is matched, who is not, and why.

matching.py decides who is whom; here its answer is cut to the two timepoints that are compared.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from impl_eval.protocols import MatchingRule
from impl_eval.quantitative.matching import NOBODY, Matching, match_respondents
from impl_eval.quantitative.responses import ANSWERED, Responses

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Pairing:
    """Row indices into Responses, each in ascending order; the two of pairs are aligned.

    Every row at either timepoint stands in exactly one place: matched, `baseline_only`,
    `follow_up_only`, `quarantined` (its respondent stands more than once in that timepoint),
    `set_aside` (a single row of a respondent who has a quarantined one) or `without_answer` (a row
    in which nothing was answered: whoever it is did not answer at that timepoint). `by_slip` marks the
    pairs whose codes lie one slip apart. `matching` is what the pairs were made from.
    """

    baseline_rows: Rows
    follow_up_rows: Rows
    baseline_only: Rows
    follow_up_only: Rows
    quarantined: Rows
    set_aside: Rows
    without_answer: Rows
    by_slip: npt.NDArray[np.bool_]
    matching: Matching

    def __len__(self) -> int:
        return len(self.baseline_rows)


def pair_by_respondent(
    responses: Responses, baseline: str, follow_up: str, rule: MatchingRule = "exact"
) -> Pairing:
    """Match the rows of two timepoints by site, stakeholder group and respondent code.

    An empty respondent_id matches nothing. A respondent with a duplicated row, at any timepoint,
    is out of the pairing altogether: nobody can tell which of the rows are theirs.

    Raises
    ------
    ValueError : the two timepoints are the same, or the same code stands twice in one of them without
        being marked as duplicated.
    """
    if baseline == follow_up:
        raise ValueError("pairing needs two different timepoints")
    at_baseline = responses.timepoint == baseline
    at_follow_up = responses.timepoint == follow_up
    answering = (responses.reasons == ANSWERED).any(axis=1)
    for here in (at_baseline, at_follow_up):
        _refuse_unmarked(responses, here & answering)
    matching = match_respondents(responses, rule)
    ambiguous = matching.quarantined | matching.set_aside
    eligible = (matching.person != NOBODY) & answering
    before, after = np.flatnonzero(at_baseline & eligible), np.flatnonzero(at_follow_up & eligible)
    persons = (matching.person[before], matching.person[after])
    _, in_before, in_after = np.intersect1d(*persons, assume_unique=True, return_indices=True)
    order = np.argsort(in_before)
    baseline_rows, follow_up_rows = before[in_before[order]], after[in_after[order]]
    either = at_baseline | at_follow_up
    return Pairing(
        baseline_rows=baseline_rows,
        follow_up_rows=follow_up_rows,
        baseline_only=np.setdiff1d(np.flatnonzero(at_baseline & ~ambiguous & answering), baseline_rows),
        follow_up_only=np.setdiff1d(np.flatnonzero(at_follow_up & ~ambiguous & answering), follow_up_rows),
        quarantined=np.flatnonzero(either & matching.quarantined),
        set_aside=np.flatnonzero(either & matching.set_aside),
        without_answer=np.flatnonzero(either & ~ambiguous & ~answering),
        by_slip=matching.codes.keys[baseline_rows] != matching.codes.keys[follow_up_rows],
        matching=matching,
    )


def _refuse_unmarked(responses: Responses, here: npt.NDArray[np.bool_]) -> None:
    """Whoever made the responses marks codes that stand twice; only other spellings are found later."""
    _, site = np.unique(responses.site, return_inverse=True)
    codes, code = np.unique(responses.respondent_id, return_inverse=True)
    who = site.astype(np.int64) * len(codes) + code
    marked = np.unique(who[responses.duplicated])
    alone = who[here & (responses.respondent_id != "") & ~np.isin(who, marked)]
    if len(np.unique(alone)) < len(alone):
        raise ValueError("a respondent stands twice in one timepoint and is not marked as duplicated")
