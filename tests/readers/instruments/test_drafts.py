"""Questionnaires of other programs: what is read, what is left, and what stays a question."""

import json
from pathlib import Path

import pytest

from impl_eval.readers.instruments import DraftItem, DraftOption, read_instrument_draft
from impl_eval.readers.instruments.draft import plain_text
from impl_eval.readers.instruments.redcap import condition_text, parse_choices
from tests.readers.files import faults, write_file, write_workbook
from tests.shared import shared_path

FILES = Path(__file__).parent / "files"
DICTIONARY = (FILES / "demo.csv").read_text(encoding="utf-8")
KEY = (FILES / "views-key.en.csv").read_text(encoding="utf-8")


def read(path: Path):
    return read_instrument_draft(path, path.name)


def test_redcap_dictionary():
    draft = read(FILES / "demo.csv")
    assert (draft.kind, draft.title, draft.introduction) == ("REDCap data dictionary", "Demo", "About you")
    by_id = {item.id: item for item in draft.items}
    assert list(by_id) == ["role", "ready", "sure", "far", "agree1"]
    assert by_id["role"].options[1] == DraftOption("2", "Nurse, or midwife")
    assert [(one.code, one.label) for one in by_id["ready"].options] == [("1", "Yes"), ("0", "No")]
    assert by_id["sure"] == DraftItem(
        id="sure",
        wording="How sure are you?",
        options=(DraftOption("0", "Not at all"), DraftOption("50", "Half"), DraftOption("100", "Wholly")),
        range=(0, 100),
        show_if="ready = 1 and role != 3",
    )
    assert (by_id["far"].range, by_id["agree1"].options_name) == ((0, 10), "views")
    assert all(item.reverse_scored is None and item.scale is None for item in draft.items)
    assert set(draft.not_carried) == {
        "Fields marked as identifiers: they name people: email.",
        "That an answer was required: role.",
        "Fields that allow several answers: tick.",
        "Section headers, above: sure.",
        "Branching logic that is more than comparisons with whole numbers: agree1.",
        "Field annotations: agree1.",
        "Calculated fields (a scoring rule belongs under scales in instrument.yaml): total.",
        "The forms, which became one instrument.",
    }


def test_the_tag_of_our_export_answers_the_key(tmp_path):
    """`reverse` alone means yes; a tag with a scale and without it means no."""
    rows = DICTIONARY.splitlines()[0] + "\n"
    for name, annotation in (
        ("a", "@IMPL-EVAL scale=knowledge reverse"),
        ("b", "@IMPL-EVAL scale=knowledge reverse=no"),
        ("c", "@IMPL-EVAL scale=knowledge"),
        ("d", "@READONLY"),
    ):
        rows += f'{name},f,,radio,{name}?,"1, No | 2, Yes",,,,,,,,,,,,{annotation}\n'
    draft = read(write_file(tmp_path, "f.csv", rows))
    assert [item.reverse_scored for item in draft.items] == [True, False, False, None]
    assert [item.scale for item in draft.items] == ["knowledge", "knowledge", "knowledge", None]


@pytest.mark.parametrize(
    ("logic", "condition"),
    [
        ("[a] = '1'", "a = 1"),
        ('[a]="2" or [b]<>3', "a = 2 or b != 3"),
        ("[a] >= 2 AND [b] < '0'", "a >= 2 and b < 0"),
        ("[a] = '1' and [b] = '2' or [a] = '3'", ""),
        ("[event][a] = '1'", ""),
        ("[unknown] = '1'", ""),
        ("[a] = ''", ""),
        ("datediff([a], 'today', 'd') > 3", ""),
    ],
)
def test_branching_logic(logic, condition):
    assert condition_text(logic, {"a": "a", "b": "b"}) == condition


def test_choices_keep_commas_and_negative_codes():
    assert parse_choices("-1, No, not yet|1,Yes\n2") == (
        DraftOption("-1", "No, not yet"), DraftOption("1", "Yes"), DraftOption("2", ""),
    )  # fmt: skip


def test_qualtrics_survey():
    draft = read(FILES / "views.qsf")
    assert (draft.kind, draft.title) == ("Qualtrics survey file", "Views on tapering")
    assert [(item.id, item.wording) for item in draft.items] == [
        ("know", "Do you agree? - I know."),
        ("can", "Do you agree? - I can."),
        ("Q1", "How often? In the last month"),
    ]
    assert draft.items[2].options == (
        DraftOption("-1", "No basis"), DraftOption("5", "Often"), DraftOption("0", "Never"),
    )  # fmt: skip
    assert set(draft.not_carried) == {
        "Display logic: Q2.",
        "That an answer was required: Q1.",
        "Questions in the trash of the survey: Old.",
        "Questions that allow several answers: Q3.",
        "Questions of other kinds: Q5.",
        "Qualtrics scoring (a scoring rule belongs under scales in instrument.yaml).",
    }


@pytest.mark.parametrize("content", ["[1, 2]", "{}", '{"SurveyElements": 3}', "{not json", "[" * 100_000])
def test_other_json_is_refused(tmp_path, content):
    (fault,) = faults(read_instrument_draft, write_file(tmp_path, "views.qsf", content))
    assert (fault.found, fault.remedy) == (
        "no Qualtrics survey", "In Qualtrics, use Tools, Import/Export, Export survey.",
    )  # fmt: skip


@pytest.mark.parametrize(
    "key", ["QuestionType", "Selector", "SubSelector", "Choices", "Answers", "QuestionText"]
)
@pytest.mark.parametrize("value", [None, [], {}, 3, [None], {"1": None}])
def test_a_question_of_another_make_is_no_bug(tmp_path, key, value):
    survey = json.loads((FILES / "views.qsf").read_text(encoding="utf-8"))
    for element in survey["SurveyElements"]:
        if element["Element"] == "SQ" and element["PrimaryAttribute"] != "QID1":
            element["Payload"][key] = value
    assert read(write_file(tmp_path, "views.qsf", json.dumps(survey))).items[-1].id == "Q1"


def test_jisc_key_alone():
    draft = read(FILES / "views-key.en.csv")
    assert [(item.id, item.wording) for item in draft.items] == [
        ("Q1", "What is your role?"),
        ("Q2", "Which apply?"),
        ("Q3_1", "Do you agree? - I know."),
        ("Q3_2", "Do you agree? - I can."),
    ]
    assert draft.not_carried[0] == "Questions that allow several answers: Q4_1_a."
    assert draft.not_carried[1] == "Questions without coded answers: Q5."
    assert draft.not_carried[2].startswith("Whether several answers were allowed: a key does not say")


def test_jisc_key_with_its_answers(tmp_path):
    write_file(tmp_path, "views.en.csv", '"URN","Q1","Q2_1","Q2_2","Q3_1","Q4_1_a_1","Q5","CompletionDate"\n')
    draft = read(write_file(tmp_path, "views-key.en.csv", KEY))
    assert [item.id for item in draft.items] == ["Q1", "Q3_1", "Q3_2"]
    assert "Questions that allow several answers: Q2, Q4_1_a." in draft.not_carried
    assert "A column of answers: the export has none for: Q3_2." in draft.not_carried


def test_xlsform(tmp_path):
    path = write_workbook(
        tmp_path,
        "form.xlsx",
        survey=[
            ["type", "name", "label::English (en)", "label::Cymraeg (cy)", "relevant", "required", "hint"],
            ["start", "start", None, None, None, None, None],
            ["begin_group", "views", "Views", "Barn", None, None, None],
            ["select_one yn", "ready", "Are you ready?", "Barod?", None, "yes", None],
            ["select_one agree or_other", "a1", "I **agree**.", "Cytuno", "${ready} = '1'", None, "Think"],
            ["select_multiple yn", "many", "Which?", "Pa?", None, None, None],
            ["range", "far", "How far?", "Pell?", "selected(${many}, '1')", None, None],
            ["text", "other", "Else?", "Arall?", None, None, None],
            ["calculate", "total", None, None, None, None, None],
            ["end_group", None, None, None, None, None, None],
        ],
        choices=[
            ["list_name", "name", "label::English (en)", "label::Cymraeg (cy)"],
            ["yn", 1, "Yes", "Ie"],
            ["yn", 0, "No", "Na"],
            ["agree", "low", "No", "Na"],
            ["agree", "high", "Yes", "Ie"],
        ],
        settings=[["form_title", "form_id", "version"], ["Views", "views", "3.1.0"]],
    )
    draft = read(path)
    assert (draft.title, draft.version) == ("Views", "3.1.0")
    by_id = {item.id: item for item in draft.items}
    assert list(by_id) == ["ready", "a1", "far"]
    assert by_id["ready"].options == (DraftOption("1", "Yes"), DraftOption("0", "No"))
    assert (by_id["a1"].show_if, by_id["a1"].options_name) == ("ready = 1", "agree")
    assert by_id["far"].range == (0, 10)
    assert set(draft.not_carried) == {
        "Texts in other languages (a translation is another version): label::Cymraeg (cy).",
        "Groups and repeats: views.",
        "That an answer was required: ready.",
        "Hints: a1.",
        "An answer of one's own (or_other): a1.",
        "Questions that allow several answers: many.",
        "Conditions that are more than comparisons with whole numbers: far.",
        "Questions of text, numbers, dates and places: other.",
        "Calculations (a scoring rule belongs under scales in instrument.yaml): total.",
    }


def test_a_workbook_without_survey_sheet_is_refused(tmp_path):
    path = write_workbook(tmp_path, "form.xlsx", questions=[["type", "name"], ["text", "a"]])
    (fault,) = faults(read_instrument_draft, path)
    assert fault.allowed == 'a sheet "survey"'


def test_another_table_is_refused(tmp_path):
    (fault,) = faults(read_instrument_draft, write_file(tmp_path, "answers.csv", "id,q1\n1,2\n"))
    assert fault.found == "a table that is neither a data dictionary nor a key"


def test_a_file_without_single_choice_is_refused(tmp_path):
    content = "\n".join(DICTIONARY.splitlines()[:3])
    (fault,) = faults(read_instrument_draft, write_file(tmp_path, "demo.csv", content))
    assert fault.found.endswith("no question to which people give one answer from a list")


def test_spss_metadata(tmp_path):
    import pandas as pd
    import pyreadstat

    frame = pd.DataFrame({"q1": [1.0, 9.0], "tick": [1.0, 0.0], "age": [30.0, 40.0], "name": ["a", "b"]})
    pyreadstat.write_sav(
        frame,
        tmp_path / "staff.sav",
        column_labels=["I know.", "Box", "Age", "Name"],
        variable_value_labels={"q1": {1: "No", 5: "Yes", 9: "Not applicable"}, "tick": {1: "Box"}},
        missing_ranges={"q1": [9.0, 99.0], "tick": [0.0]},
    )
    draft = read(tmp_path / "staff.sav")
    (item,) = draft.items
    assert (item.id, item.wording) == ("q1", "I know.")
    assert item.options == (
        DraftOption("1", "No"), DraftOption("5", "Yes"),
        DraftOption("9", "Not applicable", is_missing=True), DraftOption("99", "", is_missing=True),
    )  # fmt: skip
    assert set(draft.not_carried) == {
        "Tick boxes (several answers allowed): tick.",
        "Variables without labelled answers: age, name.",
    }


def test_real_jisc_key():
    """Counted by hand with grep: 616 lines; Q1 to Q8 take one answer; Q9 and Q10 are 'select all'."""
    path = shared_path("real/surveys/jisc_open_data-key.en.csv")
    draft = read(path)
    by_id = {item.id: item for item in draft.items}
    assert {f"Q{number}" for number in range(1, 9)} <= set(by_id)
    assert not {"Q9", "Q10", "Q11", "Q11_1_a"} & set(by_id)
    assert [option.label for option in by_id["Q2"].options] == ["male", "female", "other"]
    assert len(by_id["Q3"].options) == 5


def test_real_jisc_sav():
    """Tick boxes of the real file are no items: Q3_1 to Q3_5 each label the 1 only."""
    draft = read(shared_path("real/surveys/jisc_bossier_example.sav"))
    assert not {item.id for item in draft.items} & {f"Q3_{number}" for number in range(1, 6)}
    assert any("Q3_1" in sentence for sentence in draft.not_carried)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a < b", "a < b"),
        ("<your area>", "<your area>"),
        ("<b>a</b><br/>c&amp;d&nbsp;e", "a c&d e"),
        ("<style>p {}</style>x<!-- y -->", "x"),
        ('<span style="color:red">a</span>', "a"),
    ],
)
def test_plain_text(text, plain):
    assert plain_text(text) == plain
