"""What people have coded, in the form in which it is shown: a coded transcript, and lines of segments."""

from collections.abc import Iterable, Mapping, Sequence

from impl_eval.outputs.coded_transcript import CodedPassage, CodedTranscript, SegmentLine, ShownTurn
from impl_eval.protocols import Mechanism
from impl_eval.qualitative.code_names import label_path
from impl_eval.qualitative.codebook import Codebook
from impl_eval.qualitative.coding import CodedSegment
from impl_eval.qualitative.transcript import Transcript
from impl_eval.study.segment_import import segment_id

_PALE = (
    "#cfe3f5", "#fde3b8", "#d3ecd6", "#f6d5e2", "#e2dbf3", "#f4efb0", "#cdebea", "#f9d8c8", "#e3e3e3",
    "#dcecbf",
)  # fmt: skip
"""Ours: pale enough for dark text (contrast above 7); codes beyond these begin again."""


def coded_transcript(
    transcript: Transcript,
    segments: Iterable[CodedSegment],
    mechanisms: Sequence[Mechanism],
    codebook: Codebook | None = None,
    *,
    title: str = "",
) -> CodedTranscript:
    """Return a transcript with those of the segments that are its own, ready to be written.

    A code has the colour of its mechanism; codes beside the framework share the colours that are left.
    """
    own = [segment for segment in segments if segment.transcript_id == transcript.id]
    colours = _colours(own, mechanisms)
    labels = {one.id: one.label for one in mechanisms}
    passages = []
    for segment in own:
        path = label_path(segment.applied_code, labels, codebook)
        passages.append(
            CodedPassage(
                start=segment.start,
                end=segment.end,
                code_id=segment.applied_code,
                code_label=path[-1],
                coder=segment.coder,
                valence=segment.valence,
                reported_change=segment.reported_change,
                memo=segment.note,
                colour=colours[segment.mechanism_id or segment.applied_code],
                code_path=path,
            )
        )
    return CodedTranscript(
        id=transcript.id,
        title=title or f"Transcript {transcript.id} with codings",
        text=transcript.text,
        turns=tuple(ShownTurn(turn.start, turn.end, turn.speaker, turn.role) for turn in transcript.turns),
        passages=tuple(passages),
        banner="SIMULATED DATA" if transcript.simulated else "",
    )


def segment_lines(
    segments: Iterable[CodedSegment],
    transcripts: Iterable[Transcript],
    mechanisms: Sequence[Mechanism],
    codebook: Codebook | None = None,
) -> tuple[SegmentLine, ...]:
    """Return segments as lines of a table, by transcript, place, code and coder."""
    by_id = {transcript.id: transcript for transcript in transcripts}
    labels = {one.id: one.label for one in mechanisms}
    return tuple(
        _line(segment, by_id.get(segment.transcript_id), labels, codebook) for segment in sorted(segments)
    )


def code_choices(
    mechanisms: Sequence[Mechanism], codebook: Codebook | None = None
) -> tuple[tuple[str, str, str, str], ...]:
    """Return id, label, path of labels and definition of every code on offer, mechanisms first."""
    choices = [(one.id, one.label, one.label, one.definition) for one in mechanisms]
    return (*choices, *codes_beside_mechanisms(mechanisms, codebook))


def codes_beside_mechanisms(
    mechanisms: Sequence[Mechanism], codebook: Codebook | None = None
) -> tuple[tuple[str, str, str, str], ...]:
    """Return the same of sub-codes and inductive codes alone, in the order of the codebook."""
    labels = {one.id: one.label for one in mechanisms}
    return tuple(
        (code_id, code.shown_label, " › ".join(label_path(code_id, labels, codebook)), code.definition)
        for code_id, code in ({} if codebook is None else codebook.by_id).items()
        if code_id not in labels
    )


def _colours(segments: Sequence[CodedSegment], mechanisms: Sequence[Mechanism]) -> dict[str, str]:
    beside = sorted({segment.applied_code for segment in segments if not segment.mechanism_id})
    above = sorted({segment.mechanism_id for segment in segments if segment.mechanism_id})
    ids = dict.fromkeys([*(one.id for one in mechanisms), *above, *beside])
    return {code_id: _PALE[at % len(_PALE)] for at, code_id in enumerate(ids)}


def _line(
    segment: CodedSegment,
    transcript: Transcript | None,
    labels: Mapping[str, str],
    codebook: Codebook | None,
) -> SegmentLine:
    turn = transcript.turn_of(segment.start, segment.end) if transcript is not None else None
    path = label_path(segment.applied_code, labels, codebook)
    mechanism, *codes = path if segment.mechanism_id else ("", *path)
    return SegmentLine(
        segment=segment_id(segment),
        transcript=segment.transcript_id,
        participant=turn.participant_id if turn is not None else "",
        group=turn.stakeholder_group if turn is not None else "",
        quote=segment.quote,
        mechanism=mechanism,
        code=codes[0] if codes else "",
        sub_code=" › ".join(codes[1:]),
        code_id=segment.applied_code,
        valence=segment.valence,
        reported_change=segment.reported_change,
        coder=segment.coder,
        origin=segment.origin.replace("_", " "),
        memo=segment.note,
        start=segment.start,
        end=segment.end,
    )
