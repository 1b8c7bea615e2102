"""From a fitted model to Estimates: when there is inference over sites, and what stands there if not.

The rules are one for all analyses of change: too few sites or too few degrees of freedom leave a change
its value, and everything else says why it is missing.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from impl_eval.results import Estimate
from impl_eval.statistics.arrays import WITHOUT_INTERVAL, BoolArray, FloatArray, LabelArray
from impl_eval.statistics.mixed_model.cases import Cases
from impl_eval.statistics.mixed_model.cluster_robust import cluster_robust_test
from impl_eval.statistics.mixed_model.fit import MixedModelFit, NotFitted, fit_mixed_model
from impl_eval.statistics.mixed_model.kenward_roger import ContrastTest, contrast_test
from impl_eval.statistics.mixed_model.rows import SITE, SITE_BY_TIMEPOINT, SITE_SLOPE, Structure

MINIMUM_SITES = 5
MINIMUM_DEGREES_OF_FREEDOM = 4.0
ROUNDING_OF_DEGREES_OF_FREEDOM = 1e-9
"""Five equal sites have exactly four degrees of freedom, but for the rounding of floats."""

METHOD = "linear mixed model by REML, Kenward-Roger standard errors and degrees of freedom"
SOURCE = "Kenward and Roger (1997)"
CR2_METHOD = "linear mixed model by REML, CR2 by site with Satterthwaite degrees of freedom"
CR2_SOURCE = "Pustejovsky and Tipton (2018)"
NO_ADJUSTMENT = "the Kenward-Roger adjustment leaves no positive variance: hardly anybody answered twice"
NO_SPREAD = "the change does not vary between sites"

_ZERO = {
    SITE: "the site variance is estimated as zero",
    SITE_SLOPE: "the site slope variance is estimated as zero",
    SITE_BY_TIMEPOINT: "the variance of site by timepoint is estimated as zero",
    "respondent": "the respondent variance is estimated as zero",
}


@dataclass(frozen=True)
class Rules:
    """When there is inference over sites, and the confidence level."""

    level: float = 0.95
    minimum_sites: int = MINIMUM_SITES
    minimum_degrees_of_freedom: float = MINIMUM_DEGREES_OF_FREEDOM


@dataclass(frozen=True)
class ChangeInference:
    """A change (or a difference of changes) with what inference over sites says of it; n counts rows."""

    change: Estimate
    standard_error: Estimate
    degrees_of_freedom: Estimate
    p_value: Estimate


@dataclass(frozen=True, eq=False)
class Fitted:
    """A model on its rows: the fit or why there is none, and why there is no inference over sites ("")."""

    cases: Cases
    fit: MixedModelFit | NotFitted
    no_inference: str
    rules: Rules

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences that belong beside every result of this model."""
        zero: tuple[str, ...] = ()
        if isinstance(self.fit, MixedModelFit):
            zero = tuple(_ZERO[part.name] for part in self.fit.components if part.at_zero)
        return (*self.cases.notes, *self.fit.dropped, *zero)

    def value(self, contrast: ArrayLike) -> float | None:
        """Return the contrast of the coefficients, None where there are none."""
        if self.fit.coefficients is None:
            return None
        return float(np.asarray(contrast, dtype=np.float64) @ self.fit.coefficients)

    def model_based(self, statistic: str, contrast: FloatArray) -> ChangeInference:
        """Return a contrast with Kenward-Roger inference."""
        test, reason = None, self.no_inference
        if isinstance(self.fit, MixedModelFit) and not reason:
            test = contrast_test(self.fit, contrast)
            reason = "" if test else NO_ADJUSTMENT
        return self._estimates(statistic, contrast, test, reason, (METHOD, SOURCE))

    def cluster_robust(self, statistic: str, contrast: FloatArray) -> ChangeInference:
        """Return a contrast with CR2 by site."""
        test, reason = None, self.no_inference
        if isinstance(self.fit, MixedModelFit) and not reason:
            test = cluster_robust_test(self.fit, contrast)
            reason = "" if test else NO_SPREAD
        return self._estimates(statistic, contrast, test, reason, (CR2_METHOD, CR2_SOURCE))

    def too_few(self, degrees_of_freedom: float) -> str:
        """Return the reason why so few degrees of freedom carry no inference, "" where they do."""
        if degrees_of_freedom >= self.rules.minimum_degrees_of_freedom - ROUNDING_OF_DEGREES_OF_FREEDOM:
            return ""
        # Matching moments may give a negative number: it is none.
        shown = max(math.floor(10 * (degrees_of_freedom + ROUNDING_OF_DEGREES_OF_FREEDOM)) / 10, 0.0)
        needed = f"{self.rules.minimum_degrees_of_freedom:g}"
        return f"only {shown:.1f} degrees of freedom over sites: at least {needed} are needed"

    def _estimates(
        self,
        statistic: str,
        contrast: FloatArray,
        test: ContrastTest | None,
        reason: str,
        how: tuple[str, str],
    ) -> ChangeInference:
        method, source = how
        n, value = self.cases.n, self.value(contrast)
        if isinstance(self.fit, NotFitted):
            # Too few sites says more to a reader than what went wrong in fitting them.
            reason = self.fit.reason if value is None else reason or self.fit.reason
        elif test is not None:
            reason = self.too_few(test.degrees_of_freedom)
        if value is None:
            change = Estimate.not_estimable(statistic, reason, n=n, method=method)
            return ChangeInference(change, *_without(reason, n, method))
        if test is None or reason:
            change = Estimate(statistic, value, n=n, method=method, source=source, reason=reason)
            return ChangeInference(change, *_without(reason, n, method))
        low, high = test.interval(self.rules.level)
        numbers = (test.standard_error, test.degrees_of_freedom, test.p_value)
        return ChangeInference(
            Estimate(statistic, value, low, high, self.rules.level, n, method=method, source=source),
            *(
                Estimate(name, number, n=n, method=method, source=source, reason=WITHOUT_INTERVAL)
                for name, number in zip(_REST, numbers, strict=True)
            ),
        )


_REST = ("standard_error", "degrees_of_freedom", "p_value")


def fitted(cases: Cases, design: FloatArray, structure: Structure, rules: Rules, also: str = "") -> Fitted:
    """Fit the design to the rows and decide whether there is inference over sites.

    `also` : a further reason against it, which the caller found.
    """
    if cases.problem:
        return Fitted(cases, NotFitted(cases.problem, cases.n), cases.problem, rules)
    when = cases.random_timepoint(structure)
    fit = fit_mixed_model(cases.scores, design, cases.site, cases.respondent, when, structure)
    by_timepoint = (("baseline", cases.at_baseline), ("follow-up", cases.later == 1))
    reason = too_few_sites(cases.site, rules.minimum_sites) or one_site_only(cases.site, by_timepoint) or also
    return Fitted(cases, fit, reason, rules)


def too_few_sites(site: LabelArray, minimum: int) -> str:
    """Return the reason why so few sites carry no inference, "" where they do."""
    count = np.unique(site).size
    if count >= minimum:
        return ""
    noun = "site" if count == 1 else "sites"
    return f"only {count} {noun}: at least {minimum} are needed for inference over sites"


def one_site_only(site: LabelArray, rows_of: tuple[tuple[str, BoolArray], ...]) -> str:
    """Return the reason why there is no inference over sites where all rows of a kind come from one site.

    That site determines a mean alone: how it would differ elsewhere is not in the data, and CR2 would
    count its spread as none.
    """
    for name, rows in rows_of:
        if np.unique(site[rows]).size == 1:
            return f"all {name} rows come from one site: no inference over sites"
    return ""


def _without(reason: str, n: int, method: str) -> tuple[Estimate, Estimate, Estimate]:
    one, two, three = (Estimate.not_estimable(name, reason, n=n, method=method) for name in _REST)
    return one, two, three
