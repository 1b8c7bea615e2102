"""From the plan's preset to the disclosure rule that stands in the results."""

from impl_eval.protocols import AnalysisPlan
from impl_eval.results import Disclosure


def disclosure_of(plan: AnalysisPlan) -> Disclosure:
    """Return the rule by which small numbers of this plan's study are protected."""
    rule = plan.disclosure.rule
    return Disclosure(plan.disclosure.preset, rule.rounding, rule.source)
