"""Faults that people and other programs leave in a report, beside those of test_faults.py: each is found."""

import hashlib
import re
from pathlib import Path

import pytest

from impl_eval.outputs.quality import Checked
from impl_eval.outputs.quality.legibility import contrast
from impl_eval.study.report_origin import changed_inputs
from tests.outputs.quality.injecting import (
    DOCUMENT,
    RELATIONSHIPS,
    SETTINGS,
    STYLES,
    Fault,
    Parts,
    before_end,
    checked,
    swap,
)

TYPES = "[Content_Types].xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OWN_PART = "customXml/item1.xml"


def paragraph(words: str, looks: str = "") -> str:
    return f"<w:p><w:r><w:rPr>{looks}</w:rPr><w:t>{words}</w:t></w:r></w:p>"


def own_words(words: str, looks: str = "") -> Fault:
    return before_end(paragraph(words, looks))


def together(*faults: Fault) -> Fault:
    def fault(parts: Parts) -> None:
        for one in faults:
            one(parts)

    return fault


def part(name: str, content: str) -> Fault:
    def fault(parts: Parts) -> None:
        parts[name] = content.encode()

    return fault


def related(id_: str, kind: str, target: str, *, external: bool = True) -> Fault:
    mode = ' TargetMode="External"' if external else ""
    xml = f'<Relationship Id="{id_}" Type="{OFFICE}/{kind}" Target="{target}"{mode}/></Relationships>'
    return swap("</Relationships>", xml, RELATIONSHIPS)


def typed(name: str, content_type: str) -> Fault:
    return swap("</Types>", f'<Override PartName="/{name}" ContentType="{content_type}"/></Types>', TYPES)


def rewritten(pattern: str, new: str, name: str = DOCUMENT, *, count: int = 1) -> Fault:
    """Replace what a regular expression finds in a part."""

    def fault(parts: Parts) -> None:
        text, number = re.subn(pattern, new, parts[name].decode(), count=count, flags=re.DOTALL)
        assert number, pattern
        parts[name] = text.encode()

    return fault


def in_a_chart(pattern: str, new: str, *, count: int = 1) -> Fault:
    def fault(parts: Parts) -> None:
        rewritten(pattern, new, min(name for name in parts if "charts/chart" in name), count=count)(parts)

    return fault


def without_own_part(parts: Parts) -> None:
    for name in [name for name in parts if name.startswith("customXml")]:
        del parts[name]
    rewritten(r"<Relationship [^>]*customXml[^>]*/>", "", RELATIONSHIPS)(parts)
    rewritten(r'<Override PartName="/customXml[^>]*/>', "", TYPES)(parts)


def without_page_numbers(parts: Parts) -> None:
    for name in [name for name in parts if name.startswith("word/footer")]:
        parts[name] = parts[name].replace(b"PAGE", b"TITLE")


def without_banner(parts: Parts) -> None:
    for name in [name for name in parts if name.startswith("word/") and name.endswith(".xml")]:
        parts[name] = re.sub(rb"(?i)simulated data", b"data", parts[name])


def template_from_elsewhere(parts: Parts) -> None:
    mark = f'<w:attachedTemplate xmlns:r="{OFFICE}" r:id="rId1"/><w:defaultTabStop'
    swap("<w:defaultTabStop", mark, SETTINGS)(parts)
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts["word/_rels/settings.xml.rels"] = (
        f'<Relationships xmlns="{namespace}"><Relationship Id="rId1" Type="{OFFICE}/attachedTemplate" '
        'Target="http://example.org/t.dotm" TargetMode="External"/></Relationships>'
    ).encode()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
COMMENT = together(
    part(
        "word/comments.xml",
        f'<w:comments {W}><w:comment w:id="0" w:author="impl-eval" w:initials="ie"><w:p><w:r><w:t>New text'
        "</w:t></w:r></w:p></w:comment></w:comments>",
    ),
    related("rIdC", "comments", "comments.xml", external=False),
    typed("word/comments.xml", f"{WORD}.comments+xml"),
    before_end('<w:p><w:r><w:t>x</w:t></w:r><w:r><w:commentReference w:id="0"/></w:r></w:p>'),
)
FOOTNOTE = together(
    part(
        "word/footnotes.xml",
        f'<w:footnotes {W}><w:footnote w:id="1"><w:p><w:r><w:t>A note</w:t></w:r></w:p></w:footnote>'
        "</w:footnotes>",
    ),
    related("rIdF", "footnotes", "footnotes.xml", external=False),
    typed("word/footnotes.xml", f"{WORD}.footnotes+xml"),
    before_end('<w:p><w:r><w:t>x</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r></w:p>'),
)
VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'
FIELD = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DDEAUTO cmd "/k calc" '
    '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>x</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)
NUMBER = r'(<w:tag w:val="ie:val:[^>]*>(?:(?!</w:sdt>).)*?<w:t[^>]*>)[^<]*'

FAULTS: dict[str, tuple[str, Fault]] = {
    "hidden words": ("hidden text", own_words("n = 4", "<w:vanish/>")),
    "white words": ("hidden text", own_words("n = 4", '<w:color w:val="FFFFFF"/>')),
    "pale words": ("pale text", own_words("hard to read", '<w:color w:val="BBBBBB"/>')),
    "tiny words": ("small text", own_words("hard to read", '<w:sz w:val="10"/>')),
    "German words": ("other language", own_words("Guten Tag", '<w:lang w:val="de-DE"/>')),
    "American file": ("other language", rewritten("en-GB", "en-US", STYLES, count=0)),
    "heading by hand": ("heading by hand", own_words("Our own chapter", "<w:b/>")),
    "words to follow": ("to be written", own_words("TODO: ask the board")),
    "picture of the web": (
        "fetched from elsewhere",
        together(
            related("rIdX", "image", "http://example.org/a.png"),
            rewritten(r'r:embed="rId\d+"', 'r:link="rIdX"'),
        ),
    ),
    "template of the web": ("fetched from elsewhere", template_from_elsewhere),
    "field that runs a program": ("fetched from elsewhere", before_end(FIELD)),
    "field that fetches a picture": (
        "fetched from elsewhere",
        before_end('<w:p><w:fldSimple w:instr=" INCLUDEPICTURE &quot;C:\\a.png&quot; "/></w:p>'),
    ),
    "link to a file": ("link to a file", related("rIdL", "hyperlink", "file:///C:/lead/working.xlsx")),
    "embedded file": (
        "embedded file",
        together(part("word/x.bin", "x"), related("rIdO", "oleObject", "x.bin", external=False)),
    ),
    "chart beside its workbook": (
        "chart and workbook differ",
        in_a_chart(r"(<c:numCache>.*?<c:v>)[^<]*", r"\g<1>12.5"),
    ),
    "chart without numbers": (
        "chart without numbers",
        in_a_chart(r"<c:numCache>.*?</c:numCache>", "", count=0),
    ),
    "chart with a lost axis": ("chart axes", in_a_chart(r'crossAx val="\d+"', 'crossAx val="99"')),
    "chart of no kind": (
        "wrong content type",
        rewritten(r'<Override PartName="/word/charts/[^>]*/>', "", TYPES),
    ),
    "document type": ("document type", swap("?>", '?><!DOCTYPE w [<!ENTITY a "b">]>')),
    "number typed over": ("number changed", rewritten(NUMBER, r"\g<1>+9.99")),
    "own part gone": ("hidden part", without_own_part),
    "own part of another version": (
        "hidden part",
        rewritten("urn:impl-eval:1", "urn:impl-eval:9", OWN_PART, count=0),
    ),
    "decision of a refresh": ("open decision", COMMENT),
    "mark of no comment": (
        "lost comment",
        before_end('<w:p><w:commentRangeStart w:id="77"/><w:r><w:t>x</w:t></w:r></w:p>'),
    ),
    "footnote": ("footnotes", FOOTNOTE),
    "mark of no footnote": (
        "lost note",
        before_end('<w:p><w:r><w:t>x</w:t></w:r><w:r><w:footnoteReference w:id="5"/></w:r></w:p>'),
    ),
    "item of no list": (
        "lost list",
        before_end(
            '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="987"/></w:numPr></w:pPr>'
            "<w:r><w:t>x</w:t></w:r></w:p>"
        ),
    ),
    "old picture without words": (
        "no alternative text",
        before_end(f'<w:p><w:r><w:pict><v:shape {VML} id="x"/></w:pict></w:r></w:p>'),
    ),
    "text box": (
        "text box",
        before_end(
            f'<w:p><w:r><w:pict><v:shape {VML} id="y" alt="A box"><v:textbox><w:txbxContent>'
            f"{paragraph('In a box')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
        ),
    ),
    "table with an empty title": (
        "table without words",
        rewritten(r'<w:tblCaption w:val="[^"]*"/>', '<w:tblCaption w:val=""/>'),
    ),
    "control with a blank title": (
        "untitled control",
        rewritten(r'<w:alias w:val="[^"]*"/>', '<w:alias w:val=" "/>'),
    ),
    "old caption": ("old caption", rewritten(r"(SEQ Table .*?separate.*?<w:t[^>]*>)2(<)", r"\g<1>1\2")),
    "old reference": (
        "old reference",
        rewritten(r"( REF \w+ .*?separate.*?<w:t[^>]*>)[^<]*", r"\g<1>Table 99"),
    ),
    "old list of contents": (
        "old list",
        rewritten(r"(TOC \\o.*?w:hyperlink .*?<w:t[^>]*>)[^<]*", r"\1Another chapter"),
    ),
    "field to be updated": (
        "update on opening",
        swap('w:fldCharType="begin"', 'w:fldCharType="begin" w:dirty="true"'),
    ),
    "end without a page": (
        "no page setup",
        rewritten(r"<w:sectPr(?:(?!<w:sectPr).)*</w:sectPr></w:body>", "</w:body>"),
    ),
    "no page numbers": ("no page numbers", without_page_numbers),
    "banner gone": ("mark gone", without_banner),
}


@pytest.mark.parametrize("name", FAULTS)
def test_it_is_found(name: str) -> None:
    rule, fault = FAULTS[name]
    assert rule in {finding.rule for finding in checked(fault).findings}


def test_none_of_these_rules_speaks_of_a_clean_report() -> None:
    assert {finding.rule for finding in checked().findings} & {rule for rule, _ in FAULTS.values()} == set()


def test_contrast_is_that_of_the_guidelines() -> None:
    # Web Content Accessibility Guidelines: black on white is 21; #767676 is the palest grey that passes.
    assert contrast("000000", "FFFFFF") == pytest.approx(21.0)
    assert contrast("767676", "FFFFFF") == pytest.approx(4.54, abs=0.005)
    assert contrast("777777", "FFFFFF") == pytest.approx(4.48, abs=0.005)
    assert contrast("123456", "123456") == 1.0


def test_a_report_knows_whether_its_study_has_changed(tmp_path: Path) -> None:
    (tmp_path / "study.yaml").write_text("title: x\n", encoding="utf-8")
    (tmp_path / "outputs").mkdir()
    report = tmp_path / "outputs" / "report.docx"
    sums = {name: hashlib.sha256(b"title: x\n").hexdigest() for name in ("study.yaml", "gone.csv", "../out")}
    assert changed_inputs(report, {"study.yaml": sums["study.yaml"]}) == ()
    assert changed_inputs(report, sums) == ("gone.csv",)
    (tmp_path / "study.yaml").write_text("title: y\n", encoding="utf-8")
    assert changed_inputs(report, sums) == ("gone.csv", "study.yaml")
    assert changed_inputs(tmp_path.parent / "elsewhere.docx", sums) == ()


def test_a_changed_study_is_told_and_an_unchanged_one_is_not() -> None:
    clean: Checked = checked()
    assert clean.with_old_results(()) == clean
    (told,) = clean.with_old_results(("survey.csv",)).findings
    assert (told.rule, told.severity) == ("old results", "should")
    assert "survey.csv" in told.found
