"""A journey through the real command line: people decide on fits in a workbook, and it comes back."""

from collections.abc import Mapping
from pathlib import Path

import openpyxl
import yaml
from click.testing import CliRunner, Result

from impl_eval.cli.main import cli
from impl_eval.errors import AnalysisRefused, StudyProblems

SHEET = 'sheet "Joint display"'


def ran(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [*map(str, arguments)])


def said(*arguments: str | Path) -> str:
    done = ran(*arguments)
    assert done.exit_code == 0, (done.output, done.exception)
    return done.stdout


def exported(study: Path, name: str = "fits.xlsx", *options: str) -> Path:
    path = study / name
    said("joint", "export", study, "--to", path, *options)
    return path


def fill(path: Path, cells: Mapping[tuple[str, str], str]) -> Path:
    """Write cells, given by mechanism and column."""
    book = openpyxl.load_workbook(path)
    sheet = book["Joint display"]
    at = {str(cell.value): cell.column for cell in sheet[1]}
    rows = {str(sheet.cell(row, 1).value): row for row in range(2, sheet.max_row + 1)}
    for (mechanism, column), text in cells.items():
        sheet.cell(rows[mechanism], at[column]).value = text
    book.save(path)
    return path


def take(path: Path, study: Path, by: str = "AB") -> str:
    return said("joint", "import", path, study, "--decided-by", by).partition("integration.yaml: ")[2].strip()


def faults(path: Path, study: Path) -> list[tuple[str, str]]:
    done = ran("joint", "import", path, study, "--decided-by", "AB")
    assert isinstance(done.exception, StudyProblems)
    assert not (study / "protocols" / "integration.yaml").exists()
    return [(one.where, one.found) for one in done.exception.problems]


def decisions(study: Path) -> list[dict[str, str]]:
    text = (study / "protocols" / "integration.yaml").read_text(encoding="utf-8")
    return list(yaml.load(text, Loader=yaml.BaseLoader)["decisions"] or [])


def decided(mechanism: str, fit: str, **more: str) -> dict[tuple[str, str], str]:
    cells = {"fit": fit, "reason": f"Why {fit}", "date": "2024-05-01"} | more
    return {(mechanism, name.replace("_", " ")): text for name, text in cells.items()}


def test_two_people_decide_on_two_copies_and_settle_what_differs(small_study: Path) -> None:
    default = small_study / "outputs" / "internal" / "joint_display.xlsx"
    assert said("joint", "export", small_study).endswith("joint_display.xlsx: 2 mechanisms to decide on\n")
    assert default.stat().st_mode & 0o777 == 0o600
    first = fill(exported(small_study, "ab.xlsx"), decided("trust", "Dissonance", explained_by="timing"))
    second = fill(exported(small_study, "cd.xlsx"), decided("trust", "silence", decided_by="CD"))
    assert take(first, small_study) == "1 decisions added, 0 changed, 0 taken back"
    assert take(second, small_study) == "1 decisions added, 0 changed, 0 taken back"
    assert "trust (Trust): silence, not settled" in said("joint", "show", small_study)
    third = exported(small_study, "both.xlsx", "--with-decisions")
    shown = openpyxl.load_workbook(third)["Joint display"]
    texts = [str(cell.value) for row in shown.iter_rows() for cell in row]
    assert "AB, 2024-05-01: dissonance (Why Dissonance); CD, 2024-05-01: silence (Why silence)" in texts
    fill(third, decided("trust", "dissonance", settles="yes", decided_by="AB and CD"))
    assert take(third, small_study) == "1 decisions added, 0 changed, 0 taken back"
    assert "trust (Trust): dissonance, decided" in said("joint", "show", small_study)
    for again in (first, second, third):
        assert take(again, small_study) == "0 decisions added, 0 changed, 0 taken back"
    assert [(one["decided_by"], one["fit"]) for one in decisions(small_study)] == [
        ("AB", "dissonance"), ("CD", "silence"), ("AB and CD", "dissonance"),
    ]  # fmt: skip


def test_who_decides_does_not_see_what_others_decided(small_study: Path) -> None:
    take(fill(exported(small_study), decided("trust", "dissonance", reason="A secret reason")), small_study)
    book = openpyxl.load_workbook(exported(small_study, "second.xlsx"))
    texts = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not any("secret" in text or "AB" in text for text in texts)


def test_a_decision_changes_and_is_taken_back_and_the_file_keeps_its_comments(small_study: Path) -> None:
    take(fill(exported(small_study), decided("trust", "dissonance")), small_study)
    path = small_study / "protocols" / "integration.yaml"
    written = path.read_text(encoding="utf-8") + "# My own.\nthreads: []\n"
    path.write_text(written, encoding="utf-8")
    fill(again := exported(small_study, "2.xlsx"), decided("trust", "silence", date=""))
    assert take(again, small_study) == "0 decisions added, 1 changed, 0 taken back"
    assert decisions(small_study)[0]["fit"] == "silence" and decisions(small_study)[0]["date"] != "2024-05-01"
    fill(back := exported(small_study, "3.xlsx"), {("trust", "fit"): "take back"})
    assert take(back, small_study) == "0 decisions added, 0 changed, 1 taken back"
    assert decisions(small_study) == []
    assert path.read_text(encoding="utf-8").endswith("# My own.\nthreads: []\n")
    assert take(back, small_study) == "0 decisions added, 0 changed, 0 taken back"
    assert {row.partition(", ")[2] for row in said("joint", "show", small_study).splitlines()[::3]} == {
        "proposed"
    }


def test_every_fault_is_told_with_row_and_column(small_study: Path) -> None:
    path = fill(
        exported(small_study),
        decided("knowledge", "agrement", date="yesterday", settles="perhaps")
        | decided("trust", "agreement", explained_by="timing"),
    )
    assert sorted(faults(path, small_study)) == [
        (f"{SHEET}, row 2, column date", '"yesterday"'),
        (f"{SHEET}, row 2, column fit", '"agrement"'),
        (f"{SHEET}, row 2, column settles", '"perhaps"'),
        (f"{SHEET}, row 3", 'explained_by beside "agreement"'),
    ]


def test_an_older_workbook_is_told(small_study: Path) -> None:
    path = fill(exported(small_study), decided("trust", "dissonance"))
    survey = small_study / "qualitative" / "coded_segments.csv"
    text = survey.read_text(encoding="utf-8")
    survey.write_text(text.replace("better", "worse").replace("same", "worse"), encoding="utf-8")
    ((where, found),) = faults(path, small_study)
    assert (where, found) == (f"{SHEET}, row 3, column seen", "the mark of other results than today's")


def test_a_protected_sheet_is_read_and_decisions_are_not_overwritten(small_study: Path) -> None:
    said("joint", "export", small_study)
    path = small_study / "outputs" / "internal" / "joint_display.xlsx"
    book = openpyxl.load_workbook(fill(path, decided("trust", "dissonance")))
    book["Joint display"].protection.sheet = True
    book.save(path)
    done = ran("joint", "export", small_study)
    assert isinstance(done.exception, AnalysisRefused)
    assert "holds decisions" in str(done.exception)
    assert take(path, small_study) == "1 decisions added, 0 changed, 0 taken back"


def test_a_file_that_cannot_be_edited_is_left_alone(small_study: Path) -> None:
    path = fill(exported(small_study), decided("trust", "dissonance"))
    take(path, small_study)
    entry = decisions(small_study)[0]
    file = small_study / "protocols" / "integration.yaml"
    inside = yaml.safe_dump({"decisions": [entry]}, default_flow_style=None, width=9999)
    text = inside.replace("- {", "  [{").replace("}\n", "}]\n")
    file.write_text(text, encoding="utf-8")
    fill(more := exported(small_study, "2.xlsx"), decided("knowledge", "silence"))
    done = ran("joint", "import", more, small_study, "--decided-by", "AB")
    assert isinstance(done.exception, AnalysisRefused)
    assert file.read_text(encoding="utf-8") == text
