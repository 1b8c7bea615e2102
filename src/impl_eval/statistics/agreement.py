"""Agreement between coders who labelled the same segments.

Takes label sequences, returns Estimate. Knows nothing of transcripts or studies: segments are aligned
in qualitative/ before they arrive here.
"""

from collections import Counter
from collections.abc import Hashable, Sequence

from impl_eval.results import Estimate

# Segments of one transcript resemble each other, so an interval has to treat transcripts, not segments,
# as the units; from fewer than five of them it would be a guess.
NO_INTERVAL = "no interval: intervals need at least five double-coded transcripts"


def cohens_kappa(coder_a: Sequence[Hashable], coder_b: Sequence[Hashable]) -> Estimate:
    """Chance-corrected agreement of two coders on the same segments.

    Parameters
    ----------
    coder_a, coder_b : n labels each, in the same segment order; no missing labels.

    Returns
    -------
    Estimate without unit, at most 1; `n` counts segments. Not estimable when both coders used one and
    the same label throughout: chance agreement is then 1 and kappa is undefined.

    Raises
    ------
    ValueError : the sequences differ in length or are empty. (The caller aligned them wrongly.)

    Source: Cohen (1960), Educational and Psychological Measurement 20(1), 37-46.
    """
    agreed = _agreed(coder_a, coder_b)
    n = len(coder_a)
    method = "Cohen's kappa of two coders over all segments"
    count_a, count_b = Counter(coder_a), Counter(coder_b)
    by_chance = sum(count_a[label] * count_b[label] for label in count_a)
    if by_chance == n**2:
        reason = "both coders used a single label"
        return Estimate.not_estimable("cohens_kappa", reason, n=n, method=method)
    value = (agreed * n - by_chance) / (n**2 - by_chance)
    return Estimate("cohens_kappa", value, n=n, method=method, source="Cohen (1960)", reason=NO_INTERVAL)


def percent_agreement(coder_a: Sequence[Hashable], coder_b: Sequence[Hashable]) -> Estimate:
    """Percentage of segments to which both coders gave the same label, from 0 to 100.

    Arguments and errors as in cohens_kappa. It does not correct for agreement by chance.
    """
    value = 100 * _agreed(coder_a, coder_b) / len(coder_a)
    method = "segments with the same label of all segments"
    return Estimate("percent_agreement", value, n=len(coder_a), unit="%", method=method, reason=NO_INTERVAL)


def _agreed(coder_a: Sequence[Hashable], coder_b: Sequence[Hashable]) -> int:
    if len(coder_a) != len(coder_b) or len(coder_a) == 0:
        raise ValueError(f"need equal, non-zero lengths; got {len(coder_a)} and {len(coder_b)}")
    return sum(a == b for a, b in zip(coder_a, coder_b, strict=True))
