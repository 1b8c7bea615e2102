"""The logo on the title page: a place for one, a picture of the study's own, or none."""

import io
import re
import zipfile
from dataclasses import replace

import docx
import pytest
from PIL import Image

from impl_eval.outputs.quality import check_word_file
from impl_eval.outputs.report import build_report
from impl_eval.outputs.report.html import report_html
from impl_eval.outputs.report.inputs import ReportInputs
from impl_eval.outputs.report.markdown import report_markdown
from impl_eval.outputs.report.model import Logo
from impl_eval.outputs.report.model_json import report_json
from impl_eval.outputs.word import render_report
from impl_eval.outputs.word.body import LOGO_HERE
from impl_eval.outputs.word.organisation_template import read_template
from impl_eval.protocols import ReportWords
from impl_eval.protocols.logo import LogoPicture
from tests.outputs.report_fixture import full_evaluation
from tests.readers.test_pictures import SVG, picture

EVALUATION = full_evaluation()
ALT = "Logo of the example board: a blue field"
EMU_PER_CM = 360_000


def logo(kind: str = "PNG", size: tuple[int, int] = (120, 60), svg: bytes = b"") -> LogoPicture:
    return LogoPicture(picture(kind, size), "png" if kind == "PNG" else "jpeg", *size, ALT, svg)


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def control(content: bytes) -> str:
    text = parts(content)["word/document.xml"].decode()
    found = re.search(r'<w:sdt><w:sdtPr><w:alias w:val="Auto: logo"/>.*?</w:sdt>', text)
    return found[0] if found else ""


def test_a_report_has_a_place_for_a_logo_in_a_titled_control() -> None:
    content = render_report(EVALUATION)
    assert LOGO_HERE in control(content) and '<w:tag w:val="ie:title.logo"/>' in control(content)
    (found,) = [one for one in check_word_file(content, "r.docx", audit=False).findings if "logo" in one.rule]
    assert found.severity == "should"
    assert found.found == "the place for a logo is empty"


def test_simulated_data_are_announced_before_any_logo() -> None:
    blocks = build_report(EVALUATION).blocks
    assert getattr(blocks[0], "style", "") == "banner" and isinstance(blocks[1], Logo)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_of_the_study_stands_there_with_its_words(kind: str) -> None:
    content = render_report(EVALUATION, inputs=ReportInputs(logo=logo(kind)))
    assert f'descr="{ALT}"' in control(content) and LOGO_HERE not in control(content)
    name = "word/media/logo.png" if kind == "PNG" else "word/media/logo.jpeg"
    assert parts(content)[name] == picture(kind)
    assert docx.Document(io.BytesIO(content)).inline_shapes
    assert not [one for one in check_word_file(content, "r.docx").findings if "logo" in one.found.lower()]


@pytest.mark.parametrize(
    ("size", "shown"),
    [((1200, 60), (6.0, 0.3)), ((60, 600), (0.25, 2.5)), ((300, 100), (6.0, 2.0))],
)
def test_a_logo_keeps_its_proportions_within_6_by_2_and_a_half_centimetres(
    size: tuple[int, int], shown: tuple[float, float]
) -> None:
    """By hand: 1200 by 60 at 6 cm wide is 0.3 cm high; 60 by 600 at 2.5 cm high is 0.25 cm wide."""
    content = render_report(EVALUATION, inputs=ReportInputs(logo=logo(size=size)))
    found = re.search(r'<wp:extent cx="(\d+)" cy="(\d+)"/>', control(content))
    assert found is not None
    assert [int(side) / EMU_PER_CM for side in found.groups()] == pytest.approx(shown, abs=0.001)


def test_an_svg_stands_beside_its_png() -> None:
    content = render_report(EVALUATION, inputs=ReportInputs(logo=logo(svg=SVG)))
    assert parts(content)["word/media/logo.svg"] == SVG
    assert "svgBlip" in control(content)
    assert "svgBlip" not in control(render_report(EVALUATION, inputs=ReportInputs(logo=logo())))


def test_none_means_none() -> None:
    content = render_report(EVALUATION, inputs=ReportInputs(words=ReportWords(logo="none")))
    assert not control(content) and LOGO_HERE not in parts(content)["word/document.xml"].decode()


def organisation(*, with_logo: bool) -> bytes:
    document = docx.Document()
    if with_logo:
        document.sections[0].header.paragraphs[0].add_run().add_picture(io.BytesIO(picture()))
    else:
        document.sections[0].header.paragraphs[0].text = "Our organisation"
        document.add_picture(io.BytesIO(picture()))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_a_template_with_a_logo_in_its_header_needs_no_other() -> None:
    with_one = read_template(organisation(with_logo=True), "ours.docx")
    without = read_template(organisation(with_logo=False), "ours.docx")
    assert not control(render_report(EVALUATION, template=with_one))
    assert LOGO_HERE in control(render_report(EVALUATION, template=without))
    chosen = render_report(EVALUATION, inputs=ReportInputs(logo=logo()), template=with_one)
    assert f'descr="{ALT}"' in control(chosen)


def test_other_formats_show_a_picture_and_no_place_for_one() -> None:
    place = build_report(EVALUATION)
    shown = build_report(EVALUATION, replace(ReportInputs(), logo=logo()))
    assert f'alt="{ALT}" src="data:image/png;base64,' in report_html(shown)
    for text in (report_html(place), report_markdown(place), report_markdown(shown)):
        assert 'class="logo"' not in text and "Place for a logo" not in text
    assert f'"alt": "{ALT}"' in report_json(shown, "full")
    assert '"id": "title.logo"' in report_json(place, "full")


def test_pillow_reads_the_picture_back() -> None:
    content = render_report(EVALUATION, inputs=ReportInputs(logo=logo(size=(90, 45))))
    assert Image.open(io.BytesIO(parts(content)["word/media/logo.png"])).size == (90, 45)
