"""Where the numbers come from: files, hashes, settings and versions."""

import re

from impl_eval.outputs.number_text import plain
from impl_eval.outputs.report.inputs import ReportInputs
from impl_eval.outputs.report.model import (
    Block,
    Column,
    Heading,
    PageBreak,
    Paragraph,
    TableBlock,
    TableCell,
    spans,
    strong,
)
from impl_eval.outputs.report.table_blocks import summary_of
from impl_eval.outputs.report.values import NO_BREAK, NOTHING, text_cell
from impl_eval.results import Evaluation, InputFile

HASH_LENGTH = 12
_TOLD_ELSEWHERE = ("sensitivity > ", "power > ", "mixed_model > ladder")
"""Settings that the methods or the appendix tell; all of them stand in provenance.json."""
_SETTINGS_ELSEWHERE = (
    "Only files with rows of data are listed here. All files, and all settings of the analysis, stand in the "
    "technical edition of this report and in the file provenance.json."
)
_LONG_FRACTION = re.compile(r"\b\d+\.\d{5,}\b")
_INTRODUCTION = (
    "This report was written by a program from the files below, with the settings below. The same files and "
    "settings give the same report. The first characters of each file's SHA-256 hash tell whether a file is "
    "still the one that was read."
)


def provenance_chapter(evaluation: Evaluation, inputs: ReportInputs) -> tuple[Block, ...]:
    """Return the chapter on provenance; all settings stand in the technical edition alone."""
    provenance = evaluation.provenance
    blocks: list[Block] = [
        PageBreak(),
        Heading(1, "Provenance", "provenance"),
        Paragraph(spans(_INTRODUCTION)),
    ]
    if provenance.versions:
        versions = ", ".join(f"{name}{NO_BREAK}{number}" for name, number in provenance.versions)
        blocks.append(Paragraph(spans(strong("Versions of the software. "), f"{versions}.")))
    if not inputs.is_technical:
        blocks.append(Paragraph(spans(_SETTINGS_ELSEWHERE), id="provenance.elsewhere"))
    if provenance.inputs:
        listed = provenance.inputs if inputs.is_technical else _with_rows(provenance.inputs)
        blocks.append(_inputs(listed))
        noted = [(file.file, _notes(file)) for file in provenance.inputs if file.notes]
        if noted:
            blocks.append(_pairs("provenance.notes", "Notes on reading the files", ("File", "Notes"), noted))
    settings = [pair for pair in provenance.settings if not pair[0].startswith(_TOLD_ELSEWHERE)]
    if settings and inputs.is_technical:
        title = "Settings of the analysis"
        blocks.append(_pairs("provenance.settings", title, ("Setting", "Value"), settings))
    return tuple(blocks)


def _with_rows(files: tuple[InputFile, ...]) -> tuple[InputFile, ...]:
    """Return the files that hold rows of data; all, where none does."""
    return tuple(file for file in files if file.rows_read is not None) or files


def _inputs(files: tuple[InputFile, ...]) -> TableBlock:
    title = "Files that were read"
    columns = (
        Column("File", 44),
        Column("Kind", 20),
        Column("SHA-256", 20),
        Column("Rows read", 10, "right"),
        Column("Rows kept", 10, "right"),
    )
    rows = tuple(
        (
            text_cell(file.file),
            text_cell(file.kind),
            text_cell(file.sha256[:HASH_LENGTH]),
            _rows(file.rows_read),
            _rows(file.rows_kept),
        )
        for file in files
    )
    summary = summary_of(title, tuple(column.header for column in columns), len(rows))
    return TableBlock("provenance.inputs", title, summary, columns, rows, compact=True)


def _notes(file: InputFile) -> str:
    return "; ".join(note.rstrip(".") for note in file.notes)


def _rows(count: int | None) -> TableCell:
    return text_cell(NOTHING if count is None else plain(count, 0))


def _plain_value(value: str) -> str:
    """Return a setting without the brackets and quotes of a program, and long fractions in two decimals."""
    if value in ("", "None"):
        return NOTHING
    text = value.strip("()[]{}").rstrip(",").replace("'", "")
    return _LONG_FRACTION.sub(lambda match: plain(float(match[0]), 2), text) or NOTHING


def _pairs(
    table_id: str,
    title: str,
    headers: tuple[str, str],
    pairs: list[tuple[str, str]] | tuple[tuple[str, str], ...],
) -> TableBlock:
    rows = tuple((text_cell(name), text_cell(_plain_value(value))) for name, value in pairs)
    columns = (Column(headers[0], 38), Column(headers[1], 62))
    return TableBlock(table_id, title, summary_of(title, headers, len(rows)), columns, rows, compact=True)
