"""The answers of all respondents to one instrument, checked once when they are made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from impl_eval.instruments import Instrument

ANSWERED, NOT_ANSWERED, NOT_APPLICABLE, NOT_SHOWN = 0, 1, 2, 3
REASON_LABELS = {NOT_ANSWERED: "not answered", NOT_APPLICABLE: "not applicable", NOT_SHOWN: "not shown"}


@dataclass(frozen=True)
class Responses:
    """n rows, one for each respondent and timepoint, of the k items of an instrument.

    `respondent_id`, `site`, `stakeholder_group`, `timepoint`: n texts each; a respondent is the pair
    of site and respondent_id, because ids may be unique only within a site. `values` (n x k, float)
    is NaN where there is no answer, and `reasons` (n x k) then says why: one of the codes above.
    `duplicated` (n) marks rows whose respondent stands more than once in a timepoint: they are kept
    in all-rows results and left out of every paired one. `row_labels` say where a row came from.
    `covariates` hold by name n texts each, "" where unknown; `stored_scores` by scale id the n scores
    that the export itself holds, NaN where it holds none. `code_format` is the declared form of the
    respondent codes, empty where none is; `stable_covariates` names the covariates that are the same in
    one respondent at all timepoints.
    """

    instrument: Instrument
    respondent_id: npt.NDArray[np.str_]
    site: npt.NDArray[np.str_]
    stakeholder_group: npt.NDArray[np.str_]
    timepoint: npt.NDArray[np.str_]
    values: npt.NDArray[np.float64]
    reasons: npt.NDArray[np.int8]
    duplicated: npt.NDArray[np.bool_]
    row_labels: Sequence[str] = ()
    covariates: Mapping[str, npt.NDArray[np.str_]] = field(default_factory=dict)
    stored_scores: Mapping[str, npt.NDArray[np.float64]] = field(default_factory=dict)
    code_format: str = ""
    stable_covariates: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        n, k = len(self.respondent_id), len(self.instrument.items)
        columns: tuple[npt.NDArray[np.generic], ...]
        columns = (self.site, self.stakeholder_group, self.timepoint, self.duplicated)
        columns += (*self.covariates.values(), *self.stored_scores.values())
        if any(len(column) != n for column in columns) or self.values.shape != (n, k):
            raise ValueError(f"responses: columns differ in length from {n} rows and {k} items")
        if not set(self.stable_covariates) <= set(self.covariates):
            raise ValueError("responses: a stable covariate is no covariate")
        if self.reasons.shape != (n, k) or bool(np.any((self.reasons == ANSWERED) == np.isnan(self.values))):
            raise ValueError("responses: every missing value, and no other, needs its reason")

    def __len__(self) -> int:
        return len(self.respondent_id)

    def only(self, kept: npt.NDArray[np.bool_]) -> "Responses":
        """Return the marked rows (n booleans), in their order."""
        labels = [label for label, is_kept in zip(self.row_labels, kept, strict=False) if is_kept]
        return replace(
            self,
            respondent_id=self.respondent_id[kept],
            site=self.site[kept],
            stakeholder_group=self.stakeholder_group[kept],
            timepoint=self.timepoint[kept],
            values=self.values[kept],
            reasons=self.reasons[kept],
            duplicated=self.duplicated[kept],
            row_labels=tuple(labels),
            covariates={name: column[kept] for name, column in self.covariates.items()},
            stored_scores={scale: column[kept] for scale, column in self.stored_scores.items()},
        )
