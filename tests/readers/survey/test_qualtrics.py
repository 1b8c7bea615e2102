"""Qualtrics exports, new and old, with and without the survey file; counts by hand from the twin."""

import json
import shutil
from pathlib import Path

import pytest

from impl_eval.errors import StudyProblems
from impl_eval.readers.survey import ReadingChoices, read_survey
from impl_eval.readers.survey.qualtrics_qsf import QsfQuestion
from tests.readers.files import faults, write_file
from tests.readers.survey.twins import EXPORTS, read_twin


def test_previews_and_unfinished_responses_are_left_out_and_counted() -> None:
    """Of 5 responses, R_2 is a preview (Status 1) and R_3 unfinished (Finished 0)."""
    survey = read_twin("qualtrics.csv")
    assert list(survey.cells["ResponseId"]) == ["R_1abc", "R_4abc", "R_5abc"]
    assert survey.row_labels == ("line 5", "line 8", "line 10")  # newlines inside headings and answers
    assert (survey.report.rows_read, survey.report.rows_kept) == (5, 3)
    assert survey.report.rows_dropped == (
        ("1 response (line 6)", "previews or tests by the makers of the survey (keep_previews keeps them)"),
        ("1 response (line 7)", "not finished (keep_unfinished keeps them)"),
    )
    everything = read_twin("qualtrics.csv", keep_previews=True, keep_unfinished=True)
    assert len(everything.cells) == 5


def test_the_report_says_what_the_file_is() -> None:
    report = read_twin("qualtrics.csv").report
    assert (report.platform, report.header_rows, report.companions) == ("Qualtrics", 3, ("qualtrics.qsf",))
    assert report.evidence == "a row of ImportId in line 4"
    assert report.stored_scores == ("SC0",)
    assert dict(report.date_orders)["StartDate"] == "year, month, day"


def test_columns_that_name_people_are_not_read_whatever_their_language() -> None:
    report = read_twin("qualtrics.csv").report
    personal = (
        *("IPAddress", "RecipientLastName", "RecipientFirstName", "RecipientEmail"),
        *("LocationLatitude", "LocationLongitude"),
    )
    assert report.personal_columns == personal
    assert not set(personal) & set(report.columns_kept)
    kept = read_twin("qualtrics.csv", keep_personal_columns=("RecipientEmail",))
    assert list(kept.cells["RecipientEmail"]) == ["jo1@example.org", "jo4@example.org", "jo5@example.org"]


def test_codes_for_no_basis_are_declared_missing_with_their_reason() -> None:
    """The survey gives -1 and -2 to choices 6 and 7 of the matrix Q2; -99: seen, not answered."""
    survey = read_twin("qualtrics.csv")
    assert survey.user_missing == {"Q1": {"-99"}, "Q2_1": {"-1", "-2"}, "Q2_2": {"-1", "-2"}}
    assert survey.reasons["Q2_2"] == ("No basis to judge", "Prefer not to say", None)
    assert survey.reasons["Q1"] == (None, "seen, not answered", None)
    assert list(survey.cells["Q2_1"]) == ["5", "2", "-1"]
    notes = " ".join(survey.report.notes)
    assert 'Q2_1 (-2 "Prefer not to say", -1 "No basis to judge")' in notes
    assert "recoded in the survey): Q1 (3, 4, 5), Q2_1 (-2, -1), Q2_2 (-2, -1)." in notes


def test_texts_and_choices_explain_columns() -> None:
    survey = read_twin("qualtrics.csv")
    assert survey.variable_labels["Q1"] == "How confident are you to start tapering?"
    labels = ("Not at all", "A little", "Fairly", "Very", "Completely")
    assert survey.value_labels["Q1"] == {str(code): label for code, label in enumerate(labels, start=1)}
    assert survey.value_labels["Q3 role"] == {"0": "Doctor", "1": "Nurse"}  # choices as a list count from 0
    assert any("never filled in: Q2_1, Q2_2" in note for note in survey.report.notes)


def test_repeated_export_tags_are_named_by_position() -> None:
    """Both columns lose the bare tag: neither can be taken for the other."""
    survey = read_twin("qualtrics.csv")
    assert [column for column in survey.columns if column.startswith("Q4")] == [
        "Q4 (column 22)",
        "Q4 (column 23)",
    ]
    assert any('"Q4"' in note for note in survey.report.notes)


def test_without_the_survey_file_negative_codes_are_pointed_out(tmp_path: Path) -> None:
    shutil.copy(EXPORTS / "qualtrics.csv", tmp_path)
    survey = read_survey(tmp_path / "qualtrics.csv", "qualtrics.csv")
    assert survey.user_missing == {"Q1": {"-99"}}
    assert any(
        "Negative codes among positive ones" in note and "Q2_1 (-1)" in note for note in survey.report.notes
    )


def test_a_survey_file_that_does_not_fit_is_not_used() -> None:
    """The old export asks other questions under the same default tags Q1 and Q2."""
    report = read_twin("qualtrics_legacy.csv").report
    assert report.companions == ()
    assert "Survey files beside it that do not fit were not used: qualtrics.qsf." in report.notes


def test_two_survey_files_that_fit_are_refused_with_the_line_to_add(tmp_path: Path) -> None:
    for source, target in (("csv", "a.csv"), ("qsf", "a.qsf"), ("qsf", "b.qsf")):
        shutil.copy(EXPORTS / f"qualtrics.{source}", tmp_path / target)
    (problem,) = faults(read_survey, tmp_path / "a.csv")
    assert problem.found == "a.qsf, b.qsf"
    assert problem.remedy == "Add `dictionary: a.qsf` under `reading` in the column map."
    survey = read_survey(tmp_path / "a.csv", "a.csv", choices=ReadingChoices(dictionary="b.qsf"))
    assert survey.report.companions == ("b.qsf",)


def test_a_chosen_dictionary_that_is_missing_or_none(tmp_path: Path) -> None:
    shutil.copy(EXPORTS / "qualtrics.csv", tmp_path)
    path = write_file(tmp_path, "x.qsf", json.dumps({"something": "else"}))
    for chosen, words in (("none.qsf", 'no file "none.qsf"'), (path.name, "something else than a survey")):
        choices = ReadingChoices(dictionary=chosen)
        with pytest.raises(StudyProblems) as raised:
            read_survey(tmp_path / "qualtrics.csv", "qualtrics.csv", choices=choices)
        assert words in raised.value.problems[0].found


def test_old_exports_have_two_heading_rows_a_mark_and_an_empty_last_column() -> None:
    survey = read_twin("qualtrics_legacy.csv")
    assert (survey.report.encoding, survey.report.header_rows) == ("utf-8-sig", 2)
    assert ("column 16", "no name and no cells") in survey.report.columns_dropped
    assert survey.columns == ("V1", "V2", "V4", "V7", "V8", "V9", "V10", "Q1", "Q2")
    assert set(survey.report.personal_columns) == {
        *("V3", "V5", "V6", "LocationLatitude", "LocationLongitude", "LocationAccuracy")
    }
    assert list(survey.cells["V1"]) == ["R_1", "R_3"]  # R_2 was not finished
    assert survey.variable_labels["Q1"] == "How are you?"


NAMES = "StartDate,EndDate,Status,Progress,Finished,ResponseId,Q1"
FIRST = "2024-05-02 09:00:00,2024-05-02 09:10:00,IP Address,100,True,R_1,Agree"
LAST = "2024-05-03 09:00:00,2024-05-03 09:10:00,Survey Preview,100,True,R_2,Agree"


IDS = ("startDate", "endDate", "status", "progress", "finished", "_recordId", "QID1")


@pytest.mark.parametrize(
    ("headings", "rows"),
    [
        ([NAMES], 1),  # somebody deleted two rows
        ([NAMES, "Startdatum,Enddatum,Antworttyp,Fortschritt,Beendet,Antwort-ID,Wie?"], 2),
        ([NAMES, ",".join(f"{{'ImportId': '{one}'}}" for one in IDS)], 2),
    ],
)
def test_heading_rows_that_people_took_away(tmp_path: Path, headings: list[str], rows: int) -> None:
    path = write_file(tmp_path, "a.csv", "\n".join([*headings, FIRST, LAST, ""]))
    survey = read_survey(path, "a.csv")
    assert (survey.report.header_rows, list(survey.cells["ResponseId"])) == (rows, ["R_1"])
    assert any("choice texts" in note for note in survey.report.notes)


def test_a_table_with_two_such_names_is_no_qualtrics_export(tmp_path: Path) -> None:
    survey = read_survey(write_file(tmp_path, "a.csv", "ResponseId,Status,q1\n1,1,3\n"), "a.csv")
    assert (survey.platform, len(survey.cells)) == ("", 1)


def _question(codes: dict[str, str]) -> QsfQuestion:
    return QsfQuestion("QID1", "Q1", "", "MC", False, codes, (), {}, {})


@pytest.mark.parametrize(
    ("codes", "no_basis"),
    [
        ({"1": "a", "2": "b", "3": "c", "-1": "x"}, {"-1"}),
        ({"-2": "a", "-1": "b", "0": "c", "1": "d", "2": "e"}, set()),
        ({"-2": "a", "-1": "b", "1": "d", "2": "e"}, set()),
        ({"0": "a", "1": "b", "-1": "Don't know"}, {"-1"}),
        ({"0": "a", "1": "b", "-1": "worse"}, set()),
        ({"1": "a", "2": "b", "-99": "Prefer not to answer", "-98": "x"}, {"-99"}),
    ],
)
def test_which_negative_codes_are_no_answer(codes: dict[str, str], no_basis: set[str]) -> None:
    assert set(_question(codes).no_basis) == no_basis


_SEVERAL = {"QuestionType": "MC", "Selector": "MAVR"}
_MATRIX = {"QuestionType": "Matrix", "Selector": "Likert", "SubSelector": "MultipleAnswer"}
_SINGLE = {"QuestionType": "MC", "Selector": "SAVR"}


@pytest.mark.parametrize(
    ("kind", "tag", "read"),
    [(_SEVERAL, "Q1", "1,3"), (_MATRIX, "Q1_1", "1,3"), (_SINGLE, "Q1", "1.3")],
)
def test_several_answers_of_a_question_are_no_decimal(
    tmp_path: Path, kind: dict[str, str], tag: str, read: str
) -> None:
    choices = {str(number): {"Display": f"choice {number}"} for number in range(1, 4)}
    question = kind | {"QuestionID": "QID1", "DataExportTag": "Q1", "QuestionText": "Which?"}
    payload = question | {"Choices": choices, "Answers": choices}
    elements = [{"Element": "SQ", "Payload": payload}]
    write_file(tmp_path, "a.qsf", json.dumps({"SurveyElements": elements}))
    ids = "\t".join(f'"{{""ImportId"":""{name}""}}"' for name in ("_recordId", tag.replace("Q1", "QID1")))
    content = f"ResponseId\t{tag}\nResponse ID\tWhich?\n{ids}\nR_1\t1,3\nR_2\t2\n"
    path = write_file(tmp_path, "a.tsv", content)
    survey = read_survey(path, "a.tsv", choices=ReadingChoices(decimal="comma"))
    assert survey.report.companions == ("a.qsf",)
    assert list(survey.cells[tag]) == [read, "2"]
    told = f"Several answers in one cell, separated by commas, in: {tag}."
    assert (told in survey.report.notes) is (read == "1,3")


def test_without_a_survey_file_what_may_be_two_answers_stays_as_written(tmp_path: Path) -> None:
    ids = "\t".join(f'"{{""ImportId"":""{name}""}}"' for name in ("_recordId", "QID1"))
    content = f"ResponseId\tQ1\nResponse ID\tWhich?\n{ids}\nR_1\t1,3\nR_2\t2\n"
    path = write_file(tmp_path, "a.tsv", content)
    assert list(read_survey(path, "a.tsv").cells["Q1"]) == ["1,3", "2"]
    told = read_survey(path, "a.tsv", choices=ReadingChoices(decimal="comma"))
    assert list(told.cells["Q1"]) == ["1.3", "2"]
