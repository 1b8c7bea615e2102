"""Speed and memory of the Word report: figures drawn and kept, its tables against cell by cell.

    .venv/bin/python benchmarks/report_speed.py

Each figure is a process of its own, several times; medians are printed as a table. "Rendering" begins with
the finished evaluation and ends with the bytes of the .docx. Nothing here is a test: machines differ.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REPEATS = 3
ROWS, COLUMNS, TABLES = 30, 8, 30
STUDY = ("study.yaml", "instruments", "qualitative", "quantitative", "protocols")

MEASURED = """
import json, pickle, resource, sys, time
begun = time.perf_counter()
{work}
seconds = time.perf_counter() - begun
print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""
LOADED = """
from pathlib import Path
from impl_eval.deliverables import report_inputs
from impl_eval.evaluation import evaluate, suggest
from impl_eval.coding_desk.standing import load_settled_study
from impl_eval.outputs.suppression import suppress
study = load_settled_study(Path({study!r}))
"""
EVALUATED = LOADED + "shown = suppress(evaluate(study, suggest(study), lambda step: None))\n"
RENDERED = """
from impl_eval.outputs.charts import draw_all
from impl_eval.outputs.kept_work import KeptWork
from impl_eval.outputs.report_file import report_bytes
shown, inputs = pickle.loads(Path({pickled!r}).read_bytes())
kept = KeptWork.opened(Path({kept!r}))
report_bytes(shown, draw_all(shown, kept), inputs, "word", kept)
if kept.changed:
    Path({kept!r}).write_bytes(kept.content())
"""
COMMAND = """
import os
from impl_eval.cli.main import main
sys.argv = ["impl-eval", "report", {study!r}]
sys.stdout = open(os.devnull, "w")
try:
    main()
except SystemExit:
    pass
sys.stdout = sys.__stdout__
"""
BLOCKS = f"""
from impl_eval.outputs.report.model import CellLine, Column, Report, Span, TableBlock
columns = tuple(Column(f"Column {{n}}") for n in range({COLUMNS}))
row = tuple((CellLine((Span(f"{{n}}.25"),)),) for n in range({COLUMNS}))
names = [f"table.{{n}}" for n in range({TABLES})]
tables = tuple(TableBlock(name, "Title", "Summary.", columns, (row,) * {ROWS}) for name in names)
"""
OWN_TABLES = """
import datetime
from impl_eval.outputs.word.custom_part import Origin
from impl_eval.outputs.word.document import render_document
begun = time.perf_counter()
report = Report("T", "T", "A", "S", "", "D", tables)
render_document(report, datetime.date(2024, 1, 1), origin={origin})
"""
CELL_BY_CELL = """
import docx
begun = time.perf_counter()
document = docx.Document()
for block in tables:
    table = document.add_table(rows=len(block.rows) + 1, cols=len(columns))
    for number, column in enumerate(columns):
        table.cell(0, number).text = column.header
    for place, cells in enumerate(block.rows, start=1):
        for number, cell in enumerate(cells):
            table.cell(place, number).text = cell[0].spans[0].text
"""


def measured(work: str, **environment: str) -> tuple[float, float]:
    """Return seconds and peak megabytes of work in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED.format(work=work)],
        capture_output=True, text=True, check=True, cwd=ROOT, env={**os.environ, **environment},
    )  # fmt: skip
    seconds, memory = json.loads(done.stdout)
    return seconds, memory


def row(name: str, runs: list[tuple[float, float]], aim: str = "") -> float:
    """Print a row of the table; return its median seconds."""
    seconds, memory = (statistics.median(run[part] for run in runs) for part in (0, 1))
    spread = f"{min(run[0] for run in runs):.2f} to {max(run[0] for run in runs):.2f}"
    print(f"| {name} | {seconds:.2f} | {spread} | {memory:.0f} | {aim} |", flush=True)
    return seconds


def commands(study: Path) -> None:
    """Measure `impl-eval report` as a whole: the first time, and of a study in which nothing has changed."""
    work = COMMAND.format(study=str(study))
    for pages, environment in (("no page numbers", {"IMPL_EVAL_LIBREOFFICE": "none"}), ("page numbers", {})):
        first = []
        for _ in range(REPEATS):
            shutil.rmtree(study / "outputs", ignore_errors=True)
            first.append(measured(work, **environment))
        row(f"`impl-eval report`, nothing kept, {pages}", first, "8 s, 400 MB")
        again = [measured(work, **environment) for _ in range(REPEATS)]
        row(f"`impl-eval report`, nothing changed, {pages}", again, "2 s")


def main() -> None:
    """Measure on a copy of the reference study."""
    print("| what | median, s | smallest to largest, s | peak memory, MB | aim |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        study = Path(folder)
        for name in STUDY:
            source = ROOT / name
            (shutil.copytree if source.is_dir() else shutil.copy)(source, study / name)
        kept, pickled = study / "kept.zip", study / "shown.pickle"
        where = {"study": str(study), "kept": str(kept), "pickled": str(pickled)}
        evaluated = EVALUATED.format(**where)
        save = f"\nPath({str(pickled)!r}).write_bytes(pickle.dumps((shown, report_inputs(study))))\n"
        row(
            "evaluation of the reference study, before rendering",
            [measured(evaluated) for _ in range(REPEATS)],
        )
        measured(evaluated + save)
        rendered = "from pathlib import Path\n" + RENDERED.format(**where)
        cold = []
        for _ in range(REPEATS):
            kept.unlink(missing_ok=True)
            cold.append(measured(rendered, IMPL_EVAL_LIBREOFFICE="none"))
        row("rendering, every figure drawn, without page numbers", cold, "8 s, 400 MB")
        warm = [measured(rendered, IMPL_EVAL_LIBREOFFICE="none") for _ in range(REPEATS)]
        row("rendering, figures kept, without page numbers", warm, "2 s")
        row("the same, pages counted by LibreOffice", [measured(rendered)])
        row("the same, figures and page numbers kept", [measured(rendered) for _ in range(REPEATS)], "2 s")
        commands(study)
    blocks = "from impl_eval.results import Chart\n" + BLOCKS
    name = f"{TABLES} tables of {ROWS} x {COLUMNS}"
    plain = blocks + OWN_TABLES.replace("{origin}", "None")
    own = row(f"{name}, written", [measured(plain) for _ in range(REPEATS)], "1 s")
    controlled = blocks + OWN_TABLES.replace("{origin}", 'Origin("1")')
    row(
        f"{name}, in content controls with base hashes", [measured(controlled) for _ in range(REPEATS)], "1 s"
    )
    theirs = row("the same tables, cell by cell in python-docx", [measured(blocks + CELL_BY_CELL)])
    print(f"\nTables as one piece of XML are {theirs / own:.0f} times as fast as cell by cell (aim: 100).")


if __name__ == "__main__":
    main()
