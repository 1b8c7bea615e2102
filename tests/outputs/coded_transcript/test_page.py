"""The page of a coded transcript: everything escaped, no script, every coding numbered and listed."""

import base64
import hashlib
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from impl_eval.outputs.coded_transcript import CodedTranscript, ShownTurn, coded_transcript_html
from impl_eval.outputs.coded_transcript.page_style import STYLE
from tests.outputs.coded_transcript.examples import SPEECH, any_passages, anything, passage, shown

HOSTILE = '<script>alert(1)</script> {{7*7}} =HYPERLINK("x") \' onmouseover=x "><img src=x onerror=y>'


def page_of(coded: CodedTranscript) -> html.HtmlElement:
    return html.document_fromstring(coded_transcript_html(coded))


def words(element: html.HtmlElement) -> str:
    """The speech in the page: what stands in lines, without numbers and margins."""
    lines = []
    for line in element.xpath("//div[@class='line']/p"):
        for number in line.xpath(".//a[@class='n']"):
            number.drop_tree()
        lines.append(line.text_content())
    return "\n".join(lines)


def test_speech_code_memo_coder_and_title_are_text_not_markup() -> None:
    coded = CodedTranscript(
        "t",
        HOSTILE,
        f"P01: {HOSTILE}",
        (ShownTurn(5, 30, "P01"),),
        (passage(5, 40, HOSTILE, HOSTILE, memo=HOSTILE, valence=HOSTILE),),
        HOSTILE,
    )
    page = page_of(coded)
    assert not page.xpath("//script|//img|//iframe|//object|//form")
    assert not page.xpath("//@*[starts-with(name(), 'on') or name()='style' or name()='src']")
    assert {attribute[0] for attribute in page.xpath("//a/@href")} == {"#"}
    assert page.xpath("string(//h1)") == HOSTILE
    assert words(page) == f"P01: {HOSTILE}"
    assert page.text_content().count("{{7*7}}") >= 5


def test_the_policy_allows_the_one_style_and_nothing_else() -> None:
    page = page_of(shown("P01: yes", passage(0, 3, colour="#cfe3f5")))
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    (style,) = page.xpath("//style/text()")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert style.startswith(STYLE)
    assert not re.search(r"url\(|@import|https?:", style)


def test_every_coding_is_reached_by_keyboard_from_text_margin_and_list() -> None:
    coded = shown(
        SPEECH, passage(22, 60, memo="ask"), passage(24, 30, "knowledge"), passage(28, 50, "waiting")
    )
    page = page_of(coded)
    identifiers = page.xpath("//@id")
    assert len(identifiers) == len(set(identifiers))
    targets = {target[1:] for target in page.xpath("//a/@href")}
    assert targets <= set(identifiers)
    for number in (1, 2, 3):
        assert page.xpath(f"//tr[@id='c{number}']/th/a[@href='#t{number}']")
        assert page.xpath(f"//p//a[@id='t{number}'][@aria-label]")
        assert page.xpath(f"//p//a[@href='#c{number}'][contains(@aria-label, 'ends')]")
        assert page.xpath(f"//ul[@class='beside']//a[@href='#c{number}']")
    assert page.get("lang") == "en-GB"
    assert page.xpath("//table/caption") and page.xpath("//thead//th[@scope='col']")
    assert page.xpath("//*[@tabindex='0' and @role='region' and @aria-label='Table of codings']")
    assert not page.xpath("//mark[not(normalize-space())]")
    nested = page.xpath("//mark/mark/mark")
    assert "".join(one.text_content() for one in nested) == SPEECH[28:30]


@settings(max_examples=100)
@given(anything, st.data())
def test_the_page_holds_the_words_and_as_many_rows_as_codings(text: str, data: st.DataObject) -> None:
    coded = shown(text, *data.draw(any_passages(text)))
    page = page_of(coded)
    assert len(page.xpath("//tbody/tr")) == len(coded.passages)
    assert {f"t{number + 1}" for number in range(len(coded.passages))} <= set(page.xpath("//@id"))
    said = "".join(words(page).split()).replace("\u200b", "")
    kept = re.sub("[^\t\n\r\x0b\x0c\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text)
    if not re.search("[\x80-\x9f]", text):  # a reader of pages may take these for other signs
        assert said == "".join(kept.split()).replace("\u200b", "")


def test_questions_labels_banner_and_a_transcript_without_codings() -> None:
    turns = (ShownTurn(3, 16, "I", "interviewer"),)
    page = page_of(CodedTranscript("t", "T", "I: What changed?\nP01: Nothing.", turns, (), "SIMULATED DATA"))
    assert page.xpath("string(//span[@class='asked'])") == "What changed?"
    assert page.xpath("string(//span[@class='label'])") == "I: "
    assert page.xpath("string(//p[@class='banner'])") == "SIMULATED DATA"
    assert "Nobody has coded" in page.text_content()


def test_equal_input_gives_equal_bytes() -> None:
    coded = shown(SPEECH, passage(24, 30))
    assert coded_transcript_html(coded) == coded_transcript_html(coded)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("text", ["#212b32", "#4a5560", "#12436d"])
def test_contrast_on_every_colour_of_codes(text: str) -> None:
    """WCAG 2.2, 1.4.3: (L1 + 0.05) / (L2 + 0.05) of at least 4.5."""
    from impl_eval.study.coded_transcripts import _PALE

    for colour in _PALE:
        assert (luminance(colour) + 0.05) / (luminance(text) + 0.05) >= 4.5, colour
