"""Small simulated surveys and what R gives for them (data/expected.R, run on data/cases.csv)."""

import csv
import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

DATA = Path(__file__).parent / "data"
Columns = dict[str, NDArray[Any]]


@cache
def answers() -> dict[str, Any]:
    """R 4.2.2, lme4 1.1.31, pbkrtest 0.5.2, clubSandwich 0.5.8, per "case model"."""
    found: dict[str, Any] = json.loads((DATA / "expected.json").read_text(encoding="utf-8"))
    return {key: value for key, value in found.items() if key != "versions"}


def keys(*models: str) -> list[str]:
    return [key for key in answers() if key.split()[1] in models]


@cache
def _rows() -> list[dict[str, str]]:
    with (DATA / "cases.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def survey(key: str) -> Columns:
    """Return the columns of the case that a key ("case" or "case model") names."""
    rows = [row for row in _rows() if row["case"] == key.split(maxsplit=1)[0]]
    text = {name: np.array([row[name] for row in rows]) for name in rows[0]}
    return {
        name: column if name in {"case", "site", "respondent", "group"} else column.astype(float)
        for name, column in text.items()
    }


def variances(answer: dict[str, Any]) -> dict[str, float]:
    """Return R's variances under our names of the components."""
    names = {"person (Intercept)": "respondent", "site:when (Intercept)": "site_by_timepoint"}
    found = {}
    for group, value in zip(answer["groups"], answer["variances"], strict=True):
        by_site = "site_slope" if group.endswith("timepoint") else "site"
        found["residual" if group == "Residual NA" else names.get(group, by_site)] = value
    return found


def near(value: Any, tolerance: float = 1e-5) -> Any:
    """|a - b| <= tolerance * max(1, |b|), as the known answers state it."""
    import pytest

    return pytest.approx(value, rel=tolerance, abs=tolerance)
