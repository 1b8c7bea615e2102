"""Pseudonyms that stay what they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.qualitative.identifiers import Identifier
from impl_eval.qualitative.identifiers.pseudonyms import KeyEntry, extend_key, pseudonym_faults


def person(value: str, pseudonym: str = "") -> Identifier:
    return Identifier(0, 1, "person", "certain", "", value, pseudonym)


def place(value: str) -> Identifier:
    return Identifier(0, 1, "place", "certain", "", value)


def names_of(key: tuple[KeyEntry, ...]) -> dict[str, str]:
    return {entry.value: entry.pseudonym for entry in key}


def test_numbered_by_kind_in_order_of_appearance() -> None:
    key = extend_key([], [(person("b"), ""), (place("p"), ""), (person("a"), ""), (person("b"), "")])
    assert names_of(key) == {"b": "Person 1", "p": "Place 1", "a": "Person 2"}


def test_what_was_given_out_never_changes_and_no_number_is_used_twice() -> None:
    old = (KeyEntry("Person 4", "person", "z"),)
    key = extend_key(old, [(person("a"), ""), (person("z"), "")])
    assert key[0] == old[0]
    assert names_of(key) == {"z": "Person 4", "a": "Person 5"}


def test_a_chosen_pseudonym_comes_first_and_may_join_two_things() -> None:
    wanted = [(person("a", "Listed"), ""), (person("b"), "Listed"), (person("c", "Listed"), "Chosen")]
    assert names_of(extend_key([], wanted)) == {"a": "Listed", "b": "Listed", "c": "Chosen"}


def test_a_number_that_a_person_chose_is_not_given_out_again() -> None:
    key = extend_key([], [(person("a"), ""), (person("b"), "Person 1")])
    assert names_of(key) == {"a": "Person 2", "b": "Person 1"}


@given(st.lists(st.text("abc", min_size=1, max_size=2), max_size=12), st.integers(0, 12))
def test_in_one_go_or_in_two(values: list[str], cut: int) -> None:
    wanted = [(person(value), "") for value in values]
    assert extend_key(extend_key([], wanted[:cut]), wanted[cut:]) == extend_key([], wanted)


@pytest.mark.parametrize("pseudonym", ["a[b", "a]b", "a: b", "a\nb", "x" * 41])
def test_pseudonyms_that_would_spoil_a_transcript(pseudonym: str) -> None:
    assert pseudonym_faults(pseudonym)
    assert pseudonym_faults("Practice manager 2") == ""


def test_a_key_entry_shows_no_value() -> None:
    assert "secret" not in repr(KeyEntry("Person 1", "person", "secret"))
