"""One section for each mechanism, always with the same blocks."""

from impl_eval.outputs.report.figures import figure
from impl_eval.outputs.report.inputs import ReportInputs
from impl_eval.outputs.report.interview_sentences import (
    absence_sentence,
    change_sentence,
    fit_explanation,
    fit_standing,
    fit_text,
    participants_sentence,
    quoted,
    speaks,
    tendency_sentence,
)
from impl_eval.outputs.report.model import (
    Block,
    Callout,
    Column,
    Heading,
    Paragraph,
    Spans,
    TableBlock,
    spans,
    strong,
)
from impl_eval.outputs.report.participants import survey_sections
from impl_eval.outputs.report.references import see
from impl_eval.outputs.report.scale_tables import scale_table
from impl_eval.outputs.report.sentences import mechanism_sentence, plain_label
from impl_eval.outputs.report.shape import (
    has_both_strands,
    has_interviews,
    has_survey,
    is_headline,
    survey_of,
)
from impl_eval.outputs.report.table_blocks import summary_of
from impl_eval.outputs.report.values import (
    has_value,
    listed,
    mid_sentence,
    sentence_case,
    shown_n,
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
    Reported,
    SurveyEvidence,
)


def mechanisms_chapter(evaluation: Evaluation, inputs: ReportInputs) -> tuple[Block, ...]:
    """Return the overview figures and one section for each mechanism; nothing without both strands."""
    if not has_survey(evaluation) and not has_interviews(evaluation):
        return ()
    counts_codes = inputs.is_technical or not has_survey(evaluation)
    blocks: list[Block] = [
        Heading(1, "What we found, mechanism by mechanism", "mechanisms"),
        Paragraph(spans(_introduction(evaluation)), id="mechanisms.introduction"),
        *(figure(chart) for chart in _charts(evaluation, "change")),
        *(figure(chart) for chart in _charts(evaluation, "dumbbell") if inputs.is_technical),
        *(figure(chart) for chart in _charts(evaluation, "segments") if counts_codes),
    ]
    rows = {row.mechanism_id: row for row in evaluation.joint_display.rows}
    for mechanism in evaluation.mechanisms:
        if mechanism.id in rows:
            blocks.extend(_mechanism(evaluation, inputs, mechanism, rows[mechanism.id]))
    return (*blocks, *_other_scales(evaluation, inputs))


def _introduction(evaluation: Evaluation) -> str:
    parts = ["what the mechanism is"]
    parts += ["what the survey shows"] if has_survey(evaluation) else []
    parts += ["what people say in interviews"] if has_interviews(evaluation) else []
    parts += ["how the two fit together"] if has_both_strands(evaluation) else []
    tables = " The methods say how to read the tables." if has_survey(evaluation) else ""
    return (
        "The programme is meant to work through the mechanisms below. Each section says "
        f"{listed(parts)}.{tables}"
    )


def _other_scales(evaluation: Evaluation, inputs: ReportInputs) -> tuple[Block, ...]:
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
            blocks.append(Heading(3, plain_label(entry.label), f"other_scales.{entry.scale_id}"))
            blocks.extend(_scale(evaluation, inputs, entry))
    known = {mechanism.id for mechanism in evaluation.mechanisms}
    charts = [chart for chart in _charts(evaluation, "distribution") if chart.mechanism_id not in known]
    blocks.extend(figure(chart) for chart in charts)
    if not blocks:
        return ()
    introduction = "These scales stand for no mechanism, or are outside the plan’s family."
    return (Heading(2, "Other scales of the survey", "other_scales"), Paragraph(spans(introduction)), *blocks)


def _mechanism(
    evaluation: Evaluation, inputs: ReportInputs, mechanism: MechanismSummary, row: JointRow
) -> tuple[Block, ...]:
    name = f"mechanism.{mechanism.id}"
    what = spans(strong(f"{mechanism.label.rstrip('.')}. "), mechanism.definition)
    blocks: list[Block] = [
        Heading(2, mechanism.short_label, name),
        Paragraph(what, keep_next=True, id=f"{name}.definition"),
    ]
    main_finding = _main_finding(evaluation, row)
    if main_finding:
        blocks.append(Callout(f"{name}.headline", main_finding))
    blocks.extend(_survey(evaluation, inputs, mechanism, row))
    if has_interviews(evaluation):
        blocks.append(Heading(3, "What people say", f"{name}.interviews"))
        blocks.extend(_interviews(inputs, mechanism, row.interviews))
    if has_both_strands(evaluation):
        blocks.append(Heading(3, "How the two fit", f"{name}.fit"))
        blocks.extend(_fit(name, row))
    return tuple(blocks)


def _fit(name: str, row: JointRow) -> tuple[Block, ...]:
    """Return the row of the joint display in words; what both together tell stands beside the display."""
    standing = sentence_case(fit_standing(row.fit))
    fit = spans(strong(f"{standing}: {mid_sentence(fit_text(row.fit))}. "), fit_explanation(row.fit))
    return (Paragraph(spans(fit, see("joint")), id=f"{name}.fit.text"),)


def _main_finding(evaluation: Evaluation, row: JointRow) -> Spans:
    """Return what the survey says of a mechanism; without survey, what most participants say."""
    if has_survey(evaluation):
        evidence = survey_of(evaluation, row)
        return mechanism_sentence(row.label, evidence, evaluation.facts.respondents_called)
    if row.interviews is None or not speaks(row.interviews):
        return ()
    return spans(tendency_sentence(row.label, row.interviews))


def _survey(
    evaluation: Evaluation, inputs: ReportInputs, mechanism: MechanismSummary, row: JointRow
) -> tuple[Block, ...]:
    blocks: list[Block] = []
    evidence = _evidence(evaluation, mechanism, row)
    charts = [chart for chart in _charts(evaluation, "distribution") if chart.mechanism_id == mechanism.id]
    main = [chart for chart in charts if evidence and chart.id.endswith(f".{evidence[0].scale_id}")]
    charts = charts if inputs.is_technical or not main else main
    if evidence or charts:
        blocks.append(Heading(3, "What the survey shows", f"mechanism.{mechanism.id}.survey"))
    blocks.extend(figure(chart) for chart in charts)
    for entry in evidence:
        blocks.extend(_scale(evaluation, inputs, entry, said_above=entry is evidence[0]))
    return tuple(blocks)


def _scale(
    evaluation: Evaluation, inputs: ReportInputs, evidence: SurveyEvidence, *, said_above: bool = False
) -> tuple[Block, ...]:
    """Return what the survey says of a scale, unless the section has begun with it, and its table."""
    table = scale_table(evaluation, evidence, short=not inputs.is_technical)
    if said_above:
        return (table,)
    label, people = plain_label(evidence.label), evaluation.facts.respondents_called
    said = mechanism_sentence(label, evidence, people)
    return (Paragraph(said, keep_next=True), table)


def _evidence(
    evaluation: Evaluation, mechanism: MechanismSummary, row: JointRow
) -> tuple[SurveyEvidence, ...]:
    """Return the evidence on a mechanism: its scale, and the headline scale where it belongs here."""
    main = survey_of(evaluation, row)
    found = [main] if main is not None else []
    headline = evaluation.headline
    if headline is not None and headline.evidence.mechanism_id == mechanism.id:
        found += [headline.evidence] if not is_headline(evaluation, main) else []
    return tuple(found)


def _interviews(
    inputs: ReportInputs, mechanism: MechanismSummary, evidence: InterviewEvidence | None
) -> tuple[Block, ...]:
    if evidence is None or evidence.coded_transcripts == 0 or not speaks(evidence):
        return (Paragraph(spans(absence_sentence(evidence))),)
    blocks: list[Block] = [
        Paragraph(spans(participants_sentence(evidence), " ", change_sentence(evidence))),
        *(_groups(mechanism, evidence) if inputs.is_technical else ()),
    ]
    last = len(evidence.quotes) - 1
    for number, quote in enumerate(evidence.quotes):
        said = spans(quoted(quote.text), strong(f" {sentence_case(quote.group)}, {quote.valence}"))
        quote_id = f"mechanism.{mechanism.id}.quote_{number + 1}"
        blocks.append(Paragraph(said, "quote", keep_next=number < last, id=quote_id))
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
            text_cell(shown_number(people), _out_of(people)),
            value_cell(segments),
        )
        for group, people, segments in evidence.groups
    )
    headers = tuple(column.header for column in columns)
    summary = summary_of(title, headers, len(rows))
    block = TableBlock(f"mechanism.{mechanism.id}.groups", title, summary, columns, rows, compact=True)
    return (block,)


def _out_of(people: Reported) -> Spans:
    return spans(" of ", shown_n(people)) if people.estimate.n is not None else ()


def _charts(evaluation: Evaluation, kind: str) -> tuple[Chart, ...]:
    sections = (*survey_sections(evaluation), *filter(None, (evaluation.section("interviews"),)))
    return tuple(
        chart for section in sections for chart in section.charts if chart.kind == kind and _shows(chart)
    )


def _shows(chart: Chart) -> bool:
    """Whether a chart has anything to show; where it has not, the text gives the reason."""
    return any(has_value(point.reported) for point in chart.points)
