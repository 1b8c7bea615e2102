"""The Word file of `report` through the command line: templates, kept figures, the same bytes."""

import io
import shutil
import zipfile
from pathlib import Path

import docx

from tests.command_line import impl_eval
from tests.outputs.word_text import paragraphs_of


def report_of(study: Path) -> Path:
    (found,) = (study / "outputs").glob("*.docx")
    return found


def organisation(folder: Path) -> Path:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Our organisation"
    document.sections[0].footer.paragraphs[0].text = "www.example.org"
    document.save(str(folder / "ours.docx"))
    return folder / "ours.docx"


def test_a_report_on_a_template_of_an_organisation(small_study: Path, tmp_path: Path) -> None:
    template = organisation(tmp_path)
    (tmp_path / "ours.styles.yaml").write_text("Callout: Intense Quote\n", encoding="utf-8")
    done = impl_eval("report", small_study, "--template", template)
    assert done.returncode == 0, done.stderr
    assert "ours.docx: The template does not have these" in done.stderr
    assert "no page numbers" in done.stderr
    document = docx.Document(str(report_of(small_study)))
    assert document.sections[0].header.paragraphs[0].text == "Our organisation"
    styles = {each.style.name for each in paragraphs_of(document)}
    assert "Intense Quote" in styles and "Callout" not in styles


def test_run_takes_a_template_as_report_does(small_study: Path, tmp_path: Path) -> None:
    done = impl_eval("run", small_study, "--template", organisation(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "ours.docx: The template does not have these" in done.stderr
    document = docx.Document(str(report_of(small_study)))
    assert document.sections[0].header.paragraphs[0].text == "Our organisation"
    assert (small_study / "outputs" / "internal" / "results.json").exists()


def test_run_refuses_a_template_that_cannot_be_used(small_study: Path, tmp_path: Path) -> None:
    (tmp_path / "ours.dotx").write_bytes(b"no Word file")
    done = impl_eval("run", small_study, "--template", tmp_path / "ours.dotx")
    assert done.returncode == 3
    assert "ours.dotx" in done.stderr and "Traceback" not in done.stderr
    assert not list((small_study / "outputs").glob("*"))


def test_templates_that_cannot_be_used_are_refused_and_nothing_is_written(
    small_study: Path, tmp_path: Path
) -> None:
    template = organisation(tmp_path)
    with zipfile.ZipFile(template, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"macro")
    done = impl_eval("report", small_study, "--template", template)
    assert done.returncode == 3
    assert "a template with macros" in done.stderr and "Traceback" not in done.stderr
    (tmp_path / "ours.styles.yaml").write_text("Calout: Quote\n", encoding="utf-8")
    done = impl_eval("report", small_study, "--template", organisation(tmp_path))
    assert done.returncode == 3
    assert (
        'ours.styles.yaml, line 1: found "Calout"' in done.stderr and "Did you mean Callout?" in done.stderr
    )
    assert impl_eval("report", small_study, "--template", template, "--format", "html").returncode == 2
    assert not list((small_study / "outputs").glob("*.docx"))


def test_two_processes_write_the_same_bytes_with_and_without_kept_figures(small_study: Path) -> None:
    outputs = small_study / "outputs"
    written = []
    for seed in ("1", "2"):
        assert impl_eval("report", small_study, PYTHONHASHSEED=seed).returncode == 0
        written.append(report_of(small_study).read_bytes())
    kept = outputs / "internal" / "kept_work.zip"
    assert kept.stat().st_mode & 0o777 == 0o600
    before = kept.read_bytes()
    shutil.rmtree(outputs)
    assert impl_eval("report", small_study, PYTHONHASHSEED="3").returncode == 0
    written.append(report_of(small_study).read_bytes())
    assert kept.read_bytes() == before
    assert len(set(written)) == 1
    kept.write_bytes(b"broken")
    assert impl_eval("report", small_study).returncode == 0
    assert report_of(small_study).read_bytes() == written[0]


def test_run_keeps_its_figures_for_report(small_study: Path) -> None:
    assert impl_eval("run", small_study).returncode == 0
    by_run = report_of(small_study).read_bytes()
    kept = (small_study / "outputs/internal/kept_work.zip").read_bytes()
    assert zipfile.ZipFile(io.BytesIO(kept)).namelist()
    assert impl_eval("report", small_study).returncode == 0
    assert report_of(small_study).read_bytes() == by_run
    assert (small_study / "outputs/internal/kept_work.zip").read_bytes() == kept
