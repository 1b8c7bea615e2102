"""Which results count people, and which stand for a place or a group."""

from impl_eval.outputs.statistic_names import statistic_named
from impl_eval.results import Reported

NOT_PEOPLE = frozenset(
    {"sites", "practices", "places", "items", "scales", "timepoints", "mechanisms", "rows"}
)


def counts_people(reported: Reported) -> bool:
    """Whether a result is a number of people."""
    is_count = statistic_named(reported.estimate.statistic).kind == "count"
    return is_count and not NOT_PEOPLE & set(reported.estimate.unit.lower().split())


def in_breakdown(reported: Reported) -> bool:
    """Whether a result is about one place or one group."""
    return bool(reported.place or reported.group)
