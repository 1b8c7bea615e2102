"""Numbers of people invited and eligible: for all of a site, or by stakeholder group."""

from pathlib import Path

from impl_eval.study.load import load_study

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
