"""Numbers of sentences on methods as named values: those that a setting says, and no others."""

from dataclasses import replace

import pytest

from impl_eval.outputs.report.facts import sites, with_facts
from impl_eval.outputs.report.model import Spans, plain_text
from impl_eval.results import Provenance
from tests.outputs.report_fixture import full_evaluation

SETTINGS = (
    ("confidence_level", "0.9"),
    ("family", "one, two, three"),
    ("fit > majority_share", "0.66"),
    ("mixed_model > minimum_sites", "5"),
)
PLANNED = replace(full_evaluation(), provenance=Provenance((), SETTINGS, ()), smallest_count_shown=5)


def named(parts: Spans) -> list[tuple[str, str]]:
    return [(one.fact_id, one.text) for one in parts if one.fact_id]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The 90% intervals shown are not adjusted.", ("plan.confidence_level", "90%")),
        ("Up: the p value is below 0.1.", ("plan.significance_level", "0.1")),
        ("The family (3 scales of this instrument) is adjusted.", ("plan.family.scales", "3")),
        ("From fewer than 5 sites nothing is inferred.", ("plan.mixed_model.minimum_sites", "5")),
        ("Counts of 1 to 4 survey respondents are hidden.", ("plan.smallest_count_shown", "1 to 4")),
        ("Up to 2 segments per mechanism are quoted.", ("rule.quotes.most", "2")),
    ],
)
def test_a_number_that_a_setting_says_bears_its_name(sentence: str, expected: tuple[str, str]) -> None:
    said = with_facts(sentence, PLANNED)
    assert named(said) == [expected]
    assert plain_text(said) == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "The 95% intervals shown are not adjusted.",
        "From fewer than 6 sites nothing is inferred.",
        "The interviews agree where at least 60% of them say the same word.",
    ],
)
def test_a_number_that_the_setting_does_not_say_is_nobodys(sentence: str) -> None:
    said = with_facts(sentence, PLANNED)
    assert named(said) == []
    assert plain_text(said) == sentence


def test_one_site_is_a_site() -> None:
    one = replace(PLANNED, facts=replace(PLANNED.facts, site_count=1))
    assert plain_text(sites(one)) == "1 site"
    assert named(sites(one)) == [("study.site_count", "1")]
