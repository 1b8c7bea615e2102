"""Web pages: words in the lines a browser would show; scripts, pictures and hidden parts stay out."""

import socket
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from impl_eval.readers.transcripts import TranscriptText, read_transcript
from tests.readers.files import faults, write_file


def _read(folder: Path, body: str, head: str = '<meta charset="utf-8">') -> TranscriptText:
    page = f"<!DOCTYPE html><html><head>{head}<title>No speech</title></head><body>{body}</body></html>"
    return read_transcript(write_file(folder, "a.html", page), "a.html")


def test_lines_spaces_and_entities(tmp_path: Path) -> None:
    body = (
        "\n <h1>Interview</h1>\n<p>Ann:  Hello&nbsp;you &amp; &lt;me&gt;<br>next  <i>line</i> </p>"
        "<div>one<div>two</div>three</div><ul><li>a</li><li>b</li></ul>"
        "<table><tr><td>P01:</td><td>In a cell.</td></tr></table>tail<pre>  keep\n   it</pre>end &#128512;"
    )
    assert _read(tmp_path, body).text.split("\n") == [
        "Interview", "Ann: Hello\u00a0you & <me>", "next line", "one", "two", "three", "a", "b", "P01:",
        "In a cell.", "tail", "  keep", "   it", "end \U0001f600",
    ]  # fmt: skip


def test_what_nobody_said_is_left_out_and_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is fetched: a socket would fail the test."""

    def no_socket(*_: object, **__: object) -> None:
        raise AssertionError("the reader opened a connection")

    monkeypatch.setattr(socket, "socket", no_socket)
    body = (
        '<script>alert("x")</script>'
        '<p>Ann: <del>bye</del><ins>hi</ins><img src="http://example.org/a.png"> there</p>'
        '<style>p {}</style><div style="display: none">secret <b>more</b></div><!-- note --><p hidden>no</p>'
        '<iframe src="http://example.org"></iframe><link rel="stylesheet" href="http://example.org/a.css">'
    )
    text = _read(tmp_path, body)
    assert text.text == "Ann: hi there"
    assert text.notes == (
        "1 deletion is not part of the text.",
        "2 hidden passages are not part of the text.",
        "1 page inside the page is not part of the text.",
        "1 picture is not part of the text.",
        "1 script is not part of the text.",
        "1 insertion is part of the text.",
    )


def test_bold_openings_of_lines(tmp_path: Path) -> None:
    body = (
        "<p><b>Ann</b> Hello</p><p><span style='font-weight: 700'>Bob</span>: hi</p><p>not <b>here</b></p>"
        "<p><strong>Carl<br></strong>so</p><b style='font-weight:normal'>no</b>"
    )
    text = _read(tmp_path, body)
    assert [text.text[start:end] for start, end in text.openings] == ["Ann", "Bob", "Carl"]


@pytest.mark.parametrize("charset", ["windows-1251", "utf-16", "iso-8859-1", "utf-8"])
def test_the_stated_encoding_is_believed_unless_the_bytes_say_otherwise(tmp_path: Path, charset: str) -> None:
    said = "\u0434\u0430" if charset in ("windows-1251", "utf-16", "utf-8") else "\u00e9t\u00e9"
    page = f'<html><head><meta charset="{charset}"></head><body>Ann: {said}</body></html>'
    text = read_transcript(write_file(tmp_path, "a.htm", page.encode(charset)), "a.htm")
    assert text.text == f"Ann: {said}"


@pytest.mark.parametrize("body", ["", "<script>1</script>", "<p> </p>"])
def test_a_page_without_words(tmp_path: Path, body: str) -> None:
    (problem,) = faults(read_transcript, write_file(tmp_path, "a.html", f"<html><body>{body}</body></html>"))
    assert problem.found == "a page without words"


def test_elements_too_deep_inside_each_other_are_refused_not_cut_off(tmp_path: Path) -> None:
    """libxml2 stops at a depth of 256 elements, with a fatal error in its log and half a page."""
    page = "<html><body>" + "<div>" * 300 + "Ann: lost?" + "</div>" * 300
    (problem,) = faults(read_transcript, write_file(tmp_path, "a.html", page))
    assert "damaged" in problem.found
    page = "<html><body>" + "<div>" * 200 + "Ann: kept." + "</div>" * 200
    assert read_transcript(write_file(tmp_path, "b.html", page), "b.html").text == "Ann: kept."


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<br>", "<b>", "</b>", "x", " ", "\n", "<div>", "\U0001f600"]),
        max_size=30,
    )
)
def test_any_page_keeps_all_its_letters_and_its_openings_lie_in_it(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[str]
) -> None:
    text = _read(tmp_path_factory.mktemp("html"), "x" + "".join(pieces))
    assert text.text.count("x") == 1 + pieces.count("x")
    assert text.text.count("\U0001f600") == pieces.count("\U0001f600")
    for start, end in text.openings:
        assert 0 <= start < end <= len(text.text)
        assert text.text[start:end] == text.text[start:end].strip()
