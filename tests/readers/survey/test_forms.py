"""Google Forms and Microsoft Forms: headings are questions, in the language of whoever made the form."""

import datetime
from pathlib import Path

import pytest

from impl_eval.readers.survey import read_survey
from tests.readers.files import write_file, write_workbook
from tests.readers.survey.twins import read_twin


def test_google_time_stamps_day_first() -> None:
    """24/04 can only be day first; so 03/05 is the third of May."""
    survey = read_twin("google_horodateur.csv")
    assert list(survey.cells["Horodateur"]) == [
        "2025-04-24T08:50:04",
        "2025-05-03T18:00:00",
        "2025-05-03T18:04:10",
    ]
    assert survey.report.date_orders == (("Horodateur", "day, month, year"),)
    assert survey.platform == "Google Forms"


def test_google_headings_lose_layout_only() -> None:
    survey = read_twin("google_horodateur.csv")
    assert "Quel est votre code personnel ?" in survey.columns  # a no-break space and trailing blanks went
    assert "Grids of questions (stem [row]): 1, of 2 rows." in survey.report.notes


def test_two_responses_of_one_address_are_pointed_out_without_the_address() -> None:
    """a@example.org and A@example.org are one."""
    report = read_twin("google_horodateur.csv").report
    assert report.personal_columns == ("Adresse e-mail",)
    (note,) = report.duplicates
    assert "2 responses (line 2 and line 4)" in note
    assert "example.org" not in " ".join(report.notes)


def test_google_time_zones() -> None:
    survey = read_twin("google_zones.csv")
    assert list(survey.cells["タイムスタンプ"]) == [
        "2025-11-27T09:15:24+01:00",
        "2025-11-27T15:00:00+02:00",
        "2025-11-28T00:05:00+01:00",
        "2025-11-28T10:00:00",
    ]
    assert any("IST" in note and "several meanings" in note for note in survey.report.notes)


def test_dates_whose_order_cannot_be_told_stay_as_written() -> None:
    survey = read_twin("google_ambiguous.csv")
    assert list(survey.cells["Timestamp"]) == ["8/4/2022 10:11:12", "9/4/2022 10:11:12"]
    assert survey.report.date_orders == ()
    assert survey.report.notes[-1] == (
        "Dates in Timestamp: their order cannot be told, every one could be day first or month first; they "
        "were left as written. Add `date_order: day_first` under `reading` in the column map, or month_first."
    )
    told = read_twin("google_ambiguous.csv", date_order="month_first")
    assert told.cells["Timestamp"][0] == "2022-08-04T10:11:12"


def test_a_language_nobody_listed_is_known_by_its_time_stamps(tmp_path: Path) -> None:
    content = "Stempel,Hoe zeker bent u?,Wat is uw rol?\n2025/11/27 9:15:24,4,GP\n"
    assert read_survey(write_file(tmp_path, "a.csv", content), "a.csv").platform == "Google Forms"
    content = "date,score_1,score_2\n2025/11/27 9:15:24,4,3\n"
    assert read_survey(write_file(tmp_path, "b.csv", content), "b.csv").platform == ""


def test_google_quiz_scores(tmp_path: Path) -> None:
    content = "Timestamp,Score,Which dose?,Which dose? [Score],Which dose? [Feedback]\n"
    content += "2025/11/27 9:15:24,1 / 1,a,1.00 / 1,\n"
    survey = read_survey(write_file(tmp_path, "a.csv", content), "a.csv")
    assert survey.columns == ("Timestamp", "Score", "Which dose?", "Which dose? [Score]")
    assert survey.report.stored_scores == ("Which dose? [Score]", "Score")


def test_microsoft_csv_saved_again_by_excel() -> None:
    survey = read_twin("microsoft.csv")
    assert survey.report.encoding == "cp1252"
    assert survey.columns == (
        *("ID", "Start time", "Completion time", "Total points", "Last modified time"),
        *("How confident — today?", "Which groups do you see?"),
    )
    assert list(survey.cells["Start time"]) == ["2026-07-27T19:06:23", "2026-08-01T09:00:00"]
    assert list(survey.cells["Which groups do you see?"]) == ["Pain clinic;Social prescriber", "Pain clinic"]
    assert survey.report.stored_scores == ("Total points",)
    dropped = dict(survey.report.columns_dropped)
    assert dropped["Points - How confident — today?"] == "points or feedback of a quiz, no answer"
    assert survey.report.personal_columns == ("Email", "Name")
    assert survey.report.duplicates == ()  # twice "anonymous" is nobody twice


@pytest.mark.parametrize(
    "heading",
    [
        ["ID", "Start time", "Completion time", "Email", "Name", "How?"],
        ["ID", "Startzeit", "Fertigstellungszeit", "E-Mail", "Name", "Wie?"],
        ["Id", "Hora de inicio", "Hora de finalización", "Correo electrónico", "Nombre", "¿Cómo?"],
        ["ID", "Heure de début", "Heure de fin", "Adresse de messagerie", "Nom", "Comment\xa0?"],
    ],
)
def test_microsoft_workbooks(tmp_path: Path, heading: list[str]) -> None:
    at = datetime.datetime.fromisoformat("2024-03-31T09:15:24")
    rows: list[list[object]] = [[*heading], [1, at, at, "anonymous", None, "a;b;"]]
    survey = read_survey(write_workbook(tmp_path, "a.xlsx", Sheet1=rows), "a.xlsx")
    assert survey.platform == "Microsoft Forms"
    assert survey.cells.iloc[0].tolist() == ["1", "2024-03-31T09:15:24", "2024-03-31T09:15:24", "a;b"]
    assert len(survey.report.personal_columns) == 2
    assert not any("typed dates" in note for note in survey.report.notes)


def test_only_the_dates_of_the_program_itself_are_beyond_doubt(tmp_path: Path) -> None:
    at = datetime.datetime.fromisoformat("2024-03-31T09:15:24")
    rows: list[list[object]] = [["ID", "Start time", "Completion time", "Which years?"], [1, at, at, at]]
    report = read_survey(write_workbook(tmp_path, "a.xlsx", Sheet1=rows), "a.xlsx").report
    assert [note for note in report.notes if "typed dates" in note] == [
        "Column D: 1 typed dates, written as 2024-03-31. If they were meant as ranges such as 1-2, Excel has "
        "changed them."
    ]
    google: list[list[object]] = [["Timestamp", "How sure are you?"], [at, 4]]
    report = read_survey(write_workbook(tmp_path, "b.xlsx", Sheet1=google), "b.xlsx").report
    assert (report.platform, any("typed dates" in note for note in report.notes)) == ("Google Forms", False)
