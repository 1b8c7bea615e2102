"""Doubtful answers are counted and stay; scores stored in an export are compared and a difference is said."""

import numpy as np
import pytest

from impl_eval.quantitative.scoring import score_scales
from tests.quantitative.builders import small_instrument
from tests.quantitative.surveys import assert_sound, drawn_rows, estimates, strand, study, table_of

ROWS = drawn_rows(71)


def stored(change=None):
    """Return the scores of scale a as an export would hold them, to two decimals; `change` alters some."""
    responses, _, _ = study(ROWS)
    scores = np.round(score_scales(responses).of("a"), 2)
    return scores if change is None else change(scores)


def shift_three(scores):
    scores = scores.copy()
    scores[np.flatnonzero(~np.isnan(scores))[:3]] += 0.5
    return scores


def test_no_stored_scores_no_table():
    assert table_of(strand(ROWS), "stored_scores") is None


def test_stored_scores_that_agree_are_said_to():
    result = strand(ROWS, responses={"stored_scores": {"a": stored()}})
    found = estimates(result)
    assert found["survey.a.count.stored_score.compared"].value == np.count_nonzero(~np.isnan(stored()))
    assert found["survey.a.count.stored_score.disagreeing"].value == 0
    assert not [caution for caution in result.section.cautions if "stored" in caution]


def test_stored_scores_that_disagree_are_counted_and_are_a_caution():
    result = strand(ROWS, responses={"stored_scores": {"a": stored(shift_three)}})
    compared = np.count_nonzero(~np.isnan(stored()))
    assert estimates(result)["survey.a.count.stored_score.disagreeing"].value == 3
    assert (
        f"Scale a: 3 of {compared} scores stored in the export are not what their answers give; the computed "
        "ones are used."
    ) in result.section.cautions


def test_stored_scores_change_no_other_number():
    plain, beside = strand(ROWS), strand(ROWS, responses={"stored_scores": {"a": stored(shift_three)}})
    without = {id_: one for id_, one in estimates(beside).items() if "stored_score" not in id_}
    assert without == estimates(plain)


def test_another_rule_that_explains_the_stored_scores_is_named():
    """Scale b has no reversed item: its sum is another rule of the same answers."""
    responses, _, _ = study(ROWS)
    columns = [index for index, item in enumerate(responses.instrument.items) if item.scale == "b"]
    sums = responses.values[:, columns].sum(axis=1)
    result = strand(ROWS, responses={"stored_scores": {"b": sums}})
    (row,) = table_of(result, "stored_scores").rows
    assert row[0] == "Scale b"
    assert row[3].startswith("the sum of the answered items")


@pytest.mark.parametrize(
    ("answers", "kind"), [("1", "straight_lining"), ("3", "middle_throughout"), ("same", "same_answers")]
)
def test_doubtful_rows_are_counted_and_stay_in_every_result(answers, kind):
    """Two rows with one option throughout; or, of eight answers, two rows with the same answers."""
    instrument = small_instrument(
        {"a": ("a1", "a2", "a3", "a4"), "b": ("b1", "b2", "b3", "b4")}, reverse=("a3",)
    )
    rows = drawn_rows(72, items=8, missing=0)
    fill = ["1", "4", "2", "5", "3", "3", "1", "2"] if answers == "same" else [answers] * 8
    doubtful = [(*row[:4], *fill) if number in (4, 5) else row for number, row in enumerate(rows)]
    before, after = (estimates(strand(some, instrument=instrument)) for some in (rows, doubtful))
    about = "survey.instrument.count.quality"
    assert after[f"{about}.{kind}"].value == before[f"{about}.{kind}"].value + 2
    assert after["survey.a.mean_change.mixed_model"].n == before["survey.a.mean_change.mixed_model"].n


def test_quality_of_nothing_is_zero():
    result = strand([])
    assert_sound(result)
    assert [row[1].estimate.value for row in table_of(result, "quality").rows] == [0, 0, 0]
