"""Sets of codes by MASI, and passages by their overlap."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.statistics import (
    Ratings,
    SpanCounts,
    masi_alpha,
    match_spans,
    span_f1,
    span_iou,
    span_precision,
    span_recall,
)
from tests.statistics.known import PROPERTY

SETS = tuple(map(frozenset, ("", "a", "b", "ab", "bc", "abc")))
SPANS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 12)).map(lambda span: (span[0], span[0] + span[1])),
    max_size=5,
)


def _of_sets(first: list[str], second: list[str]) -> tuple[Ratings, list[frozenset[str]]]:
    sets = sorted({frozenset(one) for one in (*first, *second)}, key=sorted)
    numbers = [[sets.index(frozenset(one)) for one in labels] for labels in (first, second)]
    ones = np.ones(len(first), dtype=int)
    return Ratings(np.array(numbers).T, ones, ones - 1, len(sets)), sets


def test_masi_by_hand() -> None:
    """Three units: a and a; ab and a; nothing and b.

    Distances: ab-a and ab-b 1 - 1/2 * 2/3 = 2/3, all others between different sets 1. Disagreement
    2 * 2/3 + 2 * 1 = 10/3. Six sets, a three times: by chance
    2 (3 * 2/3 + 3 + 3 + 1 + 2/3 + 1) = 64/3; alpha 1 - 5 * (10/3) / (64/3) = 14/64.
    """
    assert masi_alpha(*_of_sets(["a", "ab", ""], ["a", "a", "b"])).value == pytest.approx(14 / 64)


@PROPERTY
@given(st.lists(st.tuples(st.sampled_from(SETS[1:]), st.sampled_from(SETS[1:])), min_size=1, max_size=12))
def test_alpha_of_sets_is_that_of_nltk(units: list[tuple[frozenset[str], frozenset[str]]]) -> None:
    """NLTK cannot compare the empty set with itself; everything else it can."""
    from nltk.metrics.agreement import AnnotationTask
    from nltk.metrics.distance import masi_distance

    used = sorted({one for unit in units for one in unit}, key=sorted)
    labels = np.array([[used.index(one) for one in unit] for unit in units])
    ones = np.ones(len(units), dtype=int)
    ours = masi_alpha(Ratings(labels, ones, ones - 1, len(used)), used)
    if len(used) == 1:
        assert ours.reason == "all coders gave every unit the same codes"
        return
    triples = [(coder, unit, sets[coder]) for unit, sets in enumerate(units) for coder in (0, 1)]
    assert ours.value == pytest.approx(AnnotationTask(triples, distance=masi_distance).alpha(), abs=1e-12)


def test_sets_that_do_not_fit_the_labels_are_refused() -> None:
    ratings, sets = _of_sets(["a"], ["b"])
    for wrong in ([sets[0]], [sets[0], sets[0]]):
        with pytest.raises(ValueError, match="one set for each label"):
            masi_alpha(ratings, wrong)


def test_spans_by_hand() -> None:
    """Passages 0-10 and 20-30 against 5-10, 20-30 and 40-50.

    0-10 and 5-10 share 5 of 10 characters: IoU 1/2, a match at 1/2. 20-30 matches. Precision 2/3,
    recall 2/2, F1 4/5. Both coded 15 characters, either 30: IoU 1/2.
    """
    counts, matches = match_spans([(0, 10), (20, 30)], [(5, 10), (20, 30), (40, 50)])
    assert counts == SpanCounts(first=2, second=3, matched=2, both_characters=15, either_characters=30)
    assert matches == ((0, 0), (1, 1))
    assert span_precision([counts]).value == pytest.approx(2 / 3)
    assert span_recall([counts]).value == 1
    assert span_f1([counts]).value == pytest.approx(4 / 5)
    assert span_iou([counts]).value == pytest.approx(1 / 2)
    assert (span_f1([counts]).n, span_iou([counts]).n) == (5, 30)


def test_as_many_matches_as_can_be_come_before_overlap() -> None:
    """a = 0-9 could have x = 0-9 (IoU 1) or y = 0-5 (5/9); b = 0-17 only x (9/17): both match crosswise."""
    assert match_spans([(0, 9), (0, 17)], [(0, 9), (0, 5)])[1] == ((0, 1), (1, 0))


def test_passages_that_overlap_count_each_character_once() -> None:
    counts, _ = match_spans([(0, 10), (5, 15)], [(0, 15)])
    assert (counts.both_characters, counts.either_characters) == (15, 15)


@PROPERTY
@given(SPANS, SPANS)
def test_laws_of_matching(first: list[tuple[int, int]], second: list[tuple[int, int]]) -> None:
    counts, matches = match_spans(first, second)
    back, _ = match_spans(second, first)
    assert (back.matched, back.both_characters, back.either_characters) == (
        counts.matched,
        counts.both_characters,
        counts.either_characters,
    )
    ours = {at for start, end in first for at in range(start, end)}
    theirs = {at for start, end in second for at in range(start, end)}
    assert (counts.both_characters, counts.either_characters) == (len(ours & theirs), len(ours | theirs))
    assert len({i for i, _ in matches}) == len({j for _, j in matches}) == counts.matched
    for i, j in matches:
        one, other = set(range(*first[i])), set(range(*second[j]))
        assert 2 * len(one & other) >= len(one | other)
    assert match_spans(first, first)[0].matched == len(first)


def test_what_nobody_coded_has_no_share() -> None:
    nothing = match_spans([], [])[0]
    assert span_f1([nothing]).reason == "neither coder coded it" == span_iou([nothing]).reason
    assert span_precision([nothing]).reason == "the second coder coded none"
    assert span_recall([nothing]).reason == "the first coder coded none"
    assert span_f1([]).value is None
    with pytest.raises(ValueError, match="intersection over union"):
        match_spans([], [], 0)
