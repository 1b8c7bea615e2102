"""Agreement of exactly two coders: Cohen's kappa, PABAK, and agreement where either coded."""

from collections.abc import Hashable, Sequence

import numpy as np

from impl_eval.results import Estimate
from impl_eval.statistics.agreement.bootstrap import Described, estimate_over_transcripts
from impl_eval.statistics.agreement.ratings import Ratings
from impl_eval.statistics.agreement.several_coders import percent_agreement_of
from impl_eval.statistics.arrays import BoolArray, FloatArray

CODED = 1


def cohens_kappa(coder_a: Sequence[Hashable], coder_b: Sequence[Hashable]) -> Estimate:
    """Chance-corrected agreement of two coders on the same segments, given as labels.

    Parameters
    ----------
    coder_a, coder_b : n labels each, in the same segment order; no missing labels.

    Returns and Raises as in cohens_kappa_of; a ValueError too where the sequences differ in length or
    are empty. (The caller aligned them wrongly.) All segments count as those of one transcript.
    """
    return cohens_kappa_of(Ratings.of_labels(coder_a, coder_b))


def percent_agreement(coder_a: Sequence[Hashable], coder_b: Sequence[Hashable]) -> Estimate:
    """Percentage of segments to which both coders gave the same label, from 0 to 100.

    Arguments and errors as in cohens_kappa. It does not correct for agreement by chance.
    """
    return percent_agreement_of(Ratings.of_labels(coder_a, coder_b))


def cohens_kappa_of(ratings: Ratings, *, level: float = 0.95) -> Estimate:
    """Chance-corrected agreement of two coders on the same units.

    Returns
    -------
    Estimate without unit, at most 1; `n` counts units that both labelled. Not estimable when both
    coders used one and the same label throughout: chance agreement is then 1 and kappa is undefined.

    Raises
    ------
    ValueError : not two coders.

    Source: Cohen (1960), Educational and Psychological Measurement 20(1), 37-46.
    """
    labels = ratings.label_count

    def value_of(tables: FloatArray) -> FloatArray:
        table = tables.reshape(*tables.shape[:-1], labels, labels)
        n = table.sum(axis=(-2, -1))
        agreed = np.trace(table, axis1=-2, axis2=-1)
        by_chance = (table.sum(axis=-1) * table.sum(axis=-2)).sum(axis=-1)
        return _divided(agreed * n - by_chance, n**2 - by_chance)

    about = Described(
        "cohens_kappa",
        f"Cohen's kappa of two coders over all {ratings.unit}",
        "both coders used a single label",
        "Cohen (1960)",
    )
    return estimate_over_transcripts(about, _tables(ratings), value_of, n=ratings.pairable_units, level=level)


def pabak(ratings: Ratings, *, level: float = 0.95) -> Estimate:
    """Prevalence- and bias-adjusted kappa of two coders and two labels: twice the agreement minus 1.

    Returns
    -------
    Estimate from -1 to 1: what kappa would be had both coders used both labels equally often.

    Raises
    ------
    ValueError : not two coders, or not two labels.

    Source: Byrt, Bishop & Carlin (1993), Journal of Clinical Epidemiology 46(5), 423-429.
    """
    _require_two_labels(ratings)

    def value_of(tables: FloatArray) -> FloatArray:
        return 2 * _divided(tables[..., 0] + tables[..., 3], tables.sum(axis=-1)) - 1

    about = Described("pabak", "twice the observed agreement minus 1", _NOTHING, "Byrt et al. (1993)")
    return estimate_over_transcripts(about, _tables(ratings), value_of, n=ratings.pairable_units, level=level)


def agreement_where_either_coded(ratings: Ratings, *, level: float = 0.95) -> Estimate:
    """Percentage of the units that at least one coder coded (label 1) which both coded, 0 to 100.

    Units that neither coded do not enter: they are most of a transcript and easy to agree on.

    Returns
    -------
    Estimate in per cent; `n` counts the units that at least one of the two coded. Not estimable where
    neither coded any.

    Raises
    ------
    ValueError : not two coders, or not two labels.

    Source: Jaccard (1912), New Phytologist 11(2), 37-50.
    """
    _require_two_labels(ratings)
    tables = _tables(ratings)

    def value_of(counts: FloatArray) -> FloatArray:
        return 100 * _divided(counts[..., 3], counts[..., 1:].sum(axis=-1))

    about = Described(
        "agreement_where_either_coded",
        f"{ratings.unit} that both coded, of those that at least one coded",
        "neither coder coded it",
        "Jaccard (1912)",
        "%",
    )
    return estimate_over_transcripts(about, tables, value_of, n=int(tables[:, 1:].sum()), level=level)


_NOTHING = "no unit was looked at by both coders"


def _tables(ratings: Ratings) -> FloatArray:
    """Return the table of label of one coder by label of the other, in one row for each transcript."""
    if ratings.labels.shape[1] != 2:
        raise ValueError(f"need two coders; got {ratings.labels.shape[1]}")
    both: BoolArray = np.all(ratings.is_rated, axis=1)
    first, second = ratings.labels.T
    cells = np.where(both, first * ratings.label_count + second, 0)
    cell_of_unit = np.eye(ratings.label_count**2)[cells]
    return ratings.sums(cell_of_unit, both)


def _require_two_labels(ratings: Ratings) -> None:
    if ratings.label_count != CODED + 1:
        raise ValueError(f"need the labels not coded and coded; got {ratings.label_count} labels")


def _divided(numerator: FloatArray, denominator: FloatArray) -> FloatArray:
    """Divide; NaN where the denominator is zero."""
    quotient = np.full(np.shape(denominator), np.nan)
    np.divide(numerator, denominator, out=quotient, where=denominator > 0)
    return quotient
