"""Why a replacement is refused: nothing is replaced on a guess, and nothing is lost by it."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from impl_eval.errors import Problem, StudyProblems
from impl_eval.qualitative.coding import CodedSegment
from impl_eval.qualitative.identifiers.places import FoundIdentifier
from impl_eval.qualitative.identifiers.pseudonyms import KeyEntry
from impl_eval.qualitative.identifiers.replacement import (
    ReplacedTranscript,
    fallen_together,
    move_segments,
)
from impl_eval.study.identifier_check import CheckedStudy, Decided
from impl_eval.study.identifier_files import REVIEW_FILE
from impl_eval.study.model import Study
from impl_eval.study.study_file import Interviews


def refused_places(study: Study, declared: Interviews, key_path: Path, originals: Path) -> list[Problem]:
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


def unfitting(checked: CheckedStudy) -> list[Problem]:
    """A decision whose place is gone: nothing is replaced on a guess."""
    found = "a decision about something that does not stand there now"
    remedy = "Run 'impl-eval identifiers check' again: it keeps the decisions that still fit."
    return [
        Problem(REVIEW_FILE, one.line, one.transcript_id, found, "what the check finds now", remedy)
        for one in checked.no_longer_fitting
    ]


def contradictions(
    chosen: Iterable[FoundIdentifier], decided: Decided, key: Iterable[KeyEntry]
) -> list[Problem]:
    """Two pseudonyms for one thing."""
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


def refuse_fallen_together(
    declared: Interviews,
    seen: Sequence[CodedSegment],
    unseen: Sequence[CodedSegment],
    replaced: Mapping[str, ReplacedTranscript],
) -> None:
    """Two codings must not become one. Of a layer that is coded blind only the transcript is named."""
    found = "two codings that would become one: they end within the same identifier"
    problems = [
        Problem(
            declared.coded_segments,
            None,
            f"{one.transcript_id}, {one.applied_code}, {one.coder}",
            found,
            "",
            "Remove one of them.",
        )
        for one in fallen_together(move_segments(seen, replaced))
    ]
    problems += [
        Problem(
            declared.transcripts,
            None,
            one.transcript_id,
            f"{found}, in a layer that is coded blind",
            "",
            "Wait until the layers are locked, or ask its coder to remove one of them.",
        )
        for one in fallen_together(move_segments(unseen, replaced))
    ]
    if problems:
        raise StudyProblems(problems)
