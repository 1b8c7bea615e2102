"""Codes that come up together: Jaccard's index by hand and against scikit-learn, and its laws."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.qualitative.co_occurrence import (
    co_occurrence_table,
    co_occurrences,
    jaccard_overlap,
    turns_of,
)
from impl_eval.qualitative.code_counts import talk_by_code
from tests.qualitative.matrix_examples import CODEBOOK, FIRST, LAYER, MECHANISMS, coded, interviews_of

INTERVIEWS = interviews_of()


def test_overlap_known_answer() -> None:
    """Jaccard (1912) by hand: 3 turns of 8 have both."""
    assert jaccard_overlap(3, 8).value == pytest.approx(0.375)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=30))
def test_overlap_is_the_jaccard_index_of_scikit_learn(turns: list[tuple[bool, bool]]) -> None:
    from sklearn.metrics import jaccard_score

    both, either = sum(a and b for a, b in turns), sum(a or b for a, b in turns)
    found = jaccard_overlap(both, either)
    if either == 0:
        assert (found.value, found.reason) == (None, "neither code was used")
    else:
        first, second = zip(*turns, strict=True)
        assert found.value == pytest.approx(jaccard_score(first, second))


@pytest.mark.parametrize(("both", "either"), [(3, 2), (-1, 2)])
def test_counts_that_cannot_be_are_refused(both: int, either: int) -> None:
    with pytest.raises(ValueError, match="with both"):
        jaccard_overlap(both, either)


def test_pairs_by_hand() -> None:
    """P01's turn: skill, timing, steps. P02's: humour. P03's: irony (humour) and skill."""
    pairs = {
        (one.first.code.code_id, one.second.code.code_id): (one.both, one.either, one.participants)
        for one in co_occurrences(talk_by_code(CODEBOOK, MECHANISMS, LAYER, INTERVIEWS), INTERVIEWS)
    }
    assert pairs == {
        ("skill", "humour"): (1, 3, 1), ("skill", "irony"): (1, 2, 1), ("steps", "timing"): (1, 1, 1),
        ("steps", "humour"): (0, 3, 0), ("steps", "irony"): (0, 2, 0), ("timing", "humour"): (0, 3, 0),
        ("timing", "irony"): (0, 2, 0),
    }  # fmt: skip


def test_only_codes_that_share_something_are_listed() -> None:
    table = co_occurrence_table(
        co_occurrences(talk_by_code(CODEBOOK, MECHANISMS, LAYER, INTERVIEWS), INTERVIEWS)
    )
    assert table is not None
    assert [row[:2] for row in table.rows] == [("Skill", "Humour"), ("Skill", "Irony"), ("Steps", "Timing")]
    assert co_occurrence_table(()) is None


def test_a_segment_over_two_turns_lies_in_both_and_labels_count_for_nobody() -> None:
    whole = coded(FIRST, "I was told late.\nP02: Nobody", "role")
    assert len(turns_of(whole, INTERVIEWS)) == 2
    assert turns_of(coded(FIRST, "Well?", "role"), INTERVIEWS) == frozenset()
