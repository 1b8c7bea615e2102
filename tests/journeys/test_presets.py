"""A journey for each preset that a plan can name: what the report shows, how it is marked, where it lies."""

import re
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from impl_eval.cli.main import cli


def run_with(study: Path, preset: str) -> Path:
    plan = study / "protocols" / "analysis_plan.yaml"
    lines = [
        line for line in plan.read_text(encoding="utf-8").splitlines() if "smallest_count_shown" not in line
    ]
    plan.write_text("\n".join([*lines, f"disclosure:\n  preset: {preset}\n"]), encoding="utf-8")
    done = CliRunner().invoke(cli, ["report", str(study), "--format", "markdown"])
    assert done.exit_code == 0, (done.output, done.exception)
    return Path(done.stdout.splitlines()[0].removeprefix("Report: "))


def test_internal_is_marked_on_every_page_and_lies_among_confidential_files(small_study: Path) -> None:
    report = run_with(small_study, "internal")
    assert (
        report.relative_to(small_study / "outputs").as_posix()
        == "internal/small-ics-evaluation-report-INTERNAL.md"
    )
    assert "INTERNAL: NOT FOR RELEASE" in report.read_text(encoding="utf-8")
    written = [path for path in (small_study / "outputs").rglob("*") if path.is_file()]
    assert {path.relative_to(small_study / "outputs").parts[0] for path in written} == {"internal"}
    assert {path.stat().st_mode & 0o777 for path in written} == {0o600}


@pytest.mark.parametrize("preset", ["nhs_hes", "opensafely"])
def test_presets_that_round_say_so_and_name_their_source(small_study: Path, preset: str) -> None:
    report = run_with(small_study, preset)
    text = report.read_text(encoding="utf-8")
    assert "rounded to the nearest 5" in text
    assert ("NHS Digital" if preset == "nhs_hes" else "OpenSAFELY") in text
    assert "INTERNAL" not in text


def test_an_unknown_preset_is_refused_by_name(small_study: Path) -> None:
    plan = small_study / "protocols" / "analysis_plan.yaml"
    plan.write_text(plan.read_text(encoding="utf-8") + "disclosure:\n  preset: hes\n", encoding="utf-8")
    done = CliRunner().invoke(cli, ["check", str(small_study)])
    assert done.exit_code != 0
    assert "nhs_hes" in str(getattr(done.exception, "problems", ""))


def test_internal_stands_in_the_header_of_every_section_of_the_word_file(small_study: Path) -> None:
    run_with(small_study, "internal")
    done = CliRunner().invoke(cli, ["report", str(small_study)])
    assert done.exit_code == 0, (done.output, done.exception)
    report = small_study / "outputs" / "internal" / "small-ics-evaluation-report-INTERNAL.docx"
    with zipfile.ZipFile(report) as document:
        headers = [name for name in document.namelist() if name.startswith("word/header")]
        said = {name: document.read(name).decode("utf-8") for name in headers}
        sections = re.findall(
            r"<w:sectPr.*?</w:sectPr>", document.read("word/document.xml").decode("utf-8"), re.S
        )
        relations = document.read("word/_rels/document.xml.rels").decode("utf-8")
    marked = {name for name, text in said.items() if "INTERNAL: NOT FOR RELEASE" in text}
    assert marked
    named = {
        reference: f"word/{target}"
        for reference, target in re.findall(r'Id="([^"]+)"[^>]*Target="(header[^"]+)"', relations)
    } | {
        reference: f"word/{target}"
        for target, reference in re.findall(r'Target="(header[^"]+)"[^>]*Id="([^"]+)"', relations)
    }
    used = [
        reference for one in sections for reference in re.findall(r'headerReference[^>]*r:id="([^"]+)"', one)
    ]
    assert used
    assert {named[reference] for reference in used} <= marked
