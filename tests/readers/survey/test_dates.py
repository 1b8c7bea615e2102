"""Dates of exports: the order is proven by the cells or left open."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.readers.survey.dates import looks_like_dates, read_date_columns


def _read(*texts: str | None, chosen: str = "") -> list[str | None]:
    return read_date_columns({"d": texts}, (), chosen).cells.get("d", list(texts))


@pytest.mark.parametrize(
    ("texts", "iso"),
    [
        (["13/04/2022", "04/05/2022"], ["2022-04-13", "2022-05-04"]),
        (["4/13/2022", "4/5/22"], ["2022-04-13", "2022-04-05"]),
        (["13.04.2022 9:05", None], ["2022-04-13T09:05:00", None]),
        (["2022-04-05 10:00:00.123"], ["2022-04-05T10:00:00"]),
        (["2022/4/5 12:01:02 am GMT+1"], ["2022-04-05T00:01:02+01:00"]),
        (["2022/4/5 12:01:02 PM"], ["2022-04-05T12:01:02"]),
        (["2022/04/05 午後 3:00:00 GMT+9"], ["2022-04-05T15:00:00+09:00"]),
        (["2022-04-05T10:00:00Z"], ["2022-04-05T10:00:00+00:00"]),
        (["2022-04-05 10:00:00 -0430"], ["2022-04-05T10:00:00-04:30"]),
    ],
)
def test_dates_as_iso_text(texts: list[str | None], iso: list[str | None]) -> None:
    assert _read(*texts) == iso


def test_cells_that_contradict_each_other_stay_as_written() -> None:
    found = read_date_columns({"d": ["13/04/2022", "04/13/2022"]}, (), "")
    assert found.cells == {}
    assert "two orders (day, month, year and month, day, year)" in found.notes[0]


def test_columns_of_one_program_share_their_order() -> None:
    columns = {"start": ["4/5/2022"], "end": ["4/13/2022"], "born": ["1/2/1980"]}
    found = read_date_columns(columns, ("start", "end"), "")
    assert found.cells == {"start": ["2022-04-05"], "end": ["2022-04-13"]}
    assert "born" in found.notes[0]


def test_the_same_day_and_month_need_no_order_but_prove_none() -> None:
    assert _read("4/4/2022") == ["4/4/2022"]


def test_impossible_dates_stay_and_are_counted() -> None:
    found = read_date_columns({"d": ["30/02/2022", "31/01/2022"]}, (), "")
    assert found.cells["d"] == ["30/02/2022", "2022-01-31"]
    assert "1 different cells in d are no dates" in found.notes[0]


@pytest.mark.parametrize("text", ["1-2", "12", "1/2", "3.5", "2024", "192.0.2.1", "10:00:00", "1-2-3", ""])
def test_what_is_no_date(text: str) -> None:
    assert not looks_like_dates([text])


@given(st.lists(st.dates(datetime.date(1990, 1, 1), datetime.date(2060, 1, 1)), min_size=1))
def test_no_date_is_ever_read_as_another_day(days: list[datetime.date]) -> None:
    """Whatever the days, text written day first comes back as the same day or not at all."""
    written = [f"{day.day}/{day.month}/{day.year}" for day in days]
    read = _read(*written)
    iso = [day.isoformat() for day in days]
    if any(day.day > 12 for day in days):
        assert read == iso
    else:
        assert read == written
