"""Scores, alpha, item-rest, floor and ceiling of six scales: this package beside pandas with pingouin.

    .venv/bin/python benchmarks/scoring.py [RESPONDENTS ...]

Both sides start from the same loaded table and do the same work: reverse the last item, score rows with
at least three of five answers, alpha with its interval on complete cases, corrected item-total
correlations, shares at the lowest and highest option of each item and of the scale. The two take turns
in one run; before the clock starts their results are compared. Two tables: whole numbers (int8) with a
missing code, which pandas first has to turn into missing values; and floats with NaN, pandas' own form,
where the table takes eight times the memory. Prints medians and their ratio as a Markdown table.
"""

import statistics
import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd
import pingouin

from impl_eval.statistics.item_answers import ScoringKey, coded_answers
from impl_eval.statistics.scale_statistics import ScaleStatistics, scale_statistics

SCALES, ITEMS, LOW, HIGH, FEWEST, MISSING = 6, 5, 1, 5, 3, -99
KEY = ScoringKey(LOW, HIGH, (False, False, False, False, True), FEWEST)
RUNS = {500: 101, 1_000_000: 9}


def names(scale: int) -> list[str]:
    return [f"scale{scale}_item{item}" for item in range(ITEMS)]


def table(respondents: int) -> pd.DataFrame:
    """Six scales of five items from one attitude each; one answer in twenty is missing."""
    random = np.random.default_rng(20240331)
    columns = {}
    for scale in range(SCALES):
        attitude = random.normal(size=respondents)
        for item, name in enumerate(names(scale)):
            answers = np.rint(3 + 0.8 * attitude + 0.7 * random.normal(size=respondents))
            answers = np.clip(answers, LOW, HIGH).astype(np.int8)
            if KEY.reverse_scored[item]:
                answers = (LOW + HIGH - answers).astype(np.int8)
            answers[random.random(respondents) < 0.05] = MISSING
            columns[name] = answers
    return pd.DataFrame(columns)


def ours(answers: pd.DataFrame) -> list[ScaleStatistics]:
    found = []
    for scale in range(SCALES):
        columns = [answers[name].to_numpy() for name in names(scale)]
        found.append(scale_statistics(coded_answers(columns, LOW, HIGH, [MISSING]), KEY))
    return found


def pandas_and_pingouin(answers: pd.DataFrame) -> list[tuple[pd.Series, ...]]:
    found = []
    for scale in range(SCALES):
        items = answers[names(scale)]
        if items.dtypes.iloc[0] == np.int8:
            items = items.where(items != MISSING)
        items = items.assign(**{names(scale)[-1]: LOW + HIGH - items[names(scale)[-1]]})
        answered = items.count(axis=1)
        scores = items.mean(axis=1).where(answered >= FEWEST)
        complete = items.dropna()  # pingouin would count the incomplete rows in its interval
        alpha, interval = pingouin.cronbach_alpha(complete)
        rest = complete.rsub(complete.sum(axis=1), axis=0)
        item_rest = complete.corrwith(rest)
        ends = [
            ((items == end).sum() / items.count(), (scores == end).sum() / scores.count())
            for end in (LOW, HIGH)
        ]
        found.append((scores, pd.Series([alpha, *interval]), item_rest, *(ends[0]), *(ends[1])))
    return found


def check(answers: pd.DataFrame) -> None:
    """Stop where the two sides do not find the same."""
    for mine, theirs in zip(ours(answers), pandas_and_pingouin(answers), strict=True):
        scores, alpha, item_rest, item_floor, floor, item_ceiling, ceiling = theirs
        np.testing.assert_allclose(mine.scores, scores, rtol=1e-10)
        np.testing.assert_allclose(mine.alpha.value, alpha[0], rtol=1e-10)
        # pingouin rounds its interval to three decimals.
        np.testing.assert_allclose([mine.alpha.low, mine.alpha.high], alpha[1:], atol=5.1e-4)
        np.testing.assert_allclose([one.value for one in mine.item_rest], item_rest, rtol=1e-10)
        np.testing.assert_allclose([one.value for one in mine.item_floor], item_floor, rtol=1e-10)
        np.testing.assert_allclose([one.value for one in mine.item_ceiling], item_ceiling, rtol=1e-10)
        np.testing.assert_allclose([mine.floor.value, mine.ceiling.value], [floor, ceiling], rtol=1e-10)


def seconds(work: Callable[[pd.DataFrame], object], answers: pd.DataFrame) -> float:
    start = time.perf_counter()
    work(answers)
    return time.perf_counter() - start


def compare(respondents: int, form: str, answers: pd.DataFrame) -> None:
    """Print one row: the two sides in turns, medians, smallest and largest, and the ratio of medians."""
    check(answers)
    runs = RUNS.get(respondents, 9)
    times = [(seconds(ours, answers), seconds(pandas_and_pingouin, answers)) for _ in range(runs)]
    sides = [[1000 * turn[side] for turn in times] for side in (0, 1)]
    medians = [statistics.median(side) for side in sides]
    cells = [
        f"{middle:.2f} ({min(side):.2f} to {max(side):.2f})"
        for middle, side in zip(medians, sides, strict=True)
    ]
    print(
        f"| {respondents:,} | {form} | {cells[0]} | {cells[1]} | {medians[1] / medians[0]:.1f} |", flush=True
    )


def main() -> None:
    """Print the table."""
    print("| respondents | table | impl-eval, ms | pandas and pingouin, ms | times as fast |")
    print("|---|---|---|---|---|")
    for respondents in [int(number) for number in sys.argv[1:]] or list(RUNS):
        answers = table(respondents)
        compare(respondents, "int8, -99 is missing", answers)
        compare(respondents, "float64, NaN is missing", answers.where(answers != MISSING).astype(np.float64))


if __name__ == "__main__":
    main()
