"""The analysis plan: decided before data, read by every strand."""

from typing import Literal

from pydantic import Field

from impl_eval.declared import DeclaredModel, Identifier, Number, Text, WholeNumber
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
    transcript, `counted_coder` is the one whose segments are the evidence.
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
    counted_coder: Text | None = None
    fit: FitRule = FitRule()

    @property
    def alpha(self) -> float:
        """Error rate of a two-sided decision."""
        return 1 - self.confidence_level
