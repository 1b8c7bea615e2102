"""The data dictionary of a REDCap project, in the form of the web page and in that of the API."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.errors import StudyProblems
from impl_eval.readers.survey import ReadingChoices
from impl_eval.readers.survey.raw_table import Companion
from impl_eval.readers.survey.redcap_dictionary import (
    RedcapDictionary,
    code_in_name,
    parse_choices,
    read_redcap_dictionary,
)
from tests.readers.files import faults, write_file
from tests.readers.survey.redcap_twins import DICTIONARY, HEADER, read_redcap, row
from tests.statistics.known import PROPERTY


def _dictionary(folder: Path, content: str) -> RedcapDictionary | None:
    path = write_file(folder, "d.csv", content)
    return read_redcap_dictionary(Companion(path, "d.csv"))


def test_the_web_form(tmp_path: Path) -> None:
    """18 columns, a byte order mark, curly quotation marks and a lost character."""
    dictionary = _dictionary(tmp_path, DICTIONARY)
    assert dictionary is not None
    assert dictionary.forms == ("consent", "survey")
    assert dictionary.fields["role"].choices["1"] == "GP, salaried or partner"
    assert dictionary.fields["q1"].label == "I can start the talk"
    assert dictionary.fields["q2"].label == "I don\ufffdt know \u201chow\u201d"
    assert dictionary.fields["surname"].is_identifier
    assert not dictionary.fields["role"].is_identifier
    assert list(dictionary.fields["tools"].columns()) == ["tools___1", "tools___2", "tools____9"]
    assert dictionary.fields["thanks"].columns() == {}
    assert (dictionary.damaged, dictionary.odd_choices) == (("q2",), ())


def test_the_form_of_the_api(tmp_path: Path) -> None:
    header = (
        "field_name,form_name,section_header,field_type,field_label,select_choices_or_calculations,field_note,"
        "text_validation_type_or_show_slider_number,text_validation_min,text_validation_max,identifier,"
        "branching_logic,required_field,custom_alignment,question_number,matrix_group_name,matrix_ranking,"
        "field_annotation"
    )
    dictionary = _dictionary(tmp_path, f"{header}\n{row('q1', 'My form', 'radio', 'Q', '0, No | 1, Yes')}\n")
    assert dictionary is not None
    assert dictionary.fields["q1"].choices == {"0": "No", "1": "Yes"}
    assert dictionary.forms == ("my_form",)


@pytest.mark.parametrize(
    ("text", "choices", "is_odd"),
    [
        ("1, Yes | 0, No", {"1": "Yes", "0": "No"}, False),
        ("1,Yes|0,No|", {"1": "Yes", "0": "No"}, False),
        ("a, GP, salaried | b, <b>Nurse</b>", {"a": "GP, salaried", "b": "Nurse"}, False),
        ("1, Yes | 2", {"1": "Yes", "2": ""}, True),
        ("1, Yes | 1, No", {"1": "Yes"}, True),
        ("", {}, False),
    ],
)
def test_choices(text: str, choices: dict[str, str], is_odd: bool) -> None:
    assert parse_choices(text) == (choices, is_odd)


@pytest.mark.parametrize(("code", "written"), [("1", "1"), ("-99", "_99"), ("NASK", "nask"), ("a_b", "a_b")])
def test_codes_in_column_names(code: str, written: str) -> None:
    assert code_in_name(code) == written


def test_odd_choices_are_told(tmp_path: Path) -> None:
    dictionary = "\n".join((HEADER, row("id", "a", "text", "Id"), row("q", "a", "radio", "Q", "1, Yes | 2")))
    survey = read_redcap(tmp_path, "id,q,a_complete\n1,1,2\n", f"{dictionary}\n")
    assert (
        "Choices in the data dictionary without a label, or with a code twice, in: q." in survey.report.notes
    )


def test_a_field_twice_is_refused(tmp_path: Path) -> None:
    twice = "\n".join((HEADER, row("q", "a", "text", "Q"), row("q", "a", "text", "Q"))) + "\n"
    path = write_file(tmp_path, "d.csv", twice)
    (problem,) = faults(lambda one, name: read_redcap_dictionary(Companion(one, name)), path)
    assert (problem.line, problem.where, problem.found) == (3, "q", "the field a second time")


def test_another_table_is_no_dictionary(tmp_path: Path) -> None:
    assert _dictionary(tmp_path, "id,q1\n1,2\n") is None


def test_a_named_file_that_is_no_dictionary_is_refused(tmp_path: Path) -> None:
    write_file(tmp_path, "notes.csv", "id,q1\n1,2\n")
    with pytest.raises(StudyProblems) as raised:
        read_redcap(tmp_path, choices=ReadingChoices(dictionary="notes.csv"))
    (problem,) = raised.value.problems
    assert (problem.file, problem.found) == ("notes.csv", "a file that is no REDCap data dictionary")
    assert problem.remedy == "Correct `dictionary` under `reading` in the column map."


_LABELS = st.text("abcdefghij, ?'", min_size=1).map(str.strip).filter(bool)


@PROPERTY
@given(st.dictionaries(st.integers(-99, 99).map(str), _LABELS, min_size=1))
def test_choices_come_back_as_they_were_written(choices: dict[str, str]) -> None:
    written = " | ".join(f"{code}, {label}" for code, label in choices.items())
    parsed, is_odd = parse_choices(written)
    assert {code: label.split() for code, label in parsed.items()} == {
        code: label.split() for code, label in choices.items()
    }
    assert not is_odd
