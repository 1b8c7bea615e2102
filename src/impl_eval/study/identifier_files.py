"""The identifier check's files: names to look for, the review list, and the key of pseudonyms."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from impl_eval.declared import DeclaredModel, Text
from impl_eval.errors import Problem, StudyProblems
from impl_eval.outputs.csv_text import csv_bytes, harmless
from impl_eval.qualitative.identifiers import ListedName
from impl_eval.qualitative.identifiers.model import KINDS, NAME_KINDS, Kind
from impl_eval.qualitative.identifiers.places import FoundIdentifier
from impl_eval.qualitative.identifiers.pseudonyms import KeyEntry, pseudonym_faults
from impl_eval.readers.tables import read_table
from impl_eval.study.files import StudyFiles
from impl_eval.study.rows import Row, parse_row, read_rows

NAMES_FILE = "qualitative/names.csv"
REVIEW_FILE = "qualitative/identifier_review.csv"
REVIEW_COLUMNS = (
    "transcript_id", "line", "turn", "kind", "certainty", "words", "surroundings", "why", "decision",
    "pseudonym", "place_id", "thing_id",
)  # fmt: skip
KEY_COLUMNS = ("pseudonym", "kind", "value")
DECISIONS = ("replace", "keep")


class NameRow(DeclaredModel):
    """One row of names.csv."""

    name: Text
    kind: Text
    pseudonym: Text | None = None


class ReviewRow(DeclaredModel):
    """What counts of one row of the review list; the other columns are for people."""

    transcript_id: Text
    place_id: Text
    thing_id: Text
    decision: Text | None = None
    pseudonym: Text | None = None


@dataclass(frozen=True)
class Decision:
    """What a person decided about one identifier, and the pseudonym they chose, if any."""

    transcript_id: str
    place_id: str
    thing_id: str
    decision: str
    pseudonym: str
    line: int | None


def read_names(files: StudyFiles) -> tuple[ListedName, ...]:
    """Read the study's list of names; absent means none. Its cells are never shown in a message."""
    path = files.inside(NAMES_FILE, (NAMES_FILE, None, ""))
    if path is None or not path.is_file():
        return ()
    names = []
    for row in read_rows(files, path, NAMES_FILE, ("name", "kind"), ("pseudonym",)).rows:
        parsed = parse_row(NameRow, row, files)
        if parsed is None:
            continue
        kind = next((kind for kind in NAME_KINDS if kind == parsed.kind.lower()), None)
        fault = pseudonym_faults(parsed.pseudonym or "")
        if kind is None:
            files.gathering.add(row.place("kind"), "another word", ", ".join(NAME_KINDS))
        if fault:
            files.gathering.add(row.place("pseudonym"), fault, "a short name without brackets and colons")
        if kind is not None and not fault:
            names.append(ListedName(parsed.name, kind, parsed.pseudonym or ""))
    return tuple(sorted(set(names)))


def read_review(files: StudyFiles) -> tuple[Decision, ...]:
    """Read the rows of the review list that somebody decided about; absent means none."""
    path = files.inside(REVIEW_FILE, (REVIEW_FILE, None, ""))
    if path is None or not path.is_file():
        return ()
    needed = ("transcript_id", "decision", "place_id", "thing_id")
    optional = tuple(column for column in REVIEW_COLUMNS if column not in needed)
    decisions = []
    for row in read_rows(files, path, REVIEW_FILE, needed, optional).rows:
        decided = _decision(row, files)
        if decided is not None:
            decisions.append(decided)
    return tuple(decisions)


def _decision(row: Row, files: StudyFiles) -> Decision | None:
    noted = {column: row.cells[column] for column in ReviewRow.model_fields if column in row.cells}
    parsed = parse_row(ReviewRow, Row(noted, row.file, row.line, row.label), files)
    if parsed is None or parsed.decision is None:
        return None
    decision = parsed.decision.lower()
    fault = pseudonym_faults(parsed.pseudonym or "")
    if decision not in DECISIONS:
        allowed = "replace, keep, or nothing"
        files.gathering.add(row.place("decision"), "another word", allowed)
        return None
    if fault:
        files.gathering.add(row.place("pseudonym"), fault, "a short name without brackets and colons")
        return None
    return Decision(
        parsed.transcript_id, parsed.place_id, parsed.thing_id, decision, parsed.pseudonym or "", row.line
    )


def review_bytes(found: Iterable[FoundIdentifier], decisions: Mapping[str, tuple[str, str]]) -> bytes:
    """Return the review list. `decisions` holds decision and pseudonym by place_id."""

    def cells(one: FoundIdentifier) -> tuple[str, ...]:
        identifier = one.identifier
        decision, pseudonym = decisions.get(one.place_id, ("", ""))
        return (
            one.transcript.id, str(one.line), str(one.turn), identifier.kind, identifier.certainty,
            harmless(one.words), harmless(one.surroundings), identifier.why, decision,
            harmless(pseudonym), one.place_id, one.thing_id,
        )  # fmt: skip

    # With the mark: people decide in Excel, which would otherwise spoil accents.
    return csv_bytes(REVIEW_COLUMNS, map(cells, found))


def read_key(path: Path, name: str) -> tuple[KeyEntry, ...]:
    """Read the key of pseudonyms; absent means that none was given out yet.

    Raises StudyProblems with every fault; values are never shown.
    """
    if not path.exists():
        return ()
    table = read_table(path, name)
    problems = [
        Problem(name, 1, "header row", f'no column "{column}"', ", ".join(KEY_COLUMNS))
        for column in KEY_COLUMNS
        if column not in table.columns
    ]
    entries: list[KeyEntry] = []
    for record in () if problems else table.records():
        kind: Kind | None = next((kind for kind in KINDS if kind == record.cells["kind"]), None)
        value, pseudonym = _as_given(record.cells["value"]), _as_given(record.cells["pseudonym"])
        if kind is None or not value or not pseudonym:
            found = "a row that is not as impl-eval wrote it"
            remedy = "Put the key back as it was: a spreadsheet may have changed it."
            problems.append(Problem(name, record.line, "", found, "pseudonym, kind and value", remedy))
        else:
            entries.append(KeyEntry(pseudonym, kind, value))
    problems += _repeats(entries, name)
    if problems:
        raise StudyProblems(problems)
    return tuple(entries)


def _repeats(entries: Sequence[KeyEntry], name: str) -> list[Problem]:
    things = [(entry.kind, entry.value) for entry in entries]
    if len(set(things)) == len(things):
        return []
    return [Problem(name, None, "", "two pseudonyms for one thing", "one for each", "Put the key back.")]


def key_bytes(key: Iterable[KeyEntry]) -> bytes:
    """Return the key file, in the order in which pseudonyms were given out."""
    rows = ((_as_text(one.pseudonym), one.kind, _as_text(one.value)) for one in key)
    return csv_bytes(KEY_COLUMNS, rows, mark=False)


def _as_text(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a number or a formula: a key must come back as it was."""
    is_plain = harmless(cell) == cell and not cell.startswith("'") and cell.lstrip("+")[:1].isalpha()
    return cell if is_plain else f"'{cell}"


def _as_given(cell: str) -> str:
    return cell.removeprefix("'")
