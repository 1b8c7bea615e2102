"""Works out what changes in a study's files where pseudonyms take the place of identifiers; writes nothing.

The transcripts as they were are kept apart; codings are at their new places; the key alone says what a
pseudonym stands for.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from impl_eval.errors import Problem, StudyProblems
from impl_eval.qualitative.coding import CodedSegment
from impl_eval.qualitative.identifiers import find_identifiers
from impl_eval.qualitative.identifiers.model import Kind
from impl_eval.qualitative.identifiers.places import FoundIdentifier
from impl_eval.qualitative.identifiers.pseudonyms import extend_key
from impl_eval.qualitative.identifiers.replacement import (
    ReplacedTranscript,
    move_rejections,
    move_segments,
    replace_identifiers,
)
from impl_eval.study.declared_files import Gathering
from impl_eval.study.files import StudyFiles
from impl_eval.study.identifier_check import check_identifiers, review_after
from impl_eval.study.identifier_files import REVIEW_FILE, key_bytes, read_key, read_names
from impl_eval.study.identifier_refusals import (
    contradictions,
    refuse_fallen_together,
    refused_places,
    unfitting,
)
from impl_eval.study.model import InterviewMaterial, Study
from impl_eval.study.replaced_places import files_that_name_places, moved_notes
from impl_eval.study.replaced_speakers import (
    original_files,
    replaced_file_names,
    speakers_bytes,
)
from impl_eval.study.study_file import Interviews
from impl_eval.study.write import rejected_csv, segments_csv

Files = dict[Path, tuple[bytes, bool]]
Pseudonyms = Mapping[tuple[Kind, str], str]
"""Pseudonym by kind and value of what it stands for."""


@dataclass(frozen=True)
class Replacement:
    """What a replacement will write and remove.

    `apart` are key and originals, `files` those of the study. `replaced` are the new texts by transcript
    id, with where places of the old ones lie in them; `things` are what is replaced in each, with its
    pseudonym; `notes` are notes of codings that name moved places, as they are and as they will be.
    `undecided` counts what nobody decided about; `notes_with_identifiers` are notes and summaries that may
    name somebody.
    """

    undecided: int = 0
    notes_with_identifiers: int = 0
    apart: Files = field(default_factory=dict)
    files: Files = field(default_factory=dict)
    removed: tuple[Path, ...] = ()
    replaced: Mapping[str, ReplacedTranscript] = field(default_factory=dict)
    things: Mapping[str, Pseudonyms] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    counts: Mapping[Kind, int] = field(default_factory=dict)


def plan_replacement(
    study: Study, key_path: Path, originals: Path, unseen: Sequence[CodedSegment] = ()
) -> Replacement:
    """Work out everything that replacing would write, and write nothing.

    Parameters
    ----------
    key_path : file of the pseudonyms, read if it is there and extended.
    originals : folder to which the transcripts as they are now go.
    unseen : codings of layers that may not be shown: they must not fall together either.

    Raises
    ------
    StudyProblems : a decision fits nothing that stands in the transcripts now, pseudonyms contradict each
        other, or a transcript could not be read as before once its identifiers are replaced.
    """
    material, declared = study.interviews, study.declared.interviews
    if material is None or declared is None:
        return Replacement()
    checked = check_identifiers(study)
    chosen = [one for one in checked.found if checked.decided.get(one.place_id, ("",))[0] == "replace"]
    problems = refused_places(study, declared, key_path, originals) + unfitting(checked)
    key = read_key(key_path, key_path.name)
    problems += contradictions(chosen, checked.decided, key)
    if problems:
        raise StudyProblems(problems)
    undecided = sum(one.place_id not in checked.decided for one in checked.found)
    naming = _notes_with_identifiers(study, material)
    if not chosen:
        return Replacement(undecided, naming)
    key = extend_key(key, [(one.identifier, checked.decided[one.place_id][1]) for one in chosen])
    pseudonyms = {(entry.kind, entry.value): entry.pseudonym for entry in key}
    replaced = _replaced(chosen, pseudonyms, declared, material)
    refuse_fallen_together(declared, material.coded_segments, unseen, replaced)
    apart, old_paths = _originals(study, declared, replaced, originals)
    notes = moved_notes((*material.coded_segments, *unseen), replaced)
    files = _study_files(study, declared, material, replaced, notes)
    rewritten = {name: (one.transcript, one.offsets) for name, one in replaced.items()}
    done = {one.place_id for one in chosen}
    files[study.root / REVIEW_FILE] = (review_after(study, checked, rewritten, done), True)
    return Replacement(
        undecided,
        naming,
        apart | {key_path: (key_bytes(key), True)},
        files,
        tuple(sorted(old_paths - set(files))),
        replaced,
        {name: _things(name, chosen, pseudonyms) for name in replaced},
        notes,
        Counter(one.identifier.kind for one in chosen),
    )


def _things(name: str, chosen: Iterable[FoundIdentifier], pseudonyms: Pseudonyms) -> Pseudonyms:
    here = [one.identifier for one in chosen if one.transcript.id == name]
    return {(one.kind, one.value): pseudonyms[one.kind, one.value] for one in here}


def _replaced(
    chosen: Sequence[FoundIdentifier],
    pseudonyms: Pseudonyms,
    declared: Interviews,
    material: InterviewMaterial,
) -> dict[str, ReplacedTranscript]:
    replaced: dict[str, ReplacedTranscript] = {}
    problems = []
    for transcript in material.transcripts:
        identifiers = [one.identifier for one in chosen if one.transcript.id == transcript.id]
        if not identifiers:
            continue
        new = replace_identifiers(transcript, identifiers, pseudonyms)
        if isinstance(new, str):
            file = f"{declared.transcripts}/{material.transcript_files[transcript.id]}"
            found = f"a transcript that cannot be replaced as decided: {new}"
            remedy = "Choose another pseudonym in the review list, or keep what stands in the speaker's name."
            problems.append(Problem(file, None, "", found, "", remedy))
        else:
            replaced[transcript.id] = new
    if problems:
        raise StudyProblems(problems)
    return replaced


def _originals(
    study: Study, declared: Interviews, replaced: Mapping[str, ReplacedTranscript], originals: Path
) -> tuple[Files, set[Path]]:
    """Return the transcripts as they are, at their places apart, and the files that they have now."""
    folder = study.root / declared.transcripts
    files: Files = {}
    old_files = original_files(study.root / declared.speakers, declared.speakers, replaced)
    names = sorted({name for names in old_files.values() for name in names})
    for name in names:
        content = (folder / name).read_bytes()
        files[_free(originals / Path(name).name, content, files)] = (content, True)
    return files, {folder / name for name in names}


def _study_files(
    study: Study,
    declared: Interviews,
    material: InterviewMaterial,
    replaced: Mapping[str, ReplacedTranscript],
    notes: Mapping[str, str],
) -> Files:
    """Return the files of the study as they will be."""
    folder = study.root / declared.transcripts
    speakers_path = study.root / declared.speakers
    new_files = replaced_file_names(speakers_path, declared.speakers, replaced)
    files: Files = {}
    for transcript_id, one in sorted(replaced.items()):
        files[folder / new_files[transcript_id]] = (one.transcript.text.encode("utf-8"), True)
    moved = move_segments(material.coded_segments, replaced)
    segments = [replace(one, note=notes.get(one.note, one.note)) for one in moved]
    files[study.root / declared.coded_segments] = (segments_csv(segments), True)
    files[study.root / declared.rejected_suggestions] = (
        rejected_csv(move_rejections(material.rejected, replaced)),
        True,
    )
    files |= files_that_name_places(study, declared, material, replaced)
    files[speakers_path] = (speakers_bytes(speakers_path, declared.speakers, replaced, new_files), True)
    return files


def _free(path: Path, content: bytes, taken: Files) -> Path:
    """Return a path at which nothing else stands: an earlier original is never written over."""
    number, free = 1, path
    while (free.exists() and free.read_bytes() != content) or free in taken:
        number += 1
        free = path.with_name(f"{path.stem}.{number}{path.suffix}")
    return free


def _notes_with_identifiers(study: Study, material: InterviewMaterial) -> int:
    names = read_names(StudyFiles(study.root, Gathering()))
    written = [one.note for one in material.coded_segments] + [one.note for one in material.rejected]
    written += [one.text for one in material.summaries] + [one.text for one in material.notes]
    return sum(bool(find_identifiers(text, names)) for text in written if text)
