"""tables/*.csv and figures/*.csv: every table, and the data of every figure, as in the report."""

import re

from impl_eval.outputs.charts import data_table
from impl_eval.outputs.csv_text import csv_bytes, harmless
from impl_eval.outputs.number_text import value_text
from impl_eval.results import Cell, Evaluation, Table

_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\Z")


def table_files(evaluation: Evaluation) -> dict[str, bytes]:
    """Return the CSV files of a suppressed evaluation, by path below outputs/, in order of path.

    Raises
    ------
    ValueError : the evaluation is not suppressed; two tables have one id; an id is no file name.
    """
    if not evaluation.suppressed:
        raise ValueError("tables leave the team: they are written from the suppressed evaluation only")
    found: dict[str, bytes] = {}
    joint = evaluation.joint_display.tables
    for section in evaluation.sections:
        tables = [(f"tables/{table.id}.csv", table) for table in (*section.tables, *joint)]
        tables += [
            (f"figures/{chart.id}.csv", data_table(chart, evaluation.facts)) for chart in section.charts
        ]
        for path, table in tables:
            if not _FILE_NAME.match(path.partition("/")[2]):
                raise ValueError(f"{table.id} cannot be the name of a file")
            content = table_csv(table)
            if found.setdefault(path, content) != content:
                raise ValueError(f"two different tables would be {path}")
    return dict(sorted(found.items()))


def table_csv(table: Table) -> bytes:
    """Return one table as CSV: numbers as the report prints them, text made harmless."""
    header = [harmless(column) for column in table.columns]
    return csv_bytes(header, ([_cell(cell) for cell in row] for row in table.rows))


def table_text(table: Table) -> str:
    """Return one table as text for a terminal: title, aligned columns, note."""
    rows = [[cell if isinstance(cell, str) else value_text(cell) for cell in row] for row in table.rows]
    lines = [list(table.columns), *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(table.columns))]
    aligned = [
        "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]
    rule = "  ".join("-" * width for width in widths)
    return "\n".join([table.title, "", aligned[0], rule, *aligned[1:], *([table.note] if table.note else [])])


def _cell(cell: Cell) -> str:
    return harmless(cell if isinstance(cell, str) else value_text(cell))
