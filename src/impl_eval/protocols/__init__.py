"""What was decided and written by people: the framework of mechanisms, the analysis plan with its lock,
the words of the report, the description of the programme, and reporting checklists.
"""

from impl_eval.protocols.checklists import Checklist, ChecklistAnswer, ChecklistItem
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
from impl_eval.protocols.report_words import ProgrammeDescription, Recommendation, ReportWords

__all__ = [
    "STAKEHOLDER_GROUP",
    "AnalysisPlan",
    "Checklist",
    "ChecklistAnswer",
    "ChecklistItem",
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
    "ProgrammeDescription",
    "Recommendation",
    "ReportWords",
    "SensitivityAnalysis",
    "SensitivityPlan",
    "deviations",
    "lock_of",
    "plan_fingerprint",
]
