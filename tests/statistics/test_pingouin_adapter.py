"""The adapter, and the traps of pingouin 0.7 that make it narrow.

A trap that no longer holds is good news: then the adapter may become wider, by decision.
"""

import ast
from pathlib import Path

import numpy as np
import pandas as pd
import pingouin
import pytest

from impl_eval.statistics.pingouin_adapter import holm_adjusted
from impl_eval.statistics.reliability import cronbachs_alpha
from tests.shared import ROOT
from tests.statistics.known import SLEEP_BASELINE, SLEEP_FOLLOW_UP


def _answers() -> np.ndarray:
    rng = np.random.default_rng(11)
    trait = rng.normal(size=(40, 1))
    return np.clip(np.round(3 + trait + rng.normal(size=(40, 4))), 1, 5)


def test_alpha_is_that_of_pingouin_on_complete_answers() -> None:
    """And of Cronbach (1951): k / (k - 1) x (1 - sum of item variances / variance of totals)."""
    items = _answers()
    formula = 4 / 3 * (1 - items.var(axis=0, ddof=1).sum() / items.sum(axis=1).var(ddof=1))
    theirs, _ = pingouin.cronbach_alpha(pd.DataFrame(items), nan_policy="listwise")
    assert cronbachs_alpha(items).value == pytest.approx(formula, rel=1e-12)
    assert theirs == pytest.approx(formula, rel=1e-12)


def test_trap_alpha_interval_counts_empty_rows_and_is_rounded() -> None:
    """960 empty rows narrow pingouin's interval, in both policies; ours stays as it is."""
    items = _answers()
    padded = np.vstack([items, np.full((960, 4), np.nan)])
    for policy in ("pairwise", "listwise"):
        _, narrow = pingouin.cronbach_alpha(pd.DataFrame(padded), nan_policy=policy)
        _, honest = pingouin.cronbach_alpha(pd.DataFrame(items))
        assert np.ptp(narrow) < np.ptp(honest) / 2
        assert (honest == np.round(honest, 3)).all()
    ours = cronbachs_alpha(padded)
    assert ours == cronbachs_alpha(items)
    assert (ours.low, ours.high) == pytest.approx(tuple(honest), abs=5.1e-4)
    assert ours.n == 40


def test_trap_paired_test_turns_unpaired_when_lengths_differ() -> None:
    with pytest.warns(UserWarning, match="unequal sizes"):
        result = pingouin.ttest(SLEEP_BASELINE, SLEEP_FOLLOW_UP[:-1], paired=True)
    assert result["dof"].iloc[0] > 9


def test_trap_paired_effect_size_loses_its_sign() -> None:
    """sleep: the first argument is the lower, so the signed d_av is -.832; pingouin shows .832."""
    result = pingouin.ttest(SLEEP_BASELINE, SLEEP_FOLLOW_UP, paired=True)
    assert result["cohen_d"].iloc[0] == pytest.approx(0.83218, abs=1e-5)


def test_holm_keeps_order_and_refuses_what_is_no_p_value() -> None:
    assert holm_adjusted([0.04, 0.01]) == (0.04, 0.02)
    assert holm_adjusted([]) == ()
    with pytest.raises(ValueError, match="p-value"):
        holm_adjusted([2.0])


def test_nothing_else_imports_pingouin() -> None:
    importers = {
        path.name
        for path in sorted((ROOT / "src").rglob("*.py"))
        for node in ast.walk(ast.parse(Path(path).read_text(encoding="utf-8")))
        if (isinstance(node, ast.Import) and any(alias.name.startswith("pingouin") for alias in node.names))
        or (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pingouin"))
    }
    assert importers == {"pingouin_adapter.py"}
