"""Postcodes, phone numbers and e-mail addresses. Phone numbers are Ofcom's for drama: nobody has them."""

import pytest

from impl_eval.qualitative.identifiers import find_identifiers
from tests.qualitative.identifiers.hits import certain, hits


@pytest.mark.parametrize(
    "written", ["ZE9 9ZZ", "ze9 9zz", "ZE99ZZ", "EC1A 1BB", "W1A 0AX", "M1 1AE", "B33 8TH"]
)
def test_postcodes(written: str) -> None:
    """The forms A9 9AA, A99 9AA, A9A 9AA, AA9 9AA and AA9A 9AA of the Royal Mail."""
    assert certain(f"We live at {written} now.") == [("postcode", written)]


@pytest.mark.parametrize(
    "words",
    [
        "the M25 5th exit", "B12 1000 mcg", "in Q4 2AB", "see page E4 2pm", "A4 paper", "ward B2 3ml",
        "QX1 1AA is no area", "N1 1CI has letters that are not used",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_postcode(words: str) -> None:
    assert hits(words) == []


def test_half_a_postcode_counts_where_one_is_spoken_of() -> None:
    assert hits("The postcode is ZE9 something.") == [("postcode", "possible", "ZE9")]
    assert hits("We drove up to ZE9 once.") == []


@pytest.mark.parametrize(
    "written",
    [
        "07700 900123", "07700900123", "+44 7700 900123", "(01632) 960123", "01632 960 123",
        "020 7946 0018", "0113 496 0123", "0 7 7 0 0 9 0 0 1 2 3", "07700-900-123",
    ],
)  # fmt: skip
def test_phone_numbers(written: str) -> None:
    assert certain(f"Try {written} after six.") == [("phone_number", written)]


def test_a_number_from_abroad() -> None:
    assert certain("It was +1 212 555 0123 in those days.") == [("phone_number", "+1 212 555 0123")]


def test_spellings_of_one_number_are_one_thing() -> None:
    values = {one.value for one in find_identifiers("07700 900123 or +44 7700 900123 or 0 7700 900 123")}
    assert values == {"+447700900123"}


def test_short_numbers_count_where_a_phone_is_spoken_of() -> None:
    assert hits("You can ring me on 612345.") == [("phone_number", "possible", "612345")]
    assert hits("We sent 612345 letters.") == []


@pytest.mark.parametrize("words", ["0.5 mg then 0.25", "10:30 to 11:45", "2019-2023", "0 to 10, 0 to 100"])
def test_times_doses_and_years_are_no_phone_numbers(words: str) -> None:
    assert hits(words) == []


def test_email_addresses_written_and_spoken() -> None:
    assert certain("Write to a.b-c@example.org.") == [("email_address", "a.b-c@example.org")]
    spoken = "anna dot bell at example dot org"
    assert certain(f"It is {spoken}, all lower case.") == [("email_address", spoken)]
    (one,) = find_identifiers(f"It is {spoken}.")
    assert one.value == "anna.bell@example.org"


def test_a_web_address_is_possible_at_most() -> None:
    assert certain("You can look at example dot com for that.") == []
    assert certain("He was at home, full stop, dot dot dot.") == []
