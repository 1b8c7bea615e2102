"""The report model of an evaluation: its chapters in reading order, in one of three editions."""

from collections.abc import Iterable
from dataclasses import replace

from impl_eval.outputs.number_text import date_text
from impl_eval.outputs.report.appendices import codebook_chapter, instruments_chapter
from impl_eval.outputs.report.approach import approach_chapter
from impl_eval.outputs.report.background import background_chapter, implemented_chapter
from impl_eval.outputs.report.board import board_blocks
from impl_eval.outputs.report.checklists import checklists_chapter
from impl_eval.outputs.report.discussion import discussion_chapter, statements_chapter
from impl_eval.outputs.report.document_control import control_chapter, status_text
from impl_eval.outputs.report.executive import executive_chapter
from impl_eval.outputs.report.first_pages import answer_page, title_page
from impl_eval.outputs.report.framework_matrix import framework_chapter
from impl_eval.outputs.report.identity import identified
from impl_eval.outputs.report.inputs import ReportInputs
from impl_eval.outputs.report.interview_sentences import fit_standing, fit_text, short_interviews
from impl_eval.outputs.report.joint import joint_chapter
from impl_eval.outputs.report.limits import limits_chapter
from impl_eval.outputs.report.markings import report_banner
from impl_eval.outputs.report.mechanisms import mechanisms_chapter
from impl_eval.outputs.report.methods import methods_chapter
from impl_eval.outputs.report.model import Block, Heading, PageBreak, Report, plain_text
from impl_eval.outputs.report.outcomes import outcomes_chapter
from impl_eval.outputs.report.participants import participants_chapter
from impl_eval.outputs.report.provenance import provenance_chapter
from impl_eval.outputs.report.recommendations import recommendations_chapter
from impl_eval.outputs.report.references import resolved
from impl_eval.outputs.report.sentences import (
    NOT_PROOF_OF_CAUSE,
    SIMULATED_BANNER,
    claim,
    direction_text,
    headline_sentence,
    numbers_sentence,
)
from impl_eval.outputs.report.shape import has_survey, shows_a_change, survey_of
from impl_eval.outputs.report.summary import summary_chapter
from impl_eval.outputs.report.survey_details import survey_details_chapter
from impl_eval.outputs.report.values import has_value, mid_sentence, shown
from impl_eval.results import Evaluation, JointRow

LONGEST_SHORT_TITLE = 60
_LETTERS = "ABCDEFGH"


def build_report(evaluation: Evaluation, inputs: ReportInputs | None = None) -> Report:
    """Return the report model of a suppressed evaluation.

    `inputs` holds what people wrote for the report, and which edition is wanted; without it the report asks
    for all that only people can say.

    Raises
    ------
    ValueError : the evaluation is not suppressed; a report leaves the team.
    """
    if not evaluation.suppressed:
        raise ValueError("a report leaves the team: it is written from the suppressed evaluation only")
    given = inputs or ReportInputs()
    facts = evaluation.facts
    blocks = board_blocks(evaluation, given) if given.edition == "board" else _whole(evaluation, given)
    standing = status_text(given.words.document).partition(":")[0]
    return Report(
        title=f"{facts.title}: {facts.ics_name}",
        short_title=_short_title(facts.title),
        authors=facts.authors,
        subject=facts.programme,
        banner=report_banner(evaluation),
        date_text=f"{standing}, {date_text(facts.report_date)}" if facts.report_date else standing,
        blocks=identified(resolved(blocks)),
    )


def _whole(evaluation: Evaluation, inputs: ReportInputs) -> tuple[Block, ...]:
    """Return all chapters and appendices in order."""
    chapters = (
        *title_page(evaluation, inputs),
        *answer_page(evaluation, inputs),
        *control_chapter(evaluation, inputs),
        *summary_chapter(evaluation),
        *executive_chapter(evaluation, inputs),
        *background_chapter(evaluation, inputs),
        *implemented_chapter(inputs),
        *approach_chapter(evaluation, inputs),
        *participants_chapter(evaluation, inputs),
        *mechanisms_chapter(evaluation, inputs),
        *outcomes_chapter(evaluation),
        *joint_chapter(evaluation),
        *framework_chapter(evaluation),
        *discussion_chapter(evaluation, inputs),
        *limits_chapter(evaluation, inputs),
        *recommendations_chapter(evaluation, inputs),
        *statements_chapter(inputs),
    )
    before = (
        methods_chapter(evaluation),
        survey_details_chapter(evaluation, inputs),
        codebook_chapter(evaluation, inputs),
    )
    after = (provenance_chapter(evaluation, inputs), instruments_chapter(evaluation, inputs))
    places = (*chapters, *(block for part in (*before, *after) for block in part))
    appendices = (*before, checklists_chapter(evaluation, inputs, places), *after)
    return (*chapters, *_lettered(appendices))


def _lettered(appendices: Iterable[tuple[Block, ...]]) -> tuple[Block, ...]:
    """Give the appendices that there are their letters; none begins on a page of its own."""
    done: list[Block] = []
    for letter, blocks in zip(_LETTERS, filter(None, appendices), strict=False):
        done += [
            replace(block, text=f"Appendix {letter}: {mid_sentence(block.text)}")
            if isinstance(block, Heading) and block.level == 1
            else block
            for block in blocks
            if not isinstance(block, PageBreak)
        ]
    return tuple(done)


def headline_lines(evaluation: Evaluation) -> tuple[str, ...]:
    """Return the result in a few lines of plain text: the headline first, then one line per mechanism."""
    lines = [f"{SIMULATED_BANNER}: made up, not findings."] if evaluation.facts.simulated else []
    headline = evaluation.headline
    if headline is None:
        lines.append(claim(evaluation))
    else:
        people = evaluation.facts.respondents_called
        sentence = plain_text(headline_sentence(headline, people))
        lines.append(f"{claim(evaluation)} {sentence} {plain_text(numbers_sentence(headline, people))}")
    if shows_a_change(evaluation):
        lines.append(NOT_PROOF_OF_CAUSE)
    return (*lines, *(_mechanism_line(evaluation, row) for row in evaluation.joint_display.rows))


def _mechanism_line(evaluation: Evaluation, row: JointRow) -> str:
    interviews = f"interviews: {plain_text(short_interviews(row.interviews))}"
    if not has_survey(evaluation):
        return f"{row.label}: {interviews}"
    evidence = survey_of(evaluation, row)
    survey = direction_text(evidence)
    if evidence is not None and has_value(evidence.change):
        survey += f" {shown(evidence.change).text}"
    return f"{row.label}: {survey}; {interviews}; fit ({fit_standing(row.fit)}): {fit_text(row.fit)}"


def _short_title(title: str) -> str:
    if len(title) <= LONGEST_SHORT_TITLE:
        return title
    return title[: LONGEST_SHORT_TITLE - 1].rsplit(" ", 1)[0] + "…"
