"""Charts that Word draws: the numbers of the report and no others, in the chart and in its workbook."""

import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from lxml import etree

from impl_eval.outputs.number_text import number, percent
from impl_eval.outputs.word.chart_data import chart_data
from impl_eval.outputs.word.chart_workbook import chart_workbook, column_letter
from impl_eval.outputs.word.chart_xml import chart_xml
from impl_eval.outputs.word.xml_text import attribute
from impl_eval.results import Chart, ChartPoint, Estimate, Reported
from tests.outputs.report_fixture import facts

FACTS = facts()
REAL = facts(simulated=False)
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
HIDDEN = Estimate("share", None, reason="suppressed: fewer than 5 respondents", suppressed=True)


def share(item: str, timepoint: str, option: str, value: float | None, n: int = 20) -> ChartPoint:
    estimate = HIDDEN if value is None else Estimate("share", value, n=n)
    id_ = f"survey.{item}.{timepoint}.{option}"
    label = {"baseline": "Before", "follow_up": "After"}[timepoint]
    return ChartPoint(f"{item}, {label}", option, Reported(id_, "survey", id_, estimate, timepoint=timepoint))


def count(label: str, series: str, value: float | None) -> ChartPoint:
    hidden = Estimate("count", None, reason=HIDDEN.reason, suppressed=True)
    estimate = hidden if value is None else Estimate("count", value)
    return ChartPoint(label, series, Reported(f"{label}.{series}", "interviews", label, estimate))


def chart(kind: Any, *points: ChartPoint) -> Chart:
    return Chart("chart", kind, "Title", "Axis", points)


SHARES = chart(
    "distribution",
    share("Knows", "baseline", "No", 0.125), share("Knows", "baseline", "Yes", 0.875),
    share("Knows", "follow_up", "No", None), share("Knows", "follow_up", "Yes", 0.9),
)  # fmt: skip
COUNTS = chart(
    "segments", count("Role", "enabler", 12), count("Role", "barrier", 0), count("Team", "enabler", None),
    count("Team", "barrier", 7),
)  # fmt: skip
TREND = chart(
    "trend", *(count(date, place, value) for place, values in (("A", (5, None, 3)), ("B", (1, 2, 4)))
    for date, value in zip(("2024-01-01", "2024-04-01", "2024-07-01"), values, strict=True)),
)  # fmt: skip


def data_of(one: Chart, about: Any = FACTS) -> Any:
    data = chart_data(one, about)
    assert data is not None
    return data


def test_shares_are_those_that_readers_see_and_a_bar_with_a_hidden_share_has_none() -> None:
    data = data_of(SHARES)
    assert percent(0.125) == "13%" and percent(0.875) == "88%"
    assert [(one.name, one.values) for one in data.series] == [("No", (0.13, None)), ("Yes", (0.88, None))]
    assert data.categories == ("Knows, Before, n = 20", f"Knows, After, {number(HIDDEN)}")


def test_counts_say_which_of_them_is_hidden() -> None:
    data = data_of(COUNTS)
    assert data.categories[1] == f"Team (enabler {number(HIDDEN)})"
    assert [one.values for one in data.series] == [(12.0, None), (0.0, 7.0)]


def test_lines_break_where_nothing_is_known_and_name_the_start_of_the_programme() -> None:
    data = data_of(TREND)
    assert data.categories == ("Jan 2024", "Apr 2024", "Jul 2024")
    assert [one.values for one in data.series] == [(5.0, None, 3.0), (1.0, 2.0, 4.0)]
    assert data.category_title == "Programme start: Apr 2023"


def test_dates_at_uneven_distances_are_left_to_a_picture() -> None:
    uneven = chart("trend", *(count(date, "A", 1) for date in ("2024-01-01", "2024-02-01", "2024-07-01")))
    assert chart_data(uneven, FACTS) is None
    assert chart_data(chart("change", count("Role", "", 1)), FACTS) is None


def test_simulated_data_say_so_on_the_chart_itself() -> None:
    for one in (SHARES, COUNTS, TREND):
        assert "SIMULATED" in data_of(one).value_title
        assert "SIMULATED" not in data_of(one, REAL).value_title


@pytest.mark.parametrize("one", [SHARES, COUNTS, TREND])
def test_the_workbook_holds_what_the_chart_shows(one: Chart) -> None:
    data = data_of(one)
    sheet = openpyxl.load_workbook(io.BytesIO(chart_workbook(data)))["Sheet1"]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][1:] == tuple(series.name for series in data.series)
    for place, row in enumerate(rows[1:]):
        assert row == (data.categories[place], *(series.values[place] for series in data.series))


@pytest.mark.parametrize("one", [SHARES, COUNTS, TREND])
def test_axis_ids_are_positive_and_cross_each_other(one: Chart) -> None:
    root = etree.fromstring(chart_xml(data_of(one)))
    ids = [int(each.get("val")) for each in root.iter(f"{C}axId")]
    assert min(ids) > 0 and len(set(ids)) == 2
    assert {int(each.get("val")) for each in root.iter(f"{C}crossAx")} == set(ids)


@pytest.mark.parametrize("one", [SHARES, COUNTS, TREND])
def test_series_differ_by_more_than_colour(one: Chart) -> None:
    text = chart_xml(data_of(one)).decode()
    series = re.findall(r"<c:ser>.*?</c:ser>", text)
    marks = [re.findall(r'prst="(\w+)"|<c:symbol val="(\w+)"|prstDash val="(\w+)"', each) for each in series]
    assert len({str(each) for each in marks}) == len(series)


def test_a_hidden_value_is_in_no_part_of_the_chart() -> None:
    data = data_of(SHARES)
    with zipfile.ZipFile(io.BytesIO(chart_workbook(data))) as archive:
        everything = chart_xml(data) + b"".join(archive.read(name) for name in archive.namelist())
    assert b"0.9" not in everything


def test_odd_names_do_not_break_chart_or_workbook() -> None:
    odd = replace(COUNTS, points=(count("A & <B>\x0b", 'said "no"', 3),))
    data = data_of(odd)
    etree.fromstring(chart_xml(data))
    sheet = openpyxl.load_workbook(io.BytesIO(chart_workbook(data)))["Sheet1"]
    assert sheet["A2"].value == "A & <B>\ufffd" and sheet["B1"].value == 'said "no"'
    assert attribute('a"b', "x") == "x='a\"b'"


def test_columns_are_named_as_in_spreadsheets() -> None:
    assert [column_letter(place) for place in (0, 25, 26, 51, 52, 701, 702)] == [
        "A", "Z", "AA", "AZ", "BA", "ZZ", "AAA",
    ]  # fmt: skip
