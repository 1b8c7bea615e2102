"""Finding the two rows of the same respondent: who is matched, who is not, and why.

Pairs are found by site and respondent_id together. Nobody is matched by likeness here, and a
respondent whose rows are ambiguous is in no pair.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from impl_eval.quantitative.responses import ANSWERED, Responses

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Pairing:
    """Row indices into Responses, each in ascending order; the two of pairs are aligned.

    Every row at either timepoint stands in exactly one place: matched, `baseline_only`,
    `follow_up_only`, `quarantined` (its respondent stands more than once in that timepoint),
    `set_aside` (a single row of a respondent who has a quarantined one) or `without_answer` (a row
    in which nothing was answered: whoever it is did not answer at that timepoint).
    """

    baseline_rows: Rows
    follow_up_rows: Rows
    baseline_only: Rows
    follow_up_only: Rows
    quarantined: Rows
    set_aside: Rows
    without_answer: Rows

    def __len__(self) -> int:
        return len(self.baseline_rows)


def pair_by_respondent(responses: Responses, baseline: str, follow_up: str) -> Pairing:
    """Match the rows of two timepoints by site and respondent_id.

    An empty respondent_id matches nothing. A respondent with a duplicated row, at any timepoint,
    is out of the pairing altogether: nobody can tell which of the rows are theirs.

    Raises
    ------
    ValueError : the two timepoints are the same, or a respondent stands twice in one of them
        without being marked as duplicated.
    """
    if baseline == follow_up:
        raise ValueError("pairing needs two different timepoints")
    key, has_id = _respondent_keys(responses)
    duplicated = responses.duplicated
    ambiguous = duplicated | (has_id & np.isin(key, key[duplicated & has_id]))
    at_baseline = responses.timepoint == baseline
    at_follow_up = responses.timepoint == follow_up
    answering = (responses.reasons == ANSWERED).any(axis=1)
    eligible = has_id & ~ambiguous & answering
    before, after = np.flatnonzero(at_baseline & eligible), np.flatnonzero(at_follow_up & eligible)
    if len(np.unique(key[before])) < len(before) or len(np.unique(key[after])) < len(after):
        raise ValueError("a respondent stands twice in one timepoint and is not marked as duplicated")
    _, in_before, in_after = np.intersect1d(key[before], key[after], assume_unique=True, return_indices=True)
    order = np.argsort(in_before)
    baseline_rows, follow_up_rows = before[in_before[order]], after[in_after[order]]
    either = at_baseline | at_follow_up
    return Pairing(
        baseline_rows=baseline_rows,
        follow_up_rows=follow_up_rows,
        baseline_only=np.setdiff1d(np.flatnonzero(at_baseline & ~ambiguous & answering), baseline_rows),
        follow_up_only=np.setdiff1d(np.flatnonzero(at_follow_up & ~ambiguous & answering), follow_up_rows),
        quarantined=np.flatnonzero(either & duplicated),
        set_aside=np.flatnonzero(either & ambiguous & ~duplicated),
        without_answer=np.flatnonzero(either & ~ambiguous & ~answering),
    )


def _respondent_keys(responses: Responses) -> tuple[Rows, npt.NDArray[np.bool_]]:
    """Return one whole number for each (site, respondent_id), and which rows have a respondent_id."""
    _, site = np.unique(responses.site, return_inverse=True)
    ids, respondent = np.unique(responses.respondent_id, return_inverse=True)
    return site.astype(np.int64) * len(ids) + respondent, responses.respondent_id != ""
