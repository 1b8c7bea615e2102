"""The only place that writes files of a study: decisions of coders, simulated files, new studies."""

from collections.abc import Callable, Iterable
from pathlib import Path

from impl_eval.outputs.atomic import write_all
from impl_eval.outputs.csv_text import csv_bytes
from impl_eval.qualitative.coding import CodedSegment, RejectedSuggestion
from impl_eval.study.coded_segments import REJECTED_FILE, SEGMENT_FILE
from impl_eval.study.model import Study


def segments_csv(segments: Iterable[CodedSegment], safe: Callable[[str], str] = str) -> bytes:
    """Return coded segments as coded_segments.csv holds them; `safe` is applied to every free text."""
    return csv_bytes(
        SEGMENT_FILE,
        (
            (
                one.transcript_id, str(one.start), str(one.end), safe(one.quote), one.mechanism_id,
                one.code_id, one.valence, one.reported_change.replace(" ", "_"), safe(one.coder), one.origin,
                safe(one.note),
            )
            for one in segments
        ),
        mark=False,
    )  # fmt: skip


def rejected_csv(rejected: Iterable[RejectedSuggestion]) -> bytes:
    """Return rejections as rejected_suggestions.csv holds them."""
    return csv_bytes(
        REJECTED_FILE,
        (
            (
                one.transcript_id, str(one.start), str(one.end), one.mechanism_id, one.code_id, one.coder,
                one.note,
            )
            for one in rejected
        ),
        mark=False,
    )  # fmt: skip


def decision_files(
    study: Study, segments: Iterable[CodedSegment], rejected: Iterable[RejectedSuggestion]
) -> dict[Path, tuple[bytes, bool]]:
    """Return both files of the coders' decisions by path, as private content."""
    declared = study.declared.interviews
    if declared is None:
        raise ValueError("a study without interviews has no decisions to write")
    return {
        study.root / declared.coded_segments: (segments_csv(segments), True),
        study.root / declared.rejected_suggestions: (rejected_csv(rejected), True),
    }


def write_decisions(
    study: Study, segments: Iterable[CodedSegment], rejected: Iterable[RejectedSuggestion]
) -> tuple[Path, ...]:
    """Write the coders' decisions of a study, both files or none; returns the paths."""
    files = decision_files(study, segments, rejected)
    write_all(files)
    return tuple(files)
