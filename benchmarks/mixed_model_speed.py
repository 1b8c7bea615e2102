"""Seconds for six mixed models at n = 200, ours beside statsmodels' MixedLM.

    .venv/bin/python benchmarks/mixed_model_speed.py

Ours: REML, Kenward-Roger standard errors and degrees of freedom, and with "all" CR2 by site and the marginal
means too. MixedLM: REML and z tests only; it has no degrees of freedom. Nothing here is a test: machines
differ, and so do the figures.
"""

import statistics
import time
import warnings
from collections.abc import Callable

import numpy as np
import pandas as pd
import statsmodels.formula.api as smf

from impl_eval.statistics.mixed_model import MixedModelFit, fit_mixed_model, mixed_model_change
from impl_eval.statistics.mixed_model.kenward_roger import contrast_test

MODELS, SITES, ROWS, REPEATS = 6, 24, 200, 7
Survey = dict[str, np.ndarray]


def surveys() -> list[Survey]:
    """Return six scores of one survey: some 200 rows, 24 sites, about half of the people twice."""
    rng = np.random.default_rng(5)
    people = 133
    site, twice = rng.integers(0, SITES, people), rng.random(people) < 0.5
    first = np.where(rng.random(people) < 0.6, 0.0, 1.0)
    person = np.concatenate([np.arange(people), np.flatnonzero(twice)])[:ROWS]
    later = np.concatenate([first, 1 - first[twice]])[:ROWS]
    found = []
    for _ in range(MODELS):
        parts = 0.4 * rng.normal(size=SITES)[site] + 0.6 * rng.normal(size=people)
        slopes = 0.3 + 0.3 * rng.normal(size=SITES)
        latent = 3 + parts[person] + later * slopes[site[person]] + 0.5 * rng.normal(size=person.size)
        score = np.clip(np.rint(3 * latent) / 3, 1, 5)
        found.append({"score": score, "later": later, "site": site[person], "person": person})
    return found


def ours_only_test(each: Survey) -> float:
    design = np.column_stack([np.ones(each["later"].size), each["later"]])
    fit = fit_mixed_model(each["score"], design, each["site"], each["person"], each["later"])
    assert isinstance(fit, MixedModelFit)
    test = contrast_test(fit, [0.0, 1.0])
    assert test is not None
    return test.estimate


def ours_all(each: Survey) -> float:
    result = mixed_model_change(each["score"], each["later"], each["site"], each["person"])
    assert result.mean_change.value is not None
    return result.mean_change.value


def mixedlm(each: Survey) -> float:
    model = smf.mixedlm(
        "score ~ later", pd.DataFrame(each), groups="site", re_formula="1",
        vc_formula={"slope": "0 + later", "person": "0 + C(person)"},
    )  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns at variances of zero, and goes on
        return float(model.fit(reml=True).params["later"])


def timed(function: Callable[[Survey], float], repeats: int) -> tuple[list[float], list[float]]:
    """Return seconds for six models, per repeat, and the six changes; a first run is not counted."""
    changes = [function(each) for each in surveys()]
    seconds = []
    for _ in range(repeats):
        given = surveys()
        start = time.perf_counter()
        for each in given:
            function(each)
        seconds.append(time.perf_counter() - start)
    return seconds, changes


def main() -> None:
    """Print the table."""
    print(f"Six models, {surveys()[0]['score'].size} rows, {SITES} sites.\n")
    print("| what | median, s | smallest to largest, s | largest difference of a change |\n|---|---|---|---|")
    reference: list[float] = []
    for name, function, repeats in (
        ("REML and Kenward-Roger", ours_only_test, REPEATS),
        ("the same with CR2, means and intervals (`mixed_model_change`)", ours_all, REPEATS),
        ("statsmodels MixedLM, z only", mixedlm, 2),
    ):
        seconds, changes = timed(function, repeats)
        reference = reference or changes
        apart = max(abs(a - b) for a, b in zip(changes, reference, strict=True))
        spread = f"{min(seconds):.3f} to {max(seconds):.3f}"
        print(f"| {name} | {statistics.median(seconds):.3f} | {spread} | {apart:.1e} |")


if __name__ == "__main__":
    main()
