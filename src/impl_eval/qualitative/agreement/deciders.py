"""How far two people agree who decided, mechanism by mechanism, how the strands fit.

Only decisions of a person's own are compared: one that settles a difference was taken together.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from impl_eval.protocols.integration_words import FitDecision
from impl_eval.results import Estimate, Reported
from impl_eval.statistics.agreement import cohens_kappa, percent_agreement

FEWEST_MECHANISMS = 5
"""Kappa of fewer decisions moves by whole tenths with each of them."""
_NO_INTERVAL = "no interval: the mechanisms are all there are, not a sample"


def agreement_of_deciders(decisions: Sequence[FitDecision]) -> tuple[Reported, ...]:
    """Return percent agreement and Cohen's kappa for each two people who decided on the same mechanisms.

    Returns
    -------
    Reported of both statistics, the pairs in order of names; none where no two people decided on one
    mechanism. Kappa of fewer than FEWEST_MECHANISMS is not estimable.

    Source: Farmer et al. (2006), Qualitative Health Research 16(3), 377-394, has two raters of fit.
    """
    own: dict[str, dict[str, str]] = defaultdict(dict)
    for one in decisions:
        if not one.settles:
            own[one.decided_by][one.mechanism] = one.fit
    reported: list[Reported] = []
    pairs = [pair for pair in combinations(sorted(own), 2) if own[pair[0]].keys() & own[pair[1]].keys()]
    for number, (first, second) in enumerate(pairs, start=1):
        both = sorted(own[first].keys() & own[second].keys())
        labels = [own[first][one] for one in both], [own[second][one] for one in both]
        names = f"{first} and {second}"
        reported += [
            _reported(number, names, "percent_agreement", _plain(percent_agreement(*labels), len(both))),
            _reported(number, names, "cohens_kappa", _kappa(*labels)),
        ]
    return tuple(reported)


def _kappa(first: Sequence[str], second: Sequence[str]) -> Estimate:
    if len(first) < FEWEST_MECHANISMS:
        reason = f"both decided on {len(first)}, and kappa needs at least {FEWEST_MECHANISMS} mechanisms"
        return Estimate.not_estimable("cohens_kappa", reason, n=len(first))
    return _plain(cohens_kappa(first, second), len(first))


def _plain(estimate: Estimate, mechanisms: int) -> Estimate:
    reason = estimate.reason if estimate.value is None else _NO_INTERVAL
    return replace(estimate, low=None, high=None, level=None, n=mechanisms, reason=reason)


def _reported(number: int, names: str, statistic: str, estimate: Estimate) -> Reported:
    label = f"Decisions on fit by {names}"
    return Reported(f"agreement.fit.pair_{number}.{statistic}", "agreement", label, estimate)
