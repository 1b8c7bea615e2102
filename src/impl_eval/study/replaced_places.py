"""Files of a study that name places of transcripts, after a replacement: codebook and summaries."""

from collections.abc import Mapping
from pathlib import Path

from impl_eval.qualitative.identifiers.moving import move_passages_in, move_summaries
from impl_eval.qualitative.identifiers.replacement import ReplacedTranscript
from impl_eval.study.model import InterviewMaterial, Study
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
    return files
