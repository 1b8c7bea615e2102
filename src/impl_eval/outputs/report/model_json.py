"""A report model as JSON: every block with its id, its words, the results it shows and its hash."""

from dataclasses import asdict
from typing import Any

from impl_eval.outputs.json_text import json_text
from impl_eval.outputs.report.identity import hash_of, id_of, sources_of
from impl_eval.outputs.report.model import Block, FigureBlock, Logo, Report

SCHEMA = "impl-eval/report/1"


def report_json(report: Report, edition: str) -> str:
    """Return a report as JSON text; figures name their chart, whose numbers stand in results.json."""
    return json_text(
        {
            "schema": SCHEMA,
            "edition": edition,
            "title": report.title,
            "authors": report.authors,
            "banner": report.banner,
            "date": report.date_text,
            "blocks": [_block(block) for block in report.blocks],
        }
    )


def _block(block: Block) -> dict[str, Any]:
    said: dict[str, Any] = {"kind": type(block).__name__, **_words(block)}
    if id_of(block):
        said |= {"results": list(sources_of(block)), "sha256": hash_of(block)}
    return said


def _words(block: Block) -> dict[str, Any]:
    if isinstance(block, FigureBlock):
        return {
            "id": block.id,
            "chart": block.chart.id,
            "caption": block.caption,
            "alt": block.alt,
            "note": block.note,
        }
    if isinstance(block, Logo):
        return {"id": block.id, "alt": block.picture.alt if block.picture else ""}
    return asdict(block)
