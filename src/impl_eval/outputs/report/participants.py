"""Who took part: in the survey and in the interviews, and who is not part of the results."""

from impl_eval.outputs.report.model import Block, Heading, PageBreak, Paragraph, spans
from impl_eval.outputs.report.sentences import numbers_sentence, people_word
from impl_eval.outputs.report.table_blocks import table_block
from impl_eval.results import Evaluation, Reported, Section, Table

_SURVEY_TABLES = ("who_answered", "matching", "groups", "places", "matched_against_unmatched")
_NO_SURVEY = "There was no survey, or nobody answered it: nothing here says how prescribers' answers changed."
_NO_INTERVIEWS = "There were no interviews: this report holds no account of why things changed or did not."
_UNMATCHED = (
    "People who answered both times may differ from those who answered once. The table of matched and "
    "unmatched respondents shows how they compared at the start."
)


def survey_sections(evaluation: Evaluation) -> tuple[Section, ...]:
    """Return the survey sections: one for each instrument that was answered."""
    return tuple(section for section in evaluation.sections if section.strand == "survey")


def participants_chapter(evaluation: Evaluation) -> tuple[Block, ...]:
    """Return the chapter on who took part."""
    return (
        PageBreak(),
        Heading(1, "Who took part", "participants"),
        Heading(2, "Survey", "participants.survey"),
        *_survey(evaluation),
        Heading(2, "Interviews", "participants.interviews"),
        *_interviews(evaluation),
    )


def _survey(evaluation: Evaluation) -> tuple[Block, ...]:
    sections = survey_sections(evaluation)
    if not sections:
        return (Paragraph(spans(_NO_SURVEY)),)
    blocks: list[Block] = []
    if evaluation.headline is not None:
        blocks.append(Paragraph(numbers_sentence(evaluation.headline, people_word(evaluation))))
    for section in sections:
        if len(sections) > 1:
            blocks.append(Heading(3, section.title, f"participants.{section.title}"))
        tables = [table for name in _SURVEY_TABLES for table in _named(section, name)]
        if any(table.id.endswith(".matched_against_unmatched") for table in tables):
            blocks.append(Paragraph(spans(_UNMATCHED)))
        blocks.extend(table_block(_without_empty_groups(table)) for table in tables)
    return tuple(blocks)


def _interviews(evaluation: Evaluation) -> tuple[Block, ...]:
    section = evaluation.section("interviews")
    if section is None or not section.tables:
        return (Paragraph(spans(_NO_INTERVIEWS)),)
    blocks: list[Block] = [
        Paragraph(spans(caution)) for caution in section.cautions if _is_on_people(caution)
    ]
    blocks.extend(table_block(table, compact=True) for table in _named(section, "transcripts"))
    return tuple(blocks)


def _is_on_people(caution: str) -> bool:
    return caution.startswith(("Not analysed", "Stakeholder groups", "Some transcripts"))


def _without_empty_groups(table: Table) -> Table:
    """Return the table of groups without groups that nobody answered from, and say so."""
    if not table.id.endswith(".groups"):
        return table
    rows = tuple(
        row
        for row in table.rows
        if any(isinstance(cell, Reported) and cell.estimate.value != 0 for cell in row)
    )
    if len(rows) == len(table.rows):
        return table
    note = " ".join(filter(None, (table.note, "Stakeholder groups without respondents are not listed.")))
    return Table(table.id, table.title, table.columns, rows, note)


def _named(section: Section, name: str) -> list[Table]:
    return [table for table in section.tables if table.id.endswith(f".{name}")]
