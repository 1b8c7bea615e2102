"""The reviewed workbook of suggestions, back as decisions: accepted, rejected, or added by hand."""

from collections.abc import Sequence

from impl_eval.errors import Problem, StudyProblems, did_you_mean
from impl_eval.qualitative.code_names import CodeNames, one_line
from impl_eval.qualitative.coder_names import ALLOWED_CODER, can_be_coder
from impl_eval.qualitative.coding import CodedSegment, RejectedSuggestion
from impl_eval.qualitative.placing import Placed, Placer
from impl_eval.qualitative.transcript import Transcript
from impl_eval.readers.coding_review import ReviewRow
from impl_eval.readers.visible import visible
from impl_eval.study.code_cells import CodeCell, read_code_cell
from impl_eval.study.decisions import DecisionKey, Decisions, ProposedCode, TakenUp
from impl_eval.study.placed_words import moved_sentence


def decisions_of_review(
    rows: Sequence[ReviewRow], name: str, coder: str, known: Sequence[Transcript], names: CodeNames
) -> Decisions:
    """Return what a reviewed workbook decides; StudyProblems with every row that cannot be placed.

    A row that names a coder is that coder's; the others are those of `coder`.
    """
    reading = _Reading(name, coder, known, names)
    for row in rows:
        reading.take(row)
    if reading.problems:
        raise StudyProblems(reading.problems)
    return Decisions(
        tuple(reading.segments),
        tuple(reading.rejected),
        reading.undecided,
        proposed=tuple(sorted(reading.proposed)),
        moved=tuple(reading.moved),
        taken_up=reading.taken_up,
        coded_otherwise=tuple(sorted(reading.coded_otherwise)),
    )


class _Reading:
    """Takes the rows of one workbook one by one."""

    def __init__(self, name: str, coder: str, known: Sequence[Transcript], names: CodeNames) -> None:
        self.name, self.coder, self.names = name, coder, names
        self.placers = {transcript.id: (transcript, Placer(transcript.text)) for transcript in known}
        self.problems: list[Problem] = []
        self.segments: list[CodedSegment] = []
        self.rejected: list[RejectedSuggestion] = []
        self.proposed: list[ProposedCode] = []
        self.moved: list[str] = []
        self.undecided = 0
        self.taken_up: dict[DecisionKey, TakenUp] = {}
        self.coded_otherwise: list[RejectedSuggestion] = []
        self.decided: dict[tuple[str, int, int, str, str], ReviewRow] = {}

    def take(self, row: ReviewRow) -> None:
        """Take one row."""
        if not row.decision and row.suggestion:
            self.undecided += 1
            return
        noted = len(self.problems)
        code = self._code(row)
        placed = self._placed(row)
        if placed is None or len(self.problems) > noted:
            return
        transcript, at = placed
        coder = row.coder or self.coder
        if not can_be_coder(coder):
            self._refuse(row, "coder", f'"{visible(coder)[:40]}"', ALLOWED_CODER)
            return
        key = (transcript.id, at.start, at.end, code.code_id or code.new_label, coder)
        other = self.decided.setdefault(key, row)
        if other is not row and _decision(other) != _decision(row):
            found = f"another decision on the passage of row {other.row}"
            self._refuse(row, "", found, "one decision on a passage and code")
            return
        self._decide(row, code, transcript, at, coder)

    def _decide(self, row: ReviewRow, code: CodeCell, transcript: Transcript, at: Placed, coder: str) -> None:
        place = (transcript.id, at.start, at.end)
        valence, change = row.valence or "unclear", row.reported_change or "not said"
        if code.new_label:
            memo = one_line(row.note)
            self.proposed.append(ProposedCode(code.new_label, *place, coder, valence, change, memo))
            return
        mechanism_id, code_id = self.names.columns(code.code_id)
        if row.decision == "reject":
            rejected = RejectedSuggestion(*place, mechanism_id, coder, one_line(row.note), code_id)
            self.rejected.append(rejected)
            return
        if row.suggestion:
            self._take_up(row, (*place, code.code_id, coder), mechanism_id)
        self.segments.append(
            CodedSegment(
                transcript_id=transcript.id,
                start=at.start,
                end=at.end,
                mechanism_id=mechanism_id,
                coder=coder,
                quote=transcript.text[at.start : at.end],
                valence=valence,
                reported_change=change,
                origin="accepted_suggestion" if row.suggestion else "human",
                note=one_line(row.note),
                code_id=code_id,
            )
        )

    def _take_up(self, row: ReviewRow, key: DecisionKey, mechanism_id: str) -> None:
        """Keep what was suggested; with a code of another kind, the suggested code itself was turned down."""
        assert row.start is not None
        assert row.end is not None
        suggested = self._suggested_code(row)
        self.taken_up[key] = TakenUp(row.start, row.end, suggested, row.suggested_valence)
        if suggested and suggested not in (key[3], mechanism_id):
            above, code_id = self.names.columns(suggested)
            place = (row.transcript_id, row.start, row.end)
            self.coded_otherwise.append(RejectedSuggestion(*place, above, key[4], "", code_id))

    def _suggested_code(self, row: ReviewRow) -> str:
        """Return the code that the id of a suggestion names, empty where the study has no such code."""
        code_id = row.suggestion.rpartition(":")[2]
        return code_id if code_id in self.names.mechanism_of else ""

    def _code(self, row: ReviewRow) -> CodeCell:
        """Return the code of a row: that of the column code, else that of the mechanism."""
        column, text = ("code", row.code) if row.code else ("mechanism", row.mechanism_id)
        mechanisms = [code_id for code_id, above in self.names.mechanism_of.items() if code_id == above]
        code = read_code_cell(text, self.names, None if row.code else mechanisms)
        if code.allowed:
            self._refuse(row, column, f'"{text}"', code.allowed, code.remedy)
        elif row.code and row.mechanism_id and code.code_id:
            above = self.names.mechanism_of[code.code_id]
            named = self.names.find(row.mechanism_id)
            # A suggestion's own mechanism may still stand there when another code was chosen.
            suggested = self.names.mechanism_of.get(self._suggested_code(row))
            if named not in ((above,), (suggested,)):
                found = f'"{row.mechanism_id}", with the code "{code.code_id}"'
                self._refuse(row, "mechanism", found, above or "an empty cell: the code has no mechanism")
        return code

    def _placed(self, row: ReviewRow) -> tuple[Transcript, Placed] | None:
        if row.transcript_id not in self.placers:
            near = did_you_mean(row.transcript_id, self.placers)
            self._refuse(row, "transcript", f'"{row.transcript_id}"', "a transcript of the study", near)
            return None
        transcript, placer = self.placers[row.transcript_id]
        passage = row.passage.strip()
        at = placer.place(passage, near=row.start)
        if at is None:
            self._refuse(row, "passage", *_why_not(transcript.id, placer, passage))
            return None
        if at.certainty == "fuzzy":
            self.moved.append(moved_sentence(f"row {row.row}", transcript.id, at))
        return transcript, at

    def _refuse(self, row: ReviewRow, column: str, found: str, allowed: str, remedy: str = "") -> None:
        where = f'sheet "Review", row {row.row}' + (f", column {column}" if column else "")
        self.problems.append(Problem(self.name, None, where, found, allowed, remedy))


def _decision(row: ReviewRow) -> tuple[str, ...]:
    return "reject" if row.decision == "reject" else "accept", row.valence, row.reported_change


def _why_not(transcript_id: str, placer: Placer, passage: str) -> tuple[str, str, str]:
    if len(placer.candidates(passage)) > 1:
        found = f"words that stand more than once in {transcript_id}"
        return found, "words that stand there once", "Copy more of the words around them."
    return (
        f"words that do not stand in {transcript_id}",
        "words of the transcript, unchanged",
        "A passage may be cut shorter or longer, not reworded.",
    )
