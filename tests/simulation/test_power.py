"""Power by simulation: against the exact power of the paired t test, and laws that must hold."""

import math

import numpy as np
import pytest

from impl_eval.protocols import PowerPlan
from impl_eval.simulation.power import ceiling_of, design_rows, draw_scores, simulate_power


def plan(**changes: object) -> PowerPlan:
    declared = {
        "scale": "trust", "sites": "8", "respondents_per_site": "5", "match_share": "1", "site_share": "0",
        "standard_deviation": "1", "correlation": "0.5", "changes": ["0.4", "0"], "replicates": "1500",
        "seed": "7",
    }  # fmt: skip
    return PowerPlan.model_validate({**declared, **changes})


def test_power_of_the_paired_t_test_known_answer() -> None:
    """R 4.2.2, power.t.test(n = 40, delta = 0.4, sd = 1, type = "paired"): 0.6939817 (without the far tail).

    With a correlation of .5 the differences of scores with SD 1 have an SD of 1: d_z is the change.
    """
    result = simulate_power(plan(), "paired", alpha=0.05)
    none, some = result.along
    assert (none.change, some.change) == (0.0, 0.4)
    assert some.power.low < 0.6939817 < some.power.high
    assert none.power.low < 0.05 < none.power.high
    assert (result.rows, result.linked) == (80, 40)


def test_the_detectable_change_lies_where_power_reaches_what_is_wanted() -> None:
    """R 4.2.2: power.t.test(n = 40, power = 0.8, sd = 1, type = "paired")$delta is 0.4542813."""
    tried = ["0.3", "0.4", "0.5", "0.6"]
    found = simulate_power(plan(changes=tried), "paired", alpha=0.05).detectable_change
    assert found.low < 0.4542813 < found.high
    assert found.value == pytest.approx(0.4542813, abs=0.02)


def test_a_power_that_is_never_reached_is_said() -> None:
    tried = plan(changes=["0", "0.05"], replicates="100")
    found = simulate_power(tried, "paired", alpha=0.05).detectable_change
    assert found.value is None
    assert found.reason == "the change with a power of 0.8 lies above the changes tried"


def test_the_same_seed_gives_the_same_numbers_and_another_does_not() -> None:
    first = simulate_power(plan(replicates="60"), "all_rows", alpha=0.05)
    assert first == simulate_power(plan(replicates="60"), "all_rows", alpha=0.05)
    assert first != simulate_power(plan(replicates="60", seed="8"), "all_rows", alpha=0.05)


def test_the_scores_have_the_assumed_spread_correlation_and_share_of_sites() -> None:
    """By hand: the means of 10 baseline scores of a site vary by 0.2 + 0.8 / 10 = 0.28."""
    assumed = plan(
        sites="400", respondents_per_site="10", site_share="0.2", correlation="0.6", replicates="20"
    )
    rows = design_rows(assumed)
    pairs, between = [], []
    for scores in draw_scores(assumed, rows, 0.0, np.random.default_rng(1)):
        before, after = scores[~rows.is_follow_up], scores[rows.is_follow_up]
        pairs.append(np.cov(before, after))
        between.append(np.var([before[site::400].mean() for site in range(400)], ddof=1))
    (variance, covariance), _ = np.mean(pairs, axis=0)
    assert variance == pytest.approx(1.0, abs=0.02)
    assert covariance / variance == pytest.approx(0.6, abs=0.02)
    assert np.mean(between) == pytest.approx(0.28, abs=0.02)


def test_half_of_the_people_are_linked_and_the_others_are_others() -> None:
    rows = design_rows(plan(match_share="0.5"))
    linked = rows.respondent[rows.respondent != ""]
    assert np.unique(linked, return_counts=True)[1].tolist() == [2] * 20
    assert len(np.unique(rows.person)) == 60


def test_the_ceiling_lies_where_the_share_says() -> None:
    """Normal quantile: 2.5 per cent lie above 1.959964 standard deviations."""
    assert ceiling_of(plan(ceiling_share="0.025")) == pytest.approx(1.959964, abs=1e-6)
    assert ceiling_of(plan()) == math.inf


def test_scores_at_the_ceiling_show_less_change_than_there_is() -> None:
    tried = plan(changes=["0", "1"], ceiling_share="0.3", replicates="200")
    _, full = simulate_power(tried, "paired", alpha=0.05).along
    assert full.observed_change.value < 0.9


def test_too_few_sites_reject_nothing_and_count_as_not_estimable() -> None:
    result = simulate_power(plan(sites="3", replicates="20"), "mixed_model", alpha=0.05)
    assert [one.not_estimable.value for one in result.along] == [20.0, 20.0]
    assert [one.power.value for one in result.along] == [0.0, 0.0]
    assert result.detectable_change.reason.startswith("no simulated data set had a p value")


def test_assumptions_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="includes the share of sites"):
        simulate_power(plan(site_share="0.6"), "paired", alpha=0.05)


def test_progress_counts_every_replicate() -> None:
    done: list[int] = []
    simulate_power(plan(replicates="20"), "paired", alpha=0.05, progress=done.append)
    assert sum(done) == 40
