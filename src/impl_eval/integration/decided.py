"""What people decided on fits, put beside what the rule proposes; and whether it still holds.

A decision is about the results that a person saw. Their fingerprint stands beside it in the file, so that a
decision on other results never passes for one on these.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace

from impl_eval.integration.fit import KINDS
from impl_eval.protocols.integration_words import FitDecision, IntegrationWords
from impl_eval.results import DecidedFit, Fit, JointDisplay, JointRow, Reported, Table

SHOWN_DIGITS = 2
"""Decimals of a change that count as seen: a difference that no report shows makes no decision old."""


def seen_results(row: JointRow) -> str:
    """Return the fingerprint of what a row shows: 12 signs; it stays inside the team.

    It covers the survey's direction and change with interval, what participants report, and the proposal.
    """
    survey = row.survey
    shown: list[object] = [row.mechanism_id, row.fit.proposed or row.fit.word]
    if survey is not None:
        change = survey.change.estimate
        numbers = [_rounded(value) for value in (change.value, change.low, change.high)]
        shown += [survey.scale_id, survey.direction, survey.improvement, *numbers]
    if row.interviews is not None:
        heard = row.interviews
        shown.append([[word, count.estimate.value] for word, count in heard.changes])
        shown += [heard.participants.estimate.value, heard.segments.estimate.value, heard.asked]
    text = json.dumps(shown, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:12]


def _rounded(value: float | None) -> float | None:
    # Adding zero turns -0.0 into 0.0: they read alike.
    return None if value is None else round(value, SHOWN_DIGITS) + 0.0


def with_decisions(
    display: JointDisplay, words: IntegrationWords, deciders: Sequence[Reported] = ()
) -> JointDisplay:
    """Return the joint display with what people decided and wrote.

    Parameters
    ----------
    display : as the rule proposes it, before anything is suppressed.
    words : decisions, meta-inferences, threads and pillars; each about a mechanism of the display.
    deciders : how far those who decided agree.
    """
    rows = tuple(_decided_row(row, words) for row in display.rows)
    tables = (*display.tables, *_threads(words), *_pillars(words))
    return replace(display, rows=rows, deciders=tuple(deciders), tables=tables)


def _decided_row(row: JointRow, words: IntegrationWords) -> JointRow:
    about = [one for one in words.decisions if one.mechanism == row.mechanism_id]
    inferences = tuple(
        (one.text, one.by) for one in words.meta_inferences if one.mechanism == row.mechanism_id
    )
    return replace(row, fit=decided_fit(row, about), meta_inferences=inferences)


def decided_fit(row: JointRow, decisions: Sequence[FitDecision]) -> Fit:
    """Return the fit that holds for a row, given all decisions on its mechanism.

    A decision that settles the matter holds; else what all who decided say alike. Where they differ, or
    where a decision was taken on other results, the proposal stands and `state` says why.
    """
    if not decisions:
        return row.fit
    kept = tuple(map(_kept, decisions))
    settling = [one for one in decisions if one.settles]
    holding = settling or list(decisions)
    proposal = replace(row.fit, proposed=row.fit.word, decisions=kept)
    seen = seen_results(row)
    if any(one.seen != seen for one in holding):
        words = " and ".join(dict.fromkeys(one.fit for one in holding))
        said = f"Decided before as {words}, on other results than these: decide again. {row.fit.explanation}"
        return replace(proposal, state="results changed since", explanation=said)
    if len({one.fit for one in holding}) > 1:
        said = f"{_who_says(holding)}. Nobody has settled it yet. {row.fit.explanation}"
        return replace(proposal, state="not settled", explanation=said)
    word = holding[0].fit
    kind = row.fit.kind if word == row.fit.word else KINDS.get(word, "")
    return replace(
        proposal, word=word, kind=kind, state="decided", explanation=_explained(holding, row.fit.word)
    )


def _kept(decision: FitDecision) -> DecidedFit:
    return DecidedFit(
        decision.fit, decision.decided_by, decision.date, decision.reason, decision.settles,
        decision.explained_by or "", decision.explanation or "",
    )  # fmt: skip


def _who_says(decisions: Sequence[FitDecision]) -> str:
    return "; ".join(f"{one.decided_by} says {one.fit}: {one.reason.rstrip('.')}" for one in decisions)


def _explained(holding: Sequence[FitDecision], proposed: str) -> str:
    """Say who decided, when and why, what the rule proposed, and why strands that differ may do so."""
    word = holding[0].fit
    who = "; ".join(
        f"{one.decided_by}, {one.date.isoformat()}: {one.reason.rstrip('.')}"
        for one in sorted(holding, key=lambda one: (one.date, one.decided_by))
    )
    beside = "as the rule proposes" if word == proposed else f"the rule proposes {proposed}"
    reasons = "".join(
        f" Possible reason: {one.explained_by}{f' ({one.explanation})' if one.explanation else ''}."
        for one in holding
        if one.explained_by
    )
    return f"decided: {word}. {who} ({beside}).{reasons}"


def _threads(words: IntegrationWords) -> tuple[Table, ...]:
    if not words.threads:
        return ()
    rows = tuple((one.from_, one.to, one.question, one.result) for one in words.threads)
    title = "Questions followed from one strand into the other"
    return (Table("joint.threads", title, ("From", "To", "Question", "Result"), rows),)


def _pillars(words: IntegrationWords) -> tuple[Table, ...]:
    if not words.pillars:
        return ()
    columns = (
        "Survey data", "Survey category", "Pillar theme", "Interview category", "Interview code", "Stage",
    )  # fmt: skip
    rows = tuple(
        (
            one.quantitative_data or "–",
            one.quantitative_category or "–",
            one.pillar_theme or "–",
            one.qualitative_category or "–",
            one.qualitative_code or "–",
            one.stage,
        )
        for one in words.pillars
    )
    return (Table("joint.pillars", "Pillars: survey and interviews by theme", columns, rows),)
