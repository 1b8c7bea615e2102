"""Cells of an export become answers: kinds of missing, values that are translated, items not shown."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.errors import Problem, StudyProblems, describe_problem
from impl_eval.instruments import Instrument, ResponseOptions
from impl_eval.instruments.show_if import Condition, parse_show_if
from impl_eval.quantitative.responses import ANSWERED, NOT_ANSWERED, NOT_APPLICABLE, NOT_SHOWN
from impl_eval.readers.survey import ReadingChoices, read_survey
from impl_eval.study.cell_decoder import STATED_BY_THE_PLATFORM
from impl_eval.study.file_labels import numbers_of_label, proposed_values, split_number
from impl_eval.study.load import load_study
from impl_eval.study.shown_items import mark_not_shown
from tests.journeys.export_study import write_export_study
from tests.readers.files import write_file
from tests.readers.survey.redcap_twins import HEADER, read_redcap, row
from tests.readers.survey.statistics_files import STAND_IN, write_spss, write_stata
from tests.readers.survey.twins import read_twin

ENDS = {1: "Strongly disagree", 5: "Strongly agree"}
AGREE5 = {"agree5": (1, 5, ENDS)}
FIXED = "site: {value: A}\ntimepoint: {value: baseline}\n"


def study_of(folder: Path, export: Path, columns: str = "", **declared: object) -> Path:
    settings = {"choices": AGREE5, "items": {"q1": "agree5"}, **declared}
    return write_export_study(folder / "study", export, FIXED + columns, **settings)


def values_of(study: Path) -> list[float]:
    return load_study(study).responses[0].values[:, 0].tolist()


def reasons_of(study: Path) -> list[int]:
    return load_study(study).responses[0].reasons[:, 0].tolist()


def problems_of(study: Path) -> tuple[Problem, ...]:
    with pytest.raises(StudyProblems) as refused:
        load_study(study)
    return refused.value.problems


def csv_study(folder: Path, cells: str, columns: str = "", **declared: object) -> Path:
    rows = "".join(f"r{number},{cell}\n" for number, cell in enumerate(cells.split("|")))
    return study_of(folder, write_file(folder, "a.csv", f"id,q1\n{rows}"), columns, **declared)


def spss_study(
    folder: Path, values: list[float], labels: dict[float, str], columns: str = "", **written: object
) -> Path:
    settings = {**written, "variable_value_labels": {"q1": labels}} if labels else written
    declared = {"items": {"q1": "agree5"}}
    path = write_spss(folder, pd.DataFrame({"q1": values}), **settings)
    return study_of(folder, path, columns, **declared)


# Kinds of missing


def test_a_tagged_missing_value_needs_a_kind_and_takes_it(tmp_path: Path) -> None:
    path = write_stata(
        tmp_path, pd.DataFrame({"n": [1.0, 2.0, 3.0], "q1": [1.0, STAND_IN, np.nan]}), letter="b"
    )
    study = study_of(tmp_path, path)
    (problem,) = problems_of(study)
    assert describe_problem(problem) == (
        'quantitative/a.dta: column q1: found ".b" in 1 row (row 2); allowed: 1 to 5, or blank.\n'
        "  The file declares this value missing: say of which kind (not answered, not applicable or not "
        'shown). Add `".b": not answered`, or what is right, under missing_texts in the column map.'
    )
    for word in (".b", "tagged missing .b"):
        study_of(tmp_path, path, f"missing_texts: {{{word}: not applicable}}\n")
        assert reasons_of(study) == [ANSWERED, NOT_APPLICABLE, NOT_ANSWERED]


@pytest.mark.parametrize("columns", ["9: not shown", "never asked: not shown", '"9": not shown'])
def test_a_declared_missing_value_can_be_called_by_its_label(tmp_path: Path, columns: str) -> None:
    labels = {1.0: "Strongly disagree", 9.0: "Never asked"}
    study = spss_study(tmp_path, [1.0, 9.0], labels, missing_ranges={"q1": [9]})
    (problem,) = problems_of(study)
    assert problem.found == '"9" labelled "Never asked" in 1 row (row 2)'
    spss_study(tmp_path, [1.0, 9.0], labels, f"missing_texts: {{{columns}}}\n", missing_ranges={"q1": [9]})
    assert reasons_of(study) == [ANSWERED, NOT_SHOWN]


def test_a_missing_code_inside_the_range_of_answers_is_missing_where_the_file_says_so(tmp_path: Path) -> None:
    """5 is declared missing in the file: it is no "Strongly agree", and refused until it has a kind."""
    study = spss_study(tmp_path, [1.0, 5.0], {}, missing_ranges={"q1": [5]})
    assert "declares this value missing" in problems_of(study)[0].remedy
    spss_study(tmp_path, [1.0, 5.0], {}, "missing_texts: {5: not answered}\n", missing_ranges={"q1": [5]})
    assert reasons_of(study) == [ANSWERED, NOT_ANSWERED]


def test_what_the_platforms_themselves_state_needs_no_line(tmp_path: Path) -> None:
    """The readers' words for it, from exports of each program."""
    stated = {
        reason
        for table in (
            read_twin("qualtrics.csv"),
            read_twin("limesurvey_codes.csv"),
            read_redcap(tmp_path),
        )
        for reasons in table.reasons.values()
        for reason in reasons
    }
    assert len(stated & set(STATED_BY_THE_PLATFORM)) == 4
    assert "missing data code NASK (not asked)" in stated - set(STATED_BY_THE_PLATFORM)
    write_file(tmp_path, "j-key.csv", "URN,Unique Response Number\nQ1,Which?\n1,A\nQ2,Which?\n1,B\n")
    path = write_file(tmp_path, "j.csv", "URN,Q1,Q2_1\n1-1-1,1,1\n1-1-2,,0\n")
    jisc = read_survey(path, "j.csv", choices=ReadingChoices(keep_unfinished=True))
    assert set(jisc.reasons["Q2_1"]) - {None} <= set(STATED_BY_THE_PLATFORM)


def test_a_code_for_seen_and_not_answered_of_qualtrics(tmp_path: Path) -> None:
    exports = Path(__file__).parents[1] / "readers/survey/exports"
    study = study_of(
        tmp_path, exports / "qualtrics.csv", "items: {q1: Q1}\n", beside=[exports / "qualtrics.qsf"]
    )
    table = read_twin("qualtrics.csv")
    assert reasons_of(study) == [int(cell == "-99") for cell in table.cells["Q1"]]


def test_blank_cells_with_a_reason_of_nobodys_making_need_a_kind(tmp_path: Path) -> None:
    """A box of REDCap is blanked where the code for "not asked" was ticked in its place."""
    dictionary = "\n".join((HEADER, row("record_id", "survey", "text", "Record"), ""))
    dictionary += row("tools", "survey", "checkbox", "Tools", "1, Leaflet | 2, Search") + "\n"
    write_file(tmp_path, "P_DataDictionary_2024-05-02.csv", dictionary)
    export = write_file(
        tmp_path,
        "P_DATA_2024-05-02_1011.csv",
        "record_id,tools___1,tools___2,tools___nask,survey_complete\n1,1,0,0,2\n2,0,0,1,2\n",
    )
    settings = {
        "choices": {"tick": (0, 1, {})},
        "items": {"q1": "tick", "q2": "tick"},
        "beside": [tmp_path / "P_DataDictionary_2024-05-02.csv"],
    }
    items = "items: {q1: tools___1, q2: tools___2}\n"
    study = study_of(tmp_path, export, items, **settings)
    first, _ = problems_of(study)
    assert first.found == "no answer (missing data code NASK) in 1 row (line 3)"
    assert "`NASK: not answered`" in first.remedy
    study_of(tmp_path, export, items + "missing_texts: {NASK: not shown}\n", **settings)
    assert reasons_of(study) == [ANSWERED, NOT_SHOWN]


def test_values_declared_missing_are_no_codes_no_groups_and_no_scores(tmp_path: Path) -> None:
    frame = pd.DataFrame({"who": [1.0, 99.0, 99.0], "dose": [1.0, 2.0, 99.0], "s": [3.0, 99.0, 2.0]})
    frame["q1"] = [3.0, 1.0, 2.0]
    missing = {name: [99] for name in ("who", "dose", "s")}
    path = write_spss(tmp_path, frame, missing_ranges=missing)
    columns = "respondent: who\ncovariates: {dose: dose}\nstored_scores: {scale_agree5: s}\n"
    responses = load_study(study_of(tmp_path, path, columns)).responses[0]
    assert responses.respondent_id.tolist() == ["1", "", ""]
    assert responses.covariates["dose"].tolist() == ["1", "2", ""]
    assert np.array_equal(responses.stored_scores["scale_agree5"], [3, np.nan, 2], equal_nan=True)


# Values that are translated


def test_a_scale_that_counts_the_other_way_round_is_refused_and_can_be_translated(tmp_path: Path) -> None:
    labels = {1.0: "Strongly agree", 2.0: "Agree", 5.0: "strongly  disagree."}
    study = spss_study(tmp_path, [1.0, 2.0, 5.0, 3.0], labels)
    (problem,) = problems_of(study)
    assert describe_problem(problem) == (
        'quantitative/a.sav: column q1: found 1 labelled "Strongly agree"; allowed: labels as in the '
        'instrument, where "Strongly agree" is 5 (1 is "Strongly disagree").\n'
        "  Say in the column map which value of the file is which of the instrument: `item_values: {agree5: "
        '{"1": 5, "2": ?, "3": ?, "4": ?, "5": 1}}`, with every value of the file and without question '
        "marks. Or correct the labels, in the file or in instrument.yaml."
    )
    turned = "{1: 5, 2: 4, 3: 3, 4: 2, 5: 1}"
    for key in ("agree5", "q1"):
        spss_study(tmp_path, [1.0, 2.0, 5.0, 3.0], labels, f"item_values: {{{key}: {turned}}}\n")
        assert values_of(study) == [5, 4, 1, 3]


def test_a_translation_that_contradicts_the_labels_of_a_column_is_refused(tmp_path: Path) -> None:
    """The labels of one item count the other way round; the entry is for all of its options."""
    rows = pd.DataFrame({"q1": [1.0, 5.0], "q2": [1.0, 5.0]})
    turned, right = ({1.0: one, 5.0: five} for one, five in ((ENDS[5], ENDS[1]), (ENDS[1], ENDS[5])))
    path = write_spss(tmp_path, rows, variable_value_labels={"q1": turned, "q2": right})
    both = {"items": {"q1": "agree5", "q2": "agree5"}}
    (problem,) = problems_of(study_of(tmp_path, path, **both))
    assert '`item_values: {q1: {"1": 5, ' in problem.remedy
    values = "{1: 5, 2: 4, 3: 3, 4: 2, 5: 1}"
    study = study_of(tmp_path, path, f"item_values: {{agree5: {values}}}\n", **both)
    first, second = problems_of(study)
    assert (first.file, first.where) == ("quantitative/columns.yaml", "item_values > agree5 > 1")
    assert first.found == '"5", where column q2 calls 1 "Strongly disagree"'
    assert first.allowed == '"Strongly disagree" is 1 in the instrument'
    assert first.remedy.startswith("Give item q2 an entry of its own under item_values")
    assert second.where == "item_values > agree5 > 5"
    study = study_of(tmp_path, path, f"item_values: {{q1: {values}}}\n", **both)
    assert load_study(study).responses[0].values.tolist() == [[5, 1], [1, 5]]


def test_codes_that_share_a_label_are_asked_for() -> None:
    options = ResponseOptions(min=1, max=5, labels={2: "Disagree", 3: "Neither", 4: "Agree"})
    labels = {"1": "Disagree", "2": "Disagree", "3": "Neither", "4": "Agree", "5": "Agree"}
    assert proposed_values(labels, options) == {"1": "?", "2": "?", "3": "3", "4": "?", "5": "?"}


def test_codes_that_share_a_label_can_be_told_apart_by_the_map(tmp_path: Path) -> None:
    labels = {1.0: ENDS[1], 2.0: ENDS[1], 5.0: ENDS[5]}
    values = [1.0, 2.0, 5.0]
    (problem,) = problems_of(spss_study(tmp_path, values, labels))
    assert '{"1": ?, "2": ?, "3": ?, "4": ?, "5": 5}' in problem.remedy
    told = "item_values: {q1: {1: 1, 2: 2, 3: 3, 4: 4, 5: 5}}\n"
    assert values_of(spss_study(tmp_path, values, labels, told)) == [1, 2, 5]


@pytest.mark.parametrize("word", ["4", "Strongly agree"])
def test_an_answer_is_not_made_missing(tmp_path: Path, word: str) -> None:
    study = csv_study(tmp_path, f"1|{word}", f"missing_texts: {{{word}: not answered}}\n")
    (problem,) = problems_of(study)
    assert problem.found == f'"{word}" in 1 row (line 3)'
    assert problem.remedy.startswith("It is an answer to q1, but missing_texts of the column map says")


def test_a_translation_of_words_leaves_numbers_as_they_are(tmp_path: Path) -> None:
    study = csv_study(tmp_path, "Somewhat|3|Strongly agree", "item_values: {agree5: {Somewhat: 4}}\n")
    assert values_of(study) == [4, 3, 5]


def test_a_long_text_is_shown_where_several_rows_hold_it(tmp_path: Path) -> None:
    """One row may hold somebody's words; three hold a response option."""
    text = "Neither agree nor disagree"
    (problem,) = problems_of(csv_study(tmp_path, f"1|{text}"))
    assert problem.found == "a text of 26 characters in 1 row (line 3)"
    (problem,) = problems_of(csv_study(tmp_path, f"{text}|{text}|{text}"))
    assert problem.found == f'"{text}" in 3 rows (line 2, line 3, line 4)'
    assert f"`item_values: {{agree5: {{{text}: ?}}}}`" in problem.remedy


def test_what_is_not_translated_among_what_is_is_refused(tmp_path: Path) -> None:
    study = csv_study(tmp_path, "1|2|3|Strongly agree|", "item_values: {q1: {1: 5, 2: 4}}\n")
    (problem,) = problems_of(study)
    assert problem.found == '"3" in 1 row (line 4)'
    assert problem.allowed == "a value of item_values in the column map, or blank"
    assert "Other values of this column are translated" in problem.remedy


def test_an_item_comes_before_its_options_and_missing_codes_can_be_meant(tmp_path: Path) -> None:
    columns = "item_values: {agree5: {a: 1}, q1: {a: 2, b: -9, Don't know: -9}}\n"
    study = csv_study(tmp_path, "a|b|don't  KNOW", columns, missing_codes={-9: "not applicable"})
    assert values_of(study)[0] == 2
    assert reasons_of(study) == [ANSWERED, NOT_APPLICABLE, NOT_APPLICABLE]


@pytest.mark.parametrize(
    ("columns", "where", "found", "remedy"),
    [
        (
            "item_values: {agree: {1: 5}}\n",
            "item_values > agree",
            '"agree", which is no item',
            "Did you mean",
        ),
        ("item_values: {q1: {1: 6}}\n", "item_values > q1 > 1", '"6"', ""),
        ("item_values: {q1: {1: five}}\n", "item_values > q1 > 1", '"five"', ""),
    ],
)
def test_a_translation_that_cannot_be(
    tmp_path: Path, columns: str, where: str, found: str, remedy: str
) -> None:
    (problem,) = problems_of(csv_study(tmp_path, "1|2", columns))
    assert (problem.file, problem.where) == ("quantitative/columns.yaml", where)
    assert problem.line == 5
    assert problem.found.startswith(found)
    assert problem.remedy.startswith(remedy)


def test_codes_outside_the_range_are_translated_by_their_labels_and_told(tmp_path: Path) -> None:
    labels = {14.0: "Strongly disagree", 18.0: "Strongly agree"}
    study = spss_study(tmp_path, [14.0, 18.0], labels)
    assert values_of(study) == [1, 5]
    (survey,) = [one for one in load_study(study).files if one.file.endswith("a.sav")]
    assert (
        "Codes of the file were translated by their labels (14 is 1, 18 is 5), in: q1." in survey.report.notes
    )


def test_a_scale_that_begins_at_another_number_is_never_half_translated(tmp_path: Path) -> None:
    """0 to 4 with a label at 0 only: 0 is our 1, so 1 to 4 cannot be taken as they are."""
    study = spss_study(tmp_path, [0.0, 1.0, 4.0], {0.0: "Strongly disagree"})
    assert [problem.found for problem in problems_of(study)] == [
        '"1" in 1 row (row 2)',
        '"4" in 1 row (row 3)',
    ]
    assert "Labels of this column give its numbers another meaning" in problems_of(study)[0].remedy


def test_labels_of_other_words_are_pointed_out(tmp_path: Path) -> None:
    study = spss_study(tmp_path, [1.0, 5.0], {1.0: "Ganz und gar nicht", 5.0: "Strongly agree"})
    assert values_of(study) == [1, 5]
    (advice,) = [one for one in load_study(study).advice if one.where == "column q1"]
    assert advice.found == '1 labelled "Ganz und gar nicht"'
    assert advice.allowed == '1 is "Strongly disagree" in the instrument'


def test_cells_with_number_and_label(tmp_path: Path) -> None:
    assert values_of(csv_study(tmp_path, "5 - Strongly agree|1. strongly disagree|3")) == [5, 1, 3]
    (problem,) = problems_of(csv_study(tmp_path, "1 - Strongly agree|2"))
    assert "Labels of this column give its numbers another meaning" in problem.remedy


def test_words_among_numbers_are_offered_a_translation(tmp_path: Path) -> None:
    study = csv_study(tmp_path, "1|Agree|5")
    (problem,) = problems_of(study)
    assert "`item_values: {agree5: {Agree: ?}}`" in problem.remedy
    csv_study(tmp_path, "1|Agree|5", "item_values: {agree5: {1: 1, Agree: 4, 5: 5}}\n")
    assert values_of(study) == [1, 4, 5]


@given(st.permutations([1, 2, 3, 4, 5]))
def test_labels_that_fit_are_never_a_contradiction_and_a_proposal_undoes_any_order(order: list[int]) -> None:
    words = {1: "never", 2: "rarely", 3: "at times", 4: "often", 5: "always"}
    options = ResponseOptions(min=1, max=5, labels=words)
    labels = {str(code): words[number] for code, number in enumerate(order, 1)}
    proposed = proposed_values(labels, options)
    assert {code: words[int(number)] for code, number in proposed.items()} == labels


def test_labels_are_compared_without_numbers_capitals_and_stops() -> None:
    options = ResponseOptions(min=1, max=5, labels=ENDS)
    for label in ("Strongly agree", "5 = strongly  AGREE", "5. Strongly agree.", "Strongly agree!"):
        assert numbers_of_label(label, options) == {5}
    assert numbers_of_label("agree", options) == frozenset()
    assert split_number("10 mg") == (None, "10 mg")


# Items that were not shown


def shown_study(folder: Path, rows: str, **declared: object) -> Path:
    export = write_file(folder, "a.csv", f"id,q1,q2\n{rows}")
    settings = {"items": {"q1": "agree5", "q2": "agree5"}, "show_if": {"q2": "q1 >= 3"}, **declared}
    return study_of(folder, export, **settings)


def test_an_item_whose_condition_does_not_hold_is_not_shown(tmp_path: Path) -> None:
    study = shown_study(
        tmp_path, "a,4,5\nb,4,\nc,2,\nd,,\ne,2,3\nf,1,-8\n", missing_codes={-8: "not applicable"}
    )
    responses = load_study(study).responses[0]
    expected = [ANSWERED, NOT_ANSWERED, NOT_SHOWN, NOT_SHOWN, ANSWERED, NOT_APPLICABLE]
    assert responses.reasons[:, 1].tolist() == expected
    assert responses.values[4, 1] == 3  # kept, and told
    assert responses.reasons[3, 0] == NOT_ANSWERED  # q1 has no condition
    (survey,) = [one for one in load_study(study).files if one.file.endswith("a.csv")]
    told = (
        "q2 is to be shown only where q1 >= 3, but was seen elsewhere too: 1 row (line 6). What was answered "
        "is kept."
    )
    assert told in survey.report.notes


@given(st.lists(st.tuples(*[st.sampled_from([None, 1, 2, 3])] * 2), max_size=12))
def test_marks_are_those_of_the_condition_itself(rows: list[tuple[int | None, int | None]]) -> None:
    condition = parse_show_if("a = 1 or b != 2")
    assert isinstance(condition, Condition)
    instrument = three_items("a = 1 or b != 2")
    values = np.array([[*row, np.nan] for row in rows], dtype=float).reshape(-1, 3)
    reasons = np.where(np.isnan(values), NOT_ANSWERED, ANSWERED).astype(np.int8)
    assert (
        mark_not_shown(instrument, values, reasons, np.zeros(values.shape, bool), lambda _: (None, "")) == []
    )
    for given_answers, reason in zip(rows, reasons[:, 2].tolist(), strict=True):
        answers = {name: one for name, one in zip("ab", given_answers, strict=True) if one is not None}
        assert reason == (NOT_ANSWERED if condition.holds(answers) else NOT_SHOWN)


def three_items(condition: str) -> Instrument:
    items = [{"id": name, "scale": "s", "choices": "c", "short_label": name} for name in "abc"]
    items[2]["show_if"] = condition
    return Instrument.model_validate(
        {
            "schema": "impl-eval/instrument/1",
            "id": "i",
            "version": "1.0.0",
            "title": "T",
            "status": "unvalidated",
            "source": "Written for a test",
            "licence": {"spdx": "CC0-1.0", "holder": "Nobody", "text_included": False},
            "choices": {"c": {"min": 1, "max": 3}},
            "scales": [{"id": "s", "label": "S", "min_valid": 1}],
            "items": items,
        }
    )


def test_pyreadstat_writes_what_these_tests_rely_on(tmp_path: Path) -> None:
    path = write_spss(tmp_path, pd.DataFrame({"q1": [9.0]}), missing_ranges={"q1": [9]})
    _, meta = pyreadstat.read_sav(path, user_missing=True)
    assert meta.missing_ranges == {"q1": [{"lo": 9.0, "hi": 9.0}]}
