"""The comparison of coders: from segments to one Section."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from impl_eval.qualitative.agreement.double_coding import double_codings, own_segments, pairs_of
from impl_eval.qualitative.agreement.options import OF_TURNS, Comparison
from impl_eval.qualitative.agreement.pair_results import PairResults
from impl_eval.qualitative.agreement.place_tables import disagreement_table, transcript_table
from impl_eval.qualitative.agreement.several_results import sets_table, several_table
from impl_eval.qualitative.agreement.span_results import compare_passages
from impl_eval.qualitative.agreement.tables import coefficients_table, overall_table, reported_in
from impl_eval.qualitative.agreement.units import code_units
from impl_eval.qualitative.agreement.words import (
    ACCEPTED,
    BESIDE_FRAMEWORK,
    NOTHING_TWICE,
    OUTSIDE_TURNS,
    TITLE,
    UNDECLARED,
    methods,
)
from impl_eval.qualitative.coding import CodedSegment
from impl_eval.qualitative.transcript import Transcript
from impl_eval.results import Section, Table


def compare_coders(
    transcripts: Sequence[Transcript],
    segments: Sequence[CodedSegment],
    codes: Sequence[tuple[str, str]],
    *,
    double_coded: Collection[str] | None = None,
    finished: Mapping[str, Collection[str]] | None = None,
    comparison: Comparison = OF_TURNS,
) -> Section:
    """Compare every two coders, and all of them, over the transcripts that they coded.

    Parameters
    ----------
    segments : all coders' decisions. Accepted suggestions are left out: two people who accept the same
        suggestion have not coded independently.
    codes : (id, label) in report order: of mechanisms, or at the level "code" of codes.
    double_coded : ids of the transcripts that were coded twice in full. Without it every transcript in
        which two coders have segments of their own is taken for one, and a caution says so.
    finished : who has finished (locked) a transcript. Of a transcript named here only they are compared,
        also where a coder found nothing.
    comparison : units, level of codes, coders, intervals.

    Returns
    -------
    Section "agreement". In units: percent agreement, kappa and the other coefficients per pair and code,
    over all units and over those that somebody coded; several coders and sets of codes together; every
    unit on which two coders differ. Of passages: how many match. Without numbers, and with a caution,
    where nothing was coded twice.
    """
    own = own_segments(segments)
    coded_by = double_codings(
        transcripts, own, coders=comparison.coders, double_coded=double_coded, finished=finished
    )
    if not coded_by:
        return Section("agreement", TITLE, cautions=(NOTHING_TWICE,))
    compared = [one for one in own if one.coder in coded_by.get(one.transcript_id, ())]
    if comparison.unit == "overlap":
        tables = compare_passages(pairs_of(transcripts, coded_by), compared, codes, comparison)
    else:
        tables = _in_units(transcripts, compared, coded_by, codes, comparison)
    guessed = double_coded is None and not set(coded_by) <= set(finished or ())
    undeclared = (UNDECLARED,) if guessed else ()
    return Section(
        "agreement",
        TITLE,
        reported=reported_in(tables),
        tables=tables,
        cautions=(*undeclared, *_accepted(segments, coded_by), *_left_out(transcripts, compared, comparison)),
        methods=methods(comparison),
    )


def _in_units(
    transcripts: Sequence[Transcript],
    segments: Sequence[CodedSegment],
    coded_by: Mapping[str, Sequence[str]],
    codes: Sequence[tuple[str, str]],
    comparison: Comparison,
) -> tuple[Table, ...]:
    ids = [code for code, _ in codes]
    by_code = comparison.level == "code"
    units = code_units(transcripts, segments, coded_by, ids, comparison.unit, by_code=by_code)
    pairs = [
        PairResults(pair, units, segments, codes, comparison) for pair in pairs_of(transcripts, coded_by)
    ]
    together = [*several_table(units, codes, comparison), sets_table(pairs, units, comparison)]
    return (
        overall_table(pairs, comparison),
        coefficients_table(pairs, comparison),
        overall_table(pairs, comparison, only_coded=True),
        *together,
        *((transcript_table(pairs, comparison),) if comparison.by_transcript else ()),
        disagreement_table(pairs, comparison),
    )


def _accepted(segments: Sequence[CodedSegment], coded_by: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Say whose accepted suggestions in the compared transcripts are not compared."""
    accepted = Counter(
        one.coder
        for one in segments
        if one.origin != "human" and one.coder in coded_by.get(one.transcript_id, ())
    )
    counts = ", ".join(f"{count} of {coder}" for coder, count in sorted(accepted.items()))
    return (ACCEPTED.format(counts=counts),) if accepted else ()


def _left_out(
    transcripts: Sequence[Transcript], segments: Sequence[CodedSegment], comparison: Comparison
) -> tuple[str, ...]:
    by_id = {each.id: each for each in transcripts}
    in_turns = comparison.unit in ("utterance", "sentence")
    outside = in_turns and any(
        by_id[one.transcript_id].turn_of(one.start, one.end) is None for one in segments
    )
    beside = comparison.level == "mechanism" and any(not one.mechanism_id for one in segments)
    return (*((OUTSIDE_TURNS,) if outside else ()), *((BESIDE_FRAMEWORK,) if beside else ()))
