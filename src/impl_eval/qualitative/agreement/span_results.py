"""Passages of two coders compared by their overlap, code by code."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from impl_eval.qualitative.agreement.double_coding import Pair
from impl_eval.qualitative.agreement.options import Comparison
from impl_eval.qualitative.agreement.tables import code_header, table_id, without_interval
from impl_eval.qualitative.coding import CodedSegment
from impl_eval.results import Cell, Estimate, Reported, Table
from impl_eval.statistics import (
    SpanCounts,
    match_spans,
    span_f1,
    span_iou,
    span_precision,
    span_recall,
)

Span = tuple[int, int]
Row = tuple[Cell, ...]
_STATISTICS: tuple[tuple[str, Callable[..., Estimate]], ...] = (
    ("Precision", span_precision),
    ("Recall", span_recall),
    ("F1", span_f1),
    ("IoU of characters", span_iou),
)


def compare_passages(
    pairs: Sequence[Pair],
    segments: Sequence[CodedSegment],
    codes: Sequence[tuple[str, str]],
    comparison: Comparison,
) -> tuple[Table, ...]:
    """Return how many passages of each pair match, and every passage that does not."""
    spans = _spans(segments, comparison)
    rows: list[Row] = []
    one_by_one: list[Row] = []
    differing: list[Row] = []
    for pair in pairs:
        for code in codes:
            counts = []
            for transcript in pair.transcripts:
                ours, theirs = (spans[transcript.id, coder, code[0]] for coder in pair.coders)
                counted, matches = match_spans(ours, theirs)
                counts.append(counted)
                differing += _unmatched(transcript.id, pair, code, (ours, theirs), matches)
                cells = _cells(pair, code, [counted], comparison, transcript.id)
                one_by_one.append((transcript.id, code[1], pair.label, *cells))
            rows.append((code[1], pair.label, *_cells(pair, code, counts, comparison)))
    one_by_one.sort(key=lambda row: str(row[0]))
    return (
        _overall_table(rows, comparison),
        *((_transcript_table(one_by_one, comparison),) if comparison.by_transcript else ()),
        _unmatched_table(differing, comparison),
    )


def _columns(comparison: Comparison) -> tuple[str, ...]:
    counts = ("Passages, first coder", "Passages, second coder", "Matched")
    return (code_header(comparison), "Coders", *counts, *(name for name, _ in _STATISTICS))


def _overall_table(rows: Sequence[Row], comparison: Comparison) -> Table:
    return Table(
        table_id(comparison, "overall"),
        f"Passages of two coders by {comparison.level}",
        _columns(comparison),
        tuple(rows),
        note=without_interval(rows),
    )


def _transcript_table(rows: Sequence[Row], comparison: Comparison) -> Table:
    return Table(
        table_id(comparison, "by_transcript"),
        "Passages of two coders in each transcript",
        ("Transcript", *_columns(comparison)),
        tuple(rows),
    )


def _unmatched_table(rows: Sequence[Row], comparison: Comparison) -> Table:
    return Table(
        table_id(comparison, "disagreements"),
        "Passages that no passage of the other coder matches",
        ("Transcript", "Place", code_header(comparison), "Coded by", "Without a match of"),
        tuple(rows),
        note="Characters are counted from 0, the end not included.",
    )


def _spans(
    segments: Sequence[CodedSegment], comparison: Comparison
) -> dict[tuple[str, str, str], list[Span]]:
    """Return each coder's passages of a code in order; one that has two sub-codes of it is one passage."""
    found: dict[tuple[str, str, str], set[Span]] = defaultdict(set)
    for one in segments:
        code = one.applied_code if comparison.level == "code" else one.mechanism_id
        found[one.transcript_id, one.coder, code].add((one.start, one.end))
    return defaultdict(list, {key: sorted(places) for key, places in found.items()})


def _unmatched(
    transcript_id: str,
    pair: Pair,
    code: tuple[str, str],
    spans: tuple[list[Span], list[Span]],
    matches: Sequence[tuple[int, int]],
) -> list[Row]:
    rows: list[tuple[int, Row]] = []
    for side, coders in ((0, pair.coders), (1, pair.coders[::-1])):
        matched = {match[side] for match in matches}
        for at, (start, end) in enumerate(spans[side]):
            if at not in matched:
                rows.append((start, (transcript_id, f"characters {start} to {end}", code[1], *coders)))
    return [row for _, row in sorted(rows, key=lambda entry: entry[0])]


def _cells(
    pair: Pair,
    code: tuple[str, str],
    counts: Sequence[SpanCounts],
    comparison: Comparison,
    transcript_id: str = "",
) -> list[Reported]:
    detail, said = (f".{transcript_id}", f", in {transcript_id}") if transcript_id else ("", "")
    mechanism_id = code[0] if comparison.level == "mechanism" else ""

    def reported(name: str, what: str, estimate: Estimate) -> Reported:
        return Reported(
            f"{comparison.prefix}.{code[0]}.{name}.{pair.key}{detail}",
            "agreement",
            f"{code[1]}: {what} of {pair.label}{said}",
            estimate,
            mechanism_id=mechanism_id,
            contrast=pair.label,
        )

    numbers = (
        ("passages_first", f"passages of {pair.coder_a}", sum(one.first for one in counts)),
        ("passages_second", f"passages of {pair.coder_b}", sum(one.second for one in counts)),
        ("matched", "matched passages", sum(one.matched for one in counts)),
    )
    cells = [
        reported(
            name, what, Estimate("count", float(count), unit="passages", reason="a count has no interval")
        )
        for name, what, count in numbers
    ]
    for name, compute in _STATISTICS:
        estimate = compute(counts, level=comparison.confidence_level)
        cells.append(reported(estimate.statistic, name, estimate))
    return cells
