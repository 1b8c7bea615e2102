"""The plain-English summary: at most 300 words, no abbreviations of ours, text alone."""

from collections.abc import Sequence

from impl_eval.outputs.report.interview_sentences import tendency
from impl_eval.outputs.report.limits import has_unvalidated_answers
from impl_eval.outputs.report.model import Block, Heading, PageBreak, Paragraph, spans
from impl_eval.outputs.report.outcomes import supplied_outcomes
from impl_eval.outputs.report.sentences import NO_SURVEY, claim, is_hidden, plain_label
from impl_eval.outputs.report.shape import (
    compares_surveys,
    has_both_strands,
    has_coded_interviews,
    has_interviews,
    has_outcomes_alone,
    has_survey,
    is_described_only,
    is_headline,
    names_no_outcomes,
    shows_a_change,
    survey_of,
)
from impl_eval.outputs.report.values import listed, mid_sentence, sentence_case
from impl_eval.results import Evaluation, JointRow, SurveyEvidence

MOST_WORDS = 300
MOST_NAMES = 9
_HEADING = "Plain-English summary"
_Group = tuple[str, list[JointRow], str]
"""Words, the mechanisms they hold for, and the word before the last of these."""


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
    facts, headline = evaluation.facts, evaluation.headline
    sentences = [f"The programme “{facts.programme}” was put in place in {facts.ics_name}."]
    if facts.headline_question:
        sentences.append(f"The first question was: {facts.headline_question}")
    elif headline is not None:
        sentences.append(f"We asked whether {mid_sentence(plain_label(headline.evidence.label))} changed.")
    if not _is_all_headline(evaluation):
        asked = "The second question was" if facts.headline_question or headline else "We asked"
        sentences.append(
            f"{asked} whether the things that the programme needs in order to work had changed. We call "
            "these things mechanisms."
        )
    return " ".join(sentences)


def _is_all_headline(evaluation: Evaluation) -> bool:
    """Whether the headline scale is all that stands for mechanisms: then there is no second question."""
    rows = evaluation.joint_display.rows
    return bool(rows) and all(is_headline(evaluation, survey_of(evaluation, row)) for row in rows)


def _done(evaluation: Evaluation) -> str:
    sentences = []
    people = sentence_case(evaluation.facts.respondents_called)
    if not has_survey(evaluation):
        sentences.append(NO_SURVEY)
    elif compares_surveys(evaluation):
        sentences.append(f"{people} filled in a questionnaire before the programme and again after it began.")
    else:
        sentences.append(f"{people} filled in a questionnaire once.")
    if not has_interviews(evaluation):
        sentences.append("Nobody was interviewed.")
    elif has_coded_interviews(evaluation):
        sentences.append(
            "Researchers talked with people, read what they said and marked all that was about a mechanism."
        )
    else:
        sentences.append("Researchers talked with people. What they said has not been looked at yet.")
    if has_both_strands(evaluation) and has_coded_interviews(evaluation):
        sentences.append("We then put survey and interviews side by side.")
    if evaluation.facts.simulated and set(evaluation.absent) != {"survey", "interviews", "outcomes"}:
        sentences.append("In this report the data are made up, to show what the method does.")
    return " ".join(sentences)


def _found(evaluation: Evaluation) -> str:
    rows = evaluation.joint_display.rows
    sentences = []
    if has_survey(evaluation):
        sentences += _survey_found(evaluation, rows) if compares_surveys(evaluation) else [_ONE_SURVEY]
    if has_coded_interviews(evaluation):
        fits = compares_surveys(evaluation) and any(row.fit.word != "silence" for row in rows)
        sentences += _fit_found(rows) if fits else _said(rows)
    if not sentences and has_outcomes_alone(evaluation):
        supplied = listed(map(mid_sentence, supplied_outcomes(evaluation)))
        return f"There are figures on {supplied}, described as they were supplied."
    return " ".join(sentences) or "There are no results so far."


_ONE_SURVEY = "With one survey only, nobody can say from the answers whether anything changed."


def _survey_found(evaluation: Evaluation, rows: tuple[JointRow, ...]) -> list[str]:
    """Return the headline, then the other mechanisms by what the survey shows."""
    found: dict[str, list[JointRow]] = {}
    for row in rows:
        evidence = survey_of(evaluation, row)
        if evidence is None or is_headline(evaluation, evidence):
            continue
        found.setdefault(_word(evidence), []).append(row)
    groups: tuple[_Group, ...] = (
        ("The survey shows a change for the better in", found.get("better", []), "and"),
        ("The survey shows a change for the worse in", found.get("worse", []), "and"),
        ("The survey shows a rise in", found.get("up", []), "and"),
        ("The survey shows a fall in", found.get("down", []), "and"),
        ("The survey shows no clear change in", found.get("no clear change", []), "or"),
        (
            "The survey cannot say whether there was a change in",
            found.get("not estimable", []),
            "or",
        ),
        ("No decision on change was planned for", found.get("described only", []), "or"),
        (
            "To protect those who answered, this report does not show how the survey came out on",
            found.get("hidden", []),
            "or",
        ),
    )
    headline = [claim(evaluation)] if evaluation.headline is not None else []
    return headline + _sentences(groups, rows)


def _word(evidence: SurveyEvidence) -> str:
    """Return what the survey says of a mechanism, in the words of the groups above."""
    if is_described_only(evidence):
        return "described only"
    if is_hidden(evidence):
        return "hidden"
    return evidence.direction if evidence.improvement == "unclear" else evidence.improvement


def _fit_found(rows: tuple[JointRow, ...]) -> list[str]:
    """Return how the strands fit; where they part, what people said."""
    by_fit = {word: [row for row in rows if row.fit.word == word] for word in _FITS}
    groups: list[_Group] = [(words, by_fit[word], last) for word, (words, last) in _FITS.items()]
    apart = [*by_fit["partial agreement"], *by_fit["dissonance"]]
    told = [row for row in rows if row in apart]
    return [*_sentences(groups, rows), *_told(told, rows)]


_FITS = {
    "agreement": ("What people said agrees with the survey on", "and"),
    "partial agreement": ("What people said agrees in part with the survey on", "and"),
    "dissonance": ("What people said points another way than the survey on", "and"),
    "silence": ("Survey and interviews cannot be compared on", "or"),
}


def _said(rows: tuple[JointRow, ...]) -> list[str]:
    """Return what the interviews say of change, mechanism by mechanism, where no survey stands beside."""
    return _told(rows, rows)


def _told(told: Sequence[JointRow], rows: tuple[JointRow, ...]) -> list[str]:
    """Return what people said of change in some of all mechanisms: first where most said the same."""
    spoken = {word: [row for row in told if tendency(row.interviews) == word] for word in (*_MOST, *_OTHERS)}
    clauses = [
        f"{words} {_names(spoken[word], rows, last)}" for word, (words, last) in _MOST.items() if spoken[word]
    ]
    most = [f"Of those interviewed who spoke of change, {'; '.join(clauses)}."] if clauses else []
    others: list[_Group] = [(words, spoken[word], last) for word, (words, last) in _OTHERS.items()]
    return [*most, *_sentences(others, rows)]


_MOST = {
    "better": ("most told of a change for the better in", "and"),
    "worse": ("most told of a change for the worse in", "and"),
    "same": ("most saw none in", "or"),
}
_OTHERS = {
    "mixed": ("People differed on how things changed in", "and"),
    "too few": ("Too few people spoke of change in", "or"),
}


def _meaning(evaluation: Evaluation) -> str:
    sentences = []
    if shows_a_change(evaluation) or has_coded_interviews(evaluation):
        sentences.append(
            "Nobody outside the programme was asked, so we cannot say that the programme caused any change."
        )
    if has_outcomes_alone(evaluation):
        sentences.append("Such figures do not say why anything changed, or did not.")
    if has_unvalidated_answers(evaluation):
        sentences.append(f"How well {_questionnaires(evaluation)} meant to measure is not known.")
    if "outcomes" in evaluation.absent and not names_no_outcomes(evaluation):
        sentences.append("We had no figures on what changed for services or for patients.")
    elif evaluation.not_supplied:
        sentences.append("Some figures on what changed for services and for patients are missing.")
    sentences.append("The people who run the programme will decide what to do next.")
    return " ".join(sentences)


def _questionnaires(evaluation: Evaluation) -> str:
    statuses = [instrument.status for instrument in evaluation.facts.instruments]
    if len(statuses) == 1:
        return "the questionnaire measures what it is"
    if "validated" in statuses:
        return "some of the questions measure what they are"
    return "the questionnaires measure what they are"


def _sentences(groups: Sequence[_Group], rows: tuple[JointRow, ...]) -> list[str]:
    return [f"{words} {_names(group, rows, last)}." for words, group, last in groups if group]


def _names(group: list[JointRow], rows: tuple[JointRow, ...], last: str) -> str:
    """Return the mechanisms by name; where a framework has many, roughly how many of them."""
    if len(rows) <= MOST_NAMES:
        return listed((mid_sentence(row.label) for row in group), last)
    if len(group) == len(rows):
        return "all mechanisms"
    if len(group) == 1:
        return "one mechanism"
    return "most mechanisms" if 2 * len(group) > len(rows) else "some mechanisms"
