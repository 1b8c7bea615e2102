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
