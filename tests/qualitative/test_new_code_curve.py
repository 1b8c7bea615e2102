"""The curve of new codes: by hand, against all orders one by one, and against scipy's hypergeometric law."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from impl_eval.qualitative.code_counts import talk_by_code
from impl_eval.qualitative.new_code_curve import expected_codes, new_code_table, transcripts_of_codes
from impl_eval.results import Reported
from tests.qualitative.matrix_examples import CODEBOOK, LAYER, MECHANISMS, interviews_of


def test_curve_known_answer() -> None:
    """Transcripts {a}, {a, b}, {c}. By hand: after one 4/3, after two 7/3, after all 3."""
    counts = [2, 1, 1]
    assert [expected_codes(counts, 3, drawn) for drawn in range(4)] == pytest.approx([0, 4 / 3, 7 / 3, 3])


sets = st.lists(st.frozensets(st.sampled_from("abcde")), min_size=1, max_size=5)


@given(sets)
@settings(max_examples=60)
def test_it_is_the_mean_over_every_order(transcripts: list[frozenset[str]]) -> None:
    counts = [sum(code in one for one in transcripts) for code in sorted(frozenset().union(*transcripts))]
    orders = list(itertools.permutations(transcripts))
    for drawn in range(len(transcripts) + 1):
        known = [len(frozenset().union(*order[:drawn])) for order in orders]
        assert expected_codes(counts, len(transcripts), drawn) == pytest.approx(sum(known) / len(orders))


@given(st.integers(1, 40).flatmap(lambda n: st.tuples(st.just(n), st.integers(1, n), st.integers(0, n))))
def test_one_code_follows_the_hypergeometric_law(numbers: tuple[int, int, int]) -> None:
    from scipy.stats import hypergeom

    total, with_code, drawn = numbers
    expected = 1 - hypergeom.pmf(0, total, with_code, drawn)
    assert expected_codes([with_code], total, drawn) == pytest.approx(expected, abs=1e-9)


@given(st.lists(st.integers(1, 9), max_size=8))
def test_the_curve_rises_ever_more_slowly_to_all_codes(counts: list[int]) -> None:
    curve = [expected_codes(counts, 9, drawn) for drawn in range(10)]
    gains = [later - earlier for earlier, later in itertools.pairwise(curve)]
    assert all(gain >= -1e-12 for gain in gains)
    assert all(later <= earlier + 1e-12 for earlier, later in itertools.pairwise(gains))
    assert curve[-1] == pytest.approx(len(counts))


@pytest.mark.parametrize(("counts", "total", "drawn"), [([0], 3, 1), ([4], 3, 1), ([1], 3, 4), ([1], 3, -1)])
def test_counts_that_cannot_be_are_refused(counts: list[int], total: int, drawn: int) -> None:
    with pytest.raises(ValueError, match="number of transcripts"):
        expected_codes(counts, total, drawn)


def test_the_table_counts_inductive_codes_alone() -> None:
    """timing and humour stand in int01, irony in int02: 1.5 codes after one transcript, 3 after both."""
    interviews = interviews_of()
    codes = [entry.code for entry in talk_by_code(CODEBOOK, MECHANISMS, LAYER, interviews)]
    found = new_code_table(transcripts_of_codes(codes, LAYER), interviews.analysed)
    assert found is not None
    table, (singles,) = found
    values = [[cell.estimate.value for cell in row if isinstance(cell, Reported)] for row in table.rows]
    assert values == [pytest.approx([1.5, 1.5]), pytest.approx([3, 1.5])]
    assert (singles.estimate.value, singles.estimate.n) == (3, 3)
    assert "saturation" not in f"{table}{singles}".lower()


def test_without_inductive_codes_there_is_no_curve() -> None:
    assert new_code_table({}, {"int01"}) is None
