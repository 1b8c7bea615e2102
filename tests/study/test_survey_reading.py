"""What `reading` of a column map decides, and what is told of the reading of an export."""

from pathlib import Path
from typing import get_args

import pytest

from impl_eval.errors import Problem, StudyProblems
from impl_eval.readers.report import Question
from impl_eval.readers.survey import ReadingChoices, read_survey
from impl_eval.readers.survey import choices as readers
from impl_eval.readers.survey.finishing import stored_scores_notes
from impl_eval.study import study_file
from impl_eval.study.load import load_study
from tests.readers.survey.redcap_twins import DICTIONARY, LABELS
from tests.study.test_survey_files import SURVEY, change

COLUMNS = "quantitative/columns.yaml"


def add(study: Path, name: str, text: str) -> None:
    with (study / name).open("a", encoding="utf-8") as file:
        file.write(text)


def problems_of(study: Path) -> tuple[Problem, ...]:
    with pytest.raises(StudyProblems) as refused:
        load_study(study)
    return refused.value.problems


def report_of(study: Path, name: str = SURVEY):
    return next(file.report for file in load_study(study).files if file.file == name)


def test_the_words_are_those_of_the_readers() -> None:
    assert get_args(study_file.Delimiter) == tuple(readers.DELIMITERS)
    assert get_args(study_file.Decimal) == readers.DECIMAL_MARKS
    assert get_args(study_file.DateOrder) == readers.DATE_ORDERS
    assert set(get_args(study_file.Platform)) == set(readers.PLATFORMS)
    assert set(study_file.Reading.model_fields) == set(readers.ReadingChoices.__dataclass_fields__)


@pytest.mark.parametrize(
    ("line", "place", "allowed"),
    [
        ("delimiter: ';'", "reading > delimiter", "comma, semicolon, tab or vertical bar"),
        ("decimal: dot", "reading > decimal", "comma or point"),
        ("date_order: dmy", "reading > date_order", "day_first, month_first or year_first"),
        ("header_rows: none", "reading > header_rows", "a whole number"),
        ("header_rows: 0", "reading > header_rows", "a number of at least 1"),
        ("keep_previews: perhaps", "reading > keep_previews", "yes or no"),
        ("dictionary: /etc/passwd", "reading > dictionary", "the name of a file of the study"),
        ("dictionary: 'C:\\x.csv'", "reading > dictionary", "the name of a file of the study"),
    ],
)
def test_a_choice_that_is_none_is_placed_at_its_line(
    small_study: Path, line: str, place: str, allowed: str
) -> None:
    add(small_study, COLUMNS, f"reading:\n  {line}\n")
    (problem,) = problems_of(small_study)
    last = len((small_study / COLUMNS).read_text(encoding="utf-8").splitlines())
    assert (problem.file, problem.line, problem.where) == (COLUMNS, last, place)
    assert problem.allowed == allowed


def test_an_unknown_choice_gets_the_nearest_one(small_study: Path) -> None:
    add(small_study, COLUMNS, "reading:\n  delimitter: comma\n")
    (problem,) = problems_of(small_study)
    assert problem.remedy == "Did you mean delimiter?"


def test_a_delimiter_and_an_encoding_are_read_as_told(small_study: Path) -> None:
    text = (small_study / SURVEY).read_text(encoding="utf-8")
    (small_study / SURVEY).write_bytes(text.replace(",", ";").replace("a1;", "\xe91;").encode("latin-1"))
    add(small_study, COLUMNS, "reading: {delimiter: semicolon, encoding: latin-1}\n")
    responses = load_study(small_study).responses[0]
    assert responses.respondent_id[0] == "\xe91"
    assert report_of(small_study).delimiter == "semicolon"


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("no_such.csv", '"no_such.csv", which does not exist'),
        ("../../x.csv", '"../../x.csv", which lies outside the study'),
    ],
)
def test_a_dictionary_that_is_not_there_or_outside(small_study: Path, name: str, found: str) -> None:
    add(small_study, COLUMNS, f"reading: {{dictionary: {name}}}\n")
    (problem,) = problems_of(small_study)
    assert (problem.file, problem.where, problem.found) == (COLUMNS, "reading > dictionary", found)


@pytest.mark.parametrize("stated", ["", "dd.csv", "quantitative/dd.csv"])
def test_companion_files_are_noted_with_their_hash(small_study: Path, stated: str) -> None:
    """Found beside the export, or named from beside it, or from the root of the study."""
    import hashlib

    dictionary = "Opi_DataDictionary_2024-05-02.csv" if not stated else "dd.csv"
    (small_study / "quantitative" / dictionary).write_text(DICTIONARY, encoding="utf-8")
    (small_study / "quantitative/Opi_DATA_LABELS_2024-05-02_1011.csv").write_text(LABELS, encoding="utf-8")
    change(small_study, "study.yaml", "survey.csv", "Opi_DATA_LABELS_2024-05-02_1011.csv")
    items = "{know1: q1, know2: q2, know3: trained, trust1: tools___1, trust2: tools___2, sure1: total}"
    reading = f"reading: {{dictionary: {stated}}}\n" if stated else ""
    (small_study / COLUMNS).write_text(
        f"schema: impl-eval/column-map/1\ninstrument: staff_survey\n{reading}respondent: record_id\n"
        f"site: {{value: A}}\ntimepoint: {{value: baseline}}\nitems: {items}\n"
        "item_values: {trust1: {0: 1, 1: 2}, trust2: {0: 1, 1: 2}, know3: {1: 5}}\n"
        "missing_texts: {Unsure: not applicable}\n",
        encoding="utf-8",
    )
    study = load_study(small_study)
    name = f"quantitative/{dictionary}"
    (noted,) = [one for one in study.files if one.file == name]
    assert noted.sha256 == hashlib.sha256((small_study / name).read_bytes()).hexdigest()
    assert study.responses[0].values[0].tolist() == [4, 2, 5, 2, 1, 6]


def test_a_column_that_names_people_is_asked_for_by_name(small_study: Path) -> None:
    change(small_study, SURVEY, "code,practice", "email,practice")
    change(small_study, COLUMNS, "respondent: code", "respondent: email")
    text = (small_study / SURVEY).read_text(encoding="utf-8").splitlines()
    rows = [text[0], *(line.replace(",", "@example.org,", 1) for line in text[1:])]
    (small_study / SURVEY).write_text("\n".join(rows) + "\n", encoding="utf-8")
    (problem,) = problems_of(small_study)
    assert (problem.file, problem.line, problem.where) == (COLUMNS, 3, "respondent")
    assert problem.found == '"email", which names people and was not read for that (needed for respondent)'
    assert problem.remedy == (
        "If it is needed, list it under keep_personal_columns in reading of the column map. In outputs a "
        "keyed hash stands in place of what it holds."
    )
    add(small_study, COLUMNS, "reading: {keep_personal_columns: [email]}\n")
    assert load_study(small_study).responses[0].respondent_id[0] == "a1@example.org"


def test_rows_with_a_blank_cell_can_be_dropped(small_study: Path) -> None:
    change(small_study, SURVEY, "b4,B,gp,2", "b4,B,gp,")
    change(small_study, COLUMNS, "    2: follow_up\n", '    2: follow_up\n  drop: [""]\n')
    assert report_of(small_study).rows_dropped == (("1 row", "wave is blank, which the column map drops"),)


def test_check_tells_what_happened_while_a_file_was_read(small_study: Path) -> None:
    change(small_study, COLUMNS, "    2: follow_up\n", '    2: follow_up\n  drop: ["3"]\n')
    change(small_study, SURVEY, "b4,B,gp,2", "b4,B,gp,3")
    path = small_study / SURVEY
    path.write_bytes(path.read_text(encoding="utf-8").replace("a1,", "\u201ca\u201d1,").encode("cp1252"))
    (advice,) = [one for one in load_study(small_study).advice if one.file == SURVEY]
    assert advice.found == "2 things to know from its reading"
    assert advice.remedy == (
        "Left out: 1 row: wave is 3, which the column map drops.\n"
        "  The file is not UTF-8; it was read as Windows-1252. Check its accents and quotation marks."
    )


def test_declared_missing_codes_are_not_called_suspicious(small_study: Path) -> None:
    """The reader alone finds -99 and -88; the instrument declares both. 9 of 0 to 10 stays open."""
    table = read_survey(small_study / SURVEY, SURVEY, choices=ReadingChoices())
    (asked,) = [note for note in table.report.notes if isinstance(note, Question)]
    assert asked.startswith("Values that look like missing codes, but are not declared missing: ")
    assert not [note for note in report_of(small_study).notes if isinstance(note, Question)]


def test_kinds_of_tagged_missing_values_are_asked_for_until_the_map_names_them(small_study: Path) -> None:
    """Stata's .a, and what the reader asks of it; decoding refuses a kind that stays open."""
    import pandas as pd
    import pyreadstat

    rows = pd.read_csv(small_study / SURVEY, dtype=str)
    rows["know1"] = [3.0] * (len(rows) - 1) + ["a"]
    path = small_study / "quantitative/survey.dta"
    pyreadstat.write_dta(rows, path, missing_user_values={"know1": ["a"]})
    change(small_study, "study.yaml", "survey.csv", "survey.dta")
    asked = read_survey(path, path.name, choices=ReadingChoices()).report.notes
    assert "Say in missing_texts of the column map what the tagged missing values mean: .a." in asked
    (problem,) = problems_of(small_study)
    assert problem.found.startswith('".a" in 1 row')
    add(small_study, COLUMNS, "missing_texts: {.a: not applicable}\n")
    assert not [note for note in report_of(small_study, "quantitative/survey.dta").notes if "tagged" in note]


def test_stored_scores_are_pointed_out_until_the_map_names_them(small_study: Path) -> None:
    lines = (small_study / SURVEY).read_text(encoding="utf-8").splitlines()
    rows = [f"{lines[0]},trust_total", *(f"{line},3" for line in lines[1:])]
    (small_study / SURVEY).write_text("\n".join(rows) + "\n", encoding="utf-8")
    report = report_of(small_study)
    assert report.stored_scores == ("trust_total",)
    pointed_out = set(stored_scores_notes(("trust_total",)))
    assert pointed_out & set(report.notes)
    add(small_study, COLUMNS, "stored_scores: {trust: trust_total}\n")
    assert not pointed_out & set(report_of(small_study).notes)


def test_a_fixed_value_that_is_not_declared_is_placed_at_its_line(small_study: Path) -> None:
    change(small_study, COLUMNS, "site: practice", "site: {value: Q}")
    (problem,) = problems_of(small_study)
    assert (problem.file, problem.line, problem.where) == (COLUMNS, 4, "site > value")
    assert (problem.found, problem.allowed) == ('"Q"', "A, B")


def test_a_companion_that_leads_outside_the_study_is_refused(small_study: Path, tmp_path: Path) -> None:
    outside = tmp_path / "elsewhere.csv"
    outside.write_text(DICTIONARY, encoding="utf-8")
    (small_study / "quantitative/Opi_DataDictionary_2024-05-02.csv").symlink_to(outside)
    (small_study / "quantitative/Opi_DATA_LABELS_2024-05-02_1011.csv").write_text(LABELS, encoding="utf-8")
    change(small_study, "study.yaml", "survey.csv", "Opi_DATA_LABELS_2024-05-02_1011.csv")
    (problem,) = [one for one in problems_of(small_study) if "outside" in one.found]
    assert problem.file == "study.yaml"
    assert problem.found == ('"quantitative/Opi_DataDictionary_2024-05-02.csv", which lies outside the study')


def test_a_folder_in_place_of_an_export_is_called_one(small_study: Path) -> None:
    (small_study / SURVEY).unlink()
    (small_study / SURVEY).mkdir()
    (problem,) = problems_of(small_study)
    assert problem.found == '"quantitative/survey.csv", which is a folder'
    assert problem.line is not None
