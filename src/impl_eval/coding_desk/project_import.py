"""A REFI-QDA project of another program into a study: codings, memos and, where asked, codes and texts.

All or nothing: a study is as it was before, or has everything that the report says arrived.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from impl_eval.coding_desk.desk import Desk, key_of, open_desk
from impl_eval.coding_desk.exchange import mechanisms_of
from impl_eval.coding_desk.memos import record_memos
from impl_eval.coding_desk.recording import adopt, record_decisions
from impl_eval.coding_desk.standing import load_settled_study, seen_by
from impl_eval.errors import AnalysisRefused, Problem, StudyProblems, did_you_mean
from impl_eval.qualitative.coding import CodedSegment
from impl_eval.qualitative.exchange import (
    ImportedProject,
    known_codes_of_project,
    segments_of_project,
)
from impl_eval.qualitative.transcript import Transcript
from impl_eval.readers.refi import QdaProject, read_qdpx
from impl_eval.study.code_map_file import write_code_map
from impl_eval.study.codebook_exchange import choices_of
from impl_eval.study.codebook_library import codebook_with_codes
from impl_eval.study.decisions import Decisions
from impl_eval.study.imported_files import AddedTranscripts, add_transcripts, files_in_place
from impl_eval.study.imported_speakers import why_not_codable
from impl_eval.study.load import load_study
from impl_eval.study.model import InterviewMaterial, Study

_NO_CODE = "of codes that the study does not have"
_NO_TRANSCRIPT = "of texts that the study does not have"
_NOWHERE = "Codings and memos need a transcript to stand on, and there is none: they are not kept."
_MEANS_NOTHING = "of a passage without a word"


@dataclass(frozen=True)
class ImportOptions:
    """How a project is taken in.

    With `partial` what has no place here is left out and listed, else it is a problem. `add_codes` and
    `add_transcripts` add what the study lacks. `group` is the stakeholder group of participants of new
    transcripts, `authors` gives the initials of a coder for the name of a user of the file, `code_map`
    is a table that says which code of the study a code of the file is.
    """

    partial: bool = False
    add_codes: bool = False
    add_transcripts: bool = False
    group: str = ""
    authors: Mapping[str, str] = field(default_factory=dict)
    code_map: Path | None = None


@dataclass(frozen=True)
class Exchanged:
    """What an import did: how many segments and memos were new, and the lines of its report."""

    added: int
    memos: int
    lines: tuple[str, ...]


def import_project(
    root: Path, path: Path, coder: str, at: str, options: ImportOptions | None = None
) -> Exchanged:
    """Take in the codings of a .qdpx; what the study lacks and is not told to add is a problem each.

    Raises StudyProblems with everything that stands against it; the study is then as it was.
    """
    options = options or ImportOptions()
    study = load_settled_study(root, look_for_names=False)
    material = _interviews(study)
    project = read_qdpx(path, path.name, partial=options.partial)
    _refuse_unknown_authors(project, options.authors, path.name)
    imported = _imported(seen_by(study, coder), project, coder, options)
    added = _added(study, imported, options)
    reasons = _reasons(imported, material, added, options)
    problems = [*_absent(imported, path.name, options), *_not_codable(reasons, path.name, options)]
    if problems and not options.partial:
        raise StudyProblems(problems)
    taken = imported.without(reasons)
    files = dict(added.files)
    if options.add_codes and taken.new_codes:
        files |= codebook_with_codes(root, taken.new_codes)
    with files_in_place(files) as placed:
        changed = load_study(root, look_for_names=False) if files else study
        _refuse_other_texts(changed, added, path.name)
        if not _interviews(changed).transcripts:
            return Exchanged(0, 0, (*_lines(taken, added, options), _NOWHERE))
        with open_desk(changed) as desk:
            adopt(desk, coder, at)
            before = len(desk.store.events())
            try:
                counts = _record(desk, taken, coder, at)
            finally:
                placed.to_stay = len(desk.store.events()) > before
    return Exchanged(*counts, tuple(_lines(taken, added, options)))


def draft_code_map(root: Path, path: Path, target: Path) -> int:
    """Write a table of the codes of a .qdpx to be completed; returns how many there are."""
    study = load_settled_study(root, look_for_names=False)
    project = read_qdpx(path, path.name, partial=True)
    known = known_codes_of_project(project, _interviews(study).codebook, mechanisms_of(study))
    write_code_map(target, project, known)
    return len(project.codes)


def _interviews(study: Study) -> InterviewMaterial:
    if study.interviews is None:
        raise AnalysisRefused("The study has no interviews: declare them in study.yaml first.")
    return study.interviews


def _imported(seen: Study, project: QdaProject, coder: str, options: ImportOptions) -> ImportedProject:
    material, mechanisms = _interviews(seen), mechanisms_of(seen)
    return segments_of_project(
        project,
        material.transcripts,
        material.codebook,
        mechanisms,
        transcript_names=material.transcript_files,
        coder_names=options.authors,
        coder=coder,
        choices=choices_of(options.code_map, project, material.codebook, mechanisms),
    )


def _refuse_unknown_authors(project: QdaProject, authors: Mapping[str, str], name: str) -> None:
    known = [word for user in project.users for word in (user.name, user.id) if word.strip()]
    spelt = {" ".join(word.split()) for word in known}
    problems = [
        Problem(
            name, None, "--author", f'"{author}"', f"a user of the file: {', '.join(sorted(spelt))}",
            did_you_mean(author, spelt),
        )
        for author in authors
        if author not in spelt
    ]  # fmt: skip
    if problems:
        raise StudyProblems(problems)


def _added(study: Study, imported: ImportedProject, options: ImportOptions) -> AddedTranscripts:
    """Return the new transcripts with their drafted speakers."""
    if not options.add_transcripts:
        return AddedTranscripts({}, {}, "")
    return add_transcripts(study, imported.new_transcripts, options.group)


def _reasons(
    imported: ImportedProject, material: InterviewMaterial, added: AddedTranscripts, options: ImportOptions
) -> dict[CodedSegment, str]:
    """Return why segments cannot be taken in, for those of which that is so."""
    transcripts: dict[str, Transcript] = {one.id: one for one in material.transcripts}
    transcripts |= {identity: one.transcript for identity, one in added.drafted.items()}
    new = set() if options.add_codes else {one.code_id for one in imported.new_codes}
    found = {}
    for one in imported.segments:
        transcript = transcripts.get(one.transcript_id)
        if transcript is None:
            found[one] = _NO_TRANSCRIPT
        elif one.applied_code in new:
            found[one] = _NO_CODE
        else:
            found[one] = why_not_codable(transcript, one.start, one.end)
    return {one: reason for one, reason in found.items() if reason}


def _absent(imported: ImportedProject, name: str, options: ImportOptions) -> list[Problem]:
    """Return the transcripts and codes of a project that the study does not have, as problems."""
    problems = []
    if not options.add_transcripts:
        remedy = "Import with --add-transcripts to add it, or with --partial to leave its codings out."
        problems += [
            Problem(
                name, None, "sources", f'"{one.name}", which is no transcript of the study',
                "transcripts of the study", remedy,
            )
            for one in imported.new_transcripts
        ]  # fmt: skip
    if not options.add_codes:
        remedy = (
            "Import with --add-codes to add it, with --map to say which code it is, or with --partial to "
            "leave its codings out."
        )
        problems += [
            Problem(
                name, None, "codes", f'the code "{one.shown_label}", which the codebook does not have',
                "codes of the codebook", remedy,
            )
            for one in imported.new_codes
        ]  # fmt: skip
    return problems


def _not_codable(reasons: Mapping[CodedSegment, str], name: str, options: ImportOptions) -> list[Problem]:
    """Return codings that the transcripts of the study have no place for, by transcript and reason."""
    told_otherwise = {_NO_CODE, _NO_TRANSCRIPT, _MEANS_NOTHING}
    counts = Counter(
        (one.transcript_id, reason) for one, reason in reasons.items() if reason not in told_otherwise
    )
    remedy = "Correct who speaks in the speakers file, or import with --partial to leave them out."
    return [
        Problem(name, None, transcript_id, f"{count} segments {reason}", "words of participants", remedy)
        for (transcript_id, reason), count in sorted(counts.items())
    ]


def _refuse_other_texts(study: Study, added: AddedTranscripts, name: str) -> None:
    """A text that is read otherwise than it was written would move its codings: refuse it."""
    here = {one.id: one.text for one in _interviews(study).transcripts}
    problems = [
        Problem(name, None, identity, "a text that cannot be kept as a file word for word")
        for identity, one in added.drafted.items()
        if here.get(identity) != one.transcript.text
    ]
    if problems:
        raise StudyProblems(problems)


def _record(desk: Desk, taken: ImportedProject, coder: str, at: str) -> tuple[int, int]:
    rejected = tuple(one for one in taken.rejected if one.transcript_id in desk.keys)
    known = {*desk.study.framework.mechanism_ids, *desk.material.codebook.by_id}
    decisions = Decisions(
        taken.segments,
        tuple(one for one in rejected if one.applied_code in known),
        coded_at={key_of(one): taken.coded_at[one] for one in taken.segments if one in taken.coded_at},
    )
    merged = record_decisions(desk, decisions, coder, at)
    return merged.added, record_memos(desk, taken.memos, coder, at)


def _lines(taken: ImportedProject, added: AddedTranscripts, options: ImportOptions) -> Iterable[str]:
    yield from taken.report.lines()
    codes = taken.new_codes if options.add_codes else ()
    sentences: Sequence[str] = added.sentences
    if codes:
        number = "1 code" if len(codes) == 1 else f"{len(codes)} codes"
        sentences = (*sentences, f"{number} of the codebook: give it a new version, and order them.")
    if sentences:
        yield "Added:"
        yield from (f"  {sentence}" for sentence in sentences)
