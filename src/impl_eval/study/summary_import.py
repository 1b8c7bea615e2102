"""A matrix workbook that came back: which summaries it changes, and what stands in the way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from impl_eval.errors import Problem, StudyProblems, did_you_mean
from impl_eval.qualitative.framework_matrix import (
    LONGEST_SUMMARY,
    CellKey,
    Summary,
    in_order,
    parse_fingerprint,
    parse_places,
    tidy_text,
)
from impl_eval.readers.framework_matrix import ReadCell, read_matrix_workbook
from impl_eval.study.framework_matrix import (
    KIND_NAMES,
    exported_digest,
    material_of,
    matrix_of_study,
    written_digest,
)
from impl_eval.study.model import Study


@dataclass(frozen=True)
class MatrixChanges:
    """What a workbook changes. A summary with an empty text was taken back."""

    changed: tuple[Summary, ...]
    unchanged: int

    @property
    def written(self) -> int:
        """How many summaries are new or changed."""
        return sum(bool(one.text) for one in self.changed)

    @property
    def taken_back(self) -> int:
        """How many summaries were taken back."""
        return len(self.changed) - self.written


def read_changed_summaries(path: Path, study: Study, coder: str) -> MatrixChanges:
    """Return the summaries that a workbook changes, each with what its writer had before them.

    Raises StudyProblems with every fault: of the workbook, of cases and codes that the study does not have,
    and of summaries that somebody else has changed since the workbook was made.
    """
    name = path.name
    cells = read_matrix_workbook(path, name)
    present = _present(study)
    kinds = {cell.case_kind for cell in cells}
    known: dict[CellKey, None] = {}
    for kind in KIND_NAMES:
        if kind in kinds:
            known |= dict.fromkeys(matrix_of_study(study, kind).cells)
    problems: list[Problem] = []
    changed, unchanged = [], 0
    for cell in cells:
        summary = _changed(cell, coder, problems, name)
        if summary is None:
            unchanged += 1
            continue
        now = present.get(summary.key, [])
        if _is_the_same(now, summary, cell):
            unchanged += 1
        elif summary.key not in known:
            problems.append(_unknown(cell, name, known))
        elif written_digest(now) != cell.written:
            problems.append(_conflict(cell, name, now))
        else:
            changed.append(summary)
    if problems:
        raise StudyProblems(problems)
    return MatrixChanges(tuple(sorted(changed, key=lambda one: one.key)), unchanged)


def _present(study: Study) -> dict[CellKey, list[Summary]]:
    """Return the summaries of a study by cell: one, or several that wait for a decision."""
    present: dict[CellKey, list[Summary]] = {}
    for one in material_of(study).summaries:
        present.setdefault(one.key, []).append(one)
    return present


def _changed(cell: ReadCell, coder: str, problems: list[Problem], name: str) -> Summary | None:
    """Return what a cell says where that is not what the workbook was made with."""
    text = tidy_text(cell.text)
    places, strange = parse_places("; ".join(cell.rests_on))
    if exported_digest(text, places) == cell.exported and not (cell.still_right and text):
        return None
    try:
        seen = parse_fingerprint(cell.fingerprint)
    except ValueError:
        seen = None
    kind = next((one for one in KIND_NAMES if one == cell.case_kind), None)
    if strange or seen is None or kind is None:
        found, remedy = "hidden cells that were changed", "Make a new workbook: impl-eval matrix export."
        problems.append(Problem(name, None, cell.place, found, "what impl-eval wrote", remedy))
        return None
    if len(text) > LONGEST_SUMMARY:
        found = f"a summary of {len(text):,} characters"
        problems.append(Problem(name, None, cell.place, found, f"up to {LONGEST_SUMMARY:,}"))
        return None
    return Summary(CellKey(kind, cell.case_id, cell.code_id), coder, text, places if text else (), seen)


def _is_the_same(now: Sequence[Summary], new: Summary, cell: ReadCell) -> bool:
    """Whether the study has this already: importing twice changes nothing.

    A workbook that was made while several summaries waited for a decision makes one, also by the words of
    one of them; an older workbook does not.
    """
    if len(now) > 1 and written_digest(now) == cell.written:
        return False
    if not now or not new.text:
        return not now and not new.text
    return any(
        (one.text, one.rests_on) == (new.text, new.rests_on)
        and (not cell.still_right or one.seen == new.seen)
        for one in now
    )


def _unknown(cell: ReadCell, name: str, known: dict[CellKey, None]) -> Problem:
    codes = {key.code_id for key in known}
    if cell.code_id not in codes:
        found, near = f'a summary on "{cell.code_id}"', did_you_mean(cell.code_id, codes)
        return Problem(name, None, cell.place, found, "a code of the study", near)
    found, allowed = f'a summary of "{cell.case_id}"', f"one of the {cell.case_kind.replace('_', ' ')}s"
    return Problem(name, None, cell.place, found, f"{allowed} of the study")


def _conflict(cell: ReadCell, name: str, now: Sequence[Summary]) -> Problem:
    coders = " and ".join(dict.fromkeys(one.coder for one in now))
    who = f"changed by {coders}" if now else "taken back"
    remedy = "Make a new workbook with 'impl-eval matrix export', and write your words into that."
    found = f"a summary that was {who} since this workbook was made"
    return Problem(name, None, cell.place, found, "a summary as the workbook had it", remedy)


def merge_summaries(before: Sequence[Summary], changed: Sequence[Summary]) -> tuple[Summary, ...]:
    """Put changed summaries in the place of all those of the same cells; empty ones go."""
    cells = {one.key for one in changed}
    kept = [one for one in before if one.key not in cells]
    return in_order(one for one in (*kept, *changed) if one.text)


def holds_unimported_summaries(path: Path, study: Study, recorded: Iterable[Summary] = ()) -> bool:
    """Tell whether a workbook at this path holds summaries that nobody has brought into the study.

    `recorded` are those of the past: what was imported, and replaced since, is not lost. A workbook that
    cannot be read is taken for one that holds some.
    """
    if not path.is_file():
        return False
    known = {(one.key, one.text, one.rests_on) for one in (*material_of(study).summaries, *recorded)}
    present, problems = _present(study), list[Problem]()
    try:
        read = [
            (_changed(cell, "-", problems, path.name), cell) for cell in read_matrix_workbook(path, path.name)
        ]
    except StudyProblems:
        return True
    changed = [(one, cell) for one, cell in read if one is not None]
    return bool(problems) or any(
        (one.key, one.text, one.rests_on) not in known
        and not _is_the_same(present.get(one.key, []), one, cell)
        for one, cell in changed
    )
