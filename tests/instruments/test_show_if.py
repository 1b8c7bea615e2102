"""Conditions: read, written, and what they mean for somebody's answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.instruments.show_if import OPERATORS, Comparison, Condition, parse_show_if, show_if_text

comparisons = st.builds(
    Comparison,
    st.sampled_from(["know1", "a-b", "Q1_2"]),
    st.sampled_from(sorted(OPERATORS)),
    st.integers(-99, 99),
)


@given(st.sampled_from(["and", "or"]), st.lists(comparisons, min_size=2, max_size=4))
def test_what_is_written_is_read_back(joint, compared):
    condition = Condition(joint, tuple(compared))
    assert parse_show_if(show_if_text(condition)) == condition


@pytest.mark.parametrize(
    ("text", "answers", "shown"),
    [
        ("a = 1 or a = 2", {"a": 2}, True),
        ("a = 1 or a = 2", {"a": 3}, False),
        ("a >= 3 and b != 1", {"a": 3, "b": 2}, True),
        ("a >= 3 and b != 1", {"a": 3}, False),
        ("a < 3", {}, False),
    ],
)
def test_to_whom_an_item_is_shown(text, answers, shown):
    condition = parse_show_if(text)
    assert condition is not None
    assert condition.holds(answers) is shown


@pytest.mark.parametrize("text", ["", "a", "a = x", "a == 1", "a = 1 and b = 1 or c = 1", "= 1", "a = 1.5"])
def test_anything_else_is_no_condition(text):
    assert parse_show_if(text) is None
