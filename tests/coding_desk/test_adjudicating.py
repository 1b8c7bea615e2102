"""Settled differences fill the consensus, together with what coders agreed on without words."""

from dataclasses import replace
from pathlib import Path

from openpyxl import load_workbook

from impl_eval.coding_desk.adjudicating import import_adjudications
from impl_eval.coding_desk.standing import load_settled_study
from tests.coding_desk.interviews import AT, enlarge, rows
from tests.coding_desk.test_coding_desk import KNOWS, LIST, TRUST, decide, segment
from tests.command_line import impl_eval_here as impl_eval


def workbook_of(study: Path) -> Path:
    done = impl_eval("compare-coders", study, "--workbook")
    assert done.returncode == 0, done.stderr
    return study / "outputs" / "internal" / "adjudication.xlsx"


def settle(path: Path, decision: str) -> None:
    """Decide every row of the workbook alike, with a reason."""
    workbook = load_workbook(path)
    sheet = workbook["Adjudication"]
    column = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        if sheet.cell(row, column["passage"]).value:
            sheet.cell(row, column["decision"], decision)
            sheet.cell(row, column["valence"], "enabler")
            sheet.cell(row, column["reason"], "both meant it")
    workbook.save(path)


def test_settled_differences_fill_the_consensus(small_study: Path) -> None:
    enlarge(small_study)
    decide(small_study, segment(KNOWS, "AB"), segment(TRUST, "AB", "trust"))
    decide(small_study, segment(KNOWS, "CD"), coder="CD")
    path = workbook_of(small_study)
    settle(path, "keep")
    settled, undecided = import_adjudications(small_study, path, "EF", AT)
    assert (settled, undecided) == (1, 0)
    consensus = {one["quote"]: one["valence"] for one in rows(small_study) if one["coder"] == "consensus"}
    assert consensus == {TRUST: "enabler", KNOWS: "unclear"}
    load_settled_study(small_study)


def test_what_coders_agree_on_in_other_transcripts_joins_the_consensus_too(small_study: Path) -> None:
    """The first transcript has no row in the workbook: AB and CD agree there on all that AB coded."""
    enlarge(small_study)
    decide(small_study, segment(LIST, "AB", code_id="list_helps"), segment(TRUST, "AB", "trust"))
    material = load_settled_study(small_study).interviews
    assert material is not None
    first = [one for one in material.coded_segments if one.transcript_id == "t1"]
    decide(small_study, *(replace(one, coder="CD") for one in first), coder="CD")
    decide(small_study, segment(LIST, "CD"), coder="CD")
    path = workbook_of(small_study)
    settle(path, "keep")
    import_adjudications(small_study, path, "EF", AT)
    settled = [one for one in rows(small_study) if one["coder"] == "consensus"]
    consensus = {(one["transcript_id"], one["quote"]): one for one in settled}
    assert set(consensus) == {("t2", TRUST), ("t2", LIST), *(("t1", one.quote) for one in first)}
    # AB gave the sub-code, CD its mechanism: they agree on the mechanism.
    assert (consensus["t2", LIST]["mechanism_id"], consensus["t2", LIST]["code_id"]) == ("knowledge", "")
