"""The interview strand's files: transcripts with their speakers, and what people decided about passages."""

from collections.abc import Mapping, Sequence

from impl_eval.qualitative.codebook import Codebook, TopicGuide
from impl_eval.study.analyst_notes import read_notes
from impl_eval.study.codebook_files import check_codebook_in_study
from impl_eval.study.coded_segments import RowsMayName, read_coded_segments, read_rejected_suggestions
from impl_eval.study.declared_files import Located, Place
from impl_eval.study.declared_things import read_declared, read_yaml_file
from impl_eval.study.encoder_files import check_encoder
from impl_eval.study.files import StudyFiles
from impl_eval.study.model import InterviewMaterial
from impl_eval.study.quote_files import read_quotes
from impl_eval.study.study_file import Interviews
from impl_eval.study.summary_files import MayName, read_summaries
from impl_eval.study.transcript_files import Transcripts, read_transcripts


def read_interviews(
    declared: Interviews,
    groups: Sequence[str],
    mechanism_ids: Sequence[str],
    place: Mapping[str, Place],
    files: StudyFiles,
    *,
    check_places: bool = True,
) -> tuple[InterviewMaterial | None, Located | None, Located | None]:
    """Read everything of the interview strand; returns it with the places of codebook and topic guide.

    Without `check_places` coded segments need not fit their transcripts.
    """
    codebook, codebook_source = read_declared(Codebook, declared.codebook, place["codebook"], files)
    guide, guide_source = None, None
    if declared.topic_guide is not None:
        guide, guide_source = read_declared(TopicGuide, declared.topic_guide, place["topic_guide"], files)
    transcripts = read_transcripts(declared, groups, place, files)
    rows_may_name = RowsMayName(transcripts, mechanism_ids, codebook, check_places=check_places)
    segments = read_coded_segments(declared.coded_segments, rows_may_name, place["coded_segments"], files)
    rejected = read_rejected_suggestions(declared.rejected_suggestions, rows_may_name, files)
    codes = None if codebook is None or not mechanism_ids else {*mechanism_ids, *codebook.by_id}
    may_name = MayName(_participants(transcripts), groups, codes)
    summaries = read_summaries(may_name, files)
    notes = read_notes(codes, transcripts.registered, files)
    if codebook is None or codebook_source is None:
        return None, codebook_source, guide_source
    if check_places:
        check_codebook_in_study(codebook, codebook_source, transcripts, mechanism_ids, files.gathering)
    lines = _phrase_lines(codebook, declared.codebook, place["codebook"], files)
    known = tuple(transcripts.read[transcript_id] for transcript_id in sorted(transcripts.read))
    material = InterviewMaterial(
        codebook, lines, guide, known, transcripts.files, segments, rejected, summaries, notes,
        encoder=check_encoder(declared.encoder, place["encoder"], files),
        releases=read_quotes(transcripts.read, transcripts.registered, files),
    )  # fmt: skip
    return material, codebook_source, guide_source


def _participants(transcripts: Transcripts) -> frozenset[str] | None:
    """Return who takes part; None where a transcript could not be read, so that nobody can tell."""
    if transcripts.registered is None or transcripts.registered - transcripts.read.keys():
        return None
    speakers = (speaker for one in transcripts.read.values() for speaker in one.speakers)
    return frozenset(speaker.participant_id for speaker in speakers if speaker.participant_id)


def _phrase_lines(
    codebook: Codebook, name: str, place: Place, files: StudyFiles
) -> dict[tuple[str, str], int]:
    text = read_yaml_file(name, place, files)
    if text is None:
        return {}
    return {
        (code.code_id, phrase): text.line_of(("codes", index, "phrases", position))
        for index, code in enumerate(codebook.codes)
        for position, phrase in enumerate(code.phrases)
    }
