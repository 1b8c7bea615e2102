"""Faults put into copies of a report, one by one: the gate finds each, and none in the report itself."""

import io
import zipfile

import pytest

from impl_eval.errors import StudyProblems
from impl_eval.outputs.quality import check_word_file
from impl_eval.outputs.quality.audit import audit_is_installed
from tests.outputs.quality.injecting import (
    DOCUMENT,
    RELATIONSHIPS,
    SETTINGS,
    STYLES,
    Fault,
    Parts,
    before_end,
    between,
    checked,
    clean_parts,
    report,
    swap,
    zipped,
)


def without_media(parts: Parts) -> None:
    parts.pop(next(name for name in parts if name.startswith("word/media/")))


def without_relationship(parts: Parts) -> None:
    text = parts[RELATIONSHIPS].decode()
    place = text.index("/image")
    start, end = text.rindex("<Relationship ", 0, place), text.index("/>", place) + 2
    parts[RELATIONSHIPS] = (text[:start] + text[end:]).encode()


def broken_header(parts: Parts) -> None:
    name = next(name for name in parts if name.startswith("word/header"))
    parts[name] = parts[name][:-20]


def second_control(parts: Parts) -> None:
    text = parts[DOCUMENT].decode()
    start = text.index("<w:sdt>")
    copy = text[start : text.index("</w:sdt>") + 8]
    before_end(copy.replace("bookmarkStart", "proofErr").replace("bookmarkEnd", "proofErr"))(parts)


def run(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
REFERENCE = (
    "<w:p>{}<w:r><w:instrText> REF nowhere \\h </w:instrText></w:r>{}<w:r><w:t>Table 9</w:t></w:r>{}</w:p>"
)
REFERENCE = REFERENCE.format(*(FIELD.format(kind) for kind in ("begin", "separate", "end")))
TABLE = "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid><w:tr>{}</w:tr></w:tbl>"
CELL = "<w:tc><w:tcPr>{}</w:tcPr><w:p/></w:tc>"

PROTECTED = '<w:documentProtection w:enforcement="1"/></w:settings>'

MUST: dict[str, tuple[str, Fault]] = {
    "order in tblPr": ("order of properties", swap("<w:tblPr>", '<w:tblPr><w:tblDescription w:val="x"/>')),
    "order in rPr": ("order of properties", before_end("<w:p><w:r><w:rPr><w:i/><w:b/></w:rPr></w:r></w:p>")),
    "order in pPr": ("order of properties", before_end("<w:p><w:pPr><w:jc/><w:keepNext/></w:pPr></w:p>")),
    "enum": ("unknown word", before_end('<w:p><w:pPr><w:jc w:val="middle"/></w:pPr></w:p>')),
    "missing relationship": ("missing relationship", without_relationship),
    "missing media": ("missing part", without_media),
    "duplicate bookmark name": (
        "doubled bookmark",
        before_end('<w:p><w:bookmarkStart w:id="9999" w:name="ie_summary"/></w:p>'),
    ),
    "duplicate bookmark id": (
        "doubled bookmark number",
        before_end('<w:p><w:bookmarkStart w:id="2" w:name="mine"/><w:bookmarkEnd w:id="2"/></w:p>'),
    ),
    "open bookmark": ("open bookmark", before_end('<w:p><w:bookmarkStart w:id="9999" w:name="mine"/></w:p>')),
    "name of a bookmark": ("bookmark name", swap('w:name="ie_summary"', 'w:name="ie summary"')),
    "REF to nothing": ("reference to nothing", before_end(REFERENCE)),
    "link to nothing": ("link to nothing", before_end('<w:p><w:hyperlink w:anchor="no"/></w:p>')),
    "field that does not end": ("broken field", before_end(f"<w:p>{FIELD.format('begin')}</w:p>")),
    "field that did not begin": ("broken field", before_end(f"<w:p>{FIELD.format('end')}</w:p>")),
    "field with an error": ("field with an error", before_end(run("Error! Reference source not found."))),
    "duplicate control ids": ("doubled control", second_control),
    "control without a title": ("untitled control", between("<w:sdt><w:sdtPr>", "<w:tag", "")),
    "missing alternative text": ("no alternative text", between(' descr="', '"', "")),
    "file name as alternative text": ("no alternative text", between(' descr="', '"', "image1.png")),
    "duplicate picture ids": ("doubled picture number", swap('<wp:docPr id="2"', '<wp:docPr id="1"')),
    "undefined style": ("undefined style", swap('<w:pStyle w:val="Lead"/>', '<w:pStyle w:val="Gone"/>')),
    "base of a style": ("undefined style", swap('<w:basedOn w:val="', '<w:basedOn w:val="x', STYLES)),
    "cell without a paragraph": ("cell without a paragraph", before_end(TABLE.format("<w:tc/>" + CELL))),
    "row with another number of cells": ("uneven table", before_end(TABLE.format(CELL))),
    "header row lost": ("no header row", swap("<w:tblHeader/>", "")),
    "header row switched off": ("no header row", swap("<w:tblHeader/>", '<w:tblHeader w:val="0"/>')),
    "heading skipped": ("heading skipped", swap('"Heading2"/>', '"Heading3"/>')),
    "empty heading": ("empty heading", before_end('<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr></w:p>')),
    "open question": ("open question", before_end(run("[Write your answer here, then delete this line.]"))),
    "language not set": ("no language", between("<w:lang ", "/>", "", STYLES)),
    "no title": ("no title", between("<dc:title>", "</dc:title>", "", "docProps/core.xml")),
    "protected": ("protected", swap("</w:settings>", PROTECTED, SETTINGS)),
    "broken part": ("broken part", broken_header),
    "lost comment": ("lost comment", before_end('<w:p><w:r><w:commentReference w:id="7"/></w:r></w:p>')),
}  # fmt: skip
SHOULD: dict[str, tuple[str, Fault]] = {
    "long alternative text": ("alternative text", between(' descr="', '"', "words " * 60)),
    "says picture": ("alternative text", between(' descr="', '"', "Image of bars and of lines beside them")),
    "floating picture": ("floating picture", lambda parts: (swap("<wp:inline ", "<wp:anchor ")(parts),
                                                           swap("</wp:inline>", "</wp:anchor>")(parts))[0]),
    "merged cells": ("merged cells", before_end(TABLE.format(CELL.format('<w:gridSpan w:val="2"/>')))),
    "table without a title": ("table without words", before_end(TABLE.format(CELL + CELL))),
    "row may split": ("row may split", swap("<w:cantSplit/>", "")),
    "empty paragraphs": ("empty paragraph", before_end("<w:p/><w:p/>")),
    "blanks": ("blanks for spacing", before_end(run("a        b"))),
    "tracked change": (
        "tracked changes left",
        before_end('<w:p><w:ins w:id="1" w:author="A"><w:r><w:t>x</w:t></w:r></w:ins></w:p>'),
    ),
    "old mode": ("old mode", swap('w:val="15"', 'w:val="14"', SETTINGS)),
}  # fmt: skip


def test_a_clean_report_has_no_finding() -> None:
    outcome = checked()
    assert outcome.findings == ()
    assert outcome.passed
    assert outcome.as_text().startswith("report.docx: nothing found.")


def test_the_questions_to_the_lead_are_all_that_a_new_report_leaves_open() -> None:
    outcome = check_word_file(report(), "report.docx", audit=False)
    asked = {finding.rule for finding in outcome.findings if finding.severity == "must"}
    assert asked == {"open question"} and not outcome.passed
    (mild,) = [finding for finding in outcome.findings if finding.severity == "should"]
    assert mild.rule == "place for a logo"


@pytest.mark.parametrize("name", MUST)
def test_what_must_be_mended_is_found(name: str) -> None:
    rule, fault = MUST[name]
    outcome = checked(fault)
    found = [finding for finding in outcome.findings if finding.severity == "must"]
    assert rule in {finding.rule for finding in found}
    assert not outcome.passed
    assert all(finding.where and finding.found for finding in found)


@pytest.mark.parametrize("name", SHOULD)
def test_what_should_be_looked_at_is_found(name: str) -> None:
    rule, fault = SHOULD[name]
    assert rule in {finding.rule for finding in checked(fault).findings if finding.severity == "should"}


def test_places_are_said_in_words() -> None:
    (finding,) = checked(swap("<w:tblHeader/>", "")).findings
    assert finding.where == (
        'under "Did prescribers become more confident?", table, What changed, mechanism by mechanism'
    )
    assert finding.remedy


def test_a_doubled_part_is_found() -> None:
    file = io.BytesIO(zipped(dict(clean_parts())))
    with zipfile.ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(DOCUMENT, dict(clean_parts())[DOCUMENT])
    outcome = check_word_file(file.getvalue(), "report.docx", audit=False)
    assert [finding.rule for finding in outcome.findings] == ["doubled part"]


def test_the_outcome_for_a_machine_holds_all_findings() -> None:
    document = checked(swap("<w:tblHeader/>", "")).as_document()
    assert document["passed"] is False
    assert document["audited"] is False
    assert isinstance(document["findings"], tuple) and len(document["findings"]) == 1


def test_that_openxml_audit_was_not_run_is_said() -> None:
    assert "openxml-audit was not run" in checked().as_text()


@pytest.mark.skipif(
    not audit_is_installed(), reason="openxml-audit is not installed: its findings are not tested"
)
def test_openxml_audit_finds_nothing_in_a_report_and_something_in_a_broken_one() -> None:
    assert checked(audit=True).findings == ()
    outcome = checked(MUST["order in pPr"][1], audit=True)
    assert outcome.audited
    assert "schema" in {finding.rule for finding in outcome.findings}


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_what_is_no_word_file_is_refused(content: bytes) -> None:
    with pytest.raises(StudyProblems):
        check_word_file(content, "report.docx")
