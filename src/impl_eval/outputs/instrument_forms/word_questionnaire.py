"""A questionnaire to print: items in tables with a box for each answer, and a key for data entry.

Codes do not stand beside the boxes, where they would sway answers, but on the last page.
"""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from impl_eval.instruments import Instrument, Item, ResponseOptions
from impl_eval.instruments.show_if import Comparison, parse_show_if
from impl_eval.outputs.instrument_forms.exported import (
    ExportedForm,
    item_text,
    key_losses,
    licence_sentence,
    not_applicable_codes,
    scoring_losses,
    shell_losses,
)
from impl_eval.outputs.instrument_forms.word_tables import BOX, Cell, grid, table
from impl_eval.outputs.report.model import Report
from impl_eval.outputs.word.xml_text import paragraph, run

NO_DATE = datetime.date(2000, 1, 1)
MOST_LABELLED = 5
"""Ours: more columns with words than this do not fit beside the items on a page."""
_NUMBER, _LABELLED, _UNLABELLED, _APPLIES = 440, 870, 400, 1020
_SIGNS = {
    "=": "is", "!=": "is not", ">=": "is at least", "<=": "is at most", ">": "is above", "<": "is below",
}  # fmt: skip


@dataclass(frozen=True)
class _Block:
    """Neighbouring items with the same options, with their numbers in the questionnaire."""

    options: ResponseOptions
    items: tuple[tuple[int, Item], ...]


def word_questionnaire(instrument: Instrument) -> ExportedForm:
    """Return a .docx of the questionnaire, without date."""
    from impl_eval.outputs.word.document import assemble_document
    from impl_eval.outputs.word.sections import section_properties

    about = Report(
        title=instrument.title,
        short_title=instrument.title,
        authors=instrument.licence.holder,
        subject=f"Questionnaire {instrument.id}",
        banner="DRAFT WITHOUT WORDING" if shell_losses(instrument) else "",
        date_text=f"Version {instrument.version}",
    )
    body = "".join(_body(instrument)) + section_properties(landscape=False)
    content = assemble_document(lambda _: body, about, NO_DATE, category="Questionnaire")
    return ExportedForm(content, ".questionnaire.docx", _losses(instrument))


def _body(instrument: Instrument) -> Iterator[str]:
    yield paragraph("Heading1", run(instrument.title))
    for loss in shell_losses(instrument):
        yield paragraph("Callout", run(f"Not yet to be handed out. {loss}"))
    if instrument.introduction:
        yield paragraph("BodyText", run(instrument.introduction))
    yield from _about_the_respondent()
    applies = bool(not_applicable_codes(instrument))
    for number, block in enumerate(_blocks(instrument), start=1):
        yield paragraph("BodyText", run(_instruction(block, applies)), "<w:keepNext/>" + _spacing(200))
        yield _items_table(instrument, block, number, applies)
    yield paragraph("BodyText", run("Thank you."), _spacing(240))
    yield paragraph("TableNote", run(licence_sentence(instrument)), "<w:keepLines/>")
    yield from _key(instrument)


def _spacing(before: int) -> str:
    return f'<w:spacing w:before="{before}"/>'


def _about_the_respondent() -> Iterator[str]:
    """Yield the lines without which answers cannot be matched over time."""
    columns = ("Your personal code", "Place of work", "Date")
    blank = tuple(Cell("") for _ in columns)
    yield table(
        "Who answers", "Three boxes to write in: personal code, place of work, date.",
        [Cell(text) for text in columns], [blank], grid((3, 4, 2)), height=620,
    )  # fmt: skip


def _blocks(instrument: Instrument) -> list[_Block]:
    blocks: list[list[tuple[int, Item]]] = []
    for number, item in enumerate(instrument.items, start=1):
        if not blocks or blocks[-1][-1][1].choices != item.choices:
            blocks.append([])
        blocks[-1].append((number, item))
    return [_Block(instrument.options_of(items[0][1]), tuple(items)) for items in blocks]


def _is_labelled(options: ResponseOptions) -> bool:
    count = options.max - options.min + 1
    return len(options.labels) == count <= MOST_LABELLED


def _instruction(block: _Block, applies: bool) -> str:
    lines = "on each line" if len(block.items) > 1 else ""
    text = f"Please tick one box {lines}".rstrip() + "."
    if not _is_labelled(block.options) and block.options.labels:
        meaning = [f"{value} = {label}" for value, label in sorted(block.options.labels.items())]
        text += f" {'; '.join(meaning)}."
    return text + (" N/A = not applicable." if applies and not _is_labelled(block.options) else "")


def _items_table(instrument: Instrument, block: _Block, number: int, applies: bool) -> str:
    options, labelled = block.options, _is_labelled(block.options)
    values = range(options.min, options.max + 1)
    heads = [Cell(options.labels[value] if labelled else str(value), small=labelled) for value in values]
    widths = [_LABELLED if labelled else _UNLABELLED] * len(values)
    if applies:
        heads.append(Cell("Not applicable" if labelled else "N/A", small=labelled))
        widths.append(_APPLIES if labelled else 560)
    numbers = {item.id: position for position, item in enumerate(instrument.items, start=1)}
    rows = [
        (
            Cell(str(position), centred=False),
            Cell(item_text(item), centred=False, note=_condition(instrument, item, numbers)),
            *(Cell(BOX) for _ in heads),
        )
        for position, item in block.items
    ]
    return table(
        f"Questions {block.items[0][0]} to {block.items[-1][0]}",
        f"Block {number}: each row is a question, each further column an answer with a box to tick.",
        [Cell("No.", centred=False, small=True), Cell("Question", centred=False), *heads],
        rows,
        grid((), fixed=(_NUMBER, None, *widths)),
    )


def _condition(instrument: Instrument, item: Item, numbers: dict[str, int]) -> str:
    condition = parse_show_if(item.show_if) if item.show_if else None
    if condition is None:
        return ""

    def worded(one: Comparison) -> str:
        about = next(other for other in instrument.items if other.id == one.item_id)
        label = instrument.options_of(about).labels.get(one.value)
        answer = f'"{label}"' if label else str(one.value)
        return f"your answer to question {numbers[one.item_id]} {_SIGNS[one.sign]} {answer}"

    return f"Only if {f' {condition.joint} '.join(map(worded, condition.comparisons))}."


def _key(instrument: Instrument) -> Iterator[str]:
    """Yield the page for those who type the answers in."""
    yield paragraph("Heading2", run("For data entry: not part of the questionnaire"), "<w:pageBreakBefore/>")
    codes = "; ".join(f"{code} for {kind}" for code, kind in instrument.missing_codes.items())
    text = "Type the code of the ticked box, from left to right. Do not reverse anything: scoring does."
    yield paragraph("BodyText", run(text + (f" Missing answers: {codes}." if codes else "")))
    rows = [
        (
            Cell(str(number)),
            Cell(item.id, centred=False),
            Cell(f"{instrument.options_of(item).min} to {instrument.options_of(item).max}"),
            Cell(item.short_label, centred=False),
        )
        for number, item in enumerate(instrument.items, start=1)
    ]
    heads = [Cell("No."), Cell("Item", centred=False), Cell("Codes"), Cell("About", centred=False)]
    yield table("Key for data entry", "Number, item, codes and short label.", heads, rows, grid((1, 3, 2, 6)))
    yield paragraph("TableNote", run(f"Instrument {instrument.id}, version {instrument.version}."))


def _losses(instrument: Instrument) -> tuple[str, ...]:
    losses: Sequence[str] = (
        *key_losses(instrument),
        *scoring_losses(instrument),
        *shell_losses(instrument),
        "Conditions are printed beside their items; paper cannot enforce them.",
    )
    has_conditions = any(item.show_if for item in instrument.items)
    return tuple(losses) if has_conditions else tuple(losses[:-1])
