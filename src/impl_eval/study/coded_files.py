"""A study's codings as files for analysts: Word copies, pages, and a table of all segments."""

from collections.abc import Callable, Collection, Mapping
from typing import Literal

from impl_eval.errors import Problem, StudyProblems, did_you_mean
from impl_eval.outputs.coded_transcript import (
    CodedTranscript,
    coded_transcript_docx,
    coded_transcript_html,
    segments_csv,
    segments_workbook,
)
from impl_eval.study.coded_transcripts import code_choices, coded_transcript, segment_lines
from impl_eval.study.model import Study

CodedFileKind = Literal["word", "page", "xlsx", "csv"]
_RENDERED: Mapping[CodedFileKind, tuple[str, Callable[[CodedTranscript], bytes]]] = {
    "word": (".docx", coded_transcript_docx),
    "page": (".html", coded_transcript_html),
}


def coded_files(
    study: Study,
    kind: CodedFileKind,
    *,
    transcript_ids: Collection[str] = (),
    coders: Collection[str] = (),
    with_people: bool = True,
) -> dict[str, bytes]:
    """Return the files by name: one for each transcript, or one table of all segments.

    They hold speech: write them for their owner only. `study` is what the reader may see; without
    `transcript_ids` or `coders` all of them are meant. `with_people` keeps the columns participant and
    group in a table. Raises StudyProblems for a transcript that the study does not have.
    """
    material = study.interviews
    known = {} if material is None else {one.id: one for one in material.transcripts}
    unknown = [f'"{name}"' for name in transcript_ids if name not in known]
    if material is None or unknown or not known:
        allowed = ", ".join(known) or "a study with transcripts"
        raise StudyProblems(
            Problem("study.yaml", None, "interviews", found, allowed, did_you_mean(found, known))
            for found in (unknown or ["no transcripts"])
        )
    chosen = [one for name, one in known.items() if not transcript_ids or name in transcript_ids]
    segments = [
        one
        for one in material.coded_segments
        if (not coders or one.coder in coders) and one.transcript_id in {each.id for each in chosen}
    ]
    mechanisms, codebook = study.framework.mechanisms, material.codebook
    if kind in _RENDERED:
        ending, rendered = _RENDERED[kind]
        return {
            f"coded-{one.id}{ending}": rendered(coded_transcript(one, segments, mechanisms, codebook))
            for one in chosen
        }
    lines = segment_lines(segments, chosen, mechanisms, codebook)
    if kind == "csv":
        return {"coded-segments.csv": segments_csv(lines, with_people=with_people)}
    choices = code_choices(mechanisms, codebook)
    return {"coded-segments.xlsx": segments_workbook(lines, choices, with_people=with_people)}
