"""How well suggestions agree with a person, code by code: counts, kappa, precision, recall.

The unit is a turn. Below ten turns with the code there is no verdict: such a kappa says next to nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from impl_eval.results import Estimate
from impl_eval.statistics.agreement import Ratings, cohens_kappa_of, pabak
from impl_eval.statistics.agreement.bootstrap import Described, estimate_over_transcripts

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]
FEWEST_POSITIVES = 10
TOO_FEW = f"no verdict: fewer than {FEWEST_POSITIVES} turns with the code"
NO_INTERVAL_OF_A_COUNT = "a count has no interval"


@dataclass(frozen=True)
class Judgement:
    """Suggestions for one code beside a person's decisions, over n turns of t transcripts.

    `said` and `true` (n): suggested, coded. `transcript` (n): number of the transcript of each turn.
    """

    said: Flags
    true: Flags
    transcript: Numbers

    @property
    def positives(self) -> int:
        """Turns that the person gave the code."""
        return int(self.true.sum())

    @property
    def suggested(self) -> int:
        """Turns that were suggested."""
        return int(self.said.sum())

    @property
    def agreed(self) -> int:
        """Turns that were suggested and coded."""
        return int((self.said & self.true).sum())

    @property
    def has_verdict(self) -> bool:
        """Whether there are enough turns with the code."""
        return self.positives >= FEWEST_POSITIVES

    @property
    def f1(self) -> float:
        """Return F1 from 0 to 1; 0 where nothing was suggested and nothing coded."""
        both = self.positives + self.suggested
        return 2 * self.agreed / both if both else 0.0

    @property
    def kappa_value(self) -> float | None:
        """Return Cohen's kappa, or None where it is not defined."""
        return cohens_kappa_of(self._ratings).value

    @property
    def _ratings(self) -> Ratings:
        labels = np.column_stack([self.said, self.true]).astype(np.int64)
        return Ratings(labels, np.ones(len(labels), np.int64), self.transcript, 2, "turns")

    def kappa(self) -> Estimate:
        """Return Cohen's kappa with its interval over transcripts."""
        return self._verdict("cohens_kappa", lambda: cohens_kappa_of(self._ratings))

    def pabak(self) -> Estimate:
        """Return kappa adjusted for prevalence and bias."""
        return self._verdict("pabak", lambda: pabak(self._ratings))

    def precision(self) -> Estimate:
        """Return the share of suggested turns that the person coded."""
        about = Described("precision", "suggested turns that the person coded", "nothing was suggested")
        return self._verdict("precision", lambda: self._share(about, self.said & self.true, self.said))

    def recall(self) -> Estimate:
        """Return the share of coded turns that were suggested."""
        about = Described("recall", "coded turns that were suggested", "nothing was coded")
        return self._verdict("recall", lambda: self._share(about, self.said & self.true, self.true))

    def burden(self) -> Estimate:
        """Return how many suggestions a person reads for each one that they accept."""
        method = "suggested turns for each suggested turn that the person coded"
        if not self.agreed:
            reason = "no suggestion met a turn with the code"
            return Estimate.not_estimable("suggestions_per_accepted", reason, n=self.suggested, method=method)
        value = self.suggested / self.agreed
        reason = "no interval: read that of the precision, of which this is the inverse"
        return self._verdict(
            "suggestions_per_accepted",
            lambda: Estimate(
                "suggestions_per_accepted", value, n=self.suggested, method=method, reason=reason
            ),
        )

    def prevalence_index(self) -> Estimate:
        """Return (turns both gave the code - turns neither did) / turns; near -1 for a rare code."""
        neither = int((~self.said & ~self.true).sum())
        return self._index("prevalence_index", self.agreed - neither)

    def bias_index(self) -> Estimate:
        """Return (suggested only - coded only) / turns; above 0 where more is suggested than coded."""
        return self._index("bias_index", self.suggested - self.positives)

    def _index(self, statistic: str, difference: int) -> Estimate:
        n = len(self.true)
        if not n:
            return Estimate.not_estimable(statistic, "no turn", n=0)
        source = "Byrt et al. (1993)"
        return Estimate(statistic, difference / n, n=n, source=source, reason="an index has no interval")

    def _share(self, about: Described, part: Flags, whole: Flags) -> Estimate:
        numbers = np.unique(self.transcript)
        sums = np.array(
            [[part[self.transcript == one].sum(), whole[self.transcript == one].sum()] for one in numbers],
            dtype=float,
        ).reshape(-1, 2)

        def value_of(counts: Floats) -> Floats:
            share = np.full(counts.shape[:-1], np.nan)
            np.divide(counts[..., 0], counts[..., 1], out=share, where=counts[..., 1] > 0)
            return share

        return estimate_over_transcripts(about, sums, value_of, n=int(whole.sum()))

    def _verdict(self, statistic: str, estimate: Callable[[], Estimate]) -> Estimate:
        if not self.has_verdict:
            return Estimate.not_estimable(statistic, TOO_FEW, n=len(self.true))
        return estimate()


def count(value: int, unit: str) -> Estimate:
    """Return a count as an estimate."""
    return Estimate("count", float(value), unit=unit, reason=NO_INTERVAL_OF_A_COUNT)


def mean_over_codes(statistic: str, values: list[float], method: str) -> Estimate:
    """Return the plain mean over the codes that have a verdict."""
    if not values:
        return Estimate.not_estimable(statistic, TOO_FEW, n=0, method=method)
    reason = "no interval: a mean over codes of a codebook, which is no sample"
    return Estimate(statistic, float(np.mean(values)), n=len(values), method=method, reason=reason)
