"""The analyses beside the primary one, each as the plan names it: one scale in, changes out.

Every function yields Alternatives in the order in which they are shown. What an analysis cannot give is
an Estimate with its reason; none stands in for another.
"""

from collections.abc import Callable, Iterator

import numpy as np

from impl_eval.protocols import SensitivityAnalysis
from impl_eval.quantitative import model_alternatives
from impl_eval.quantitative.scale_data import Alternative, ScaleData, indicators
from impl_eval.results import Estimate
from impl_eval.statistics import all_rows_change, paired_mean_change, paired_p_value
from impl_eval.statistics.hodges_lehmann import hodges_lehmann_change, hodges_lehmann_change_zeros_dropped
from impl_eval.statistics.nonresponse_weights import nonresponse_weighted_change
from impl_eval.statistics.partially_overlapping import partially_overlapping_change
from impl_eval.statistics.sign_flip import site_sign_flip
from impl_eval.statistics.signed_rank import signed_rank_test
from impl_eval.statistics.site_summary import site_summary_change


def alternatives_of(data: ScaleData, name: SensitivityAnalysis) -> Iterator[Alternative]:
    """Yield the alternatives that one name of the plan stands for; the tipping point is none."""
    return _ALTERNATIVES[name](data)


def _paired(data: ScaleData) -> Iterator[Alternative]:
    before, after, _ = data.pairs()
    estimates = (f(before, after, level=data.level) for f in (paired_mean_change, paired_p_value))
    yield Alternative("matched_t", "Matched pairs, t test", "Pairs, t test", *estimates)


def _signed_rank(data: ScaleData) -> Iterator[Alternative]:
    before, after, _ = data.pairs()
    yield Alternative(
        "signed_rank",
        "Matched pairs, Hodges-Lehmann and signed rank (zeros by Pratt)",
        "Pairs, signed rank",
        hodges_lehmann_change(before, after, level=data.level),
        signed_rank_test(before, after, zeros="pratt").p_value,
    )
    yield Alternative(
        "signed_rank_zeros_dropped",
        "The same, pairs without change dropped",
        "Pairs, zeros dropped",
        hodges_lehmann_change_zeros_dropped(before, after, level=data.level),
        signed_rank_test(before, after, zeros="dropped").p_value,
    )


def _all_rows(data: ScaleData) -> Iterator[Alternative]:
    kept = data.compared()
    site = data.design.responses.site[kept]
    change = all_rows_change(data.scores[kept], data.is_follow_up()[kept], site, level=data.level)
    yield Alternative(
        "unlinked_cr2",
        "All rows, difference of means, CR2",
        "All rows, CR2",
        change.mean_change,
        change.p_value,
    )


def _partially_overlapping(data: ScaleData) -> Iterator[Alternative]:
    before, after = data.by_respondent()
    change = partially_overlapping_change(before, after, level=data.level)
    yield Alternative(
        "partially_overlapping",
        "Partially overlapping samples t",
        "Partially overlapping t",
        change.mean_change,
        change.p_value,
    )


def _site_summary(data: ScaleData) -> Iterator[Alternative]:
    kept = data.compared()
    change = site_summary_change(
        data.scores[kept], data.is_follow_up()[kept], data.design.responses.site[kept], level=data.level
    )
    yield Alternative(
        "site_summary", "Means of sites, t test", "Site means, t test", change.mean_change, change.p_value
    )


def _site_sign_flip(data: ScaleData) -> Iterator[Alternative]:
    kept = data.compared()
    test = site_sign_flip(
        data.scores[kept],
        data.is_follow_up()[kept],
        data.design.responses.site[kept],
        seed=data.design.plan.sensitivity.seed,
    )
    smallest = test.smallest_attainable_p_value.value
    told = "" if smallest is None else f" (smallest p possible: {smallest:.2g})"
    yield Alternative(
        "site_sign_flip",
        f"Means of sites, sign flips{told}",
        "Site means, sign flips",
        test.mean_change,
        test.p_value,
    )


def _nonresponse_weights(data: ScaleData) -> Iterator[Alternative]:
    design, pairing = data.design, data.design.pairing
    names = ("nonresponse_weights", "Matched pairs, weighted for non-response", "Pairs, weighted")
    if pairing is None or not len(pairing):
        reason = "no baseline respondent can be linked to a follow-up"
        nothing = (Estimate.not_estimable(name, reason) for name in ("mean_change", "p_value"))
        yield Alternative(
            "nonresponse_weights", "Matched pairs, weighted for non-response", "Pairs, weighted", *nothing
        )
        return
    rows = np.concatenate([pairing.baseline_rows, pairing.baseline_only])
    later = np.full(len(rows), np.nan)
    later[: len(pairing)] = data.scores[pairing.follow_up_rows]
    predictors, predictor_names = indicators(design, rows)
    change = nonresponse_weighted_change(
        data.scores[rows],
        later,
        design.responses.site[rows],
        predictors=predictors,
        names=predictor_names,
        level=data.level,
    )
    yield Alternative(
        *names,
        change.mean_change,
        change.p_value,
    )


_ALTERNATIVES: dict[SensitivityAnalysis, Callable[[ScaleData], Iterator[Alternative]]] = {
    "site_by_timepoint": model_alternatives.site_by_timepoint,
    "paired": _paired,
    "signed_rank": _signed_rank,
    "all_rows": _all_rows,
    "partially_overlapping": _partially_overlapping,
    "site_summary": _site_summary,
    "site_sign_flip": _site_sign_flip,
    "prorating": model_alternatives.prorating,
    "matching": model_alternatives.matching,
    "leave_one_site_out": model_alternatives.leave_one_site_out,
    "multiple_imputation": model_alternatives.multiple_imputation,
    "nonresponse_weights": _nonresponse_weights,
    "tipping_point": lambda _: iter(()),
}
