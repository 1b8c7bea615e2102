"""One section for each mechanism, always with the same blocks."""

import re

from impl_eval.outputs.report.figures import figure
from impl_eval.outputs.report.interview_sentences import (
    absence_sentence,
    change_sentence,
    fit_explanation,
    fit_text,
    participants_sentence,
    quoted,
    speaks,
)
from impl_eval.outputs.report.model import (
    Block,
    Callout,
    Column,
    Heading,
    PageBreak,
    Paragraph,
    TableBlock,
    spans,
    strong,
)
from impl_eval.outputs.report.participants import survey_sections
from impl_eval.outputs.report.scale_tables import scale_table
from impl_eval.outputs.report.sentences import mechanism_sentence, people_word, plain_label, task_line
from impl_eval.outputs.report.table_blocks import summary_of
from impl_eval.outputs.report.values import (
    has_value,
    mid_sentence,
    sentence_case,
    shown_number,
    text_cell,
    value_cell,
)
from impl_eval.results import (
    Chart,
    Evaluation,
    InterviewEvidence,
    JointRow,
    MechanismSummary,
    SurveyEvidence,
)

_CITED_LINK = re.compile(r" \((stated|inferred); (.*)\)\Z")
_INTRODUCTION = (
    "The programme is meant to work through the mechanisms below. Each section says what the mechanism is, "
    "what the survey shows, what people say in interviews, and how the two fit together. The methods say how "
    "to read the tables."
)


def mechanisms_chapter(evaluation: Evaluation) -> tuple[Block, ...]:
    """Return the overview figures and one section for each mechanism."""
    blocks: list[Block] = [
        PageBreak(),
        Heading(1, "What we found, mechanism by mechanism", "mechanisms"),
        Paragraph(spans(_INTRODUCTION)),
        *(figure(chart) for chart in _charts(evaluation, "change")),
        *(figure(chart) for chart in _charts(evaluation, "segments")),
    ]
    rows = {row.mechanism_id: row for row in evaluation.joint_display.rows}
    for mechanism in evaluation.mechanisms:
        if mechanism.id in rows:
            blocks.extend(_mechanism(evaluation, mechanism, rows[mechanism.id]))
    return (*blocks, *_other_scales(evaluation))


def _other_scales(evaluation: Evaluation) -> tuple[Block, ...]:
    """Return the scales that no section of a mechanism shows, so that none is left out of the report."""
    rows = {row.mechanism_id: row for row in evaluation.joint_display.rows}
    shown = {
        entry.scale_id
        for mechanism in evaluation.mechanisms
        if mechanism.id in rows
        for entry in _evidence(evaluation, mechanism, rows[mechanism.id])
    }
    blocks: list[Block] = []
    for entry in evaluation.scales:
        if entry.scale_id not in shown:
            blocks.append(Heading(3, plain_label(entry.label), f"scale.{entry.scale_id}"))
            blocks.extend(_scale(evaluation, entry))
    known = {mechanism.id for mechanism in evaluation.mechanisms}
    charts = [chart for chart in _charts(evaluation, "distribution") if chart.mechanism_id not in known]
    blocks.extend(figure(chart) for chart in charts)
    if not blocks:
        return ()
    introduction = "These scales of the survey stand for no mechanism of their own."
    return (Heading(2, "Other scales of the survey", "other_scales"), Paragraph(spans(introduction)), *blocks)


def _mechanism(evaluation: Evaluation, mechanism: MechanismSummary, row: JointRow) -> tuple[Block, ...]:
    blocks: list[Block] = [
        Heading(2, mechanism.short_label, f"mechanism.{mechanism.id}"),
        Paragraph(spans(strong(f"{mechanism.label.rstrip('.')}. "), mechanism.definition), keep_next=True),
    ]
    if mechanism.links:
        blocks.append(
            Paragraph(
                spans(f"Links to theory: {'; '.join(map(without_citation, mechanism.links))}."),
                "note",
                keep_next=True,
            )
        )
    headline = mechanism_sentence(row.label, row.survey, people_word(evaluation))
    blocks.append(Callout(f"mechanism.{mechanism.id}.headline", headline))
    blocks.extend(_survey(evaluation, mechanism, row))
    blocks.append(Heading(3, "What people say", f"mechanism.{mechanism.id}.interviews"))
    blocks.extend(_interviews(mechanism, row.interviews))
    blocks.append(Heading(3, "How the two fit", f"mechanism.{mechanism.id}.fit"))
    fit = spans(strong(f"Proposed: {mid_sentence(fit_text(row.fit))}. "), fit_explanation(row.fit))
    blocks.append(Paragraph(fit))
    return tuple(blocks)


def _survey(evaluation: Evaluation, mechanism: MechanismSummary, row: JointRow) -> tuple[Block, ...]:
    blocks: list[Block] = []
    evidence = _evidence(evaluation, mechanism, row)
    charts = [chart for chart in _charts(evaluation, "distribution") if chart.mechanism_id == mechanism.id]
    if evidence or charts:
        blocks.append(Heading(3, "What the survey shows", f"mechanism.{mechanism.id}.survey"))
    for entry in evidence:
        blocks.extend(_scale(evaluation, entry))
    blocks.extend(figure(chart) for chart in charts)
    return tuple(blocks)


def _scale(evaluation: Evaluation, evidence: SurveyEvidence) -> tuple[Block, ...]:
    blocks: list[Block] = []
    headline = evaluation.headline
    if headline is not None and headline.evidence == evidence:
        label = plain_label(evidence.label)
        blocks.append(
            Paragraph(
                spans(strong(f"{label}. "), mechanism_sentence(label, evidence, people_word(evaluation)))
            )
        )
    blocks.append(scale_table(evaluation, evidence))
    if headline is not None and headline.evidence == evidence and headline.tasks:
        blocks.append(Paragraph(spans("Single tasks of this scale:")))
        blocks.extend(Paragraph(task_line(task), "bullet") for task in headline.tasks)
    return tuple(blocks)


def _evidence(
    evaluation: Evaluation, mechanism: MechanismSummary, row: JointRow
) -> tuple[SurveyEvidence, ...]:
    """Return the evidence on a mechanism: its scale, and the headline scale where it belongs here."""
    headline = evaluation.headline
    found = [row.survey] if row.survey is not None else []
    if headline is not None and headline.evidence.mechanism_id == mechanism.id:
        found += [headline.evidence] if headline.evidence not in found else []
    return tuple(found)


def _interviews(mechanism: MechanismSummary, evidence: InterviewEvidence | None) -> tuple[Block, ...]:
    if evidence is None or evidence.coded_transcripts == 0 or not speaks(evidence):
        return (Paragraph(spans(absence_sentence(evidence))),)
    blocks: list[Block] = [
        Paragraph(spans(participants_sentence(evidence), " ", change_sentence(evidence))),
        *_groups(mechanism, evidence),
    ]
    for quote in evidence.quotes:
        said = spans(quoted(quote.text), strong(f" {sentence_case(quote.group)}, {quote.valence}"))
        blocks.append(Paragraph(said, "quote"))
    return tuple(blocks)


def _groups(mechanism: MechanismSummary, evidence: InterviewEvidence) -> tuple[Block, ...]:
    if not evidence.groups:
        return ()
    title = f"{mechanism.short_label}: who speaks of it"
    columns = (
        Column("Stakeholder group", 38),
        Column("Participants who speak of it", 36, "right"),
        Column("Coded segments", 26, "right"),
    )
    rows = tuple(
        (
            text_cell(sentence_case(group)),
            text_cell(shown_number(people), _out_of(people.estimate.n)),
            value_cell(segments),
        )
        for group, people, segments in evidence.groups
    )
    headers = tuple(column.header for column in columns)
    summary = summary_of(title, headers, len(rows))
    block = TableBlock(f"mechanism.{mechanism.id}.groups", title, summary, columns, rows, compact=True)
    return (block,)


def _out_of(n: int | None) -> str:
    return f" of {n}" if n is not None else ""


def without_citation(link: str) -> str:
    """Return a link to theory with its status alone: citations stand in the methods."""
    return _CITED_LINK.sub(r" (\1)", link)


def citation_of(link: str) -> str:
    """Return the citation of a link to theory, or nothing."""
    match = _CITED_LINK.search(link)
    return match[2] if match else ""


def _charts(evaluation: Evaluation, kind: str) -> tuple[Chart, ...]:
    sections = (*survey_sections(evaluation), *filter(None, (evaluation.section("interviews"),)))
    return tuple(
        chart for section in sections for chart in section.charts if chart.kind == kind and _shows(chart)
    )


def _shows(chart: Chart) -> bool:
    """Whether a chart has anything to show; where it has not, the text gives the reason."""
    return any(has_value(point.reported) for point in chart.points)
