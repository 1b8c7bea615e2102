"""Presets that round: known answers by hand, what two releases tell, and what stays as it is."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from impl_eval.outputs.number_text import value_text
from impl_eval.outputs.rounding import count_words, round_to
from impl_eval.outputs.suppression import suppress
from impl_eval.outputs.walk import every_reported
from impl_eval.protocols import AnalysisPlan
from impl_eval.results import Disclosure, Estimate, Reported, Section, Table
from impl_eval.study.disclosure import disclosure_of
from tests.outputs.examples import by_id, evaluation, people, place_table, survey

ROUNDS = Disclosure("nhs_hes", 5, "a source")
KEYS = {"schema": "impl-eval/analysis-plan/1", "baseline": "baseline"}


def rounded(**parts: object) -> dict[str, Reported]:
    start = evaluation(**parts, smallest=8)  # type: ignore[arg-type]
    return by_id(suppress(replace(start, disclosure=ROUNDS)))


@pytest.mark.parametrize(
    ("count", "shown"),
    [(0, 0), (8, 10), (12, 10), (13, 15), (7.5, 10), (100, 100), (102.5, 105)],
)
def test_the_nearest_five(count: float, shown: float) -> None:
    assert round_to(count, 5) == shown


def test_counts_from_1_to_7_are_hidden_everywhere_and_others_rounded() -> None:
    """HES: 1 to 7 hidden, 0 stays, 8 becomes 10, 12 becomes 10; here for totals over all sites too."""
    counts = {0: "0", 1: "fewer than 8", 7: "fewer than 8", 8: "10", 12: "10", 13: "15"}
    found = rounded(reported=tuple(people(f"survey.n.{n}", n) for n in counts))
    assert {n: value_text(found[f"survey.n.{n}"]) for n in counts} == counts
    assert found["survey.n.13"].estimate.n == 15


def test_a_share_is_of_rounded_counts_and_has_no_interval() -> None:
    """By hand: 13 of 42 are 15 of 40, 37.5%; 3 of 42 are too few; 0 of 42 are nobody."""
    shares = {"some": 13 / 42, "few": 3 / 42, "none": 0.0}
    found = rounded(
        reported=tuple(
            survey(f"survey.share.{name}", "share", share, n=42, low=0.0, high=0.9, level=0.95)
            for name, share in shares.items()
        )
    )
    assert found["survey.share.some"].estimate.value == pytest.approx(0.375)
    assert (found["survey.share.some"].estimate.n, found["survey.share.some"].estimate.low) == (40, None)
    assert found["survey.share.few"].estimate.state == "suppressed"
    assert found["survey.share.none"].estimate.value == 0


def test_means_of_up_to_7_are_hidden_and_others_stand_with_a_rounded_n() -> None:
    found = rounded(reported=(survey("survey.m.7", "mean", 3.1, n=7), survey("survey.m.8", "mean", 3.1, n=8)))
    assert found["survey.m.7"].estimate.state == "suppressed"
    assert (found["survey.m.8"].estimate.value, found["survey.m.8"].estimate.n) == (3.1, 10)


def test_whole_degrees_of_freedom_are_a_number_of_people() -> None:
    found = rounded(
        reported=(survey("survey.df.whole", "degrees_of_freedom", 41.0, n=42),
                  survey("survey.df.part", "degrees_of_freedom", 17.3, n=42)),
    )  # fmt: skip
    assert found["survey.df.whole"].estimate.state == "suppressed"
    assert found["survey.df.part"].estimate.value == 17.3


def test_outcomes_are_rounded_and_their_rates_follow() -> None:
    """By hand: 23 of 98 patients, 234.7 per 1,000; rounded 25 of 100, 250 per 1,000."""

    def outcome(statistic: str, value: float, unit: str) -> Reported:
        estimate = Estimate(statistic, value, unit=unit)
        return Reported(f"outcomes.referrals.{statistic}.a", "outcomes", "x", estimate, place="A")

    values = (
        outcome("value", 23.0, "referrals"),
        outcome("denominator", 98.0, "patients"),
        outcome("rate", 23000 / 98, "referrals per 1,000 patients"),
    )
    found = rounded(outcomes=values)
    shown = [found[one.id].estimate.value for one in values]
    assert shown == [25.0, 100.0, pytest.approx(250.0)]


def test_counts_in_words_and_in_text_cells_are_rounded_too() -> None:
    table = Table(
        "survey.sensitivity", "x", ("Analysis", "n", "Items"), (("Paired", "63", "63"), ("One", "3", "3"))
    )
    section = Section("survey", "x", tables=(table,), cautions=("12 rows are quarantined.", "3 people left."))
    start = replace(evaluation(smallest=8), sections=(section,), disclosure=ROUNDS)
    shown = suppress(start)
    assert shown.sections[0].tables[0].rows == (("Paired", "65", "63"), ("One", "fewer than 8", "3"))
    assert shown.sections[0].cautions == ("about 10 rows are quarantined.", "fewer than 8 people left.")
    assert shown.provenance.inputs[0].rows_read == 170
    assert count_words("18 months, 95% of 20 sites", 5, 8) == "18 months, 95% of 20 sites"


def shown_places(counts: dict[str, int], disclosure: Disclosure, smallest: int) -> dict[str, str]:
    table = place_table({place: (n, 20) for place, n in counts.items()})
    start = replace(evaluation(tables=(table,), smallest=smallest), disclosure=disclosure)
    found = by_id(suppress(start))
    total = people("survey.total", sum(counts.values()))
    both = suppress(replace(start, sections=(Section("survey", "x", (total,), (table,)),)))
    shown = {
        place: value_text(found[f"survey.confidence.count.baseline.place.{place.lower()}"])
        for place in counts
    }
    return {**shown, "total": value_text(by_id(both)["survey.total"])}


@settings(max_examples=30)
@given(st.lists(st.integers(8, 40), min_size=3, max_size=3), st.integers(0, 2))
def test_two_releases_that_differ_by_one_person_never_tell_that_it_was_one(
    counts: list[int], at: int
) -> None:
    """With rounding a number moves by a whole step or not at all; without it, by exactly the one person."""
    before = dict(zip(("North", "South", "East"), counts, strict=True))
    after = {place: n + (index == at) for index, (place, n) in enumerate(before.items())}
    for place, text in shown_places(before, ROUNDS, 8).items():
        moved = int(shown_places(after, ROUNDS, 8)[place]) - int(text)
        assert moved in (0, 5)
    plain = Disclosure()
    moved_by = [
        int(shown_places(after, plain, 5)[place]) - int(shown_places(before, plain, 5)[place])
        for place in before
    ]
    assert moved_by.count(1) == 1  # what subtraction tells without rounding: documented


@settings(max_examples=40)
@given(st.lists(st.integers(0, 30), min_size=2, max_size=4))
def test_rounded_margins_hold_no_hidden_count_to_one_value(counts: list[int]) -> None:
    """The intruder knows that each shown number is within 2 of the truth, and that 0 is 0."""
    names = dict(zip(("North", "South", "East", "West"), counts, strict=False))
    shown = shown_places(names, ROUNDS, 8)
    total = shown.pop("total")
    hidden = [place for place, text in shown.items() if text == "fewer than 8"]
    numbers = [int(text) for text in shown.values() if text.isdigit()]
    low = sum(n - 2 if n else 0 for n in numbers), sum(n + 2 if n else 0 for n in numbers)
    all_low, all_high = (1, 7) if not total.isdigit() else (int(total) - 2, int(total) + 2)
    for _ in hidden:
        others = len(hidden) - 1
        least = max(1, all_low - low[1] - 7 * others)
        most = min(7, all_high - low[0] - others)
        assert most > least


@given(st.lists(st.integers(0, 30), min_size=1, max_size=4))
def test_everything_shown_is_a_multiple_or_hidden_and_twice_is_once(counts: list[int]) -> None:
    table = place_table({f"P{n}": (count, count) for n, count in enumerate(counts)})
    once = suppress(replace(evaluation(tables=(table,), smallest=8), disclosure=ROUNDS))
    assert suppress(once) is once
    for reported in every_reported(once):
        if reported.strand == "survey" and reported.estimate.unit == "respondents":
            assert reported.estimate.value is None or reported.estimate.value % 5 == 0
        if reported.strand == "survey":
            assert reported.estimate.n is None or reported.estimate.n % 5 == 0


def plan(**more: object) -> AnalysisPlan:
    return AnalysisPlan.model_validate({**KEYS, **more})


def test_presets_and_their_thresholds() -> None:
    assert (plan().smallest_shown, disclosure_of(plan()).rounding) == (5, 1)
    assert plan(smallest_count_shown="10").smallest_shown == 10
    for preset, (smallest, rounding) in {"nhs_hes": (8, 5), "opensafely": (8, 5), "internal": (1, 1)}.items():
        one = plan(disclosure={"preset": preset})
        assert (one.smallest_shown, disclosure_of(one).rounding) == (smallest, rounding)
        assert disclosure_of(one).source


def test_a_preset_and_a_threshold_of_ones_own_contradict() -> None:
    with pytest.raises(ValueError, match="one of the two"):
        plan(disclosure={"preset": "nhs_hes"}, smallest_count_shown="5")


def test_internal_hides_nothing() -> None:
    start = replace(
        evaluation(reported=(people("survey.one", 1, place="A"),), smallest=1),
        disclosure=Disclosure("internal"),
    )
    assert value_text(by_id(suppress(start))["survey.one"]) == "1"


def test_an_estimate_cannot_be_suppressed_and_show_its_value() -> None:
    assert Estimate("mean", 1.0).state == "estimated"
    assert Estimate.not_estimable("mean", "too few").state == "not estimable"
    assert Estimate("mean", None, reason="hidden", suppressed=True).state == "suppressed"
    with pytest.raises(ValueError, match="still has a value"):
        Estimate("mean", 1.0, suppressed=True)
