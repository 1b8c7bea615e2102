"""The list that a person looks through: pairs that may be one respondent, and rows set aside.

Confidential, though it holds no code: whoever keeps the exports finds the codes by file and line.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from impl_eval.outputs.csv_text import csv_bytes, harmless
from impl_eval.protocols import MatchingRule
from impl_eval.quantitative.matching import Matching, listed_candidates, match_respondents
from impl_eval.quantitative.responses import Responses

COLUMNS = ("what", "slips", "respondent_1", "rows_1", "respondent_2", "rows_2")
MATCHED_BY_SLIP = "matched: one slip apart"
QUARANTINED = "quarantined: the code stands more than once in a survey"
SET_ASIDE = "set aside: the code stands more than once in another survey"

Texts = npt.NDArray[np.str_]


def match_listing(responses: Responses, hashes: Texts, rule: MatchingRule) -> bytes:
    """Return as CSV what matching by `rule` did other than by equal codes, and what it left to people.

    One line for each pair matched in spite of a slip, each candidate pair with the reason why it is not
    matched, and each row that is in no pair because of a code that stands more than once. `hashes` (n)
    stand for the respondents.
    """
    matching = match_respondents(responses, rule)
    lines = (*_by_slip(matching), *_candidates(matching), *_left_out(matching))
    return csv_bytes(
        COLUMNS,
        (
            (what, slips, *_shown(responses, hashes, one), *_shown(responses, hashes, other))
            for what, slips, one, other in lines
        ),
    )


Line = tuple[str, str, tuple[int, ...], tuple[int, ...]]


def _by_slip(matching: Matching) -> Iterator[Line]:
    rows = matching.respondents.rows
    for number in np.flatnonzero(matching.person_of != np.arange(len(rows))).tolist():
        yield MATCHED_BY_SLIP, "1", rows[int(matching.person_of[number])], rows[number]


def _candidates(matching: Matching) -> Iterator[Line]:
    found, rows = listed_candidates(matching), matching.respondents.rows
    pairs = zip(found.why, found.slips.tolist(), found.first.tolist(), found.second.tolist(), strict=True)
    for why, slips, one, other in sorted(pairs, key=lambda pair: pair[1]):
        yield why, str(slips), rows[one], rows[other]


def _left_out(matching: Matching) -> Iterator[Line]:
    for what, marked in ((QUARANTINED, matching.quarantined), (SET_ASIDE, matching.set_aside)):
        for row in np.flatnonzero(marked).tolist():
            yield what, "", (row,), ()


def _shown(responses: Responses, hashes: Texts, rows: tuple[int, ...]) -> tuple[str, str]:
    labels = [responses.row_labels[row] if responses.row_labels else f"row {row + 1}" for row in rows]
    return (str(hashes[rows[0]]) if rows else ""), harmless("; ".join(labels))
