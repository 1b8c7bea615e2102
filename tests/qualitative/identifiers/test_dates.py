"""Dates of birth, and dates that are none."""

import pytest

from tests.qualitative.identifiers.hits import certain, hits


@pytest.mark.parametrize(
    "written",
    [
        "3/4/1954", "03.04.54", "3-4-54", "03 04 1954", "1954-04-03", "3rd April 1954", "3 Apr '54",
        "third of April", "third of April, nineteen fifty-four", "April the 3rd, 1954",
        "third of the fourth fifty-four", "3rd of the 4th, 1954", "twenty-first of May nineteen oh five",
        "sixteenth of May, uh, nineteen, eighty two", "first of June two thousand and one",
    ],
)  # fmt: skip
def test_dates_where_birth_is_spoken_of(written: str) -> None:
    assert certain(f"My date of birth is {written}.") == [("date_of_birth", written)]


def test_the_question_before_the_answer_says_what_it_is() -> None:
    text = "Interviewer: And your date of birth?\n\nP01: 3/4/54."
    assert certain(text) == [("date_of_birth", "3/4/54")]


def test_a_full_date_alone_is_possible() -> None:
    assert hits("I saw her on 12 March 2019 about it.") == [("date_of_birth", "possible", "12 March 2019")]


def test_a_year_of_birth_is_possible() -> None:
    assert hits("I was born in 1954 up there.") == [("date_of_birth", "possible", "1954")]


@pytest.mark.parametrize(
    "words",
    [
        "in 2019 we began", "120/80 and 135/90", "the second of three", "on the 3rd of March",
        "in May and in June", "nineteen of us", "1.5 to 2.5", "first of all, the march went on",
    ],
)  # fmt: skip
def test_no_dates_of_birth(words: str) -> None:
    assert hits(words) == []
