"""Names, review list and advice: what the identifier check reads and says of a study."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from impl_eval.errors import StudyProblems, describe_problems
from impl_eval.qualitative.identifiers.pseudonyms import KeyEntry
from impl_eval.study.declared_files import Gathering
from impl_eval.study.files import StudyFiles
from impl_eval.study.identifier_check import (
    CheckedStudy,
    advise_on_identifiers,
    check_identifiers,
    write_review,
)
from impl_eval.study.identifier_files import REVIEW_FILE, key_bytes, read_key, read_names
from impl_eval.study.load import load_study
from tests.study.identifier_study import TALK, decide, review_rows, with_identifiers, write_rows


def checked_and_written(study: Path) -> CheckedStudy:
    loaded = load_study(study)
    checked = check_identifiers(loaded)
    write_review(loaded, checked)
    return checked


def advice_on_transcripts(study: Path) -> list[str]:
    return [one.found for one in load_study(study).advice if "transcripts/" in one.file]


def test_check_advises_with_places_and_never_words(small_study: Path) -> None:
    (advice,) = [
        one for one in load_study(with_identifiers(small_study)).advice if "transcripts/" in one.file
    ]
    assert advice.file == "qualitative/transcripts/t1.txt"
    assert advice.found == (
        "what may name a person: 1 NHS number (line 9), 1 phone number (line 5), "
        "5 names of persons (lines 1, 5, 9, 10, 11), 1 name of a place (line 9)"
    )
    for words in ("Anita", "Bell", "Green", "07700", "999"):
        assert words not in describe_problems((advice,))


def test_a_study_without_identifiers_gets_no_advice(
    small_study: Path, reference_copy: Callable[[], Path]
) -> None:
    assert advice_on_transcripts(small_study) == []
    assert advice_on_transcripts(reference_copy()) == []


def test_what_somebody_keeps_is_not_advised_on_again(small_study: Path) -> None:
    study = with_identifiers(small_study)
    checked_and_written(study)
    decide(study, "keep", nhs_number="")
    assert advice_on_transcripts(study) == ["what may name a person: 1 NHS number (line 9)"]


def test_open_identifiers_are_returned_for_the_quotes(small_study: Path) -> None:
    study = load_study(with_identifiers(small_study))
    assert study.interviews is not None
    files = StudyFiles(small_study, Gathering())
    naming = advise_on_identifiers(study.interviews, "qualitative/transcripts", files)
    assert {one.kind for one in naming["t1"]} == {"person", "place", "phone_number", "nhs_number"}
    assert "qualitative/names.csv" in files.read


def test_names_are_read_whatever_their_case_and_faults_are_told_without_cells(small_study: Path) -> None:
    path = small_study / "qualitative/names.csv"
    path.write_text(
        "name,kind,pseudonym\nAnita Bell,Person,GP 1\nX,Secretname,\nY,place,a[b\n", encoding="utf-8"
    )
    files = StudyFiles(small_study, Gathering())
    assert [one.kind for one in read_names(files)] == ["person"]
    problems = [(one.line, one.where, one.found) for one in files.gathering.problems]
    assert problems == [
        (3, "column kind", "another word"),
        (4, "column pseudonym", "a bracket, a colon or a line break in it"),
    ]


def test_the_review_list_holds_what_a_person_needs_and_is_private(small_study: Path) -> None:
    study = with_identifiers(small_study)
    checked_and_written(study)
    assert (study / REVIEW_FILE).stat().st_mode & 0o777 == 0o600
    rows = review_rows(study)
    assert [row["words"] for row in rows] == [
        "Anita Bell", "Anita Bell", "07700 900123", "999 000 0018", "Anita", "Green Lane", "Anita", "Anita",
    ]  # fmt: skip
    assert [row["turn"] for row in rows] == ["0", "2", "2", "4", "4", "4", "4", "4"]
    assert "I trust" in rows[4]["surroundings"]
    assert all(row["decision"] == "" for row in rows)


def test_cells_that_excel_would_run_are_harmless(small_study: Path) -> None:
    study = with_identifiers(small_study, TALK.replace("07700 900123", "+44 7700 900123"))
    checked_and_written(study)
    assert "'+44 7700 900123" in [row["words"] for row in review_rows(study)]


def test_decisions_outlive_another_check_and_a_corrected_transcript(small_study: Path) -> None:
    study = with_identifiers(small_study)
    checked_and_written(study)
    decide(study, "replace", phone_number="keep", place="")
    assert checked_and_written(study).no_longer_fitting == ()
    before = [(row["kind"], row["decision"]) for row in review_rows(study)]
    assert ("phone_number", "keep") in before
    with_identifiers(study, f"Corrected.\n{TALK}")
    checked = checked_and_written(study)
    assert [(row["kind"], row["decision"]) for row in review_rows(study)] == before
    assert checked.no_longer_fitting == ()


def test_a_new_mention_is_not_decided_by_an_old_one(small_study: Path) -> None:
    study = with_identifiers(small_study)
    checked_and_written(study)
    decide(study, "replace")
    with_identifiers(study, TALK + "And Anita again.\n")
    checked_and_written(study)
    assert [row["decision"] for row in review_rows(study)] == ["replace"] * 8 + [""]


def test_a_decision_about_what_is_gone_is_counted(small_study: Path) -> None:
    study = with_identifiers(small_study)
    checked_and_written(study)
    decide(study, "replace")
    with_identifiers(study, TALK.replace("999 000 0018", "no matter"))
    assert len(check_identifiers(load_study(study)).no_longer_fitting) == 1


def test_faults_of_the_review_list_are_told_without_cells_and_stop_no_check(small_study: Path) -> None:
    study = with_identifiers(small_study)
    checked_and_written(study)
    rows = review_rows(study)
    rows[0]["decision"], rows[1]["decision"], rows[1]["pseudonym"] = "Anita Bell", "keep", "a]b"
    write_rows(study, rows)
    loaded = load_study(study)
    with pytest.raises(StudyProblems) as raised:
        check_identifiers(loaded)
    assert [(one.line, one.found) for one in raised.value.problems] == [
        (2, "another word"),
        (3, "a bracket, a colon or a line break in it"),
    ]
    assert "Anita" not in describe_problems(raised.value.problems)


def test_a_study_without_interviews(small_study: Path) -> None:
    text = (small_study / "study.yaml").read_text(encoding="utf-8")
    start, end = text.index("interviews:"), text.index("outcomes:")
    (small_study / "study.yaml").write_text(text[:start] + text[end:], encoding="utf-8")
    shutil.rmtree(small_study / "qualitative")
    (small_study / "qualitative").mkdir()
    assert check_identifiers(load_study(small_study)).found == ()


def test_the_key_comes_back_as_it_was_written(tmp_path: Path) -> None:
    key = (
        KeyEntry("Person 2", "person", "anita bell"),
        KeyEntry("Phone number 1", "phone_number", "+447700900123"),
        KeyEntry("=x", "other", "@y"),
        KeyEntry("Date of birth 1", "date_of_birth", "3 4 54"),
        KeyEntry("Person 3", "person", "'t hooft"),
    )
    path = tmp_path / "key.csv"
    path.write_bytes(key_bytes(key))
    assert read_key(path, "key.csv") == key
    assert "'+447700900123" in path.read_text(encoding="utf-8")
    assert read_key(tmp_path / "none.csv", "none.csv") == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("pseudonym,kind\nPerson 1,person\n", 'no column "value"'),
        ("pseudonym,kind,value\nPerson 1,human,secret\n", "a row that is not as impl-eval wrote it"),
        ("pseudonym,kind,value\nP,person,secret\nQ,person,secret\n", "two pseudonyms for one thing"),
    ],
)
def test_a_damaged_key_is_refused_without_its_cells(tmp_path: Path, text: str, found: str) -> None:
    path = tmp_path / "key.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(StudyProblems) as raised:
        read_key(path, "key.csv")
    assert [one.found for one in raised.value.problems] == [found]
    assert "secret" not in describe_problems(raised.value.problems)
