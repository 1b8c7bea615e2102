"""What an intruder can work out from several tables together: every assignment that fits is tried."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from impl_eval.outputs.linked_counts import LinkedCounts, hide_linked_counts, linked_counts
from impl_eval.outputs.number_text import value_text
from impl_eval.outputs.reasons import SECONDARY_REASON, small_count_reason
from impl_eval.outputs.suppression import suppress
from impl_eval.results import Reported, Table
from tests.outputs.examples import by_id, evaluation, people

SMALL = {k: small_count_reason(k, "respondents") for k in range(2, 9)}


def counts_of(answering: list[int], scored: list[int]) -> LinkedCounts:
    """Return two linked tables of the same places: who answered, and who of them has a score."""
    first = {f"answering.{at}": value for at, value in enumerate(answering)}
    second = {f"scored.{at}": value for at, value in enumerate(scored)}
    families = ((tuple(first), "answering.all"), (tuple(second), "scored.all"))
    orders = tuple((f"scored.{at}", f"answering.{at}") for at in range(len(answering)))
    return LinkedCounts(first | second, families, orders)


def held_values(counts: LinkedCounts, reasons: dict[str, str], smallest: int) -> dict[str, set[int]]:
    """Return values that each hidden count may have for somebody who tries all numbers: two are enough."""
    hidden = [id_ for id_ in counts.values if id_ in reasons]
    most = 1 + max(sum(counts.values[id_] for id_ in ids) for ids, _ in counts.families)
    choices = [
        range(1, smallest)
        if reasons[id_] != SECONDARY_REASON
        else range(smallest if counts.values[id_] >= smallest else 0, most + smallest)
        for id_ in hidden
    ]
    held: dict[str, set[int]] = {id_: set() for id_ in hidden}
    for guess in product(*choices):
        numbers = {**counts.values, **dict(zip(hidden, guess, strict=True))}
        adds_up = all(
            sum(numbers[id_] for id_ in ids) == sum(counts.values[id_] for id_ in ids)
            for ids, total in counts.families
            if total not in reasons
        )
        if adds_up and all(numbers[part] <= numbers[whole] for part, whole in counts.orders):
            for id_ in hidden:
                held[id_].add(numbers[id_])
            if all(len(values) > 1 for values in held.values()):
                break  # nothing can be worked out any more
    return held


PLACES = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 1)), min_size=2, max_size=3)


@settings(max_examples=60, deadline=None)
@given(PLACES, st.integers(3, 5))
def test_no_hidden_count_follows_from_both_tables_together(places: list[tuple[int, int]], k: int) -> None:
    scored = [value for value, _ in places]
    counts = counts_of([value + more for value, more in places], scored)
    reasons = {id_: SMALL[k] for id_, value in counts.values.items() if 0 < value < k}
    hide_linked_counts(counts, reasons, k)
    for id_, values in held_values(counts, reasons, k).items():
        assert len(values) > 1, (id_, values)


def test_the_people_who_answered_would_give_those_with_a_score_away() -> None:
    """By hand, k = 5. Scored 4 + 9 are hidden, 13 together; 9 answered at the second place. So at most 9 of
    them have a score, and the first must have 4 or more: of 1 to 4, only 4 is left.
    """
    counts = counts_of([8, 9, 21, 31], [4, 9, 20, 30])
    reasons = {"scored.0": SMALL[5], "scored.1": SECONDARY_REASON}
    hide_linked_counts(counts, reasons, 5)
    assert len(reasons) > 2
    assert reasons["scored.0"] == SMALL[5], "it can still be said to be small"


def test_nothing_more_is_hidden_where_nothing_can_be_worked_out() -> None:
    """By hand, k = 5: as above, but 12 answered at the second place: the first may have 1 to 4."""
    counts = counts_of([8, 12, 21, 31], [4, 9, 20, 30])
    reasons = {"scored.0": SMALL[5], "scored.1": SECONDARY_REASON}
    before = dict(reasons)
    hide_linked_counts(counts, reasons, 5)
    assert reasons == before


def test_a_total_that_is_shown_goes_last() -> None:
    """One place alone: 3 of 3. Its count is its total."""
    counts = LinkedCounts({"place": 3}, ((("place",), "all"),), ())
    reasons = {"place": SMALL[5]}
    hide_linked_counts(counts, reasons, 5)
    assert reasons == {"place": SMALL[5], "all": SECONDARY_REASON}


def test_where_the_threshold_hides_one_number_only_it_is_not_said_to_be_small() -> None:
    counts = LinkedCounts({"a": 1, "b": 4, "c": 5}, ((("a", "b", "c"), ""),), ())
    reasons = {"a": SMALL[2]}
    hide_linked_counts(counts, reasons, 2)
    assert reasons["a"] == SECONDARY_REASON


def linked_tables() -> tuple[tuple[Table, ...], list[Reported]]:
    numbers = {"A": (8, 4), "B": (9, 9), "C": (21, 20), "D": (31, 30)}
    tables, every = [], []
    for position, (name, about) in enumerate((("answering", {}), ("scored", {"scale_id": "confidence"}))):
        cells = [
            people(f"survey.{name}.place.{place}", pair[position], place=place, timepoint="baseline", **about)
            for place, pair in numbers.items()
        ]
        every += cells
        rows = tuple((cell.place, cell) for cell in cells)
        tables.append(Table(f"survey.{name}", name, ("Place", "n"), rows))
    return tuple(tables), every


def test_orders_are_read_from_what_the_counts_are_about() -> None:
    _, every = linked_tables()
    assert linked_counts(every, ()).orders == tuple(
        (f"survey.scored.place.{place}", f"survey.answering.place.{place}") for place in "ABCD"
    )


def test_a_report_hides_what_two_of_its_tables_would_give_away() -> None:
    tables, every = linked_tables()
    found = by_id(suppress(evaluation(tables=tables)))
    assert value_text(found["survey.scored.place.A"]) == "fewer than 5"
    hidden = [one.id for one in every if found[one.id].estimate.suppressed]
    values = {one.id: int(one.estimate.value or 0) for one in every}
    families = tuple((tuple(id_ for id_ in values if name in id_), "") for name in ("answering", "scored"))
    counts = LinkedCounts(values, families, linked_counts(every, ()).orders)
    reasons = {id_: found[id_].estimate.reason for id_ in hidden}
    before = dict(reasons)
    hide_linked_counts(counts, reasons, 5)
    assert reasons == before and len(hidden) > 2


def test_nobody_may_be_hidden_beside_a_small_count() -> None:
    """Zero that is hidden for the people it is of is not taken to be 1 or more."""
    counts = LinkedCounts({"a": 0, "b": 3, "c": 9}, ((("a", "b", "c"), ""),), ())
    reasons = {"a": SMALL[5], "b": SMALL[5]}
    hide_linked_counts(counts, reasons, 5)
    assert all(
        len(values) > 1 for values in held_values(counts, {**reasons, "a": SECONDARY_REASON}, 5).values()
    )
