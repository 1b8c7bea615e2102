"""Numbers read out sign by sign."""

import pytest

from impl_eval.qualitative.identifiers import find_identifiers
from tests.qualitative.identifiers.hits import certain, hits


@pytest.mark.parametrize(
    ("kind", "value", "spoken"),
    [
        ("phone_number", "+447700900123", "nought seven seven double-nought, nine double-oh, one two three"),
        ("phone_number", "+447700900123", "oh seven seven hundred, nine hundred, one, two, three"),
        ("phone_number", "+447700900123", "oh seven seven double oh, er, nine oh oh, um, one two three"),
        ("phone_number", "+441632960123", "oh one six three two, nine sixty, one two three"),
        ("phone_number", "+447700900123", "07700, nine hundred, one two three"),
        ("nhs_number", "9990000018", "nine nine nine, oh oh oh, double oh one eight"),
        ("nhs_number", "9990000018", "triple nine, triple nought, nought nought one eight"),
        ("postcode", "ZE99ZZ", "Z E nine, nine Z Z"),
        ("postcode", "ZE99ZZ", "ZE nine, nine double Z"),
        ("postcode", "ZE99ZZ", "Z for zebra, E for echo, nine, nine, Z for zebra, Z for zebra"),
        ("postcode", "ZE99ZZ", "Z for zebra, E for echo, 9, 9, Z for zebra, Z for zebra"),
        ("phone_number", "+447700900123", "oh double seven oh oh, got that, nine double oh one two three"),
        ("national_insurance_number", "AB123456C", "A B one two three four five six C"),
    ],
)  # fmt: skip
def test_read_out_numbers_are_what_they_are_written_down(kind: str, value: str, spoken: str) -> None:
    """Each was written down by hand from the words."""
    (one,) = find_identifiers(f"Yes, it's {spoken}.")
    assert (one.kind, one.certainty, one.value) == (kind, "certain", value)
    assert f"Yes, it's {spoken}."[one.start : one.end] == spoken


def test_context_says_what_seven_or_six_digits_are() -> None:
    assert certain("my GMC number: one two three, four five six seven")[0][0] == "gmc_number"
    assert certain("date of birth oh three, oh four, fifty-four")[0][0] == "date_of_birth"


def test_a_long_run_of_digits_is_possible() -> None:
    assert hits("the code was four four one nine two seven then") == [
        ("long_number", "possible", "four four one nine two seven")
    ]


@pytest.mark.parametrize(
    "words",
    [
        "thirty, twenty, ten, five, nought",
        "sixty, fifty, forty, thirty, twenty, ten, then nothing",
        "one two three four five six seven eight nine ten",
        "one in ten, two or three, five six seven",
        "two, two, one, one a day",
        "one twenty over eighty, one thirty-five over ninety",
        "one or two, oh, three or four",
        "oh, oh, oh, oh, oh, oh",
        "It was a nine to five, seven days, a twenty-four seven job",
        "I, two of us, oh, one A and two B",
    ],
)
def test_counting_doses_and_blood_pressures_are_no_identifiers(words: str) -> None:
    assert certain(words) == []
