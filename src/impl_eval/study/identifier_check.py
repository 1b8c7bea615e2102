"""The identifier check over a study: what is found, what people decided, and what `check` says of it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from impl_eval.errors import StudyProblems
from impl_eval.outputs.atomic import write_all
from impl_eval.qualitative.identifiers import Identifier, ListedName, find_identifiers
from impl_eval.qualitative.identifiers.places import FoundIdentifier, counts_in_words
from impl_eval.qualitative.offset_map import OffsetMap
from impl_eval.qualitative.transcript import Transcript
from impl_eval.study.declared_files import Gathering
from impl_eval.study.files import StudyFiles
from impl_eval.study.identifier_files import (
    REVIEW_FILE,
    Decision,
    read_names,
    read_review,
    review_bytes,
)
from impl_eval.study.model import InterviewMaterial, Study

Decided = Mapping[str, tuple[str, str]]
"""Decision and chosen pseudonym, by place_id."""


@dataclass(frozen=True)
class CheckedStudy:
    """What stands in the transcripts of a study, and what was decided about it."""

    found: tuple[FoundIdentifier, ...]
    decided: Decided
    no_longer_fitting: tuple[Decision, ...]


def find_in_transcripts(
    transcripts: Iterable[Transcript], names: Sequence[ListedName]
) -> tuple[FoundIdentifier, ...]:
    """Return every identifier of all transcripts, by transcript id and place."""
    return tuple(
        FoundIdentifier(transcript, identifier)
        for transcript in sorted(transcripts, key=lambda one: one.id)
        for identifier in find_identifiers(transcript.text, names)
    )


def match_decisions(found: Sequence[FoundIdentifier], decisions: Sequence[Decision]) -> CheckedStudy:
    """Lay decisions on what is found: at the same place with the same words.

    Where a transcript changed since, a decision holds on for the same thing in the same transcript, if
    all decisions on it there were the same.
    """
    by_place = {one.place_id: (one.decision, one.pseudonym) for one in decisions}
    by_thing: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for one in decisions:
        thing = one.transcript_id, one.thing_id
        by_thing.setdefault(thing, set()).add((one.decision, one.pseudonym))
    decided: dict[str, tuple[str, str]] = {}
    fitting: set[tuple[str, str]] = set()
    for place in found:
        thing = place.transcript.id, place.thing_id
        same_thing = by_thing.get(thing, set())
        decision = by_place.get(place.place_id)
        if decision is None and len(same_thing) == 1 and _stale(decisions, found, thing):
            decision = next(iter(same_thing))
        if decision is not None:
            decided[place.place_id] = decision
            fitting.add(thing)
    places = {place.place_id for place in found}
    lost = tuple(
        one
        for one in decisions
        if one.place_id not in places and (one.transcript_id, one.thing_id) not in fitting
    )
    return CheckedStudy(tuple(found), decided, lost)


def _stale(decisions: Sequence[Decision], found: Sequence[FoundIdentifier], thing: tuple[str, str]) -> bool:
    """Tell whether a decision on a thing was made at a place that is no longer there."""
    places = {place.place_id for place in found}
    return any((one.transcript_id, one.thing_id) == thing and one.place_id not in places for one in decisions)


def check_identifiers(study: Study) -> CheckedStudy:
    """Look through the transcripts of a study, and lay earlier decisions on what is found.

    Raises StudyProblems where the names list or the review list has faults.
    """
    files = StudyFiles(study.root, Gathering())
    names, decisions = read_names(files), read_review(files)
    if files.gathering.problems:
        raise StudyProblems(files.gathering.problems)
    transcripts = study.interviews.transcripts if study.interviews else ()
    return match_decisions(find_in_transcripts(transcripts, names), decisions)


def write_review(study: Study, checked: CheckedStudy) -> Path:
    """Write the review list, readable by its owner only; returns its path."""
    path = study.root / REVIEW_FILE
    write_all({path: (review_bytes(checked.found, checked.decided), True)})
    return path


def review_after(
    study: Study,
    checked: CheckedStudy,
    rewritten: Mapping[str, tuple[Transcript, OffsetMap]],
    done: Collection[str] = (),
    gone: Collection[str] = (),
) -> bytes:
    """Return the review list of texts written anew: what was decided stays so, at its new place.

    `done` are places (by place_id) whose decision was carried out, `gone` transcripts that are no more.
    """
    names = read_names(StudyFiles(study.root, Gathering()))
    kept = {}
    for one in checked.found:
        if one.place_id in checked.decided and one.place_id not in done:
            new = rewritten.get(one.transcript.id)
            start, end = one.identifier.start, one.identifier.end
            moved = new[1].map(start, end) if new else (start, end)
            kept[one.transcript.id, *moved] = checked.decided[one.place_id]
    before = study.interviews.transcripts if study.interviews else ()
    now = [rewritten[one.id][0] if one.id in rewritten else one for one in before if one.id not in gone]
    found = find_in_transcripts(now, names)
    decided = {
        one.place_id: kept[place]
        for one in found
        if (place := (one.transcript.id, one.identifier.start, one.identifier.end)) in kept
    }
    return review_bytes(found, decided)


def open_identifiers(interviews: InterviewMaterial, files: StudyFiles) -> dict[str, tuple[Identifier, ...]]:
    """Return what surely names a person in each transcript, but for what a person decided to keep.

    A review list with faults counts as none: `identifiers check` lists its faults.
    """
    names = read_names(files)
    decisions = read_review(StudyFiles(files.root, Gathering(), files.read))
    checked = match_decisions(find_in_transcripts(interviews.transcripts, names), decisions)
    still: dict[str, list[Identifier]] = {}
    for one in checked.found:
        kept = checked.decided.get(one.place_id, ("", ""))[0] == "keep"
        if one.identifier.certainty == "certain" and not kept:
            still.setdefault(one.transcript.id, []).append(one.identifier)
    return {transcript_id: tuple(identifiers) for transcript_id, identifiers in still.items()}


def advise_on_identifiers(
    interviews: InterviewMaterial, folder: str, files: StudyFiles
) -> dict[str, tuple[Identifier, ...]]:
    """Advise on each transcript that still names somebody: places and kinds, never words.

    `folder` is that of the transcripts. Returns what was found, by transcript id.
    """
    still = open_identifiers(interviews, files)
    for transcript in interviews.transcripts:
        identifiers = still.get(transcript.id, ())
        if not identifiers:
            continue
        file = interviews.transcript_files[transcript.id]
        found = [FoundIdentifier(transcript, identifier) for identifier in identifiers]
        has_lines = file.lower().endswith(".txt")
        files.gathering.advise(
            (f"{folder}/{file}", None, ""),
            f"what may name a person: {counts_in_words(found, with_lines=has_lines)}",
            "",
            "Reports do not quote these turns. 'impl-eval identifiers check' makes a list to decide on.",
        )
    return still
