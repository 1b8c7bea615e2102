"""Appendices of words: the codebook with the agreement of coders, and the questionnaires item by item."""

from dataclasses import replace

from impl_eval.instruments import Instrument
from impl_eval.instruments.licences import is_open
from impl_eval.instruments.model import ResponseOptions
from impl_eval.outputs.report.inputs import ReportInputs
from impl_eval.outputs.report.model import Block, Column, Heading, PageBreak, Paragraph, TableBlock, spans
from impl_eval.outputs.report.references import see
from impl_eval.outputs.report.shape import has_interviews, has_survey
from impl_eval.outputs.report.table_blocks import summary_of, table_block
from impl_eval.outputs.report.values import NOTHING, text_cell
from impl_eval.results import Evaluation, Section, Table

AGREEMENT_ON_PAGES = ("agreement.overall", "agreement.several.overall")
FURTHER_AGREEMENT = (
    "How often each mechanism was coded, Krippendorff's alpha, Gwet's AC1, PABAK and every turn on which "
    "coders differ stand in the tables beside this report."
)
_CODEBOOK = "A code says what counts as talk about a mechanism. Analysts decided by these words."
_NO_WORDING = (
    "The wording of its items is not printed: its licence does not let everybody pass it on, or the study "
    "does not hold it."
)


def codebook_chapter(evaluation: Evaluation, inputs: ReportInputs) -> tuple[Block, ...]:
    """Return codebook and agreement of coders; nothing where there are no interviews."""
    if not has_interviews(evaluation):
        return ()
    blocks: list[Block] = []
    if inputs.codebook is not None:
        blocks.append(Paragraph(spans(_CODEBOOK), id="codebook.introduction"))
        codes = inputs.codebook if inputs.is_technical else _meanings(inputs.codebook)
        blocks.append(replace(table_block(codes, compact=True), together=False))
    agreement = evaluation.section("agreement")
    blocks.extend(_agreement(agreement) if agreement is not None else ())
    if not blocks:
        return ()
    return (PageBreak(), Heading(1, "Codebook and agreement of coders", "codebook"), *blocks)


def _meanings(codebook: Table) -> Table:
    """Return the codebook with what each code means alone; what it counts is in the technical edition."""
    rows = tuple(row[:2] for row in codebook.rows)
    return Table(codebook.id, codebook.title, codebook.columns[:2], rows, codebook.note)


def _agreement(section: Section) -> tuple[Block, ...]:
    blocks: list[Block] = [Heading(2, "Agreement between coders", "methods.agreement")]
    blocks.extend(Paragraph(spans(sentence)) for sentence in (*section.methods, *section.cautions))
    on_pages = [table for table in section.tables if table.id in AGREEMENT_ON_PAGES]
    blocks.extend(table_block(table, compact=True) for table in on_pages)
    if len(section.tables) > len(on_pages):
        blocks.append(Paragraph(spans(FURTHER_AGREEMENT)))
    return tuple(blocks)


def instruments_chapter(evaluation: Evaluation, inputs: ReportInputs) -> tuple[Block, ...]:
    """Return every questionnaire item by item, where its licence lets anybody read it."""
    if not inputs.instruments or not has_survey(evaluation):
        return ()
    blocks: list[Block] = [PageBreak(), Heading(1, "Questionnaires", "instruments")]
    for instrument in inputs.instruments:
        blocks.append(Heading(2, instrument.title, f"instruments.{instrument.id}"))
        if may_print(instrument):
            blocks.append(Paragraph(spans(_reading(instrument), see("methods.instruments")), keep_next=True))
            blocks.append(_items(instrument))
        else:
            blocks.append(Paragraph(spans(_NO_WORDING, see("methods.instruments"))))
    return tuple(blocks)


def may_print(instrument: Instrument) -> bool:
    """Whether everybody may read the wording: it is there, and its licence is open."""
    return instrument.licence.text_included and is_open(instrument.licence.spdx)


def _reading(instrument: Instrument) -> str:
    reverse = any(item.reverse_scored for item in instrument.items)
    turned = " An item marked as reversed is mirrored before it is scored." if reverse else ""
    return f"The items in the order in which they are asked, with the range of the answers.{turned}"


def _items(instrument: Instrument) -> TableBlock:
    scales = {scale.id: scale.label for scale in instrument.scales}
    columns = (Column("Item", 18), Column("Wording", 46), Column("Answers", 10), Column("Scale", 26))
    rows = tuple(
        (
            text_cell(f"{item.id}{' (reversed)' if item.reverse_scored else ''}"),
            text_cell(item.text),
            text_cell(_ends(instrument.options_of(item))),
            text_cell(scales.get(item.scale, NOTHING)),
        )
        for item in instrument.items
    )
    title = f"{instrument.title}: items"
    headers = tuple(column.header for column in columns)
    summary = summary_of(title, headers, len(rows))
    table_id = f"instruments.{instrument.id}.items"
    return TableBlock(
        table_id, title, summary, columns, rows, _answers(instrument), compact=True, together=False
    )


def _ends(options: ResponseOptions) -> str:
    return f"{options.min} to {options.max}"


def _answers(instrument: Instrument) -> str:
    """Return what the lowest and highest answers are called: '1 to 5: Strongly disagree to ...'."""
    used = dict.fromkeys(item.choices for item in instrument.items)
    sets = [instrument.choices[name] for name in used]
    named = [
        f"{_ends(options)}: {options.labels[options.min]} to {options.labels[options.max]}."
        for options in sets
        if options.min in options.labels and options.max in options.labels
    ]
    return " ".join(["Answers.", *named]) if named else ""
