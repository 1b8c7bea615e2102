"""REDCap records as CSV: raw and with labels, with and without the data dictionary."""

from pathlib import Path

import pytest

from impl_eval.errors import StudyProblems
from impl_eval.readers.survey import ReadingChoices, SurveyTable
from tests.readers.files import write_file
from tests.readers.survey.redcap_twins import AGREE, DICTIONARY, HEADER, LABELS, RAW, read_redcap, row


@pytest.fixture
def survey(tmp_path: Path) -> SurveyTable:
    return read_redcap(tmp_path)


def _note(survey: SurveyTable, words: str) -> str:
    (note,) = [note for note in survey.report.notes if words in note]
    return note


def test_what_the_export_is(survey: SurveyTable) -> None:
    assert survey.platform == "REDCap"
    assert survey.report.evidence == "the column redcap_event_name"
    assert survey.report.companions == ("Opi_DataDictionary_2024-05-02.csv",)
    assert (survey.report.rows_read, survey.report.rows_kept) == (6, 6)
    assert _note(survey, "Events") == (
        "Events in redcap_event_name, which may be timepoints: baseline_arm_1 (4), followup_arm_1 (2)."
    )
    assert "2 data access groups in redcap_data_access_group; they may be sites." in survey.report.notes


def test_labels_come_from_the_dictionary(survey: SurveyTable) -> None:
    assert survey.value_labels["role"] == {"1": "GP, salaried or partner", "2": "Nurse", "3": "Pharmacist"}
    assert survey.value_labels["trained"] == {"1": "Yes", "0": "No"}
    assert survey.value_labels["tools____9"] == {"0": "not ticked", "1": "Other"}
    assert survey.variable_labels["q1"] == "I can start the talk"
    assert survey.variable_labels["tools___2"] == "Tools used - Search"
    assert _note(survey, "lost characters") == "Labels in the data dictionary have lost characters, in: q2."


def test_unticked_boxes_are_answers_only_where_the_question_was_answered(survey: SurveyTable) -> None:
    """Row 2 left the form; row 3 left it too, but had ticked a box; row 4 is unverified."""
    assert survey.cells["tools___1"].tolist() == ["1", None, "0", "0", "0", "0"]
    assert survey.cells["tools___2"].tolist() == ["0", None, "1", "0", "0", "0"]
    assert survey.reasons["tools___1"] == (
        None,
        "form not complete, no box of the question ticked",
        *(None,) * 4,
    )
    assert _note(survey, "Unticked") == (
        "Unticked boxes of forms that are not complete were taken as no answer, where no box of the question "
        "is ticked, in: tools (1)."
    )


def test_unfinished_surveys_and_forms_are_counted(survey: SurveyTable) -> None:
    assert survey.cells["survey_timestamp"].tolist()[:2] == ["2024-05-02T10:11:12", None]
    assert survey.reasons["survey_timestamp"][1] == "survey not completed"
    assert (
        "survey: 2 responses were begun and not completed; what was answered is kept." in survey.report.notes
    )
    assert _note(survey, "Forms that") == (
        "Forms that are not complete, of which the answers are kept: survey (2 incomplete, 1 unverified, "
        "3 complete)."
    )


def test_people_are_left_out_as_the_dictionary_says(survey: SurveyTable) -> None:
    assert survey.report.personal_columns == ("redcap_survey_identifier", "surname", "contact")
    assert (
        "surname",
        "names people: an identifier, says the data dictionary",
    ) in survey.report.columns_dropped
    assert not {"surname", "contact"} & set(survey.cells.columns)


def test_an_identifier_is_kept_where_the_study_asks_for_it(tmp_path: Path) -> None:
    kept = read_redcap(tmp_path, choices=ReadingChoices(keep_personal_columns=("surname",)))
    assert kept.cells["surname"][0] == "Smith"


def test_missing_data_codes_are_declared_with_their_meaning(survey: SurveyTable) -> None:
    assert survey.cells["q2"].tolist() == ["2", None, "NASK", "1", "7", "1"]
    assert survey.user_missing == {"q2": {"NASK"}}
    assert survey.reasons["q2"][2] == "missing data code NASK (not asked)"
    assert "Missing data codes in place of answers: NASK (1)." in survey.report.notes


def test_answers_outside_the_dictionary_are_told(survey: SurveyTable) -> None:
    """Bad input 6: the 7 of q2 is no choice; 101.5 lies above the highest dose."""
    assert _note(survey, "does not have") == (
        "Answers that the data dictionary does not have: q2 (7). They were kept; if they are missing data "
        "codes of the project, add them to missing_codes of instrument.yaml."
    )
    assert "Numbers outside the range of the data dictionary: dose (1)." in survey.report.notes


def test_decimal_commas_of_a_field_become_points(survey: SurveyTable) -> None:
    assert survey.cells["dose"].tolist() == ["1.54", None, "2.5", "2", "101.5", "2"]
    assert (
        "Decimal commas, declared in the data dictionary, were read as decimal points, in: dose."
        in survey.report.notes
    )


def test_calculated_fields_are_stored_scores(survey: SurveyTable) -> None:
    assert survey.report.stored_scores == ("total",)
    assert "Calculated by REDCap: total." in survey.report.notes


def test_a_record_twice_in_one_event_is_told_by_its_places(survey: SurveyTable) -> None:
    assert (
        "Possible duplicates: the same record_id in the same event and instance, once (line 6 and line 7)."
        in survey.report.notes
    )


def test_a_record_in_two_events_is_no_duplicate(tmp_path: Path) -> None:
    without_last = "\n".join(RAW.splitlines()[:-1]) + "\n"
    assert not any("duplicates" in note for note in read_redcap(tmp_path, without_last).report.notes)


def test_a_label_export_is_mapped_back(tmp_path: Path) -> None:
    survey = read_redcap(tmp_path, LABELS, name="Opi_DATA_LABELS_2024-05-02_1011.csv")
    assert survey.columns == (
        *("record_id", "redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance"),
        *("redcap_data_access_group", "visit", "role", "consent_complete", "survey_timestamp", "q1", "q2"),
        *("tools___1", "tools___2", "tools____9", "dose", "trained", "total", "survey_complete"),
    )
    assert survey.cells["role"].tolist() == ["1", "2"]
    assert survey.cells["q1"].tolist() == ["4", "3"]
    assert survey.cells["q2"].tolist() == ["2", "Unsure"]  # no label of the dictionary: it stays, and is told
    assert survey.cells["tools___1"].tolist() == ["1", None]
    assert survey.cells["survey_complete"].tolist() == ["2", "0"]
    assert "Answers that the data dictionary does not have: q2 (1 text)." in _note(survey, "does not have")


def test_a_label_export_without_dictionary_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StudyProblems) as raised:
        read_redcap(tmp_path, LABELS, "")
    (problem,) = raised.value.problems
    assert problem.found == "a REDCap export with labels in place of variable names"
    assert problem.remedy == (
        "Export the data again as 'CSV / Microsoft Excel (raw data)'; or put the project's data dictionary "
        "(..._DataDictionary_....csv) beside it."
    )


def test_a_heading_that_fits_two_fields_is_refused(tmp_path: Path) -> None:
    fields = (row("id", "a", "text", "Record ID"), row("q1", "a", "radio", "Same", AGREE))
    dictionary = "\n".join((HEADER, *fields, row("q2", "a", "radio", "Same", AGREE))) + "\n"
    with pytest.raises(StudyProblems) as raised:
        read_redcap(tmp_path, '"Record ID",Same,Complete?\n1,Agree,Complete\n', dictionary)
    (problem,) = raised.value.problems
    assert problem.found == '"Same" 1 time, but the data dictionary has it for q1, q2'
    both = '"Record ID",Same,Same,Complete?\n1,Agree,Disagree,Complete\n'
    assert read_redcap(tmp_path, both, dictionary).cells.values.tolist() == [["1", "4", "2", "2"]]


def test_labels_in_a_raw_export_become_codes_where_all_are_labels(tmp_path: Path) -> None:
    records = "record_id,q1,q2,survey_complete\n1,Agree,4,Complete\n2,Neither,Agree,Incomplete\n"
    survey = read_redcap(tmp_path, records)
    assert survey.cells["q1"].tolist() == ["4", "3"]
    assert survey.cells["q2"].tolist() == ["4", "Agree"]  # bad input 6: mixed, so nothing is changed
    assert "q2 (1 text)" in _note(survey, "does not have")
    assert survey.cells["survey_complete"].tolist() == ["2", "0"]


def test_without_dictionary_forms_are_told_by_position(tmp_path: Path) -> None:
    survey = read_redcap(tmp_path, dictionary="")
    assert survey.cells["tools___1"].tolist() == ["1", None, "0", "0", "0", "0"]
    assert survey.value_labels["survey_complete"]["2"] == "Complete"
    assert _note(survey, "No data dictionary") == (
        "No data dictionary lies beside the file: labels, identifiers and calculated fields are unknown. Put "
        "it there, or add `dictionary: its name` under `reading` in the column map."
    )


def test_without_dictionary_undeclared_codes_are_pointed_out(tmp_path: Path) -> None:
    """Neither ids, boxes nor states of forms have codes: 99 among the ids is none."""
    records = "record_id,q1,q2,a___1,survey_complete\n1,-99,2,0,2\n2,3,999,1,2\n99,4,4,0,2\n"
    survey = read_redcap(tmp_path, records, dictionary="")
    assert "not declared missing: q1 (-99), q2 (999). They" in _note(survey, "look like missing codes")
    assert survey.cells["q2"].tolist() == ["2", "999", "4"]
    longitudinal = "record_id,redcap_event_name,q1\n1,a_arm_1,-99\n2,a_arm_1,3\n999,b_arm_1,4\n"
    survey = read_redcap(tmp_path, longitudinal, dictionary="")
    assert "not declared missing: q1 (-99). They" in _note(survey, "look like missing codes")


def test_boxes_of_a_form_without_state_are_left_alone(tmp_path: Path) -> None:
    survey = read_redcap(
        tmp_path, "record_id,redcap_event_name,tools___1,tools___2\n1,a_arm_1,0,0\n2,a_arm_1,1,0\n"
    )
    assert survey.cells["tools___1"].tolist() == ["0", "1"]
    assert "does not say whether the forms of these checkboxes are complete" in _note(survey, "tools.")


def test_a_missing_data_code_ticked_blanks_the_boxes(tmp_path: Path) -> None:
    """REDCap adds a column for each missing data code of a checkbox: here UNK."""
    records = (
        "record_id,tools___1,tools___2,tools____9,tools___unk,survey_complete\n1,0,0,0,1,2\n2,1,0,0,0,2\n"
    )
    survey = read_redcap(tmp_path, records)
    assert survey.cells["tools___1"].tolist() == [None, "1"]
    assert survey.reasons["tools___1"] == ("missing data code UNK", None)
    assert "Missing data codes in place of answers: UNK (1)." in survey.report.notes


def test_rows_of_repeated_instruments_are_told(tmp_path: Path) -> None:
    records = (
        "record_id,redcap_repeat_instrument,redcap_repeat_instance,q1,survey_complete\n"
        "1,,,4,2\n1,visits,1,,\n1,visits,2,,\n2,,,3,2\n"
    )
    survey = read_redcap(tmp_path, records)
    assert "Rows of repeated instruments, which hold that instrument only: visits (2)." in _note(
        survey, "Rows of"
    )
    assert len(survey.cells) == 4
    assert not any("duplicates" in note for note in survey.report.notes)


def test_the_dictionary_that_explains_the_columns_is_taken(tmp_path: Path) -> None:
    other = "\n".join((HEADER, row("idx", "x", "text", "Id"), row("w", "x", "text", "W"))) + "\n"
    write_file(tmp_path, "Other_DataDictionary_2024-01-01.csv", other)
    survey = read_redcap(tmp_path, name="records.csv")
    assert survey.report.companions == ("Opi_DataDictionary_2024-05-02.csv",)


def test_two_dictionaries_that_fit_are_refused_with_the_line_to_add(tmp_path: Path) -> None:
    write_file(tmp_path, "Opi_DataDictionary_2024-06-01.csv", DICTIONARY.replace("Nurse", "Practice nurse"))
    with pytest.raises(StudyProblems) as raised:
        read_redcap(tmp_path)
    (problem,) = raised.value.problems
    assert problem.found == (
        "data dictionaries that fit equally well: Opi_DataDictionary_2024-05-02.csv and "
        "Opi_DataDictionary_2024-06-01.csv"
    )
    assert problem.remedy == (
        "Add `dictionary: Opi_DataDictionary_2024-05-02.csv` under `reading` in the column map, or the other."
    )
    chosen = read_redcap(tmp_path, choices=ReadingChoices(dictionary="Opi_DataDictionary_2024-06-01.csv"))
    assert chosen.value_labels["role"]["2"] == "Practice nurse"


def test_rows_without_any_answer_are_told(tmp_path: Path) -> None:
    """A record that was only opened: states 0 and unticked boxes, as REDCap writes them."""
    records = "record_id,q1,tools___1,tools___2,survey_complete\n1,4,0,0,2\n2,,0,0,0\n"
    survey = read_redcap(tmp_path, records)
    assert "1 row holds no answer to any field (line 3), and is kept." in survey.report.notes
    assert survey.cells.iloc[1].tolist() == ["2", None, None, None, "0"]


@pytest.mark.parametrize("validation", ["email", "phone", "ssn", "mrn_10d", "postalcode_uk", "signature"])
def test_fields_that_name_people_by_their_check(tmp_path: Path, validation: str) -> None:
    fields = (row("id", "a", "text", "Id"), row("x", "a", "text", "X", validation=validation))
    dictionary = "\n".join((HEADER, *fields)) + "\n"
    assert read_redcap(tmp_path, "id,x,a_complete\n1,z,2\n", dictionary).report.personal_columns == ("x",)
