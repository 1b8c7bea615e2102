"""What somebody decided about passages on which coders differ: checked against the transcripts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from impl_eval.errors import Problem, StudyProblems, did_you_mean
from impl_eval.qualitative.coding import ReportedChange, Valence
from impl_eval.qualitative.transcript import Transcript
from impl_eval.readers.adjudication_workbook import SHEET, AdjudicationRow

AdjudicationDecision = Literal["keep", "drop", "other code"]
DECISIONS: tuple[AdjudicationDecision, ...] = get_args(AdjudicationDecision)
_CUT = "[…]"


@dataclass(frozen=True, order=True)
class Adjudication:
    """A settled passage: the code stands (keep), goes (drop), or gives way to `code_to_use`.

    Offsets are code points of the transcript, end exclusive. Of a dropped code, valence and reported
    change say nothing.
    """

    transcript_id: str
    start: int
    end: int
    code_id: str
    decision: AdjudicationDecision
    valence: Valence
    reported_change: ReportedChange
    reason: str
    code_to_use: str = ""

    @property
    def settled_code(self) -> str:
        """The code that the passage has afterwards; empty where it has none."""
        return {"keep": self.code_id, "drop": "", "other code": self.code_to_use}[self.decision]


@dataclass(frozen=True)
class Adjudications:
    """What a workbook settles, and how many of its rows nobody has decided yet."""

    settled: tuple[Adjudication, ...]
    undecided: int


def adjudications_of(
    rows: Sequence[AdjudicationRow], name: str, transcripts: Sequence[Transcript], codes: Collection[str]
) -> Adjudications:
    """Return what the rows of an adjudication workbook decide.

    Parameters
    ----------
    name : how people know the file.
    codes : ids of the codes that a passage can have.

    A passage may be cut shorter, not reworded. Every decision needs its reason, and every code that
    stands its valence; a reported change that is not filled in is "not said".

    Raises
    ------
    StudyProblems : every row that cannot be placed or understood; nothing of the file then counts.
    """
    checker = _Checker(name, {each.id: each for each in transcripts}, codes)
    settled: dict[tuple[str, int, int, str], tuple[Adjudication, int]] = {}
    for row in rows:
        one = checker.settled(row) if row.decision else None
        if one is None:
            continue
        key = (one.transcript_id, one.start, one.end, one.code_id)
        other, its_row = settled.setdefault(key, (one, row.row))
        if other != one:
            found = f"another decision on the passage of row {its_row}"
            checker.fault(row, "decision", found, "one decision on a passage and code")
    if checker.problems:
        raise StudyProblems(checker.problems)
    undecided = sum(not row.decision for row in rows)
    return Adjudications(tuple(sorted(one for one, _ in settled.values())), undecided)


class _Checker:
    """Checks one row after the other; faults gather in `problems`."""

    def __init__(self, name: str, transcripts: Mapping[str, Transcript], codes: Collection[str]) -> None:
        self.name, self.transcripts, self.codes = name, transcripts, codes
        self.problems: list[Problem] = []

    def fault(self, row: AdjudicationRow, column: str, found: str, allowed: str, remedy: str = "") -> None:
        where = f'sheet "{SHEET}", row {row.row}, column {column}'
        self.problems.append(Problem(self.name, None, where, found, allowed, remedy))

    def settled(self, row: AdjudicationRow) -> Adjudication | None:
        """Return what a decided row settles, or None after noting why it cannot be used."""
        noted = len(self.problems)
        place = self._place(row)
        self._known_code(row, "code", row.code_id)
        if row.decision == "other code":
            self._known_code(row, "code to use", row.code_to_use)
            if row.code_to_use and row.code_to_use == row.code_id:
                self.fault(row, "code to use", "the same code", "another one, or the decision keep")
        elif row.code_to_use and not (row.decision == "keep" and row.code_to_use == row.code_id):
            found = f'a code, with the decision "{row.decision}"'
            self.fault(row, "code to use", found, "a code only with the decision other code")
        if row.decision != "drop" and not row.valence:
            self.fault(row, "valence", "nothing", "the valence of the passage", "Choose one of the list.")
        if not row.reason:
            self.fault(row, "reason", "nothing", "the reason of the decision", "A few words are enough.")
        if place is None or len(self.problems) > noted:
            return None
        drop = row.decision == "drop"
        return Adjudication(
            row.transcript_id,
            *place,
            row.code_id,
            next(decision for decision in DECISIONS if decision == row.decision),
            "unclear" if drop or not row.valence else row.valence,
            "not said" if drop or not row.reported_change else row.reported_change,
            row.reason,
            row.code_to_use if row.decision == "other code" else "",
        )

    def _known_code(self, row: AdjudicationRow, column: str, code_id: str) -> None:
        if code_id in self.codes:
            return
        found = f'"{code_id}"' if code_id else "nothing"
        self.fault(row, column, found, ", ".join(self.codes), did_you_mean(code_id, self.codes))

    def _place(self, row: AdjudicationRow) -> tuple[int, int] | None:
        transcript = self.transcripts.get(row.transcript_id)
        if transcript is None:
            near = did_you_mean(row.transcript_id, self.transcripts)
            self.fault(row, "transcript", f'"{row.transcript_id}"', "a transcript of the study", near)
            return None
        if row.end > len(transcript.text):
            found = f"{row.start} to {row.end}, outside {transcript.id}"
            self.fault(row, "end", found, f"0 to {len(transcript.text)}")
            return None
        place = _placed(transcript.text, row)
        if place is None:
            found = "words that do not stand at this place"
            remedy = "A passage may be cut shorter, not reworded. Was the transcript changed since?"
            self.fault(
                row, "passage", found, f"words of {transcript.id} from {row.start} to {row.end}", remedy
            )
        return place


def _placed(text: str, row: AdjudicationRow) -> tuple[int, int] | None:
    """Return the place of a passage as written, or of one that was cut shorter and stands there once."""
    there = text[row.start : row.end]
    given = row.passage.strip()
    # A workbook cannot hold some control characters and line ends, and no cell more than 32,767 signs.
    if given.endswith(_CUT):
        is_whole = _letters(there).startswith(_letters(given.removesuffix(_CUT)))
    else:
        is_whole = _letters(there) == _letters(given)
    if is_whole:
        return row.start, row.end
    if not given or there.count(given) != 1:
        return None
    start = row.start + there.index(given)
    return start, start + len(given)


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())
