"""Organisations' templates: what is taken over, what stands in for what is missing, what is refused."""

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from impl_eval.errors import StudyProblems
from impl_eval.outputs.charts import Picture, draw_all
from impl_eval.outputs.word import render_report
from impl_eval.outputs.word.foundation import Template
from impl_eval.outputs.word.organisation_template import notes_of, read_template
from impl_eval.outputs.word.template import template_docx
from impl_eval.outputs.word.template_styles import StyleMap, own_styles
from impl_eval.study.report_template import load_report_template
from tests.outputs.report_fixture import full_evaluation
from tests.outputs.word_lint import lint
from tests.outputs.word_text import paragraphs_of

EVALUATION = full_evaluation()
PICTURES: Mapping[str, Picture] = draw_all(EVALUATION)
MAIN = b"wordprocessingml.document.main+xml"


def changed(
    content: bytes, changes: Mapping[str, tuple[bytes, bytes]], more: Mapping[str, bytes] = {}
) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(file, "w") as target:
        for name in source.namelist():
            before, after = changes.get(name, (b"", b""))
            target.writestr(name, source.read(name).replace(before, after) if before else source.read(name))
        for name, extra in (more or {}).items():
            target.writestr(name, extra)
    return file.getvalue()


def organisation() -> bytes:
    """A template as an organisation makes it in Word: on python-docx's own, which lacks our styles."""
    document = docx.Document()
    document.styles["Normal"].font.size = Pt(10.5)
    section = document.sections[0]
    section.page_width, section.page_height, section.left_margin = Cm(21.59), Cm(27.94), Cm(3)
    section.header.paragraphs[0].text = "Our organisation"
    section.footer.paragraphs[0].text = "www.example.org"
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "Letterhead"
    document.add_paragraph("Type here.")
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def report_on(content: bytes, styles: StyleMap | None = None) -> bytes:
    return render_report(EVALUATION, PICTURES, template=read_template(content, "ours.dotx", styles))


ORGANISATION = organisation()
REPORT = report_on(ORGANISATION)


def test_the_report_has_the_page_headers_and_styles_of_the_organisation() -> None:
    document = docx.Document(io.BytesIO(REPORT))
    for section in document.sections:
        turned = section.page_width > section.page_height
        width, height = section.page_width.cm, section.page_height.cm
        assert sorted((round(width, 2), round(height, 2))) == [21.59, 27.94]
        assert section.header.paragraphs[0].text == "Our organisation"
        assert section.footer.paragraphs[0].text == "www.example.org"
        assert turned or section.left_margin.cm == pytest.approx(3, abs=0.01)
    assert document.sections[0].first_page_header.paragraphs[0].text == "Letterhead"
    assert document.sections[0].different_first_page_header_footer
    assert not any(each.different_first_page_header_footer for each in list(document.sections)[1:])
    assert document.styles["Normal"].font.size == Pt(10.5)


def test_simulated_data_are_named_in_every_header_of_the_organisation() -> None:
    with zipfile.ZipFile(io.BytesIO(REPORT)) as archive:
        headers = [
            archive.read(name) for name in archive.namelist() if re.match(r"word/header\d*\.xml", name)
        ]
    assert headers and all(b"SIMULATED DATA" in each for each in headers)


def test_the_words_of_the_template_are_not_taken_over() -> None:
    assert all("Type here" not in each.text for each in paragraphs_of(docx.Document(io.BytesIO(REPORT))))
    assert any("not taken over" in note for note in notes_of(read_template(ORGANISATION, "ours.dotx")))


def test_a_report_on_a_template_has_no_fault_of_the_lint() -> None:
    assert lint(REPORT) == []


def test_tables_and_pictures_are_as_wide_as_the_text_of_the_template() -> None:
    with zipfile.ZipFile(io.BytesIO(REPORT)) as archive:
        body = archive.read("word/document.xml").decode()
    page, left, right = 12240, 1701, 1800
    assert f'<w:tblW w:w="{page - left - right}" w:type="dxa"/>' in body
    assert f'cx="{(page - left - right) * 635}"' in body


def test_notes_name_the_styles_that_are_missing_and_what_stands_in() -> None:
    note = next(one for one in notes_of(read_template(ORGANISATION, "ours.dotx")) if "styles" in one)
    assert "the report's own look stands in" in note
    assert "Callout" in note and "Table Note" in note and "heading 1" not in note
    assert notes_of(read_template(template_docx(), "own.docx")) == ()


def test_a_style_map_puts_styles_of_the_organisation_in_place_of_ours() -> None:
    styles = StyleMap("ours.styles.yaml", {"Callout": ("Intense Quote", 1)})
    body = docx.Document(io.BytesIO(report_on(ORGANISATION, styles)))
    used = {each.style.name for each in paragraphs_of(body)}
    assert "Intense Quote" in used and "Callout" not in used


def test_a_style_map_with_wrong_names_is_refused_with_its_lines() -> None:
    styles = StyleMap("ours.styles.yaml", {"Calout": ("Quote", 1), "Lead": ("Subtitel", 2)})
    with pytest.raises(StudyProblems) as caught:
        report_on(ORGANISATION, styles)
    first, second = caught.value.problems
    assert (first.line, first.remedy) == (1, "Did you mean Callout?")
    assert (second.line, second.remedy) == (2, "Did you mean subtitle?")


def test_the_map_stands_beside_the_template(tmp_path: Path) -> None:
    (tmp_path / "ours.dotx").write_bytes(ORGANISATION)
    assert load_report_template(tmp_path / "ours.dotx").styles.names == {}
    (tmp_path / "ours.styles.yaml").write_text("Callout: Intense Quote\nLead: Subtitle\n")
    names = load_report_template(tmp_path / "ours.dotx").styles.names
    assert names == {"Callout": ("Intense Quote", 1), "Lead": ("Subtitle", 2)}
    (tmp_path / "ours.styles.yaml").write_text("Callout: [Intense Quote]\n")
    with pytest.raises(StudyProblems):
        load_report_template(tmp_path / "ours.dotx")


def test_a_dotx_becomes_a_document() -> None:
    template = changed(ORGANISATION, {"[Content_Types].xml": (MAIN, MAIN.replace(b"document", b"template"))})
    with pytest.raises(ValueError, match="not a Word file"):
        docx.Document(io.BytesIO(template))
    assert report_on(template) == REPORT


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "no Word file"),
        (b"Some words.", "no Word file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Word"),
        (ORGANISATION[:-400], "no Word file"),
        (changed(ORGANISATION, {}, {"word/vbaProject.bin": b"x"}), "macros"),
        (
            changed(
                ORGANISATION,
                {"[Content_Types].xml": (MAIN, b"macroEnabled.main+xml")},
            ),
            "macros",
        ),
        (changed(ORGANISATION, {"[Content_Types].xml": (MAIN, b"else+xml")}), "no Word file"),
        (changed(ORGANISATION, {"word/styles.xml": (b"<w:styles", b"<w:broken")}), "damaged"),
    ],
)  # fmt: skip
def test_what_is_no_template_is_refused_with_its_reason(content: bytes, found: str) -> None:
    with pytest.raises(StudyProblems) as caught:
        read_template(content, "ours.dotx")
    (problem,) = caught.value.problems
    assert problem.file == "ours.dotx" and found in problem.found


def test_protection_and_links_elsewhere_are_not_taken_over() -> None:
    link = b'<w:attachedTemplate r:id="rId99" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/>'
    protection = b'<w:documentProtection w:edit="readOnly" w:enforcement="1"/>'
    relationships = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
        b'Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"'
        b' Target="file:///share/house.dotx" TargetMode="External"/></Relationships>'
    )
    content = changed(
        template_docx(),
        {"word/settings.xml": (b"<w:defaultTabStop", link + protection + b"<w:defaultTabStop")},
        {"word/_rels/settings.xml.rels": relationships},
    )
    assert any("protected" in note for note in notes_of(read_template(content, "ours.docx")))
    with zipfile.ZipFile(io.BytesIO(report_on(content))) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"documentProtection" not in everything and b"share/house" not in everything


def test_our_own_template_gives_our_own_report() -> None:
    own = paragraphs_of(docx.Document(io.BytesIO(render_report(EVALUATION, PICTURES))))
    through = paragraphs_of(docx.Document(io.BytesIO(report_on(template_docx()))))
    assert [(each.style.name, each.text) for each in own] == [
        (each.style.name, each.text) for each in through
    ]


def test_bullets_are_added_to_a_template_without_lists() -> None:
    bare = changed(
        template_docx(),
        {
            "word/styles.xml": (b'<w:name w:val="List Bullet"/>', b'<w:name w:val="Other"/>'),
            "word/numbering.xml": (b'w:numId="1"', b'w:numId="7"'),
        },
    )
    document = docx.Document(io.BytesIO(report_on(bare)))
    style = document.styles["List Bullet"].element
    number = style.find(f".//{qn('w:numId')}").get(qn("w:val"))
    assert number == "8"
    listed = document.part.numbering_part.element.findall(qn("w:num"))
    assert [each.get(qn("w:numId")) for each in listed] == ["7", "8"]


def test_no_style_is_there_twice() -> None:
    ids = [each.id for each in own_styles()]
    assert len(set(ids)) == len(ids)
    with zipfile.ZipFile(io.BytesIO(REPORT)) as archive:
        styles = re.findall(rb'w:styleId="([^"]+)"', archive.read("word/styles.xml"))
    assert len(set(styles)) == len(styles)


def test_a_template_is_the_same_every_time() -> None:
    assert report_on(ORGANISATION) == REPORT
    assert Template(ORGANISATION) == Template(ORGANISATION)


def test_a_template_that_numbers_its_headings_numbers_those_of_the_report() -> None:
    """Numbers of headings are the organisation's: see docs/decisions/0014."""
    document = docx.Document()
    numbering = document.part.numbering_part.element
    number = numbering.num_lst[0].numId
    properties = document.styles["Heading 1"].element.get_or_add_pPr()
    properties.get_or_add_numPr().get_or_add_numId().val = number
    file = io.BytesIO()
    document.save(file)
    report = docx.Document(io.BytesIO(report_on(file.getvalue())))
    kept = report.styles["Heading 1"].element.pPr.numPr
    assert kept.numId.val == number
    assert number in [each.numId for each in report.part.numbering_part.element.num_lst]
    ours = docx.Document(io.BytesIO(render_report(EVALUATION, PICTURES)))
    assert ours.styles["Heading 1"].element.pPr.numPr is None
