"""The finished Word file: read back as python-docx and as XML, in every shape of study."""

import io
import re
import zipfile
from dataclasses import replace
from functools import cache
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from impl_eval.outputs import number_text
from impl_eval.outputs.charts import draw_all
from impl_eval.outputs.report import build_report
from impl_eval.outputs.report.model import FigureBlock, Heading, Orientation, PageBreak, TableBlock
from impl_eval.outputs.word import NO_DATE, render_report
from impl_eval.outputs.word.looks import LOOKS, PALE_BLUE, WHITE
from impl_eval.outputs.word.styles import CHARACTER_LOOKS
from tests.outputs.report_fixture import full_evaluation
from tests.outputs.word_lint import lint
from tests.outputs.word_text import paragraphs_of

SHAPES: dict[str, dict[str, Any]] = {
    "full": {},
    "no survey": {"with_survey": False},
    "no interviews": {"with_interviews": False, "simulated": False},
    "one timepoint": {"with_follow_up": False},
    "no outcomes, another question": {
        "with_outcomes": False,
        "headline_label": "State anxiety",
        "headline": ("down", -3.2, -4.0, -2.4),
    },
    "nothing": {"with_survey": False, "with_interviews": False, "with_outcomes": False},
}


@cache
def rendered(shape: str) -> bytes:
    return render_report(full_evaluation(**SHAPES[shape]))


def opened(shape: str = "full") -> Any:
    return docx.Document(io.BytesIO(rendered(shape)))


def part(shape: str, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(rendered(shape))) as archive:
        return archive.read(name).decode()


def headings(shape: str, level: int = 1) -> list[str]:
    return [
        each.text for each in paragraphs_of(opened(shape)) if each.style.name.lower() == f"heading {level}"
    ]


def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2.1."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("shape", SHAPES)
def test_the_file_has_none_of_the_faults_of_the_lint(shape: str):
    assert lint(rendered(shape)) == []


def test_the_lint_finds_what_is_wrong():
    with zipfile.ZipFile(io.BytesIO(rendered("full"))) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    broken = members["word/document.xml"].decode()
    broken = broken.replace("<w:tblHeader/>", "", 1).replace(' descr="', ' other="', 1)
    broken = broken.replace('w:fldCharType="end"', 'w:fldCharType="begin"', 1)
    broken = broken.replace('<w:pStyle w:val="Lead"/>', '<w:pStyle w:val="Unknown"/>', 1)
    broken = broken.replace('w:name="ie_summary"', 'w:name="ie_answer"', 1)
    members["word/document.xml"] = broken.encode()
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    # Of the broken field: two beginnings without an end. A reference leads to the bookmark that moved.
    assert len(lint(file.getvalue())) == 7


def test_two_renders_give_the_same_bytes():
    assert render_report(full_evaluation()) == rendered("full")


def test_pictures_drawn_before_give_the_same_file():
    evaluation = full_evaluation()
    assert render_report(evaluation, draw_all(evaluation)) == rendered("full")


def test_an_unsuppressed_evaluation_is_refused():
    with pytest.raises(ValueError, match="suppressed"):
        render_report(replace(full_evaluation(), suppressed=False))


@pytest.mark.parametrize("shape", SHAPES)
def test_headings_are_those_of_the_model_in_its_order(shape: str):
    for level in (1, 2, 3):
        blocks = build_report(full_evaluation(**SHAPES[shape])).blocks
        expected = [each.text for each in blocks if isinstance(each, Heading) and each.level == level]
        assert headings(shape, level) == expected


def test_pages_begin_where_the_model_breaks_them():
    """A section that was turned begins a page itself: it needs no break."""
    blocks = build_report(full_evaluation()).blocks
    expected = [
        heading.text
        for before, pause, heading in zip(blocks, blocks[1:], blocks[2:], strict=False)
        if isinstance(pause, PageBreak)
        and isinstance(heading, Heading)
        and not isinstance(before, Orientation)
    ]
    breaks = [
        each.text
        for each in paragraphs_of(opened())
        if each._p.find(f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}") is not None
        and each.style.name.startswith("Heading")
    ]
    assert breaks == expected


def test_intervals_do_not_break_in_running_text():
    lead = next(each.text for each in paragraphs_of(opened()) if each.style.name == "Lead")
    assert "0.73\xa0to\xa01.30" in lead


def test_a_report_without_date_has_none_of_the_clocks():
    evaluation = full_evaluation()
    undated = replace(evaluation, facts=replace(evaluation.facts, report_date=None))
    document = docx.Document(io.BytesIO(render_report(undated)))
    assert document.core_properties.created.date() == NO_DATE
    footer = document.sections[0].footer.paragraphs[0].text
    assert footer == "Draft\tPage 1 of 1"


def test_captions_are_numbered_by_fields_in_order():
    captions = [each for each in paragraphs_of(opened()) if each.style.name == "Caption"]
    numbers = {"Table": 0, "Figure": 0}
    for caption in captions:
        kind, number = re.match(r"(Table|Figure) (\d+)\. ", caption.text).groups()
        numbers[kind] += 1
        assert int(number) == numbers[kind]
        instructions = [element.text for element in caption._p.iter(qn("w:instrText"))]
        assert instructions == [f" SEQ {kind} \\* ARABIC "]
    blocks = build_report(full_evaluation()).blocks
    assert numbers["Table"] == sum(isinstance(block, TableBlock) for block in blocks)
    assert numbers["Figure"] == sum(isinstance(block, FigureBlock) for block in blocks)


def test_figures_carry_the_words_of_the_model_and_fill_the_text_width():
    shapes = opened().inline_shapes
    alts = [shape._inline.docPr.get("descr") for shape in shapes]
    expected = [
        block.alt for block in build_report(full_evaluation()).blocks if isinstance(block, FigureBlock)
    ]
    assert alts == expected
    assert {round(shape.width.cm, 2) for shape in shapes} == {16.0}


def test_language_title_dates_and_mode():
    properties = opened().core_properties
    assert properties.language == "en-GB"
    assert properties.title == "Evaluation of a tapering toolkit: Exampleshire Integrated Care System"
    assert (properties.created.year, properties.created.month, properties.created.day) == (2024, 3, 31)
    assert properties.modified == properties.created
    assert 'w:lang w:val="en-GB"' in part("full", "word/styles.xml")
    assert 'w:name="compatibilityMode"' in part("full", "word/settings.xml")
    assert re.search(r'"compatibilityMode"[^>]*w:val="15"', part("full", "word/settings.xml"))


def test_nothing_is_left_of_the_default_template():
    with zipfile.ZipFile(io.BytesIO(rendered("full"))) as archive:
        names = archive.namelist()
        everything = b"".join(archive.read(name) for name in names if not name.endswith(".png"))
    assert not [
        name for name in names if "stylesWithEffects" in name or "customXml/item2" in name or "thumb" in name
    ]
    for leftover in (b"python-docx", b"en-US", b"Macintosh"):
        assert leftover not in everything
    assert "4F81BD" not in part("full", "word/styles.xml")


def test_simulated_stands_on_the_title_page_and_in_every_header():
    document = opened()
    assert paragraphs_of(document)[0].text.startswith("SIMULATED DATA")
    assert paragraphs_of(document)[0].style.name == "Banner"
    assert len(document.sections) == 3
    for section in document.sections:
        assert "SIMULATED DATA" in section.header.paragraphs[0].text


def test_a_real_study_says_nowhere_that_it_is_simulated():
    with zipfile.ZipFile(io.BytesIO(rendered("no interviews"))) as archive:
        xml = b"".join(archive.read(name) for name in archive.namelist() if name.endswith(".xml"))
    assert b"simulated" not in xml.lower()


def test_the_title_page_stands_alone_and_the_joint_display_is_turned():
    document = opened()
    first = next(each for each in paragraphs_of(document) if each.style.name.lower() == "heading 1")
    assert first._p.find(f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}") is not None
    turned = [section.page_width > section.page_height for section in document.sections]
    assert turned == [False, True, False]


def test_footers_number_the_pages_by_fields():
    for section in opened().sections:
        instructions = [
            element.text.strip() for element in section.footer.part.element.iter(qn("w:instrText"))
        ]
        assert instructions == ["PAGE", "NUMPAGES"]
        assert section.footer.paragraphs[0].text == "Draft, 31 March 2024\tPage 1 of 1"


def test_every_number_of_the_headline_is_a_number_of_the_results():
    evaluation = full_evaluation()
    assert evaluation.headline is not None
    headline = evaluation.headline
    lead = next(each.text for each in paragraphs_of(opened()) if each.style.name == "Lead")
    change = headline.evidence.change
    known = {number_text.signed_change(change), *number_text.bounds_text(change).split(" to ")}
    known |= {str(change.estimate.n), "95%", "0", "10"}
    found = set(re.findall(r"[+−-]?\d[\d.,]*\d%?|[+−-]?\d%?", lead))
    assert found == known


def test_text_colours_have_enough_contrast():
    for look in LOOKS:
        if not look.colour and not look.fill:
            continue
        own = look.colour or "212B32"
        for behind in {look.fill or WHITE, *([PALE_BLUE] if look.id == "TableHeading" else [])}:
            light, dark = sorted((luminance(own), luminance(behind)), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, look.id


def test_links_and_placeholders_have_enough_contrast_on_every_background():
    backgrounds = {look.fill for look in LOOKS if look.fill and look.colour != WHITE} | {WHITE}
    for _, name, _, properties in CHARACTER_LOOKS:
        colour = re.search(r'w:color w:val="(\w{6})"', properties)
        for behind in backgrounds if colour else ():
            light, dark = sorted((luminance(colour[1]), luminance(behind)), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (name, behind)


def test_the_body_is_arial_twelve_and_every_style_that_word_expects_is_there():
    styles = opened().styles
    assert styles["Normal"].font.size.pt == 12
    assert 'w:ascii="Arial"' in part("full", "word/styles.xml")
    expected = ["heading 1", "heading 3", "caption", "Quote", "toc 1", "toc 2", "toc 3", "table of figures"]
    expected += ["Hyperlink", "Placeholder Text", "annotation reference", "annotation text", "Callout"]
    names = {each.element.find(qn("w:name")).get(qn("w:val")) for each in styles}
    assert set(expected) <= names


def test_text_in_tables_and_captions_is_at_least_ten_points():
    sizes = {look.id: look.size for look in LOOKS}
    assert all((sizes[name] or 0) >= 10 for name in ("TableText", "TableNote", "Caption"))


def test_characters_that_xml_forbids_do_not_break_the_file():
    evaluation = full_evaluation()
    odd = replace(evaluation, facts=replace(evaluation.facts, title="A & <B>\x0b “C”\nD"))
    document = docx.Document(io.BytesIO(render_report(odd, draw_all(evaluation))))
    assert any("A & <B>\ufffd “C” D" in each.text for each in paragraphs_of(document))


def test_every_relationship_leads_to_a_part_and_every_part_is_led_to():
    document, links = part("full", "word/document.xml"), part("full", "word/_rels/document.xml.rels")
    used = set(re.findall(r'r:(?:id|embed)="(rId\d+)"', document))
    targets = dict(re.findall(r'Id="(rId\d+)" [^>]*?Target="([^"]+)"', links)) or {
        identifier: target for target, identifier in re.findall(r'Target="([^"]+)"[^>]*?Id="(rId\d+)"', links)
    }
    assert used <= set(targets)
    with zipfile.ZipFile(io.BytesIO(rendered("full"))) as archive:
        names = set(archive.namelist())
    assert {f"word/{targets[each]}" for each in used} <= names
    media = {name for name in names if name.startswith(("word/media/", "word/charts/chart"))}
    assert media <= {f"word/{target}" for target in targets.values()}


def test_pictures_are_sharp_from_svg_and_bars_and_lines_are_charts_of_word():
    blocks = [each for each in build_report(full_evaluation()).blocks if isinstance(each, FigureBlock)]
    native = [each for each in blocks if each.chart.kind in ("distribution", "segments", "trend")]
    with zipfile.ZipFile(io.BytesIO(rendered("full"))) as archive:
        names = archive.namelist()
    document = part("full", "word/document.xml")
    assert document.count("svgBlip ") == len(blocks) - len(native) == document.count("<pic:pic ")
    assert sum(name.endswith(".svg") for name in names) == len(blocks) - len(native)
    charts = [name for name in names if re.fullmatch(r"word/charts/chart\d+\.xml", name)]
    assert len(charts) == len(native) > 0
    assert sum(name.startswith("word/embeddings/") for name in names) == len(native)
