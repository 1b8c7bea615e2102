"""What names places of transcripts, after a replacement: codebook, summaries, and notes of analysts."""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from impl_eval.qualitative.coding import CodedSegment
from impl_eval.qualitative.identifiers.moving import move_passages_in, move_summaries
from impl_eval.qualitative.identifiers.replacement import ReplacedTranscript
from impl_eval.study.analyst_notes import NOTES_FILE
from impl_eval.study.model import InterviewMaterial, Study
from impl_eval.study.quote_files import quotes_after_replacement
from impl_eval.study.study_file import Interviews
from impl_eval.study.summary_files import SUMMARIES_FILE, summaries_csv


def files_that_name_places(
    study: Study,
    declared: Interviews,
    material: InterviewMaterial,
    replaced: Mapping[str, ReplacedTranscript],
) -> dict[Path, tuple[bytes, bool]]:
    """Return codebook and summaries with the new places of passages, where they name any that moved.

    The codebook keeps its comments: only the places change in its text.
    """
    files: dict[Path, tuple[bytes, bool]] = {}
    examples = {
        one.segment
        for code in material.codebook.codes
        for one in (*code.examples, *code.counter_examples)
        if one.segment is not None
    }
    path = study.root / declared.codebook
    before = path.read_bytes()
    after = move_passages_in(before.decode("utf-8-sig"), examples, replaced).encode("utf-8")
    if after != before.removeprefix(b"\xef\xbb\xbf"):
        files[path] = (after, False)
    moved = move_summaries(material.summaries, material.coded_segments, replaced)
    if moved != material.summaries:
        files[study.root / SUMMARIES_FILE] = (summaries_csv(moved), True)
    files |= quotes_after_replacement(study.root, material.releases, replaced)
    notes = study.root / NOTES_FILE
    if notes.is_file():
        text = notes.read_bytes().decode("utf-8-sig")
        new = move_passages_in(text, _places(material.coded_segments), replaced)
        if new != text:
            files[notes] = (new.encode("utf-8"), True)
    return files


def _places(segments: Iterable[CodedSegment]) -> set[str]:
    return {f"{one.transcript_id}:{one.start}-{one.end}" for one in segments}


def moved_notes(
    segments: Collection[CodedSegment], replaced: Mapping[str, ReplacedTranscript]
) -> dict[str, str]:
    """Return the notes of codings that name coded passages which move, as they will be."""
    known = _places(segments)
    new = {one.note: move_passages_in(one.note, known, replaced) for one in segments if one.note}
    return {before: after for before, after in new.items() if after != before}
