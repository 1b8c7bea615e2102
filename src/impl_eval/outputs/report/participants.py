"""Who took part: in the survey and in the interviews, and who is not part of the results."""

from dataclasses import replace

from impl_eval.outputs.number_text import count_text, plain
from impl_eval.outputs.report.figures import figure
from impl_eval.outputs.report.inputs import ReportInputs
from impl_eval.outputs.report.limits import ON_PEOPLE
from impl_eval.outputs.report.model import Block, Heading, Paragraph, Spans, spans
from impl_eval.outputs.report.sentences import NO_INTERVIEWS, NO_SURVEY, numbers_sentence
from impl_eval.outputs.report.shape import has_interviews, has_survey
from impl_eval.outputs.report.table_blocks import table_block
from impl_eval.outputs.report.values import counted, fact, has_value, mid_sentence
from impl_eval.results import Cell, Evaluation, Reported, Section, Table

_MATCHED = "matched_against_unmatched"
_SURVEY_TABLES = ("who_answered", "groups")
_LONG_TABLES = (
    "who_answered",
    "response_rates",
    "matching",
    "false_matches",
    "groups",
    "places",
    _MATCHED,
)
_NOT_STATED = "Not stated"
_UNMATCHED = (
    "People who answered both times may differ from those who answered once. The table of matched and "
    "unmatched respondents shows how they compared at the start."
)


def survey_sections(evaluation: Evaluation) -> tuple[Section, ...]:
    """Return the survey sections: one for each instrument that was answered."""
    return tuple(section for section in evaluation.sections if section.strand == "survey")


def participants_chapter(evaluation: Evaluation, inputs: ReportInputs) -> tuple[Block, ...]:
    """Return the chapter on who took part."""
    blocks: list[Block] = [Heading(1, "Who took part", "participants")]
    if not has_interviews(evaluation):
        blocks.append(Paragraph(spans(NO_INTERVIEWS)))
    if has_survey(evaluation):
        blocks += [Heading(2, "Who answered the survey", "participants.survey"), *_survey(evaluation, inputs)]
    else:
        blocks.append(Paragraph(spans(NO_SURVEY), id="participants.no_survey"))
    if has_interviews(evaluation):
        blocks += [
            Heading(2, "Who was interviewed", "participants.interviews"),
            *_interviews(evaluation, inputs),
        ]
    return tuple(blocks)


def _survey(evaluation: Evaluation, inputs: ReportInputs) -> tuple[Block, ...]:
    sections = survey_sections(evaluation)
    blocks: list[Block] = []
    if evaluation.headline is not None:
        blocks.append(Paragraph(numbers_sentence(evaluation.headline, evaluation.facts.respondents_called)))
    for section in sections:
        if len(sections) > 1:
            blocks.append(Heading(3, section.title, f"participants.{section.title}"))
        names: tuple[str, ...] = _LONG_TABLES if inputs.is_technical else _SURVEY_TABLES
        if not _has_matched(section):
            names = tuple(name for name in names if name != _MATCHED)
        tables = [table for name in names for table in _named(section, name) if _tells(table)]
        if any(table.id.endswith(f".{_MATCHED}") for table in tables):
            blocks.append(Paragraph(spans(_UNMATCHED)))
        of = f"{section.title}: " if len(sections) > 1 else ""
        flows = [chart for chart in section.charts if chart.kind == "flow"]
        blocks.extend(figure(replace(chart, title=_titled(of, chart.title))) for chart in flows)
        blocks.extend(
            table_block(replace(_without_empty_groups(table), title=_titled(of, table.title)))
            for table in tables
        )
    return tuple(blocks)


def _titled(of: str, title: str) -> str:
    """Return a title that says of which of several surveys it is."""
    return f"{of}{mid_sentence(title)}" if of else title


def _has_matched(section: Section) -> bool:
    """Whether anybody answered both times, so that matched and unmatched can be compared."""
    matched = (each for each in section.reported if each.id.endswith(".respondents.matched"))
    return all(each.estimate.value != 0 for each in matched)


def _interviews(evaluation: Evaluation, inputs: ReportInputs) -> tuple[Block, ...]:
    section = evaluation.section("interviews")
    if section is None:
        return ()
    transcripts = _named(section, "transcripts")
    blocks: list[Block] = [Paragraph(_heard(section, table)) for table in transcripts[:1] if table.rows]
    blocks += [Paragraph(spans(caution)) for caution in section.cautions if _is_on_people(caution)]
    if inputs.is_technical:
        blocks.extend(table_block(table, compact=True) for table in transcripts)
    return tuple(blocks)


def _heard(section: Section, table: Table) -> Spans:
    """Return how many transcripts there are, with how many participants, and how many are of groups."""
    number = {reported.id: reported for reported in section.reported}
    people = number.get("interviews.participants")
    transcripts = len(table.rows)
    sentence = spans(f"There {_is(transcripts)} ", *_transcripts(number, transcripts))
    if people is not None and has_value(people):
        sentence = spans(sentence, ", with ", counted(people, "participant", "participants"), " in all")
    groups = sum(_is_of_a_group(row) for row in table.rows)
    if groups:
        discussions = "a group discussion" if groups == 1 else "group discussions"
        sentence = spans(sentence, "; ", fact(plain(groups, 0), "study.group_discussions"))
        sentence = spans(sentence, f" of the transcripts {_is(groups)} {discussions}")
    return spans(sentence, ".")


def _transcripts(number: dict[str, Reported], transcripts: int) -> Spans:
    counted_ones = number.get("interviews.transcripts")
    if counted_ones is not None and counted_ones.estimate.value == transcripts:
        return counted(counted_ones, "transcript", "transcripts")
    return spans(count_text(transcripts, "transcript", "transcripts"))


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def _is_of_a_group(row: tuple[Cell, ...]) -> bool:
    """Whether more than one participant speaks in a transcript."""
    return any(
        isinstance(cell, Reported) and cell.estimate.unit == "participants" and (cell.estimate.value or 0) > 1
        for cell in row
    )


def _is_on_people(caution: str) -> bool:
    return caution.startswith(ON_PEOPLE)


def _tells(table: Table) -> bool:
    """Whether a table of groups names any: a study may ask nobody for their group."""
    return not table.id.endswith(".groups") or any(row[0] != _NOT_STATED for row in table.rows)


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
