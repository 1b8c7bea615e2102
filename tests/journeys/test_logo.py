"""A logo through the command line: named by the study, put in by hand and kept, told by the check."""

import io
from pathlib import Path

import docx
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from tests.command_line import impl_eval_here as impl_eval
from tests.readers.test_pictures import picture
from tests.study.test_report_inputs import WORDS, with_files

ALT = "Logo of the example board: a blue field"
NAMED = f"{WORDS}logo: protocols/logo.png\nlogo_alt: '{ALT}'\n"


def report_of(study: Path) -> Path:
    (found,) = [each for each in (study / "outputs").glob("*.docx") if "refreshed" not in each.name]
    return found


def pictures(report: Path) -> list[str | None]:
    document = docx.Document(str(report))
    return [each._inline.docPr.get("descr") for each in document.inline_shapes]


def logo_paragraph(document: object) -> Paragraph:
    body = document.element.body  # type: ignore[attr-defined]
    for control in body.iter(qn("w:sdt")):
        tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
        if tag is not None and tag.get(qn("w:val")) == "ie:title.logo":
            return Paragraph(next(control.iter(qn("w:p"))), document._body)  # type: ignore[attr-defined]
    raise AssertionError("no place for a logo")


def test_a_picture_of_the_study_is_on_the_title_page(small_study: Path) -> None:
    study = with_files(small_study, words=NAMED)
    (study / "protocols/logo.png").write_bytes(picture())
    assert impl_eval("report", study).returncode == 0
    assert ALT in pictures(report_of(study))
    checked = impl_eval("report", "--check", report_of(study))
    assert "logo" not in checked.stdout.lower()


def test_a_logo_that_cannot_be_used_is_told_with_its_line(small_study: Path) -> None:
    study = with_files(small_study, words=NAMED)
    done = impl_eval("check", study)
    assert done.returncode == 3
    assert (
        'protocols/report.yaml, line 2: logo: found "protocols/logo.png", which does not exist' in done.stderr
    )
    (study / "protocols/logo.png").write_bytes(b"no picture")
    done = impl_eval("report", study)
    assert done.returncode == 3
    assert "protocols/logo.png: found a file that is neither PNG nor JPEG" in done.stderr


def test_a_place_for_a_logo_is_told_mildly_and_a_picture_put_there_is_kept(small_study: Path) -> None:
    assert impl_eval("report", small_study).returncode == 0
    checked = impl_eval("report", "--check", report_of(small_study))
    to_look_at = checked.stdout.partition("To look at")[2]
    assert "the place for a logo is empty" in to_look_at
    document = docx.Document(str(report_of(small_study)))
    place = logo_paragraph(document)
    place.clear()
    place.add_run().add_picture(io.BytesIO(picture(size=(300, 100))))
    mine = small_study / "mine.docx"
    document.save(str(mine))
    before = len(pictures(mine))
    survey = sorted((small_study / "quantitative").rglob("*survey*.csv"))[0]
    lines = survey.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    survey.write_text("".join(lines[:-2]), encoding="utf-8", newline="")
    assert impl_eval("report", small_study, "--refresh", mine).returncode == 0
    refreshed = small_study / "mine-refreshed.docx"
    assert len(pictures(refreshed)) == before
    assert logo_paragraph(docx.Document(str(refreshed)))._p.findall(f".//{qn('w:drawing')}")
    assert "Place for a logo" not in "".join(each.text for each in docx.Document(str(refreshed)).paragraphs)


def test_a_place_for_a_logo_that_was_deleted_stays_away(small_study: Path) -> None:
    assert impl_eval("report", small_study).returncode == 0
    document = docx.Document(str(report_of(small_study)))
    control = logo_paragraph(document)._p.getparent().getparent()
    control.getparent().remove(control)
    mine = small_study / "mine.docx"
    document.save(str(mine))
    assert impl_eval("report", small_study, "--refresh", mine).returncode == 0
    refreshed = small_study / "mine-refreshed.docx"
    latest = refreshed if refreshed.exists() else mine
    assert b"title.logo" not in docx.Document(str(latest)).element.body.xml.encode()
