"""Bad inputs 1 to 12: survey files. Each through the real command line: exit code, message, nothing written.

The numbers are those of our list of forty bad inputs. Some are no fault: they are read, and told.
"""

import datetime
import json
import struct
from pathlib import Path

import openpyxl
import pandas as pd
import pyreadstat
import pytest

from tests.bad_inputs.test_study_files import change, refusal
from tests.command_line import impl_eval_here as impl_eval

SURVEY, COLUMNS = "quantitative/survey.csv", "quantitative/columns.yaml"
BOOK, SAV = "quantitative/survey.xlsx", "quantitative/survey.sav"
ONE = "The study has 1 problem.\n"


def text_of(study: Path) -> str:
    return (study / SURVEY).read_text(encoding="utf-8")


def rows_of(study: Path) -> list[list[str]]:
    return [line.split(",") for line in text_of(study).splitlines()]


def add(study: Path, text: str) -> None:
    with (study / COLUMNS).open("a", encoding="utf-8") as file:
        file.write(text)


def told(study: Path) -> str:
    """Return what `check` says is worth a look; the study has no problems."""
    done = impl_eval("check", study)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.partition("Worth a look")[2]


def previewed(path: Path, study: Path) -> tuple[str, str]:
    """Return reading report and draft of `preview`."""
    done = impl_eval("preview", path, "--study", study)
    assert done.returncode == 0, done.stderr
    return done.stderr, done.stdout


def workbook_of(study: Path, rows: list[list[object]], name: str = "survey.xlsx") -> openpyxl.Workbook:
    workbook = openpyxl.Workbook()
    workbook.active.title = "Answers"
    for row in rows:
        workbook.active.append(row)
    workbook.save(study / "quantitative" / name)
    change(study, "study.yaml", "survey.csv", name)
    return workbook


def typed_rows(study: Path) -> list[list[object]]:
    return [
        [int(cell) if cell.lstrip("-").isdigit() else cell or None for cell in row] for row in rows_of(study)
    ]


def scores_of(study: Path) -> dict[str, object]:
    done = impl_eval("run", study)
    assert done.returncode == 0, done.stderr
    results = json.loads((study / "outputs/internal/results.json").read_text(encoding="utf-8"))
    return {one["id"]: one["value"] for one in results["estimates"]}


def test_1_windows_text_is_read_and_said_and_can_be_overruled(small_study: Path) -> None:
    (small_study / SURVEY).write_bytes(
        text_of(small_study).replace("a1,", "\u201ca\u201d1,").encode("cp1252")
    )
    assert (
        f"{SURVEY}: found 1 thing to know from its reading.\n"
        "  The file is not UTF-8; it was read as Windows-1252. Check its accents and quotation marks.\n"
    ) in told(small_study)
    reading, _ = previewed(small_study / SURVEY, small_study)
    assert "  encoding   cp1252\n" in reading
    add(small_study, "reading: {encoding: latin-1}\n")
    assert "Windows-1252" not in told(small_study)
    change(small_study, COLUMNS, "latin-1", "klingon")
    assert refusal(small_study) == (
        f'{ONE}{SURVEY}: found the encoding "klingon"; allowed: an encoding such as utf-8, '
        "utf-16 or cp1252.\n"
        "  Correct `encoding` under `reading` in the column map, or leave it out.\n"
    )


def test_2_a_mark_at_the_beginning_leaves_the_first_name_intact(small_study: Path) -> None:
    from_utf_8 = scores_of(small_study)
    for encoding in ("utf-16", "utf-8-sig"):
        (small_study / SURVEY).write_bytes(text_of(small_study).encode(encoding))
        reading, draft = previewed(small_study / SURVEY, small_study)
        assert f"  encoding   {encoding}\n" in reading
        assert "respondent: code\n" in draft
        assert scores_of(small_study) == from_utf_8
        (small_study / SURVEY).write_bytes((small_study / SURVEY).read_bytes().decode(encoding).encode())


def test_3_semicolons_and_decimal_commas_are_understood_and_said(small_study: Path) -> None:
    from_commas = scores_of(small_study)
    lines = [line.replace(",", ";") for line in text_of(small_study).splitlines()]
    halved = [f"{lines[0]};dose", *(f"{line};1,5" for line in lines[1:])]
    (small_study / SURVEY).write_text("\n".join(halved) + "\n", encoding="utf-8")
    assert "  Decimal commas were read as decimal points, in: dose.\n" in told(small_study)
    reading, _ = previewed(small_study / SURVEY, small_study)
    assert "  delimiter  semicolon\n" in reading
    assert scores_of(small_study) == from_commas


def test_3_two_delimiters_that_fit_are_asked_for(small_study: Path) -> None:
    lines = [line.replace(",", ";") for line in text_of(small_study).splitlines()]
    both = [f"{line};x,x,x,x,x,x,x,x,x" for line in lines]
    (small_study / SURVEY).write_text("\n".join(both) + "\n", encoding="utf-8")
    assert refusal(small_study) == (
        f"{ONE}{SURVEY}: found cells that may be separated by semicolon or by comma: every row "
        "fits both; allowed: one delimiter.\n"
        "  Add `delimiter: semicolon` under `reading` in the column map, or the other.\n"
    )
    reading, draft = previewed(small_study / SURVEY, small_study)
    assert "every row fits both: semicolon was taken for this draft" in reading
    assert "reading:\n  delimiter: ?   # comma or semicolon; this draft took semicolon\n" in draft
    add(small_study, "reading: {delimiter: semicolon}\n")
    assert "found" in told(small_study)


def test_4_duplicated_column_names_give_both_positions(small_study: Path) -> None:
    change(small_study, SURVEY, "know1,know2", "know1,know1")
    assert refusal(small_study) == (
        f'{ONE}{SURVEY}, line 1: column names: found "know1" in column 5 (E) and column 6 (F); '
        "allowed: each name once.\n  Rename all but one of them.\n"
    )


def test_5_duplicated_respondents_are_refused_or_quarantined(small_study: Path) -> None:
    change(small_study, SURVEY, "a2,A,gp,1", "a1,A,gp,1")
    assert refusal(small_study) == (
        f'{ONE}{SURVEY}: line 2; line 3: found respondent "a1" of site A 2 times at baseline; '
        "allowed: each respondent once in a timepoint.\n"
        "  Correct the export, or write duplicates: quarantine in the column map.\n"
    )
    add(small_study, "duplicates: quarantine\n")
    done = impl_eval("check", small_study)
    assert done.returncode == 0
    assert [line for line in done.stdout.splitlines() if line.startswith("Quarantined")] == [
        f"Quarantined   {SURVEY}, line {line}: the respondent stands more than once" for line in (2, 3)
    ]


def test_6_answers_outside_the_scale_and_words_among_numbers(small_study: Path) -> None:
    change(small_study, SURVEY, "a1,A,gp,1,2,3,4", "a1,A,gp,1,6,Agree,4")
    assert refusal(small_study) == (
        "The study has 2 problems.\n"
        f'{SURVEY}, line 2: column know1: found "6" in 1 row (line 2); allowed: 1 to 5, missing '
        "codes -99, -88, or blank.\n"
        "  Correct the export; or, if it means that there is no answer, add it to missing_codes of "
        "instrument.yaml or to missing_texts of the column map.\n"
        f'{SURVEY}, line 2: column know2: found "Agree" in 1 row (line 2); allowed: 1 to 5, '
        "missing codes -99, -88, or blank.\n"
        "  Correct the export. If it is an answer, say which: `item_values: {agree5: {Agree: ?}}` in the "
        "column map, with its number. If it means that there is no answer, add it to missing_texts of the "
        "column map.\n"
    )


@pytest.mark.parametrize("code", ["99", "-9", "N/A"])
def test_7_only_declared_codes_are_missing(small_study: Path, code: str) -> None:
    change(small_study, SURVEY, "a1,A,gp,1,2,", f"a1,A,gp,1,{code},")
    assert f'column know1: found "{code}" in 1 row (line 2)' in refusal(small_study)
    add(small_study, f"missing_texts: {{{code}: not answered}}\n")
    assert impl_eval("check", small_study).returncode == 0


def test_7_an_undeclared_code_that_an_item_allows_is_pointed_out(small_study: Path) -> None:
    instrument = "instruments/staff_survey/instrument.yaml"
    change(small_study, instrument, "    max: 10", "    max: 100")
    change(small_study, SURVEY, "a1,A,gp,1,2,3,4,3,3,4", "a1,A,gp,1,2,3,4,3,3,99")
    assert (
        "  Values that look like missing codes, but are not declared missing: Q6 (99). They count as "
        "answers, unless missing_codes of instrument.yaml names them.\n"
    ) in told(small_study)


def test_8_ranges_that_excel_turned_into_dates_and_lost_zeros(small_study: Path) -> None:
    rows = typed_rows(small_study)
    codes = {"a1": "0041", "a2": "0042", "a3": "0043", "b1": 51, "b2": 52, "b4": 54, "b3": 53}
    rows = [[codes.get(str(row[0]), row[0]), *row[1:]] for row in rows]
    rows[0].append("years")
    for number, row in enumerate(rows[1:]):
        row.append(datetime.date(2024, 2, 1) if number % 2 else "3-5")
    workbook_of(small_study, rows)
    reading = told(small_study)
    assert (
        "  Column K: 6 typed dates, written as 2024-03-31. They stand among other things (K3, K5, K7, K9, "
    ) in reading
    assert "probably typed as 1-2 and changed by Excel. Type such columns as text" in reading
    assert 'code: 6 numbers are shorter than others that begin with 0 (sheet "Answers", row 5, ' in reading
    assert "leading zeros were probably lost in a spreadsheet" in reading


def test_8_a_date_in_an_item_is_no_answer(small_study: Path) -> None:
    rows = typed_rows(small_study)
    rows[1][4] = datetime.date(2024, 2, 1)
    workbook_of(small_study, rows)
    assert (
        f'{BOOK}: column know1: found "2024-02-01" in 1 row (sheet "Answers", row 2); allowed: 1 to 5'
    ) in refusal(small_study)


def test_9_a_file_that_was_cut_off(small_study: Path) -> None:
    text = text_of(small_study).rstrip("\n")
    (small_study / SURVEY).write_text(text[: text.rindex(",", 0, -4)], encoding="utf-8")
    assert refusal(small_study) == (
        f"{ONE}{SURVEY}, line 13: found 7 cells; allowed: 10, as in the header.\n"
        "  Look for a missing or extra delimiter, or one inside a cell without quotation marks.\n"
    )


def test_10_an_empty_file(small_study: Path) -> None:
    (small_study / SURVEY).write_bytes(b"")
    assert refusal(small_study) == (
        f"{ONE}{SURVEY}: found nothing: the file is empty; allowed: .csv, .dta, .sav, .tab, .tsv, .txt, "
        ".xlsm, .xlsx, .zsav.\n  Export or save the file again.\n"
    )


def test_10_a_header_only(small_study: Path) -> None:
    (small_study / SURVEY).write_text(text_of(small_study).splitlines()[0] + "\n", encoding="utf-8")
    assert "  No response is left: the export holds its header row only" in told(small_study)
    supply = impl_eval("check", small_study).stdout.partition("To supply next")[2]
    assert "survey answers: the exports hold none yet; put them in their place" in supply
    done = impl_eval("run", small_study)
    assert done.returncode == 0
    assert "No survey was carried out." in done.stdout


def test_10_one_respondent_is_not_estimable_and_never_nan(small_study: Path) -> None:
    (small_study / SURVEY).write_text("\n".join(text_of(small_study).splitlines()[:2]), encoding="utf-8")
    done = impl_eval("run", small_study)
    assert done.returncode == 0
    assert "cannot say whether sureness changed. Reason: no answers at follow_up." in done.stdout
    results = (small_study / "outputs/internal/results.json").read_text(encoding="utf-8")
    assert "NaN" not in results
    change_of = {one["id"]: one for one in json.loads(results)["estimates"]}
    assert change_of["survey.sureness.mean_change.paired"]["value"] is None


def test_11_formulas_never_calculated_and_merged_cells(small_study: Path) -> None:
    rows = typed_rows(small_study)
    rows[2][4] = "=E2"
    workbook = workbook_of(small_study, rows)
    workbook.active.merge_cells("A4:B4")
    workbook.save(small_study / "quantitative/survey.xlsx")
    assert refusal(small_study) == (
        "The study has 2 problems.\n"
        f'{BOOK}: sheet "Answers", cell E3: found a formula that was never calculated; '
        "allowed: a value.\n"
        "  Open the workbook in Excel, save it, and try again; or paste the values.\n"
        f'{BOOK}: sheet "Answers", cells A4:B4: found merged cells; allowed: one cell for each '
        "column and row.\n"
        "  In Excel, choose Unmerge Cells, and use one header row. If the first rows are all headings, add "
        "`header_rows: 2` under `reading` in the column map.\n"
    )


def with_a_second_sheet(study: Path, state: str) -> None:
    workbook = workbook_of(study, typed_rows(study))
    other = workbook.create_sheet("Old")
    other.append(["code"])
    other.append(["x"])
    other.sheet_state = state
    workbook.save(study / BOOK)


def test_11_a_second_sheet_is_asked_for(small_study: Path) -> None:
    with_a_second_sheet(small_study, "visible")
    assert refusal(small_study).startswith(
        f'{ONE}{BOOK}: sheets that hold something: found "Answers", "Old"; allowed: one.\n'
    )
    _, draft = previewed(small_study / BOOK, small_study)
    assert "reading:\n  sheet: ?   # Answers or Old; this draft took Answers\n" in draft
    add(small_study, "reading: {sheet: Answers}\n")
    assert impl_eval("check", small_study).returncode == 0


def test_11_a_hidden_sheet_is_not_read_and_told(small_study: Path) -> None:
    with_a_second_sheet(small_study, "hidden")
    assert '  The hidden sheet "Old" was not read.\n' in told(small_study)


def test_11_a_locked_workbook(small_study: Path) -> None:
    workbook_of(small_study, typed_rows(small_study))
    (small_study / "quantitative/survey.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 locked")
    assert refusal(small_study) == (
        f"{ONE}{BOOK}: found an old Office file (.xls or .doc), or one that is locked by a "
        "password, although the name ends in .xlsx; allowed: an Excel workbook under this name.\n"
        "  Open it in Word or Excel, remove any password, and use Save As: .docx or .xlsx.\n"
    )


def spss_of(study: Path, labels: dict[int, str]) -> Path:
    rows = rows_of(study)
    table = pd.DataFrame(rows[1:], columns=rows[0]).replace("", None)
    for column in table.columns[3:]:
        table[column] = pd.to_numeric(table[column])
    path = study / "quantitative/survey.sav"
    pyreadstat.write_sav(
        table, path, missing_ranges={"know2": [-88, -99]}, variable_value_labels={"know1": labels}
    )
    change(study, "study.yaml", "survey.csv", "survey.sav")
    return path


def test_12_labels_and_missing_values_of_spss_are_honoured(small_study: Path) -> None:
    from_text = scores_of(small_study)
    spss_of(small_study, {1: "Strongly disagree", 5: "Strongly agree"})
    assert scores_of(small_study) == from_text
    assert (
        "Declared missing values, kept apart from blank cells, with how many there are: know2 (-88: 1, "
        "-99: 1)."
    ) in told(small_study)


def test_12_labels_of_spss_that_contradict_the_instrument_are_refused(small_study: Path) -> None:
    spss_of(small_study, {1: "Strongly agree", 5: "Strongly disagree"})
    assert refusal(small_study) == (
        f'{ONE}{SAV}: column know1: found 1 labelled "Strongly agree"; allowed: labels as in '
        'the instrument, where "Strongly agree" is 5 (1 is "Strongly disagree").\n'
        "  Say in the column map which value of the file is which of the instrument: `item_values: {know1: "
        '{"1": 5, "2": ?, "3": ?, "4": ?, "5": 1}}`, with every value of the file and without question '
        "marks. Or correct the labels, in the file or in instrument.yaml.\n"
    )


def test_12_more_than_a_million_rows(small_study: Path) -> None:
    """The header states the number of rows (a 32-bit number at byte 80): refused before they are read."""
    path = spss_of(small_study, {})
    content = bytearray(path.read_bytes())
    assert struct.unpack_from("<i", content, 80) == (12,)
    struct.pack_into("<i", content, 80, 1_000_001)
    path.write_bytes(content)
    text = refusal(small_study)
    assert text.startswith(f"{ONE}quantitative/survey.sav: found more than 1,000,000 rows; allowed: at most ")
    assert "Keep only the columns the study needs, or split the file by timepoint" in text
