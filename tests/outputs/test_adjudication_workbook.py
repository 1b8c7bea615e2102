"""The adjudication workbook: what people see, what is harmless, and that it reads back."""

import io
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from impl_eval.outputs.adjudication_workbook import (
    AFTER_CODERS,
    BEFORE_CODERS,
    DECISIONS,
    REPORTED_CHANGES,
    VALENCES,
    AdjudicationLine,
    write_adjudication_workbook,
)
from impl_eval.qualitative.agreement import DECISIONS as SETTLED
from impl_eval.qualitative.coding import REPORTED_CHANGES as CHANGES_OF_SEGMENTS
from impl_eval.qualitative.coding import VALENCES as VALENCES_OF_SEGMENTS
from impl_eval.readers.adjudication_workbook import COLUMNS, read_adjudication_workbook

CODES = (("role", "Role", "Whose job it is."), ("skill", "Skill", "=Knowing how."))
LINE = AdjudicationLine(
    "int01", "turn 2", "- I said no", "role", ("barrier", "not coded"), "barrier", "same", 10, 21
)


def test_cells_headers_and_drop_downs() -> None:
    content = write_adjudication_workbook([LINE], ["AB", "code"], CODES)
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    assert workbook.sheetnames == ["Adjudication", "How to", "Codes"]
    rows = list(workbook["Adjudication"].values)
    assert rows[0] == (*BEFORE_CODERS, "coder AB", "coder code", *AFTER_CODERS)
    assert rows[1] == (
        "int01", "turn 2", "- I said no", "role", "barrier", "not coded", None, None, "barrier", "same", None,
        10, 21,
    )  # fmt: skip
    offered = {one.formula1 for one in workbook["Adjudication"].data_validations.dataValidation}
    assert offered == {
        '"keep,drop,other code"',
        '"enabler,barrier,mixed,unclear"',
        '"better,same,worse,not said"',
        "Codes!$A$2:$A$3",
    }


def test_the_words_on_offer_are_those_that_are_understood() -> None:
    assert DECISIONS == SETTLED
    assert VALENCES == VALENCES_OF_SEGMENTS
    assert REPORTED_CHANGES == CHANGES_OF_SEGMENTS
    assert set(COLUMNS) <= {*BEFORE_CODERS, *AFTER_CODERS}


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\uff1d"])
def test_speech_never_becomes_a_formula(sign: str) -> None:
    line = AdjudicationLine("int01", "turn 2", f"{sign}1+1", "role", (f"{sign}A1",), "", "", 1, 9)
    workbook = openpyxl.load_workbook(io.BytesIO(write_adjudication_workbook([line], ["AB"], CODES)))
    for sheet in workbook:
        for cells in sheet.iter_rows():
            assert not [cell for cell in cells if cell.data_type == "f"]
    cell = workbook["Adjudication"]["C2"]
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", f"{sign}1+1", True)


def test_equal_input_gives_equal_bytes_and_wrong_input_is_refused() -> None:
    assert write_adjudication_workbook([LINE], ["A", "B"], CODES) == write_adjudication_workbook(
        [LINE], ["A", "B"], CODES
    )
    with pytest.raises(ValueError, match="each of 1 coders"):
        write_adjudication_workbook([LINE], ["A"], CODES)
    for codes, line in (
        (CODES[1:], LINE),
        (CODES, AdjudicationLine("i", "t", "p", "role", (), "good", "", 1, 2)),
        (CODES, AdjudicationLine("i", "t", "p", "role", (), "", "good", 1, 2)),
    ):
        with pytest.raises(ValueError, match="not on offer"):
            write_adjudication_workbook([line], ["A", "B"][: len(line.given)], codes)


@given(
    passage=st.text(min_size=1, max_size=60).filter(lambda text: text.strip().isprintable() and text.strip())
)
@settings(max_examples=25, deadline=None)
def test_what_is_written_reads_back(tmp_path_factory: pytest.TempPathFactory, passage: str) -> None:
    line = AdjudicationLine("int01", "turn 2", passage, "role", ("barrier",), "mixed", "", 10, 21)
    path: Path = tmp_path_factory.mktemp("book") / "adjudication.xlsx"
    path.write_bytes(write_adjudication_workbook([line], ["AB"], CODES))
    (row,) = read_adjudication_workbook(path, path.name)
    assert (row.transcript_id, row.code_id, row.start, row.end) == ("int01", "role", 10, 21)
    assert row.passage == passage.strip()
    assert (row.decision, row.valence, row.reported_change, row.reason) == ("", "mixed", "", "")
