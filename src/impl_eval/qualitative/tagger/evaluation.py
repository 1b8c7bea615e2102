"""How good the tagger is on a study's own transcripts: tables for people, with what to compare them with.

Each hand-coded transcript is held out in turn. Beside the tagger stand two people (where transcripts
were coded twice) and what costs nothing: suggesting nothing, a search for the exact phrases, and the
phrases by stem.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from impl_eval.qualitative.coding import CodedSegment
from impl_eval.qualitative.tagger.calibration import expected_calibration_error
from impl_eval.qualitative.tagger.held_out import (
    HeldOut,
    Material,
    exact_phrases,
    held_out_groups,
    hold_out_each,
)
from impl_eval.qualitative.tagger.human_agreement import human_kappas, proposed_valences, valence_kappa
from impl_eval.qualitative.tagger.judging import Judgement, count, mean_over_codes
from impl_eval.results import Cell, Estimate, Reported, Section, Table

Flags = npt.NDArray[np.bool_]
TITLE = "How well the suggestions agree with people"
FEWEST_TRANSCRIPTS = 2
METHODS = (
    "Each transcript that people coded by hand is held out in turn (of more than thirty, in thirty groups): "
    "the tagger learns from the others and suggests turns in it. Such a transcript is taken as coded to its "
    "end. The unit is a turn.",
    "The weights of words come from all transcripts, the one held out included; decisions on it, and "
    "examples that the codebook quotes from it, do not.",
    "For a code with fewer than ten turns there is no verdict.",
)
CAUTIONS = (
    "Agreement with people is not truth: compare it with how far two people agree.",
    "People who coded after seeing suggestions agree with them more than they would have: judge by a blind "
    "audit sample (impl-eval tag --audit).",
)
NOT_ENOUGH = (
    "The tagger cannot be judged: it takes at least two transcripts that people coded by hand. Accepted "
    "suggestions do not count: whoever accepts a suggestion has seen it."
)
_BINS = ((0.0, 0.1), (0.1, 0.25), (0.25, 0.5), (0.5, 0.75), (0.75, 1.0))


@dataclass(frozen=True)
class _Method:
    """A way of suggesting, judged over all held-out turns."""

    id: str
    label: str
    judgements: tuple[Judgement, ...]


def steps_of_evaluation(material: Material) -> int:
    """Return how many steps of progress an evaluation takes."""
    return len(held_out_groups(material)) * (len(_curve(material)) + 1)


def evaluate_tagger(
    material: Material,
    segments: Sequence[CodedSegment],
    *,
    double_coded: Sequence[str] | None = None,
    progress: Callable[[int], None] = lambda done: None,
) -> Section:
    """Judge the tagger on held-out transcripts.

    Parameters
    ----------
    material : what the tagger learns from and is judged by: one layer of decisions.
    segments : all coders' decisions, for how far two people agree.
    double_coded : ids of transcripts that were coded twice in full; None takes all that two coded.

    Returns
    -------
    Section "agreement" with tables by code, of methods side by side, of the learning curve and of the
    calibration. Without tables, and with a caution, below two hand-coded transcripts.
    """
    if len(material.transcript_ids) < FEWEST_TRANSCRIPTS:
        return Section("agreement", TITLE, cautions=(NOT_ENOUGH,))
    trained = hold_out_each(material, None, progress)
    curve = [(size, hold_out_each(material, size, progress)) for size in _curve(material)]
    tagger = _Method("tagger", "tagger", _judgements(material, trained.chosen))
    methods = (*_costing_nothing(material, curve[0][1]), tagger)
    people = human_kappas(material, segments, double_coded)
    tables = (
        _by_code(material, tagger, people),
        _behind_kappa(material, tagger),
        _side_by_side(methods),
        _learning_curve(material, [*curve, (len(material.transcript_ids) - 1, trained)]),
        _calibration(material, trained),
        _valence(material, segments),
    )
    reported = {
        cell.id: cell for table in tables for row in table.rows for cell in row if isinstance(cell, Reported)
    }
    return Section("agreement", TITLE, tuple(reported.values()), tables, cautions=CAUTIONS, methods=METHODS)


def _costing_nothing(material: Material, untrained: HeldOut) -> tuple[_Method, ...]:
    """Return what takes no decisions: nothing at all, two searches for phrases, and the codebook alone."""
    nothing = np.zeros_like(material.truth)
    return (
        _Method("nothing", "suggest nothing", _judgements(material, nothing)),
        _Method("exact_phrases", "exact phrases", _judgements(material, exact_phrases(material))),
        _Method("phrases", "phrases by stem", _judgements(material, material.corpus.phrases > 0)),
        _Method("untrained", "tagger without decisions", _judgements(material, untrained.chosen)),
    )


def _curve(material: Material) -> list[int]:
    """Return numbers of transcripts to learn from: none, 1, 2, 4 and so on, below all others."""
    sizes = [0]
    size = 1
    while size < len(material.transcript_ids) - 1:
        sizes.append(size)
        size *= 2
    return sizes


def _judgements(material: Material, said: Flags) -> tuple[Judgement, ...]:
    number = material.transcript_number
    rows = number >= 0
    return tuple(
        Judgement(said[rows, code], material.truth[rows, code], number[rows])
        for code in range(material.truth.shape[1])
    )


def _reported(
    material: Material, code: int, estimate: Estimate, what: str, suffix: str = "tagger"
) -> Reported:
    code_id = material.corpus.code_ids[code]
    label = material.codebook.by_id[code_id].shown_label
    return Reported(
        f"agreement.{code_id}.{estimate.statistic}.{suffix}",
        "agreement",
        f"{label}: {what}",
        estimate,
        mechanism_id=material.codebook.mechanism_of(code_id),
    )


def _by_code(material: Material, tagger: _Method, people: Sequence[Estimate]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for code, judged in enumerate(tagger.judgements):
        estimates = (
            (count(judged.positives, "turns"), "turns that a person coded", "coded"),
            (count(judged.suggested, "turns"), "turns suggested", "suggested"),
            (count(judged.agreed, "turns"), "turns suggested and coded", "agreed"),
            (judged.kappa(), "kappa of tagger and person", "tagger"),
            (people[code], "kappa of two people", "people"),
            (judged.precision(), "suggested turns that a person coded", "tagger"),
            (judged.recall(), "coded turns that were suggested", "tagger"),
            (judged.burden(), "suggestions for each accepted one", "tagger"),
        )
        label = material.codebook.by_id[material.corpus.code_ids[code]].shown_label
        cells = [_reported(material, code, estimate, what, suffix) for estimate, what, suffix in estimates]
        rows.append((label, *cells))
    columns = (
        "Code", "Coded", "Suggested", "Both", "Kappa", "Kappa of two people", "Precision", "Recall",
        "Suggestions for each accepted one",
    )  # fmt: skip
    note = "Not estimable: fewer than ten turns with the code, or nothing coded by two people."
    return Table("agreement.tagger", "Tagger and person, by code", columns, tuple(rows), note)


def _behind_kappa(material: Material, tagger: _Method) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for code, judged in enumerate(tagger.judgements):
        estimates = (
            (judged.pabak(), "kappa adjusted for prevalence and bias"),
            (judged.prevalence_index(), "prevalence index"),
            (judged.bias_index(), "bias index"),
        )
        label = material.codebook.by_id[material.corpus.code_ids[code]].shown_label
        rows.append((label, *(_reported(material, code, estimate, what) for estimate, what in estimates)))
    columns = ("Code", "PABAK", "Prevalence index", "Bias index")
    note = "PABAK is high by itself where a code is rare: suggesting nothing would have a high one too."
    return Table("agreement.tagger.prevalence", "What lies behind kappa", columns, tuple(rows), note)


def _means(judgements: Sequence[Judgement], suffix: str, what: str) -> tuple[Reported, ...]:
    judged = [one for one in judgements if one.has_verdict]
    kappas = [value for one in judged if (value := one.kappa_value) is not None]
    suggested, agreed = sum(one.suggested for one in judged), sum(one.agreed for one in judged)
    burden = (
        Estimate(
            "suggestions_per_accepted",
            suggested / agreed,
            n=suggested,
            reason="no interval: a ratio of counts",
        )
        if agreed
        else Estimate.not_estimable("suggestions_per_accepted", "no suggestion met a coded turn", n=suggested)
    )
    estimates = (
        (mean_over_codes("macro_f1", [one.f1 for one in judged], "mean F1 over codes"), "macro-F1"),
        (mean_over_codes("mean_kappa", kappas, "mean Cohen's kappa over codes"), "mean kappa"),
        (burden, "suggestions for each accepted one"),
    )
    return tuple(
        Reported(f"agreement.tagger.{each.statistic}.{suffix}", "agreement", f"{what}: {name}", each)
        for each, name in estimates
    )


def _side_by_side(methods: Sequence[_Method]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (one.label, *_means(one.judgements, one.id, one.label)) for one in methods
    ]
    columns = ("Method", "Macro-F1", "Mean kappa", "Suggestions for each accepted one")
    note = "Means over the codes with at least ten coded turns."
    return Table("agreement.tagger.methods", "The tagger and what costs nothing", columns, tuple(rows), note)


def _learning_curve(material: Material, curve: Sequence[tuple[int, HeldOut]]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for size, held in curve:
        label = "1 transcript" if size == 1 else f"{size} transcripts"
        rows.append((label, *_means(_judgements(material, held.chosen), f"learned_{size}", f"after {label}")))
    columns = ("Learned from", "Macro-F1", "Mean kappa", "Suggestions for each accepted one")
    return Table("agreement.tagger.learning_curve", "What more coding brings", columns, tuple(rows))


def _calibration(material: Material, held: HeldOut) -> Table:
    """Show promised beside observed shares, over all codes whose scores could be calibrated."""
    known = ~np.isnan(held.probabilities) & (material.transcript_number >= 0)[:, None]
    promised, observed = held.probabilities[known], material.truth[known]
    rows: list[tuple[Cell, ...]] = []
    for low, high in _BINS:
        inside = (promised >= low) & ((promised < high) | (high == 1.0))
        name = f"{low:.0%} to {high:.0%}"
        rows.append((name, *_bin_cells(promised[inside], observed[inside], name)))
    if promised.size:
        error = expected_calibration_error(promised.tolist(), observed.tolist())
        reason = "no interval: a mean over turns and codes together"
        estimate = Estimate("expected_calibration_error", error, n=int(promised.size), reason=reason)
    else:
        reason = "no code had fifty decided turns and ten turns with the code to learn from"
        estimate = Estimate.not_estimable("expected_calibration_error", reason, n=0)
    cell = Reported(
        "agreement.tagger.expected_calibration_error.all",
        "agreement",
        "Mean gap, all probabilities",
        estimate,
    )
    rows.append(("all: mean gap", str(int(promised.size)), "", cell))
    columns = ("Probability", "Turns and codes", "Promised on average", "Observed")
    note = "In the last row: the mean gap between promised and observed, in ten equal bins."
    title = "Do the probabilities hold?"
    return Table("agreement.tagger.calibration", title, columns, tuple(rows), note)


def _bin_cells(promised: npt.NDArray[np.float64], observed: Flags, name: str) -> tuple[Cell, Cell, Cell]:
    if not promised.size:
        return "0", "", ""
    observed_share = Estimate(
        "observed_share", float(observed.mean()), n=int(promised.size), reason="no interval: several codes"
    )
    cell = Reported(
        f"agreement.tagger.observed.{name}", "agreement", f"Observed share, {name}", observed_share
    )
    return str(promised.size), f"{promised.mean():.2f}", cell


def _valence(material: Material, segments: Sequence[CodedSegment]) -> Table:
    pairs = proposed_valences(material.codebook, segments)
    cued = [pair for pair in pairs if pair[0] != "unclear"]
    rows: list[tuple[Cell, ...]] = []
    for name, suffix, chosen in (
        ("All coded segments", "valence", pairs),
        ("Those with a cue", "valence_with_cue", cued),
    ):
        cell = Reported(
            f"agreement.tagger.cohens_kappa.{suffix}",
            "agreement",
            f"Valence proposed and given: {name}",
            valence_kappa(chosen),
        )
        rows.append((name, str(len(chosen)), cell))
    note = (
        "Without a cue the proposal is 'unclear'. People agree on valence and machines do not: decide anew."
    )
    columns = ("Which", "Segments", "Kappa")
    return Table("agreement.tagger.valence", "The proposed valence", columns, tuple(rows), note)
