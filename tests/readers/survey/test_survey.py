"""Survey exports: real files of other people's programs, and made-up ones for each rule."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.readers.survey import ReadingChoices, SurveyTable, read_survey
from impl_eval.readers.survey.spss_text import is_tick_box, value_text
from tests.readers.files import faults, write_file, write_workbook
from tests.shared import shared_path


def _real(name: str) -> SurveyTable:
    return read_survey(shared_path(f"real/surveys/{name}"), name)


def test_jisc_tick_boxes_that_are_not_ticked_are_answers() -> None:
    """8 of 13 ticked Q3_1 (.615); pandas and a default read say 8 of 8. Source: SOURCES.md of the file."""
    survey = _real("jisc_bossier_example.sav")
    ticks = survey.cells["Q3_1"]
    assert (len(ticks), (ticks == "1").sum(), (ticks == "0").sum()) == (13, 8, 5)
    assert round((ticks == "1").mean(), 3) == 0.615
    assert "Q3_1" not in survey.user_missing
    assert survey.user_missing["Q2"] == {"0"}
    assert survey.value_labels["Q2"] == {
        "1": "Dogs",
        "2": "Cats",
        "3": "Parrots",
        "4": "Monkeys",
        "5": "Whales",
    }
    assert any("Q3_1, Q3_2, Q3_3, Q3_4, Q3_5" in note for note in survey.report.notes)


def test_jisc_dates_and_identifiers() -> None:
    cells = _real("jisc_bossier_example.sav").cells
    assert cells["URN"][0] == "356806-356797-33882794"
    assert (cells["Q10"][0], cells["Q11"][1]) == ("2018-04-18", "00:00:20")
    assert cells["Q5"][2] == "05"  # typed text: its leading zero stays


def test_declared_missing_is_kept_apart_from_blank_and_from_merely_labelled() -> None:
    survey = _real("spss_declared_and_undeclared_missing.sav")
    assert survey.user_missing == {"val1": {"99", "999"}, "val3": {"99", "999"}}
    assert survey.value_labels["val4"]["99"] == "skipped"  # labelled only: an answer until a person says no
    assert list(survey.cells["val1"]) == ["1", "99", "2", "999", "-1", "2", "3", "5", "2", "3", "1"]
    assert survey.report.rows_dropped == (("row 3", "blank"),)
    assert survey.row_labels[1:3] == ("row 2", "row 4")
    assert survey.line_numbers == (None,) * 11


def test_missing_ranges_give_the_values_that_occur_in_them() -> None:
    survey = _real("spss_missing_ranges.sav")
    assert survey.user_missing == {"mynum": {"2500", "-1"}, "mylabl": {"-1"}, "myord": {"-1", "-2", "-3"}}
    assert list(survey.cells["mynum"]) == ["1.1", "1.2", "-1000.3", "-1.4", "1000.3", "-1", "2500"]
    assert survey.cells["mychar"][6] is None


def test_dates_past_the_year_9999_do_not_stop_the_read() -> None:
    survey = _real("spss_far_dates.sav")
    assert list(survey.cells["date"]) == ["2014-09-22", "2014-09-23"]
    assert survey.cells["date.posix"][0].startswith("201416-")
    assert survey.cells["date.posix"][1] == "2014-09-23T15:59:20"
    assert "date.posix" in survey.report.notes[0]


def test_state_anxiety_facts() -> None:
    """4,292 rows of 16 studies, 28 without any answer, one key twice (HOME, 2, 23): SOURCES.md."""
    survey = _real("state_anxiety_two_occasions.csv")
    assert survey.cells.shape == (4292, 23)
    assert survey.cells["study"].nunique() == 16
    answers = survey.cells.drop(columns=["study", "time", "id"])
    assert answers.isna().all(axis=1).sum() == 28
    keys = survey.cells[["study", "time", "id"]]
    assert keys[keys.duplicated()].values.tolist() == [["HOME", "2", "23"]]
    assert (survey.row_labels[0], survey.line_numbers[-1]) == ("line 2", 4293)
    assert (survey.report.encoding, survey.report.delimiter) == ("utf-8", "comma")


def test_jisc_csv_in_coded_form() -> None:
    survey = _real("jisc_open_data.en.csv")
    assert survey.cells.shape == (66, 378)  # 68 responses, 2 of them empty submissions
    assert (survey.columns[0], survey.platform) == ("URN", "Jisc Online Surveys")


def test_csv_cells_are_trimmed_and_blank_ones_are_none(tmp_path: Path) -> None:
    content = "id, q1 ,q2,q3\n01, 3\u00a0,,a\n02,,  ,3.0\n,,,\n10,1,2,\n"
    survey = read_survey(write_file(tmp_path, "a.csv", content), "a.csv")
    assert survey.columns == ("id", "q1", "q2", "q3")
    assert survey.cells.values.tolist() == [
        ["01", "3", None, "a"],
        ["02", None, None, "3.0"],  # beside a text, 3.0 stays as written
        ["10", "1", "2", None],
    ]
    assert survey.row_labels == ("line 2", "line 3", "line 5")
    assert survey.line_numbers == (2, 3, 5)
    assert (survey.user_missing, survey.value_labels, survey.variable_labels) == ({}, {}, {})
    assert (survey.report.rows_read, survey.report.rows_kept) == (4, 3)


def test_whole_numbers_lose_their_point_only_where_all_of_a_column_are_whole(tmp_path: Path) -> None:
    content = "a,b,c,d\n3.0,3.0,1.0,x\n4.0,3.5,007.0,\n,,2.0,\n"
    survey = read_survey(write_file(tmp_path, "a.csv", content), "a.csv")
    assert list(survey.cells["a"]) == ["3", "4", None]
    assert list(survey.cells["b"]) == ["3.0", "3.5", None]
    assert list(survey.cells["c"]) == ["1.0", "007.0", "2.0"]
    assert survey.report.notes == ("Whole numbers written as 3.0 were read as 3, in: a.",)


def test_decimal_commas_become_points_where_they_can_be_nothing_else(tmp_path: Path) -> None:
    content = "id;dose;list;note\n1;1,5;1,234;a\n2;2;5,678;1,5\n"
    survey = read_survey(write_file(tmp_path, "a.csv", content), "a.csv")
    assert list(survey.cells["dose"]) == ["1.5", "2"]
    assert list(survey.cells["list"]) == ["1,234", "5,678"]  # perhaps thousands
    assert list(survey.cells["note"]) == ["a", "1,5"]  # among texts
    assert survey.report.notes == (
        "Decimal commas were read as decimal points, in: dose.",
        "Numbers with a comma stand in: list, note. They were left as written. "
        "If it is a decimal comma: Add `decimal: comma` under `reading` in the column map.",
    )
    chosen = read_survey(tmp_path / "a.csv", "a.csv", choices=ReadingChoices(decimal="comma"))
    assert list(chosen.cells["list"]) == ["1.234", "5.678"]
    as_written = read_survey(tmp_path / "a.csv", "a.csv", choices=ReadingChoices(decimal="point"))
    assert list(as_written.cells["dose"]) == ["1,5", "2"]


def test_between_commas_a_comma_may_separate_answers(tmp_path: Path) -> None:
    path = write_file(tmp_path, "a.csv", 'id,tools,dose\n1,"1,3",2.5\n2,2,1\n')
    survey = read_survey(path, "a.csv")
    assert list(survey.cells["tools"]) == ["1,3", "2"]
    assert survey.report.notes == (
        "Numbers with a comma stand in: tools. They were left as written. "
        "If it is a decimal comma: Add `decimal: comma` under `reading` in the column map.",
    )
    chosen = read_survey(path, "a.csv", choices=ReadingChoices(decimal="comma"))
    assert list(chosen.cells["tools"]) == ["1.3", "2"]


def test_excel_survey(tmp_path: Path) -> None:
    rows: list[list[object]] = [["id", "q1"], ["007", 3], [None, None], ["008", 4.5]]
    survey = read_survey(write_workbook(tmp_path, "a.xlsx", Answers=rows), "a.xlsx")
    assert survey.cells.values.tolist() == [["007", "3"], ["008", "4.5"]]
    assert survey.row_labels == ('sheet "Answers", row 2', 'sheet "Answers", row 4')
    assert survey.line_numbers == (None, None)
    assert survey.report.sheet == "Answers"


def test_header_only_survey_has_no_rows(tmp_path: Path) -> None:
    survey = read_survey(write_file(tmp_path, "a.csv", "id,q1\n"), "a.csv")
    assert (survey.cells.shape, list(survey.cells.columns)) == ((0, 2), ["id", "q1"])


def _spss(folder: Path, frame: pd.DataFrame, name: str = "a.sav", **settings: object) -> Path:
    pyreadstat.write_sav(frame, str(folder / name), **settings)
    return folder / name


@pytest.mark.parametrize("name", ["a.sav", "a.zsav"])
def test_spss_labels_and_string_missing_values(tmp_path: Path, name: str) -> None:
    frame = pd.DataFrame({"who": ["x", "NA", "", "y "], "q": [1.0, 2.0, np.nan, 9.0]})
    path = _spss(
        tmp_path,
        frame,
        name,
        missing_ranges={"who": ["NA"], "q": [{"lo": 8, "hi": float("inf")}]},
        variable_value_labels={"q": {1: "no", 2: "yes"}},
        column_labels={"q": "Did it work?"},
        compress=name == "a.zsav",
    )
    survey = read_survey(path, name)
    assert survey.user_missing == {"who": {"NA"}, "q": {"9"}}
    assert survey.cells.values.tolist() == [["x", "1"], ["NA", "2"], ["y", "9"]]
    assert survey.value_labels == {"q": {"1": "no", "2": "yes"}}
    assert survey.variable_labels == {"q": "Did it work?"}
    assert survey.row_labels == ("row 1", "row 2", "row 4")


def test_equal_labels_do_not_merge_codes(tmp_path: Path) -> None:
    labels = {"q": {1: "other", 2: "other"}}
    path = _spss(tmp_path, pd.DataFrame({"q": [1.0, 2.0]}), variable_value_labels=labels)
    assert list(read_survey(path, "a.sav").cells["q"]) == ["1", "2"]


def test_spss_without_rows(tmp_path: Path) -> None:
    path = _spss(tmp_path, pd.DataFrame({"q": np.array([], dtype=float)}))
    survey = read_survey(path, "a.sav")
    assert (survey.cells.shape, survey.report.rows_read) == ((0, 1), 0)


@pytest.mark.parametrize(
    ("distinct", "labels", "declared", "is_tick"),
    [
        ({0.0, 1.0}, {1.0: "Dogs"}, {0.0}, True),
        ({0.0}, {1.0: "Dogs"}, {0.0}, True),
        ({0.0, 1.0, 2.0}, {1.0: "Low end of a scale"}, {0.0}, False),
        ({0.0, 1.0}, {1.0: "Yes", 2.0: "No"}, {0.0}, False),
        ({0.0, 1.0}, {0.0: "Refused", 1.0: "Yes"}, {0.0}, False),
        ({0.0, 1.0}, {1.0: "Dogs"}, {0.0, 9.0}, False),
        ({0.0, 1.0}, {1.0: "Dogs"}, set(), False),
        ({"0", "1"}, {1.0: "Dogs"}, {0.0}, False),
    ],
)
def test_what_counts_as_a_tick_box(
    distinct: set[float | str], labels: dict[float | str, str], declared: set[float | str], is_tick: bool
) -> None:
    assert is_tick_box(distinct, labels, declared) is is_tick


@pytest.mark.parametrize(
    ("value", "family", "text"),
    [
        (0.0, "DATE", "1582-10-14"),
        (-86_400.0, "DATE", "1582-10-13"),
        (86_399.0, "DATETIME", "1582-10-14T23:59:59"),
        (90_061.5, "TIME", "25:01:01.5"),
        (-60.0, "DTIME", "-00:01:00"),
        (1e300, "DATE", str(int(1e300))),
        (3.0, "F", "3"),
        (-0.0, "F", "0"),
        (float("nan"), "F", None),
        ("  x ", "A", "x"),
        ("   ", "A", None),
    ],
)
def test_values_as_text(value: float | str, family: str, text: str | None) -> None:
    """Dates counted by hand from SPSS's first day, 14 October 1582."""
    assert value_text(value, family) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_keep_their_value_as_text(value: float) -> None:
    text = value_text(value)
    assert text is not None
    assert float(text) == value
    assert "e" not in text


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.sav", b"id,q\n1,2\n", "plain text (such as CSV), although the name ends in .sav"),
        ("a.csv", b"$FL2@(#) SPSS", "an SPSS data file, although the name ends in .csv"),
        ("a.xlsx", b"$FL3@(#) SPSS", "an SPSS data file"),
        ("a.sav", b"$FL2@(#) SPSS DATA FILE cut short", "damaged"),
        ("a.sav", b"", "empty"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "an old Office file"),
    ],
)
def test_wrong_files(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    (problem,) = faults(read_survey, write_file(tmp_path, name, content))
    assert words in problem.found
    assert problem.remedy


def test_a_spss_file_cut_short_is_refused(tmp_path: Path) -> None:
    whole = _spss(tmp_path, pd.DataFrame({"q": np.arange(500.0)})).read_bytes()
    (problem,) = faults(read_survey, write_file(tmp_path, "b.sav", whole[: len(whole) // 2]))
    assert "damaged" in problem.found


@pytest.mark.parametrize(
    ("first", "found"),
    [
        ("1,2024-05-02 10:00:00,4,A5", 3),
        ("id,when,q1,q2", 0),
        ("a,3.5,x,y", 1),
        ("id,when,1.1.2 How sure?,1.1.3", 0),
    ],
)
def test_a_row_of_answers_in_place_of_headings_is_pointed_out(tmp_path: Path, first: str, found: int) -> None:
    path = write_file(tmp_path, "a.csv", f"{first}\n2,2024-05-03 10:00:00,5,A1\n")
    notes = [note for note in read_survey(path, "a.csv").report.notes if "column names are" in note]
    assert [note.split(" column names")[0] for note in notes] == ([f"{found} of 4"] if found else [])
