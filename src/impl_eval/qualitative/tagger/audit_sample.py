"""A blind audit: turns drawn at random, which a person codes without seeing any suggestion.

Whoever has seen a suggestion agrees with it more than they would have. Only such a sample says how good
the suggestions are, and what they miss.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from impl_eval.qualitative.tagger.judging import Judgement, count
from impl_eval.qualitative.tagger.suggestions import Tagging
from impl_eval.qualitative.tagger.units import Unit
from impl_eval.results import Cell, Estimate, Reported, Section, Table

Flags = npt.NDArray[np.bool_]
TITLE = "Blind audit of the suggestions"
METHODS = (
    "Turns were drawn at random and coded without sight of suggestions. A turn of a transcript from which "
    "the tagger learns is judged by a model that has not learned from it.",
)
SMALL = (
    "A small audit proves little: where one turn in ten carries a code and kappa is .50, 100 turns give "
    "anything from .16 to .75, and 400 from .34 to .64."
)


@dataclass(frozen=True)
class AuditedTurn:
    """A turn of an audit sample and the codes that a person gave it, perhaps none."""

    transcript_id: str
    start: int
    end: int
    code_ids: frozenset[str]


def draw_audit_sample(units: Sequence[Unit], size: int, seed: int = 1) -> tuple[Unit, ...]:
    """Draw turns at random, without replacement; all where there are no more than `size`. In their order."""
    if size >= len(units):
        return tuple(units)
    drawn = np.random.default_rng(seed).choice(len(units), size=size, replace=False)
    return tuple(units[index] for index in sorted(drawn.tolist()))


def judge_audit(
    tagging: Tagging, labels_of: Mapping[str, str], audits: Mapping[str, Sequence[AuditedTurn]]
) -> Section:
    """Compare the suggestions with each person's audit, and the first two people with each other.

    Parameters
    ----------
    labels_of : code id to its label, for every code that the audit asked about.
    audits : by coder, the turns that each has coded.

    Raises
    ------
    ValueError : an audited turn is not among the turns of the tagger.
    """
    chosen = tagging.chosen()
    row_of = {unit.place: row for row, unit in enumerate(tagging.corpus.units)}
    column = {code_id: index for index, code_id in enumerate(tagging.corpus.code_ids)}
    rows: list[tuple[Cell, ...]] = []
    for coder, turns in audits.items():
        places = [f"{turn.transcript_id}:{turn.start}-{turn.end}" for turn in turns]
        if unknown := [place for place in places if place not in row_of]:
            raise ValueError(f"{len(unknown)} audited turns are not among the turns")
        said = chosen[[row_of[place] for place in places]]
        for code_id, label in labels_of.items():
            true = np.array([code_id in turn.code_ids for turn in turns], dtype=bool)
            judged = Judgement(said[:, column[code_id]], true, _numbers(turns))
            rows.append(_row(code_id, label, "tagger", coder, judged))
    names = list(audits)
    if len(names) > 1:
        rows += _two_people(labels_of, names[0], names[1], audits)
    columns = ("Code", "Who", "And", "Coded", "Suggested", "Both", "Kappa", "Precision", "Recall")
    table = Table(
        "agreement.audit", TITLE, columns, tuple(rows), "Below ten turns with the code: no verdict."
    )
    reported = {cell.id: cell for row in rows for cell in row if isinstance(cell, Reported)}
    return Section("agreement", TITLE, tuple(reported.values()), (table,), cautions=(SMALL,), methods=METHODS)


def _numbers(turns: Sequence[AuditedTurn]) -> npt.NDArray[np.int64]:
    names = sorted({turn.transcript_id for turn in turns})
    return np.array([names.index(turn.transcript_id) for turn in turns], dtype=np.int64)


def _two_people(
    labels_of: Mapping[str, str], first: str, second: str, audits: Mapping[str, Sequence[AuditedTurn]]
) -> list[tuple[Cell, ...]]:
    other = {(turn.transcript_id, turn.start, turn.end): turn for turn in audits[first]}
    shared = [turn for turn in audits[second] if (turn.transcript_id, turn.start, turn.end) in other]
    rows = []
    for code_id, label in labels_of.items():
        said = [code_id in other[turn.transcript_id, turn.start, turn.end].code_ids for turn in shared]
        true = [code_id in turn.code_ids for turn in shared]
        judged = Judgement(np.array(said, dtype=bool), np.array(true, dtype=bool), _numbers(shared))
        rows.append(_row(code_id, label, first, second, judged))
    return rows


def _row(code_id: str, label: str, who: str, other: str, judged: Judgement) -> tuple[Cell, ...]:
    estimates: tuple[tuple[Estimate, str], ...] = (
        (count(judged.positives, "turns"), "coded"),
        (count(judged.suggested, "turns"), "suggested"),
        (count(judged.agreed, "turns"), "both"),
        (judged.kappa(), "kappa"),
        (judged.precision(), "precision"),
        (judged.recall(), "recall"),
    )
    cells = [
        Reported(
            f"agreement.{code_id}.audit.{what}.{who}_{other}",
            "agreement",
            f"{label}: {what} of {who} and {other}",
            estimate,
            contrast=f"{who} and {other}",
        )
        for estimate, what in estimates
    ]
    return (label, who, other, *cells)
