"""Who is whom across timepoints: the rule step by step, then its laws, then its odd cases."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.quantitative.matching import (
    EXACT_ONLY,
    FACT_AND_SLIP,
    NOBODY,
    OTHER_FACT,
    OTHER_GROUP,
    SEVERAL,
    TWO_SLIPS,
    listed_candidates,
    match_respondents,
    respondent_links,
)
from impl_eval.quantitative.near_codes import ROWS_AT_ONCE, slips_between
from impl_eval.quantitative.pairing import pair_by_respondent
from tests.quantitative.builders import responses_of, small_instrument
from tests.statistics.known import PROPERTY

INSTRUMENT = small_instrument({"a": ("a1", "a2")})
BEFORE, AFTER = "baseline", "follow_up"


def rows_of(*rows, **changes):
    """Rows as (code, timepoint), (code, timepoint, group) or (code, timepoint, group, site)."""
    full = [(*row, *("gp", "north")[len(row) - 2 :]) for row in rows]
    cells = [(site, code, group, when, "3", "3") for code, when, group, site in full]
    return responses_of(INSTRUMENT, cells, **changes)


def pairs_of(responses, rule="exact"):
    pairing = pair_by_respondent(responses, BEFORE, AFTER, rule)
    return list(zip(pairing.baseline_rows.tolist(), pairing.follow_up_rows.tolist(), strict=True))


def listed(responses, rule="exact"):
    """The rows and the reason of each listed pair."""
    matching = match_respondents(responses, rule)
    found = listed_candidates(matching)
    rows = matching.respondents.rows
    return sorted(
        (*sorted((rows[one][0], rows[other][0])), why)
        for one, other, why in zip(found.first, found.second, found.why, strict=True)
    )


def test_slips_known_answers() -> None:
    """Optimal string alignment, by hand: a swap is one slip, and no part is edited twice (CA to ABC is 3)."""
    keys = ["AB12", "BA12", "AB1", "AB123", "AC12", "BA21", "CA", "ABC"]
    ((start, slips),) = slips_between(keys)
    assert start == 0
    assert slips[0].tolist() == [0, 1, 1, 1, 1, 2, 3, 2]
    assert slips[6, 7] == 3


def test_slips_come_in_portions_that_fit_together() -> None:
    keys = [f"{number:04d}" for number in range(ROWS_AT_ONCE + 3)]
    portions = list(slips_between(keys))
    assert [start for start, _ in portions] == [0, ROWS_AT_ONCE]
    table = np.vstack([part for _, part in portions])
    assert table.shape == (len(keys), len(keys))
    assert np.array_equal(table, table.T)


def test_other_spellings_of_a_code_are_the_same_respondent() -> None:
    responses = rows_of(("ab-12", BEFORE), ("AB 12", AFTER), ("cd34", BEFORE), ("CD35", AFTER))
    assert pairs_of(responses) == [(0, 1)]


def test_two_spellings_in_one_survey_are_quarantined() -> None:
    responses = rows_of(("ab12", BEFORE), ("AB-12", BEFORE), ("ab12", AFTER), ("zz99", AFTER))
    pairing = pair_by_respondent(responses, BEFORE, AFTER, "distance_1")
    assert pairing.quarantined.tolist() == [0, 1]
    assert pairing.set_aside.tolist() == [2]
    assert pairing.follow_up_only.tolist() == [3]


def test_one_code_in_two_groups_of_one_survey_is_quarantined_too() -> None:
    responses = rows_of(("ab12", BEFORE, "gp"), ("AB12", BEFORE, "nurse"), ("ab12", AFTER, "gp"))
    assert pair_by_respondent(responses, BEFORE, AFTER).quarantined.tolist() == [0, 1]


def test_equal_codes_in_two_groups_are_listed_and_not_matched() -> None:
    responses = rows_of(("ab12", BEFORE, "gp"), ("ab12", AFTER, "nurse"))
    for rule in ("exact", "distance_1"):
        assert pairs_of(responses, rule) == []
        assert listed(responses, rule) == [(0, 1, OTHER_GROUP)]


def test_a_group_that_is_not_stated_contradicts_nothing() -> None:
    responses = rows_of(("ab12", BEFORE, "gp"), ("ab12", AFTER, ""), ("cd34", BEFORE, ""), ("cd35", AFTER))
    assert pairs_of(responses) == [(0, 1)]
    assert pairs_of(responses, "distance_1") == [(0, 1), (2, 3)]


def test_sites_are_never_mixed() -> None:
    sites = {"north": ("ab12", BEFORE), "south": ("ab12", AFTER), "east": ("ab13", AFTER)}
    responses = rows_of(*((code, when, "gp", site) for site, (code, when) in sites.items()))
    for rule in ("exact", "distance_1"):
        assert pairs_of(responses, rule) == []
        assert listed(responses, rule) == []


def test_one_slip_is_matched_only_where_the_plan_says_so() -> None:
    responses = rows_of(("ab12", BEFORE), ("ba12", AFTER), ("xyz9", BEFORE), ("qrs7", AFTER))
    assert pairs_of(responses) == []
    assert listed(responses) == [(0, 1, EXACT_ONLY)]
    assert pairs_of(responses, "distance_1") == [(0, 1)]
    assert listed(responses, "distance_1") == []
    pairing = pair_by_respondent(responses, BEFORE, AFTER, "distance_1")
    assert pairing.by_slip.tolist() == [True]
    assert pairing.matching.by_slip.tolist() == [True, True, False, False]


def test_a_second_candidate_on_either_side_leaves_all_unmatched() -> None:
    two_after = rows_of(("ab12", BEFORE), ("ab13", AFTER), ("ab14", AFTER))
    two_before = rows_of(("ab12", AFTER), ("ab13", BEFORE), ("ab14", BEFORE))
    for responses in (two_after, two_before):
        assert pairs_of(responses, "distance_1") == []
        assert listed(responses, "distance_1") == [(0, 1, SEVERAL), (0, 2, SEVERAL)]


def test_exact_matches_come_first_and_are_no_candidates() -> None:
    responses = rows_of(("ab12", BEFORE), ("ab12", AFTER), ("ab13", AFTER), ("ab14", BEFORE))
    assert pairs_of(responses, "distance_1") == [(0, 1), (3, 2)]


def test_two_slips_are_only_listed() -> None:
    responses = rows_of(("abcd12", BEFORE), ("abdc13", AFTER))
    assert pairs_of(responses, "distance_1") == []
    assert listed(responses, "distance_1") == [(0, 1, TWO_SLIPS)]


def test_a_stable_fact_that_differs_forbids_a_match() -> None:
    responses = rows_of(
        ("ab12", BEFORE), ("ab13", AFTER), ("kl56", BEFORE), ("kl56", AFTER),
        ("xyz8", BEFORE), ("xyz9", AFTER),
        covariates={"born": np.array(["1970", "1980", "1990", "1960", " 1950", ""])},
        stable_covariates=("born",),
    )  # fmt: skip
    assert pairs_of(responses, "distance_1") == [(4, 5)]
    assert listed(responses, "distance_1") == [(0, 1, FACT_AND_SLIP), (2, 3, OTHER_FACT)]
    assert pairs_of(responses) == []


def test_a_row_without_any_answer_still_stands_at_its_timepoint() -> None:
    """Whoever opened the follow-up under the same code did not answer it under a code one slip away."""
    responses = responses_of(
        INSTRUMENT,
        [
            ("north", "ab12", "gp", BEFORE, "3", "3"),
            ("north", "ab12", "gp", AFTER, "", ""),
            ("north", "ab13", "gp", AFTER, "3", "3"),
        ],
    )
    pairing = pair_by_respondent(responses, BEFORE, AFTER, "distance_1")
    assert len(pairing) == 0
    assert pairing.without_answer.tolist() == [1]


def test_links_over_three_timepoints() -> None:
    responses = rows_of(
        ("ab12", "t1"), ("ab12", "t2"), ("ab13", "t3"), ("", "t1"),
        ("xy55", "t1"), ("kl77", "t2"), ("kl77", "t3"),
    )  # fmt: skip
    assert respondent_links(responses, "exact").tolist() == ["1", "1", "", "", "", "2", "2"]
    assert respondent_links(responses, "distance_1").tolist() == ["1", "1", "1", "", "", "2", "2"]


def test_links_of_a_code_whose_group_changes() -> None:
    """Three surveys: first and third agree in everything, the second contradicts them."""
    responses = rows_of(("ab12", "t1", "gp"), ("ab12", "t2", "nurse"), ("ab12", "t3", "gp"))
    assert respondent_links(responses, "distance_1").tolist() == ["1", "", "1"]


def test_nobody_and_nothing() -> None:
    empty = rows_of()
    assert respondent_links(empty, "distance_1").tolist() == []
    assert pairs_of(empty, "distance_1") == []
    without = rows_of(("", BEFORE), ("?", AFTER), ("", AFTER))
    matching = match_respondents(without, "distance_1")
    assert matching.person.tolist() == [NOBODY] * 3
    assert listed_candidates(matching).why == ()
    assert respondent_links(without, "distance_1").tolist() == ["", "", ""]


codes = st.text(alphabet="ab1", min_size=0, max_size=3)
people = st.lists(
    st.tuples(codes, st.sampled_from([BEFORE, AFTER, "third"]), st.sampled_from(["gp", "nurse", ""])),
    max_size=14,
    unique_by=lambda row: row[:2] if row[0] else object(),
)


@PROPERTY
@given(people, st.randoms(use_true_random=False))
def test_laws_of_matching(people, random) -> None:
    """The order of rows does not matter; slips only add pairs; nobody stands twice in a survey."""
    responses = rows_of(*people)
    order = list(range(len(people)))
    random.shuffle(order)
    shuffled = rows_of(*(people[index] for index in order))
    for rule in ("exact", "distance_1"):
        here = pairs_of(responses, rule)
        there = {(order[one], order[other]) for one, other in pairs_of(shuffled, rule)}
        assert set(here) == there
        links = respondent_links(responses, rule)
        assert all((links[one] == links[other]) and links[one] for one, other in here)
        for link in set(links.tolist()) - {""}:
            times = responses.timepoint[links == link].tolist()
            assert len(set(times)) == len(times) > 1
    assert set(pairs_of(responses)) <= set(pairs_of(responses, "distance_1"))


@PROPERTY
@given(people)
def test_a_slow_and_plain_account_of_distance_1_agrees(people) -> None:
    """Two timepoints; the rule of the module's head, written out with loops over rows."""
    people = [row for row in people if row[1] != "third"]
    responses = rows_of(*people)
    exact = set(pairs_of(responses))
    taken = {row for pair in exact for row in pair}
    free = [index for index, row in enumerate(people) if row[0] and index not in taken]

    def may_be_one(one: int, other: int) -> bool:
        groups = {people[one][2], people[other][2]} - {""}
        apart = people[one][1] != people[other][1]
        return apart and len(groups) < 2 and slips(people[one][0], people[other][0]) == 1

    near = [pair for pair in itertools.combinations(free, 2) if may_be_one(*pair)]
    counts = {row: sum(row in pair for pair in near) for row in free}
    alone = [pair for pair in near if counts[pair[0]] == counts[pair[1]] == 1]
    expected = {tuple(sorted(pair, key=lambda row: people[row][1])) for pair in alone}
    assert set(pairs_of(responses, "distance_1")) == exact | expected


def slips(one: str, other: str) -> int:
    """Optimal string alignment by its recursion."""
    one, other = one.upper(), other.upper()

    def between(i: int, j: int) -> int:
        if min(i, j) == 0:
            return max(i, j)
        ways = [
            between(i - 1, j) + 1,
            between(i, j - 1) + 1,
            between(i - 1, j - 1) + (one[i - 1] != other[j - 1]),
        ]
        if min(i, j) > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
            ways.append(between(i - 2, j - 2) + 1)
        return min(ways)

    return between(len(one), len(other))


@pytest.mark.parametrize("rule", ["exact", "distance_1"])
def test_three_thousand_respondents_in_one_site_take_seconds_at_most(rule) -> None:
    rng = np.random.default_rng(7)
    numbers = rng.choice(10**6, size=3000, replace=False)
    rows = [(f"{number:06d}", when) for number in numbers for when in (BEFORE, AFTER)]
    assert len(pairs_of(rows_of(*rows), rule)) == 3000
