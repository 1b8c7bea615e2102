"""What people decide on fits, out to a workbook and back into protocols/integration.yaml."""

import datetime
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from impl_eval.declared import Path as KeyPath
from impl_eval.errors import AnalysisRefused, Problem, StudyProblems, did_you_mean
from impl_eval.integration.decided import seen_results
from impl_eval.outputs.joint_workbook import COLUMNS, SHEET, TAKE_BACK, TO_FILL_IN, FitLine
from impl_eval.outputs.number_text import value_text
from impl_eval.outputs.report.interview_sentences import short_interviews
from impl_eval.outputs.report.model import plain_text
from impl_eval.outputs.report.sentences import direction_text
from impl_eval.outputs.report.values import has_value
from impl_eval.protocols.integration_words import FitDecision
from impl_eval.readers.workbook_rows import ReturnedRow, returned_rows
from impl_eval.results import JointDisplay, JointRow, SurveyEvidence
from impl_eval.study.declared_files import Gathering, Located, Place, parse_declared, shown
from impl_eval.study.integration_files import INTEGRATION_FILE
from impl_eval.study.yaml_entries import edit_entries

WRITTEN_BY = "impl-eval joint export"
_DECIDES = tuple(column for column in TO_FILL_IN if column not in ("decided by", "date"))
_NEW_FILE = (
    "# How survey and interviews fit, as people decided it. 'impl-eval joint export' and 'joint import' "
    "write here;\n# you may write here too.\nschema: impl-eval/integration/1\n"
)
Key = tuple[str, str]
"""What one decision is about: mechanism, and who decides; "" for the decision that settles it."""


def fit_lines(proposed: JointDisplay, decided: Sequence[FitDecision] = ()) -> tuple[FitLine, ...]:
    """Return a line for each mechanism; `proposed` is the display as the rule alone proposes it.

    `decided` are decisions to show beside it, for those who settle what differs.
    """
    return tuple(
        FitLine(
            row.mechanism_id,
            row.label,
            _survey_text(row.survey),
            plain_text(short_interviews(row.interviews)).replace("\N{NO-BREAK SPACE}", " "),
            row.fit.word,
            row.fit.explanation.removeprefix(f"proposed: {row.fit.word}. "),
            seen_results(row),
            "; ".join(
                f"{one.decided_by}, {one.date.isoformat()}: {one.fit} ({one.reason})"
                for one in decided
                if one.mechanism == row.mechanism_id
            ),
        )
        for row in proposed.rows
    )


def _survey_text(evidence: SurveyEvidence | None) -> str:
    if evidence is None:
        return direction_text(None)
    change = evidence.change.estimate
    if not has_value(evidence.change):
        return f"{direction_text(evidence)}: {change.reason}"
    number = f", n = {change.n}" if change.n is not None else ""
    return f"{direction_text(evidence)}: {value_text(evidence.change)}{number}"


@dataclass
class FitChanges:
    """What a workbook changes: by position a decision that stands, None where it is taken back; new ones."""

    changed: dict[int, FitDecision | None] = field(default_factory=dict)
    added: list[FitDecision] = field(default_factory=list)

    @property
    def taken_back(self) -> int:
        """How many decisions go."""
        return sum(one is None for one in self.changed.values())


def read_fit_decisions(
    path: Path,
    proposed: JointDisplay,
    decided: Sequence[FitDecision],
    by: str,
    today: datetime.date,
) -> FitChanges:
    """Return what a workbook changes in the decisions that stand; rows without a decision change nothing.

    Raises StudyProblems with every fault of every row.
    """
    problems: list[Problem] = []
    rows = returned_rows(path, path.name, SHEET, COLUMNS, problems, WRITTEN_BY)
    current = {row.mechanism_id: row for row in proposed.rows}
    met: dict[Key, int] = {}
    at = {_key(one): position for position, one in enumerate(decided)}
    changes = FitChanges()
    for row in rows:
        if not any(row.text(column) for column in _DECIDES) or not _is_row_of_today(row, current):
            continue
        takes_back = row.text("fit").casefold() == TAKE_BACK
        decision = None if takes_back else _decision(row, by, today)
        if decision is None and not takes_back:
            continue
        key = _key_of(row, by)
        if key in met:
            found = f"a second decision, beside row {met[key]}"
            row.fault("mechanism", found, "one of each person on a mechanism")
            continue
        met[key] = row.number
        position = at.get(key)
        if position is not None:
            if decision is None or not _says_the_same(row, decision, decided[position]):
                changes.changed[position] = decision
        elif decision is not None:
            changes.added.append(decision)
    if problems:
        raise StudyProblems(problems)
    return changes


def _key_of(row: ReturnedRow, by: str) -> Key:
    settles = row.text("settles").casefold() in ("yes", "true")
    return row.text("mechanism"), "" if settles else " ".join((row.text("decided by") or by).split())


def _says_the_same(row: ReturnedRow, decision: FitDecision, before: FitDecision) -> bool:
    """Whether a row repeats what stands; without a date of its own it does not make that newer."""
    return before == (decision if row.text("date") else decision.model_copy(update={"date": before.date}))


def holds_decisions(path: Path) -> bool:
    """Tell whether a file is a workbook of this kind in which somebody decided something."""
    if not path.is_file():
        return False
    try:
        rows = returned_rows(path, path.name, SHEET, COLUMNS, [], WRITTEN_BY)
    except StudyProblems:
        return True  # nobody can tell what stands there
    return any(row.text(column) for row in rows for column in TO_FILL_IN)


def _key(decision: FitDecision) -> Key:
    return decision.mechanism, "" if decision.settles else decision.decided_by


def _is_row_of_today(row: ReturnedRow, current: Mapping[str, JointRow]) -> bool:
    """Note a row about no mechanism, on other results, or with a proposal that somebody changed."""
    now = current.get(row.text("mechanism"))
    if now is None:
        found = shown(row.text("mechanism")) if row.text("mechanism") else "nothing"
        row.fault("mechanism", found, ", ".join(current), did_you_mean(row.text("mechanism"), current))
    elif row.text("fit").casefold() == TAKE_BACK:
        return True
    elif row.text("seen") != seen_results(now):
        remedy = (
            f"The results have changed, or the cell has: run '{WRITTEN_BY}' again, look, and decide anew."
        )
        row.fault("seen", "the mark of other results than today's", seen_results(now), remedy)
    elif row.text("proposed") != now.fit.word:
        remedy = "The proposal is the rule's. Write what you decide into the column fit."
        row.fault("proposed", "another word than was written there", now.fit.word, remedy)
    else:
        return True
    return False


def _decision(row: ReturnedRow, by: str, today: datetime.date) -> FitDecision | None:
    """Return the decision of a row, or None after noting its faults at their columns."""
    cells = {column.replace(" ", "_"): row.text(column) for column in ("mechanism", "seen", *TO_FILL_IN)}
    for name in ("fit", "explained_by", "settles"):
        cells[name] = " ".join(cells[name].casefold().split())
    filled = {name: text for name, text in cells.items() if text}
    declared = {"decided_by": by, "date": today.isoformat()} | filled

    def place(path: KeyPath) -> Place:
        column = f", column {str(path[0]).replace('_', ' ')}" if path else ""
        return row.file, None, f'sheet "{row.sheet}", row {row.number}{column}'

    noted = Gathering()
    decision = parse_declared(FitDecision, Located(declared, place), noted)
    row.problems.extend(noted.problems)
    return decision


def integration_after(root: Path, changes: FitChanges) -> dict[Path, tuple[bytes, bool]]:
    """Return integration.yaml with the decisions as they are now, and all else as it stands.

    Empty where nothing changes. Raises AnalysisRefused where the file cannot be edited line by line.
    """
    if not (changes.added or changes.changed):
        return {}
    path = root / INTEGRATION_FILE
    private, text = False, _NEW_FILE
    if path.is_file():
        private = not stat.S_IMODE(path.stat().st_mode) & 0o077
        text = path.read_bytes().decode("utf-8")
    try:
        changed = {at: None if one is None else _entry(one) for at, one in changes.changed.items()}
        edited = edit_entries(text, "decisions", changed, [_entry(one) for one in changes.added])
    except ValueError:
        raise AnalysisRefused(
            f"{INTEGRATION_FILE} is written in a way that this program does not edit. Write each decision on "
            "lines of its own that begin with a dash, as in 'impl-eval init', and import again."
        ) from None
    return {path: (edited.encode("utf-8"), private)}


def _entry(decision: FitDecision) -> dict[str, str]:
    entry = {
        "mechanism": decision.mechanism,
        "fit": decision.fit,
        "decided_by": decision.decided_by,
        "date": decision.date.isoformat(),
        "seen": decision.seen,
        "settles": "yes" if decision.settles else "",
        "explained_by": decision.explained_by or "",
        "explanation": decision.explanation or "",
        "reason": decision.reason,
    }
    return {key: value for key, value in entry.items() if value}
