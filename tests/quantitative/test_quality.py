"""Doubtful answers: found and named, worked by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from impl_eval.quantitative.quality import (
    SAME_RULE,
    compare_stored_totals,
    duplicate_answers,
    longest_runs,
    straight_lining,
)
from impl_eval.quantitative.scoring import score_scales
from tests.quantitative.builders import responses_of, small_instrument

WHO = ("north", "p", "gp", "baseline")
NAN = np.nan
ITEMS = {"a": ("a1", "a2", "a3"), "b": ("b1", "b2")}


def answered(rows, *, reverse=("a3",), scales=ITEMS, timepoints=None, **changes):
    instrument = small_instrument(scales, reverse=reverse, **changes)
    times = timepoints or ["baseline"] * len(rows)
    return responses_of(instrument, [(*WHO[:3], time, *row) for time, row in zip(times, rows, strict=True)])


def test_one_option_throughout():
    """Row 1: all 4, items both ways. Row 2: all 3, the middle. Row 3: three answers. Row 4: a3 is missing."""
    rows = ["44444", "33333", ["4", "", "4", "4", ""], ["4", "4", "", "4", "4"], "44445"]
    found = straight_lining(answered([list(row) for row in rows]))
    assert [(one.row, one.option, one.middle) for one in found] == [(0, 4, False), (1, 3, True)]
    assert found[0].item_ids == ("a1", "a2", "a3", "b1", "b2")
    assert straight_lining(answered([list("44444")], reverse=())) == ()


def test_a_block_ends_where_the_response_options_change():
    responses = answered([list("44444")])
    items = responses.instrument.items
    other = tuple(item.model_copy(update={"choices": "b"}) if item.scale == "b" else item for item in items)
    choices = {**responses.instrument.choices, "b": responses.instrument.choices["options"]}
    instrument = responses.instrument.model_copy(update={"items": other, "choices": choices})
    apart = responses_of(instrument, [(*WHO, *"44444")])
    assert straight_lining(apart) == ()
    assert straight_lining(apart, fewest=3)[0].item_ids == ("a1", "a2", "a3")
    assert longest_runs(apart).tolist() == [3]


def test_longest_runs_by_hand():
    rows = ["11222", ["1", "1", "", "1", "1"], ["", "", "", "", ""], "12345", "55555"]
    assert longest_runs(answered([list(row) for row in rows])).tolist() == [3, 2, 0, 1, 5]


def test_the_same_answers_twice():
    """Rows 1, 3 and 4 agree; row 3 is of another timepoint; row 2 differs in why an answer is missing."""
    scales = {"a": tuple(f"a{number}" for number in range(10))}
    first = ["1", "2", "3", "4", "5", "4", "3", "2", "1", ""]
    other = [*first[:9], "-88"]
    same = ["3"] * 10
    rows = [first, other, first, first, same, same]
    times = ["baseline", "baseline", "follow_up", "baseline", "baseline", "baseline"]
    assert duplicate_answers(answered(rows, scales=scales, reverse=(), timepoints=times)) == ((0, 3),)
    few = [[*first[:5], "", "", "", "", ""]] * 2
    assert duplicate_answers(answered(few, scales=scales, reverse=())) == ()
    assert duplicate_answers(answered(few, scales=scales, reverse=()), fewest=5) == ((0, 1),)


def test_stored_means_may_be_rounded():
    """4, 5, 6-2: 4.333; 4, -, 6-1: 4.5; 1, 1, 6-1: 2.333, stored as 2.4."""
    responses = answered([list("42211"), ["4", "", "1", "1", "1"], list("11111")])
    scores = score_scales(responses)
    (check,) = compare_stored_totals(scores, {"a": np.array([3.3, 4.5, 2.4])}, responses=responses)
    assert (check.compared, check.decimals, check.explanation) == (3, 1, "")
    assert [(one.row_label, one.stored, one.recomputed) for one in check.disagreements] == [
        ("row 3", 2.4, pytest.approx(7 / 3))
    ]


def test_stored_sums_are_met_exactly_and_explained():
    """Sums 4+2+4 = 10 and 4+5 = 9 (one missing: prorated 13.5) after reversing the third."""
    responses = answered([list("42211"), ["4", "", "1", "1", "1"]])
    by_sum = responses.instrument.model_copy(
        update={
            "scales": tuple(scale.model_copy(update={"rule": "sum"}) for scale in responses.instrument.scales)
        }
    )
    summed = responses_of(by_sum, [(*WHO, *"42211"), (*WHO, "4", "", "1", "1", "1")])
    scores = score_scales(summed)
    assert scores.of("a").tolist() == [10, 13.5]
    (check,) = compare_stored_totals(
        scores, {"a": np.array([10, 9.0])}, responses=summed, row_labels=["x", "y"]
    )
    assert [(one.row_label, one.stored, one.recomputed) for one in check.disagreements] == [("y", 9, 13.5)]
    assert check.explanation == "the sum of the answered items, not prorated after reverse scoring"
    (ticked,) = compare_stored_totals(scores, {"a": np.array([8, 5.0])}, responses=summed)
    assert ticked.explanation == "the sum of the answered items, not prorated without reverse scoring"
    (fewer,) = compare_stored_totals(scores, {"a": np.array([10, NAN])}, responses=summed)
    assert (len(fewer.disagreements), fewer.explanation) == (1, SAME_RULE)
    (none,) = compare_stored_totals(scores, {"a": np.array([1, 2.0])}, responses=summed)
    assert none.explanation == ""


def test_stored_scores_that_do_not_belong_here_are_refused():
    scores = score_scales(answered([list("42211")]))
    with pytest.raises(ValueError, match="unknown scales"):
        compare_stored_totals(scores, {"c": np.array([1.0])})
    with pytest.raises(ValueError, match="number of rows"):
        compare_stored_totals(scores, {"a": np.array([1.0, 2.0])})


answer = st.sampled_from(["1", "2", "3", "4", "5", "", "-88"])


@settings(deadline=None, derandomize=True)
@given(st.lists(st.lists(answer, min_size=5, max_size=5), min_size=1, max_size=8))
def test_recomputed_scores_never_disagree_with_themselves(rows):
    responses = answered(rows)
    scores = score_scales(responses)
    stored = {scale: scores.of(scale) for scale in scores.scale_ids}
    assert all(check.disagreements == () for check in compare_stored_totals(scores, stored))
    runs = longest_runs(responses)
    for one in straight_lining(responses):
        assert runs[one.row] >= 1
    assert (runs <= (~np.isnan(responses.values)).sum(axis=1)).all()
