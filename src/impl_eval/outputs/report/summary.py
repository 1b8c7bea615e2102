"""The plain-English summary: at most 300 words, no abbreviations of ours, text alone."""

from impl_eval.outputs.report.limits import has_unvalidated_answers
from impl_eval.outputs.report.model import Block, Heading, PageBreak, Paragraph, spans
from impl_eval.outputs.report.sentences import claim, is_about_confidence, plain_label
from impl_eval.outputs.report.values import listed, mid_sentence
from impl_eval.results import Evaluation, JointRow

MOST_WORDS = 300
MOST_NAMES = 8
_HEADING = "Plain-English summary"


def summary_chapter(evaluation: Evaluation) -> tuple[Block, ...]:
    """Return the summary under its four questions."""
    parts = (
        ("What was the question?", _question(evaluation)),
        ("What did we do?", _done(evaluation)),
        ("What did we find?", _found(evaluation)),
        ("What does this mean?", _meaning(evaluation)),
    )
    blocks: list[Block] = [PageBreak(), Heading(1, _HEADING, "summary")]
    for number, (heading, text) in enumerate(parts, start=1):
        blocks.append(Heading(2, heading, f"summary.{number}"))
        blocks.append(Paragraph(spans(text)))
    return tuple(blocks)


def _question(evaluation: Evaluation) -> str:
    facts = evaluation.facts
    about = (
        "whether prescribers became more confident"
        if is_about_confidence(evaluation)
        else f"whether {mid_sentence(plain_label(evaluation.headline.evidence.label))} changed"
        if evaluation.headline
        else "what changed"
    )
    return (
        f"The programme “{facts.programme}” was put in place in {facts.ics_name}. We asked {about}, and "
        "whether the things that make such a change possible had changed too. We call these things "
        "mechanisms."
    )


def _done(evaluation: Evaluation) -> str:
    sentences = []
    if "survey" in evaluation.absent:
        sentences.append("There was no survey to draw on.")
    elif len(evaluation.facts.timepoints) > 1:
        sentences.append("People filled in a questionnaire before the programme and again after it.")
    else:
        sentences.append("People filled in a questionnaire once.")
    if "interviews" in evaluation.absent:
        sentences.append("Nobody was interviewed.")
    else:
        sentences.append(
            "We also talked with people. Researchers read what was said and marked what speaks of each "
            "mechanism."
        )
    sentences.append("We then put both side by side." if not evaluation.absent else "")
    if evaluation.facts.simulated and set(evaluation.absent) != {"survey", "interviews", "outcomes"}:
        sentences.append("In this report the data are made up, to show what the method does.")
    return " ".join(filter(None, sentences))


def _found(evaluation: Evaluation) -> str:
    rows = evaluation.joint_display.rows
    sentences = [claim(evaluation)]
    sentences += _survey_found(rows)
    if "interviews" not in evaluation.absent:
        sentences += _fit_found(rows)
    return " ".join(sentences)


def _survey_found(rows: tuple[JointRow, ...]) -> list[str]:
    groups = (
        ("The survey shows a change for the better in", [row for row in rows if _improved(row) == "better"]),
        ("It shows a change for the worse in", [row for row in rows if _improved(row) == "worse"]),
        ("There was no clear change in", [row for row in rows if _direction(row) == "no clear change"]),
        (
            "It cannot say whether there was a change in",
            [row for row in rows if _direction(row) == "not estimable"],
        ),
    )
    return [f"{words} {_names(group, rows)}." for words, group in groups if group]


def _fit_found(rows: tuple[JointRow, ...]) -> list[str]:
    groups = (
        ("What people said agrees with the survey on", "agreement"),
        ("It agrees in part on", "partial agreement"),
        ("It points another way on", "dissonance"),
    )
    found = []
    for words, fit in groups:
        group = [row for row in rows if row.fit.word == fit]
        if group:
            found.append(f"{words} {_names(group, rows)}.")
    return found or ["Survey and interviews cannot be compared yet."]


def _meaning(evaluation: Evaluation) -> str:
    sentences = [
        "Nobody outside the programme was asked, so we cannot say that the programme caused any change."
    ]
    if has_unvalidated_answers(evaluation):
        sentences.append(
            "We do not know yet how well the questionnaire measures what it is meant to measure."
        )
    if evaluation.section("outcomes") is None or "outcomes" in evaluation.absent:
        sentences.append("We had no figures on prescribing or on how patients fared.")
    elif evaluation.not_supplied:
        sentences.append("Some figures on prescribing and on how patients fared are still missing.")
    sentences.append("The people who run the programme will decide what to do next.")
    return " ".join(sentences)


def _names(group: list[JointRow], rows: tuple[JointRow, ...]) -> str:
    """Return the mechanisms by name; where a framework has many, how many of them."""
    if len(rows) <= MOST_NAMES:
        return listed(mid_sentence(row.label) for row in group)
    return f"{len(group)} of {len(rows)} mechanisms"


def _improved(row: JointRow) -> str:
    return row.survey.improvement if row.survey is not None else ""


def _direction(row: JointRow) -> str:
    return row.survey.direction if row.survey is not None else ""
