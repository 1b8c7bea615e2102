"""Scale scores: worked by hand, lawful, and fast enough."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from impl_eval.quantitative.scoring import reverse_score, score_scales
from tests.quantitative.builders import responses_of, small_instrument

WHO = ("north", "p", "gp", "baseline")


def test_scores_worked_by_hand():
    """Items 1 to 5, a3 reversed (6 - x), at least two answered.

    Row 1: 4, 5, 6-2=4: 13/3. Row 2: 4, -, 6-1=5: 4.5, prorated. Row 3: one answer only: no score.
    Row 4: not shown, 2, 6-5=1: 1.5, prorated. Row 5: nothing.
    """
    instrument = small_instrument({"a": ("a1", "a2", "a3")}, reverse=("a3",))
    cells = [("4", "5", "2"), ("4", "", "1"), ("-88", "-88", "3"), ("-77", "2", "5"), ("-99", "", "-88")]
    scores = score_scales(responses_of(instrument, [(*WHO, *row) for row in cells]))
    assert scores.of("a") == pytest.approx([13 / 3, 4.5, np.nan, 1.5, np.nan], nan_ok=True)
    assert scores.answered[:, 0].tolist() == [3, 2, 1, 2, 0]
    assert scores.complete[:, 0].tolist() == [True, False, False, False, False]
    assert scores.prorated[:, 0].tolist() == [False, True, False, True, False]
    assert scores.reversed_items[0].tolist() == [4, 5, 4]


@pytest.mark.parametrize("reason", ["", "-99", "-88", "-77"])
def test_no_kind_of_missing_answer_is_a_zero(reason):
    instrument = small_instrument({"a": ("a1", "a2", "a3")}, low=0, high=10)
    scores = score_scales(responses_of(instrument, [(*WHO, "8", reason, "6")]))
    assert scores.of("a").tolist() == [7]


def test_reverse_scoring_uses_the_declared_range_where_nobody_ticked_its_end():
    """0 to 10 declared, 3 and 8 observed: 10 - 3 = 7, where the observed range would give 8."""
    instrument = small_instrument({"a": ("a1",)}, reverse=("a1",), min_valid=1, low=0, high=10)
    scores = score_scales(responses_of(instrument, [(*WHO, "3"), (*WHO, "8")]))
    assert scores.of("a").tolist() == [7, 2]


def test_an_item_in_no_scale_changes_no_score():
    instrument = small_instrument({"a": ("a1", "a2")})
    extra = instrument.items[0].model_copy(update={"id": "x1", "scale": "unscored"})
    wider = instrument.model_copy(update={"items": (*instrument.items, extra)})
    scores = score_scales(responses_of(wider, [(*WHO, "2", "4", "5")]))
    assert scores.of("a").tolist() == [3]


def test_no_rows_give_no_scores():
    scores = score_scales(responses_of(small_instrument({"a": ("a1", "a2")}), []))
    assert scores.scores.shape == (0, 1)


values = hnp.arrays(np.float64, st.integers(1, 20), elements=st.integers(-3, 12).map(float) | st.just(np.nan))


@settings(deadline=None)
@given(values, st.integers(-3, 2), st.integers(3, 12))
def test_reversing_twice_changes_nothing(ticked, low, high):
    np.testing.assert_array_equal(reverse_score(reverse_score(ticked, low, high), low, high), ticked)


answer = st.sampled_from(["1", "2", "3", "4", "5", "", "-88", "-77"])


@settings(deadline=None)
@given(st.lists(st.lists(answer, min_size=5, max_size=5), min_size=1, max_size=12), st.integers(1, 5))
def test_scores_stay_in_the_range_and_counts_agree(rows, min_valid):
    instrument = small_instrument(
        {"a": ("a1", "a2", "a3", "a4", "a5")}, reverse=("a2", "a5"), min_valid=min_valid
    )
    scores = score_scales(responses_of(instrument, [(*WHO, *row) for row in rows]))
    score, answered = scores.of("a"), scores.answered[:, 0]
    has_score = ~np.isnan(score)
    assert np.array_equal(has_score, answered >= min_valid)
    assert np.all((score[has_score] >= 1) & (score[has_score] <= 5))
    assert np.array_equal(has_score, scores.prorated[:, 0] | (scores.complete[:, 0]))


def summing(instrument):
    scales = tuple(scale.model_copy(update={"rule": "sum"}) for scale in instrument.scales)
    return instrument.model_copy(update={"scales": scales})


def test_sums_worked_by_hand():
    """4 + 5 + (6-2) = 13. With the second missing: mean of 4 and 5, times three items: 13.5."""
    instrument = summing(small_instrument({"a": ("a1", "a2", "a3")}, reverse=("a3",)))
    cells = [("4", "5", "2"), ("4", "", "1"), ("-88", "-88", "3")]
    scores = score_scales(responses_of(instrument, [(*WHO, *row) for row in cells]))
    assert scores.of("a") == pytest.approx([13, 13.5, np.nan], nan_ok=True)
    assert instrument.range_of(instrument.scales[0]) == (3, 15)
    assert instrument.item_range_of(instrument.scales[0]) == (1, 5)


@pytest.mark.parametrize(
    ("share", "scored"), [(0.5, [1, 1, 1, 0]), (0.8, [1, 1, 0, 0]), (1.0, [1, 0, 0, 0]), (None, [1, 1, 1, 1])]
)
def test_prorating_variants(share, scored):
    """Five items with 5, 4, 3 and 2 answers: half of five is three, 80 % are four."""
    instrument = small_instrument({"a": tuple(f"a{number}" for number in range(5))})
    cells = [["3"] * answers + ["-88"] * (5 - answers) for answers in (5, 4, 3, 2)]
    scores = score_scales(responses_of(instrument, [(*WHO, *row) for row in cells]), share)
    assert (~np.isnan(scores.of("a"))).astype(int).tolist() == scored


@pytest.mark.parametrize("share", [0, 1.2, -0.5])
def test_a_share_that_is_none_is_refused(share):
    with pytest.raises(ValueError, match="share"):
        score_scales(responses_of(small_instrument({"a": ("a1", "a2")}), []), share)


def test_an_answer_that_is_not_allowed_stops_scoring_and_says_where():
    instrument = small_instrument({"a": ("a1", "a2")})
    rows = [(*WHO, "3", "3"), (*WHO, "3", "6"), (*WHO, "2.5", "9")]
    responses = responses_of(instrument, rows, row_labels=("line 2", "line 3", "line 4"))
    message = (
        r"item a1 \(1 to 5\): 1 answers, first in line 4; item a2 \(1 to 5\): 2 answers, first in line 3"
    )
    with pytest.raises(ValueError, match=message):
        score_scales(responses)


def test_items_of_one_scale_share_their_range():
    instrument = small_instrument({"a": ("a1", "a2")})
    wider = {**instrument.choices, "wide": instrument.choices["options"].model_copy(update={"max": 7})}
    items = (instrument.items[0], instrument.items[1].model_copy(update={"choices": "wide"}))
    with pytest.raises(ValueError, match="got 2 ranges"):
        score_scales(responses_of(instrument.model_copy(update={"items": items, "choices": wider}), []))
