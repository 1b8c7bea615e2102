"""Instruments and responses for the tests of the survey strand and of the simulation."""

import csv
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import yaml

from impl_eval.instruments import Instrument
from impl_eval.protocols import AnalysisPlan
from impl_eval.quantitative.design import SurveyLabels
from impl_eval.quantitative.responses import NOT_ANSWERED, NOT_APPLICABLE, NOT_SHOWN, Responses
from impl_eval.simulation import SimulatedTable, SimulationTruth
from tests.shared import ROOT

REASONS = {"": NOT_ANSWERED, "-99": NOT_ANSWERED, "-88": NOT_APPLICABLE, "-77": NOT_SHOWN}


def text_only(path: str) -> Any:
    return yaml.load((ROOT / path).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def reference_instrument() -> Instrument:
    declared = text_only("instruments/prescriber_survey/instrument.yaml")
    declared["scales"] = [
        {key: value for key, value in scale.items() if value != "null"} for scale in declared["scales"]
    ]
    with (ROOT / "instruments/prescriber_survey/items.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    declared["items"] = [{"id": row.pop("item_id"), **row} for row in rows]
    return Instrument.model_validate(declared)


def reference_truth(**changes: Any) -> SimulationTruth:
    return SimulationTruth.model_validate({**text_only("protocols/simulation.yaml"), **changes})


def reference_plan(instrument: Instrument, **changes: Any) -> AnalysisPlan:
    mechanisms = [scale.id for scale in instrument.scales if scale.id != "prescriber_confidence"]
    declared = {
        "schema": "impl-eval/analysis-plan/1",
        "baseline": "baseline",
        "follow_up": "follow_up",
        "headline": "prescriber_confidence",
        "headline_items": ["task_start", "task_psych"],
        "family": mechanisms,
    }
    return AnalysisPlan.model_validate({**declared, **changes})


def small_instrument(
    scales: Mapping[str, Sequence[str]],
    *,
    reverse: Sequence[str] = (),
    min_valid: int = 2,
    low: int = 1,
    high: int = 5,
    **changes: Any,
) -> Instrument:
    """An instrument with the given scales and items, all items with the same range."""
    declared: dict[str, Any] = {
        "schema": "impl-eval/instrument/1",
        "id": "small",
        "version": "1.0.0",
        "title": "A small questionnaire",
        "status": "unvalidated",
        "source": "tests",
        "licence": {"spdx": "CC0-1.0", "holder": "tests", "text_included": "yes"},
        "choices": {"options": {"min": str(low), "max": str(high)}},
        "missing_codes": {"-99": "not answered", "-88": "not applicable", "-77": "not shown"},
        "scales": [
            {"id": name, "label": f"Scale {name}", "mechanism": name, "min_valid": str(min_valid)}
            for name in scales
        ],
        "items": [
            {
                "id": item,
                "scale": name,
                "choices": "options",
                "reverse_scored": "yes" if item in reverse else "no",
                "short_label": item,
                "wording": item,
            }
            for name, items in scales.items()
            for item in items
        ],
    }
    return Instrument.model_validate({**declared, **changes})


def responses_of(instrument: Instrument, rows: Sequence[Sequence[str]], **changes: Any) -> Responses:
    """Rows of text (site, respondent, group, timepoint, one cell per item) as Responses."""
    k = len(instrument.items)
    cells = np.array([row[4:] for row in rows], dtype=np.str_).reshape(len(rows), k)
    reasons = np.zeros(cells.shape, dtype=np.int8)
    for text, reason in REASONS.items():
        reasons[cells == text] = reason
    values = np.where(reasons == 0, np.where(reasons == 0, cells, "nan"), "nan").astype(np.float64)
    site, respondent, group, timepoint = (
        np.array([row[index] for row in rows], dtype=np.str_) for index in range(4)
    )
    declared = {
        "instrument": instrument,
        "respondent_id": respondent,
        "site": site,
        "stakeholder_group": group,
        "timepoint": timepoint,
        "values": values,
        "reasons": reasons,
        "duplicated": np.zeros(len(rows), dtype=np.bool_),
    }
    return Responses(**{**declared, **changes})


def responses_of_survey(instrument: Instrument, survey: SimulatedTable) -> Responses:
    rows = [(practice, person, role, when, *cells) for _, person, practice, role, when, *cells in survey.rows]
    return responses_of(instrument, rows)


def labels_for(
    sites: Sequence[str],
    *,
    places: Sequence[str] = ("Northtown", "Great Southtown"),
    timepoints: Mapping[str, str] | None = None,
    groups: Mapping[str, str] | None = None,
    invited: Mapping[tuple[str, str], tuple[int | None, int | None]] | None = None,
) -> SurveyLabels:
    """Labels in which the sites take the places in turn."""
    return SurveyLabels(
        timepoints=timepoints or {"baseline": "Baseline", "follow_up": "Follow-up"},
        sites={site: places[index % len(places)] for index, site in enumerate(sites)},
        places=tuple(places),
        groups=groups or {"gp": "General practitioner", "pharmacist": "Pharmacist", "nurse": "Nurse"},
        invited=invited or {},
    )
