"""The parts of an analysis plan: each decides one matter before the data are seen.

Names of scales, items, groups and sites are checked against the study elsewhere; here a part only
checks itself.
"""

from typing import Literal, get_args

from pydantic import Field

from impl_eval.declared import DeclaredModel, Identifier, Number, Text, WholeNumber, YesNo

PrimaryChange = Literal["mixed_model", "paired", "all_rows"]
MatchingRule = Literal["exact", "distance_1"]
"""How codes of two timepoints become one respondent: letter for letter, or one slip allowed."""

SensitivityAnalysis = Literal[
    "site_by_timepoint",
    "paired",
    "signed_rank",
    "all_rows",
    "partially_overlapping",
    "site_summary",
    "site_sign_flip",
    "prorating",
    "matching",
    "leave_one_site_out",
    "multiple_imputation",
    "nonresponse_weights",
    "tipping_point",
]
EVERY_SENSITIVITY_ANALYSIS: tuple[SensitivityAnalysis, ...] = get_args(SensitivityAnalysis)

STAKEHOLDER_GROUP = "stakeholder_group"
"""The name by which covariates and subgroups call the kind of respondent; others are named in column maps."""


class FitRule(DeclaredModel):
    """When interviews say one thing: at least so many participants, and at least this share of them."""

    minimum_participants: WholeNumber = Field(default=3, ge=1)
    majority_share: Number = Field(default=2 / 3, gt=0.5, le=1)


class Ladder(DeclaredModel):
    """What happens where the data do not carry the full model: written down, so that it is never a surprise.

    Each rung allows one answer only. They stand in the plan because a reader has to see them there.
    """

    nobody_answers_twice: Literal["leave_out_respondent_term"] = "leave_out_respondent_term"
    one_site: Literal["leave_out_site_terms"] = "leave_out_site_terms"
    too_few_sites: Literal["no_inference"] = "no_inference"
    variance_at_zero: Literal["keep_term"] = "keep_term"


class MixedModelPlan(DeclaredModel):
    """The linear mixed model: its random effects, covariates, and when it infers nothing over sites.

    `random_effects` left out means site slopes with two timepoints, and site by timepoint from three on.
    """

    random_effects: Literal["site_slopes", "site_by_timepoint"] | None = None
    covariates: tuple[Identifier, ...] = ()
    minimum_sites: WholeNumber = Field(default=5, ge=5)
    minimum_degrees_of_freedom: Number = Field(default=4.0, ge=4)
    ladder: Ladder = Ladder()


class SensitivityPlan(DeclaredModel):
    """The analyses beside the primary one, all named beforehand, in one table and one figure.

    `prorating_shares` are the shares of a scale's items that must be answered; `imputations` are drawn
    with `seed`, each after `iterations` steps. `nonresponse_predictors` are baseline facts beside the
    baseline score.
    """

    analyses: tuple[SensitivityAnalysis, ...] = EVERY_SENSITIVITY_ANALYSIS
    prorating_shares: tuple[Number, ...] = (0.5, 0.8, 1.0)
    imputations: WholeNumber = Field(default=20, ge=2, le=200)
    iterations: WholeNumber = Field(default=10, ge=1, le=200)
    nonresponse_predictors: tuple[Identifier, ...] = (STAKEHOLDER_GROUP,)
    seed: WholeNumber = Field(default=20240331, ge=0)


class ItemPlan(DeclaredModel):
    """Which change of single items is looked at.

    `thresholds`: for a set of response options, the answer from which on a respondent counts as agreeing
    or confident, with its source. Items whose options have no threshold are described only.
    """

    thresholds: dict[Identifier, WholeNumber] = Field(default_factory=dict)
    threshold_source: Text | None = None
    cumulative_link: YesNo = True


class StatedReliability(DeclaredModel):
    """The reliability of a scale, from outside these data, for the change of single persons."""

    scale: Identifier
    reliability: Number = Field(gt=0, lt=1)
    source: Text


class EquivalenceMargin(DeclaredModel):
    """The largest change of a scale that would not matter, in points, with its source."""

    scale: Identifier
    margin: Number = Field(gt=0)
    source: Text


class PowerPlan(DeclaredModel):
    """What is assumed for the power of this very design, on the scale from lowest to highest option.

    `respondents_per_site` answer at each timepoint on average; `match_share` of those at baseline are
    found again. `site_share` is the share of a score's variance that lies between sites (the ICC),
    `correlation` that of the two scores of one person, `site_change_sd` how much sites differ in their
    change, `ceiling_share` the share of respondents whose latent score lies at or above the highest
    score at baseline. `changes` are the true changes tried, in points.
    """

    scale: Identifier
    sites: WholeNumber = Field(ge=1)
    respondents_per_site: Number = Field(gt=0)
    match_share: Number = Field(ge=0, le=1)
    standard_deviation: Number = Field(gt=0)
    site_share: Number = Field(ge=0, lt=1)
    correlation: Number = Field(ge=0, lt=1)
    site_change_sd: Number = Field(default=0.0, ge=0)
    ceiling_share: Number = Field(default=0.0, ge=0, lt=1)
    changes: tuple[Number, ...] = Field(default=(0.0, 0.1, 0.2, 0.3, 0.4, 0.5), min_length=2)
    wanted_power: Number = Field(default=0.8, gt=0.05, lt=1)
    replicates: WholeNumber = Field(default=400, ge=20, le=100_000)
    seed: WholeNumber = Field(default=1, ge=0)
