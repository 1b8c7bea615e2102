"""The report of an export: what goes out, what is changed for it, and what other programs will not see."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from impl_eval.qualitative.codebook import Code, Codebook, ValenceCues
from impl_eval.qualitative.coding import CodedSegment
from impl_eval.qualitative.exchange.companion import parse_companion
from impl_eval.qualitative.exchange.line_ends import PlainLines
from impl_eval.qualitative.exchange.loss_report import LossReport, counted
from impl_eval.qualitative.exchange.naming import source_guid
from impl_eval.qualitative.transcript import Transcript
from impl_eval.readers.refi import QdaProject

_OURS = "it comes back to impl-eval only"


def export_report(
    project: QdaProject,
    codebook: Codebook,
    transcripts: Sequence[Transcript],
    segments: Iterable[CodedSegment],
) -> LossReport:
    """Return what an export of all this brings to other programs.

    Parameters
    ----------
    project : what `project_of_study` made of the rest.
    """
    segments = tuple(segments)
    out = sum(1 for _ in project.codings)
    elsewhere = len(segments) - out
    arrived = [
        f"{counted(out, 'coding')} of {counted(len(project.users), 'person', 'people')}, "
        f"{counted(len(project.sources), 'text')}, {counted(len(project.codes), 'code')}, "
        f"{counted(len(project.notes), 'memo')}."
    ]
    lost = {"of transcripts that are not exported": elsewhere} if elsewhere > 0 else {}
    sentences = [f"{counted(number, 'coding')} {why}." for why, number in lost.items()]
    return LossReport(
        len(segments),
        out,
        lost,
        tuple(arrived),
        tuple(_changed(transcripts, segments)),
        (*sentences, *_lost_elsewhere(project, codebook)),
        tuple(_checked(project, transcripts, segments)),
    )


def codebook_report(project: QdaProject, codebook: Codebook) -> LossReport:
    """Return what the export of a codebook by itself (.qdc) brings to other programs."""
    lost = tuple(_ours_alone(codebook.codes, "it stays here"))
    return LossReport(0, 0, {}, (f"{counted(len(project.codes), 'code')}.",), (_IN_DESCRIPTIONS,), lost)


_IN_DESCRIPTIONS = "Inclusion, exclusion and examples of codes stand in their descriptions."


def _changed(transcripts: Sequence[Transcript], segments: Sequence[CodedSegment]) -> Iterator[str]:
    said = sum(
        (one.valence, one.reported_change, one.origin) != ("unclear", "not said", "human") or bool(one.note)
        for one in segments
    )
    if said:
        number = counted(said, "coding")
        yield f"Valence, reported change, origin and notes of {number} stand in descriptions."
    yield _IN_DESCRIPTIONS
    with_pairs = sum("\r" in one.text for one in transcripts)
    if with_pairs:
        number = counted(with_pairs, "text")
        yield f"Line ends of {number} are a single character (LF), and places are counted so."
    wide = sum(any(character > "\uffff" for character in one.text) for one in transcripts)
    if wide:
        yield (
            f"{counted(wide, 'text')} with symbols such as emoji: a program that counts each as two "
            "characters will show what follows in the wrong place."
        )


def _checked(
    project: QdaProject, transcripts: Sequence[Transcript], segments: Sequence[CodedSegment]
) -> Iterator[str]:
    """Say how many passages of the project hold the words that the segments have as quotes."""
    ids = {source_guid(one.id, one.text_sha256): one.id for one in transcripts}
    texts = {one.guid: one.text or "" for one in project.sources}
    there = Counter(
        (ids.get(one.source_guid, ""), texts[one.source_guid][one.start : one.end])
        for one in project.selections
    )
    wanted = Counter((one.transcript_id, PlainLines(one.quote).text) for one in segments)
    same = (there & wanted).total()
    yield f"{same:,} of {counted(there.total(), 'passage')} hold the words of their segment, line ends aside."


def _lost_elsewhere(project: QdaProject, codebook: Codebook) -> Iterator[str]:
    yield from _ours_alone(codebook.codes, _OURS)
    companion = parse_companion(project.companion)
    turned_down = len(companion.rejected) if companion is not None else 0
    if turned_down:
        yield f"{counted(turned_down, 'suggestion')} turned down: {_OURS}."
    yield "Speakers and participants, summaries of the framework matrix, agreement and the log of decisions."


def _ours_alone(codes: Iterable[Code], where: str) -> Iterator[str]:
    codes = tuple(codes)
    parts = (
        ("phrases", sum(bool(one.phrases or one.counter_phrases) for one in codes)),
        (
            "valence cues",
            sum(one.valence_cues != ValenceCues() for one in codes),
        ),
        ("links to theories", sum(bool(one.links) for one in codes)),
    )
    for what, number in parts:
        if number:
            yield f"{what.capitalize()} of {counted(number, 'code')}: {where}."
