"""Exports and column maps become Responses: each cell an answer or a reason."""

from pathlib import Path

import numpy as np
import pytest

from impl_eval.errors import StudyProblems
from impl_eval.quantitative.responses import ANSWERED, NOT_ANSWERED, NOT_APPLICABLE
from impl_eval.study.load import load_study

SURVEY = "quantitative/survey.csv"


def change(study: Path, name: str, old: str, new: str) -> None:
    path = study / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def responses_of(study: Path):
    return load_study(study).responses[0]


def test_missing_answers_keep_their_kind(small_study: Path) -> None:
    responses = responses_of(small_study)
    items = [item.id for item in responses.instrument.items]
    assert responses.reasons[1, items.index("trust2")] == NOT_ANSWERED  # blank
    assert responses.reasons[3, items.index("know2")] == NOT_APPLICABLE  # -88
    assert responses.reasons[10, items.index("know2")] == NOT_ANSWERED  # -99
    assert int((responses.reasons != ANSWERED).sum()) == 3
    assert np.array_equal(np.isnan(responses.values), responses.reasons != ANSWERED)


def test_column_map_ties_columns_to_items_and_values_to_ids(small_study: Path) -> None:
    responses = responses_of(small_study)
    assert responses.values[0].tolist() == [2, 3, 4, 3, 3, 4]
    assert (
        list(responses.timepoint[:2]) + list(responses.timepoint[-2:]) == ["baseline"] * 2 + ["follow_up"] * 2
    )
    assert responses.row_labels[0] == "quantitative/survey.csv, line 2"


def test_labels_of_response_options_are_answers(small_study: Path) -> None:
    change(small_study, SURVEY, "a1,A,gp,1,2,3,4", "a1,A,gp,1,strongly  AGREE,3,4")
    assert responses_of(small_study).values[0, 0] == 5


def test_words_for_missing_come_from_the_column_map(small_study: Path) -> None:
    change(small_study, SURVEY, "a1,A,gp,1,2,3,4", "a1,A,gp,1,2,n/a,4")
    with (small_study / "quantitative/columns.yaml").open("a", encoding="utf-8") as file:
        file.write('missing_texts:\n  "N/A": not applicable\n')
    assert responses_of(small_study).reasons[0, 1] == NOT_APPLICABLE


def test_half_answers_are_not_rounded(small_study: Path) -> None:
    change(small_study, SURVEY, "a1,A,gp,1,2,3,4", "a1,A,gp,1,2.5,3,4")
    with pytest.raises(StudyProblems) as refused:
        load_study(small_study)
    assert [problem.found for problem in refused.value.problems] == ['"2.5" in 1 row (line 2)']


def test_rows_of_other_timepoints_are_dropped_and_counted(small_study: Path) -> None:
    change(small_study, SURVEY, "b4,B,gp,2", "b4,B,gp,3")
    change(
        small_study, "quantitative/columns.yaml", "    2: follow_up\n", '    2: follow_up\n  drop: ["3"]\n'
    )
    study = load_study(small_study)
    assert len(study.responses[0]) == 11
    report = next(file.report for file in study.files if file.file == SURVEY)
    assert (report.rows_read, report.rows_kept) == (12, 11)
    assert report.rows_dropped == (("1 row", "wave is 3, which the column map drops"),)


def test_duplicates_are_quarantined_when_the_map_says_so(small_study: Path) -> None:
    change(small_study, SURVEY, "b4,B,gp,2", "b2,B,gp,2")
    with (small_study / "quantitative/columns.yaml").open("a", encoding="utf-8") as file:
        file.write("duplicates: quarantine\n")
    responses = responses_of(small_study)
    marked = [responses.row_labels[row] for row in np.flatnonzero(responses.duplicated)]
    assert marked == [f"{SURVEY}, line 12", f"{SURVEY}, line 13"]


def test_the_same_id_at_two_sites_is_two_people(small_study: Path) -> None:
    change(small_study, SURVEY, "b1,B,gp,1", "a1,B,gp,1")
    assert not responses_of(small_study).duplicated.any()


def test_an_export_in_excel_gives_the_same_answers(small_study: Path) -> None:
    from openpyxl import Workbook

    workbook = Workbook()
    for row in (small_study / SURVEY).read_text(encoding="utf-8").splitlines():
        workbook.active.append(
            [int(cell) if cell.lstrip("-").isdigit() else cell or None for cell in row.split(",")]
        )
    workbook.save(small_study / "quantitative/survey.xlsx")
    from_csv = responses_of(small_study)
    change(small_study, "study.yaml", "survey.csv", "survey.xlsx")
    from_excel = responses_of(small_study)
    assert np.array_equal(from_csv.values, from_excel.values, equal_nan=True)
    assert np.array_equal(from_csv.reasons, from_excel.reasons)


def test_spss_user_missing_needs_a_kind(small_study: Path) -> None:
    """9 is declared missing in the file, and no kind is declared for it: refused, not guessed."""
    import pandas as pd
    import pyreadstat

    rows = [line.split(",") for line in (small_study / SURVEY).read_text(encoding="utf-8").splitlines()]
    table = pd.DataFrame(rows[1:], columns=rows[0]).replace("", None)
    for column in table.columns[3:]:
        table[column] = pd.to_numeric(table[column])
    table.loc[0, "know1"] = 9
    pyreadstat.write_sav(table, small_study / "quantitative/survey.sav", missing_ranges={"know1": [9]})
    change(small_study, "study.yaml", "survey.csv", "survey.sav")
    with pytest.raises(StudyProblems) as refused:
        load_study(small_study)
    assert len(refused.value.problems) == 1
    assert "declares this value missing" in refused.value.problems[0].remedy
    change(
        small_study,
        "instruments/staff_survey/instrument.yaml",
        "  -99: not answered",
        "  99: not shown\n  -99: not answered",
    )
    table.loc[0, "know1"] = 99
    pyreadstat.write_sav(table, small_study / "quantitative/survey.sav", missing_ranges={"know1": [99]})
    assert responses_of(small_study).reasons[0, 0] == 3


def test_codes_of_two_exports_have_one_declared_form(small_study: Path) -> None:
    lines = (small_study / SURVEY).read_text(encoding="utf-8").splitlines(keepends=True)
    (small_study / SURVEY).write_text("".join(lines[:7]), encoding="utf-8")
    (small_study / "quantitative/later.csv").write_text("".join([lines[0], *lines[7:]]), encoding="utf-8")
    columns = (small_study / "quantitative/columns.yaml").read_text(encoding="utf-8")
    (small_study / "quantitative/columns.yaml").write_text(columns + "code_format: A0\n", encoding="utf-8")
    later = small_study / "quantitative/later_columns.yaml"
    later.write_text(columns + "code_format: AA\n", encoding="utf-8")
    change(
        small_study,
        "study.yaml",
        "invitations:",
        "  - {file: quantitative/later.csv, column_map: quantitative/later_columns.yaml}\ninvitations:",
    )
    with pytest.raises(StudyProblems) as refused:
        load_study(small_study)
    (problem,) = refused.value.problems
    assert (problem.file, problem.found, problem.allowed) == ("quantitative/later.csv", '"AA"', "A0")
    later.write_text(columns, encoding="utf-8")
    assert responses_of(small_study).code_format == "A0"


def test_stable_covariates_and_the_form_of_codes_reach_the_responses(small_study: Path) -> None:
    text = (small_study / SURVEY).read_text(encoding="utf-8").splitlines()
    rows = [f"{line},{'born' if number == 0 else 1970 + number}" for number, line in enumerate(text)]
    (small_study / SURVEY).write_text("\n".join(rows) + "\n", encoding="utf-8")
    with (small_study / "quantitative/columns.yaml").open("a", encoding="utf-8") as file:
        file.write("covariates: {born: born}\nstable_covariates: [born]\ncode_format: A0\n")
    responses = responses_of(small_study)
    assert responses.stable_covariates == ("born",)
    assert responses.code_format == "A0"
    assert responses.covariates["born"][0] == "1971"
