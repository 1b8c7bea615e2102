"""CSV and its relatives: encodings, delimiters, and every fault with its line."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.readers.delimited import parse_delimited, read_delimited
from tests.readers.files import faults, write_file


def test_plain_utf8(tmp_path: Path) -> None:
    text = read_delimited(write_file(tmp_path, "a.csv", 'id,note\n1,"a, b"\n2,"two\nlines"\n3,x\n'), "a.csv")
    assert text.columns == ("id", "note")
    assert text.rows == (("1", "a, b"), ("2", "two\nlines"), ("3", "x"))
    assert text.line_numbers == (2, 3, 5)  # the second row takes two lines
    assert (text.encoding, text.delimiter, text.notes) == ("utf-8", ",", ())


def test_cp1252_curly_quotes_are_kept_and_reported(tmp_path: Path) -> None:
    path = write_file(
        tmp_path, "a.csv", "id,said\n1,\u201cdon\u2019t\u201d \u2013 caf\u00e9\n".encode("cp1252")
    )
    text = read_delimited(path, "a.csv")
    assert text.rows == (("1", "\u201cdon\u2019t\u201d \u2013 caf\u00e9"),)
    assert text.encoding == "cp1252"
    assert "Windows-1252" in text.notes[0]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_marks_leave_the_first_name_intact(tmp_path: Path, encoding: str) -> None:
    path = write_file(tmp_path, "a.csv", "id,said\r\n1,na\u00efve \U0001f600\r\n".encode(encoding))
    text = read_delimited(path, "a.csv")
    assert text.columns == ("id", "said")
    assert text.rows == (("1", "na\u00efve \U0001f600"),)
    assert text.encoding == encoding


def test_bytes_that_neither_utf8_nor_cp1252_allows_are_guessed_and_reported(tmp_path: Path) -> None:
    nurse = "\u0441\u0435\u0441\u0442\u0440\u0430 \u0434\u0443\u043c\u0430\u043b\u0430,\u0434\u0430\n"
    content = b"id,answer\n" + (nurse * 30).encode("cp1251") + b"\x90,\x81\n"
    text = read_delimited(write_file(tmp_path, "a.csv", content), "a.csv")
    assert text.encoding not in ("utf-8", "cp1252")
    assert "not UTF-8" in text.notes[0]


@pytest.mark.parametrize(
    ("content", "delimiter"),
    [
        ("id;score;note\n1;1,5;a, b, c\n2;2,5;d\n", ";"),
        ("id\tscore\n1\t2,5\n2\t3,5\n", "\t"),
        ("id|score\n1|2\n", "|"),
        ("one\n1\n2\n", ","),
        ("PK,name\n1,a\n", ","),  # a zip file also begins with PK
        ('"a;b","c;d"\n"1;2","3"\n', ","),
        ("id;Q1, agree;Q2, agree\n1;2;3\n", ";"),
        ("sep=;\r\na,x;b\r\n1;2\r\n", ";"),
    ],
)
def test_the_delimiter_is_detected(tmp_path: Path, content: str, delimiter: str) -> None:
    assert read_delimited(write_file(tmp_path, "a.txt", content), "a.txt").delimiter == delimiter


def test_excels_own_first_line_counts_as_a_line(tmp_path: Path) -> None:
    text = read_delimited(write_file(tmp_path, "a.csv", "sep=;\na;b\n1;2\n"), "a.csv")
    assert (text.columns, text.line_numbers) == (("a", "b"), (3,))


def test_header_only_has_no_rows(tmp_path: Path) -> None:
    text = read_delimited(write_file(tmp_path, "a.csv", "id,score\n"), "a.csv")
    assert (text.columns, text.rows) == (("id", "score"), ())


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b" \r\n"])
def test_empty_files(tmp_path: Path, content: bytes) -> None:
    (problem,) = faults(read_delimited, write_file(tmp_path, "a.csv", content))
    assert "empty" in problem.found


def test_only_blank_cells_are_no_table(tmp_path: Path) -> None:
    (problem,) = faults(read_delimited, write_file(tmp_path, "a.csv", ",,\n,,\n"))
    assert problem.found == "nothing but blank lines"


def test_duplicated_names_give_both_positions(tmp_path: Path) -> None:
    problems = faults(read_delimited, write_file(tmp_path, "a.csv", "id,q1,q2, q1,q2\n1,2,3,4,5\n"))
    assert [problem.found for problem in problems] == [
        '"q1" in column 2 (B) and column 4 (D)',
        '"q2" in column 3 (C) and column 5 (E)',
    ]
    assert {problem.line for problem in problems} == {1}


def test_a_blank_name_above_cells_is_a_fault(tmp_path: Path) -> None:
    (problem,) = faults(read_delimited, write_file(tmp_path, "a.csv", "id,,q\n1,,3\n2,x,4\n"))
    assert (problem.line, problem.where) == (1, "column 2 (B)")
    assert "line 3" in problem.found


def test_empty_columns_without_a_name_are_left_out_and_noted(tmp_path: Path) -> None:
    text = read_delimited(write_file(tmp_path, "a.csv", "id,q,,\n1,2,,\n3,4, ,\n"), "a.csv")
    assert (text.columns, text.rows) == (("id", "q"), (("1", "2"), ("3", "4")))
    assert text.notes == ("Left out: columns 3 to 4 (no name and no cells).",)


def test_ragged_rows_are_all_named_but_empty_extra_cells_are_allowed(tmp_path: Path) -> None:
    content = "id,a,b\n1,2,3\n1,2\n1,2,3,,\n\n1,2,3,4\n"
    problems = faults(read_delimited, write_file(tmp_path, "a.csv", content))
    assert [(problem.line, problem.found) for problem in problems] == [(3, "2 cells"), (6, "4 cells")]
    assert problems[0].allowed == "3, as in the header"


def test_ragged_rows_and_duplicated_names_come_together(tmp_path: Path) -> None:
    problems = faults(read_delimited, write_file(tmp_path, "a.csv", "id,id\n1,2\n1\n"))
    assert {problem.line for problem in problems} == {1, 3}


def test_very_many_ragged_rows_are_counted(tmp_path: Path) -> None:
    problems = faults(read_delimited, write_file(tmp_path, "a.csv", "a,b\n" + "1,2\n" * 5 + "1\n" * 500))
    assert len(problems) == 21
    assert "480 more" in "".join(problem.found for problem in problems)


def test_blank_rows_are_skipped_and_noted(tmp_path: Path) -> None:
    text = read_delimited(write_file(tmp_path, "a.csv", "\na,b\n\n1,2\n,\n  ,\n3,4\n\n"), "a.csv")
    assert (text.rows, text.line_numbers) == ((("1", "2"), ("3", "4")), (4, 7))
    assert text.blank_lines == (1, 3, 5, 6, 8)
    assert text.notes == ("Blank rows were skipped: lines 1, 3, 5 to 6 and 8.",)


def test_nul_bytes_are_refused_with_their_lines(tmp_path: Path) -> None:
    problems = faults(read_delimited, write_file(tmp_path, "a.csv", b"a,b\n1,2\n1,\x002\n"))
    assert [problem.line for problem in problems] == [3]
    assert "NUL" in problems[0].found


def test_utf16_without_its_mark_is_refused(tmp_path: Path) -> None:
    problems = faults(read_delimited, write_file(tmp_path, "a.csv", "a,b\n1,2\n".encode("utf-16-le")))
    assert all("NUL" in problem.found for problem in problems)


def test_a_false_utf16_mark(tmp_path: Path) -> None:
    (problem,) = faults(read_delimited, write_file(tmp_path, "a.csv", b"\xff\xfea,b"))
    assert "utf-16" in problem.found


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ('a,b\n1,2\n1,"open\n1,2\n', 3, "never closed"),
        ('a,b\n"x"y,2\n', 2, "directly after a closing quotation mark"),
        ("a,b\n1," + "x" * 140_000 + "\n", 2, "131,072"),
    ],
)
def test_quotation_marks_that_do_not_match(tmp_path: Path, content: str, line: int, words: str) -> None:
    (problem,) = faults(read_delimited, write_file(tmp_path, "a.csv", content))
    assert problem.line == line
    assert words in problem.found


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"$FL2@(#) SPSS DATA FILE", "an SPSS data file, although the name ends in .csv"),
        (b"$FL3@(#) SPSS DATA FILE", "an SPSS data file"),
        (b"PK\x03\x04 not really", "a zip archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"<stata_dta><header>", "a Stata data file"),
        (bytes(range(256)) * 4, "binary data"),
    ],
)
def test_other_files_named_csv_are_named_for_what_they_are(
    tmp_path: Path, content: bytes, words: str
) -> None:
    (problem,) = faults(read_delimited, write_file(tmp_path, "a.csv", content))
    assert words in problem.found
    assert problem.remedy


@pytest.mark.parametrize("name", ["a.sav", "a.xlsx", "a"])
def test_a_csv_under_another_ending_is_refused(tmp_path: Path, name: str) -> None:
    (problem,) = faults(read_delimited, write_file(tmp_path, name, "a,b\n1,2\n"))
    assert "plain text (such as CSV)" in problem.found
    assert ".csv" in problem.remedy


def test_missing_files_and_folders(tmp_path: Path) -> None:
    (problem,) = faults(read_delimited, tmp_path / "a.csv")
    assert problem.found == "no file of this name"
    (tmp_path / "b.csv").mkdir()
    (problem,) = faults(read_delimited, tmp_path / "b.csv")
    assert problem.found == "a folder"


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=5), st.sampled_from(",;\t|"))
def test_what_the_csv_module_writes_is_read_back_to_the_letter(rows: list[list[str]], delimiter: str) -> None:
    rows = [["id", *row] for row in rows]
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter).writerows([["first", "b", "c", "last"], *rows])
    text = parse_delimited(buffer.getvalue().encode(), "a.csv")
    assert text.columns == ("first", "b", "c", "last")
    assert [list(row) for row in text.rows] == rows
