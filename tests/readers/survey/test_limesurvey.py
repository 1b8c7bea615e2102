"""LimeSurvey exports: codes and texts in the headings, texts only, partial responses."""

from pathlib import Path

import pytest

from impl_eval.readers.survey import read_survey
from tests.readers.files import faults, write_file
from tests.readers.survey.twins import read_twin


def test_codes_become_names_and_texts_lose_their_markup() -> None:
    survey = read_twin("limesurvey_codes.csv")
    assert (survey.report.encoding, survey.report.delimiter) == ("utf-8-sig", "semicolon")
    assert survey.columns == (
        *("id", "submitdate", "lastpage", "startlanguage"),
        *("TYPstudy[stumat]", "TYPstudy[stubio]", "conf[SQ001]", "why"),
    )
    assert survey.variable_labels["TYPstudy[stumat]"] == "Which study? [Mathematics]"
    assert survey.variable_labels["conf[SQ001]"] == "I am confident to taper for {factors_SQ001}"
    assert survey.report.personal_columns == ("ipaddr",)


def test_partial_responses_have_no_submit_date() -> None:
    survey = read_twin("limesurvey_codes.csv")
    assert list(survey.cells["id"]) == ["1", "3"]
    assert survey.report.rows_dropped == (
        ("1 response (line 5)", "partial: no submit date (keep_unfinished keeps them)"),
    )
    assert list(read_twin("limesurvey_codes.csv", keep_unfinished=True).cells["id"]) == ["1", "2", "3"]


def test_not_shown_is_kept_apart_from_blank() -> None:
    survey = read_twin("limesurvey_codes.csv")
    assert survey.user_missing == {"conf[SQ001]": {"N/A"}}
    assert survey.reasons["conf[SQ001]"] == (None, "not shown: the question did not apply")
    notes = " ".join(survey.report.notes)
    assert "TYPstudy[stumat], TYPstudy[stubio]" in notes  # Y where ticked
    assert "never filled in: conf[SQ001]" in notes


def test_equal_texts_are_told_apart_by_position() -> None:
    survey = read_twin("limesurvey_texts.csv")
    assert survey.columns[4:6] == ("How sure are you? [] (column 5)", "How sure are you? [] (column 6)")
    assert list(survey.cells["Response ID"]) == ["7"]
    notes = " ".join(survey.report.notes)
    assert '"How sure are you? []"' in notes
    assert "1980-01-01 (1) only say that a response is complete" in notes


def test_dates_taken_away_leave_every_response(tmp_path: Path) -> None:
    content = "id,submitdate,lastpage,startlanguage,q1\n1,,5,en,A1\n2,,2,en,A2\n"
    survey = read_survey(write_file(tmp_path, "a.csv", content), "a.csv")
    assert (survey.platform, len(survey.cells)) == ("LimeSurvey", 2)
    assert any("No response has a submit date" in note for note in survey.report.notes)


def test_german_headings(tmp_path: Path) -> None:
    content = '"Antwort ID";"Datum Abgeschickt";"Letzte Seite";"Wie?"\n"1";"2023-10-01 10:00:00";"2";"gut"\n'
    assert read_survey(write_file(tmp_path, "a.csv", content), "a.csv").platform == "LimeSurvey"


@pytest.mark.parametrize("ending", [".dat", ".sps", ".R"])
def test_the_halves_of_data_and_syntax_are_refused_with_the_export_to_take(
    tmp_path: Path, ending: str
) -> None:
    path = write_file(tmp_path, f"survey_1_SPSS{ending}", "'1','2024-05-02 10:00:00','A4'\n")
    (problem,) = faults(read_survey, path)
    assert problem.found == f"one half of an export as data and syntax ({ending})"
    assert "from LimeSurvey with question codes as headings and answer codes" in problem.remedy
