"""Numbers of people invited and eligible: for all of a site, or by stakeholder group."""

import csv
import io
from pathlib import Path

import pytest

from impl_eval.study.load import load_study
from impl_eval.study.response_listing import response_listing

INVITATIONS = "quantitative/invitations.csv"


def invited(study: Path, *rows: str):
    lines = ["site,timepoint,stakeholder_group,invited,eligible", *rows]
    (study / INVITATIONS).write_text("\n".join(lines) + "\n", encoding="utf-8")
    loaded = load_study(study)
    return loaded.invited, loaded.invited_by_group


def test_numbers_by_group_add_up_to_those_of_the_site(small_study: Path) -> None:
    total, by_group = invited(
        small_study, "A,baseline,gp,6,5", "A,baseline,patient,3,2", "B,baseline,,4,4", "A,follow_up,gp,6,5"
    )
    assert total == {("A", "baseline"): (9, 7), ("B", "baseline"): (4, 4), ("A", "follow_up"): (6, 5)}
    assert by_group == {
        ("A", "baseline", "gp"): (6, 5),
        ("A", "baseline", "patient"): (3, 2),
        ("A", "follow_up", "gp"): (6, 5),
    }


def test_a_number_that_one_group_lacks_is_unknown_for_the_site(small_study: Path) -> None:
    total, by_group = invited(small_study, "A,baseline,gp,6,5", "A,baseline,patient,,2")
    assert total == {("A", "baseline"): (None, 7)}
    assert by_group["A", "baseline", "patient"] == (None, 2)


def test_a_file_without_groups_is_read_as_before(small_study: Path) -> None:
    loaded = load_study(small_study)
    assert loaded.invited["A", "baseline"] == (6, 5)
    assert loaded.invited_by_group == {}


def test_response_of_each_site_for_the_team(small_study: Path) -> None:
    """Site A before: 3 GPs answered of 5 (R 4.2.2: prop.test(3, 5, correct = FALSE)), of 7 with patients."""
    invited(
        small_study, "A,baseline,gp,6,5", "A,baseline,patient,3,2", "B,baseline,,4,2", "A,follow_up,gp,6,"
    )
    study = load_study(small_study)
    content = response_listing(study, study.responses[0]).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    counts = [
        [row[name] for name in ("site", "timepoint", "stakeholder_group", "invited", "eligible", "answering")]
        for row in rows
    ]
    assert counts == [
        ["A", "baseline", "", "9", "7", "3"],
        ["A", "baseline", "gp", "6", "5", "3"],
        ["A", "baseline", "patient", "3", "2", "0"],
        ["A", "follow_up", "", "6", "", "3"],
        ["A", "follow_up", "gp", "6", "", "3"],
        ["B", "baseline", "", "4", "2", "3"],
        ["B", "follow_up", "", "", "", "3"],
    ]
    limits = [float(rows[1][name]) for name in ("share", "low", "high", "level")]
    assert limits == pytest.approx([0.6, 0.230724281276, 0.882379225767, 0.95], abs=1e-9)
    assert [row["share"] != "" for row in rows] == [True, True, True, False, False, False, False]
