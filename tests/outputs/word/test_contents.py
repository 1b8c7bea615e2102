"""Lists of contents and references: fields whose words stand there already, and lead somewhere."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from docx.oxml.ns import qn
from lxml import etree

from impl_eval.outputs.kept_work import KeptWork
from impl_eval.outputs.report import build_report
from impl_eval.outputs.report.model import (
    Block,
    CellLine,
    Column,
    Contents,
    FigureBlock,
    Heading,
    Paragraph,
    Span,
    TableBlock,
)
from impl_eval.outputs.word import page_numbers, render_report
from impl_eval.outputs.word.body import BodyWriter
from impl_eval.outputs.word.contents import DEEPEST_LEVEL
from impl_eval.outputs.word.controls import bookmark_of
from impl_eval.outputs.word.page_numbers import SETTING, WITHOUT, office_program
from impl_eval.outputs.word.xml_text import W_NAMESPACES
from tests.outputs.report_fixture import full_evaluation

EVALUATION = full_evaluation()
LIST = Contents("contents.headings", "headings", "Contents")


def body(*blocks: Block, pages: dict[str, int] | None = None) -> etree._Element:
    written = BodyWriter(pages=pages).write(blocks)
    return etree.fromstring(f"<w:body {W_NAMESPACES}>{written}</w:body>")


def document(docx: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def instructions(root: etree._Element) -> list[str]:
    return [(each.text or "").strip() for each in root.iter(qn("w:instrText"))]


def words(root: etree._Element) -> str:
    return "".join(each.text or "" for each in root.iter(qn("w:t")))


def test_the_lists_name_what_the_report_holds_in_order() -> None:
    blocks = build_report(EVALUATION).blocks
    assert {each.of for each in blocks if isinstance(each, Contents)} == {"headings", "tables", "figures"}
    root = document(render_report(EVALUATION))
    entries = [
        (each.find(f"{qn('w:pPr')}/{qn('w:pStyle')}").get(qn("w:val")), words(each))
        for each in root.iter(qn("w:p"))
        if each.find(qn("w:hyperlink")) is not None
    ]
    headings = [each for each in blocks if isinstance(each, Heading) and each.level <= DEEPEST_LEVEL]
    expected = [(f"TOC{each.level}", each.text) for each in headings]
    tables = [each.title for each in blocks if isinstance(each, TableBlock)]
    figures = [each.caption for each in blocks if isinstance(each, FigureBlock)]
    expected += [("TableofFigures", f"Table {n}. {title}") for n, title in enumerate(tables, start=1)]
    expected += [("TableofFigures", f"Figure {n}. {title}") for n, title in enumerate(figures, start=1)]
    assert [(style, text.replace("\xa0", " ")) for style, text in entries] == expected


@pytest.mark.parametrize("pages", [None, {"any": 3}])
def test_the_title_of_a_list_stands_on_one_page_with_two_entries(pages: dict[str, int] | None) -> None:
    headings = [Heading(1, f"Chapter {number}", f"h{number}") for number in range(3)]
    paragraphs = list(body(LIST, *headings, pages=pages).iter(qn("w:p")))
    kept = [each.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None for each in paragraphs[:4]]
    assert kept == [True, True, False, False]
    alone = list(body(LIST, headings[0], pages=pages).iter(qn("w:p")))
    assert alone[1].find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is None


def test_every_link_and_reference_leads_to_a_bookmark() -> None:
    root = document(render_report(EVALUATION, count_pages=lambda docx: {"ie_answer": 2}))
    bookmarks = {each.get(qn("w:name")) for each in root.iter(qn("w:bookmarkStart"))}
    anchors = {each.get(qn("w:anchor")) for each in root.iter(qn("w:hyperlink"))}
    referred = {one.split()[1] for one in instructions(root) if one.startswith(("REF ", "PAGEREF "))}
    assert anchors and referred
    assert anchors | referred <= bookmarks


def test_without_page_numbers_the_field_says_so_and_no_prompt_comes() -> None:
    docx = render_report(EVALUATION)
    lists = [one for one in instructions(document(docx)) if one.startswith("TOC")]
    assert lists == [
        'TOC \\o "1-2" \\n \\h \\z \\u',
        'TOC \\n \\h \\z \\c "Table"',
        'TOC \\n \\h \\z \\c "Figure"',
    ]
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        assert b"updateFields" not in archive.read("word/settings.xml")


def test_page_numbers_stand_in_fields_of_their_own() -> None:
    heading = Heading(1, "Findings", "findings")
    root = body(LIST, heading, pages={"ie_findings": 7})
    assert words(root) == "ContentsFindings7Findings"
    assert instructions(root) == ['TOC \\o "1-2" \\h \\z \\u', "PAGEREF ie_findings \\h"]


def test_a_list_of_nothing_is_left_out() -> None:
    root = body(Contents("contents.tables", "tables", "Tables"), Paragraph((Span("Words."),), id="words"))
    assert words(root) == "Words."
    assert [each.get(qn("w:name")) for each in root.iter(qn("w:bookmarkStart"))] == ["ie_words"]


def test_references_in_text_and_cells_repeat_caption_and_heading() -> None:
    table = TableBlock(
        "scores", "Scores", "Scores.", (Column("See"),), (((CellLine((Span("Findings", refers_to="f"),)),),),)
    )
    text = Paragraph((Span("See "), Span("Table 1", refers_to="scores"), Span(".")), id="text")
    root = body(text, Heading(1, "Findings", "f"), table)
    assert [one for one in instructions(root) if one.startswith("REF")] == [
        "REF c_scores \\h",
        "REF ie_f \\h",
    ]
    start = next(each for each in root.iter(qn("w:bookmarkStart")) if each.get(qn("w:name")) == "c_scores")
    assert re.sub(r"\s+", " ", words(start.getparent())) == "Table 1. Scores"


def test_a_reference_to_nothing_stays_words() -> None:
    root = body(Paragraph((Span("Table 9", refers_to="gone"),), id="text"))
    assert words(root) == "Table 9" and not instructions(root)


def test_without_libreoffice_there_are_no_page_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, WITHOUT)
    assert office_program() is None and page_numbers.page_numbers(b"") == {}
    monkeypatch.setenv(SETTING, "/no/such/program")
    assert office_program() is None


def test_a_layout_that_fails_leaves_no_page_numbers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "office"
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv(SETTING, str(program))
    kept = KeptWork()
    assert page_numbers.page_numbers(render_report(EVALUATION), kept) == {}
    assert not kept.changed


def test_a_layout_that_takes_too_long_is_ended_with_all_its_processes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program, started = tmp_path / "office", tmp_path / "started"
    program.write_text(f"#!/bin/sh\nsleep 60 &\necho $! > {started}.new\nmv {started}.new {started}\nwait\n")
    program.chmod(0o755)
    monkeypatch.setenv(SETTING, str(program))
    monkeypatch.setattr(page_numbers, "LONGEST_WAIT", 2)
    assert page_numbers.page_numbers(render_report(EVALUATION)) == {}
    stat = Path(f"/proc/{started.read_text().strip()}/stat")
    assert not stat.exists() or stat.read_text().split()[2] == "Z"


def test_pages_are_those_of_libreoffice_and_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SETTING)
    if office_program() is None:
        pytest.skip("page numbers are not checked: LibreOffice (soffice) is not installed")
    laid_out: list[bytes] = []
    kept = KeptWork()

    def count(docx: bytes) -> dict[str, int]:
        laid_out.append(docx)
        return dict(page_numbers.page_numbers(docx, kept))

    first = render_report(EVALUATION, count_pages=count)
    (docx,) = laid_out
    pages = page_numbers.page_numbers(docx, kept)
    assert pages["ie_title_name"] == 1 and pages["ie_answer"] == 2
    headings = [each for each in build_report(EVALUATION).blocks if isinstance(each, Heading)]
    listed = [pages[bookmark_of(each.id)] for each in headings]
    assert listed == sorted(listed) and listed[-1] > 10
    monkeypatch.setattr(page_numbers, "_laid_out", lambda *about: pytest.fail("laid out again"))
    again = KeptWork(kept.content())
    assert render_report(EVALUATION, count_pages=lambda each: page_numbers.page_numbers(each, again)) == first
