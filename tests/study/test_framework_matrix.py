"""The matrix of a study, out and back: what changed, what is stale, what is refused, what is kept."""

import stat
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from impl_eval.errors import AnalysisRefused, StudyProblems, describe_problem
from impl_eval.outputs.atomic import write_all
from impl_eval.outputs.framework_matrix import matrix_workbook
from impl_eval.qualitative.framework_matrix import CaseKind, CellKey
from impl_eval.study.framework_matrix import matrix_of_study, shown_matrix
from impl_eval.study.load import load_study
from impl_eval.study.participant_sites import SITES_FILE
from impl_eval.study.summary_files import SUMMARIES_FILE, summaries_csv
from impl_eval.study.summary_import import (
    MatrixChanges,
    holds_unimported_summaries,
    merge_summaries,
    read_changed_summaries,
)

KNOWLEDGE, TRUST = CellKey("participant", "P01", "knowledge"), CellKey("participant", "P01", "trust")


def export(study: Path, kind: CaseKind = "participant") -> Path:
    loaded = load_study(study)
    path = study / "matrix.xlsx"
    path.write_bytes(matrix_workbook(shown_matrix(loaded, matrix_of_study(loaded, kind))))
    return path


def edit(path: Path, **cells: str | None) -> Path:
    """Change cells of the sheet Matrix, or of another as Segments_K2."""
    book = openpyxl.load_workbook(path)
    for name, text in cells.items():
        sheet, _, cell = name.rpartition("_")
        found = book[sheet or "Matrix"]
        assert isinstance(found, Worksheet)
        found[cell] = text
    book.save(path)
    return path


def bring_back(study: Path, path: Path, coder: str = "AB") -> MatrixChanges:
    loaded = load_study(study)
    changes = read_changed_summaries(path, loaded, coder)
    merged = merge_summaries(loaded.interviews.summaries, changes.changed)
    write_all({study / SUMMARIES_FILE: (summaries_csv(merged), True)})
    return changes


def refused(study: Path, path: Path) -> list[str]:
    with pytest.raises(StudyProblems) as refusal:
        read_changed_summaries(path, load_study(study), "AB")
    return [describe_problem(one) for one in refusal.value.problems]


def standing(study: Path, key: CellKey) -> tuple[str, str]:
    cell = matrix_of_study(load_study(study), key.case_kind).cells[key]
    return cell.standing.state, cell.standing.reason


def test_a_summary_comes_back_with_what_it_rests_on(small_study: Path) -> None:
    changes = bring_back(small_study, edit(export(small_study), D3="Knows what to do.\n\nSince spring. "))
    (summary,) = changes.changed
    assert (summary.key, summary.coder, summary.text) == (
        KNOWLEDGE,
        "AB",
        "Knows what to do.\n\nSince spring.",
    )
    assert [str(place) for place in summary.rests_on] == ["t1:60-81"]
    assert (changes.written, changes.taken_back, changes.unchanged) == (1, 0, 1)
    assert load_study(small_study).interviews.summaries == (summary,)
    assert standing(small_study, KNOWLEDGE) == ("current", "")


def test_nobody_else_can_read_the_file(small_study: Path) -> None:
    bring_back(small_study, edit(export(small_study), D3="Knows."))
    assert stat.S_IMODE((small_study / SUMMARIES_FILE).stat().st_mode) == 0o600


def test_importing_twice_changes_nothing(small_study: Path) -> None:
    path = edit(export(small_study), D3="Knows.", E3="Trusts.")
    bring_back(small_study, path)
    before = (small_study / SUMMARIES_FILE).read_bytes()
    assert bring_back(small_study, path, "CD").changed == ()
    assert (small_study / SUMMARIES_FILE).read_bytes() == before
    assert bring_back(small_study, export(small_study)).changed == ()


def test_an_unchanged_workbook_leaves_everything(small_study: Path) -> None:
    assert read_changed_summaries(export(small_study), load_study(small_study), "AB").changed == ()


def test_an_emptied_cell_takes_a_summary_back(small_study: Path) -> None:
    bring_back(small_study, edit(export(small_study), D3="Knows.", E3="Trusts."))
    changes = bring_back(small_study, edit(export(small_study), D3=None))
    assert (changes.written, changes.taken_back) == (0, 1)
    assert [one.key for one in load_study(small_study).interviews.summaries] == [TRUST]


def test_it_goes_stale_when_the_coding_changes_and_says_why(small_study: Path) -> None:
    bring_back(small_study, edit(export(small_study), D3="Knows.", E3="Trusts."))
    segments = small_study / "qualitative/coded_segments.csv"
    text = segments.read_text(encoding="utf-8")
    segments.write_text(text.replace("now,knowledge,enabler", "now,knowledge,mixed"), encoding="utf-8")
    assert standing(small_study, KNOWLEDGE) == (
        "stale",
        "1 segment coded anew since the summary was written; it rests on 1 of those removed or coded anew",
    )
    assert standing(small_study, TRUST)[0] == "current"


def test_still_right_makes_it_current_again(small_study: Path) -> None:
    test_it_goes_stale_when_the_coding_changes_and_says_why(small_study)
    changes = bring_back(small_study, edit(export(small_study), Status_L2="yes"), "CD")
    assert [(one.key, one.text, one.coder) for one in changes.changed] == [(KNOWLEDGE, "Knows.", "CD")]
    assert standing(small_study, KNOWLEDGE) == ("current", "")


def test_still_right_on_an_empty_cell_says_nothing(small_study: Path) -> None:
    assert bring_back(small_study, edit(export(small_study), Status_L2="yes")).changed == ()


def test_what_it_rests_on_can_be_changed_alone(small_study: Path) -> None:
    bring_back(small_study, edit(export(small_study), D3="Knows."))
    (summary,) = bring_back(small_study, edit(export(small_study), Segments_K2="no")).changed
    assert (summary.text, summary.rests_on) == ("Knows.", ())
    assert standing(small_study, KNOWLEDGE)[0] == "current"


def test_it_is_stale_at_once_where_the_coding_changed_while_it_was_written(small_study: Path) -> None:
    path = edit(export(small_study), D3="Knows.")
    segments = small_study / "qualitative/coded_segments.csv"
    rows = segments.read_text(encoding="utf-8").splitlines(keepends=True)
    segments.write_text("".join(row for row in rows if "knowledge" not in row), encoding="utf-8")
    bring_back(small_study, path)
    assert standing(small_study, KNOWLEDGE)[0] == "stale"


def test_somebody_elses_newer_summary_is_never_written_over(small_study: Path) -> None:
    mine = edit(export(small_study), D3="Mine.").rename(small_study / "mine.xlsx")
    bring_back(small_study, edit(export(small_study), D3="Theirs.", E3="Trusts."), "CD")
    (fault,) = refused(small_study, mine)
    assert fault.startswith(
        'mine.xlsx: sheet "Matrix", cell D3: found a summary that was changed by CD since this workbook '
        "was made"
    )
    assert "Theirs" not in fault


def test_all_faults_at_once_and_no_words_in_them(small_study: Path) -> None:
    path = edit(
        export(small_study), D3="x" * 20_001, A3="participant:P77", E3="Secret words.",
        Status_A2="participant:P77", Status_A3="participant:P77", Status_C3="damaged",
    )  # fmt: skip
    faults = refused(small_study, path)
    assert [fault.split(":")[1].strip() for fault in faults] == [
        'sheet "Matrix", cell D3',
        'sheet "Matrix", cell E3',
    ]
    assert "20,001 characters" in faults[0]
    assert "hidden cells that were changed" in faults[1]
    assert "Secret" not in "".join(faults)


def test_a_case_that_the_study_does_not_have_is_told(small_study: Path) -> None:
    path = edit(
        export(small_study),
        A3="participant:P77",
        Status_A2="participant:P77",
        Status_A3="participant:P77",
        D3="x",
    )
    assert refused(small_study, path) == [
        'matrix.xlsx: sheet "Matrix", cell D3: found a summary of "P77"; '
        "allowed: one of the participants of the study."
    ]


@pytest.mark.parametrize(
    ("change", "holds"),
    [
        (lambda path: path, False),
        (lambda path: edit(path, D3="New."), True),
        (lambda path: path.write_bytes(b"x"), True),
    ],
)
def test_work_that_is_not_imported_is_noticed(
    small_study: Path, change: Callable[[Path], object], holds: bool
) -> None:
    path = export(small_study)
    change(path)
    assert holds_unimported_summaries(path, load_study(small_study)) is holds
    assert not holds_unimported_summaries(small_study / "absent.xlsx", load_study(small_study))


def test_groups_and_sites_can_be_cases(small_study: Path) -> None:
    assert [case.label for case in matrix_of_study(load_study(small_study), "stakeholder_group").cases] == [
        "GP"
    ]
    with pytest.raises(AnalysisRefused, match=r"participant_sites\.csv"):
        matrix_of_study(load_study(small_study), "site")
    site = load_study(small_study).sites[0]
    (small_study / SITES_FILE).write_text(f"participant_id,site_id\nP01,{site.id}\n", encoding="utf-8")
    assert [case.label for case in matrix_of_study(load_study(small_study), "site").cases] == [site.name]
    bring_back(small_study, edit(export(small_study, "site"), D3="Here they know."))
    assert standing(small_study, CellKey("site", site.id, "knowledge"))[0] == "current"


def test_faults_of_the_sites_file_are_told_at_once(small_study: Path) -> None:
    site = load_study(small_study).sites[0].id
    (small_study / SITES_FILE).write_text(
        f"participant_id,site_id\nP01,{site}\nP01,x9\nP02,{site}\n", encoding="utf-8"
    )
    with pytest.raises(StudyProblems) as refusal:
        matrix_of_study(load_study(small_study), "site")
    assert [(one.line, one.found) for one in refusal.value.problems] == [
        (3, '"P01" at two sites'), (3, '"x9"'), (4, '"P02"'),
    ]  # fmt: skip


def test_a_study_without_transcripts_has_no_matrix(small_study: Path) -> None:
    text = (small_study / "study.yaml").read_text(encoding="utf-8")
    start, end = text.index("interviews:"), text.index("outcomes:")
    (small_study / "study.yaml").write_text(text[:start] + text[end:], encoding="utf-8")
    with pytest.raises(AnalysisRefused, match="no transcripts"):
        matrix_of_study(load_study(small_study), "participant")
