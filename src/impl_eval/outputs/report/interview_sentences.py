"""Sentences on the interviews and on how strands fit, chosen by the result."""

import datetime
import re
from collections.abc import Iterable
from typing import Literal

from impl_eval.outputs.number_text import date_text
from impl_eval.outputs.report.model import Span, Spans, spans
from impl_eval.outputs.report.values import (
    NO_BREAK,
    counted,
    listed,
    mid_sentence,
    sentence_case,
    shown_number,
)
from impl_eval.results import Fit, InterviewEvidence, Reported

CHANGE_PHRASES = {
    "better": "better",
    "same": "the same",
    "worse": "worse",
    "mixed": "both better and worse",
}
NOT_SAID = "not said"
_DATE = re.compile(r"\b\d{4}-\d\d-\d\d\b")
FEW_VOICES = 3
"""Ours, for the words of summaries alone: from fewer people on change nothing is told in words."""

Tendency = Literal["better", "same", "worse", "mixed", "too few"]


def speaks(evidence: InterviewEvidence) -> bool:
    """Whether anybody was coded as speaking of the mechanism."""
    return bool(evidence.segments.estimate.value)


def short_interviews(evidence: InterviewEvidence | None) -> Spans:
    """Return the interviews in a table cell: '12 participants: 7 better, 2 worse'."""
    if evidence is None:
        return spans("No interviews")
    if evidence.coded_transcripts == 0:
        return spans("Not coded yet")
    if not speaks(evidence):
        return spans("Asked; nobody spoke of it" if evidence.asked else "Not asked; nobody spoke of it")
    people = counted(evidence.participants, "participant", "participants")
    said = _said(evidence)
    if not said:
        return spans(people, "; no change reported")
    parts = spans(*_joined([spans(shown_number(count), f"{NO_BREAK}{word}") for word, count in said], ", "))
    return spans(people, ": ", parts)


def tendency(evidence: InterviewEvidence | None) -> Tendency:
    """Return what more than half of those who speak of change say of it; mixed where no word has so many."""
    said = {word: count.estimate.value or 0 for word, count in _said(evidence)} if evidence else {}
    everybody = sum(said.values())
    if everybody < FEW_VOICES:
        return "too few"
    words: tuple[Tendency, ...] = ("better", "same", "worse")
    return next((word for word in words if said.get(word, 0) > everybody / 2), "mixed")


def tendency_sentence(label: str, evidence: InterviewEvidence) -> str:
    """Return in words what participants say of change in a mechanism."""
    name = mid_sentence(label)
    match tendency(evidence):
        case "too few":
            return f"Too few participants say whether {name} changed."
        case "mixed":
            return f"Participants differ on whether {name} became better or worse."
        case "same":
            return f"Most participants who speak of change say that {name} stayed the same."
        case word:
            return f"Most participants who speak of change say that {name} became {word}."


def participants_sentence(evidence: InterviewEvidence) -> Spans:
    """Return how many participants speak of a mechanism, in how many passages, of which valence."""
    of_all = evidence.participants.estimate.n
    everyone = spans(" of ", Span(str(of_all), result_id=evidence.participants.id)) if of_all else ()
    verb = "speaks" if of_all == 1 or (not of_all and evidence.participants.estimate.value == 1) else "speak"
    valences = [(word, count) for word, count in evidence.valences if count.estimate.value]
    kinds = _joined(
        [spans(shown_number(count), f" {_valence(word, count)}") for word, count in valences], ", "
    )
    noun = (
        "participant"
        if of_all == 1 or (not everyone and evidence.participants.estimate.value == 1)
        else "participants"
    )
    return spans(
        shown_number(evidence.participants),
        everyone,
        f" {noun} {verb} of it, in ",
        counted(evidence.segments, "coded segment", "coded segments"),
        spans(": ", kinds) if kinds else "",
        ".",
    )


def change_sentence(evidence: InterviewEvidence) -> Spans:
    """Return what participants say of change, in numbers of participants."""
    said = _said(evidence)
    silent = next((count for word, count in evidence.changes if word == NOT_SAID), None)
    if not said:
        return spans("None of them says whether it changed.")
    parts = [spans(shown_number(count), f" {CHANGE_PHRASES.get(word, word)}") for word, count in said]
    rest = spans("; ", shown_number(silent), " did not say") if silent and silent.estimate.value else ()
    return spans("On how it compares with before, they say: ", _joined(parts, ", "), rest, ".")


def absence_sentence(evidence: InterviewEvidence | None) -> str:
    """Return what the silence of the interviews means."""
    if evidence is None:
        return "The study has no interviews."
    if evidence.coded_transcripts == 0:
        return "The interviews have not been coded yet, so they are no evidence either way."
    if evidence.asked:
        return "Participants were asked about this, and no coded segment speaks of it."
    return (
        "Nobody was asked about this and no coded segment speaks of it. That says nothing about whether it "
        "matters."
    )


def fit_text(fit: Fit) -> str:
    """Return the proposed fit for a table cell; a silence says whose it is."""
    if fit.word == "silence" and fit.kind:
        return f"Silence ({fit.kind})"
    return sentence_case(fit.word)


def fit_standing(fit: Fit) -> str:
    """Return whether a fit is a proposal of the rule or the decision of people."""
    return {
        "proposed": "proposed",
        "decided": "decided",
        "not settled": "proposed; those who decided differ",
        "results changed since": "proposed; decided on earlier results",
    }[fit.state]


def fit_header(fits: Iterable[Fit]) -> str:
    """Return the heading of a column of fits: it says so where all are proposed, or all decided."""
    standings = {fit_standing(fit) for fit in fits}
    return f"Fit ({standings.pop()})" if len(standings) == 1 else "Fit"


def fit_explanation(fit: Fit) -> str:
    """Return the explanation without its first words, which repeat the fit."""
    text = fit.explanation.removeprefix("proposed: ").removeprefix("decided: ")
    text = _DATE.sub(_date_in_words, text)
    text = text.removeprefix(fit.word).lstrip(" .")
    if text.startswith("(") and text.rstrip(".").endswith(")"):
        text = text.rstrip(".")[1:-1] + "."
    return sentence_case(text)


def _date_in_words(found: re.Match[str]) -> str:
    try:
        return date_text(datetime.date.fromisoformat(found[0]))
    except ValueError:
        return found[0]  # somebody's own number, and no date


def quoted(text: str) -> str:
    """Return words of a participant in quotation marks; dots show where a sentence was cut."""
    words = text.strip().strip('“”"').strip()
    start = "… " if words[:1].islower() else ""
    end = "" if words[-1:] in ".?!…" else " …"
    return f"“{start}{words}{end}”"


def not_analysed(names: tuple[str, ...]) -> str:
    """Return which transcripts are not part of the results."""
    return f"Not analysed, because nobody has coded them: {listed(names)}." if names else ""


def _said(evidence: InterviewEvidence) -> list[tuple[str, Reported]]:
    return [(word, count) for word, count in evidence.changes if count.estimate.value and word != NOT_SAID]


def _joined(parts: list[Spans], between: str) -> Spans:
    joined: Spans = ()
    for part in parts:
        joined = spans(joined, between if joined else "", part)
    return joined


def _valence(word: str, count: Reported) -> str:
    if word in ("enabler", "barrier"):
        return f"{word}" if count.estimate.value == 1 else f"{word}s"
    return word
