"""The adapter stays the only door to statsmodels; what it maximises is checked where it is used."""

import ast
from pathlib import Path

import numpy as np
import pytest

from impl_eval.statistics.statsmodels_adapter import logistic_coefficients
from tests.shared import ROOT


def test_logistic_with_one_group_is_the_log_odds() -> None:
    """By hand: 7 of 10 and 4 of 12; log(7 / 3), and log(4 / 8) - log(7 / 3)."""
    group = np.repeat([0.0, 1.0], [10, 12])
    answered = np.repeat([True, False, True, False], [7, 3, 4, 8])
    coefficients = logistic_coefficients(answered, np.column_stack([np.ones(22), group]))
    assert coefficients == pytest.approx([np.log(7 / 3), np.log(1 / 2) - np.log(7 / 3)], rel=1e-9)


def test_nothing_else_imports_statsmodels() -> None:
    importers = {
        path.name
        for path in sorted((ROOT / "src").rglob("*.py"))
        for node in ast.walk(ast.parse(Path(path).read_text(encoding="utf-8")))
        if (
            isinstance(node, ast.Import) and any(alias.name.startswith("statsmodels") for alias in node.names)
        )
        or (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("statsmodels"))
    }
    assert importers == {"statsmodels_adapter.py"}
