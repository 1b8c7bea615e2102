"""Jisc Online Surveys as CSV: a real file counted again by hand, and made-up ones for each rule."""

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.readers.survey import ReadingChoices, SurveyTable, read_survey
from impl_eval.readers.survey.choices import AS_THE_FILE_SAYS
from impl_eval.readers.survey.jisc_key import read_jisc_key
from impl_eval.readers.survey.jisc_responses import empty_submissions
from impl_eval.readers.survey.raw_table import Companion
from tests.readers.files import faults, write_file
from tests.shared import shared_path
from tests.statistics.known import PROPERTY

KEY = """"URN","Unique Response Number"
"Q1","Your role?"
"1","GP"
"2","Nurse"
"Q2","Which of these do you use?"
"1","Leaflet"
"2","Search"
"Q3","How confident are you?"
"Q3_1_a","to start the talk"
"1","not at all"
"2","somewhat"
"3","very"
"Q4","Anything else?"
"CompletionDate","Submission date"
"""
ANSWERS = """"URN","Q1","Q2_1","Q2_2","Q3","Q3_1_a","Q4","CompletionDate"
"10-11-1","1","1","0","","3","yes, a lot","2024-05-01"
"10-11-2","","0","0","","","","2024-05-02"
"10-11-3","2","0","0","","1","","2024-05-03"
"""


def _export(
    folder: Path, answers: str = ANSWERS, key: str = KEY, choices: ReadingChoices = AS_THE_FILE_SAYS
) -> SurveyTable:
    if key:
        write_file(folder, "team-key.en.csv", key)
    path = write_file(folder, "team.en.csv", answers)
    return read_survey(path, path.name, choices=choices)


def _real_rows() -> tuple[list[str], list[list[str]]]:
    with shared_path("real/surveys/jisc_open_data.en.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return header, rows


def _real(choices: ReadingChoices = AS_THE_FILE_SAYS) -> SurveyTable:
    path = shared_path("real/surveys/jisc_open_data.en.csv")
    return read_survey(path, path.name, choices=choices)


def test_a_real_export_counted_again() -> None:
    """68 responses under 378 columns, two of them empty: the only rows with nothing but "" and "0"."""
    header, rows = _real_rows()
    nothing = [number for number, row in enumerate(rows, start=2) if set(row[1:-1]) <= {"", "0"}]
    survey = _real()
    assert (len(rows), len(header), nothing) == (68, 378, [4, 49])
    assert survey.cells.shape == (66, 378)
    assert survey.report.rows_dropped == (
        ("2 responses (lines 4 and 49)", "empty submission: no question answered, every tick box 0"),
    )
    assert (survey.report.rows_read, survey.report.rows_kept) == (68, 66)
    assert survey.columns == tuple(header)
    kept = [row for number, row in enumerate(rows, start=2) if number not in nothing]
    for position, column in enumerate(header):
        assert [cell or "" for cell in survey.cells[column]] == [row[position] for row in kept], column


def test_the_key_of_a_real_export_names_its_questions_and_codes() -> None:
    survey = _real()
    assert survey.report.companions == ("jisc_open_data-key.en.csv",)
    assert survey.variable_labels["Q1"] == "What is your age?"
    assert survey.value_labels["Q2"] == {"1": "male", "2": "female", "3": "other"}
    assert survey.value_labels["Q9_2"] == {"0": "not ticked", "1": "Experimental data"}
    assert survey.value_labels["Q11_1_a_1"]["1"] == "During research"
    assert survey.variable_labels["Q11_1_a_1"].endswith(
        "(select all that apply) - non-digital formats (ie. lab books) - During research"
    )
    assert not any("not in the key" in note for note in survey.report.notes)
    assert survey.platform == "Jisc Online Surveys"
    assert survey.report.personal_columns == ()


def test_the_tick_boxes_of_a_real_export_are_counted() -> None:
    """A column whose cells are all 0 or 1 in the file itself, empty submissions included, is a tick box."""
    header, rows = _real_rows()
    boxes = [
        column for position, column in enumerate(header) if {row[position] for row in rows} <= {"0", "1"}
    ]
    (note,) = [note for note in _real().report.notes if "tick boxes" in note]
    assert note.startswith(f"{len(boxes)} columns are tick boxes: 0 means 'not ticked'.")
    positions = [position for position, column in enumerate(header) if column.startswith("Q22_")]
    answered = [row for row in rows if set(row[1:-1]) - {"", "0"}]
    untouched = sum(all(row[position] == "0" for position in positions) for row in answered)
    assert f"Q22 ({untouched})" in note


def test_empty_submissions_that_are_kept_have_blank_ticks_with_a_reason() -> None:
    survey = _real(ReadingChoices(keep_unfinished=True))
    assert len(survey.cells) == 68
    assert survey.cells["Q9_1"][2] is None
    assert survey.reasons["Q9_1"][2] == "empty submission"
    assert survey.reasons["Q9_1"][1] is None
    assert survey.report.notes[-1] == "2 empty submissions were kept; their tick boxes are blank, not 0."


def test_a_made_up_export_with_its_key(tmp_path: Path) -> None:
    survey = _export(tmp_path)
    assert survey.row_labels == ("line 2", "line 4")
    assert survey.cells["Q2_1"].tolist() == ["1", "0"]
    assert survey.variable_labels["Q2_1"] == "Which of these do you use? - Leaflet"
    assert survey.variable_labels["Q3_1_a"] == "How confident are you? - to start the talk"
    assert survey.value_labels["Q3_1_a"] == {"1": "not at all", "2": "somewhat", "3": "very"}
    assert survey.cells["CompletionDate"].tolist() == ["2024-05-01", "2024-05-03"]
    assert survey.report.notes[2:4] == (
        "URN numbers the responses, not the people: it is another one at each timepoint, and cannot "
        "link them.",
        "2 columns are tick boxes: 0 means 'not ticked'. Responses without any tick, where it cannot be told "
        "whether the question was shown: Q2 (1).",
    )


def test_a_key_of_another_version_is_told(tmp_path: Path) -> None:
    """Bad input 6 among them: a text between the codes of Q1 is counted, neither changed nor repeated."""
    answers = """"URN","Q1","Q2_1","Q2_3","Q9","CompletionDate"
"10-11-1","1","1","0","x","2024-05-01"
"10-11-2","7","0","1","","2024-05-02"
"10-11-3","Agree","0","1","","2024-05-03"
"""
    survey = _export(tmp_path, answers)
    assert survey.cells["Q1"].tolist() == ["1", "7", "Agree"]
    told = (
        "2 columns are not in the key team-key.en.csv: Q2_3, Q9.",
        "1 question of the key has no column: Q3_1_a.",
        "Options of the key without a column: Q2 (2).",
        "Answers that the key does not know: Q1 (2 different texts). They were kept as they are.",
        "The key is probably of another version of the survey: compare both before relying on it.",
    )
    first = survey.report.notes.index(told[0])
    assert survey.report.notes[first : first + len(told)] == told


def test_texts_of_answers_become_codes_by_the_key(tmp_path: Path) -> None:
    answers = """"URN","Q1","Q2_1","Q2_2","Q3_1_a","Q4","CompletionDate"
"10-11-1","GP","Leaflet","","very","GP","2024-05-01"
"10-11-2","Nurse","","Search","","","2024-05-02"
"""
    survey = _export(tmp_path, answers)
    assert survey.cells["Q1"].tolist() == ["1", "2"]
    assert survey.cells["Q2_1"].tolist() == ["1", "0"]
    assert survey.cells["Q3_1_a"].tolist() == ["3", None]
    assert survey.cells["Q4"].tolist() == ["GP", None]
    assert (
        "Texts of answers were turned into the codes of the key, in: Q1, Q2_1, Q2_2, Q3_1_a."
        in survey.report.notes
    )


def test_without_a_key_it_is_said_what_is_unknown(tmp_path: Path) -> None:
    survey = _export(tmp_path, key="")
    assert len(survey.cells) == 2
    assert survey.value_labels == {}
    (note,) = [note for note in survey.report.notes if note.startswith("No key")]
    assert note == (
        "No key lies beside the file: what questions and codes are called is unknown. Put the key of the "
        "same export there, or add `dictionary: its name` under `reading` in the column map. 2 columns were "
        "taken for tick boxes, as 0 occurs in them."
    )


def test_two_languages_of_a_key(tmp_path: Path) -> None:
    write_file(tmp_path, "team-key.fr.csv", KEY.replace("Nurse", "Infirmière"))
    survey = _export(tmp_path)
    assert survey.value_labels["Q1"]["2"] == "Nurse"
    assert (
        "Several keys lie beside the file; team-key.en.csv was used. If another is right, add `dictionary: "
        "team-key.fr.csv` under `reading` in the column map." in survey.report.notes
    )
    chosen = _export(tmp_path, choices=ReadingChoices(dictionary="team-key.fr.csv"))
    assert chosen.value_labels["Q1"]["2"] == "Infirmière"


def test_a_response_number_twice_is_told_by_its_places(tmp_path: Path) -> None:
    survey = _export(tmp_path, ANSWERS.replace("10-11-3", "10-11-1"))
    (note,) = survey.report.duplicates
    assert "URN is not unique" in note
    assert "line 2 and line 4" in note
    assert "10-11-1" not in " ".join(survey.report.notes)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("id,q1,q2\n1,2,3\n", "a file that is no key of Jisc Online Surveys"),
        ('"1","GP"\n"Q1","Role"\n', "a file that is no key of Jisc Online Surveys"),
        ('"Q1","Role"\n"1","GP"\n"1","Nurse"\n', "the code 1 of Q1 a second time"),
        ('"Q1","Role"\n"1","GP"\n"Q1","Role"\n', 'the question "Q1" a second time'),
    ],
)
def test_what_is_no_key_is_refused(tmp_path: Path, key: str, words: str) -> None:
    path = write_file(tmp_path, "a-key.csv", key)
    (problem,) = faults(lambda one, name: read_jisc_key(Companion(one, name)), path)
    assert problem.found == words
    assert problem.remedy


def test_other_tables_are_not_taken_for_jisc(tmp_path: Path) -> None:
    path = write_file(tmp_path, "a.csv", "URN,Q1\nabc,1\n")
    assert read_survey(path, "a.csv").platform == ""


_ROWS = st.lists(
    st.tuples(st.sampled_from(["", "1", "2"]), st.sampled_from(["0", "1"]), st.sampled_from(["", "text"])),
    max_size=8,
)


@PROPERTY
@given(_ROWS)
def test_a_submission_is_empty_only_if_nothing_is_answered(rows: Sequence[tuple[str, str, str]]) -> None:
    cells = {
        "URN": [f"1-2-{number}" for number in range(len(rows))],
        "Q1": [row[0] for row in rows],
        "Q2_1": [row[1] for row in rows],
        "Q3": [row[2] for row in rows],
    }
    expected = [index for index, row in enumerate(rows) if row == ("", "0", "")]
    assert empty_submissions(cells, ["Q2_1"]) == expected
