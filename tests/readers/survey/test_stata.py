"""Stata files: tagged missing values with their reasons, dates of every unit, all versions."""

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.readers.survey import SurveyTable
from impl_eval.readers.survey.stata import read_stata_survey
from impl_eval.readers.survey.stata_text import date_unit, value_text
from tests.readers.files import faults, write_file
from tests.readers.survey.statistics_files import STAND_IN, write_stata
from tests.shared import shared_path
from tests.statistics.known import PROPERTY


def _read(path: Path) -> SurveyTable:
    return read_stata_survey(path, path.name)


def test_a_real_file_with_tagged_missing_values() -> None:
    """One row: .a, .b, .c, .x, .y, .z, two blank cells, and 1; only .a has a label."""
    survey = _read(shared_path("real/surveys/stata_tagged_missing.dta"))
    row = survey.cells.iloc[0].tolist()
    assert row == [".a", ".b", ".c", ".x", ".y", ".z", None, None, "1"]
    assert survey.user_missing["var6"] == {".z"}
    assert survey.reasons["var1"] == ("tagged missing .a (missing)",)
    assert survey.reasons["var2"] == ("tagged missing .b",)
    assert "var9" not in survey.reasons
    assert survey.report.notes == (
        "Tagged missing values, kept apart from blank cells, with how many there are: var1 (.a: 1), "
        "var2 (.b: 1), var3 (.c: 1), var4 (.x: 1), var5 (.y: 1), var6 (.z: 1).",
        "Say in missing_texts of the column map what the tagged missing values mean: .a, .b, .c, .x, .y, .z.",
    )


@pytest.mark.parametrize("version", [114, 117, 118, 119])
def test_every_version(tmp_path: Path, version: int) -> None:
    frame = pd.DataFrame(
        {
            "q": [1, 2.5, STAND_IN, np.nan],
            "i": np.array([1, 2, 3, 4], dtype="int8"),
            "s": ["a", "b", "", "z"],
            "f": np.array([0.1, 1.3, 3, 2], dtype="float32"),
            "day": pd.to_datetime(["2020-01-01", "2021-03-04", None, "2020-01-02"]),
            "month": pd.to_datetime(["2020-01-01", "2021-03-04", None, "2020-01-02"]),
        }
    )
    path = write_stata(
        tmp_path,
        frame,
        "d",
        version,
        convert_dates={"day": "td", "month": "tm"},
        variable_labels={"q": "Confident?"},
        value_labels={"i": {1: "same", 2: "same", 3: "none"}},
    )
    survey = _read(path)
    assert list(survey.cells["q"]) == ["1", "2.5", ".d", None]
    assert list(survey.cells["s"]) == ["a", "b", None, "z"]  # a text "a" is no tagged value
    assert list(survey.cells["f"]) == ["0.1", "1.3", "3", "2"]
    assert list(survey.cells["day"]) == ["2020-01-01", "2021-03-04", None, "2020-01-02"]
    assert list(survey.cells["month"]) == ["2020-01", "2021-03", None, "2020-01"]
    assert survey.user_missing == {"q": {".d"}}
    assert survey.reasons == {"q": (None, None, "tagged missing .d", None)}
    assert survey.value_labels == {"i": {"1": "same", "2": "same", "3": "none"}}
    assert survey.variable_labels == {"q": "Confident?"}
    assert 'One label for several codes, which were kept apart: i ("same": 1, 2).' in survey.report.notes
    assert "Only some of the values have a label, in: i." in survey.report.notes
    assert survey.report.kind == "Stata data file"
    assert survey.report.encoding == ("utf-8" if version >= 118 else "WINDOWS-1252")


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.0, "d", "1960-01-01"),
        (-1.0, "d", "1959-12-31"),
        (22_281.0, "d", "2021-01-01"),  # 61 years, 16 of them leap: 61 * 365 + 16
        (86_400_000.0, "c", "1960-01-02T00:00:00"),
        (0.0, "w", "1960-W01"),
        (53.0, "w", "1961-W02"),
        (-1.0, "m", "1959-12"),
        (250.0, "q", "2022-Q3"),
        (121.0, "h", "2020-H2"),
        (2020.0, "y", "2020"),
        (5.0, "b", "5"),
        (1e300, "d", str(int(1e300))),
        (2_936_550.0, "d", "10000-01-01"),
    ],
)
def test_dates_counted_by_hand(value: float, unit: str, text: str) -> None:
    """Counted by hand from Stata's first day, 1 January 1960; a Stata year has 52 weeks."""
    assert value_text(value, unit) == text


@pytest.mark.parametrize(
    ("stata_format", "unit"),
    [("%td", "d"), ("%tdD_m_Y", "d"), ("%d", "d"), ("%-td", "d"), ("%tc", "c"), ("%tC", "C"), ("%tq", "q"),
     ("%9.0g", ""), ("%-20s", ""), ("", "")],
)  # fmt: skip
def test_units_of_date_formats(stata_format: str, unit: str) -> None:
    assert date_unit(stata_format) == unit


def test_far_dates_are_told(tmp_path: Path) -> None:
    frame = pd.DataFrame({"day": pd.to_datetime(["2020-01-01", "2020-01-02"]), "q": [1.0, 2.0]})
    path = write_stata(tmp_path, frame, convert_dates={"day": "td"})
    content = path.read_bytes()
    typed = np.float64((pd.Timestamp("2020-01-02") - pd.Timestamp("1960-01-01")).days).tobytes()
    path.write_bytes(content.replace(typed, np.float64(2_936_550.0).tobytes()))
    survey = _read(path)
    assert survey.cells["day"].tolist() == ["2020-01-01", "10000-01-01"]
    assert "Dates after the year 9999, probably typing errors, in: day." in survey.report.notes


def test_undeclared_codes_are_flagged(tmp_path: Path) -> None:
    """Bad input 7."""
    survey = _read(write_stata(tmp_path, pd.DataFrame({"q": [1, 2, 3, 4, 5, 99]})))
    assert survey.report.notes == (
        "Values that look like missing codes, but are not declared missing: q (99). They count as "
        "answers, unless missing_codes of instrument.yaml names them.",
    )


@pytest.mark.parametrize("share", [0.3, 0.6])
def test_a_file_cut_short_is_refused(tmp_path: Path, share: float) -> None:
    whole = write_stata(tmp_path, pd.DataFrame({"q": np.arange(500.0)})).read_bytes()
    (problem,) = faults(read_stata_survey, write_file(tmp_path, "b.dta", whole[: int(len(whole) * share)]))
    assert problem.found == "a file that is damaged or incomplete"


def test_no_rows(tmp_path: Path) -> None:
    survey = _read(write_stata(tmp_path, pd.DataFrame({"q": np.array([], dtype=float)})))
    assert (survey.cells.shape, survey.report.rows_read) == ((0, 1), 0)


@PROPERTY
@given(st.floats(allow_nan=False, allow_infinity=False, width=64))
def test_a_number_keeps_its_value(value: float) -> None:
    text = value_text(value)
    assert text is not None
    assert float(text) == value


@PROPERTY
@given(st.floats(allow_nan=False, allow_infinity=False, width=32))
def test_a_number_of_single_precision_keeps_its_value_in_the_digits_it_has(value: float) -> None:
    text = value_text(value, single_precision=True)
    assert text is not None
    assert np.float32(float(text)) == np.float32(value)
    assert len(text.strip("-0.").replace(".", "")) <= 9 or abs(value) > 1e9 or math.isclose(value, 0)
