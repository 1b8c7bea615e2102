"""What a survey analysis rests on: labels, and which rows are before, after and matched.

Made once for an instrument and handed to everything that computes from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from impl_eval.instruments import Instrument
from impl_eval.protocols import AnalysisPlan
from impl_eval.quantitative.matching import respondent_links
from impl_eval.quantitative.pairing import Pairing, pair_by_respondent
from impl_eval.quantitative.responses import ANSWERED, Responses
from impl_eval.quantitative.scoring import Scores, score_scales

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class SurveyLabels:
    """Names for people, as the study declares them, in report order.

    `timepoints` and `groups`: id to label. `sites`: site id to place; `places`: all places.
    `comparison_sites` are ids of sites without the programme.
    `invited`: (site id, timepoint id) to (people invited, people eligible), None where not supplied;
    `invited_by_group`: the same by (site id, timepoint id, stakeholder group).
    """

    timepoints: Mapping[str, str]
    sites: Mapping[str, str]
    places: tuple[str, ...]
    groups: Mapping[str, str]
    invited: Mapping[tuple[str, str], tuple[int | None, int | None]]
    invited_by_group: Mapping[tuple[str, str, str], tuple[int | None, int | None]] = field(
        default_factory=dict
    )
    comparison_sites: frozenset[str] = frozenset()


@dataclass(frozen=True)
class SurveyDesign:
    """The rows of one instrument, scored, with the plan that says what is compared.

    `pairing` is None, and `no_change_reason` says why, where there is nothing to compare.
    `is_answering` marks rows with at least one answer.
    """

    responses: Responses
    scores: Scores
    plan: AnalysisPlan
    labels: SurveyLabels
    prefix: str
    is_answering: Mask
    pairing: Pairing | None
    no_change_reason: str

    @property
    def instrument(self) -> Instrument:
        """The instrument that was answered."""
        return self.responses.instrument

    @property
    def contrast(self) -> str:
        """What is compared, as timepoint ids; empty where the plan has no follow-up."""
        return f"{self.plan.baseline} to {self.plan.follow_up}" if self.plan.follow_up else ""

    @property
    def compared(self) -> tuple[str, ...]:
        """Baseline, and the follow-up where the plan has one."""
        return (self.plan.baseline, self.plan.follow_up) if self.plan.follow_up else (self.plan.baseline,)

    @property
    def family(self) -> tuple[str, ...]:
        """Scales of this instrument in the plan's family, in the plan's order."""
        return tuple(scale_id for scale_id in self.plan.family if scale_id in self.scores.scale_ids)

    @property
    def headline(self) -> str | None:
        """The headline scale, where it belongs to this instrument."""
        return self.plan.headline if self.plan.headline in self.scores.scale_ids else None

    @cached_property
    def links(self) -> npt.NDArray[np.str_]:
        """Link of each row (n) by the plan's rule of matching; "" links to no other row."""
        return respondent_links(self.responses, self.plan.matching)

    @property
    def places_of_rows(self) -> npt.NDArray[np.str_]:
        """Place of the site of each row (n)."""
        names, index = np.unique(self.responses.site, return_inverse=True)
        places = np.array([self.labels.sites[str(name)] for name in names], dtype=np.str_)
        return np.asarray(places[index] if len(names) else places)

    def at(self, timepoint: str) -> Mask:
        """Mark the rows of a timepoint."""
        return np.asarray(self.responses.timepoint == timepoint)


def design_survey(
    responses: Responses, plan: AnalysisPlan, labels: SurveyLabels, prefix: str
) -> SurveyDesign:
    """Score the responses and pair them.

    Raises
    ------
    ValueError : a row's site, stakeholder group or timepoint has no label.
    """
    _check_labels(responses, labels, plan)
    is_answering = np.asarray((responses.reasons == ANSWERED).any(axis=1))
    reason = _no_change_reason(responses, plan, is_answering)
    pairing = (
        pair_by_respondent(responses, plan.baseline, plan.follow_up, plan.matching)
        if plan.follow_up
        else None
    )
    return SurveyDesign(
        responses=responses,
        scores=score_scales(responses),
        plan=plan,
        labels=labels,
        prefix=prefix,
        is_answering=is_answering,
        pairing=None if reason else pairing,
        no_change_reason=reason,
    )


def _no_change_reason(responses: Responses, plan: AnalysisPlan, is_answering: Mask) -> str:
    if plan.follow_up is None:
        return "the study has one timepoint only"
    for timepoint in (plan.baseline, plan.follow_up):
        if not np.any(is_answering & (responses.timepoint == timepoint)):
            return f"no answers at {timepoint}"
    return ""


def _check_labels(responses: Responses, labels: SurveyLabels, plan: AnalysisPlan) -> None:
    known = (
        ("site", responses.site, set(labels.sites)),
        ("stakeholder group", responses.stakeholder_group, {"", *labels.groups}),
        ("timepoint", responses.timepoint, set(labels.timepoints)),
    )
    for what, column, names in known:
        if not {str(name) for name in np.unique(column)} <= names:
            raise ValueError(f"responses: a row has a {what} without a label")
    if not {timepoint for timepoint in (plan.baseline, plan.follow_up) if timepoint} <= set(
        labels.timepoints
    ):
        raise ValueError("the plan names a timepoint without a label")
    if not set(labels.sites.values()) <= set(labels.places):
        raise ValueError("a site lies in a place that is not among the places")
