"""Exports: what other programs read in them, what comes back from them, and what is said to be lost."""

import csv
import io
import warnings
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings

from impl_eval.instruments import Instrument
from impl_eval.outputs.instrument_forms import FORM_KINDS, export_form
from impl_eval.readers.instruments import read_instrument_draft
from impl_eval.readers.instruments.draft import plain_text
from tests.instruments.builders import AGREEMENT, instrument, instruments, item, scale, shell
from tests.outputs.word_lint import lint
from tests.quantitative.builders import reference_instrument

ENDINGS = {"redcap": ".csv", "xlsform": ".xlsx", "spss": ".sav", "word": ".docx"}
QUIET = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)


def conditional() -> Instrument:
    return instrument(
        introduction="About <knowledge> & trust.",
        scales=[scale("knowledge"), scale("sureness", min_valid="1")],
        choices={
            "agree5": {"min": "1", "max": "5", "labels": AGREEMENT},
            "sure11": {"min": "0", "max": "10", "labels": {"0": "Not at all", "10": "Completely"}},
        },
        items=[
            item("know1"),
            item("know2", reverse_scored="yes", show_if="know1 >= 3 and know1 != 5"),
            item("Know-3", wording='Is a < b & "c" | d?', show_if="know1 = 1 or know2 = 2"),
            item("sure1", scale="sureness", choices="sure11"),
            item("age", scale="unscored", choices="sure11"),
        ],
    )


def round_trip(one: Instrument, kind: str, folder: Path):
    path = folder / f"form{ENDINGS[kind]}"
    path.write_bytes(export_form(one, kind).content)
    return read_instrument_draft(path, path.name)


@pytest.mark.parametrize("kind", FORM_KINDS)
@pytest.mark.parametrize("one", [instrument(), conditional(), shell(), reference_instrument()])
def test_equal_instruments_give_equal_bytes_and_losses_are_said(one, kind):
    first, second = export_form(one, kind), export_form(one, kind)
    assert first == second
    losses = " ".join(first.losses)
    assert all(f"{scale.id} ({scale.rule}, at least" in losses for scale in one.scales)
    for reversed_item in (each.id for each in one.items if each.reverse_scored):
        assert reversed_item in losses
    if one.is_shell:
        assert "The wording of 3 items" in losses


def test_another_kind_is_the_callers_mistake():
    with pytest.raises(ValueError, match="no form of the kind pdf"):
        export_form(instrument(), "pdf")


def key_of(one: Instrument):
    return [
        (each.id, each.wording, each.scale, each.reverse_scored, each.short_label, each.show_if)
        for each in one.items
    ]


def key_of_draft(draft):
    return [
        (each.id, each.wording, each.scale, each.reverse_scored, each.short_label, each.show_if)
        for each in draft.items
    ]


@pytest.mark.parametrize("kind", ["redcap", "xlsform"])
@pytest.mark.parametrize("one", [conditional(), shell(), reference_instrument()])
def test_ids_wording_key_and_conditions_come_back(one, kind, tmp_path):
    draft = round_trip(one, kind, tmp_path)
    assert key_of_draft(draft) == key_of(one)
    assert draft.introduction == (one.introduction or "")
    assert draft.not_carried == ()


@QUIET
@given(instruments())
@pytest.mark.parametrize("kind", ["redcap", "xlsform"])
def test_any_instrument_comes_back(kind, tmp_path, one):
    texts = [each.wording for each in one.items]
    texts += [label for options in one.choices.values() for label in options.labels.values()]
    # An XLSForm cannot say that "<b>" is meant as three letters: such a text is a tag there.
    assume(kind == "redcap" or all(plain_text(text) == text for text in texts))
    draft = round_trip(one, kind, tmp_path)
    assert [each[:4] for each in key_of_draft(draft)] == [each[:4] for each in key_of(one)]
    for each, drafted in zip(one.items, draft.items, strict=True):
        options = one.options_of(each)
        answers = [option for option in drafted.options if option.code != "-88"]
        values = range(options.min, options.max + 1)
        assert [option.code for option in answers] == [str(value) for value in values]
        labels = {int(option.code): option.label for option in answers if option.label != option.code}
        expected = {value: label.replace("|", "/") for value, label in options.labels.items()}
        if kind == "xlsform":
            expected = options.labels
        assert labels == expected


@QUIET
@given(instruments())
def test_spss_keeps_wording_labels_and_missing_codes(tmp_path, one):
    draft = round_trip(one, "spss", tmp_path)
    assert [(each.id, each.wording) for each in draft.items] == [
        (each.id, each.wording) for each in one.items
    ]
    for each, drafted in zip(one.items, draft.items, strict=True):
        answers = {int(one.code): one.label for one in drafted.options if not one.is_missing}
        assert answers == one.options_of(each).labels
        missing = {int(one.code): one.label for one in drafted.options if one.is_missing}
        assert missing == one.missing_codes


def test_the_dictionary_has_redcaps_columns_and_rules():
    """Names of at most 26 small letters, digits and _; eighteen columns; the record's id first."""
    rows = list(csv.DictReader(io.StringIO(export_form(conditional(), "redcap").content.decode())))
    assert len(rows[0]) == 18
    names = [row["Variable / Field Name"] for row in rows]
    assert names == ["record_id", "know1", "know2", "know_3", "sure1", "age"]
    assert rows[2]["Branching Logic (Show field only if...)"] == "[know1] >= '3' and [know1] <> '5'"
    assert rows[3]["Field Label"] == 'Is a &lt; b &amp; "c" | d?'
    assert rows[1]["Choices, Calculations, OR Slider Labels"] == (
        "1, Strongly disagree | 2, Disagree | 3, Neither agree nor disagree | 4, Agree | 5, Strongly agree"
        " | -88, Not applicable"
    )
    assert rows[2]["Field Annotation"] == (
        'Key: @IMPL-EVAL item=know2 scale=knowledge reverse=yes choices=agree5 short="About know2"'
    )
    assert [row["Matrix Group Name"] for row in rows] == ["", "agree5_1", "agree5_1", "agree5_1", "", ""]
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row.values())


def test_long_ids_stay_apart_in_redcap():
    items = [item(f"{'a' * 30}{number}") for number in (1, 2, 3)]
    rows = list(csv.DictReader(io.StringIO(export_form(instrument(items=items), "redcap").content.decode())))
    names = [row["Variable / Field Name"] for row in rows]
    assert len(set(names)) == 4
    assert max(map(len, names)) == 26


@pytest.mark.parametrize("one", [instrument(), conditional(), shell(), reference_instrument()])
def test_pyxform_converts_without_a_warning(one, tmp_path):
    from pyxform.xls2xform import convert

    path = tmp_path / "form.xlsx"
    path.write_bytes(export_form(one, "xlsform").content)
    said: list[str] = []
    result = convert(str(path), warnings=said)
    assert said == []
    assert result.warnings == []
    key = {each.id: "yes" if each.reverse_scored else "no" for each in one.items}
    for item_id, reverse in key.items():
        assert (
            f'nodeset="/{one.id}/{item_id}"' in result.xform.replace("data", one.id)
            or item_id in result.xform
        )
        assert f'impl:reverse="{reverse}"' in result.xform


def test_the_xlsform_keeps_to_text():
    items = [item("know1", wording="=1+1"), item("know2", wording="Is ${know1} so?"), item("know3")]
    content = export_form(instrument(items=items), "xlsform").content
    import openpyxl

    sheet = openpyxl.load_workbook(io.BytesIO(content))["survey"]
    assert [(cell.value, cell.data_type) for cell in sheet["C"]][1:3] == [
        ("=1+1", "s"),
        ("Is $ {know1} so?", "s"),
    ]


@pytest.mark.parametrize("one", [instrument(), conditional(), shell(), reference_instrument()])
def test_the_questionnaire_is_a_clean_word_file(one):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        content = export_form(one, "word").content
    assert lint(content) == []
    import docx

    document = docx.Document(io.BytesIO(content))
    texts = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    boxes = texts.count("\N{BALLOT BOX}")
    assert boxes == sum(one.options_of(each).max - one.options_of(each).min + 2 for each in one.items)
    for each in one.items:
        assert any(each.text in text for text in texts)
    assert any(one.source.rstrip(".") in paragraph.text for paragraph in document.paragraphs)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("word/document.xml").decode()
    assert ("Not yet to be handed out" in xml) is one.is_shell


def test_conditions_are_printed_beside_their_items():
    import docx

    document = docx.Document(io.BytesIO(export_form(conditional(), "word").content))
    texts = " ".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert (
        'Only if your answer to question 1 is at least "Neither agree nor disagree" and your answer to '
        'question 1 is not "Strongly agree".' in texts
    )


def test_spss_says_what_it_cut():
    items = [item("know1", wording="é" * 200), item("Know-2"), item("know3")]
    losses = export_form(instrument(items=items), "spss").losses
    assert "The end of wordings longer than 256 bytes: know1." in losses
    assert "Ids that SPSS does not take: Know-2 as Know_2." in losses
