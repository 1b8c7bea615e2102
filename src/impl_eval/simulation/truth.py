"""The declared truth of a simulated study, as protocols/simulation.yaml states it.

Means and changes are those of the scored scales, so that an analysis can be held against them. The
standard deviations describe an unseen (latent) scale on which respondents differ before they tick a
response option; they are in steps of an item with five options and widen with an item's range.
"""

from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from impl_eval.declared import DeclaredModel, Finding, Identifier, Number, WholeNumber
from impl_eval.instruments import Instrument
from impl_eval.instruments.model import UNSCORED


class ScaleTruth(DeclaredModel):
    """True mean of a scale at baseline and its true change, both in the unit of the scale."""

    scale: Identifier
    baseline_mean: Number
    change: Number


class GroupShare(DeclaredModel):
    """Share of the respondents who belong to a stakeholder group."""

    group: Identifier
    share: Number = Field(ge=0, le=1)


class OutcomeTruth(DeclaredModel):
    """Course of one programme outcome, the same at every place apart from noise.

    `start_value`, `monthly_change` and `noise` (a standard deviation) are in the unit in which the
    outcome is reported: per so many of the denominator where one is given. The course runs from
    `months_before` to `months_after` the start of the programme, with a value every `every_months`.
    """

    outcome: Identifier
    start_value: Number = Field(ge=0)
    monthly_change: Number
    noise: Number = Field(ge=0)
    denominator: WholeNumber | None = Field(default=None, ge=1)
    months_before: WholeNumber = Field(default=6, ge=0)
    months_after: WholeNumber = Field(default=12, ge=0)
    every_months: WholeNumber = Field(default=3, ge=1)


class SimulationTruth(DeclaredModel):
    """Everything a simulated study follows from; the same truth gives the same files.

    `respondents` counts people, not rows: those in neither of the two shares answer both times.
    `respondent_sd` is shared by all scales of a respondent, `scale_sd` is their own level on one
    scale; both stay the same over time. `site_change_sd` says how much sites differ in their change.
    `item_spread` places the items of a scale between that much below and above the scale's mean.
    `missing_share` and `not_applicable_share` are shares of all item answers, lost at random.
    `response_share` is the share of eligible people who answer, on average over sites.
    """

    schema_: Literal["impl-eval/simulation/1"] = Field(alias="schema")
    seed: WholeNumber = Field(ge=0)
    respondents: WholeNumber = Field(ge=1)
    sites: WholeNumber = Field(ge=1)
    share_baseline_only: Number = Field(ge=0, le=1)
    share_follow_up_only: Number = Field(ge=0, le=1)
    site_sd: Number = Field(ge=0)
    respondent_sd: Number = Field(ge=0)
    scale_sd: Number = Field(default=0, ge=0)
    residual_sd: Number = Field(gt=0)
    site_change_sd: Number = Field(ge=0)
    item_spread: Number = Field(default=0, ge=0)
    missing_share: Number = Field(ge=0, lt=1)
    not_applicable_share: Number = Field(ge=0, lt=1)
    response_share: Number = Field(default=0.6, gt=0, le=1)
    scales: tuple[ScaleTruth, ...] = Field(min_length=1)
    groups: tuple[GroupShare, ...] = Field(min_length=1)
    outcomes: tuple[OutcomeTruth, ...] = ()


def truth_findings(truth: SimulationTruth, instruments: Iterable[Instrument]) -> tuple[Finding, ...]:
    """Return what cannot be simulated: shares that do not add up, scales not declared or out of range."""
    return (*_share_findings(truth), *_scale_findings(truth, tuple(instruments)))


def _share_findings(truth: SimulationTruth) -> list[Finding]:
    found = []
    once_only = truth.share_baseline_only + truth.share_follow_up_only
    if once_only > 1:
        allowed = "at most 1 with share_baseline_only"
        found.append(Finding(("share_follow_up_only",), f"{once_only:g} together", allowed))
    groups = sum(group.share for group in truth.groups)
    if abs(groups - 1) > 1e-6:
        found.append(Finding(("groups",), f"shares that add up to {groups:g}", "shares that add up to 1"))
    lost = truth.missing_share + truth.not_applicable_share
    if lost >= 1:
        allowed = "less than 1 with not_applicable_share"
        found.append(Finding(("missing_share",), f"{lost:g} together", allowed))
    return found


def _scale_findings(truth: SimulationTruth, instruments: tuple[Instrument, ...]) -> list[Finding]:
    home = {scale.id: instrument for instrument in instruments for scale in instrument.scales}
    declared = [entry.scale for entry in truth.scales]
    found = [
        Finding(("scales",), f"nothing about {scale_id}", "every scale of the instruments")
        for scale_id in home
        if scale_id not in declared
    ]
    for index, entry in enumerate(truth.scales):
        path = ("scales", index)
        if entry.scale not in home:
            found.append(Finding((*path, "scale"), entry.scale, "a scale of an instrument"))
            continue
        if entry.scale in declared[:index]:
            found.append(Finding((*path, "scale"), f"{entry.scale} a second time", "each scale once"))
        found.extend(_range_findings(entry, truth, home[entry.scale], path))
    return found


def _range_findings(
    entry: ScaleTruth, truth: SimulationTruth, instrument: Instrument, path: tuple[str | int, ...]
) -> list[Finding]:
    """Means of items must lie inside their range: no latent mean gives an average at its end."""
    low, high = instrument.item_range_of(instrument.scale(entry.scale))
    several = len(instrument.items_of(entry.scale)) > 1
    spread = truth.item_spread * (high - low) / 4 if several else 0.0
    return [
        Finding(path, f"a mean of {mean:g}", f"item means between {low} and {high}, ends excluded")
        for mean in (entry.baseline_mean, entry.baseline_mean + entry.change)
        if not low < mean - spread <= mean + spread < high
    ]


def item_means(truth: SimulationTruth, instrument: Instrument) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return the true mean of each item, scored, at baseline and at follow-up.

    An unscored item has the middle of its range both times.

    Raises
    ------
    ValueError : the truth says nothing of a scale of the instrument.
    """
    declared = {entry.scale: entry for entry in truth.scales}
    before, after = [], []
    for item in instrument.items:
        options = instrument.options_of(item)
        if item.scale == UNSCORED:
            before.append((options.min + options.max) / 2)
            after.append((options.min + options.max) / 2)
            continue
        if item.scale not in declared:
            raise ValueError(f"the simulation says nothing of scale {item.scale}")
        scale_items = [other.id for other in instrument.items_of(item.scale)]
        offset = truth.item_spread * (options.max - options.min) / 4
        offset *= _place_between(scale_items.index(item.id), len(scale_items))
        entry = declared[item.scale]
        before.append(entry.baseline_mean + offset)
        after.append(entry.baseline_mean + entry.change + offset)
    return tuple(before), tuple(after)


def _place_between(index: int, count: int) -> float:
    """Return -1 for the first of `count` and +1 for the last, evenly spaced; 0 where there is one."""
    return 0.0 if count == 1 else 2 * index / (count - 1) - 1
