"""Known answers computed in R, the small data sets they were computed on, and how properties are tested."""

import csv
import json
from typing import Any

import numpy as np
from hypothesis import settings
from numpy.typing import NDArray

from tests.shared import shared_path

# No deadline: the first example of a test imports scipy or pingouin. The same examples in every run.
PROPERTY = settings(deadline=None, derandomize=True, max_examples=60)

# Student (1908), extra hours of sleep under two drugs: R's data set `sleep`.
SLEEP_BASELINE = np.array([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0])
SLEEP_FOLLOW_UP = np.array([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])

MECHANISMS = ("knowledge", "skills", "role", "outcome_expect", "resources", "reinforcement")


def expected(block: str) -> Any:
    """Return one block of the answers from R 4.2.2, or skip where they are absent."""
    return json.loads(shared_path("known-answers/expected.json").read_text(encoding="utf-8"))[block]


def table(name: str) -> dict[str, list[str]]:
    """Return the columns of one data set as text, empty cells as empty strings."""
    with shared_path(f"known-answers/data/{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {column: [row[column] for row in rows] for column in rows[0]}


def numbers(cells: list[str]) -> NDArray[np.float64]:
    """Return cells as numbers, NaN where empty."""
    return np.array([float(cell) if cell else np.nan for cell in cells])


def mechanism_score(columns: dict[str, list[str]], mechanism: str) -> NDArray[np.float64]:
    """Mean of three items (item 3 reversed on 1-5), at least two answered, as in the R script."""
    items = np.column_stack([numbers(columns[f"{mechanism}_{number}"]) for number in (1, 2, 3)])
    items[:, 2] = 6 - items[:, 2]
    answered = ~np.isnan(items)
    enough = answered.sum(axis=1) >= 2
    totals = np.where(answered, items, 0.0).sum(axis=1)
    return np.where(enough, totals / np.maximum(answered.sum(axis=1), 1), np.nan)
