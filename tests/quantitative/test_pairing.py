"""Who is matched with whom, who is left out, and why."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from impl_eval.quantitative.pairing import pair_by_respondent
from tests.quantitative.builders import responses_of, small_instrument

INSTRUMENT = small_instrument({"a": ("a1", "a2")})


def rows_of(*keys):
    return responses_of(INSTRUMENT, [(site, person, "gp", when, "3", "3") for site, person, when in keys])


def test_pairs_worked_by_hand():
    """Code 1 stands at both sites: two people. Two empty codes are nobody's pair."""
    responses = rows_of(
        ("north", "2", "follow_up"),
        ("north", "1", "baseline"),
        ("south", "1", "baseline"),
        ("north", "2", "baseline"),
        ("south", "1", "follow_up"),
        ("north", "", "baseline"),
        ("north", "", "follow_up"),
        ("north", "1", "third"),
        ("south", "3", "follow_up"),
    )
    pairing = pair_by_respondent(responses, "baseline", "follow_up")
    assert pairing.baseline_rows.tolist() == [2, 3]
    assert pairing.follow_up_rows.tolist() == [4, 0]
    assert pairing.baseline_only.tolist() == [1, 5]
    assert pairing.follow_up_only.tolist() == [6, 8]
    assert len(pairing.quarantined) == len(pairing.set_aside) == 0


def test_a_respondent_with_a_duplicated_row_is_in_no_pair():
    responses = rows_of(
        ("north", "23", "baseline"),
        ("north", "23", "follow_up"),
        ("north", "23", "follow_up"),
        ("north", "24", "baseline"),
        ("north", "24", "follow_up"),
    )
    marked = responses_of(
        INSTRUMENT,
        [("north", person, "gp", when, "3", "3") for person, when in zip(
            responses.respondent_id, responses.timepoint, strict=True)],
        duplicated=np.array([False, True, True, False, False]),
    )  # fmt: skip
    pairing = pair_by_respondent(marked, "baseline", "follow_up")
    assert (pairing.baseline_rows.tolist(), pairing.follow_up_rows.tolist()) == ([3], [4])
    assert pairing.quarantined.tolist() == [1, 2]
    assert pairing.set_aside.tolist() == [0]
    assert len(pairing.baseline_only) == len(pairing.follow_up_only) == 0


def test_a_marked_row_without_a_code_leaves_other_rows_without_code_alone():
    responses = responses_of(
        INSTRUMENT,
        [("north", "", "gp", "baseline", "3", "3"), ("north", "", "gp", "baseline", "3", "3")],
        duplicated=np.array([True, False]),
    )
    pairing = pair_by_respondent(responses, "baseline", "follow_up")
    assert (pairing.quarantined.tolist(), pairing.baseline_only.tolist()) == ([0], [1])


def test_an_unmarked_duplicate_is_a_mistake_of_the_caller():
    responses = rows_of(("north", "1", "baseline"), ("north", "1", "baseline"))
    with pytest.raises(ValueError, match="not marked as duplicated"):
        pair_by_respondent(responses, "baseline", "follow_up")


def test_one_timepoint_cannot_be_paired_with_itself():
    with pytest.raises(ValueError, match="two different timepoints"):
        pair_by_respondent(rows_of(("north", "1", "baseline")), "baseline", "baseline")


people = st.tuples(
    st.sampled_from(["north", "south", "11"]),
    st.sampled_from(["", "1", "11", "2", "3"]),
    st.sampled_from(["baseline", "follow_up", "third"]),
)


@settings(deadline=None)
@given(st.lists(people, max_size=25), st.randoms(use_true_random=False))
def test_every_row_stands_in_one_place_whatever_the_order(keys, random):
    """Matched and baseline only make up the baseline rows, apart from quarantined codes."""
    named = [key for key in keys if key[1]]
    duplicated = np.array([bool(key[1]) and named.count(key) > 1 for key in keys], dtype=np.bool_)
    rows = [(site, person, "gp", when, "3", "3") for site, person, when in keys]
    order = random.sample(range(len(rows)), len(rows))

    def matched_keys(indices):
        responses = responses_of(
            INSTRUMENT,
            [rows[index] for index in indices],
            duplicated=duplicated[np.array(indices, dtype=int)],
        )
        pairing = pair_by_respondent(responses, "baseline", "follow_up")
        before = np.concatenate([pairing.baseline_rows, pairing.baseline_only])
        after = np.concatenate([pairing.follow_up_rows, pairing.follow_up_only])
        left_out = np.concatenate([pairing.quarantined, pairing.set_aside])
        everyone = np.flatnonzero(np.isin(responses.timepoint, ["baseline", "follow_up"]))
        assert sorted(np.concatenate([before, after, left_out]).tolist()) == everyone.tolist()
        assert np.all(responses.timepoint[before] == "baseline")
        assert np.all(responses.timepoint[after] == "follow_up")
        for column in (responses.site, responses.respondent_id):
            assert np.array_equal(column[pairing.baseline_rows], column[pairing.follow_up_rows])
        return sorted(
            (str(responses.site[row]), str(responses.respondent_id[row])) for row in pairing.baseline_rows
        )

    assert matched_keys(list(range(len(rows)))) == matched_keys(order)
