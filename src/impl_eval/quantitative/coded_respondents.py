"""Rows of responses gathered by site and respondent code: who stands at which timepoints.

A code is compared only letter for letter here; codes that are nearly alike are the business of
matching.py. A row whose code is ambiguous (it stands twice in a timepoint) belongs to nobody.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from impl_eval.quantitative.code_normalisation import NormalisedCodes
from impl_eval.quantitative.responses import Responses

Indices = npt.NDArray[np.int64]
Texts = npt.NDArray[np.str_]
Marks = npt.NDArray[np.bool_]

GROUP = 0  # the column of `facts` that holds the stakeholder group
UNKNOWN = 0


@dataclass(frozen=True)
class CodedRespondents:
    """m respondents, told apart by site and code, in order of site and code.

    `rows`: for each, the rows in which the code stands, at most one for a timepoint. `site`: m numbers.
    `keys`: m comparison keys. `facts` (m x f, 0 where unknown): numbers that stand for the stakeholder
    group and the stable facts. `timepoints`: m numbers whose bits say at which timepoints they stand.
    """

    rows: tuple[tuple[int, ...], ...]
    site: Indices
    keys: Texts
    facts: Indices
    timepoints: Indices

    def __len__(self) -> int:
        return len(self.rows)


def ambiguous_rows(responses: Responses, codes: NormalisedCodes) -> tuple[Marks, Marks]:
    """Mark rows whose code stands more than once in a timepoint of a site, and the code's other rows.

    The stakeholder group makes no difference: one person may have answered twice and ticked another
    group, and nobody could tell. Rows that are already marked as duplicated stay so.
    """
    who = respondent_numbers(responses, codes)
    here = who * (len(set(responses.timepoint.tolist())) + 1) + timepoint_numbers(responses)
    _, which, counts = np.unique(here, return_inverse=True, return_counts=True)
    quarantined = responses.duplicated | ((counts[which] > 1) & codes.has_code)
    ambiguous = np.isin(who, who[quarantined & codes.has_code]) & codes.has_code
    return quarantined, ambiguous & ~quarantined


def gather_respondents(responses: Responses, codes: NormalisedCodes, left_out: Marks) -> CodedRespondents:
    """Gather the rows that have a code and are not left out.

    The rows of one code make one respondent if their stakeholder groups and stable facts agree; what is
    not stated contradicts nothing. Where they do not agree, only rows that agree in everything are one
    respondent.
    """
    rows = np.flatnonzero(codes.has_code & ~left_out)
    who, facts = respondent_numbers(responses, codes)[rows], _facts(responses)[rows]
    order = np.lexsort((_disagreements(who, facts), who))
    rows, who, facts = rows[order], who[order], facts[order]
    part = _disagreements(who, facts)
    starts = np.flatnonzero((np.diff(who, prepend=-1) != 0) | (np.diff(part, prepend=-1) != 0))
    ends = [*starts[1:].tolist(), len(rows)][: len(starts)]
    listed = rows.tolist()
    _, site = np.unique(responses.site, return_inverse=True)
    bits = np.left_shift(np.int64(1), timepoint_numbers(responses))[rows]
    return CodedRespondents(
        rows=tuple(tuple(listed[start:end]) for start, end in zip(starts.tolist(), ends, strict=True)),
        site=site.astype(np.int64)[rows[starts]],
        keys=codes.keys[rows[starts]],
        facts=np.maximum.reduceat(facts, starts) if len(starts) else facts,
        timepoints=np.add.reduceat(bits, starts) if len(starts) else bits,
    )


def respondent_numbers(responses: Responses, codes: NormalisedCodes) -> Indices:
    """Return one number (n) for each site and comparison key; rows without a code share one in a site."""
    _, site = np.unique(responses.site, return_inverse=True)
    keys, key = np.unique(codes.keys, return_inverse=True)
    return site.astype(np.int64) * len(keys) + key.astype(np.int64)


def timepoint_numbers(responses: Responses) -> Indices:
    """Return the number (n) of each row's timepoint, in alphabetical order of the timepoints."""
    _, timepoint = np.unique(responses.timepoint, return_inverse=True)
    return timepoint.astype(np.int64)


def timepoint_bit(responses: Responses, timepoint: str) -> int:
    """Return the bit that stands for a timepoint, 0 where no row is of it."""
    names = np.unique(responses.timepoint).tolist()
    return 1 << names.index(timepoint) if timepoint in names else 0


def _facts(responses: Responses) -> Indices:
    """Return n x f numbers: the stakeholder group, then the stable covariates; 0 where unknown."""
    stable = (responses.covariates[name] for name in responses.stable_covariates)
    return np.column_stack([_numbered(column) for column in (responses.stakeholder_group, *stable)])


def _numbered(column: Texts) -> Indices:
    """Return a number (n) for each text, the same whatever its case and spaces; 0 for an empty one."""
    given, which = np.unique(column, return_inverse=True)
    plain = np.array([" ".join(text.split()).casefold() for text in given.tolist()], dtype=np.str_)
    _, number = np.unique(plain, return_inverse=True)
    numbers = np.where(plain == "", UNKNOWN, number.astype(np.int64) + 1)
    return np.asarray(numbers[which], dtype=np.int64)


def _disagreements(who: Indices, facts: Indices) -> Indices:
    """Return a number (n) that tells the rows of one code apart where they do not agree; 0 where they do."""
    if not len(who):
        return who
    _, group = np.unique(who, return_inverse=True)
    largest = np.zeros((int(group.max()) + 1, facts.shape[1]), dtype=np.int64)
    np.maximum.at(largest, group, facts)
    differs = ((facts != UNKNOWN) & (facts != largest[group])).any(axis=1)
    if not differs.any():
        return np.zeros(len(who), dtype=np.int64)
    disagreeing = np.bincount(group, weights=differs) > 0
    _, own = np.unique(facts, axis=0, return_inverse=True)
    return np.asarray(np.where(disagreeing[group], own.reshape(-1) + 1, 0), dtype=np.int64)
