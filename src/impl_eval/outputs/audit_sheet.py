"""The sheet of a blind audit: turns to code, without any suggestion, as a table for a spreadsheet."""

from collections.abc import Sequence
from dataclasses import dataclass

from impl_eval.outputs.csv_text import csv_bytes, harmless

PLACE_COLUMNS = ("transcript_id", "start", "end")
CONTEXT_COLUMNS = ("question", "turn")
MEMO = "memo"


@dataclass(frozen=True)
class AuditLine:
    """A turn to code, with the question before it. Offsets are code points, end exclusive."""

    transcript_id: str
    start: int
    end: int
    question: str
    turn: str


def audit_sheet(lines: Sequence[AuditLine], code_ids: Sequence[str]) -> bytes:
    """Return the sheet: place, question, turn, an empty column for each code, and a memo."""
    header = [*PLACE_COLUMNS, *CONTEXT_COLUMNS, *code_ids, MEMO]
    rows = [
        [
            line.transcript_id,
            str(line.start),
            str(line.end),
            harmless(line.question),
            harmless(line.turn),
            *([""] * (len(code_ids) + 1)),
        ]
        for line in lines
    ]
    return csv_bytes(header, rows)
