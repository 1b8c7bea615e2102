"""Puts pseudonyms where people decided so: all files of a study new together, or none.

The transcripts as they were are kept apart; codings are at their new places; the key alone says what a
pseudonym stands for.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from impl_eval.errors import OutputNotWritten, Problem, StudyProblems
from impl_eval.outputs.atomic import write_all
from impl_eval.qualitative.identifiers import find_identifiers
from impl_eval.qualitative.identifiers.model import Kind
from impl_eval.qualitative.identifiers.places import FoundIdentifier
from impl_eval.qualitative.identifiers.pseudonyms import KeyEntry, extend_key
from impl_eval.qualitative.identifiers.replacement import (
    ReplacedTranscript,
    fallen_together,
    move_rejections,
    move_segments,
    replace_identifiers,
)
from impl_eval.qualitative.offset_map import OffsetMap
from impl_eval.study.declared_files import Gathering
from impl_eval.study.files import StudyFiles
from impl_eval.study.identifier_check import CheckedStudy, Decided, check_identifiers
from impl_eval.study.identifier_files import REVIEW_FILE, key_bytes, read_key, read_names, review_bytes
from impl_eval.study.model import InterviewMaterial, Study
from impl_eval.study.replaced_places import files_that_name_places
from impl_eval.study.replaced_speakers import (
    original_files,
    replaced_file_names,
    speakers_bytes,
)
from impl_eval.study.study_file import Interviews
from impl_eval.study.write import rejected_csv, segments_csv

Files = dict[Path, tuple[bytes, bool]]


@dataclass(frozen=True)
class Replacement:
    """What a replacement will write and remove.

    `offsets` says, by transcript id, where places of the old texts lie in the new ones. `undecided` counts
    what nobody decided about; `notes_with_identifiers` are notes and summaries that may name somebody.
    """

    files: Files
    removed: tuple[Path, ...]
    offsets: Mapping[str, OffsetMap]
    counts: Mapping[Kind, int]
    undecided: int
    notes_with_identifiers: int


def plan_replacement(study: Study, key_path: Path, originals: Path) -> Replacement:
    """Work out everything that replacing would write, and write nothing.

    Parameters
    ----------
    key_path : file of the pseudonyms, read if it is there and extended.
    originals : folder to which the transcripts as they are now go.

    Raises
    ------
    StudyProblems : a decision fits nothing that stands in the transcripts now, pseudonyms contradict each
        other, or a transcript could not be read as before once its identifiers are replaced.
    """
    material, declared = study.interviews, study.declared.interviews
    if material is None or declared is None:
        return Replacement({}, (), {}, {}, 0, 0)
    checked = check_identifiers(study)
    chosen = [one for one in checked.found if checked.decided.get(one.place_id, ("",))[0] == "replace"]
    problems = _refused_places(study, declared, key_path, originals) + _unfitting(checked)
    key = read_key(key_path, key_path.name)
    problems += _contradictions(chosen, checked.decided, key)
    if problems:
        raise StudyProblems(problems)
    undecided = sum(one.place_id not in checked.decided for one in checked.found)
    notes = _notes_with_identifiers(study, material)
    if not chosen:
        return Replacement({}, (), {}, {}, undecided, notes)
    key = extend_key(key, [(one.identifier, checked.decided[one.place_id][1]) for one in chosen])
    replaced = _replaced(chosen, key, declared, material)
    files, removed = _study_files(study, declared, material, replaced, originals)
    files[key_path] = (key_bytes(key), True)
    files[study.root / REVIEW_FILE] = (_new_review(study, checked, chosen, replaced), True)
    counts = Counter(one.identifier.kind for one in chosen)
    offsets = {name: one.offsets for name, one in replaced.items()}
    return Replacement(files, removed, offsets, counts, undecided, notes)


def carry_out(replacement: Replacement) -> None:
    """Write all files of a replacement or none, then remove the transcripts that have new files.

    Raises
    ------
    OutputNotWritten : nothing was written; or all was, and an old file could not be removed.
    """
    write_all(replacement.files)
    for path in replacement.removed:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            said = f"All is replaced, but {path.name} could not be removed ({error.strerror})."
            raise OutputNotWritten(f"{said} Delete it yourself: it holds what was replaced.") from None


def _refused_places(study: Study, declared: Interviews, key_path: Path, originals: Path) -> list[Problem]:
    """The key and the transcripts as they were must not lie where transcripts are read."""
    transcripts = (study.root / declared.transcripts).resolve()
    problems = []
    for option, path in (("--key", key_path), ("--originals", originals)):
        if path.resolve().is_relative_to(transcripts):
            found, allowed = "a place among the transcripts", "a place outside the study"
            problems.append(Problem(option, None, "", found, allowed))
    if key_path.is_dir() or key_path.suffix.lower() != ".csv":
        problems.append(Problem("--key", None, "", "no name of a CSV file", "a file such as key.csv"))
    if originals.is_file():
        problems.append(Problem("--originals", None, "", "a file", "a folder"))
    if not declared.speakers.lower().endswith(".csv"):
        remedy = "Save the table as CSV, and name it in study.yaml."
        problems.append(
            Problem(declared.speakers, None, "", "no CSV file", "a name that ends in .csv", remedy)
        )
    return problems


def _unfitting(checked: CheckedStudy) -> list[Problem]:
    """A decision whose place is gone: nothing is replaced on a guess."""
    found = "a decision about something that does not stand there now"
    remedy = "Run 'impl-eval identifiers check' again: it keeps the decisions that still fit."
    return [
        Problem(REVIEW_FILE, one.line, one.transcript_id, found, "what the check finds now", remedy)
        for one in checked.no_longer_fitting
    ]


def _contradictions(
    chosen: Iterable[FoundIdentifier], decided: Decided, key: Iterable[KeyEntry]
) -> list[Problem]:
    given = {(entry.kind, entry.value): entry.pseudonym for entry in key}
    problems = []
    for one in chosen:
        wanted = decided[one.place_id][1] or one.identifier.pseudonym
        thing = one.identifier.kind, one.identifier.value
        if wanted and given.setdefault(thing, wanted) != wanted:
            found = f'the pseudonym "{wanted}" for what has the pseudonym "{given[thing]}" already'
            where = f"{one.transcript.id}, line {one.line}"
            problems.append(Problem(REVIEW_FILE, None, where, found, "one pseudonym for one thing"))
    return problems


def _replaced(
    chosen: Sequence[FoundIdentifier],
    key: Iterable[KeyEntry],
    declared: Interviews,
    material: InterviewMaterial,
) -> dict[str, ReplacedTranscript]:
    pseudonyms = {(entry.kind, entry.value): entry.pseudonym for entry in key}
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
    segments = move_segments(material.coded_segments, replaced)
    for one in fallen_together(segments):
        found = "two codings that would become one: they end within the same identifier"
        where = f"{one.transcript_id}, {one.applied_code}, {one.coder}"
        problems.append(Problem(declared.coded_segments, None, where, found, "", "Remove one of them."))
    if problems:
        raise StudyProblems(problems)
    return replaced


def _study_files(
    study: Study,
    declared: Interviews,
    material: InterviewMaterial,
    replaced: Mapping[str, ReplacedTranscript],
    originals: Path,
) -> tuple[Files, tuple[Path, ...]]:
    """Return the files of the study as they will be, originals first, and the old files that must go."""
    folder = study.root / declared.transcripts
    speakers_path = study.root / declared.speakers
    old_files = original_files(speakers_path, declared.speakers, replaced)
    new_files = replaced_file_names(speakers_path, declared.speakers, replaced)
    files: Files = {}
    for name in sorted({name for names in old_files.values() for name in names}):
        files[_free(originals / Path(name).name, files)] = ((folder / name).read_bytes(), True)
    for transcript_id, one in sorted(replaced.items()):
        files[folder / new_files[transcript_id]] = (one.transcript.text.encode("utf-8"), True)
    segments = move_segments(material.coded_segments, replaced)
    files[study.root / declared.coded_segments] = (segments_csv(segments), True)
    files[study.root / declared.rejected_suggestions] = (
        rejected_csv(move_rejections(material.rejected, replaced)),
        True,
    )
    files |= files_that_name_places(study, declared, material, replaced)
    files[speakers_path] = (speakers_bytes(speakers_path, declared.speakers, replaced, new_files), True)
    old_paths = {folder / name for names in old_files.values() for name in names}
    return files, tuple(sorted(old_paths - set(files)))


def _free(path: Path, taken: Files) -> Path:
    """Return a path at which nothing stands: an earlier original is never written over."""
    number, free = 1, path
    while free.exists() or free in taken:
        number += 1
        free = path.with_name(f"{path.stem}.{number}{path.suffix}")
    return free


def _new_review(
    study: Study,
    checked: CheckedStudy,
    chosen: Sequence[FoundIdentifier],
    replaced: Mapping[str, ReplacedTranscript],
) -> bytes:
    """Return the review list of the new texts: what was kept stays kept, at its new place."""
    files = StudyFiles(study.root, Gathering())
    names = read_names(files)
    done = {one.place_id for one in chosen}
    kept = {}
    for one in checked.found:
        if one.place_id in checked.decided and one.place_id not in done:
            new = replaced.get(one.transcript.id)
            start, end = one.identifier.start, one.identifier.end
            place = new.offsets.map(start, end) if new else (start, end)
            kept[one.transcript.id, *place] = checked.decided[one.place_id]
    found, decided = [], {}
    for transcript in study.interviews.transcripts if study.interviews else ():
        new = replaced.get(transcript.id)
        text_now = new.transcript if new else transcript
        for identifier in find_identifiers(text_now.text, names):
            entry = FoundIdentifier(text_now, identifier)
            found.append(entry)
            decision = kept.get((transcript.id, identifier.start, identifier.end))
            if decision is not None:
                decided[entry.place_id] = decision
    return review_bytes(sorted(found, key=lambda one: (one.transcript.id, one.identifier)), decided)


def _notes_with_identifiers(study: Study, material: InterviewMaterial) -> int:
    names = read_names(StudyFiles(study.root, Gathering()))
    written = [one.note for one in material.coded_segments] + [one.note for one in material.rejected]
    written += [one.text for one in material.summaries] + [one.text for one in material.notes]
    return sum(bool(find_identifiers(text, names)) for text in written if text)
