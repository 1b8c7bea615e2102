"""The Word copy: every comment at exactly its words, whatever the text holds."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from impl_eval.outputs.coded_transcript import (
    CodedTranscript,
    ShownTurn,
    coded_transcript_docx,
    text_in_word,
)
from impl_eval.outputs.coded_transcript.comment_text import comment_text
from impl_eval.readers.word_text import read_word_text
from tests.outputs.coded_transcript.examples import SPEECH, any_passages, anything, passage, shown
from tests.outputs.word_lint import lint


def read_back(coded: CodedTranscript) -> list[tuple[int, int, str, str]]:
    word = read_word_text(coded_transcript_docx(coded), "a.docx")
    assert word.text == text_in_word(coded.text)
    return sorted((one.start, one.end, one.author, one.text) for one in word.comments)


def written(coded: CodedTranscript) -> list[tuple[int, int, str, str]]:
    return sorted((one.start, one.end, one.coder, comment_text(one)) for one in coded.passages)


def test_nested_overlapping_and_touching_passages_in_a_difficult_text() -> None:
    spans = [(0, len(SPEECH)), (24, 60), (24, 30), (28, 50), (17, 19), (18, 20), (30, 31)]
    spans.append((len(SPEECH) - 1, len(SPEECH)))
    coded = shown(SPEECH, *(passage(start, end, memo="<i>&") for start, end in spans))
    assert read_back(coded) == written(coded)


def test_a_text_is_as_long_in_word_as_it_was() -> None:
    assert text_in_word("a\r\nb\rc\x0bd\x00\ttab") == "a\u200b\nb\nc\nd\ufffd\ttab"


@settings(max_examples=150)
@given(anything, st.data())
def test_any_codings_of_any_text_come_back_where_they_were(text: str, data: st.DataObject) -> None:
    coded = shown(text, *data.draw(any_passages(text)))
    assert len(text_in_word(text)) == len(text)
    if text_in_word(text).strip():
        assert [one[:3] for one in read_back(coded)] == [one[:3] for one in written(coded)]


def test_comments_have_an_author_initials_and_a_date_only_if_given() -> None:
    coded = shown("some words", passage(0, 4, coder="Ann Berg"), passage(5, 10, date="2024-03-31T10:00:00Z"))
    with zipfile.ZipFile(io.BytesIO(coded_transcript_docx(coded))) as archive:
        comments = etree.fromstring(archive.read("word/comments.xml"))
        document = etree.fromstring(archive.read("word/document.xml"))
        assert b"comments+xml" in archive.read("[Content_Types].xml")
    told = [
        tuple(one.get(qn(f"w:{name}")) for name in ("id", "author", "initials", "date")) for one in comments
    ]
    assert told == [("0", "Ann Berg", "AB", None), ("1", "AB", "AB", "2024-03-31T10:00:00Z")]
    for name in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        assert [one.get(qn("w:id")) for one in document.iter(qn(f"w:{name}"))] == ["0", "1"]


def test_labels_are_bold_questions_grey_and_right_to_left_lines_marked() -> None:
    turns = (ShownTurn(3, 17, "I", "interviewer"), ShownTurn(24, 46, "P01"))
    xml = zipfile.ZipFile(io.BytesIO(coded_transcript_docx(shown(SPEECH, turns=turns)))).read(
        "word/document.xml"
    )
    document = etree.fromstring(xml)
    bold = [
        "".join(run.itertext()) for run in document.iter(qn("w:r")) if run.find(f".//{qn('w:b')}") is not None
    ]
    assert bold == ["I: ", "P01: "]
    assert xml.count(b'w:val="4A5560"') == 1
    assert b"<w:rtl/>" in xml
    hebrew = coded_transcript_docx(shown("שלום P01"))
    assert b"<w:bidi/>" in zipfile.ZipFile(io.BytesIO(hebrew)).read("word/document.xml")


def test_the_file_is_sound_and_equal_input_gives_equal_bytes() -> None:
    coded = shown("P01: It is our job now.", passage(5, 22))
    assert coded_transcript_docx(coded) == coded_transcript_docx(coded)
    assert lint(coded_transcript_docx(coded), without=("comments left",)) == []


def test_what_lies_outside_the_text_is_refused() -> None:
    for start, end in ((0, 6), (-1, 2), (3, 3)):
        with pytest.raises(ValueError, match="not within"):
            shown("short", passage(start, end))
    with pytest.raises(ValueError, match="no colour"):
        shown("short", passage(0, 1, colour="red;background:url(x)"))


def test_two_thousand_comments_on_a_long_text() -> None:
    text = "P01: some words that somebody said about it.\r\n" * 1200
    coded = shown(text, *(passage(20 * at, 20 * at + 90) for at in range(2000)))
    assert read_back(coded) == written(coded)


def test_a_copy_saved_by_libreoffice_keeps_its_comments(tmp_path: Path) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("soffice is not installed: the round trip through LibreOffice was not tried")
    text = (
        "I: What changed?\r\n\r\nP01: It  is\tour job now. We taper \U0001f600 slowly, we do.\r\nP02: No.\r\n"
    )
    spans = [(25, 36), (25, 60), (31, 50), (44, 70), (len(text) - 5, len(text) - 2)]
    coded = shown(text, *(passage(start, end, coder="AB", memo="x & y") for start, end in spans))
    (tmp_path / "a.docx").write_bytes(coded_transcript_docx(coded))
    subprocess.run(
        [
            soffice, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "docx",
            "--outdir", str(tmp_path / "out"), str(tmp_path / "a.docx"),
        ],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    word = read_word_text((tmp_path / "out" / "a.docx").read_bytes(), "a.docx")
    assert word.text == text_in_word(text)
    assert sorted((one.start, one.end, one.author, one.text) for one in word.comments) == written(coded)
