"""Agreement of two or more coders, some of whom may not have looked at every unit.

Fleiss' kappa, Gwet's AC1 and Krippendorff's alpha of nominal labels, and the plain percentages beside
them. Each is a function of sums over units, so that runs of equal units and resamples of transcripts
cost little; libraries want one row for every unit (tests compare the two).
"""

import numpy as np

from impl_eval.results import Estimate
from impl_eval.statistics.agreement.bootstrap import Described, estimate_over_transcripts
from impl_eval.statistics.agreement.ratings import Ratings
from impl_eval.statistics.arrays import BoolArray, FloatArray

CODED = 1
NOBODY_TWICE = "no unit was looked at by two coders"


def percent_agreement_of(ratings: Ratings, *, level: float = 0.95) -> Estimate:
    """Percentage of pairs of coders that gave a unit the same label, averaged over units; 0 to 100.

    With two coders: the percentage of units that both labelled alike. Units that one coder alone looked
    at do not enter. It does not correct for agreement by chance.
    """
    two = ratings.labels.shape[1] == 2
    what = f"{ratings.unit} with the same label of all {ratings.unit}"
    method = what if two else f"pairs of coders that agree, averaged over {ratings.unit}"

    def value_of(sums: FloatArray) -> FloatArray:
        return 100 * _observed(sums)

    about = Described("percent_agreement", method, NOBODY_TWICE, unit="%")
    return estimate_over_transcripts(about, _sums(ratings), value_of, n=ratings.pairable_units, level=level)


def prevalence(ratings: Ratings, *, level: float = 0.95) -> Estimate:
    """Share of units coded (label 1), averaged over the coders who looked at each; from 0 to 1.

    Only units that two or more looked at enter, as in the coefficients it stands beside.
    """
    shares = _label_shares(ratings)[:, [CODED]] if ratings.label_count > CODED else None
    if shares is None:
        raise ValueError("need the labels not coded and coded")
    used = ratings.coders_per_unit >= 2
    sums = ratings.sums(np.column_stack([shares, np.ones(len(shares))]), used)
    about = Described("prevalence", f"{ratings.unit} coded, averaged over the coders", NOBODY_TWICE)

    def value_of(totals: FloatArray) -> FloatArray:
        return totals[..., 0] / totals[..., 1]

    return estimate_over_transcripts(about, sums, value_of, n=ratings.pairable_units, level=level)


def fleiss_kappa(ratings: Ratings, *, level: float = 0.95) -> Estimate:
    """Fleiss' kappa: chance agreement from the frequencies of the labels over all coders together.

    Where every unit has equally many coders it is that of Fleiss (1971). Otherwise it is generalised
    as by Gwet: observed agreement from units of two or more coders, frequencies from all units.

    Returns
    -------
    Estimate, at most 1; not estimable when all coders used one and the same label throughout.

    Source: Fleiss (1971), Psychological Bulletin 76(5), 378-382; Gwet (2014), Handbook of inter-rater
    reliability, 4th ed., chapter 2.
    """

    def value_of(sums: FloatArray) -> FloatArray:
        by_chance = (_frequencies(sums) ** 2).sum(axis=-1)
        return _beyond(_observed(sums), by_chance)

    about = Described(
        "fleiss_kappa",
        f"Fleiss' kappa over all {ratings.unit}",
        "all coders used a single label",
        "Fleiss (1971), Gwet (2014)",
    )
    return estimate_over_transcripts(about, _sums(ratings), value_of, n=ratings.pairable_units, level=level)


def gwets_ac1(ratings: Ratings, *, level: float = 0.95) -> Estimate:
    """Gwet's AC1: chance agreement is that of coders who label at random only what is hard to label.

    It stays near the observed agreement where one label is rare or common throughout. Units that one
    coder alone looked at count for the frequencies of labels and not for the observed agreement.

    Raises
    ------
    ValueError : fewer than two labels to choose from.

    Source: Gwet (2008), British Journal of Mathematical and Statistical Psychology 61(1), 29-48;
    Gwet (2014), chapter 5, on units that some coders did not look at.
    """
    if ratings.label_count < 2:
        raise ValueError("AC1 needs at least two labels to choose from")

    def value_of(sums: FloatArray) -> FloatArray:
        shares = _frequencies(sums)
        by_chance = (shares * (1 - shares)).sum(axis=-1) / (ratings.label_count - 1)
        return _beyond(_observed(sums), by_chance)

    about = Described("gwets_ac1", f"Gwet's AC1 over all {ratings.unit}", NOBODY_TWICE, "Gwet (2008)")
    return estimate_over_transcripts(about, _sums(ratings), value_of, n=ratings.pairable_units, level=level)


def krippendorffs_alpha(ratings: Ratings, *, level: float = 0.95) -> Estimate:
    """Krippendorff's alpha of nominal labels; units that one coder alone looked at do not enter.

    Returns
    -------
    Estimate, at most 1; not estimable when all coders used one and the same label throughout.

    Source: Krippendorff (2011), Computing Krippendorff's alpha-reliability, University of Pennsylvania.
    """
    distances = 1 - np.eye(ratings.label_count)
    about = Described(
        "krippendorffs_alpha",
        f"Krippendorff's alpha, nominal, over all {ratings.unit}",
        "all coders used a single label",
        "Krippendorff (2011)",
    )
    return alpha_of_distances(ratings, distances, about, level=level)


def alpha_of_distances(
    ratings: Ratings, distances: FloatArray, about: Described, *, level: float = 0.95
) -> Estimate:
    """Return Krippendorff's alpha for labels that lie at given distances (label_count, label_count)."""
    counts = ratings.label_counts()
    used = ratings.coders_per_unit >= 2
    disagreed = ((counts @ distances) * counts).sum(axis=1)
    disagreed = disagreed / np.maximum(ratings.coders_per_unit - 1, 1)
    sums = ratings.sums(np.column_stack([disagreed, counts]), used)

    def value_of(totals: FloatArray) -> FloatArray:
        labels = totals[..., 1:]
        by_chance = ((labels @ distances) * labels).sum(axis=-1)
        alpha = np.full(by_chance.shape, np.nan)
        np.divide((labels.sum(axis=-1) - 1) * totals[..., 0], by_chance, out=alpha, where=by_chance > 0)
        return 1 - alpha

    return estimate_over_transcripts(about, sums, value_of, n=ratings.pairable_units, level=level)


def _label_shares(ratings: Ratings) -> FloatArray:
    """(r, labels): the share of a unit's coders who gave each label; zeros where nobody looked."""
    counts = ratings.label_counts()
    return counts / np.maximum(ratings.coders_per_unit, 1)[:, np.newaxis]


def _sums(ratings: Ratings) -> FloatArray:
    """By transcript: agreement of pairs, units of two or more coders, shares of the labels."""
    counts, coders = ratings.label_counts(), ratings.coders_per_unit
    pairable: BoolArray = coders >= 2
    pairs = np.where(pairable, coders * (coders - 1), 1)
    agreed = np.where(pairable, (counts * (counts - 1)).sum(axis=1) / pairs, 0)
    sums = ratings.sums(np.column_stack([agreed, pairable, _label_shares(ratings)]), coders >= 1)
    return sums if pairable.any() else sums[:0]


def _observed(sums: FloatArray) -> FloatArray:
    # A resample may hold transcripts of one coder only: then there is no agreement to speak of.
    observed = np.full(sums.shape[:-1], np.nan)
    np.divide(sums[..., 0], sums[..., 1], out=observed, where=sums[..., 1] > 0)
    return observed


def _frequencies(sums: FloatArray) -> FloatArray:
    shares: FloatArray = sums[..., 2:] / sums[..., 2:].sum(axis=-1, keepdims=True)
    return shares


def _beyond(observed: FloatArray, by_chance: FloatArray) -> FloatArray:
    """Return how much of what chance leaves is agreed; NaN where chance leaves nothing."""
    left = 1 - by_chance
    # Frequencies are sums of floats: chance may miss 1 by a rounding.
    possible = left > 1e-12
    kappa = np.full(np.shape(left), np.nan)
    np.divide(observed - by_chance, left, out=kappa, where=possible)
    return kappa
