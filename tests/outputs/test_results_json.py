import datetime
import json
import math
from dataclasses import replace

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.outputs.provenance import provenance_document
from impl_eval.outputs.results_json import (
    estimate_document,
    results_document,
    results_json,
    results_schema,
)
from impl_eval.outputs.suppression import suppress
from impl_eval.outputs.walk import every_reported, replace_reported
from impl_eval.results import DecidedFit, Disclosure, Evaluation, Fit
from tests.outputs.examples import (
    CHANGES,
    by_id,
    change_chart,
    distribution_chart,
    evaluation,
    people,
    place_table,
    survey,
    with_value,
)


@pytest.fixture
def full() -> Evaluation:
    return evaluation(
        tables=(place_table({"North": (3, 20), "South": (9, 20), "East": (40, 20)}),),
        charts=(distribution_chart(), replace(change_chart(CHANGES), id="survey.changes")),
        reported=(survey("survey.third", "mean", 1 / 3, n=84),),
    )


@pytest.fixture
def full_without_clash(full: Evaluation) -> Evaluation:
    """The chart of changes has its own opinion of confidence: leave it out."""
    return replace(
        full, sections=(replace(full.sections[0], charts=full.sections[0].charts[:1]), *full.sections[1:])
    )


def test_document_follows_the_schema(full_without_clash: Evaluation) -> None:
    schema = results_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    for one in (full_without_clash, suppress(full_without_clash), replace(full_without_clash, headline=None)):
        validator.validate(json.loads(results_json(one)))


def test_decided_fits_and_what_is_suppressed_follow_the_schema(full_without_clash: Evaluation) -> None:
    decided = DecidedFit("dissonance", "AB", datetime.date(2024, 3, 20), "Unlike", True, "timing", "A year")
    fit = Fit("dissonance", "discordance", "decided: dissonance", "decided", "agreement", (decided,))
    rows = tuple(
        replace(row, fit=fit, meta_inferences=(("Both tell it", "AB"),))
        for row in full_without_clash.joint_display.rows
    )
    display = replace(full_without_clash.joint_display, rows=rows)
    shown = replace(
        full_without_clash, joint_display=display, disclosure=Disclosure("nhs_hes", 5, "a source")
    )
    validator = jsonschema.Draft202012Validator(results_schema(), format_checker=jsonschema.FormatChecker())
    whole, hidden = (json.loads(results_json(one)) for one in (shown, suppress(shown)))
    validator.validate(whole)
    validator.validate(hidden)
    assert whole["joint_display"][0]["fit"]["decisions"][0]["date"] == "2024-03-20"
    states = {one["id"]: one["state"] for one in hidden["estimates"]}
    assert states["survey.confidence.count.baseline.place.north"] == "suppressed"
    assert {one["state"] for one in whole["estimates"]} <= {"estimated", "not estimable"}
    assert hidden["disclosure"] == {"preset": "nhs_hes", "rounding": 5, "source": "a source"}


def test_schema_refuses_what_is_not_in_it(full_without_clash: Evaluation) -> None:
    validator = jsonschema.Draft202012Validator(results_schema())
    for change in (
        {"schema": "impl-eval/results/2"},
        {"extra": 1},
        {"estimates": [{"id": "a"}]},
        {"joint_display": [{"mechanism_id": "a"}]},
    ):
        assert not validator.is_valid({**results_document(full_without_clash), **change})
    entry = {**estimate_document(survey("a", "mean", 1.0)), "value": None}
    assert not validator.is_valid({**results_document(full_without_clash), "estimates": [entry]})


def test_every_result_stands_there_once_in_order_and_in_full_precision(
    full_without_clash: Evaluation,
) -> None:
    document = json.loads(results_json(full_without_clash))
    ids = [entry["id"] for entry in document["estimates"]]
    assert ids == sorted({one.id for one in every_reported(full_without_clash)})
    values = {entry["id"]: entry["value"] for entry in document["estimates"]}
    assert values["survey.third"] == 1 / 3
    assert values["survey.confidence.count.baseline.place.north"] == 3.0


def test_ids_named_by_headline_and_joint_display_are_estimates(full_without_clash: Evaluation) -> None:
    document = results_document(full_without_clash)
    ids = {entry["id"] for entry in document["estimates"]}
    assert {document["headline"][name] for name in ("before", "after", "change", "matched", "sites")} <= ids
    for row in document["joint_display"]:
        assert set(row["interviews"]["valences"].values()) <= ids
        assert row["survey"] is None or row["survey"]["change"] in ids


def test_no_speech_is_in_it(full_without_clash: Evaluation) -> None:
    assert "whom to ask" not in results_json(full_without_clash)


def test_two_different_results_of_one_id_are_refused(full: Evaluation) -> None:
    with pytest.raises(
        ValueError, match=r"two different results have the id survey\.confidence\.mean_change"
    ):
        results_document(full)


def test_infinite_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        results_json(evaluation(reported=(survey("a", "mean", math.inf),)))


def test_text_is_stable_and_ends_in_a_line_feed(full_without_clash: Evaluation) -> None:
    text = results_json(full_without_clash)
    assert text == results_json(full_without_clash)
    assert text.endswith("}\n")
    assert "\r" not in text
    assert json.dumps(json.loads(text), sort_keys=True, indent=2, ensure_ascii=False) + "\n" == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_floats_come_back_as_they_were(value: float) -> None:
    document = json.loads(results_json(evaluation(reported=(survey("a", "mean", value),))))
    assert next(one["value"] for one in document["estimates"] if one["id"] == "a") == value


def test_replace_reaches_every_place(full: Evaluation) -> None:
    doubled = replace_reported(full, lambda one: with_value(one, 7.0))
    assert {one.estimate.value for one in every_reported(doubled)} == {7.0}
    assert replace_reported(full, lambda one: one) == full
    assert len(by_id(evaluation())) == len({one.id for one in every_reported(evaluation())})


def test_provenance_holds_inputs_settings_and_what_is_hidden() -> None:
    start = evaluation(reported=(people("survey.few", 2, place="North"),))
    document = json.loads(provenance_document(start))
    assert document["schema"] == "impl-eval/provenance/1"
    assert document["inputs"][0]["rows_kept"] == 168
    assert document["settings"] == {"confidence_level": "0.95"}
    assert document["suppression"] == {
        "smallest_count_shown": 5,
        "hidden": [{"id": "survey.few", "reason": "suppressed: fewer than 5 respondents"}],
    }
    assert provenance_document(start) == provenance_document(suppress(start))
