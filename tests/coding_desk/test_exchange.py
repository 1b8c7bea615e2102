"""Projects go out and come back with the same codings; settled differences fill the consensus."""

from pathlib import Path

import pytest

from impl_eval.coding_desk.exports import export_codings
from impl_eval.coding_desk.project_import import ImportOptions, import_project
from impl_eval.coding_desk.standing import load_settled_study
from impl_eval.errors import StudyProblems
from tests.coding_desk.interviews import AT, enlarge, rows
from tests.coding_desk.test_coding_desk import KNOWS, LIST, decide, segment
from tests.command_line import impl_eval_here as impl_eval


def test_a_project_comes_back_with_the_same_codings(small_study: Path, tmp_path: Path) -> None:
    enlarge(small_study)
    decide(
        small_study,
        segment(KNOWS, "AB", valence="barrier", note="mine"),
        segment(LIST, "CD", code_id="list_helps"),
    )
    before = rows(small_study)
    (path,), lines = export_codings(small_study, tmp_path, "qdpx")
    assert any("4 codings" in line for line in lines)
    exchanged = import_project(small_study, path, "AB", AT)
    assert exchanged.added == 0
    assert rows(small_study) == before
    load_settled_study(small_study)


def test_codes_that_the_codebook_lacks_are_problems_or_listed(small_study: Path, tmp_path: Path) -> None:
    enlarge(small_study)
    decide(small_study, segment(LIST, "CD", code_id="list_helps"))
    (path,), _ = export_codings(small_study, tmp_path, "qdpx")
    decide(small_study)
    codebook = small_study / "qualitative" / "codebook.yaml"
    text = codebook.read_text(encoding="utf-8")
    done = impl_eval("coding", "undo", small_study, "--coder", "AB")
    assert done.returncode == 0, done.stderr
    codebook.write_text(text[: text.index("  - id: list_helps")], encoding="utf-8")
    with pytest.raises(StudyProblems) as refused:
        import_project(small_study, path, "CD", AT)
    assert any("which the codebook does not have" in one.found for one in refused.value.problems)
    exchanged = import_project(small_study, path, "CD", AT, ImportOptions(partial=True))
    assert "  1 coding of codes that the study does not have." in exchanged.lines
