"""The flow of matching and response rates as the report shows them."""

from dataclasses import replace

import numpy as np
import pytest

from impl_eval.outputs.number_text import value_text
from impl_eval.outputs.suppression import suppress
from impl_eval.protocols import AnalysisPlan
from impl_eval.quantitative.survey_strand import survey_strand
from impl_eval.results import Reported
from tests.outputs.examples import evaluation
from tests.quantitative.builders import labels_for, responses_of, small_instrument

INSTRUMENT = small_instrument({"a": ("a1", "a2")})
BEFORE, AFTER = "baseline", "follow_up"
SITES = ("north", "south")


def plan_of(**changes) -> AnalysisPlan:
    declared = {
        "schema": "impl-eval/analysis-plan/1",
        "baseline": BEFORE,
        "follow_up": AFTER,
        "headline": "a",
    }
    return AnalysisPlan.model_validate({**declared, **changes})


def section_of(rows, *, invited=None, by_group=None, plan=None, **changes):
    """Rows: (code, timepoint), (.., group) or (.., group, site); every answer is a 3, or the last cell."""
    full = [(*row, *("gp", "north", "3")[len(row) - 2 :]) for row in rows]
    cells = [(site, code, group, when, answer, answer) for code, when, group, site, answer in full]
    labels = labels_for(SITES, invited=invited)
    labels = labels if by_group is None else type(labels)(**{**vars(labels), "invited_by_group": by_group})
    return survey_strand(responses_of(INSTRUMENT, cells, **changes), plan or plan_of(), labels=labels).section


def table_of(section, name):
    (found,) = (table for table in section.tables if table.id == f"survey.{name}")
    cells = {row[0]: [] for row in found.rows}
    for row in found.rows:
        cells[row[0]] += [cell for cell in row[1:] if isinstance(cell, Reported)]
    return cells


def values(cells):
    return [cell.estimate.value for cell in cells]


FLOW = [
    ("ab-12", BEFORE), ("AB12", AFTER),  # the same code, spelt differently
    ("CD34", BEFORE), ("CD34", AFTER),
    ("EF56", BEFORE), ("EF57", AFTER),  # one slip
    ("GHO8", BEFORE), ("XYZ1", BEFORE), ("XYZ1", BEFORE), ("XYZ1", AFTER),  # a code twice, and its other row
    ("KL00", BEFORE, "nurse"), ("KL00", AFTER, "gp"),
    ("", BEFORE), ("MN11", AFTER, "gp", "north", ""),  # no code; no answer
]  # fmt: skip
DUPLICATED = np.array([index in (7, 8) for index in range(len(FLOW))])


@pytest.mark.parametrize("rule", ["exact", "distance_1"])
def test_the_flow_counted_by_hand(rule) -> None:
    section = section_of(FLOW, plan=plan_of(matching=rule), duplicated=DUPLICATED, code_format="AA00")
    flow = {label: cells[0].estimate.value for label, cells in table_of(section, "matching").items()}
    by_slip = {"Matched by codes one slip apart": 1} if rule == "distance_1" else {}
    listed = {} if by_slip else {"Only listed: one slip apart; the plan matches equal codes only": 1}
    matched = 3 if by_slip else 2
    assert flow == {
        "Baseline: with a respondent code": 7,
        "Baseline: share of codes that do not follow the declared form": 2 / 7,  # XYZ1 twice
        "Baseline: codes with O and 0, or I and 1, exchanged as the form says": 1,  # GHO8
        "Follow-up: with a respondent code": 5,
        "Follow-up: share of codes that do not follow the declared form": 1 / 5,
        "Follow-up: codes with O and 0, or I and 1, exchanged as the form says": 0,
        "Matched: answered both times": matched,
        "Matched by equal codes": 2,
        "Of these, spelt differently: case, spaces, punctuation, O and 0": 1,
        **by_slip,
        "At baseline only": 6 - matched,  # with the one without a code
        "At follow-up only": 4 - matched,
        "Quarantined rows: the code stands more than once in one survey": 2,
        "Rows set aside: the other survey of a quarantined code": 1,
        "Rows without any answer": 1,
        "Only listed: same code, another stakeholder group": 1,
        **listed,
    }


def test_false_matches_stand_beside_those_found() -> None:
    """Before: ab12, ab13, kl99; after: ab14, zz77. Four pairs of different people, one of them near; six
    compared, two of them near: expected 6 x 1 / 4."""
    rows = [(code, BEFORE) for code in ("ab12", "ab13", "kl99")] + [
        (code, AFTER) for code in ("ab14", "zz77")
    ]
    section = section_of(rows, plan=plan_of(matching="distance_1"))
    found = table_of(section, "false_matches")
    assert values(found["One slip apart"]) == [4, 1, 6, 2, 0, 1.5]
    assert values(found["Two slips apart"]) == [4, 0, 6, 0, 0, 0.0]
    assert found["One slip apart"][-1].estimate.n == 4


def test_a_caution_where_chance_may_have_made_the_matches() -> None:
    """Serial numbers are all one slip apart."""
    rows = [("A1", BEFORE), ("A2", BEFORE), ("A1", AFTER), ("A3", AFTER)]
    section = section_of(rows, plan=plan_of(matching="distance_1"))
    assert (
        "1 pair matched by codes one slip apart, where chance alone would give about 1.0: some of them are "
        "probably two different people." in section.cautions
    )
    assert not [line for line in section_of(rows).cautions if "slip" in line]


def test_no_caution_where_codes_are_far_apart() -> None:
    rows = [(f"{letter * 4}99", when) for letter in "ABCDEFGH" for when in (BEFORE, AFTER)]
    section = section_of([*rows, ("QRST12", BEFORE), ("QRST13", AFTER)], plan=plan_of(matching="distance_1"))
    assert table_of(section, "matching")["Matched: answered both times"][0].estimate.value == 9
    assert not [line for line in section.cautions if "slip" in line]


@pytest.mark.parametrize("codes", [("", ""), ("ab12", "")])
def test_without_codes_there_is_no_paired_analysis_and_the_report_says_so(codes) -> None:
    rows = [(code, when, "gp", "north", answer) for code, when in zip(codes, (BEFORE, AFTER), strict=True)
            for answer in ("3" if code else "345")]  # fmt: skip
    section = section_of(rows)
    reason = (
        "the answers of Follow-up carry no respondent codes"
        if codes[0]
        else "the answers carry no respondent codes, so that nobody can be matched"
    )
    assert f"There is no paired analysis: {reason}." in section.cautions
    estimates = {one.id: one.estimate for one in section.reported}
    assert estimates["survey.a.mean_change.paired"].reason == reason
    assert estimates["survey.respondents.matched"].reason == reason
    assert estimates["survey.respondents.matched"].value == 0
    assert not [table for table in section.tables if table.id == "survey.false_matches"]
    (matching,) = (table for table in section.tables if table.id == "survey.matching")
    assert matching.note == f"There is no paired analysis: {reason}."


def test_the_standardised_difference_needs_groups_that_may_be_spoken_of() -> None:
    """By hand: matched 1, 2, 3, 4, 5 (mean 3, variance 2.5), baseline only 5, 5, 4, 4, 4 (mean 4.4,
    variance .3): -1.4 / sqrt(1.4). The follow-up scores do not matter."""
    matched = [
        (letter * 5, when, "gp", "north", answer)
        for letter, answer in zip("ABCDE", "12345", strict=True)
        for when in (BEFORE, AFTER)
    ]
    lone = [
        (letter * 5, BEFORE, "gp", "north", answer) for letter, answer in zip("KLMNO", "55444", strict=True)
    ]
    many, few = (section_of([*matched, *rows]) for rows in (lone, lone[:4]))
    (cells,) = table_of(many, "matched_against_unmatched").values()
    assert cells[-1].estimate.value == pytest.approx(-1.4 / np.sqrt(1.4))
    (cells,) = table_of(few, "matched_against_unmatched").values()
    assert (cells[-1].estimate.value, cells[-1].estimate.reason) == (None, "a group of fewer than 5")


def people(number, when, group="gp", site="north"):
    return [(f"{site}{group}{index}", when, group, site) for index in range(number)]


INVITED = {("north", BEFORE): (20, 16), ("south", BEFORE): (12, 10),
           ("north", AFTER): (20, 16), ("south", AFTER): (None, None)}  # fmt: skip


def test_response_by_place_worked_by_hand() -> None:
    """8 of 16 in the north; Wilson's interval .28 to .72 (R 4.2.2, prop.test(8, 16, correct = FALSE))."""
    rows = people(8, BEFORE) + people(3, BEFORE, site="south") + people(6, AFTER)
    section = section_of(rows, invited=INVITED)
    found = table_of(section, "response_rates")
    assert values(found["Northtown"]) == [20, 16, 8, 0.5, 20, 16, 6, 0.375]
    share = found["Northtown"][3]
    assert (share.estimate.low, share.estimate.high) == pytest.approx((0.2799956361, 0.7200043639), abs=1e-9)
    assert (share.place, share.timepoint, share.estimate.n) == ("Northtown", BEFORE, 16)
    assert values(found["Great Southtown"]) == [12, 10, 3, 0.3, None, None, 0, None]
    assert found["Great Southtown"][-1].estimate.reason == "eligible: not supplied"
    total = table_of(section, "who_answered")
    assert values(total["Baseline"]) == [32, 26, 11, 0, 11 / 26]
    assert total["Follow-up"][1].estimate.reason == "supplied by 1 of 2 sites"


def test_no_place_table_without_numbers_or_with_one_place() -> None:
    rows = people(8, BEFORE) + people(8, AFTER)
    assert not [table for table in section_of(rows).tables if table.id == "survey.response_rates"]


def test_response_by_stakeholder_group() -> None:
    """The north gives numbers by group and names no pharmacist: there are none. Nobody asked the south."""
    rows = people(8, BEFORE) + people(6, BEFORE, "nurse") + people(6, BEFORE, "") + people(6, AFTER)
    by_group = {
        ("north", BEFORE, "gp"): (20, 16), ("north", BEFORE, "nurse"): (9, 5),
        ("south", BEFORE, "gp"): (4, 4),
    }  # fmt: skip
    invited = {("north", BEFORE): (29, 21), ("south", BEFORE): (4, 4)}
    found = table_of(section_of(rows, invited=invited, by_group=by_group), "groups")
    assert values(found["General practitioner"]) == [24, 20, 8, 0.4, None, None, 6, None]
    nurse = found["Nurse"]
    assert values(nurse)[:4] == [9, 5, 6, None]
    assert nurse[3].estimate.reason == "more answered than were eligible"
    assert values(found["Not stated"])[:4] == [0, 0, 6, None]
    assert nurse[0].group == "nurse"


def test_small_numbers_of_a_place_are_hidden_with_their_share() -> None:
    rows = people(8, BEFORE) + people(3, BEFORE, site="south") + people(6, AFTER)
    shown = suppress(replace(evaluation(), sections=(section_of(rows, invited=INVITED),)))
    texts = {
        name: [value_text(cell) for cell in cells]
        for name, cells in table_of(shown.sections[0], "response_rates").items()
    }
    assert texts["Great Southtown"][2:4] == ["fewer than 5", "suppressed"]
