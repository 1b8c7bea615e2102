"""How many matches are expected to be chance: known answers, then truth by simulation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.quantitative.coded_respondents import timepoint_bit
from impl_eval.quantitative.false_matches import count_pairs, expected_false_matches
from impl_eval.quantitative.matching import match_respondents
from impl_eval.quantitative.pairing import pair_by_respondent
from tests.quantitative.test_matching import AFTER, BEFORE, rows_of
from tests.statistics.known import PROPERTY


@pytest.mark.parametrize(
    ("near", "value", "low", "high"),
    [(1, 0.1641961, 0.0041570859176, 0.91484224435), (29, 4.761688, 3.1889768983, 6.838577641)],
)
def test_known_answers(near: int, value: float, low: float, high: float) -> None:
    """A measurement on six-sign codes of a workshop series: 2,631 pairs of different people, 432 compared,
    0.16 false matches expected one slip apart and 4.8 two slips apart.

    Limits: R 4.2.2, poisson.test(near)$conf.int * 432 / 2631.
    """
    found = expected_false_matches(near, 2631, 432)
    assert found.value == pytest.approx(value, rel=1e-6)
    assert (found.low, found.high) == pytest.approx((low, high), rel=1e-9)
    assert found.n == 2631


def counted(responses, rule="exact"):
    respondents = match_respondents(responses, rule).respondents
    return count_pairs(respondents, timepoint_bit(responses, BEFORE), timepoint_bit(responses, AFTER))


def test_pairs_counted_by_hand() -> None:
    """Before: ab12, ab13, kl99; after: ab12, ab14. One site, one group.

    Certainly different: the three pairs before, and ab12 with ab14 after (ab12 is one person: the pair
    ab12-ab13 counts once). One slip: ab12-ab13, ab12-ab14. Left to compare: ab13 and kl99 with ab14; one
    slip: ab13-ab14.
    """
    found = counted(
        rows_of(("ab12", BEFORE), ("ab13", BEFORE), ("kl99", BEFORE), ("ab12", AFTER), ("ab14", AFTER))
    )
    assert (found.different, found.different_near) == (4, (2, 0))
    assert (found.compared, found.compared_near) == (2, (1, 0))


def test_groups_and_sites_are_counted_apart_and_other_surveys_left_out() -> None:
    responses = rows_of(
        ("ab12", BEFORE, "gp"), ("ab13", BEFORE, "nurse"), ("ab14", BEFORE, ""), ("ab15", AFTER, "gp"),
        ("ab16", BEFORE, "gp", "south"), ("ab17", AFTER, "gp", "south"), ("ab18", "third"), ("ab19", "third"),
        ("ab12", "third"),
    )  # fmt: skip
    found = counted(responses)
    # gp with not stated, nurse with not stated; the third survey counts for nothing here
    assert (found.different, found.different_near) == (2, (2, 0))
    # ab15 with ab12 and ab14 in the north; ab16 with ab17 in the south
    assert (found.compared, found.compared_near) == (3, (3, 0))


def test_nothing_to_learn_from_and_nobody_to_compare() -> None:
    nothing = expected_false_matches(0, 0, 5)
    assert nothing.value is None
    assert "nothing shows what chance does" in nothing.reason
    nobody = expected_false_matches(2, 10, 0)
    assert (nobody.value, nobody.low) == (0.0, None)
    assert nobody.reason == "no interval: nobody was left to compare"
    none_near = expected_false_matches(0, 100, 10)
    assert (none_near.value, none_near.low) == (0.0, 0.0)
    assert none_near.high == pytest.approx(0.368887945411)
    with pytest.raises(ValueError, match="impossible"):
        expected_false_matches(3, 2, 1)


@PROPERTY
@given(st.integers(0, 50), st.integers(1, 500), st.integers(1, 5000))
def test_it_is_proportional_to_the_pairs_compared(near: int, more: int, compared: int) -> None:
    found = expected_false_matches(near, near + more, compared)
    assert 0 <= found.low <= found.value <= found.high <= compared
    assert expected_false_matches(near, near + more, 2 * compared).value == pytest.approx(2 * found.value)


def simulated_waves(rng, *, sites=6, people=18, stay=0.6, slip=0.15):
    """Two surveys with codes of two letters and two digits; returns rows and who each row truly is."""
    rows, truth = [], []
    letters = np.array(list("ABCDEFGHIJ"))
    for site in range(sites):
        taken: set[tuple[str, str]] = set()
        for person in range(people):
            code = "".join(rng.choice(letters, 2)) + f"{rng.integers(1, 32):02d}"
            here = [BEFORE, AFTER] if rng.random() < stay else [BEFORE] if rng.random() < 0.5 else [AFTER]
            for when in here:
                written = slipped(code, rng) if rng.random() < slip else code
                if (written, when) not in taken:
                    taken.add((written, when))
                    rows.append((written, when, "gp", f"site{site}"))
                    truth.append(site * people + person)
    return rows, np.array(truth)


def slipped(code: str, rng) -> str:
    place = int(rng.integers(0, len(code)))
    new = str(rng.choice(list("0123456789" if code[place].isdigit() else "ABCDEFGHIJ")))
    return code[:place] + new + code[place + 1 :]


def test_the_expected_number_is_the_true_one_on_average() -> None:
    """150 simulated studies with known truth, one slip and two slips apart.

    With the pairs that are in truth one person taken from those compared, expected and true number of
    false pairs agree within three standard errors; with them, the expected number is the larger one.
    Matching by one slip finds far more true pairs than false ones.
    """
    rng = np.random.default_rng(20240331)
    differences = {1: [], 2: []}
    expected_total, false_total = {1: 0.0, 2: 0.0}, {1: 0, 2: 0}
    true_slips = false_slips = 0
    for _ in range(150):
        rows, truth = simulated_waves(rng)
        responses = rows_of(*rows)
        pairing = pair_by_respondent(responses, BEFORE, AFTER, "distance_1")
        counts = counted(responses)
        false, hidden = false_pairs(pairing.matching.respondents, truth, responses)
        for slips in (1, 2):
            near = counts.different_near[slips - 1]
            corrected = expected_false_matches(near, counts.different, counts.compared - hidden)
            differences[slips].append(false[slips] - corrected.value)
            expected_total[slips] += expected_false_matches(near, counts.different, counts.compared).value
            false_total[slips] += false[slips]
        right = truth[pairing.baseline_rows] == truth[pairing.follow_up_rows]
        true_slips += np.count_nonzero(right & pairing.by_slip)
        false_slips += np.count_nonzero(~right & pairing.by_slip)
    for slips, found in differences.items():
        standard_error = np.std(found, ddof=1) / np.sqrt(len(found))
        assert abs(np.mean(found)) < 3 * standard_error
        assert expected_total[slips] > false_total[slips]
    assert true_slips > 10 * false_slips
    assert false_slips < expected_total[1]


def false_pairs(respondents, truth, responses) -> tuple[dict[int, int], int]:
    """Count pairs of different people one and two slips apart, and all pairs that are one person.

    Of one site, one of them in the first survey only and the other in the second only.
    """
    from rapidfuzz.distance import OSA

    found, hidden = {1: 0, 2: 0}, 0
    before, after = (np.flatnonzero(respondents.timepoints == timepoint_bit(responses, when))
                     for when in (BEFORE, AFTER))  # fmt: skip
    for one in before:
        for other in after:
            if respondents.site[one] != respondents.site[other]:
                continue
            distance = OSA.distance(respondents.keys[one], respondents.keys[other])
            if truth[respondents.rows[one][0]] == truth[respondents.rows[other][0]]:
                hidden += 1
            elif distance in found:
                found[distance] += 1
    return found, hidden
