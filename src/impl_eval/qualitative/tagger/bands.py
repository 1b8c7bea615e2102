"""Bands: how much speaks for a suggestion, in three words."""

from impl_eval.qualitative.explanation import BANDS, Band, Evidence

STRONG_FROM, POSSIBLE_FROM = 0.5, 0.25


def band_of(evidence: tuple[Evidence, ...], in_top_share: bool, probability: float | None) -> Band:
    """Return the band of a suggestion.

    With a calibrated probability: strong from .50, possible from .25. Without: strong where a phrase fired
    and the score is in the top tenth, possible where a phrase fired, weak for words alone.
    Where every phrase is hedged ("maybe", "I guess") the band is one lower.
    """
    if probability is not None:
        place = 0 if probability >= STRONG_FROM else 1 if probability >= POSSIBLE_FROM else 2
    else:
        place = 2 - (1 if evidence else 0) - (1 if evidence and in_top_share else 0)
    if evidence and all(each.hedged for each in evidence):
        place = min(place + 1, len(BANDS) - 1)
    return BANDS[place]
