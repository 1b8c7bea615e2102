"""Appendix: reporting checklists, each item with its status and where in the report it is answered.

There is no score: a full list is not a good study. What a person says of an item comes before what is
proposed here; a proposal is marked as one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from impl_eval.outputs.report.background import IMPLEMENTED_TABLE, TIDIER
from impl_eval.outputs.report.identity import id_of
from impl_eval.outputs.report.inputs import ReportInputs
from impl_eval.outputs.report.model import (
    Block,
    CellLine,
    Column,
    Contents,
    Heading,
    Orientation,
    PageBreak,
    Paragraph,
    Prompt,
    TableBlock,
    TableCell,
    spans,
)
from impl_eval.outputs.report.recommendations import RECOMMENDATIONS_TABLE
from impl_eval.outputs.report.references import names_of, reference
from impl_eval.outputs.report.shape import has_both_strands, has_interviews, has_survey
from impl_eval.outputs.report.table_blocks import summary_of
from impl_eval.outputs.report.values import NOTHING, listed, sentence_case, text_cell
from impl_eval.protocols import Checklist, ChecklistAnswer, ChecklistItem
from impl_eval.results import Evaluation

FIRST = ("stari", "gramms")
"""Checklists that every edition with appendices prints; the others stand in the technical edition."""

_INTRODUCTION = (
    "These lists say where the report answers what reporting guidelines ask. The labels are ours; the full "
    "wording stands in the sources. “Proposed” marks what a program found by looking whether the section "
    "stands in this report: nobody has confirmed it. “Partly” then says that somebody wrote on it; "
    "whether it suffices is for a person to say. A list without gaps is no proof of quality."
)
_NOT_CONFIRMED = "proposed"
_HEADERS = (("Item", 7), ("What is asked", 33), ("Status", 21), ("Where in this report, or why not", 39))
_HEADERS_OF_COLUMNS = (
    ("Item", 6.5), ("Asked of", 12.5), ("What is asked", 28), ("Status", 21),
    ("Where in this report, or why not", 32),
)  # fmt: skip
"""Headers of a checklist that asks some of its items once for each of its columns."""


def checklists_chapter(
    evaluation: Evaluation, inputs: ReportInputs, report: Sequence[Block]
) -> tuple[Block, ...]:
    """Return the appendix. `report` holds all blocks before it, in which items look for their places."""
    chosen = [one for one in inputs.checklists if _fits(evaluation, inputs, one)]
    printed = [one for one in chosen if inputs.is_technical or one.id in FIRST]
    if not printed:
        return ()
    places = _places(report, inputs)
    blocks: list[Block] = [
        Heading(1, "Reporting checklists", "checklists"),
        Paragraph(spans(_INTRODUCTION), id="checklists.introduction"),
    ]
    left_out = [one.title for one in chosen if one not in printed]
    if left_out:
        elsewhere = f"The technical edition of this report also holds {listed(left_out)}."
        blocks.append(Paragraph(spans(elsewhere), id="checklists.elsewhere"))
    for checklist in printed:
        blocks.extend(_checklist(checklist, inputs.answers, places))
    return tuple(blocks)


def _fits(evaluation: Evaluation, inputs: ReportInputs, checklist: Checklist) -> bool:
    if checklist.id not in inputs.words.checklists:
        return False
    match checklist.for_strand:
        case "survey":
            return has_survey(evaluation)
        case "interviews":
            return has_interviews(evaluation)
        case "both":
            return has_both_strands(evaluation)
        case _:
            return True


@dataclass(frozen=True)
class _Places:
    """What can be referred to, by id: whether anything but a question stands there, and words of people.

    `called` gives the block to point at where an item is answered by one row of a table.
    """

    told: dict[str, bool]
    written: frozenset[str]
    called: dict[str, str]


def _places(report: Sequence[Block], inputs: ReportInputs) -> _Places:
    names = names_of(report)
    told: dict[str, bool] = {}
    written: set[str] = set()
    above: list[Heading] = []
    for block in report:
        if isinstance(block, Heading):
            above = [one for one in above if one.level < block.level] + [block]
            told[block.id] = False
        elif not isinstance(block, Prompt | Contents | PageBreak | Orientation):
            here = {heading.id for heading in above} | ({id_of(block)} & names.keys())
            told |= dict.fromkeys(here, True)
            written |= here if _is_written(id_of(block)) else set()
    described = {
        f"implemented.{name}": "implemented.table" for name, _ in TIDIER if getattr(inputs.description, name)
    }
    told |= dict.fromkeys(described, True)
    return _Places(told, frozenset(written | described.keys()), described)


def _is_written(block_id: str) -> bool:
    """Whether people wrote what a block says."""
    own = (IMPLEMENTED_TABLE, RECOMMENDATIONS_TABLE)
    return ".written_" in block_id or block_id in own or block_id.startswith("statements.")


def _checklist(
    checklist: Checklist, answers: Iterable[ChecklistAnswer], places: _Places
) -> tuple[Block, ...]:
    given = {(one.item, one.column): one for one in answers if one.checklist == checklist.id}
    rows = tuple(_row(checklist, item, _answer(item, given), places) for item in checklist.items)
    shown = _HEADERS_OF_COLUMNS if checklist.columns else _HEADERS
    columns = tuple(Column(header, share) for header, share in shown)
    headers = tuple(header for header, _ in shown)
    note = " ".join(filter(None, (f"Source: {checklist.citation} {checklist.link}.", checklist.note)))
    table = TableBlock(
        f"checklists.{checklist.id}.table",
        f"{checklist.title}, version {checklist.version}",
        summary_of(checklist.title, headers, len(rows)),
        columns,
        rows,
        note,
        compact=True,
        together=False,
    )
    return (Heading(2, checklist.title, f"checklists.{checklist.id}"), table)


def _answer(item: ChecklistItem, given: Mapping[tuple[str, str], ChecklistAnswer]) -> ChecklistAnswer | None:
    """Return what a person said of this column of an item, or of all its columns at once."""
    return given.get((item.number, item.column or "")) or given.get((item.number, ""))


def _row(
    checklist: Checklist, item: ChecklistItem, answer: ChecklistAnswer | None, places: _Places
) -> tuple[TableCell, ...]:
    found = [name for name in item.found_in if name in places.told]
    shown = [places.called.get(name, name) for name in found if places.told[name] or answer is not None]
    lines = [CellLine((reference(name),)) for name in dict.fromkeys(shown)]
    if answer is None:
        status, reason = _proposed(item, found, places)
        words = f"{sentence_case(status)} ({_NOT_CONFIRMED})"
    else:
        words, reason = sentence_case(answer.status), answer.reason
        lines += [CellLine(spans(answer.where))] if answer.where else []
    lines += [CellLine(spans(f"{reason.rstrip('.')}."))] if reason else []
    where = tuple(lines) or text_cell(NOTHING)
    asked = (text_cell(checklist.column_label(item)),) if checklist.columns else ()
    return (text_cell(item.number), *asked, text_cell(item.label), text_cell(words), where)


def _proposed(item: ChecklistItem, found: list[str], places: _Places) -> tuple[str, str]:
    """Return the status that the report itself suggests, and why it is not done."""
    if not any(places.told[name] for name in found):
        return "missing", "Nobody has written on it"
    if item.filled != "person":
        return "done", ""
    if places.written & set(found):
        return "partly", ""
    return "partly", "A person must add to what the files tell"
