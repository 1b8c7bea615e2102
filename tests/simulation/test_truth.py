"""The declared truth: what cannot be simulated is found before anything is drawn."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from impl_eval.simulation import truth_findings
from impl_eval.simulation.latent import expected_answer, latent_means, to_options
from impl_eval.simulation.truth import item_means
from tests.quantitative.builders import reference_instrument, reference_truth, small_instrument


def found(**changes):
    return [finding.found for finding in truth_findings(reference_truth(**changes), [reference_instrument()])]


def test_the_reference_truth_can_be_simulated():
    assert found() == []


def test_each_fault_is_found():
    assert found(share_baseline_only="0.7", share_follow_up_only="0.5") == ["1.2 together"]
    assert found(groups=[{"group": "gp", "share": "0.9"}]) == ["shares that add up to 0.9"]
    assert found(missing_share="0.6", not_applicable_share="0.5") == ["1.1 together"]
    scales = reference_truth().model_dump()["scales"]
    assert found(scales=scales[1:]) == ["nothing about prescriber_confidence"]
    unknown = {"scale": "elsewhere", "baseline_mean": "3", "change": "0"}
    assert found(scales=[*scales, unknown]) == ["elsewhere"]
    assert found(scales=[*scales, scales[0]]) == ["prescriber_confidence a second time"]
    too_high = {**scales[0], "change": "5.0"}
    assert found(scales=[too_high, *scales[1:]]) == ["a mean of 10"]


def test_unknown_keys_and_numbers_that_are_no_numbers_are_refused():
    with pytest.raises(ValidationError):
        reference_truth(effect="0.5")
    with pytest.raises(ValidationError):
        reference_truth(residual_sd="nan")


def test_item_means_lie_around_the_mean_of_their_scale():
    instrument = small_instrument({"a": ("a1", "a2", "a3"), "b": ("b1",)}, min_valid=1)
    declared = [
        {"scale": "a", "baseline_mean": "3", "change": "0.5"},
        {"scale": "b", "baseline_mean": "2", "change": "0"},
    ]
    before, after = item_means(reference_truth(scales=declared, item_spread="0.2"), instrument)
    assert before == pytest.approx((2.8, 3, 3.2, 2))
    assert after == pytest.approx((3.3, 3.5, 3.7, 2))


def test_a_scale_without_truth_cannot_be_simulated():
    with pytest.raises(ValueError, match="says nothing of scale a"):
        item_means(reference_truth(), small_instrument({"a": ("a1", "a2")}))


@settings(deadline=None)
@given(st.floats(1.05, 4.95), st.floats(0.2, 3))
def test_the_latent_mean_gives_back_the_declared_mean(target, spread):
    low, high, sd, wanted = (np.array([number]) for number in (1.0, 5.0, spread, target))
    solved = latent_means(wanted, sd, low, high)
    assert expected_answer(solved, sd, low, high) == pytest.approx(wanted, abs=1e-9)


def test_expected_answer_by_hand():
    """Latent mean 3 lies in the middle of 1 to 5: 3. Items 0 to 1 with mean .5: one half."""
    arrays = [np.array(pair, dtype=np.float64) for pair in ([3, 0.5], [1, 1], [1, 0], [5, 1])]
    assert expected_answer(*arrays) == pytest.approx([3, 0.5])


def test_near_an_end_the_latent_mean_lies_beyond_the_declared_one():
    """Clipping pulls the mean inwards: without solving for it, a true 1.3 would come out higher."""
    low, high, sd = np.array([1.0]), np.array([5.0]), np.array([1.2])
    assert latent_means(np.array([1.3]), sd, low, high)[0] < 1
    assert expected_answer(np.array([1.3]), sd, low, high)[0] > 1.5


def test_no_latent_mean_reaches_the_end_of_the_range():
    with pytest.raises(ValueError, match="not inside the range"):
        latent_means(np.array([5.0]), np.array([1.0]), np.array([1.0]), np.array([5.0]))


def test_latent_values_become_whole_options_inside_the_range():
    latent = np.array([[-3.0, 1.49, 1.5, 4.6, 9.0]])
    assert to_options(latent, np.ones(5), np.full(5, 5.0)).tolist() == [[1, 1, 2, 5, 5]]
