"""How well the items of each scale hold together, scale by scale and timepoint by timepoint.

From answers and scores to one bundle of Estimates for each scale; nothing is tested and nothing left
out. The coefficients are in statistics/; tables and sentences of the report are made elsewhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from impl_eval.instruments import Item
from impl_eval.quantitative.responses import ANSWERED, REASON_LABELS, Responses
from impl_eval.quantitative.scoring import Scores, scale_answers, scoring_key
from impl_eval.results import Estimate
from impl_eval.statistics.arrays import BoolArray
from impl_eval.statistics.intraclass import SiteClustering, icc_of_sites
from impl_eval.statistics.item_statistics import shares
from impl_eval.statistics.missing_patterns import MissingPatterns, missing_patterns
from impl_eval.statistics.omega import MINIMUM_RESPONDENTS, OmegaTotal, omega_total
from impl_eval.statistics.polychoric import OrdinalAlpha, ordinal_alpha
from impl_eval.statistics.reliability import inter_item_correlation, spearman_brown
from impl_eval.statistics.scale_correlations import score_correlation
from impl_eval.statistics.scale_statistics import ScaleStatistics, scale_statistics

NOTABLE_SHARE_AT_AN_END = 0.15
"""Terwee et al. (2007), Journal of Clinical Epidemiology 60, 34-42: more than this share of respondents
at the lowest or highest possible score."""
RESAMPLES, SEED = 500, 1


@dataclass(frozen=True)
class ItemPsychometrics:
    """One item at one timepoint.

    `missing` is the share of rows without an answer, of any kind; `missing_counts` counts them by kind
    (code of the reason, count). Floor and ceiling are after reverse scoring, of those who answered.
    """

    item_id: str
    answered: int
    missing: Estimate
    missing_counts: tuple[tuple[int, int], ...]
    floor: Estimate
    ceiling: Estimate
    item_rest: Estimate
    alpha_if_dropped: Estimate


@dataclass(frozen=True)
class ScalePsychometrics:
    """One scale at one timepoint: `rows` answered at least one item of the instrument, `scored` have a score.

    Coefficients are of complete cases (`alpha.n`). `spearman_brown` is for scales of two items, whose
    omega is not identified. `unreversed_items` run against the others, most often because a reverse
    key is missing; `constant_items` got the same answer from everybody. `notable_floor` and
    `notable_ceiling` tell whether more than NOTABLE_SHARE_AT_AN_END have the lowest or highest score.
    """

    scale_id: str
    timepoint: str
    rows: int
    scored: int
    items: tuple[ItemPsychometrics, ...]
    patterns: MissingPatterns
    floor: Estimate
    ceiling: Estimate
    alpha: Estimate
    inter_item: Estimate
    spearman_brown: Estimate
    omega: OmegaTotal
    ordinal_alpha: OrdinalAlpha
    clustering: SiteClustering
    unreversed_items: tuple[str, ...]
    constant_items: tuple[str, ...]
    notable_floor: bool
    notable_ceiling: bool


@dataclass(frozen=True)
class Psychometrics:
    """All scales of an instrument at one timepoint, and how their scores correlate (id, id, estimate)."""

    timepoint: str
    scales: tuple[ScalePsychometrics, ...]
    correlations: tuple[tuple[str, str, Estimate], ...]

    def of(self, scale_id: str) -> ScalePsychometrics:
        """Return one scale; KeyError where there is none."""
        return {scale.scale_id: scale for scale in self.scales}[scale_id]


def psychometrics(
    responses: Responses,
    scores: Scores,
    timepoint: str,
    *,
    level: float = 0.95,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Psychometrics:
    """Describe every scale at one timepoint, over all rows with at least one answer, matched or not.

    Parameters
    ----------
    responses, scores : the answers, and the scores made of them with the instrument's own rules.
    timepoint : whose rows are described.
    level : confidence level of all intervals.
    resamples, seed : of the bootstrap interval of omega.

    Returns
    -------
    Psychometrics. What cannot be estimated (two-item scales, constant items, improper solutions, fewer
    than fifty complete respondents for a factor) is there without a number and with its reason.

    Raises
    ------
    ValueError : the scores have other rows than the responses, or the level is none.
    """
    if len(scores.scores) != len(responses):
        raise ValueError("scores and responses differ in their rows")
    here = (responses.timepoint == timepoint) & (responses.reasons == ANSWERED).any(axis=1)
    scales = tuple(
        _scale(responses, scores, scale.id, timepoint, here, (level, resamples, seed))
        for scale in responses.instrument.scales
    )
    correlations = tuple(
        (first, second, score_correlation(scores.of(first)[here], scores.of(second)[here], level=level))
        for first, second in combinations(scores.scale_ids, 2)
    )
    return Psychometrics(timepoint, scales, correlations)


def _scale(
    responses: Responses,
    scores: Scores,
    scale_id: str,
    timepoint: str,
    here: BoolArray,
    settings: tuple[float, int, int],
) -> ScalePsychometrics:
    level, resamples, seed = settings
    instrument = responses.instrument
    columns = [index for index, item in enumerate(instrument.items) if item.scale == scale_id]
    items = [instrument.items[index] for index in columns]
    counted = scale_statistics(
        scale_answers(responses, scale_id, here), scoring_key(instrument, scale_id), level=level
    )
    reversed_items = scores.reversed_items[here][:, columns]
    reasons = responses.reasons[here][:, columns]
    of_items = tuple(_items(items, reasons, counted, level))
    return ScalePsychometrics(
        scale_id=scale_id,
        timepoint=timepoint,
        rows=int(np.count_nonzero(here)),
        scored=counted.floor.n or 0,
        items=of_items,
        patterns=missing_patterns(reasons != ANSWERED, level=level),
        floor=counted.floor,
        ceiling=counted.ceiling,
        alpha=counted.alpha,
        inter_item=inter_item_correlation(counted.moments),
        spearman_brown=spearman_brown(counted.moments, level=level),
        omega=omega_total(reversed_items, level=level, resamples=resamples, seed=seed),
        ordinal_alpha=_ordinal_alpha(reversed_items, counted.moments.n),
        clustering=icc_of_sites(scores.of(scale_id)[here], responses.site[here], level=level),
        unreversed_items=tuple(
            one.item_id for one in of_items if one.item_rest.value is not None and one.item_rest.value < 0
        ),
        constant_items=_constant_items(items, counted),
        notable_floor=(counted.floor.value or 0) > NOTABLE_SHARE_AT_AN_END,
        notable_ceiling=(counted.ceiling.value or 0) > NOTABLE_SHARE_AT_AN_END,
    )


def _items(
    items: list[Item], reasons: npt.NDArray[np.int8], counted: ScaleStatistics, level: float
) -> Iterator[ItemPsychometrics]:
    rows = len(reasons)
    answered = (reasons == ANSWERED).sum(axis=0).tolist()
    missing = shares("share", [rows - number for number in answered], [rows] * len(items), level=level)
    for index, item in enumerate(items):
        kinds = ((code, int(np.count_nonzero(reasons[:, index] == code))) for code in REASON_LABELS)
        yield ItemPsychometrics(
            item_id=item.id,
            answered=answered[index],
            missing=missing[index],
            missing_counts=tuple(kinds),
            floor=counted.item_floor[index],
            ceiling=counted.item_ceiling[index],
            item_rest=counted.item_rest[index],
            alpha_if_dropped=counted.alpha_if_dropped[index],
        )


def _constant_items(items: list[Item], counted: ScaleStatistics) -> tuple[str, ...]:
    """Return the items to which at least two respondents gave answers, all of them the same."""
    different = (counted.option_counts > 0).sum(axis=1)
    several = counted.option_counts.sum(axis=1) > 1
    return tuple(
        item.id for item, is_constant in zip(items, several & (different == 1), strict=True) if is_constant
    )


def _ordinal_alpha(reversed_items: npt.NDArray[np.float64], n: int) -> OrdinalAlpha:
    if 2 <= n < MINIMUM_RESPONDENTS and reversed_items.shape[1] > 1:
        reason = (
            f"{n} respondents answered every item: no polychoric correlations with fewer than "
            f"{MINIMUM_RESPONDENTS}"
        )
        return OrdinalAlpha(Estimate.not_estimable("ordinal_alpha", reason, n=n))
    return ordinal_alpha(reversed_items)
