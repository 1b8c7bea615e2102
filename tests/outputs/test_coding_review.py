import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from impl_eval.outputs.coding_review import COLUMNS, ReviewLine, write_coding_review
from impl_eval.qualitative.coding import REPORTED_CHANGES, VALENCES

CODES = (("waiting", "Waiting lists", "Role › Waiting lists", "Lists are long."),)
MECHANISMS = (("knowledge", "Knowledge", "Steps are known."), ("role", "Role", "It is one's own job."))


def line(passage: str = "I know the steps now.", **changes: object) -> ReviewLine:
    values: dict[str, object] = {
        "suggestion": "gp_01:10-31:knowledge", "transcript": "gp_01", "speaker": "GP", "before": "Well,",
        "passage": passage, "after": "Yes.", "mechanism": "knowledge", "phrase": "know * step", "cue": "now",
        "valence": "enabler", "start": 10, "end": 31,
    }  # fmt: skip
    return ReviewLine(**{**values, **changes})


def test_header_first_sheet_and_prefilled_cells() -> None:
    book = load_workbook(io.BytesIO(write_coding_review([line()], MECHANISMS)))
    assert book.sheetnames == ["Review", "How to", "Mechanisms"]
    sheet = book["Review"]
    assert tuple(cell.value for cell in sheet[1]) == COLUMNS == (
        "suggestion", "transcript", "speaker", "before", "passage", "after", "mechanism", "code", "phrase",
        "cue", "band", "why", "decision", "valence", "reported change", "memo", "coder", "start", "end",
        "suggested valence",
    )  # fmt: skip
    row = {name: cell.value for name, cell in zip(COLUMNS, sheet[2], strict=True)}
    assert row["valence"] == "enabler"
    assert (row["decision"], row["reported change"], row["memo"]) == (None, None, None)
    assert (row["start"], row["end"]) == (10, 31)
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:T2"
    assert [cell.value for cell in book["Mechanisms"][2]] == list(MECHANISMS[0])
    assert "impl-eval coding import" in " ".join(str(cell.value) for cell in book["How to"]["A"])


def test_drop_downs_offer_what_the_import_accepts_also_below_the_last_row() -> None:
    sheet = load_workbook(io.BytesIO(write_coding_review([line()], MECHANISMS)))["Review"]
    offered = {str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation}
    assert offered == {
        "G2:G502": "Mechanisms!$A$2:$A$3",
        "M2:M502": '"accept,reject"',
        "N2:N502": f'"{",".join(VALENCES)}"',
        "O2:O502": f'"{",".join(REPORTED_CHANGES)}"',
    }


@pytest.mark.parametrize(
    "speech", ["=1+1", "+44 of them", "-- no", "@you", "#N/A", "1e5", "12", "=cmd|' /C calc'!A0"]
)
def test_speech_never_becomes_a_formula(speech: str) -> None:
    content = write_coding_review([line(speech)], MECHANISMS)
    cell = load_workbook(io.BytesIO(content))["Review"]["E2"]
    assert (cell.value, cell.data_type) == (speech, "s")
    assert cell.quotePrefix
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")


@settings(deadline=None, max_examples=40)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_speech_survives(speech: str) -> None:
    content = write_coding_review([line(speech)], MECHANISMS)
    value = load_workbook(io.BytesIO(content))["Review"]["E2"].value
    kept = "".join("\ufffd" if ord(one) < 32 and one not in "\t\n\r" else one for one in speech)
    assert value.replace("\r\n", "\n").replace("\r", "\n") == kept.replace("\r\n", "\n").replace("\r", "\n")


def test_a_text_longer_than_a_cell_is_cut_in_plain_sight() -> None:
    value = load_workbook(io.BytesIO(write_coding_review([line("a" * 40_000)], MECHANISMS)))["Review"][
        "E2"
    ].value
    assert len(value) == 32_767
    assert value.endswith("a […]")


def test_bytes_are_equal_and_carry_no_time() -> None:
    first = write_coding_review([line()], MECHANISMS)
    assert first == write_coding_review([line()], MECHANISMS)
    core = zipfile.ZipFile(io.BytesIO(first)).read("docProps/core.xml")
    assert core.count(b"2000-01-01T00:00:00Z") == 2


def test_without_suggestions_there_is_a_sheet_to_fill_in() -> None:
    sheet = load_workbook(io.BytesIO(write_coding_review([], MECHANISMS)))["Review"]
    assert sheet.max_row == 1
    assert sheet.data_validations.count == 4


def test_what_the_drop_downs_do_not_offer_is_refused() -> None:
    with pytest.raises(ValueError, match="not on offer"):
        write_coding_review([line(valence="good")], MECHANISMS)
    with pytest.raises(ValueError, match="not on offer"):
        write_coding_review([line(mechanism="other")], MECHANISMS)


def test_codes_of_the_codebook_are_offered_with_their_labels() -> None:
    content = write_coding_review([line(code="waiting", band="strong", why="3 words")], MECHANISMS, CODES)
    book = load_workbook(io.BytesIO(content))
    assert [cell.value for cell in book["Codes"][2]] == ["waiting – Waiting lists", *CODES[0]]
    offered = {str(one.sqref): one.formula1 for one in book["Review"].data_validations.dataValidation}
    assert offered["H2:H502"] == "Codes!$A$2:$A$2"
    row = {name: cell.value for name, cell in zip(COLUMNS, book["Review"][2], strict=True)}
    assert (row["code"], row["band"], row["why"]) == ("waiting", "strong", "3 words")


def test_a_suggestion_beside_the_framework_has_a_code_and_no_mechanism() -> None:
    beside = line(mechanism="", code="waiting")
    assert write_coding_review([beside], MECHANISMS, CODES)
    with pytest.raises(ValueError, match="not on offer"):
        write_coding_review([beside], MECHANISMS)
    with pytest.raises(ValueError, match="not on offer"):
        write_coding_review([line(mechanism="")], MECHANISMS, CODES)


def test_a_code_name_never_becomes_a_formula() -> None:
    codes = (("c1", "=HYPERLINK(1)", "=HYPERLINK(1)", "=1+1"),)
    book = load_workbook(io.BytesIO(write_coding_review([line()], MECHANISMS, codes)))
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in book["Codes"][2])
