"""Rich Text: characters, what was deleted or hidden, cells, links, bold names; cut short is noticed."""

from pathlib import Path

import pytest

from impl_eval.readers.transcripts import TranscriptText, read_transcript
from tests.readers.files import faults, write_file


def _read(folder: Path, body: str, head: str = "\\rtf1\\ansi\\ansicpg1252") -> TranscriptText:
    content = ("{" + head + "{\\fonttbl{\\f0\\fcharset0 Arial;}}" + body + "}").encode("cp1252")
    return read_transcript(write_file(folder, "a.rtf", content), "a.rtf")


def test_characters_of_every_sort(tmp_path: Path) -> None:
    """\\u with a fallback sign, \\uc0 without one, two halves of an emoji, code page, dashes, quotes."""
    body = (
        "\\f0 P01: caf\\'e9 \\u233?t\\u233?\\par {\\uc0\\u1488} e\\u769? \\u-10179?\\u-8704?\\par "
        "well \\emdash  \\ldblquote so\\rdblquote\\tab end \\{x\\} \\\\\\par"
    )
    text = _read(tmp_path, body)
    assert text.text.rstrip("\n").split("\n") == [
        "P01: caf\u00e9 \u00e9t\u00e9",
        "\u05d0 e\u0301 \U0001f600",
        "well \u2014 \u201cso\u201d\tend {x} \\",
    ]
    assert (text.kind, text.encoding, text.notes) == ("Rich Text document", "cp1252", ())


def test_deleted_and_hidden_text_is_left_out_and_counted(tmp_path: Path) -> None:
    body = (
        "P01: I {\\deleted never \\u233?\\'e9 }{\\revised often} say{\\v  secret}.{\\footnote no}"
        "{\\*\\annotation no}\\deleted gone\\deleted0  again\\par"
    )
    text = _read(tmp_path, body)
    assert text.text == "P01: I often say. again\n"
    assert text.notes == (
        "1 comment is not part of the text.",
        "2 deletions are not part of the text.",
        "1 footnote is not part of the text.",
        "1 hidden passage is not part of the text.",
        "1 insertion is part of the text.",
    )


def test_cells_are_lines_and_links_keep_their_words_only(tmp_path: Path) -> None:
    body = (
        "\\trowd P01:\\cell In a cell.\\cell\\row After\\par "
        '{\\field{\\*\\fldinst{HYPERLINK "https://example.org"}}{\\fldrslt{the page}}} HYPERLINK "a" end'
    )
    lines = [line for line in _read(tmp_path, body).text.split("\n") if line]
    assert lines == ["P01:", "In a cell.", "After", 'the page HYPERLINK "a" end']


def test_bold_openings_of_lines(tmp_path: Path) -> None:
    body = (
        "{\\b Ann} \u00e9h\\par \\b Bob\\b0  yes\\par {\\b\\plain Carl}\\par not {\\b here}\\par "
        "\\b\\u-10179?\\u-8704?!"
    )
    text = _read(tmp_path, body)
    assert text.text == "Ann \u00e9h\nBob yes\nCarl\nnot here\n\U0001f600!"
    assert [text.text[start:end] for start, end in text.openings] == ["Ann", "Bob", "\U0001f600!"]


def test_pictures_and_binary_data_are_no_words(tmp_path: Path) -> None:
    body = "before{\\*\\shppict{\\pict\\bin4 }}\\}}}{\\nonshppict{\\pict 00ff}} after"
    text = _read(tmp_path, body)
    assert text.text == "before after"
    assert text.notes == ("1 picture is not part of the text.",)


@pytest.mark.parametrize(
    "content", [b"{\\rtf1 P01: cut sho", b"{\\rtf1 {\\b P01: cut short}", b"{\\rtf1 \\pict"]
)
def test_cut_short_is_damaged(tmp_path: Path, content: bytes) -> None:
    (problem,) = faults(read_transcript, write_file(tmp_path, "a.rtf", content))
    assert "damaged" in problem.found


def test_no_words(tmp_path: Path) -> None:
    (problem,) = faults(read_transcript, write_file(tmp_path, "a.rtf", b"{\\rtf1{\\footnote x}\\par }"))
    assert problem.found == "a document without text"


def test_half_a_character_is_shown_as_lost(tmp_path: Path) -> None:
    text = _read(tmp_path, "P01: \\u-10179? x")
    assert text.text == "P01: \ufffd x"
    assert text.notes == ("Characters that the file gives no letter for, shown as \ufffd: 1.",)
