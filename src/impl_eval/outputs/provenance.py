"""outputs/internal/provenance.json: what went in, with which settings, and what was hidden.

No clock, user name or path of the machine: the same inputs give the same text.
"""

import datetime
from typing import Any

from impl_eval.outputs.json_text import json_text
from impl_eval.outputs.suppression import suppression_log
from impl_eval.results import Evaluation, InputFile

SCHEMA = "impl-eval/provenance/1"


def provenance_document(evaluation: Evaluation) -> str:
    """Return the text of provenance.json, of an evaluation that may be suppressed or not."""
    provenance = evaluation.provenance
    return json_text(
        {
            "schema": SCHEMA,
            "study": {
                "title": evaluation.facts.title,
                "ics_id": evaluation.facts.ics_id,
                "report_date": _date(evaluation.facts.report_date),
                "simulated": evaluation.facts.simulated,
            },
            "inputs": [_input(file) for file in sorted(provenance.inputs, key=lambda file: file.file)],
            "settings": dict(provenance.settings),
            "versions": dict(provenance.versions),
            "suppression": {
                "smallest_count_shown": evaluation.smallest_count_shown,
                "hidden": [{"id": id_, "reason": reason} for id_, reason in suppression_log(evaluation)],
            },
        }
    )


def _date(date: datetime.date | None) -> str | None:
    return date.isoformat() if date is not None else None


def _input(file: InputFile) -> dict[str, Any]:
    return {
        "file": file.file,
        "sha256": file.sha256,
        "kind": file.kind,
        "rows_read": file.rows_read,
        "rows_kept": file.rows_kept,
        "notes": list(file.notes),
    }
