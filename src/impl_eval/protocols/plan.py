"""The analysis plan: decided before data, read by every strand."""

from typing import Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from impl_eval.declared import DeclaredModel, Identifier, Number, Text, WholeNumber
from impl_eval.protocols.disclosure import DisclosurePlan
from impl_eval.protocols.plan_parts import (
    EquivalenceMargin,
    FitRule,
    ItemPlan,
    MatchingRule,
    MixedModelPlan,
    PowerPlan,
    PrimaryChange,
    SensitivityPlan,
    StatedReliability,
)


class AnalysisPlan(DeclaredModel):
    """What is analysed and how, as protocols/analysis_plan.yaml declares it.

    `headline` is the scale of the first question (put in words by `headline_question`), and
    `headline_items` are reported singly beside it. `family` lists the scales (one for each mechanism at
    most) whose p values are adjusted together. `primary_change` decides the words; the other analyses
    stand beside it. `subgroups` are looked at as interactions with time. Where several people coded a
    transcript, `counted_coder` is the one whose segments are the evidence. `disclosure` protects small
    numbers; `smallest_count_shown` sets the threshold of its preset less_than_five.
    """

    schema_: Literal["impl-eval/analysis-plan/1"] = Field(alias="schema")
    baseline: Identifier
    follow_up: Identifier | None = None
    headline: Identifier | None = None
    headline_question: Text | None = None
    headline_items: tuple[Identifier, ...] = ()
    family: tuple[Identifier, ...] = ()
    primary_change: PrimaryChange = "mixed_model"
    mixed_model: MixedModelPlan = MixedModelPlan()
    sensitivity: SensitivityPlan = SensitivityPlan()
    items: ItemPlan = ItemPlan()
    subgroups: tuple[Identifier, ...] = ()
    individual_change: tuple[StatedReliability, ...] = ()
    equivalence: tuple[EquivalenceMargin, ...] = ()
    power: PowerPlan | None = None
    family_adjustment: Literal["holm"] = "holm"
    confidence_level: Number = Field(default=0.95, gt=0.5, le=0.9999)
    matching: MatchingRule = "exact"
    minimum_pairs: WholeNumber = Field(default=2, ge=2)
    smallest_count_shown: WholeNumber = Field(default=5, ge=1)
    smallest_group_named: WholeNumber = Field(default=2, ge=1)
    disclosure: DisclosurePlan = DisclosurePlan()
    counted_coder: Text | None = None
    fit: FitRule = FitRule()

    @model_validator(mode="after")
    def _one_threshold(self) -> "AnalysisPlan":
        preset = self.disclosure.preset
        if preset != "less_than_five" and "smallest_count_shown" in self.model_fields_set:
            context = {
                "found": f"smallest_count_shown beside the preset {preset}",
                "allowed": "one of the two: the preset has a threshold of its own",
            }
            raise PydanticCustomError("not_allowed", "{allowed}", context)
        return self

    @property
    def smallest_shown(self) -> int:
        """The smallest count shown in what leaves the team, by the preset or as the plan sets it."""
        own = self.disclosure.preset == "less_than_five"
        return self.smallest_count_shown if own else self.disclosure.rule.smallest

    @property
    def alpha(self) -> float:
        """Error rate of a two-sided decision."""
        return 1 - self.confidence_level
