"""Surveys for the tests of the strand's parts: the reference study, and small drawn ones in odd shapes."""

import csv
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from impl_eval.instruments import Instrument
from impl_eval.protocols import AnalysisPlan
from impl_eval.quantitative.changes import SubjectResult, scale_result
from impl_eval.quantitative.design import SurveyDesign, SurveyLabels, design_survey
from impl_eval.quantitative.reporting import scale_subject
from impl_eval.quantitative.responses import Responses
from impl_eval.quantitative.survey_strand import SurveyResult, survey_strand
from impl_eval.results import Chart, Estimate, Reported, Table
from tests.quantitative.builders import (
    labels_for,
    reference_instrument,
    responses_of,
    small_instrument,
    text_only,
)
from tests.shared import ROOT

DATA = Path(__file__).parent / "data"
LABELS = {"baseline": "Baseline", "follow_up": "Follow-up"}


@cache
def answers_of_r() -> Mapping[str, Sequence[float]]:
    """Return, by our id, value (and limits) that data/reference_study.R gives on the reference study.

    R 4.2.2 with lme4 1.1.31, nlme 3.1.162, pbkrtest 0.5.2, clubSandwich 0.5.8, coin 1.4.2, ordinal
    2022.11.16, sandwich 3.0.2, psych 2.2.9 and lavaan 0.6.14; scored and matched in R from the raw files.
    """
    found: dict[str, list[float]] = json.loads((DATA / "reference_study.json").read_text())["expected"]
    return found


def assert_as_in_r(shown: Iterable[Reported], ids: Iterable[str], tolerance: float = 1e-8) -> None:
    """|ours - R's| <= tolerance * max(1, |R's|) for the estimates with these ids, limits of intervals too."""
    by_id = {reported.id: reported.estimate for reported in shown}
    wanted = list(ids)
    assert wanted
    for id_ in wanted:
        found = by_id[id_]
        ours = [found.value, found.low, found.high][: len(answers_of_r()[id_])]
        assert ours == pytest.approx(answers_of_r()[id_], rel=tolerance, abs=tolerance), id_


def ids_of_r(*parts: str) -> list[str]:
    """Return the ids of R's answers in which all of the parts (between dots) stand."""
    return [id_ for id_ in answers_of_r() if set(parts) <= set(id_.split("."))]


@cache
def reference_responses() -> Responses:
    rows = []
    for timepoint in LABELS:
        with (ROOT / f"quantitative/survey_{timepoint}.csv").open(encoding="utf-8", newline="") as file:
            rows += list(csv.reader(file))[1:]
    instrument = reference_instrument()
    return responses_of(
        instrument, [(site, who, role, when, *cells) for _, who, site, role, when, *cells in rows]
    )


@cache
def reference_design(*tested: str) -> SurveyDesign:
    """Return the reference study with its own plan, only these scales in the family; none is the headline."""
    responses = reference_responses()
    declared = text_only("protocols/analysis_plan.yaml")
    for key in ("headline", "headline_question", "headline_items"):
        declared.pop(key)
    plan = AnalysisPlan.model_validate({**declared, "family": tested or declared["family"]})
    sites = sorted({str(site) for site in responses.site})
    return design_survey(responses, plan, labels_for(sites), "survey")


@cache
def reference_results(*tested: str) -> tuple[SubjectResult, ...]:
    """Return the results of these scales of the reference study."""
    design = reference_design(*tested)
    chosen = [scale for scale in design.instrument.scales if scale.id in tested]
    return tuple(scale_result(design, scale_subject(scale)) for scale in chosen)


def shown_in(*shown: Table | Chart | None) -> list[Reported]:
    """Return what stands in tables and charts."""
    found: list[Reported] = []
    for one in shown:
        if isinstance(one, Chart):
            found += [point.reported for point in one.points]
        elif one is not None:
            found += [cell for row in one.rows for cell in row if isinstance(cell, Reported)]
    return found


def drawn_rows(
    seed: int,
    *,
    sites: int = 6,
    people: int = 6,
    timepoints: Sequence[str] = ("baseline", "follow_up"),
    items: int = 5,
    low: int = 1,
    high: int = 5,
    shift: float = 0.5,
    missing: float = 0.04,
    linked: float = 0.7,
) -> list[tuple[str, ...]]:
    """Draw rows as `responses_of` takes them; a share `linked` of the people answers again under its code."""
    rng = np.random.default_rng(seed)
    rows = []
    for when, timepoint in enumerate(timepoints):
        for site in range(sites):
            for who in range(people):
                person = np.random.default_rng([seed, site, who])
                level = (low + high) / 2 + person.normal(0, 0.8) + shift * when + rng.normal(0, 0.5)
                cells = np.clip(np.round(level + rng.normal(0, 0.8, items)), low, high).astype(int)
                texts = ["-99" if rng.random() < missing else str(cell) for cell in cells]
                code = f"P{site}{who}" if person.random() < linked else f"P{site}{who}T{when}"
                group = ("gp", "pharmacist", "nurse")[who % 3]
                rows.append((f"s{site:02d}", code, group, timepoint, *texts))
    return rows


EVERY_ANALYSIS = {"imputations": 2, "iterations": 2}
"""A sensitivity set with all analyses and few imputations."""
TWO_SCALES = {"a": ("a1", "a2", "a3"), "b": ("b1", "b2")}


def study(
    rows: Sequence[Sequence[str]],
    *,
    instrument: Instrument | None = None,
    labels: Mapping[str, Any] | None = None,
    responses: Mapping[str, Any] | None = None,
    **plan: Any,
) -> tuple[Responses, AnalysisPlan, SurveyLabels]:
    """Return what the strand takes: scale a is the headline, b the family; no sensitivity analyses."""
    instrument = instrument or small_instrument(TWO_SCALES, reverse=("a3",))
    declared = {
        "schema": "impl-eval/analysis-plan/1",
        "baseline": "baseline",
        "follow_up": "follow_up",
        "headline": "a",
        "headline_items": ["a1"],
        "family": ["b"],
        "sensitivity": {"analyses": []},
        "subgroups": ["stakeholder_group"],
        "items": {"thresholds": {"options": 4}},
        **plan,
    }
    sites = sorted({row[0] for row in rows}) or ["s00"]
    names = replace(labels_for(sites), **(labels or {}))
    wanted = {key: value for key, value in declared.items() if value is not None}
    return (
        responses_of(instrument, rows, **(responses or {})),
        AnalysisPlan.model_validate(wanted),
        names,
    )


def strand(rows: Sequence[Sequence[str]], **about: Any) -> SurveyResult:
    """Run the whole strand on rows, and check that what it gives is sound."""
    responses, plan, labels = study(rows, **about)
    result = survey_strand(responses, plan, labels=labels)
    assert_sound(result)
    return result


def assert_sound(result: SurveyResult) -> None:
    """No number is NaN or infinite, whatever is missing has its reason, and no two results share an id."""
    found = [*result.section.reported, *shown_in(*result.section.tables, *result.section.charts)]
    for reported in found:
        estimate = reported.estimate
        for number in (estimate.value, estimate.low, estimate.high):
            assert number is None or math.isfinite(number), reported.id
        if estimate.value is None or estimate.low is None:
            assert estimate.reason.strip(), reported.id
        if estimate.low is not None and estimate.high is not None and estimate.value is not None:
            assert estimate.low <= estimate.high, reported.id
    by_id: dict[str, Reported] = {}
    for reported in found:
        assert by_id.setdefault(reported.id, reported) == reported


def estimates(result: SurveyResult) -> dict[str, Estimate]:
    """Return every estimate of the section by its id."""
    return {reported.id: reported.estimate for reported in result.section.reported}


def table_of(result: SurveyResult, name: str) -> Table | None:
    """Return one table of the section by the last part of its id, None where it is not there."""
    return next((table for table in result.section.tables if table.id == f"survey.{name}"), None)
