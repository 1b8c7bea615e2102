"""From answers to the bundle of a scale: which rows, which items, and what is said of thin data."""

import numpy as np
import pytest

from impl_eval.quantitative.psychometrics import psychometrics
from impl_eval.quantitative.responses import NOT_ANSWERED, NOT_APPLICABLE, NOT_SHOWN
from impl_eval.quantitative.scoring import score_scales
from tests.quantitative.builders import responses_of, small_instrument
from tests.statistics.known import expected, table
from tests.statistics.test_omega import small_survey

MECHANISMS = ("knowledge", "role")


@pytest.fixture(scope="module")
def partially_matched():
    columns = table("synthetic_partially_matched")
    items = {name: tuple(f"{name}_{number}" for number in (1, 2, 3)) for name in MECHANISMS}
    instrument = small_instrument(items, reverse=[names[2] for names in items.values()])
    names = [item.id for item in instrument.items]
    who = zip(columns["practice"], columns["person"], columns["wave"], strict=True)
    rows = [
        (practice, person, "gp", wave, *(columns[name][row] for name in names))
        for row, (practice, person, wave) in enumerate(who)
    ]
    responses = responses_of(instrument, rows)
    return responses, score_scales(responses)


def test_alpha_of_each_wave(partially_matched):
    """R 4.2.2, psych 2.2.9, expected.json synthetic_reliability."""
    for wave in ("0", "1"):
        found = psychometrics(*partially_matched, wave, resamples=0)
        for mechanism in MECHANISMS:
            known, alpha = (
                expected("synthetic_reliability")[mechanism][f"wave{wave}"],
                found.of(mechanism).alpha,
            )
            assert (alpha.n, alpha.value) == (known["n"], pytest.approx(known["alpha"], rel=1e-8))
            assert (alpha.low, alpha.high) == pytest.approx(tuple(known["feldt"]), rel=1e-8)


def test_what_stands_beside_alpha(partially_matched):
    responses, scores = partially_matched
    found = psychometrics(responses, scores, "0")
    scale = found.of("knowledge")
    here = (responses.timepoint == "0") & ~np.isnan(responses.values).all(axis=1)
    assert scale.rows == here.sum()
    assert scale.scored == np.count_nonzero(~np.isnan(scores.of("knowledge")[here]))
    assert sum(pattern.count for pattern in scale.patterns.patterns) == scale.rows
    assert scale.alpha.n == scale.patterns.complete
    for item in scale.items:
        assert item.answered + sum(count for _, count in item.missing_counts) == scale.rows
        assert item.floor.n == item.answered
    assert scale.omega.omega.low < scale.omega.omega.value < scale.omega.omega.high
    assert scale.ordinal_alpha.alpha.value > scale.alpha.value
    assert scale.spearman_brown.reason == "it is for two items; the scale has 3"
    assert scale.clustering.sites == len(np.unique(responses.site[here]))
    assert scale.unreversed_items == ()
    ((first, second, correlation),) = found.correlations
    assert (first, second) == MECHANISMS
    assert correlation.n <= scale.rows


def survey_of(answers, *, reverse=(), scales=None, **changes):
    scales = scales or {"a": tuple(f"x{number + 1}" for number in range(np.shape(answers)[1]))}
    instrument = small_instrument(scales, reverse=reverse, **changes)
    rows = [("north" if row % 2 else "south", f"p{row}", "gp", "t") for row in range(len(answers))]
    cells = [[str(int(cell)) for cell in row] for row in answers]
    responses = responses_of(instrument, [(*who, *row) for who, row in zip(rows, cells, strict=True)])
    return responses, score_scales(responses)


def test_an_item_whose_reverse_key_is_missing_is_named():
    answers = small_survey()
    answers[:, 2] = 6 - answers[:, 2]
    assert psychometrics(*survey_of(answers), "t", resamples=0).of("a").unreversed_items == ("x3",)
    keyed = psychometrics(*survey_of(answers, reverse=("x3",)), "t", resamples=0).of("a")
    assert keyed.unreversed_items == ()
    known = [0.8469827522, 0.7433183988, 0.7571030533, 0.8362058087]
    """R 4.2.2, psych 2.2.9: psych::alpha(d)$item.stats$r.drop of the small survey."""
    assert [item.item_rest.value for item in keyed.items] == pytest.approx(known, abs=1e-9)


def test_thin_data_are_said():
    small = psychometrics(*survey_of(small_survey()[:20]), "t").of("a")
    assert (
        small.omega.omega.reason == "20 respondents answered every item: no factor is fitted to fewer than 50"
    )
    assert small.ordinal_alpha.alpha.reason.startswith("20 respondents answered every item: no polychoric")
    assert small.alpha.value is not None
    two = psychometrics(*survey_of(small_survey()[:, :2], min_valid=1), "t").of("a")
    assert two.omega.omega.reason == "two items do not identify a factor"
    assert two.spearman_brown.value is not None
    assert two.items[0].alpha_if_dropped.reason == "fewer than two items would be left"
    constant = small_survey()
    constant[:, 1] = 5
    one = psychometrics(*survey_of(constant), "t").of("a")
    assert one.constant_items == ("x2",)
    assert one.items[1].item_rest.reason == "the item does not vary"
    assert one.omega.omega.reason.startswith("an item does not vary")
    assert (one.items[1].ceiling.value, one.items[1].floor.value) == (1, 0)


def test_nobody_at_a_timepoint_gives_reasons_and_no_numbers():
    found = psychometrics(*survey_of(small_survey()), "elsewhere").of("a")
    assert (found.rows, found.scored, found.patterns.patterns) == (0, 0, ())
    assert found.alpha.reason.startswith("nobody answered every item")
    assert found.clustering.icc.reason == "there are no scores"
    assert found.floor.reason == "there is nobody to count"
    assert not found.notable_floor


def test_kinds_of_missing_answers_are_kept_apart():
    instrument = small_instrument({"a": ("x1", "x2")}, min_valid=1)
    rows = [("s", f"p{row}", "gp", "t", "3", cell) for row, cell in enumerate(["", "-88", "-77", "-88", "5"])]
    rows.append(("s", "silent", "gp", "t", "", ""))
    responses = responses_of(instrument, rows)
    scale = psychometrics(responses, score_scales(responses), "t").of("a")
    assert scale.rows == 5
    assert dict(scale.items[1].missing_counts) == {NOT_ANSWERED: 1, NOT_APPLICABLE: 2, NOT_SHOWN: 1}
    assert scale.items[1].missing.value == 4 / 5
    assert (scale.ceiling.value, scale.notable_ceiling) == (0, False)


def test_scores_of_other_rows_are_refused():
    responses, _ = survey_of(small_survey())
    _, other = survey_of(small_survey()[:10])
    with pytest.raises(ValueError, match="rows"):
        psychometrics(responses, other, "t")
