"""The reviewed workbook: decisions as people type them, and every fault by sheet, row and column."""

from pathlib import Path

import openpyxl

from impl_eval.readers.coding_review import COLUMNS, OPTIONAL_COLUMNS, ReviewRow, read_coding_review
from tests.readers.files import faults, write_file, write_workbook

SUGGESTED: dict[str, object] = {
    "suggestion": "s1",
    "transcript": "gp_01",
    "speaker": "P01",
    "before": "Well,",
    "passage": "nobody told us",
    "after": "at all.",
    "mechanism": "role_expectation",
    "phrase": "told us",
    "cue": "nobody",
    "start": 10,
    "end": 24,
}


OLD_COLUMNS = (*COLUMNS[:12], "note", *COLUMNS[12:])


def _workbook(folder: Path, *rows: dict[str, object], columns: tuple[str, ...] = OLD_COLUMNS) -> Path:
    cells = [[row.get(column) for column in columns] for row in rows]
    return write_workbook(folder, "review.xlsx", Review=[list(columns), *cells], Help=[["How to use this"]])


def test_decisions_are_read_trimmed_and_without_regard_to_capitals(tmp_path: Path) -> None:
    decided = {"decision": " Accept ", "valence": "Barrier", "reported change": "Not  Said", "note": " yes "}
    path = _workbook(
        tmp_path, SUGGESTED | decided, {}, SUGGESTED | {"suggestion": "s2", "start": 30.0, "end": 40}
    )
    first, second = read_coding_review(path, "review.xlsx")
    assert first == ReviewRow(
        row=2,
        suggestion="s1",
        transcript_id="gp_01",
        start=10,
        end=24,
        passage="nobody told us",
        mechanism_id="role_expectation",
        decision="accept",
        valence="barrier",
        reported_change="not said",
        note="yes",
    )
    assert (second.row, second.decision, second.valence, second.reported_change) == (4, "", "", "")
    assert (second.start, second.end) == (30, 40)


def test_rows_that_a_person_added_need_no_offsets(tmp_path: Path) -> None:
    added = {"transcript": "gp_01", "passage": "our job", "mechanism": "knowledge", "decision": "accept"}
    (row,) = read_coding_review(_workbook(tmp_path, added), "review.xlsx")
    assert (row.suggestion, row.start, row.end, row.passage) == ("", None, None, "our job")


def test_all_faults_of_all_rows_come_together(tmp_path: Path) -> None:
    path = _workbook(
        tmp_path,
        SUGGESTED | {"decision": "acept"},
        SUGGESTED | {"mechanism": " "},
        SUGGESTED | {"start": "ten", "end": None},
        SUGGESTED | {"valence": "good", "reported change": "bettr"},
        SUGGESTED | {"start": 24},
        {"passage": "added", "mechanism": "knowledge", "start": 3},
    )
    problems = faults(read_coding_review, path)
    found = {(problem.where.removeprefix('sheet "Review", '), problem.found) for problem in problems}
    assert found == {
        ("row 2, column decision", '"acept"'),
        ("row 3, column mechanism", "nothing"),
        ("row 4, column start", '"ten"'),
        ("row 4, column end", "nothing"),
        ("row 5, column valence", '"good"'),
        ("row 5, column reported change", '"bettr"'),
        ("row 6, column end", "24, with the start at 24"),
        ("row 7, column start", "only one of start and end"),
        ("row 7, column transcript", "nothing"),
    }
    by_place = {problem.where: problem for problem in problems}
    decision = by_place['sheet "Review", row 2, column decision']
    assert decision.allowed == "accept, reject, or an empty cell"
    assert decision.remedy == "Did you mean accept?"


def test_missing_sheet_and_columns(tmp_path: Path) -> None:
    path = write_workbook(tmp_path, "a.xlsx", Reviewed=[["a"], [1]])
    (problem,) = faults(read_coding_review, path)
    assert (problem.found, problem.remedy) == ('the sheets "Reviewed"', "Did you mean Reviewed?")
    columns = (*(column for column in COLUMNS if column not in ("decision", "end")), "desicion")
    problems = faults(read_coding_review, _workbook(tmp_path, SUGGESTED, columns=columns))
    assert [problem.found for problem in problems] == ['no column "decision"', 'no column "end"']
    assert problems[0].remedy == "Did you mean desicion?"


def test_notes_beside_the_table_are_not_lost_without_a_word(tmp_path: Path) -> None:
    path = _workbook(tmp_path, SUGGESTED)
    workbook = openpyxl.load_workbook(path)
    workbook["Review"]["P2"] = "my remark"
    workbook.save(path)
    (problem,) = faults(read_coding_review, path)
    assert problem.where == 'sheet "Review", row 1, column 16 (P)'


def test_a_csv_is_not_a_review(tmp_path: Path) -> None:
    (problem,) = faults(read_coding_review, write_file(tmp_path, "review.xlsx", "suggestion,decision\n"))
    assert "plain text" in problem.found


def test_a_review_without_rows(tmp_path: Path) -> None:
    assert read_coding_review(_workbook(tmp_path), "review.xlsx") == ()


def test_newer_workbooks_have_code_memo_and_coder(tmp_path: Path) -> None:
    columns = (*COLUMNS, "code", "memo", "coder", "band", "why")
    told = {"code": "waiting – Waiting lists", "memo": " ask\nCD ", "coder": " Ann  B. ", "mechanism": None}
    (row,) = read_coding_review(_workbook(tmp_path, SUGGESTED | told, columns=columns), "review.xlsx")
    assert (row.code, row.note, row.coder) == ("waiting – Waiting lists", "ask\nCD", "Ann B.")
    assert row.mechanism_id == ""
    assert set(OPTIONAL_COLUMNS) >= {"code", "memo", "note", "coder"}


def test_a_row_names_a_mechanism_or_a_code(tmp_path: Path) -> None:
    columns = (*COLUMNS, "code")
    (problem,) = faults(
        read_coding_review, _workbook(tmp_path, SUGGESTED | {"mechanism": ""}, columns=columns)
    )
    assert problem.where == 'sheet "Review", row 2, column mechanism'
