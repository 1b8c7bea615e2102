"""Where a passage stands after its text was written anew: its own words, and what replaced others."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.coding.moved_documents import Move, are_moves, moves_of, place_now, text_now

Pieces = list[tuple[str, str | None]]
"""A text in pieces, each with what takes its place; None where it stays."""
PIECES = st.lists(
    st.tuples(st.text("aé🙂 \n", min_size=1, max_size=4), st.none() | st.text("[P1]", max_size=5))
)


def texts_of(pieces: Pieces) -> tuple[str, str, tuple[tuple[int, int, int], ...]]:
    """Return the old text, the new one, and the edits, built piece by piece."""
    old, new, edits = "", "", []
    for before, after in pieces:
        if after is not None:
            edits.append((len(old), len(old) + len(before), len(after)))
        old += before
        new += before if after is None else after
    return old, new, tuple(edits)


@given(PIECES, st.data())
def test_a_quote_at_its_new_place_is_the_old_one_with_the_replacements(
    pieces: Pieces, data: st.DataObject
) -> None:
    """A passage from piece to piece reads as its pieces read, and one that cuts a piece takes it in whole."""
    _, new, edits = texts_of(pieces)
    first = data.draw(st.integers(0, len(pieces)))
    last = data.draw(st.integers(first, len(pieces)))
    start, end = (sum(len(before) for before, _ in pieces[:until]) for until in (first, last))
    wanted = "".join(before if after is None else after for before, after in pieces[first:last])
    place = Move("new", edits).place(start, end)
    assert ("" if place is None else new[place[0] : place[1]]) == wanted
    if place is not None and first < last and pieces[first][1] is not None and len(pieces[first][0]) > 1:
        assert Move("new", edits).place(start + 1, end) == place


@given(PIECES, PIECES, st.data())
def test_two_moves_are_followed_one_after_the_other(once: Pieces, twice: Pieces, data: st.DataObject) -> None:
    old, middle, first = texts_of(once)
    _, _, second = texts_of([(sign, None if number % 2 else "x") for number, sign in enumerate(middle)])
    moves = {"old": Move("middle", first), "middle": Move("new", second)}
    start = data.draw(st.integers(0, len(old)))
    end = data.draw(st.integers(start, len(old)))
    between = moves["old"].place(start, end)
    after = None if between is None else moves["middle"].place(*between)
    assert place_now(moves, "old", start, end) == (None if after is None else ("new", *after))
    assert text_now(moves, "old") == "new"
    assert place_now(moves, "elsewhere", start, end) == ("elsewhere", start, end)


def test_words_that_were_somebodys_own_are_gone() -> None:
    move = Move("new", ((10, 20, 4),), takes_words=True)
    assert move.place(0, 10) == (0, 10)
    assert move.place(20, 30) == (14, 24)
    assert move.place(10, 20) is None
    assert move.place(5, 15) is None, "half of it is theirs"
    assert move.place(0, 12) == (0, 14), "most of it is another's"


def test_moves_in_a_circle_end() -> None:
    moves = {"a": Move("b", ()), "b": Move("a", ())}
    assert text_now(moves, "a") == "a"
    assert place_now(moves, "a", 1, 2) == ("a", 1, 2)


@given(PIECES)
def test_what_is_recorded_comes_back(pieces: Pieces) -> None:
    move = Move("new", texts_of(pieces)[2])
    facts = {"old": move.facts()}
    assert are_moves(facts)
    assert moves_of(facts) == {"old": move}


@pytest.mark.parametrize(
    "facts",
    [
        [],
        {"old": []},
        {"old": {"document": 1, "edits": [], "takes_words": False}},
        {"old": {"document": "n", "edits": {}, "takes_words": False}},
        {"old": {"document": "n", "edits": [], "takes_words": 1}},
        {"old": {"document": "n", "edits": [[1, 2]], "takes_words": False}},
        {"old": {"document": "n", "edits": [[2, 1, 1]], "takes_words": False}},
        {"old": {"document": "n", "edits": [[0, 4, 1], [3, 5, 1]], "takes_words": False}},
        {"old": {"document": "n", "edits": [[-1, 4, 1]], "takes_words": False}},
        {"old": {"document": "n", "edits": [[1, 4, -1]], "takes_words": False}},
        {"old": {"document": "n", "edits": [[1, True, 1]], "takes_words": False}},
    ],
)
def test_moves_of_another_machine_that_make_no_sense_are_refused(facts: Any) -> None:
    assert not are_moves(facts)
