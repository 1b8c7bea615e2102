"""Values that look like missing codes without being declared so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.readers.survey.suspicious_codes import suspicious_codes, suspicious_codes_note
from tests.statistics.known import PROPERTY

AGREEMENT = {"1": "Strongly disagree", "2": "Disagree", "3": "Neither", "4": "Agree", "5": "Strongly agree"}


@pytest.mark.parametrize(
    ("distinct", "labels", "declared", "found"),
    [
        ("1 2 3 4 5 99", {}, "", "99"),
        ("1 2 5 9", AGREEMENT, "", "9"),
        ("1 2 5 8 9", AGREEMENT, "", "8 9"),
        ("1 2 5 9", AGREEMENT, "9", ""),
        ("0 5 8 9 10", {}, "", ""),  # a rating from 0 to 10
        ("1 2 5 8", {}, "", ""),  # without labels, 8 and 9 may belong to a rating
        ("18 35 77 88", {}, "", ""),  # ages
        ("18 35 77 999", {}, "", "999"),
        ("1 2 -9", {}, "", "-9"),
        ("1 2 -99 -88", {}, "", "-99 -88"),
        ("-3 -2 -1 0 1 2 3", {}, "", ""),  # a scale with two halves
        ("-1 1 2", {"-1": "worse", "1": "same", "2": "better"}, "", ""),
        ("-1 1 2", {"-1": "refused"}, "", "-1"),
        ("1 2 6", AGREEMENT | {"6": "Not applicable"}, "", "6"),
        ("-99", {}, "", ""),  # nothing to compare with
        ("a 99", {}, "", ""),
        ("a z", {"z": "prefer not to say"}, "", "z"),
        ("1 2 6", AGREEMENT | {"6": "Don't know"}, "", "6"),
        ("1 2 6", AGREEMENT | {"6": "Don\u2019t know / unsure"}, "", "6"),
        ("1 2 6", AGREEMENT | {"6": "I do not know"}, "", "6"),
        ("1 2 6", AGREEMENT | {"6": "Do not know, or no answer"}, "", "6"),
        ("1 2", {"1": "Don't know how to use it", "2": "Use it daily"}, "", ""),
        ("", {}, "", ""),
    ],
)
def test_which_values_are_suspicious(
    distinct: str, labels: dict[str, str], declared: str, found: str
) -> None:
    assert suspicious_codes(distinct.split(), labels, declared.split()) == tuple(found.split())


def test_what_the_report_says() -> None:
    """Bad input 7."""
    note = suspicious_codes_note({"q1": {"1", "5", "99"}, "q2": {"1", "5"}}, {}, {})
    assert note == (
        "Values that look like missing codes, but are not declared missing: q1 (99). They count as answers, "
        "unless missing_codes of instrument.yaml names them."
    )
    assert suspicious_codes_note({"q2": {"1", "5"}}, {}, {}) == ""


@PROPERTY
@given(st.sets(st.integers(1, 7).map(str)))
def test_answers_on_a_scale_of_seven_are_never_suspicious(distinct: set[str]) -> None:
    assert suspicious_codes(distinct, {}, ()) == ()
    assert suspicious_codes(distinct, AGREEMENT, ()) == ()


@PROPERTY
@given(st.sets(st.integers(-99, 999).map(str)), st.sets(st.integers(-99, 999).map(str)))
def test_what_is_declared_or_does_not_occur_is_never_told(distinct: set[str], declared: set[str]) -> None:
    assert set(suspicious_codes(distinct, {}, declared)) <= distinct - declared
