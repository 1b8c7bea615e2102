"""SPSS files: what pyreadstat would lose or merge, and what the reading report says of it."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from impl_eval.readers.survey import ReadingChoices, pyreadstat_adapter, read_survey
from impl_eval.readers.survey.spss import read_spss_survey
from tests.readers.files import faults, write_file
from tests.readers.survey.statistics_files import with_response_sets, write_spss
from tests.shared import shared_path


def test_declared_values_have_reasons_with_the_labels_of_the_file() -> None:
    survey = read_spss_survey(
        shared_path("real/surveys/spss_declared_and_undeclared_missing.sav"), "missing.sav"
    )
    assert survey.reasons["val1"][:4] == (
        None,
        "declared missing 99 (skipped)",
        None,
        "declared missing 999",
    )
    assert survey.reasons["val3"][3] == "declared missing 999 (not seen)"
    assert set(survey.reasons) == {"val1", "val3"}


def test_undeclared_missing_codes_are_flagged_and_stay_answers() -> None:
    """Bad input 7: val2 has 99, 999 and -1 without any declaration; in val4 they are only labelled."""
    survey = read_spss_survey(
        shared_path("real/surveys/spss_declared_and_undeclared_missing.sav"), "missing.sav"
    )
    assert survey.report.notes == (
        "Declared missing values, kept apart from blank cells, with how many there are: "
        "val1 (99: 1, 999: 1), val3 (99: 1, 999: 1).",
        "Only some of the values have a label, in: val1, val3, val4.",
        "Values that look like missing codes, but are not declared missing: val1 (-1), val2 (-1, 99, 999), "
        "val3 (-1), val4 (-1, 99, 999). They count as answers, unless missing_codes of "
        "instrument.yaml names them.",
    )
    assert list(survey.cells["val2"]) == ["1", "99", "2", "999", "-1", "2", "3", "5", "2", "3", "1"]


def test_values_in_a_range_have_reasons() -> None:
    """SOURCES.md: 2500 lies in the declared range 2000 to 3000 of mynum, and -1 is declared by itself."""
    survey = read_spss_survey(shared_path("real/surveys/spss_missing_ranges.sav"), "ranges.sav")
    assert survey.reasons["mynum"] == (*(None,) * 5, "declared missing -1", "declared missing 2500")
    assert survey.reasons["mylabl"][5] == "declared missing -1 (undetermined)"


def test_a_real_jisc_file_says_what_its_numbers_and_ticks_mean() -> None:
    survey = read_spss_survey(shared_path("real/surveys/jisc_bossier_example.sav"), "jisc.sav")
    assert survey.platform == "Jisc Online Surveys"
    assert survey.cells.shape == (13, 28)
    assert survey.report.notes == (
        "Tick boxes (Q1, Q3_1, Q3_2, Q3_3, Q3_4, Q3_5): the file declares 0 missing, but there it means "
        "'not ticked'. It was kept as an answer.",
        "URN numbers the responses, not the people: it is another one at each timepoint, and cannot "
        "link them.",
    )
    ticks = survey.cells["Q3_1"].astype(int)
    assert (len(ticks), round(ticks.mean(), 3)) == (13, 0.615)


def _jisc(folder: Path) -> Path:
    frame = pd.DataFrame(
        {
            "URN": ["1-2-31", "1-2-32", "1-2-33", "1-2-31"],
            "Q1_1": [1.0, 0, 0, 0],
            "Q1_2": [0.0, 0, 0, 1],
            "Q2": [3.0, 0, np.nan, 2],
        }
    )
    return write_spss(
        folder,
        frame,
        missing_ranges={column: [0] for column in ("Q1_1", "Q1_2", "Q2")},
        variable_value_labels={
            "Q1_1": {1: "Cats"},
            "Q1_2": {1: "Dogs"},
            "Q2": {1: "low", 2: "mid", 3: "high"},
        },
    )


def test_empty_submissions_are_left_out_and_repeated_numbers_told(tmp_path: Path) -> None:
    survey = read_spss_survey(_jisc(tmp_path), "a.sav")
    assert survey.row_labels == ("row 1", "row 4")
    assert survey.report.rows_dropped == (
        ("rows 2 to 3", "empty submission: no question answered, every tick box 0"),
    )
    assert (survey.report.rows_read, survey.report.rows_kept) == (4, 2)
    assert "The same URN more than once: row 1 and row 4." in survey.report.notes


def test_empty_submissions_are_kept_where_the_study_says_so(tmp_path: Path) -> None:
    survey = read_spss_survey(_jisc(tmp_path), "a.sav", ReadingChoices(keep_unfinished=True))
    assert len(survey.cells) == 4
    assert "Empty submissions were kept: rows 2 to 3." in survey.report.notes


def test_one_label_for_two_codes_is_told_and_both_codes_stay(tmp_path: Path) -> None:
    labels = {"q": {1: "other", 2: "other", 3: "none"}}
    survey = read_spss_survey(
        write_spss(tmp_path, pd.DataFrame({"q": [1.0, 2.0, 3.0]}), variable_value_labels=labels), "a.sav"
    )
    assert list(survey.cells["q"]) == ["1", "2", "3"]
    assert survey.value_labels["q"] == {"1": "other", "2": "other", "3": "none"}
    assert survey.report.notes == ('One label for several codes, which were kept apart: q ("other": 1, 2).',)


def test_labels_of_text_values_stay(tmp_path: Path) -> None:
    path = write_spss(
        tmp_path,
        pd.DataFrame({"role": ["gp", "rn", "gp"]}),
        variable_value_labels={"role": {"gp": "General practitioner", "rn": "Nurse"}},
    )
    survey = read_spss_survey(path, "a.sav")
    assert survey.value_labels == {"role": {"gp": "General practitioner", "rn": "Nurse"}}
    assert list(survey.cells["role"]) == ["gp", "rn", "gp"]


def test_multiple_response_sets_are_told(tmp_path: Path) -> None:
    frame = pd.DataFrame({"q1": [1.0, 0, 1], "q2": [0.0, 0, 1], "c1": [3.0, 2, 1]})
    path = write_spss(tmp_path, frame, missing_ranges={"q1": [0]})
    with_response_sets(path, "$tools=D1 1 5 Tools q1 q2\n$first=C 5 First c1 q1\n")
    survey = read_spss_survey(path, "a.sav")
    assert 'Multiple response set tools ("Tools"): q1, q2; ticked is 1.' in survey.report.notes
    assert 'Multiple response set first ("First"): c1, q1.' in survey.report.notes
    assert "q1" not in survey.user_missing  # a 0 in a set of ticks is "not ticked", whatever is declared


def test_a_file_beyond_the_limits_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bad input 12, with the limit made small."""
    path = write_spss(tmp_path, pd.DataFrame({"q": np.arange(6.0), "r": np.arange(6.0)}))
    monkeypatch.setattr(pyreadstat_adapter, "MOST_ROWS", 5)
    (problem,) = faults(read_survey, path)
    assert problem.found == "more than 5 rows"
    assert problem.allowed == "at most 5 rows and 50,000,000 cells (rows times columns)"
    assert "split the file by timepoint" in problem.remedy
    monkeypatch.setattr(pyreadstat_adapter, "MOST_ROWS", 6)
    assert len(read_survey(path, "a.sav").cells) == 6
    monkeypatch.setattr(pyreadstat_adapter, "MOST_CELLS", 11)
    (problem,) = faults(read_survey, path)
    assert problem.found == "12 cells in 2 columns"


def test_a_csv_saved_as_sav_is_refused_by_its_content(tmp_path: Path) -> None:
    """Bad input 12."""
    (problem,) = faults(read_survey, write_file(tmp_path, "a.sav", "URN,Q1\n1-2-3,4\n"))
    assert problem.found == "plain text (such as CSV), although the name ends in .sav"
    assert problem.allowed == "an SPSS data file under this name"
    assert problem.remedy == "Give the file its real ending (.csv or .txt)."


def test_text_in_another_encoding_than_stated_is_read_and_told(tmp_path: Path) -> None:
    path = write_spss(tmp_path, pd.DataFrame({"q": ["caf\u00e9 au lait"]}))
    path.write_bytes(path.read_bytes().replace(b"caf\xc3\xa9 ", b"caf\xe9 \x20"))
    survey = read_spss_survey(path, "a.sav")
    assert survey.cells["q"][0].startswith("caf\u00e9")
    assert "it was read as WINDOWS-1252" in survey.report.notes[0]


def test_pyreadstat_still_has_the_traps_that_the_adapter_avoids(tmp_path: Path) -> None:
    """Were one of these mended, the adapter could be simpler. pyreadstat 1.3.7."""
    frame = pd.DataFrame({"q": [1.0, 9.0], "r": [1.0, 2.0]})
    path = write_spss(
        tmp_path, frame, missing_ranges={"q": [9]}, variable_value_labels={"r": {1: "same", 2: "same"}}
    )
    lost, meta = pyreadstat.read_sav(path)
    assert lost["q"].isna().sum() == 1
    assert meta.missing_ranges == {}
    merged, _ = pyreadstat.read_sav(path, apply_value_formats=True)
    assert merged["r"].nunique() == 1
    kept = pyreadstat_adapter.read_labelled_file(path, "a.sav", "spss")
    assert (kept.values["q"], kept.missing_ranges["q"]) == ([1.0, 9.0], ((9.0, 9.0),))
    assert kept.values["r"] == [1.0, 2.0]


def test_dates_past_the_calendar_stop_a_default_read() -> None:
    path = shared_path("real/surveys/spss_far_dates.sav")
    with pytest.raises(Exception, match="date"):
        pyreadstat.read_sav(path)
    assert read_spss_survey(path, "far.sav").cells.shape == (2, 3)
