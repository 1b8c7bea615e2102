"""How many inductive codes are known after so many transcripts, whatever their order.

The curve is the expected number of codes in k transcripts drawn without replacement: the mean over all
orders, computed and not simulated. Whether enough was heard is for people to judge; nothing here says so.
"""

from collections.abc import Collection, Mapping, Sequence
from math import comb

from impl_eval.qualitative.coding import CodedSegment
from impl_eval.qualitative.framework_matrix import MatrixCode
from impl_eval.results import Estimate, Reported, Table

SOURCE = (
    "Hurlbert (1971), Ecology 52(4), 577-586, over samples as in Gotelli and Colwell (2001), "
    "Ecology Letters 4(4), 379-391"
)
METHOD = "mean over all orders of the transcripts"
NOTE = (
    "The mean over all orders in which the analysed transcripts could have been read. A flat curve says that "
    "these transcripts repeat each other; it cannot say what people would tell who were not asked."
)


def expected_codes(transcripts_with_code: Sequence[int], total: int, drawn: int) -> float:
    """Return how many different codes are expected in `drawn` of `total` transcripts, drawn at random.

    Parameters
    ----------
    transcripts_with_code : for each code, in how many transcripts it stands, from 1 to `total`.

    Raises
    ------
    ValueError : a count lies outside 1 to total, or drawn outside 0 to total.

    Source: Hurlbert (1971), Ecology 52(4), 577-586, eq. 16: the sum of 1 - C(N - m, k) / C(N, k).
    """
    if not 0 <= drawn <= total or any(not 1 <= count <= total for count in transcripts_with_code):
        raise ValueError("counts have to lie from 1 to the number of transcripts")
    ways = comb(total, drawn)
    return sum((ways - comb(total - count, drawn)) / ways for count in transcripts_with_code)


def transcripts_of_codes(
    codes: Sequence[MatrixCode], layer: Sequence[CodedSegment]
) -> Mapping[str, frozenset[str]]:
    """Return the transcripts in which each inductive code was applied itself; unused codes are left out."""
    found: dict[str, set[str]] = {}
    inductive = {code.code_id for code in codes if code.inductive}
    for segment in layer:
        if segment.applied_code in inductive:
            found.setdefault(segment.applied_code, set()).add(segment.transcript_id)
    return {code_id: frozenset(found[code_id]) for code_id in sorted(found)}


def new_code_table(
    transcripts_of: Mapping[str, frozenset[str]], analysed: Collection[str]
) -> tuple[Table, tuple[Reported, ...]] | None:
    """Return the table of the curve and its numbers; None where no inductive code was used.

    `analysed` are the ids of all transcripts that were analysed, with inductive codes or without.
    """
    if not transcripts_of:
        return None
    total = len(analysed)
    counts = [len(transcripts) for transcripts in transcripts_of.values()]
    curve = [expected_codes(counts, total, drawn) for drawn in range(total + 1)]
    rows = []
    for drawn in range(1, total + 1):
        known = _reported(f"known.{drawn}", f"Inductive codes after {drawn} transcripts", curve[drawn], total)
        gain = max(0.0, curve[drawn] - curve[drawn - 1])
        new = _reported(f"new.{drawn}", f"New inductive codes in transcript {drawn}", gain, total)
        rows.append((str(drawn), known, new))
    once = Estimate(
        "count",
        float(counts.count(1)),
        n=len(counts),
        unit="codes",
        reason="a count has no interval",
    )
    label = "Inductive codes that stand in one transcript only"
    singles = Reported("interviews.new_codes.in_one_transcript", "interviews", label, once)
    columns = ("Transcripts", "Codes known (mean)", "New in the last one (mean)")
    return Table("interviews.new_codes", "Codes that come from the interviews", columns, tuple(rows), NOTE), (
        singles,
    )


def _reported(detail: str, label: str, value: float, transcripts: int) -> Reported:
    estimate = Estimate(
        "expected_codes",
        value,
        n=transcripts,
        unit="codes",
        method=METHOD,
        source=SOURCE,
        reason="it describes these transcripts: no interval",
    )
    return Reported(f"interviews.new_codes.{detail}", "interviews", label, estimate)
