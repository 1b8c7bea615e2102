"""Speed and memory of whole commands, and of scoring 100,000 respondents, each several times.

    .venv/bin/python benchmarks/run.py

Prints a table of medians. Nothing here is a test: machines differ, and so do the figures.
"""

import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from impl_eval.instruments import Instrument
from impl_eval.quantitative.responses import Responses
from impl_eval.quantitative.scoring import score_scales

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = "from impl_eval.cli.main import main; main()"
REPEATS = 5


def command(*arguments: str) -> tuple[float, float]:
    """Return wall seconds and peak megabytes of one run of `impl-eval ARGUMENTS`."""
    start = time.perf_counter()
    code = f"import resource; {PROGRAM.split(';', maxsplit=1)[0]}\ntry:\n    main()\nfinally:\n    "
    code += "import sys; print('PEAK', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True, cwd=ROOT
    )
    seconds = time.perf_counter() - start
    return seconds, int(done.stderr.rsplit("PEAK", 1)[1]) / 1024


def row(name: str, runs: list[tuple[float, float]]) -> None:
    seconds, memory = (statistics.median(run[part] for run in runs) for part in (0, 1))
    spread = f"{min(run[0] for run in runs):.2f} to {max(run[0] for run in runs):.2f}"
    print(f"| {name} | {seconds:.2f} | {spread} | {memory:.0f} |")


def scoring() -> list[tuple[float, float]]:
    """Score 100,000 respondents on 30 items of six scales."""
    scales = [{"id": f"s{n}", "label": f"Scale {n}", "min_valid": 3} for n in range(6)]
    items = [
        {
            "id": f"i{n}",
            "scale": f"s{n % 6}",
            "choices": "five",
            "reverse_scored": "yes" if n % 5 == 0 else "no",
            "short_label": f"Item {n}",
            "wording": f"Item number {n}",
        }
        for n in range(30)
    ]
    declared = {
        "schema": "impl-eval/instrument/1",
        "id": "bench",
        "version": "1",
        "title": "Bench",
        "status": "unvalidated",
        "source": "none",
        "licence": {"spdx": "CC0-1.0", "holder": "Nobody", "text_included": "yes"},
        "choices": {"five": {"min": "1", "max": "5"}},
    }
    instrument = Instrument.model_validate({**declared, "scales": scales, "items": items})
    rng = np.random.default_rng(1)
    values = rng.integers(1, 6, (100_000, 30)).astype(float)
    values[rng.random(values.shape) < 0.05] = np.nan
    texts = np.full(len(values), "x")
    responses = Responses(
        instrument, texts, texts, texts, texts, values, np.isnan(values).astype(np.int8),
        np.zeros(len(values), dtype=bool),
    )  # fmt: skip
    runs = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        score_scales(responses)
        runs.append((time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))
    return runs


def main() -> None:
    """Print the table."""
    print("| what | median, s | smallest to largest, s | peak memory, MB |\n|---|---|---|---|")
    row("`impl-eval --help`", [command("--help") for _ in range(REPEATS)])
    with tempfile.TemporaryDirectory() as folder:
        study = Path(folder) / "study"
        study.mkdir()
        for name in ("study.yaml", "instruments", "qualitative", "quantitative", "protocols"):
            source = ROOT / name
            (shutil.copytree if source.is_dir() else shutil.copy)(source, study / name)
        row("`impl-eval check`, reference study", [command("check", str(study)) for _ in range(REPEATS)])
        row("`impl-eval analyse`, reference study", [command("analyse", str(study)) for _ in range(REPEATS)])
        row("`impl-eval run`, reference study", [command("run", str(study)) for _ in range(REPEATS)])
    row("scoring 100,000 respondents x 30 items", scoring())


if __name__ == "__main__":
    main()
