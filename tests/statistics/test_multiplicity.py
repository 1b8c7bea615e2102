import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.statistics import holm
from tests.statistics.known import PROPERTY, expected

P_VALUES = st.lists(st.none() | st.floats(0, 1), max_size=12)


def test_p_adjust() -> None:
    """R 4.2.2: p.adjust(c(.001, .008, .012, .03, .04, .6), "holm") is .006 .04 .048 .09 .09 .6."""
    adjusted = holm((0.001, 0.008, 0.012, 0.03, 0.04, 0.6))
    assert adjusted == pytest.approx((0.006, 0.04, 0.048, 0.09, 0.09, 0.6), rel=1e-12)


def test_p_adjust_of_the_known_answers() -> None:
    """R 4.2.2: p.adjust, block p_adjust of the known answers."""
    known = expected("p_adjust")
    assert holm(known["p"]) == pytest.approx(tuple(known["holm"]), rel=1e-12)


def test_what_could_not_be_estimated_does_not_count() -> None:
    """By hand: two p-values in the family, so the smaller is doubled and the larger kept."""
    assert holm([None, 0.02, None, 0.03]) == (None, 0.04, None, 0.04)
    assert holm([None, None]) == (None, None)
    assert holm([]) == ()
    assert holm([0.2]) == (0.2,)


@PROPERTY
@given(P_VALUES, st.randoms(use_true_random=False))
def test_adjusted_are_larger_keep_the_order_and_do_not_depend_on_it(p_values, random) -> None:
    adjusted = holm(p_values)
    pairs = [(p, q) for p, q in zip(p_values, adjusted, strict=True) if p is not None]
    assert all((p is None) == (q is None) for p, q in zip(p_values, adjusted, strict=True))
    assert all(p <= q <= 1 for p, q in pairs)
    in_order = [q for _, q in sorted(pairs)]
    assert in_order == sorted(in_order)
    shuffled = list(p_values)
    random.shuffle(shuffled)
    assert sorted(q for q in holm(shuffled) if q is not None) == in_order


@pytest.mark.parametrize("wrong", [-0.1, 1.1, float("nan")])
def test_wrong_input_is_refused(wrong: float) -> None:
    with pytest.raises(ValueError, match="p-value"):
        holm([0.1, wrong])
