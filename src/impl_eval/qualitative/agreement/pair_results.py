"""What is reported of two coders: each coefficient of each code, as results with their ids."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from impl_eval.qualitative.agreement.double_coding import Pair
from impl_eval.qualitative.agreement.options import Comparison
from impl_eval.qualitative.agreement.units import CodedUnits
from impl_eval.qualitative.agreement.words import WORDS, UnitWords
from impl_eval.qualitative.coding import CodedSegment
from impl_eval.results import Estimate, Reported
from impl_eval.statistics import (
    Ratings,
    agreement_where_either_coded,
    cohens_kappa_of,
    gwets_ac1,
    krippendorffs_alpha,
    pabak,
    percent_agreement_of,
    prevalence,
)

Coefficient = Callable[..., Estimate]
NO_INTERVAL = "a count has no interval"
NO_UNIT = "no participant's turn in the transcripts that both coded"
NOBODY_CODED = "no text that either of them coded"
CODED_TEXT = ", without text that nobody coded"


@dataclass(frozen=True)
class Named:
    """A coefficient with its name in words, and the unit its number has."""

    name: str
    compute: Coefficient
    unit: str = ""


COEFFICIENTS: Mapping[str, Named] = {
    "percent_agreement": Named("percent agreement", percent_agreement_of, "%"),
    "cohens_kappa": Named("Cohen's kappa", cohens_kappa_of),
    "prevalence": Named("share of units coded", prevalence),
    "agreement_where_either_coded": Named("agreement where either coded", agreement_where_either_coded, "%"),
    "krippendorffs_alpha": Named("Krippendorff's alpha", krippendorffs_alpha),
    "gwets_ac1": Named("Gwet's AC1", gwets_ac1),
    "pabak": Named("PABAK", pabak),
}


@dataclass(frozen=True, eq=False)
class PairResults:
    """Two coders, their units and segments; every method returns results ready for a table."""

    pair: Pair
    units: CodedUnits
    segments: Sequence[CodedSegment]
    codes: Sequence[tuple[str, str]]
    comparison: Comparison

    @property
    def words(self) -> UnitWords:
        """The unit in words."""
        return WORDS[self.comparison.unit]

    @property
    def rows(self) -> NDArray[np.bool_]:
        """(r,) units of the transcripts that both coded."""
        return self.units.seen_by(self.pair.coders)

    def coefficients(
        self,
        code: tuple[str, str],
        statistics: Sequence[str],
        *,
        only_coded: bool = False,
        transcript_id: str = "",
    ) -> list[Reported]:
        """Return coefficients: over all units, or those that either coded at all, or one transcript."""
        ratings = self._ratings(code[0], only_coded, transcript_id)
        return [self._coefficient(code, one, ratings, only_coded, transcript_id) for one in statistics]

    def _coefficient(
        self,
        code: tuple[str, str],
        statistic: str,
        ratings: Ratings | None,
        only_coded: bool,
        transcript_id: str,
    ) -> Reported:
        code_id, label = code
        named = COEFFICIENTS[statistic]
        detail, said = self._detail(only_coded, transcript_id)
        if ratings is None:
            reason = NOBODY_CODED if only_coded else NO_UNIT
            estimate = Estimate.not_estimable(statistic, reason, n=0, unit=named.unit)
        else:
            estimate = named.compute(ratings, level=self.comparison.confidence_level)
        return Reported(
            f"{self.comparison.prefix}.{code_id}.{statistic}.{self.pair.key}{detail}",
            "agreement",
            f"{label}: {named.name} of {self.pair.label}{said}",
            estimate,
            mechanism_id=code_id if self.comparison.level == "mechanism" else "",
            contrast=self.pair.label,
        )

    def unit_count(self, *, only_coded: bool = False, transcript_id: str = "") -> Reported:
        """Return how many units are compared."""
        rows = self._selected(only_coded, transcript_id)
        detail, said = self._detail(only_coded, transcript_id)
        plural = self.words.plural
        return Reported(
            f"{self.comparison.prefix}.units.{self.pair.key}{detail}",
            "agreement",
            f"{plural[0].upper()}{plural[1:]} in transcripts that {self.pair.label} coded{said}",
            Estimate(
                "count",
                float(self.units.lengths[rows].sum()),
                unit=self.words.short,
                reason=NO_INTERVAL,
            ),
            contrast=self.pair.label,
        )

    def segments_of(self, coder: str, code: tuple[str, str]) -> Reported:
        """Return how many segments of a code a coder has in the transcripts that both coded."""
        code_id, label = code
        shared = {each.id for each in self.pair.transcripts}
        by_code = self.comparison.level == "code"
        count = sum(
            one.coder == coder
            and one.transcript_id in shared
            and (one.applied_code if by_code else one.mechanism_id) == code_id
            for one in self.segments
        )
        return Reported(
            f"{self.comparison.prefix}.{code_id}.segments.{self.pair.key}.{coder}",
            "agreement",
            f"{label}: segments of {coder} in transcripts that {self.pair.label} coded",
            Estimate("count", float(count), unit="segments", reason=NO_INTERVAL),
            mechanism_id=code_id if self.comparison.level == "mechanism" else "",
            contrast=self.pair.label,
        )

    def _detail(self, only_coded: bool, transcript_id: str) -> tuple[str, str]:
        """Return what part of the units a result is about, for its id and for its label."""
        detail = ".coded_text" if only_coded else ""
        said = CODED_TEXT if only_coded else ""
        if transcript_id:
            detail, said = f"{detail}.{transcript_id}", f"{said}, in {transcript_id}"
        return detail, said

    def _selected(self, only_coded: bool, transcript_id: str) -> NDArray[np.bool_]:
        rows = self.rows
        if only_coded:
            rows = rows & self.units.coded_by_any(self.pair.coders)
        if transcript_id:
            number = self.units.transcript_ids.index(transcript_id)
            rows = rows & (self.units.transcripts == number)
        return rows

    def _ratings(self, code_id: str, only_coded: bool, transcript_id: str) -> Ratings | None:
        rows = self._selected(only_coded, transcript_id)
        return self.units.ratings(self.pair.coders, code_id, rows, self.words.plural)
