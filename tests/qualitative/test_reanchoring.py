"""Coded passages in a corrected transcript: found again with the same words, or orphaned, never dropped."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from impl_eval.qualitative.reanchoring import re_anchor

OLD = (
    "Interviewer: And now?\n\n"
    "P01: It is ours now. Nobody told us before that it was.\n\n"
    "Interviewer: How do you feel about it?\n\n"
    "P01: Better, much. I open the talk where before I would have left it for another year.\n"
)


def span(text: str, words: str) -> tuple[int, int]:
    return text.index(words), text.index(words) + len(words)


def anchored(new: str, words: str, old: str = OLD) -> tuple[str, str]:
    (found,) = re_anchor(old, new, [span(old, words)])
    return found.outcome, new[found.start : found.end]


def test_the_same_text_changes_nothing() -> None:
    assert anchored(OLD, "It is ours now.") == ("unchanged", "It is ours now.")


def test_words_move_with_what_is_put_before_them() -> None:
    new = OLD.replace("And now?", "And now, a year later?")
    assert anchored(new, "It is ours now.") == ("moved", "It is ours now.")
    assert anchored(new, "And now?") == ("reworded", "And now, a year later?")


def test_an_insertion_at_the_edge_stays_outside_and_inside_is_taken_in() -> None:
    new = OLD.replace("It is ours", "Well. It is ours").replace("told us before", "ever told us before")
    assert anchored(new, "It is ours now.") == ("moved", "It is ours now.")
    assert anchored(new, "Nobody told us before") == ("reworded", "Nobody ever told us before")


def test_a_corrected_word_at_the_edge_is_taken_in() -> None:
    new = OLD.replace("Nobody", "No one")
    assert anchored(new, "Nobody told us before that it was.") == (
        "reworded",
        "No one told us before that it was.",
    )


def test_a_passage_that_was_moved_is_found_by_its_words() -> None:
    old = OLD + "P01: The chart is on my monitor and I look at it most days.\n"
    new = "P01: The chart is on my monitor and I look at it most days.\n" + OLD
    words = "The chart is on my monitor and I look at it most days."
    assert anchored(new, words, old) == ("moved", words)


def test_a_passage_that_was_taken_out_is_orphaned() -> None:
    new = OLD.replace("P01: It is ours now. Nobody told us before that it was.\n\n", "")
    assert anchored(new, "Nobody told us before that it was.") == ("orphaned", "")


def test_words_that_stand_twice_are_told_apart_by_what_stands_around_them() -> None:
    old = "P01: yes, I do. One.\nP01: yes, I do. Two.\n"
    new = "P01: hello.\n" + old
    second = (old.rindex("yes, I do."), old.rindex("yes, I do.") + 10)
    (found,) = re_anchor(old, new, [second])
    assert (found.start, found.outcome) == (new.rindex("yes, I do."), "moved")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_other_line_ends_move_every_passage(end: str) -> None:
    new = OLD.replace("\n", end)
    for words in ("It is ours now.", "Better, much."):
        assert anchored(new, words)[1] == words


def test_another_text_altogether_orphans_all_in_good_time() -> None:
    old = "".join(f"P01: alpha {number} beta {number * 7} gamma.\n" for number in range(4000))
    new = "".join(f"P02: delta{number * 13} epsilon{number} zeta.\n" for number in range(4000))
    spans = [(5, 40), (1000, 1050), (90_000, 90_100)]
    assert {one.outcome for one in re_anchor(old, new, spans)} == {"orphaned"}


TEXT = st.text(alphabet="abcde \n🙂é", min_size=1, max_size=80)


@settings(max_examples=150, deadline=None)
@given(TEXT, st.text(alphabet="abcde \n🙂é", min_size=14, max_size=80), TEXT, TEXT)
def test_what_is_changed_elsewhere_never_changes_the_words_of_a_passage(
    before: str, words: str, after: str, other: str
) -> None:
    marked = f"<{words}>"
    old = f"{before}{marked}{after}"
    new = f"{other}{marked}{after}{other}"
    (found,) = re_anchor(old, new, [(len(before), len(before) + len(marked))])
    assert found.outcome in ("unchanged", "moved", "reworded")
    assert 0 <= found.start < found.end <= len(new)
    if found.outcome != "reworded":
        assert new[found.start : found.end] == marked


@settings(max_examples=100, deadline=None)
@given(TEXT, TEXT, st.data())
def test_every_passage_has_an_outcome_within_the_text(old: str, new: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, len(old)))
    (found,) = re_anchor(old, new, [(start, end)])
    assert 0 <= found.start <= found.end <= len(new)
    assert (found.outcome == "orphaned") == (found.start == found.end)
    if found.outcome in ("unchanged", "moved"):
        assert new[found.start : found.end] == old[start:end]
