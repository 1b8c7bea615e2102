"""The interviews in more depth: codes, groups, codes together, new codes, summaries, what analysts note.

Everything here may leave the team: small groups are not named, no participant is, and what analysts wrote
is held back where it names somebody.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from impl_eval.qualitative.analyst_notes import AnalystNote, may_leave_the_team
from impl_eval.qualitative.co_occurrence import co_occurrence_table, co_occurrences
from impl_eval.qualitative.code_counts import CodeTalk, code_tables, talk_by_code
from impl_eval.qualitative.codebook import Codebook
from impl_eval.qualitative.coding import CodedSegment
from impl_eval.qualitative.deviant_cases import DeviantCases, deviant_cases
from impl_eval.qualitative.framework_matrix import (
    CellKey,
    FrameworkMatrix,
    MatrixCell,
    Summary,
    build_matrix,
    cases_of,
    people_of,
)
from impl_eval.qualitative.interview_counts import OTHER_GROUPS, Interviews
from impl_eval.qualitative.new_code_curve import new_code_table, transcripts_of_codes
from impl_eval.results import Cell, Estimate, Reported, Table

NO_PATTERN = "no pattern counted"
AS_ABOVE = "As above."
HAS_CHANGED = "[The coding has changed since this was written.]"
HELD_BACK = {
    "summary": (
        "1 summary of the framework matrix is not shown, because it holds what may name a person.",
        "{} summaries of the framework matrix are not shown, because they hold what may name a person.",
    ),
    "undecided": (
        "1 cell of the framework matrix is not shown, because nobody has decided between its summaries.",
        "{} cells of the framework matrix are not shown, because nobody has decided between their summaries.",
    ),
    "note": (
        "1 note of the analysts is not shown, because it holds what may name a person.",
        "{} notes of the analysts are not shown, because they hold what may name a person.",
    ),
}


@dataclass(frozen=True)
class InterviewDepth:
    """Tables and the numbers in them, and sentences on what is held back."""

    tables: tuple[Table, ...]
    reported: tuple[Reported, ...]
    cautions: tuple[str, ...]


def interview_depth(
    codebook: Codebook,
    mechanisms: Sequence[tuple[str, str]],
    layer: Sequence[CodedSegment],
    interviews: Interviews,
    summaries: Sequence[Summary] = (),
    notes: Sequence[AnalystNote] = (),
) -> InterviewDepth:
    """Return what the codes and the analysts' own words add to the counts by mechanism.

    Parameters
    ----------
    mechanisms : (id, short label) in report order.
    layer : one coder's segments per transcript, every coding of its own.
    summaries : of all kinds of cases; those of stakeholder groups that may be named are shown.
    notes : those marked in_report are shown.
    """
    entries = talk_by_code(codebook, mechanisms, layer, interviews)
    curve = new_code_table(
        transcripts_of_codes([entry.code for entry in entries], layer), interviews.analysed
    )
    together = co_occurrence_table(co_occurrences(entries, interviews))
    summed, held_back = _summaries_table(entries, layer, interviews, summaries)
    shown, names = [], interviews.participants
    for note in sorted(notes):
        if note.in_report:
            shown.append(note) if may_leave_the_team(note.text, names) else held_back.append("note")
    tables = [
        *code_tables(entries, interviews),
        *filter(None, (together,)),
        *(() if curve is None else (curve[0],)),
        *filter(None, (summed, _notes_table(shown, entries), _deviant_table(entries, shown))),
    ]
    cells = [cell for table in tables for row in table.rows for cell in row if isinstance(cell, Reported)]
    more = () if curve is None else curve[1]
    return InterviewDepth(tuple(tables), tuple(dict.fromkeys((*cells, *more))), _cautions(held_back))


def _cautions(held_back: Sequence[str]) -> tuple[str, ...]:
    counts = {what: held_back.count(what) for what in sorted(set(held_back))}
    return tuple(HELD_BACK[what][count > 1].format(count) for what, count in counts.items())


def group_matrix(
    entries: Sequence[CodeTalk],
    layer: Sequence[CodedSegment],
    interviews: Interviews,
    summaries: Sequence[Summary],
) -> FrameworkMatrix:
    """Return the matrix of stakeholder groups, small ones included: it stays in the team."""
    labels = {group.id: group.label for group in interviews.groups}
    cases = cases_of("stakeholder_group", people_of(interviews.transcripts, labels))
    codes = [entry.code for entry in entries]
    return build_matrix("stakeholder_group", cases, codes, layer, interviews.by_id, summaries)


def _summaries_table(
    entries: Sequence[CodeTalk],
    layer: Sequence[CodedSegment],
    interviews: Interviews,
    summaries: Sequence[Summary],
) -> tuple[Table | None, list[str]]:
    """Return mechanisms (and codes beside them) by groups that may be named, and what is held back."""
    if not any(one.key.case_kind == "stakeholder_group" and one.text for one in summaries):
        return None, []
    matrix = group_matrix(entries, layer, interviews, summaries)
    groups = [group for group in interviews.groups if group.id != OTHER_GROUPS]
    top = [entry.code for entry in entries if not entry.code.depth]
    held_back: list[str] = []
    rows, used = [], set()
    for code in top:
        texts = []
        for group in groups:
            cell = matrix.cells.get(CellKey("stakeholder_group", group.id, code.code_id))
            text = _shown_summary(cell, interviews.participants, held_back)
            used |= {group.id} if text else set()
            texts.append(text)
        rows.append((code.label, texts))
    kept = [at for at, group in enumerate(groups) if group.id in used]
    if not kept:
        return None, held_back
    lines = tuple((label, *(texts[at] for at in kept)) for label, texts in rows if any(texts))
    columns = ("Mechanism or code", *(groups[at].label for at in kept))
    note = "Summaries are the analysts' own words, each resting on the coded segments of its cell."
    title = "Framework matrix: mechanisms by stakeholder group"
    return Table("interviews.framework_matrix", title, columns, lines, note), held_back


def _shown_summary(cell: MatrixCell | None, people: Collection[str], held_back: list[str]) -> str:
    if cell is not None and cell.rivals:
        held_back.append("undecided")
        return ""
    if cell is None or cell.summary is None or not cell.summary.text:
        return ""
    text = " ".join(cell.summary.text.split())
    if not may_leave_the_team(text, people):
        held_back.append("summary")
        return ""
    return f"{text} {HAS_CHANGED}" if cell.standing.state == "stale" else text


def _notes_table(notes: Sequence[AnalystNote], entries: Sequence[CodeTalk]) -> Table | None:
    labels = {entry.code.code_id: entry.code.label for entry in entries}
    rows = tuple((labels.get(one.code_id, ""), one.text) for one in notes if one.kind == "reflexivity")
    if not rows:
        return None
    return Table("interviews.reflexivity", "The analysts on their own part", ("About", "Note"), rows)


def _deviant_table(entries: Sequence[CodeTalk], notes: Sequence[AnalystNote]) -> Table | None:
    """Return what analysts say of cases against the pattern; without their word nothing is shown.

    What they say of a code under which no pattern was counted is shown too: they saw what counts do not.
    """
    said: dict[str, list[str]] = {}
    for note in notes:
        if note.kind == "deviant_case":
            said.setdefault(note.code_id, []).append(note.text)
    rows: list[tuple[Cell, ...]] = []
    shown: set[str] = set()
    for case in deviant_cases(entries):
        if case.code_id in said:
            texts = AS_ABOVE if case.code_id in shown else " ".join(said[case.code_id])
            rows.append((case.label, *_counts(case), texts))
            shown.add(case.code_id)
    rows += [
        (entry.code.label, NO_PATTERN, "", "", " ".join(said[entry.code.code_id]))
        for entry in entries
        if entry.code.code_id in said.keys() - shown
    ]
    if not rows:
        return None
    columns = ("Mechanism or code", "Most participants", "Say so", "Say otherwise", "What the analysts say")
    return Table("interviews.deviant_cases", "Cases that go against the rest", columns, tuple(rows))


def _counts(case: DeviantCases) -> tuple[Cell, ...]:
    cells: list[Cell] = [case.most_say]
    for name, value in (("with", case.with_pattern), ("against", len(case.against))):
        estimate = Estimate(
            "count", float(value), n=case.voices, unit="participants", reason="a count has no interval"
        )
        id_ = f"interviews.pattern.{case.code_id}.{case.about}.{name}"
        label = f"{case.label}: participants {name} the pattern in {case.about}"
        cells.append(Reported(id_, "interviews", label, estimate))
    return tuple(cells)
