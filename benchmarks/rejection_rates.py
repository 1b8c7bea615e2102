"""How often the primary analysis of change says "changed" when nothing did, and when something did.

    .venv/bin/python benchmarks/rejection_rates.py --short
    .venv/bin/python benchmarks/rejection_rates.py --full

Prints a table in Markdown: the mixed model with Kenward-Roger tests, CR2 by site on the same fit, and the t
test of the changes of sites, at nominal 5 %, with Wilson intervals for the Monte Carlo error. The same seed
gives the same table, with however many processes.

A simulated survey: four items from 1 to 5, averaged. An item is the latent value, rounded and cut off;
latent = 3 + site (SD .4) + person (SD .7) + item (SD .8), at follow-up + shift + site slope. All parts are
normal and symmetric about the middle of the scale, so that a shift of 0 is no change of the mean score
either, whatever the slopes. Sites have 4 to 6 people: 50 % answer twice, 30 % at baseline only, 20 % at
follow-up only. "Half unlinked": half of those who answer twice lose their code, so that their rows look
like two people's.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # two processes share two cores

import argparse
import itertools
import math
import warnings
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from impl_eval.statistics import mixed_model_change
from impl_eval.statistics.site_summary import site_summary_change

SEED = 20240331
SITE_SD, PERSON_SD, ITEM_SD, ITEMS = 0.4, 0.7, 0.8, 4
ALPHA = 0.05
CHUNK = 50
LIMIT, LOWER_LIMIT = 0.065, 0.03
ENOUGH = 1000
"""Surveys per design from which on the Monte Carlo error is small beside the limits."""

METHODS = ("Kenward-Roger", "CR2", "site means")


@dataclass(frozen=True)
class Cell:
    """One design: number of sites, share of unlinked pairs, slope SD, shift, intercept-slope correlation."""

    sites: int
    unlinked: float
    slope_sd: float
    shift: float = 0.0
    correlation: float = 0.0


DESIGNS = tuple(itertools.product((8, 20), (0.0, 0.5), (0.0, 0.25, 0.30)))
NULL = tuple(Cell(*design) for design in DESIGNS)
POWER = tuple(Cell(*design, shift=0.30) for design in DESIGNS)
CONVERGING = tuple(
    Cell(sites, unlinked, 0.30, correlation=-0.7) for sites in (8, 20) for unlinked in (0.0, 0.5)
)
CELLS = (*NULL, *CONVERGING, *POWER)


def survey(cell: Cell, rng: np.random.Generator) -> tuple[NDArray[np.float64], ...]:
    """Return score, timepoint, site and respondent of each row."""
    site = np.repeat(np.arange(cell.sites), rng.integers(4, 7, cell.sites))
    intercept = SITE_SD * rng.normal(size=cell.sites)
    own = math.sqrt(1 - cell.correlation**2) * rng.normal(size=cell.sites)
    slope = cell.slope_sd * (cell.correlation * intercept / SITE_SD + own)
    person = PERSON_SD * rng.normal(size=site.size)
    kind = rng.choice(3, size=site.size, p=(0.5, 0.3, 0.2))  # both, baseline only, follow-up only
    scores = []
    for later in (0, 1):
        latent = 3 + intercept[site] + person + later * (cell.shift + slope[site])
        items = latent[:, None] + ITEM_SD * rng.normal(size=(site.size, ITEMS))
        scores.append(np.clip(np.rint(items), 1, 5).mean(axis=1))
    here = [kind != 2, kind != 1]
    lost = (kind == 0) & (rng.random(site.size) < cell.unlinked)
    names = np.arange(site.size)
    after = np.where(lost, names + site.size, names)
    return (
        np.concatenate([scores[0][here[0]], scores[1][here[1]]]),
        np.repeat([0.0, 1.0], [here[0].sum(), here[1].sum()]),
        np.concatenate([site[here[0]], site[here[1]]]),
        np.concatenate([names[here[0]], after[here[1]]]),
    )


def chunk(task: tuple[int, int, int]) -> NDArray[np.int64]:
    """Return rejections by method, and surveys that a method could not test, of one part of a cell."""
    index, start, count = task
    warnings.simplefilter("error")
    found = np.zeros((2, len(METHODS)), dtype=np.int64)
    for replicate in range(start, start + count):
        rng = np.random.default_rng([SEED, index, replicate])
        score, later, site, person = survey(CELLS[index], rng)
        result = mixed_model_change(score, later, site, person)
        by_site = site_summary_change(score, later == 1, site)
        for number, test in enumerate((result, result.cluster_robust, by_site)):
            p = test.p_value.value
            found[0, number] += p is not None and p < ALPHA
            found[1, number] += p is None
    return found


def wilson(hits: int, count: int) -> tuple[float, float]:
    """Return the 95 % Wilson interval of a share."""
    z, share = 1.959964, hits / count
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * math.sqrt(share * (1 - share) / count + z * z / (4 * count**2))
    return max(middle - half, 0.0), min(middle + half, 1.0)


def run(replicates: int, processes: int) -> list[NDArray[np.int64]]:
    """Return the counts of each cell."""
    tasks = [
        (index, start, min(CHUNK, replicates - start))
        for index in range(len(CELLS))
        for start in range(0, replicates, CHUNK)
    ]
    totals = [np.zeros((2, len(METHODS)), dtype=np.int64) for _ in CELLS]
    with ProcessPoolExecutor(processes) as pool:
        for task, found in zip(tasks, pool.map(chunk, tasks), strict=True):
            totals[task[0]] += found
    return totals


def table(title: str, cells: tuple[Cell, ...], totals: list[NDArray[np.int64]], replicates: int) -> list[str]:
    lines = [f"## {title}", "", "| sites | pairs | slope SD | " + " | ".join(METHODS) + " | not testable |"]
    lines.append("|---|---|---|---|---|---|---|")
    for cell in cells:
        hits, lost = totals[CELLS.index(cell)]
        shown = []
        for number in hits:
            low, high = (100 * end for end in wilson(int(number), replicates))
            shown.append(f"{100 * number / replicates:.1f} [{low:.1f}, {high:.1f}]")
        missing = " / ".join(f"{100 * number / replicates:.1f}" for number in lost)
        pairs = "half unlinked" if cell.unlinked else "all linked"
        lines.append(f"| {cell.sites} | {pairs} | {cell.slope_sd:.2f} | {' | '.join(shown)} | {missing} |")
    return [*lines, ""]


def verdict(totals: list[NDArray[np.int64]], replicates: int) -> list[str]:
    """Say whether the requirement holds: at most 6.5 % under no change, at least 3 % at 20 sites, SD .30."""
    shares = {cell: totals[CELLS.index(cell)][0, 0] / replicates for cell in NULL}
    most = max(shares.values())
    few = min(share for cell, share in shares.items() if cell.sites == 20 and cell.slope_sd == 0.30)
    words = ["does not hold", "holds"] if replicates >= ENOUGH else ["too few surveys to judge"] * 2
    return [
        f"Under no change the primary analysis rejects at most {100 * most:.1f} % (wanted: at most 6.5 %): "
        f"{words[int(most <= LIMIT)]}.",
        f"At 20 sites with slope SD .30 it rejects at least {100 * few:.1f} % (wanted: at least 3 %): "
        f"{words[int(few >= LOWER_LIMIT)]}.",
        "",
    ]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    size = parser.add_mutually_exclusive_group(required=True)
    size.add_argument("--short", action="store_true", help="30 surveys per design, some ten seconds")
    size.add_argument("--full", action="store_true", help="2,000 surveys per design, some ten minutes")
    parser.add_argument("--processes", type=int, default=2)
    chosen = parser.parse_args()
    replicates = 2000 if chosen.full else 30
    totals = run(replicates, chosen.processes)
    lines = [
        "# Rejection rates of the analyses of change",
        "",
        f"Per cent of {replicates:,} simulated surveys with p < .05, and the 95 % Wilson interval of its",
        "Monte Carlo error. `not testable`: per cent of surveys in which a method gave its reason instead of",
        "a p-value (counted as not rejected), in the order of the methods. Made by",
        f"`benchmarks/rejection_rates.py`, which describes the simulated surveys; seed {SEED}.",
        "",
        *verdict(totals, replicates),
        *table("No change", NULL, totals, replicates),
        *table("No change on average, sites converge (correlation -.7)", CONVERGING, totals, replicates),
        *table("Power at a latent shift of .30", POWER, totals, replicates),
    ]
    print("\n".join(lines).rstrip())


if __name__ == "__main__":
    main()
