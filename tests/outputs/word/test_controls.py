"""Content controls of a report: every block and number has one, with names and numbers of its own."""

import io
import re
import zipfile
from collections import Counter

from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from impl_eval.outputs.refresh.reading import block_hashes
from impl_eval.outputs.report import build_report
from impl_eval.outputs.report.identity import id_of, sources_of
from impl_eval.outputs.report.model import FigureBlock, Heading, Paragraph, Span, TableBlock, spans
from impl_eval.outputs.word import render_report
from impl_eval.outputs.word.body import BodyWriter
from impl_eval.outputs.word.controls import Controls, bookmark_of, tag_of, value_tag_of
from impl_eval.outputs.word.custom_part import NAMESPACE
from tests.outputs.report_fixture import full_evaluation

EVALUATION = full_evaluation()
REPORT = render_report(EVALUATION)
IDS = st.text(st.characters(codec="ascii", categories=("L", "N", "P")), min_size=1, max_size=90)


def members() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(REPORT)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


MEMBERS = members()
BODY = etree.fromstring(MEMBERS["word/document.xml"])[0]


def value(control: etree._Element, what: str) -> str:
    return str(control.find(f"{qn('w:sdtPr')}/{qn(what)}").get(qn("w:val")))


def test_every_block_with_an_id_is_one_control_in_order() -> None:
    expected = [tag_of(id_of(block)) for block in build_report(EVALUATION).blocks if id_of(block)]
    assert [value(each, "w:tag") for each in BODY.findall(qn("w:sdt"))] == expected


def test_nothing_but_section_ends_stands_outside_of_controls() -> None:
    outside = [child for child in BODY if child.tag != qn("w:sdt")]
    assert outside[-1].tag == qn("w:sectPr")
    assert all(child.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None for child in outside[:-1])
    assert not [each for each in BODY.findall(qn("w:sdt")) if each.find(f".//{qn('w:sectPr')}") is not None]


def test_each_control_begins_with_its_bookmark() -> None:
    for control in BODY.findall(qn("w:sdt")):
        block_id = value(control, "w:tag").removeprefix("ie:")
        first = next(control.iter(qn("w:p")))
        names = [each.get(qn("w:name")) for each in first.iter(qn("w:bookmarkStart"))]
        if len(block_id) < 30:
            assert bookmark_of(block_id) in names


def test_titles_and_numbers_are_unique_and_as_word_allows_them() -> None:
    controls = list(BODY.iter(qn("w:sdt")))
    titles, tags = [value(each, "w:alias") for each in controls], [value(each, "w:tag") for each in controls]
    numbers = [int(value(each, "w:id")) for each in controls]
    assert max(Counter(numbers).values()) == 1
    assert all(0 < number < 2**31 for number in numbers)
    assert all(1 <= len(text) <= 64 for text in [*titles, *tags])
    blocks = [value(each, "w:alias") for each in BODY.findall(qn("w:sdt"))]
    assert max(Counter(blocks).values()) == 1
    assert "Auto: heading, Who took part" in blocks


def test_the_properties_of_a_control_stand_in_the_order_of_the_schema() -> None:
    for properties in BODY.iter(qn("w:sdtPr")):
        names = [each.tag for each in properties]
        assert names[:3] == [qn("w:alias"), qn("w:tag"), qn("w:id")]
        assert names[3:] in ([], [qn("w:docPartObj")])


def test_every_block_is_a_part_of_a_gallery_because_libreoffice_breaks_fields_else() -> None:
    galleries = {
        each.find(f"{qn('w:sdtPr')}/{qn('w:docPartObj')}/{qn('w:docPartGallery')}").get(qn("w:val"))
        for each in BODY.findall(qn("w:sdt"))
    }
    assert galleries == {"Quick Parts", "Table of Contents"}


def test_each_number_in_running_text_is_a_control_and_none_in_tables() -> None:
    inline = [each for paragraph in BODY.iter(qn("w:p")) for each in paragraph.findall(qn("w:sdt"))]
    expected = [
        (value_tag_of(span.value_id), span.text)
        for block in build_report(EVALUATION).blocks
        if hasattr(block, "spans")
        for span in block.spans
        if span.value_id
    ]
    found = [(value(each, "w:tag"), "".join(text.text for text in each.iter(qn("w:t")))) for each in inline]
    assert [tag for tag, _ in found] == [tag for tag, _ in expected]
    assert [re.sub("\xa0", " ", text) for _, text in found] == [
        re.sub("\xa0", " ", text) for _, text in expected
    ]
    assert expected
    assert not [table for table in BODY.iter(qn("w:tbl")) if table.find(f".//{qn('w:sdt')}") is not None]


def test_the_custom_part_names_every_block_and_number_and_the_inputs() -> None:
    part = etree.fromstring(MEMBERS["customXml/item1.xml"])
    assert part.tag == f"{{{NAMESPACE}}}report"
    blocks = part.findall(f"{{{NAMESPACE}}}block")
    shown = [block for block in build_report(EVALUATION).blocks if id_of(block)]
    assert [each.get("id") for each in blocks] == [id_of(block) for block in shown]
    assert [each.get("sources").split() for each in blocks] == [list(sources_of(block)) for block in shown]
    assert [each.get("tag") for each in blocks] == [
        value(each, "w:tag") for each in BODY.findall(qn("w:sdt"))
    ]
    bookmarks = {each.get(qn("w:name")) for each in BODY.iter(qn("w:bookmarkStart"))}
    assert {each.get("bookmark") for each in blocks} <= bookmarks
    assert part.get("study") == "exampleshire"
    assert {each.get("id"): each.get("hash") for each in blocks} == block_hashes(REPORT)
    inputs = {each.get("file"): each.get("sha256") for each in part.findall(f"{{{NAMESPACE}}}input")}
    assert inputs == {file.file: file.sha256 for file in EVALUATION.provenance.inputs}
    numbers = {each.get("control") for each in part.findall(f"{{{NAMESPACE}}}value")}
    assert numbers <= {value(each, "w:id") for each in BODY.iter(qn("w:sdt"))}
    assert b"datastoreItem" in MEMBERS["customXml/itemProps1.xml"]


def test_the_custom_part_says_whose_number_stands_in_each_cell_of_a_table_or_a_chart() -> None:
    part = etree.fromstring(MEMBERS["customXml/item1.xml"])
    listed = {
        (cells.get("block"), int(one.get("row")), int(one.get("column")), one.get("result"), one.get("text"))
        for cells in part.findall(f"{{{NAMESPACE}}}cells")
        for one in cells
    }
    report = build_report(EVALUATION)
    tables = {
        (block.id, row, column, span.result_id, span.text)
        for block in report.blocks
        if isinstance(block, TableBlock)
        for row, cells in enumerate(block.rows, start=1)
        for column, cell in enumerate(cells)
        for line in cell
        for span in line.spans
        if span.result_id
    }
    assert tables
    assert tables <= listed
    charts = {one[0] for one in listed - tables}
    assert charts == {block.id for block in report.blocks if isinstance(block, FigureBlock)} & charts
    assert any(row and column for block, row, column, *_ in listed - tables if block in charts)


@given(st.lists(IDS, min_size=1, max_size=8, unique=True))
def test_any_ids_give_names_that_word_takes(ids: list[str]) -> None:
    controls = Controls()
    given_ = [controls.of_block(Paragraph(spans("Words."), id=each)) for each in ids]
    assert len({each.bookmark.lower() for each in given_}) == len(ids)
    assert len({each.tag for each in given_}) == len(ids)
    assert len({each.number for each in given_}) == len({each.title for each in given_}) == len(ids)
    for each in given_:
        assert re.fullmatch(r"ie_\w{1,37}", each.bookmark, re.ASCII)
        assert len(each.tag) <= 64 and len(each.title) <= 64


def test_long_ids_that_begin_alike_are_told_apart_by_a_hash() -> None:
    one, other = "a" * 70 + "1", "a" * 70 + "2"
    assert tag_of(one) != tag_of(other) and bookmark_of(one) != bookmark_of(other)
    assert len(tag_of(one)) == 64 and len(bookmark_of(one)) == 40


def test_without_controls_blocks_stand_bare() -> None:
    block = Paragraph((Span("0.42", result_id="survey.change"),), id="some.text")
    writer = BodyWriter()
    assert "<w:sdt>" not in writer.write((Heading(1, "Codebook", "codebook"), block))
