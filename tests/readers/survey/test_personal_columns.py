"""Columns that name people: told by heading in the usual languages, or by what stands in them."""

from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

from impl_eval.errors import StudyProblems
from impl_eval.readers.survey import ReadingChoices, read_survey
from impl_eval.readers.survey.personal_columns import names_people, people_inside
from tests.readers.files import write_file


@pytest.mark.parametrize(
    ("heading", "texts", "what"),
    [
        ("IPAddress", set(), "IP address"),
        ("E-Mail-Adresse", set(), "e-mail address"),
        ("メールアドレス", set(), "e-mail address"),
        ("Prénom", {"Zoë"}, "name"),
        ("Nom d'utilisateur", {"jo"}, "name"),
        ("What is your full name?", {"Jo Doe", "Al Roe"}, "name"),
        ("Please give your email address", {"none", "later"}, "e-mail address"),
        ("contact", {"jo@example.org", "none"}, ""),
        ("contact", {"jo@example.org", "al@example.org", "none"}, "e-mail address"),
        ("x", {"192.0.2.1", "198.51.100.77"}, "IP address"),
        ("x", {"2001:db8::1"}, "IP address"),
        ("LocationLatitude", {"52.6"}, "place where somebody was"),
        ("name of practice", {"Oak", "Elm"}, ""),
        ("Email", {"1", "0"}, ""),  # tick box: how are results sent?
        ("Do patients give their full name when they call the surgery?", {"often", "never"}, ""),
        ("time", {"10:00:00"}, ""),
        ("version", {"1.2.3"}, ""),
        ("q1", {"1", "2"}, ""),
        *(
            (heading, {"52.63", "-1.3", "52"}, "place where somebody was")
            for heading in ("Lat", "lon", "lng")
        ),
        ("long", {"151.2093", "-33.87"}, "place where somebody was"),
        ("lat", {"52,6309", "1,2974"}, "place where somebody was"),
        ("long", {"1", "2", "3"}, ""),  # how long?
        ("long", {"250.5", "310.25"}, ""),
        ("Your full name (optional)", {"Jo Doe"}, "name"),
        ("Name (optional)", {"Jo Doe"}, "name"),
        ("Name (of the practice)", {"Oak"}, ""),
        ("Your full name (optional)", {"Yes", "No"}, ""),  # may it be published?
        ("Contact e-mail for follow-up", {"jo@example.org", "none", "n/a", "no thanks"}, "e-mail address"),
        ("How often do you e-mail patients?", {"often", "never"}, ""),
        ("What is your name and contact? - First Name", {"Jo"}, "name"),
        ("What is your name and contact? - Email", {"jo@example.org", "none", "-"}, "e-mail address"),
        ("What is your name and contact? - Phone", {"01603 555 012", "none"}, "telephone number"),
        ("How do you reach patients? - Telephone", {"Always", "Often"}, ""),
        ("How do you reach patients? - Email", {"Always", "Often"}, ""),
        ("What do you record? - Selected Choice - Name", {"Name"}, ""),
        ("Please enter your first and last name so we can match you", {"Jo Doe"}, "name"),
        ("So that we can match your answers, give us your full name here", {"Jo Doe"}, "name"),
        ("What is your first and last name, for the certificate?", {"Jo Doe"}, "name"),
        ("Your name (so that we can thank you)", {"Jo"}, "name"),
        ("To take part in an interview, please leave your name", {"Jo", "Al"}, "name"),
        ("Mobile phone number for a reminder", {"07700 900123", "none", "no"}, "telephone number"),
        ("How many patients phone in a year?", {"120000", "3500"}, ""),
        ("What is your date of birth?", {"1980-01-01", "rather not", "no"}, "date of birth"),
        ("Do you check the date of birth?", {"always", "never"}, ""),
        ("I know the names of my patients", {"Agree", "Disagree"}, ""),
        ("Please write the name of your practice as it is on the door", {"Oak", "Elm"}, ""),
        ("I ask patients to tell me what name they go by and give my full name", {"Agree"}, ""),
        *((heading, {"07700 900123"}, "telephone number") for heading in ("Mobile", "phone", "Tel.")),
        *((heading, {"07700900123"}, "telephone number") for heading in ("Phone number", "mobile_number")),
        ("Telephone", {"yes", "no"}, ""),
        ("Mobile", {"1", "5"}, ""),
        *((heading, {"1980-02-01"}, "date of birth") for heading in ("DOB", "Date of birth", "birth_date")),
        ("Birthday", {"01/02/1980", "03/04/1990"}, "date of birth"),
        ("Date of birth", {"x"}, ""),  # which of these do you ask for?
    ],
)
def test_what_names_people(heading: str, texts: set[str], what: str) -> None:
    assert names_people(heading, texts) == what


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("write to jo@example.org please", "an e-mail address"),
        ("call 01603 555 0123", "a telephone number"),
        ("NHS 943 476 5919", "an NHS number"),  # the example of the NHS Data Dictionary
        ("943 476 5918", ""),
        ("1234567", ""),
        ("2024-05-02 09:00:00", ""),
    ],
)
def test_ways_to_a_person_inside_free_text(text: str, what: str) -> None:
    assert people_inside([text]) == ({what: 1} if what else {})


def test_a_plain_table_loses_its_addresses_too_and_says_how_to_keep_them(tmp_path: Path) -> None:
    content = "id,contact,q1\n1,jo@example.org,3\n2,al@example.org,4\n3,jo@example.org,5\n"
    path = write_file(tmp_path, "a.csv", content)
    survey = read_survey(path, "a.csv")
    assert survey.columns == ("id", "q1")
    assert survey.report.columns_dropped == (("contact", "names people: e-mail address"),)
    assert "`keep_personal_columns` under `reading`" in survey.report.notes[0]
    assert "in 2 responses (line 2 and line 4)" in survey.report.duplicates[0]
    kept = read_survey(path, "a.csv", choices=ReadingChoices(keep_personal_columns=("contact",)))
    assert kept.columns == ("id", "contact", "q1")
    assert "because the study asks for them: contact" in kept.report.notes[0]


def test_form_fields_are_told_by_their_labels(tmp_path: Path) -> None:
    header = "ResponseId,Status,Finished,Progress,Q1_1,Q1_2,Q2\n"
    texts = "Response ID,Status,Finished,Progress,Who? - First Name,Who? - Phone,How?\n"
    ids = ",".join(f'"{{""ImportId"":""{name}""}}"' for name in ("a", "b", "c", "d", "e", "f", "g"))
    path = write_file(tmp_path, "a.csv", f"{header}{texts}{ids}\nR_1,0,1,100,Jo,07700 900123,4\n")
    report = read_survey(path, "a.csv").report
    assert report.personal_columns == ("Q1_1", "Q1_2")
    assert report.columns_dropped[-1] == ("Q1_2", "names people: telephone number")


def test_a_column_to_be_kept_must_exist(tmp_path: Path) -> None:
    path = write_file(tmp_path, "a.csv", "id,contact\n1,jo@example.org\n")
    with pytest.raises(StudyProblems) as raised:
        read_survey(path, "a.csv", choices=ReadingChoices(keep_personal_columns=("contcat",)))
    (problem,) = raised.value.problems
    assert (problem.found, problem.remedy) == ('no column "contcat"', "Did you mean contact?")


def test_spss_files_lose_them_too(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"IPAddress": ["192.0.2.1", "192.0.2.2"], "q1": [1.0, 2.0], "who": ["a@example.org", ""]}
    )
    pyreadstat.write_sav(frame, str(tmp_path / "a.sav"))
    survey = read_survey(tmp_path / "a.sav", "a.sav")
    assert (survey.columns, list(survey.cells.columns)) == (("q1",), ["q1"])
    assert survey.report.personal_columns == ("IPAddress", "who")
