"""A table of coded segments that an analyst has edited, as decisions: changed, added and removed rows."""

import re
from collections.abc import Sequence
from typing import TypeVar

from impl_eval.errors import Problem, StudyProblems, did_you_mean
from impl_eval.outputs.csv_text import harmless
from impl_eval.outputs.workbook_cells import CUT, LONGEST_CELL
from impl_eval.qualitative.code_names import CodeNames, one_line
from impl_eval.qualitative.coding import REPORTED_CHANGES, VALENCES, CodedSegment
from impl_eval.qualitative.placing import Placed, Placer
from impl_eval.qualitative.transcript import Transcript
from impl_eval.readers.segment_table import SegmentRow, SegmentTable
from impl_eval.study.code_cells import read_code_cell
from impl_eval.study.decisions import Decisions, ProposedCode
from impl_eval.study.placed_words import moved_sentence

Choice = TypeVar("Choice", bound=str)
_NOT_KEPT = re.compile("_x000D_|[\x00-\x1f\ufffd\ufffe\uffff]")


def segment_id(segment: CodedSegment) -> str:
    """Return the id by which a table names a segment: place, code and coder."""
    return f"{segment.transcript_id}:{segment.start}-{segment.end}:{segment.applied_code}:{segment.coder}"


def decisions_of_segments(
    table: SegmentTable,
    name: str,
    coder: str,
    known: Sequence[Transcript],
    names: CodeNames,
    before: Sequence[CodedSegment],
) -> Decisions:
    """Return what an edited table changes of a coder's segments; StudyProblems with every faulty row.

    Rows of other coders are not taken. A segment of the coder that the table held and lacks now is
    listed as removed. `before` are all segments of the study.
    """
    reading = _Reading(table, name, coder, known, names, before)
    for row in table.rows:
        reading.take(row)
    if reading.problems:
        raise StudyProblems(reading.problems)
    return Decisions(
        tuple(sorted(reading.segments.values())),
        proposed=tuple(sorted(reading.proposed)),
        moved=tuple(reading.moved),
        not_taken=reading.not_taken(),
        removed=reading.removed(),
        replaced=tuple(sorted(one for one in reading.replaced if segment_id(one) not in reading.segments)),
    )


class _Reading:
    """Takes the rows of one table one by one."""

    def __init__(
        self,
        table: SegmentTable,
        name: str,
        coder: str,
        known: Sequence[Transcript],
        names: CodeNames,
        before: Sequence[CodedSegment],
    ) -> None:
        self.table, self.name, self.coder, self.names = table, name, coder, names
        self.placers = {transcript.id: (transcript, Placer(transcript.text)) for transcript in known}
        self.before = {segment_id(segment): segment for segment in before}
        self.problems: list[Problem] = []
        self.segments: dict[str, CodedSegment] = {}
        self.replaced: list[CodedSegment] = []
        self.proposed: list[ProposedCode] = []
        self.moved: list[str] = []
        self.others = 0
        self.seen: set[str] = set()

    def take(self, row: SegmentRow) -> None:
        """Take one row."""
        self.seen.add(row.segment)
        old = self.before.get(row.segment)
        if old is not None and row.coder != old.coder:
            self._refuse(row, "coder", f'"{row.coder}"', old.coder, "A coding stays that of its coder.")
            return
        if row.coder.casefold() not in ("", self.coder.casefold()):
            self.others += old is None or not self._is_unchanged(row, old)
            return
        if old is not None and self._is_unchanged(row, old):
            self._add(row, old)
            return
        segment = self._changed(row, old)
        if segment is None:
            return
        if old is not None and segment_id(segment) != row.segment:
            self.replaced.append(old)
        self._add(row, segment)

    def _add(self, row: SegmentRow, segment: CodedSegment) -> None:
        other = self.segments.setdefault(segment_id(segment), segment)
        if other != segment:
            self._refuse(row, "quote", "a second decision on this passage and code", "one decision")

    def _is_unchanged(self, row: SegmentRow, old: CodedSegment) -> bool:
        same_code = self.names.find(row.code) == (old.applied_code,)
        decided = (row.valence, row.reported_change) == (old.valence, old.reported_change)
        return same_code and decided and self._memo(row, old) == old.note and self._has_quote(row, old)

    def _has_quote(self, row: SegmentRow, old: CodedSegment) -> bool:
        shown = harmless(old.quote) if self.table.is_csv else old.quote
        if len(shown) > LONGEST_CELL:
            shown = shown[: LONGEST_CELL - len(CUT)] + CUT
        return _squeezed(shown) == _squeezed(row.quote)

    def _memo(self, row: SegmentRow, old: CodedSegment | None) -> str:
        if old is not None and one_line(row.memo) in (old.note, one_line(harmless(old.note))):
            return old.note
        return one_line(self._typed(row.memo))

    def _typed(self, cell: str) -> str:
        """Return a text of a CSV without the apostrophe that keeps it from being a formula."""
        guarded = self.table.is_csv and cell.startswith("'") and harmless(cell[1:]) == cell
        return cell[1:] if guarded else cell

    def _changed(self, row: SegmentRow, old: CodedSegment | None) -> CodedSegment | None:
        noted = len(self.problems)
        code = read_code_cell(row.code, self.names)
        if code.allowed:
            self._refuse(row, "code id", f'"{row.code}"', code.allowed, code.remedy)
        valence = self._choice(row, "valence", row.valence or "unclear", VALENCES)
        change = self._choice(row, "reported change", row.reported_change or "not said", REPORTED_CHANGES)
        placed = self._place(row, old)
        if placed is None or valence is None or change is None or len(self.problems) > noted:
            return None
        transcript, at = placed
        memo = self._memo(row, old)
        if code.new_label:
            self.proposed.append(
                ProposedCode(
                    code.new_label, transcript.id, at.start, at.end, self.coder, valence, change, memo
                )
            )
            return old
        mechanism_id, code_id = self.names.columns(code.code_id)
        return CodedSegment(
            transcript_id=transcript.id,
            start=at.start,
            end=at.end,
            mechanism_id=mechanism_id,
            coder=self.coder if old is None else old.coder,
            quote=transcript.text[at.start : at.end],
            valence=valence,
            reported_change=change,
            origin="human" if old is None else old.origin,
            note=memo,
            code_id=code_id,
        )

    def _choice(self, row: SegmentRow, column: str, text: str, choices: tuple[Choice, ...]) -> Choice | None:
        chosen = next((one for one in choices if one == text), None)
        if chosen is None:
            self._refuse(row, column, f'"{text}"', ", ".join(choices), did_you_mean(text, choices))
        return chosen

    def _place(self, row: SegmentRow, old: CodedSegment | None) -> tuple[Transcript, Placed] | None:
        if row.transcript_id not in self.placers:
            near = did_you_mean(row.transcript_id, self.placers)
            self._refuse(row, "transcript", f'"{row.transcript_id}"', "a transcript of the study", near)
            return None
        transcript, placer = self.placers[row.transcript_id]
        if old is not None and old.transcript_id == transcript.id and self._has_quote(row, old):
            return transcript, Placed(old.start, old.end, "exact")
        quote = self._typed(row.quote).strip()
        at = placer.place(quote, near=_start_of(row.segment) if old is None else old.start)
        if at is None:
            stands = len(placer.candidates(quote)) > 1
            found = "words that stand there more than once" if stands else "words that do not stand there"
            self._refuse(row, "quote", found, f"words of {transcript.id}, unchanged")
            return None
        if at.certainty == "fuzzy":
            self.moved.append(moved_sentence(row.place, transcript.id, at))
        return transcript, at

    def removed(self) -> tuple[CodedSegment, ...]:
        """Return the coder's segments that the table held when it was written, and no longer holds."""
        gone = set(self.table.exported or ()) - self.seen
        return tuple(
            sorted(
                segment
                for name, segment in self.before.items()
                if name in gone and segment.coder == self.coder and name not in self.segments
            )
        )

    def not_taken(self) -> tuple[str, ...]:
        """Say what of the table is not imported, and what a CSV cannot tell."""
        said = []
        if self.others:
            count = "1 row" if self.others == 1 else f"{self.others} rows"
            said.append(
                f"{count} of other coders, new or changed, not taken: only those of {self.coder} are."
            )
        if self.table.exported is None:
            here = {row.transcript_id for row in self.table.rows}
            lacking = sum(
                segment.coder == self.coder and segment.transcript_id in here and name not in self.seen
                for name, segment in self.before.items()
            )
            if lacking:
                subject = "1 segment" if lacking == 1 else f"{lacking} segments"
                said.append(
                    f"{subject} of {self.coder} in these transcripts not in the file; nothing is removed: "
                    "only a workbook (.xlsx) can say whether somebody deleted rows."
                )
        return tuple(said)

    def _refuse(self, row: SegmentRow, column: str, found: str, allowed: str, remedy: str = "") -> None:
        where = f"column {column}" if row.line else f"{row.place}, column {column}"
        self.problems.append(Problem(self.name, row.line, where, found, allowed, remedy))


def _squeezed(text: str) -> str:
    """Return a text without what a cell may not keep as it was: spaces, line ends, control characters."""
    return "".join(_NOT_KEPT.sub("", text).split())


def _start_of(segment: str) -> int | None:
    """Return where a segment that the study no longer has stood, as its id says."""
    place = segment.split(":")[1:2]
    start = place[0].split("-")[0] if place else ""
    return int(start) if start.isascii() and start.isdigit() else None
