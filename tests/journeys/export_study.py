"""A whole study around one survey export, with nothing of its own but a column map and an instrument."""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.journeys.real_study import write, write_table

STUDY = """\
schema: impl-eval/study/1
title: An export as its program wrote it
ics: {{id: one-export, name: A study of one export, short_name: One export}}
programme: {{name: No programme}}
report_date: 2024-12-31
data: real
timepoints:
  - {{id: baseline, label: First occasion}}
  - {{id: follow_up, label: Second occasion}}
stakeholder_groups:
  - {{id: gp, label: GP}}
sites: quantitative/sites.csv
framework: protocols/framework.yaml
analysis_plan: protocols/analysis_plan.yaml
instruments: [asked]
surveys:
  - {{file: quantitative/{export}, column_map: quantitative/columns.yaml}}
"""
FRAMEWORK = """\
schema: impl-eval/framework/1
id: one
title: One mechanism
citation: Written for a test
mechanisms:
  - {id: trust, label: Trust, short_label: Trust, definition: Written for a test.}
"""
INSTRUMENT = """\
schema: impl-eval/instrument/1
id: asked
version: 1.0.0
title: What was asked
status: unvalidated
source: Written for a test
licence: {spdx: CC0-1.0, holder: Nobody, text_included: yes}
"""


def write_export_study(
    folder: Path,
    export: Path,
    columns: str,
    *,
    choices: Mapping[str, tuple[int, int, Mapping[int, str]]],
    items: Mapping[str, str],
    show_if: Mapping[str, str] | None = None,
    missing_codes: Mapping[int, str] | None = None,
    beside: Sequence[Path] = (),
    plan: str = "baseline: baseline\n",
) -> Path:
    """Write the study; `choices` are lowest, highest and labels by name, one scale each.

    `items` are names of choices by item. `columns` is the column map below its first two lines. Files of
    `beside` lie next to the export.
    """
    write(folder / "study.yaml", STUDY.format(export=export.name))
    write(folder / "protocols/framework.yaml", FRAMEWORK)
    write(folder / "protocols/analysis_plan.yaml", f"schema: impl-eval/analysis-plan/1\n{plan}")
    write_table(folder / "quantitative/sites.csv", ["site_id", "name", "place"], [["A", "Site A", "Town"]])
    write(
        folder / "quantitative/columns.yaml", f"schema: impl-eval/column-map/1\ninstrument: asked\n{columns}"
    )
    for path in (export, *beside):
        shutil.copy(path, folder / "quantitative" / path.name)
    lines = [INSTRUMENT.rstrip(), "choices:"]
    for name, (low, high, labels) in choices.items():
        lines += [f"  {name}:", f"    min: {low}", f"    max: {high}"]
        lines += ["    labels:", *(f'      {number}: "{label}"' for number, label in labels.items())] * bool(
            labels
        )
    if missing_codes:
        lines += ["missing_codes:", *(f"  {code}: {kind}" for code, kind in missing_codes.items())]
    lines.append("scales:")
    for name in choices:
        lines += [f"  - {{id: scale_{name}, label: Scale {name}, min_valid: 1}}"]
    write(folder / "instruments/asked/instrument.yaml", "\n".join(lines) + "\n")
    header = ["item_id", "scale", "choices", "reverse_scored", "short_label", "wording", "show_if"]
    rows = [
        [item, f"scale_{options}", options, "no", f"Short {item}", f"Wording of {item}", ""]
        for item, options in items.items()
    ]
    for row in rows:
        row[-1] = (show_if or {}).get(row[0], "")
    write_table(folder / "instruments/asked/items.csv", header, rows)
    return folder
