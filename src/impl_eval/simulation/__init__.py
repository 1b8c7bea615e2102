"""Simulated studies, made from a declared truth: every row they give says that it is simulated."""

from impl_eval.simulation.invitations import simulate_invitations
from impl_eval.simulation.outcomes import simulate_outcomes
from impl_eval.simulation.survey import SimulatedSurvey, simulate_survey
from impl_eval.simulation.table import SimulatedTable
from impl_eval.simulation.truth import SimulationTruth, truth_findings

__all__ = [
    "SimulatedSurvey",
    "SimulatedTable",
    "SimulationTruth",
    "simulate_invitations",
    "simulate_outcomes",
    "simulate_survey",
    "truth_findings",
]
