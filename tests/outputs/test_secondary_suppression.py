"""What an intruder can work out: every assignment of numbers that fits what is shown is tried."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from impl_eval.outputs.number_text import value_text
from impl_eval.outputs.reasons import SECONDARY_REASON, small_count_reason
from impl_eval.outputs.secondary_suppression import hide_what_could_be_worked_out
from impl_eval.outputs.suppression import suppress
from tests.outputs.examples import by_id, evaluation, people, place_table

PLACES = ("North", "South", "East", "West")
COUNTS = st.lists(st.integers(0, 11), min_size=2, max_size=4)


def shown_of(counts: list[int], smallest: int) -> list[str]:
    table = place_table({place: (n, 20) for place, n in zip(PLACES, counts, strict=False)})
    found = by_id(suppress(evaluation(tables=(table,), smallest=smallest)))
    return [value_text(found[f"survey.confidence.count.baseline.place.{place.lower()}"])
            for place in PLACES[: len(counts)]]  # fmt: skip


def possible(shown: list[str], total: int, smallest: int) -> list[set[int]]:
    """Return what each hidden count may be, for somebody who knows the rules and the total.

    Beside a count that is said to be small, another hidden one is at least the threshold, and no larger
    than any that is shown. Where none is said to be small, at least one of them is.
    """
    at = [index for index, text in enumerate(shown) if not text.isdigit()]
    numbers = [int(text) for text in shown if text.isdigit()]
    rest, most = total - sum(numbers), min([n for n in numbers if n > 0], default=total)
    some_said = any(shown[index].startswith("fewer") for index in at)
    choices = [
        range(1, smallest)
        if shown[index].startswith("fewer")
        else (range(smallest, most + 1) if some_said else range(rest + 1))
        for index in at
    ]
    held: list[set[int]] = [set() for _ in at]
    for guess in product(*choices):
        has_small = some_said or any(0 < n < smallest for n in guess)
        if sum(guess) == rest and has_small:
            for position, n in enumerate(guess):
                held[position].add(n)
    return held


@given(COUNTS, st.integers(2, 8))
def test_no_hidden_count_can_be_held_to_one_value(counts: list[int], smallest: int) -> None:
    if smallest == 2 and 1 in counts:
        return  # a count said to be from 1 to 1 is said itself: the threshold hides nothing
    shown = shown_of(counts, smallest)
    for held in possible(shown, sum(counts), smallest):
        assert len(held) > 1


def test_a_hidden_five_does_not_give_the_one_beside_it_away() -> None:
    """By hand, k = 5: 1 and 5 are hidden, 6 together. The second is at least 5: the first could only be 1.
    So 9 goes too: 15 together, and the first may be 1 to 4 (with 5 to 9 each for the others).
    """
    assert shown_of([1, 5, 9, 30], 5) == ["fewer than 5", "suppressed", "suppressed", "30"]


def test_the_next_smallest_shown_limits_what_is_hidden_beside_a_small_one() -> None:
    """By hand, k = 5: 4 and 9 are hidden, 13 together, and 9 is shown: the hidden one is at most 9, so the
    small one could only be 4. The other 9 goes too.
    """
    assert shown_of([4, 9, 9, 30], 5) == ["fewer than 5", "suppressed", "suppressed", "30"]


def test_where_all_are_hidden_none_is_said_to_be_small() -> None:
    """By hand, k = 5: 1 and 1, total 2. Said to be small, each could only be 1; unsaid, each is 0 to 2."""
    assert shown_of([1, 1], 5) == ["suppressed", "suppressed"]


def test_the_total_of_a_single_place_goes_with_its_count() -> None:
    place = people("survey.n.place.a", 3, place="A", timepoint="baseline")
    total = people("survey.n.all", 3, timepoint="baseline")
    from impl_eval.results import Table

    table = Table("survey.places", "Places", ("Place", "n"), (("A", place), ("All", total)))
    reasons = {place.id: small_count_reason(5, "respondents")}
    hide_what_could_be_worked_out((place, total), (table,), reasons, 5)
    assert reasons[total.id] == SECONDARY_REASON
