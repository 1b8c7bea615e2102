"""What was decided beforehand: the framework of mechanisms and the analysis plan."""

from impl_eval.protocols.framework import DomainLink, Framework, Mechanism
from impl_eval.protocols.plan import AnalysisPlan, FitRule

__all__ = ["AnalysisPlan", "DomainLink", "FitRule", "Framework", "Mechanism"]
