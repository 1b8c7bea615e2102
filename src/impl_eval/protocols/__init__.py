"""What was decided beforehand: the framework of mechanisms and the analysis plan with its lock."""

from impl_eval.protocols.framework import DomainLink, Framework, Mechanism
from impl_eval.protocols.plan import AnalysisPlan
from impl_eval.protocols.plan_lock import PlanLock, deviations, lock_of, plan_fingerprint
from impl_eval.protocols.plan_parts import (
    STAKEHOLDER_GROUP,
    FitRule,
    ItemPlan,
    MatchingRule,
    MixedModelPlan,
    PowerPlan,
    PrimaryChange,
    SensitivityAnalysis,
    SensitivityPlan,
)

__all__ = [
    "STAKEHOLDER_GROUP",
    "AnalysisPlan",
    "DomainLink",
    "FitRule",
    "Framework",
    "ItemPlan",
    "MatchingRule",
    "Mechanism",
    "MixedModelPlan",
    "PlanLock",
    "PowerPlan",
    "PrimaryChange",
    "SensitivityAnalysis",
    "SensitivityPlan",
    "deviations",
    "lock_of",
    "plan_fingerprint",
]
