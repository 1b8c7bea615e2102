"""Numbers of persons. NHS numbers are of the 999 range, which nobody has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.qualitative.identifiers.numbers import has_nhs_checksum
from tests.qualitative.identifiers.hits import certain, hits


def nhs_number(first_nine: str) -> str | None:
    """The NHS Data Dictionary's sum, written here afresh: weights 10 to 2, eleven minus the rest."""
    total = sum(int(digit) * weight for digit, weight in zip(first_nine, range(10, 1, -1), strict=True))
    check = 11 - total % 11
    return None if check == 10 else first_nine + str(check % 11)


def test_checksum_known_answers() -> None:
    """943 476 5919 is the worked example of the NHS Data Dictionary; 5918 differs in the check digit."""
    assert has_nhs_checksum("9434765919")
    assert not has_nhs_checksum("9434765918")
    assert not has_nhs_checksum("9991234560")


@given(st.integers(0, 999_998).map(lambda number: f"999{number:06}"))
def test_checksum_agrees_with_the_sum_done_by_hand(first_nine: str) -> None:
    number = nhs_number(first_nine)
    valid = [first_nine + last for last in "0123456789" if has_nhs_checksum(first_nine + last)]
    assert valid == ([number] if number is not None else [])


def test_one_digit_ten_times_is_nobodys_number() -> None:
    assert not has_nhs_checksum("0000000000")
    assert hits("It said 1111111111 on the screen.") == []


@pytest.mark.parametrize("written", ["9990000018", "999 000 0018", "999-000-0018", "999\u00a0000\u00a00018"])
def test_nhs_numbers_as_they_are_written(written: str) -> None:
    assert certain(f"It is {written}, I think.") == [("nhs_number", written)]


def test_ten_digits_that_fail_the_checksum_count_only_where_an_nhs_number_is_spoken_of() -> None:
    assert hits("The order was 9990000019.") == []
    assert hits("My NHS number is 999 000 0019.") == [("nhs_number", "possible", "999 000 0019")]


def test_digits_grouped_in_another_way_are_possible() -> None:
    assert hits("then 99 90 00 00 18 on the form") == [("nhs_number", "possible", "99 90 00 00 18")]


@pytest.mark.parametrize(
    "words",
    [
        "I take 20 mg twice a day, then 10.",
        "120/80 in 2019, 135/90 in 2021",
        "Between 2019 2020 2021 and 2022",
        "We had 1234567890123 items",
        "fentanyl 25, 50, 75, 100 micrograms",
        "The list size is 10,000 and 12,500.",
        "£1000000000 was saved",
    ],
)
def test_other_numbers_are_left_alone(words: str) -> None:
    assert certain(words) == []


@pytest.mark.parametrize("written", ["AB123456C", "AB 12 34 56 C", "ab123456c", "AB 123456 C"])
def test_national_insurance_numbers(written: str) -> None:
    assert certain(f"It's {written}.") == [("national_insurance_number", written)]


@pytest.mark.parametrize("written", ["BG123456C", "DA123456C", "AO123456C", "AB123456E", "AB12345C"])
def test_forms_that_are_never_given_out_are_no_national_insurance_numbers(written: str) -> None:
    """Prefixes and letters that HMRC does not use (National Insurance Manual, NIM39110)."""
    assert certain(f"The batch is {written}.") == []


def test_the_example_number_of_hmrc_is_possible_where_one_is_spoken_of() -> None:
    found = hits("my National Insurance number, QQ 12 34 56 C")
    assert found == [("national_insurance_number", "possible", "QQ 12 34 56 C")]


def test_registrations_need_their_register() -> None:
    assert certain("My GMC number is 1234567.") == [("gmc_number", "1234567")]
    assert hits("We served 1234567 people.") == []
    assert certain("NMC PIN 98I1234E, since then") == [("nmc_number", "98I1234E")]
    assert hits("The form 98I1234E was lost.") == [("nmc_number", "possible", "98I1234E")]
