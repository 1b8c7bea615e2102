"""What tells that a text speaks of somebody who withdrew, and what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.qualitative.withdrawn_traces import Traces

TRACES = Traces(
    ["I went to see Quentin about the marmalade, and nobody told me anything at all."],
    ["We went to see everybody. Nobody told us."],
    frozenset({"P02"}),
)


@pytest.mark.parametrize(
    "text",
    [
        "as P02 says",
        "I  went to see Quentin\nabout the MARMALADE, and nobody told me anything at all.",
        "she said nobody told me anything at last",
    ],
)
def test_what_is_sure(text: str) -> None:
    assert TRACES.surely_in(text)


@pytest.mark.parametrize("text", ["P021 and xP02", "we went to see everybody", "nobody told me", "Marmalade"])
def test_what_is_not_sure(text: str) -> None:
    assert not TRACES.surely_in(text)


def test_words_that_only_they_used_are_perhaps_theirs() -> None:
    assert TRACES.own_words == {"marmalade", "quentin", "anything"}
    assert TRACES.perhaps_in("Like Marmalade.")
    assert not TRACES.perhaps_in("Nobody went.")


@given(st.lists(st.text("abcdefghij ", min_size=40, max_size=60).filter(lambda text: len(text.split()) > 5)))
def test_whatever_they_said_is_found_in_a_text_around_it(said: list[str]) -> None:
    traces = Traces(said, (), frozenset())
    assert all(traces.surely_in(f"before {one} after") for one in said)
    assert not traces.surely_in("")
