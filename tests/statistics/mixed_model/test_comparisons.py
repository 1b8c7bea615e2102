"""Subgroups and comparison sites: differences of changes within one model."""

from typing import Any

import numpy as np
import pytest

from impl_eval.statistics.mixed_model import (
    MixedModelInteraction,
    mixed_model_difference_in_differences,
    mixed_model_interaction,
)
from tests.statistics.mixed_model.known_models import Columns, answers, keys, near, survey, variances

NAMES = ("score", "timepoint", "site", "respondent")


def _interaction(columns: Columns, **options: Any) -> MixedModelInteraction:
    return mixed_model_interaction(*(columns[name] for name in NAMES), columns["group"], **options)


@pytest.mark.parametrize("key", keys("I"))
def test_changes_by_subgroup(key: str) -> None:
    """R 4.2.2, lme4 1.1.31, pbkrtest 0.5.2: score ~ timepoint * group, contrasts and KRmodcomp."""
    answer = answers()[key]
    result = _interaction(survey(key))
    for found, known in zip(result.subgroups, answer["changes"], strict=True):
        assert found.change.change.value == near(known["estimate"])
        assert found.change.standard_error.value == near(known["se"])
        assert found.change.degrees_of_freedom.value == pytest.approx(known["df"], abs=1e-2)
        assert found.change.p_value.value == near(known["p"])
    for found, known in zip(result.subgroups[1:], answer["kenward_roger"][4:], strict=True):
        assert found.difference is not None
        assert found.difference.change.value == near(known["estimate"])
        assert found.difference.p_value.value == near(known["p"])
    joint = answer["joint"]
    assert (result.f_value.value, result.p_value.value) == near((joint["f"], joint["p"]))
    assert result.numerator_df.value == 2
    assert result.denominator_df.value == pytest.approx(joint["ddf"], abs=1e-2)
    assert [each.subgroup for each in result.subgroups] == ["a", "b", "c"]
    assert sum(each.rows for each in result.subgroups) == result.f_value.n


def test_rows_without_subgroup_are_left_out_and_said() -> None:
    columns = survey("all_pairs")
    shorter = {name: column[2:] for name, column in columns.items()}
    columns["group"] = np.where(np.arange(columns["group"].size) < 2, "", columns["group"])
    found, known = _interaction(columns), _interaction(shorter)
    assert found.notes == ("2 rows left out: subgroup is missing", *known.notes)
    assert found.f_value.value == pytest.approx(known.f_value.value, rel=1e-6)


def test_subgroups_that_cannot_be_compared() -> None:
    columns = survey("all_pairs")
    size = columns["score"].size
    for group, reason in (
        (np.full(size, "a"), "all rows belong to one subgroup"),
        (np.where(columns["timepoint"] == 1, "a", "b"), "nobody of a answered at baseline"),
    ):
        result = _interaction({**columns, "group": group})
        assert (result.p_value.value, result.p_value.reason) == (None, reason)
        assert all(each.change.change.reason == reason for each in result.subgroups)
    few = _interaction({name: column[columns["site"] < "s04"] for name, column in columns.items()})
    assert few.f_value.reason == "only 4 sites: at least 5 are needed for inference over sites"
    assert few.subgroups[1].change.change.value is not None
    nobody = _interaction({name: column[:0] for name, column in columns.items()})
    assert (nobody.subgroups, nobody.p_value.reason) == ((), "nobody answered")


def test_three_timepoints_by_subgroup() -> None:
    """The change of a subgroup in a model of all cells: with one subgroup per half it sums to the whole."""
    columns = survey("three_timepoints_paired")
    half = np.where(np.char.endswith(columns["respondent"], ("0")), "one", "two")
    result = _interaction({**columns, "group": half}, structure="site_by_timepoint", follow_up=2)
    scores, later = columns["score"], columns["timepoint"]
    for each in result.subgroups:  # complete and balanced: a model's change is the difference of means
        own = half == each.subgroup
        plain = scores[own & (later == 2)].mean() - scores[own & (later == 0)].mean()
        assert each.change.change.value == pytest.approx(plain, abs=1e-8)


@pytest.mark.parametrize("key", keys("D"))
def test_difference_in_differences(key: str) -> None:
    """R 4.2.2, lme4 1.1.31, pbkrtest 0.5.2, clubSandwich 0.5.8: score ~ timepoint * arm; programme: arm 1."""
    columns, answer = survey(key), answers()[key]
    result = mixed_model_difference_in_differences(
        *(columns[name] for name in NAMES), columns["arm"] == 0, minimum_degrees_of_freedom=0.01
    )
    known = {"comparison": "arm_0", "programme": "arm_1"}
    pairs = [(getattr(result, name), answer[arm]) for name, arm in known.items()]
    for found, by_r in [*pairs, (result.effect, answer["kenward_roger"][3])]:
        assert found.change.value == near(by_r["estimate"])
        assert found.standard_error.value == near(by_r["se"])
        assert found.degrees_of_freedom.value == pytest.approx(by_r["df"], abs=1e-2)
        assert found.p_value.value == near(by_r["p"])
    assert result.cluster_robust.standard_error.value == near(answer["cr2"]["se"][3])
    assert result.cluster_robust.degrees_of_freedom.value == pytest.approx(answer["cr2"]["df"][3], abs=1e-2)
    found = {each.statistic.removeprefix("variance_"): each.value for each in result.variance_components}
    assert {name: value for name, value in found.items() if value is not None} == near(variances(answer))
    sites = np.unique(columns["site"]).size
    assert result.programme_sites + result.comparison_sites == sites


def test_arms_that_cannot_be_compared() -> None:
    columns = survey("all_pairs")
    arguments = [columns[name] for name in NAMES]
    one = mixed_model_difference_in_differences(*arguments, columns["site"] == "s00")
    assert one.effect.change.value is not None
    assert one.effect.p_value.reason == "only 1 comparison site at baseline: at least 2 are needed"
    none = mixed_model_difference_in_differences(*arguments, np.zeros(columns["score"].size, dtype=bool))
    assert none.effect.change.value is None
    assert none.effect.change.reason == "nobody of comparison sites answered at baseline"
    with pytest.raises(ValueError, match="both a programme and a comparison site"):
        mixed_model_difference_in_differences(*arguments, columns["timepoint"] == 0)
