"""OpenDocument text: reading order, white space as the standard says, what is taken and left out."""

from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from impl_eval.readers.transcripts import TranscriptText, read_transcript
from tests.readers.files import faults, write_file
from tests.readers.transcripts.documents import open_document


def _read(folder: Path, body: str) -> TranscriptText:
    return read_transcript(write_file(folder, "a.odt", open_document(body)), "a.odt")


def test_paragraphs_lists_and_tables_are_lines_in_reading_order(tmp_path: Path) -> None:
    body = (
        "<text:h>Interview</text:h><text:p>I: First?</text:p>"
        "<text:list><text:list-item><text:p>P01: listed</text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>P01:</text:p></table:table-cell>"
        "<table:table-cell><text:p>In a cell.</text:p><text:p>More.</text:p></table:table-cell>"
        "</table:table-row></table:table><text:section><text:p/><text:p>end</text:p></text:section>"
    )
    text = _read(tmp_path, body)
    assert text.text == "Interview\nI: First?\nP01: listed\nP01:\nIn a cell.\nMore.\n\nend"
    assert (text.kind, text.notes) == ("OpenDocument text", ())


def test_white_space_is_what_the_standard_says(tmp_path: Path) -> None:
    """ODF 1.3, part 3, 6.1.2: runs collapse, also across elements; <text:s/> are spaces that stay."""
    body = (
        "<text:p>\n  I  <text:span> said \t</text:span> that<text:s/><text:s text:c='3'/>it<text:tab/>"
        "\U0001f600<text:line-break/>e\u0301 \u05d0</text:p>"
    )
    assert _read(tmp_path, body).text == "I said that    it\t\U0001f600\ne\u0301 \u05d0"


def test_tracked_changes_are_read_as_accepted_and_the_rest_is_counted(tmp_path: Path) -> None:
    body = (
        "<text:tracked-changes><text:changed-region text:id='c1'><text:deletion><office:change-info/>"
        "<text:p>never</text:p></text:deletion></text:changed-region>"
        "<text:changed-region text:id='c2'><text:insertion/></text:changed-region></text:tracked-changes>"
        "<text:p>P01: I <text:change text:change-id='c1'/><text:change-start text:change-id='c2'/>often"
        "<text:change-end text:change-id='c2'/> say<office:annotation><dc:creator>AB</dc:creator>"
        "<text:p>look</text:p></office:annotation> so"
        "<text:note text:note-class='footnote'><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>note</text:p></text:note-body></text:note>.<draw:frame><draw:text-box><text:p>boxed</text:p>"
        "</draw:text-box></draw:frame><draw:frame><draw:image/></draw:frame>"
        "<text:span text:style-name='T3'>hidden</text:span></text:p>"
    )
    text = _read(tmp_path, body)
    assert text.text == "P01: I often say so."
    assert text.notes == (
        "1 comment is not part of the text.",
        "1 deletion is not part of the text.",
        "1 footnote is not part of the text.",
        "1 hidden passage is not part of the text.",
        "1 picture is not part of the text.",
        "1 text box is not part of the text.",
        "1 insertion is part of the text.",
    )


def test_bold_openings_of_lines(tmp_path: Path) -> None:
    span = "<text:span text:style-name='{}'>{}</text:span>"
    body = "".join(
        f"<text:p>{inner}</text:p>"
        for inner in (
            span.format("T1", "Ann ") + "Hello",
            span.format("T2", "Bob"),
            "Not " + span.format("T1", "here"),
            span.format("T9", "nor here"),
        )
    )
    text = _read(tmp_path, body)
    assert [text.text[start:end] for start, end in text.openings] == ["Ann", "Bob"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (open_document("<text:p> </text:p>"), "a document without text"),
        (open_document("<text:p>a</text:p>", mimetype="spreadsheet"), "not a text document"),
        (open_document("<text:p>a</text:p>", manifest="<manifest:encryption-data/>"), "locked by a password"),
        (open_document("<text:p>&b;</text:p>", head='<!DOCTYPE a [<!ENTITY b "c">]>'), "document type decl"),
        (open_document("<text:p>cut"), "damaged"),
        (open_document("<text:p>a</text:p>")[:-40], "damaged"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, content: bytes, words: str) -> None:
    (problem,) = faults(read_transcript, write_file(tmp_path, "a.odt", content))
    assert words in problem.found


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text("ab \U0001f600\u0301\u05d0<&", min_size=1, max_size=9), min_size=1, max_size=4))
def test_any_words_are_found_again(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    """Spaces written as the standard asks, with <text:s/>, come back each."""
    spaced = ["x" + line + "x" for line in lines]
    body = "".join("<text:p>" + escape(line).replace(" ", "<text:s/>") + "</text:p>" for line in spaced)
    assert _read(tmp_path_factory.mktemp("odt"), body).text == "\n".join(spaced)
