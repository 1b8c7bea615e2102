"""The matrix itself: cases by codes, with the segments, the summary and its standing in each cell.

A cell of a mechanism or code takes in what lies under it: the summary on a mechanism rests on the segments
of its sub-codes too.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from impl_eval.qualitative.codebook import Codebook
from impl_eval.qualitative.codebook_outline import outline
from impl_eval.qualitative.coding import CodedSegment
from impl_eval.qualitative.framework_matrix.cases import Case
from impl_eval.qualitative.framework_matrix.passages import SeenPassage, seen_passages
from impl_eval.qualitative.framework_matrix.summaries import (
    CaseKind,
    CellKey,
    Standing,
    Summary,
    in_order,
    standing_of,
    undecided,
)
from impl_eval.qualitative.interview_counts import participant_of
from impl_eval.qualitative.transcript import Transcript

BESIDE_FRAMEWORK = "Beside the framework"


@dataclass(frozen=True)
class MatrixCode:
    """A column: a mechanism or a code. `family` holds the ids of all codes whose segments count for it.

    `heading` is the label of the mechanism, or BESIDE_FRAMEWORK; `depth` is 0 for a mechanism.
    """

    code_id: str
    label: str
    heading: str
    depth: int
    definition: str
    family: frozenset[str]
    mechanism_id: str
    inductive: bool


@dataclass(frozen=True)
class MatrixCell:
    """One case and one code: the segments in it, the summary, and whether the two still go together.

    `rivals` are summaries of the cell that were written apart, two or more; until somebody decides between
    them there is no `summary`.
    """

    case: Case
    code: MatrixCode
    segments: tuple[CodedSegment, ...]
    summary: Summary | None
    rivals: tuple[Summary, ...] = ()

    @property
    def key(self) -> CellKey:
        """Which cell this is."""
        return CellKey(self.case.kind, self.case.id, self.code.code_id)

    @cached_property
    def seen(self) -> tuple[SeenPassage, ...]:
        """The passages that stand here now."""
        return seen_passages(self.segments)

    @cached_property
    def standing(self) -> Standing:
        """Whether the summary still rests on what is coded."""
        return undecided(self.rivals) if self.rivals else standing_of(self.summary, self.seen)


@dataclass(frozen=True)
class FrameworkMatrix:
    """Cases by codes. `without_case` are segments that no case speaks; `left_over` summaries without cell."""

    kind: CaseKind
    cases: tuple[Case, ...]
    codes: tuple[MatrixCode, ...]
    cells: Mapping[CellKey, MatrixCell]
    without_case: tuple[CodedSegment, ...]
    left_over: tuple[Summary, ...]

    def rows(self) -> Iterator[tuple[Case, tuple[MatrixCell, ...]]]:
        """Yield each case with its cells, in the order of the codes."""
        for case in self.cases:
            yield case, tuple(self.cells[CellKey(self.kind, case.id, one.code_id)] for one in self.codes)


def matrix_codes(codebook: Codebook, mechanisms: Sequence[tuple[str, str, str]]) -> tuple[MatrixCode, ...]:
    """Return the columns in reading order: each mechanism with its sub-codes, then what stands beside.

    `mechanisms` are (id, label, definition) in the order of the framework.
    """
    labels = {mechanism_id: label for mechanism_id, label, _ in mechanisms}
    definitions = {mechanism_id: definition for mechanism_id, _, definition in mechanisms}
    found = []
    for line in outline(codebook, [(one, label) for one, label, _ in mechanisms], {}):
        mechanism_id = line.code_id if line.code_id in labels else codebook.mechanism_of(line.code_id)
        family = {code.code_id for _, code in codebook.family_of(line.code_id)} | {line.code_id}
        if line.code_id in labels:
            family |= {one for one in codebook.by_id if codebook.mechanism_of(one) == line.code_id}
        above = codebook.line_of(line.code_id)
        found.append(
            MatrixCode(
                code_id=line.code_id,
                label=labels.get(line.code_id, line.label),
                heading=labels.get(mechanism_id, mechanism_id) or BESIDE_FRAMEWORK,
                depth=line.depth,
                definition=definitions.get(line.code_id) or (line.code.definition if line.code else ""),
                family=frozenset(family),
                mechanism_id=mechanism_id,
                inductive=line.code_id not in labels and any(code.origin == "inductive" for code in above),
            )
        )
    return tuple(found)


def build_matrix(
    kind: CaseKind,
    cases: Sequence[Case],
    codes: Sequence[MatrixCode],
    layer: Sequence[CodedSegment],
    transcripts: Mapping[str, Transcript],
    summaries: Sequence[Summary],
) -> FrameworkMatrix:
    """Put segments and summaries into their cells.

    Parameters
    ----------
    layer : one coder's segments per transcript (`one_layer_per_transcript`), every coding of its own.
    summaries : those of all kinds of cases; others than `kind` are left alone. Several of one cell were
        written apart, and wait for a decision.
    """
    spoken = [(segment, participant_of(segment, transcripts)) for segment in sorted(layer)]
    written: dict[CellKey, list[Summary]] = {}
    for summary in in_order(summaries):
        if summary.key.case_kind == kind:
            written.setdefault(summary.key, []).append(summary)
    cells: dict[CellKey, MatrixCell] = {}
    for case in cases:
        own = [segment for segment, person in spoken if person in case.participants]
        for code in codes:
            key = CellKey(kind, case.id, code.code_id)
            here = tuple(segment for segment in own if segment.applied_code in code.family)
            cells[key] = _cell(case, code, here, written.get(key, []))
    people = frozenset(person for case in cases for person in case.participants)
    return FrameworkMatrix(
        kind=kind,
        cases=tuple(cases),
        codes=tuple(codes),
        cells=cells,
        without_case=tuple(segment for segment, person in spoken if person not in people),
        left_over=tuple(one for key in sorted(written.keys() - cells.keys()) for one in written[key]),
    )


def _cell(
    case: Case, code: MatrixCode, segments: tuple[CodedSegment, ...], written: Sequence[Summary]
) -> MatrixCell:
    if len(written) > 1:
        return MatrixCell(case, code, segments, None, tuple(written))
    return MatrixCell(case, code, segments, written[0] if written else None)
