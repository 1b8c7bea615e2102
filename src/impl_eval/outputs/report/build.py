"""The report model of an evaluation: its chapters in reading order."""

from impl_eval.outputs.number_text import date_text
from impl_eval.outputs.report.first_pages import answer_page, title_page
from impl_eval.outputs.report.framework_matrix import framework_chapter
from impl_eval.outputs.report.identity import identified
from impl_eval.outputs.report.interview_sentences import fit_text, short_interviews
from impl_eval.outputs.report.joint import joint_chapter
from impl_eval.outputs.report.limits import limits_chapter
from impl_eval.outputs.report.mechanisms import mechanisms_chapter
from impl_eval.outputs.report.methods import methods_chapter
from impl_eval.outputs.report.model import Report, plain_text
from impl_eval.outputs.report.outcomes import outcomes_chapter
from impl_eval.outputs.report.participants import participants_chapter
from impl_eval.outputs.report.provenance import provenance_chapter
from impl_eval.outputs.report.sentences import (
    NOT_PROOF_OF_CAUSE,
    SIMULATED_BANNER,
    change_sentence,
    claim,
    direction_text,
    numbers_sentence,
)
from impl_eval.outputs.report.shape import has_survey, shows_a_change, survey_of
from impl_eval.outputs.report.summary import summary_chapter
from impl_eval.outputs.report.survey_details import survey_details_chapter
from impl_eval.outputs.report.values import has_value, shown
from impl_eval.results import Evaluation, JointRow

LONGEST_SHORT_TITLE = 60


def build_report(evaluation: Evaluation) -> Report:
    """Return the report model of a suppressed evaluation.

    Raises
    ------
    ValueError : the evaluation is not suppressed; a report leaves the team.
    """
    if not evaluation.suppressed:
        raise ValueError("a report leaves the team: it is written from the suppressed evaluation only")
    facts = evaluation.facts
    return Report(
        title=f"{facts.title}: {facts.ics_name}",
        short_title=_short_title(facts.title),
        authors=facts.authors,
        subject=facts.programme,
        banner=SIMULATED_BANNER if facts.simulated else "",
        date_text=f"Draft, {date_text(facts.report_date)}" if facts.report_date else "Draft",
        blocks=identified(
            (
                *title_page(evaluation),
                *answer_page(evaluation),
                *summary_chapter(evaluation),
                *participants_chapter(evaluation),
                *mechanisms_chapter(evaluation),
                *outcomes_chapter(evaluation),
                *joint_chapter(evaluation),
                *framework_chapter(evaluation),
                *methods_chapter(evaluation),
                *limits_chapter(evaluation),
                *survey_details_chapter(evaluation),
                *provenance_chapter(evaluation),
            )
        ),
    )


def headline_lines(evaluation: Evaluation) -> tuple[str, ...]:
    """Return the result in a few lines of plain text: the headline first, then one line per mechanism."""
    lines = [f"{SIMULATED_BANNER}: made up, not findings."] if evaluation.facts.simulated else []
    headline = evaluation.headline
    if headline is None:
        lines.append(claim(evaluation))
    else:
        people = evaluation.facts.respondents_called
        sentence = plain_text(change_sentence(headline.evidence, people))
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
    return f"{row.label}: {survey}; {interviews}; fit (proposed): {fit_text(row.fit)}"


def _short_title(title: str) -> str:
    if len(title) <= LONGEST_SHORT_TITLE:
        return title
    return title[: LONGEST_SHORT_TITLE - 1].rsplit(" ", 1)[0] + "…"
