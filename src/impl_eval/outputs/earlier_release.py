"""Two releases of one study can be subtracted: finds counts that changed by a small number of people.

Compares results.json of an earlier run with new results. It tells only how many counts changed so,
never which or by how much.
"""

import json
from pathlib import Path

from impl_eval.outputs.counting import counts_people
from impl_eval.outputs.walk import reported_by_id
from impl_eval.results import Evaluation


def changed_little_since(results: Path, evaluation: Evaluation) -> int:
    """Return how many counts of people differ by 1 to k - 1 from an earlier results.json; 0 without one."""
    return counts_that_changed_little(results.read_bytes(), evaluation) if results.is_file() else 0


def counts_that_changed_little(earlier: bytes, evaluation: Evaluation) -> int:
    """Return how many counts of people differ by 1 to k - 1 from an earlier results.json.

    A file that is no results.json, or is of another study, has nothing to compare: 0.
    """
    before, smallest = _values(earlier, evaluation.facts.ics_id), evaluation.smallest_count_shown
    return sum(
        0 < abs(one.estimate.value - before[one.id]) < smallest
        for one in reported_by_id(evaluation).values()
        if one.strand == "survey"
        and counts_people(one)
        and one.estimate.value is not None
        and one.id in before
    )


def _values(earlier: bytes, ics_id: str) -> dict[str, float]:
    """Return the values of an earlier results.json by id."""
    try:
        document = json.loads(earlier)
        if document["study"]["ics_id"] != ics_id:
            return {}
        return {one["id"]: one["value"] for one in document["estimates"] if one["value"] is not None}
    except (ValueError, KeyError, TypeError):
        return {}
