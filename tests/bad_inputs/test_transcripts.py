"""Bad inputs 21 to 24, 27, 29 to 31: transcripts, most of them through the real command line.

The numbers are those of our list of forty bad inputs. Some are no fault: they are read, and told.
"""

import io
import zipfile
from pathlib import Path

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from impl_eval.errors import describe_problems
from impl_eval.qualitative.speaker_labels import drafted_places
from impl_eval.qualitative.transcript import Speaker
from impl_eval.qualitative.turns import find_turns, labels_inside_lines
from impl_eval.readers.transcripts import read_transcript
from impl_eval.study.draft import draft_for
from tests.command_line import impl_eval_here as impl_eval
from tests.readers.files import faults, write_file
from tests.readers.transcripts.documents import open_document, pdf
from tests.readers.word_files import new_document, put, saved, tracked

SPEECH = "a secret that nobody but the interviewer may hear"
SPEAKERS = (Speaker("I", "interviewer"), Speaker("P01", "participant", "P01", "gp"))


def refusal(path: Path) -> str:
    """Return what reading a file says, which never quotes it."""
    said = describe_problems(faults(read_transcript, path))
    assert SPEECH not in said
    return said


def test_21_a_word_document_with_everything_in_it(tmp_path: Path) -> None:
    document = new_document("I: And?")
    paragraph = document.add_paragraph("P01: I ")
    put(paragraph, tracked("del", "never "))
    put(paragraph, tracked("ins", "often "))
    document.add_comment(paragraph.add_run("say so."), text="look", author="AB")
    put(paragraph, f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>')
    box = "<w:pict><w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent></w:pict>"
    put(paragraph, f"<w:r {nsdecls('w')}>{box}</w:r>")
    put(paragraph, f"<w:r {nsdecls('w')}><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>")
    document.add_table(rows=1, cols=1).cell(0, 0).text = "I: In a cell?"
    document.sections[0].header.paragraphs[0].text = "Draft"
    done = impl_eval("preview", saved(document, tmp_path))
    assert done.returncode == 0, done.stderr
    assert [
        line.removeprefix("  note: ") for line in done.stderr.splitlines() if "part of the text" in line
    ] == [
        "1 comment is not part of the text.",
        "1 deletion is not part of the text.",
        "1 footnote is not part of the text.",
        "1 header is not part of the text.",
        "1 hidden passage is not part of the text.",
        "1 text box is not part of the text.",
        "1 insertion is part of the text.",
    ]
    text = read_transcript(tmp_path / "a.docx", "a.docx").text
    assert text == "I: And?\nP01: I often say so.\nI: In a cell?"


def test_22_no_labels_and_labels_spelt_two_ways(small_study: Path, tmp_path: Path) -> None:
    (small_study / "qualitative/coded_segments.csv").unlink()
    transcript = small_study / "qualitative/transcripts/t1.txt"
    transcript.write_text(f"Interviewer: {SPEECH}?\nP01: a\nP1: b\n", encoding="utf-8")
    checked = impl_eval("check", small_study)
    assert checked.returncode == 3
    assert 'line 3: found the speaker "P1" (1 turns)' in checked.stderr
    assert "If this is P01, spelt another way, add a row that says so: participant_id P01." in checked.stderr
    assert SPEECH not in checked.stderr
    drafted = impl_eval("preview", transcript)
    assert "t1,t1.txt,P1,participant,P01,?" in drafted.stdout
    assert "check P1: may be P01, spelt another way." in drafted.stderr
    none = write_file(tmp_path, "none.txt", f"{SPEECH}.\n\n{SPEECH}.")
    draft = draft_for(none, None)
    assert "No labels of speakers were found." in draft.reading
    assert SPEECH not in draft.reading + draft.text


LOCKED = b"\xd0\xcf\x11\xe0" + bytes(2000) + "EncryptedPackage".encode("utf-16-le") + bytes(500)


@pytest.mark.parametrize(
    ("name", "content", "found", "remedy"),
    [
        ("a.doc", b"\xd0\xcf\x11\xe0" + bytes(500), "an old Office file (.xls or .doc)", "Save As: .docx"),
        ("a.docx", LOCKED, "an Office file that is locked by a password", "remove the password"),
        ("a.docx", b"{\\rtf1 hello}", "a Rich Text (RTF) document", "real ending (.rtf)"),
        ("a.docx", pdf(["Ann: x"]), "a PDF document", "real ending (.pdf)"),
        ("a.docx", open_document("<text:p>x</text:p>"), "an OpenDocument file", "real ending (.odt)"),
        ("a.doc", b"{\\rtf1 hello}", "a Rich Text (RTF) document with the ending .doc", "real ending (.rtf)"),
        ("a.pdf", pdf([], []), "a PDF without text", "OCR"),
        ("a.pages", b"PK\x05\x06" + bytes(18), "a zip archive with the ending .pages", "Unpack"),
        ("a.mp3", b"ID3\x03\x00" + bytes(range(32)) * 40, "binary data", "Export"),
        ("a.txt", b"", "nothing: the file is empty", "save the file again"),
        ("a.txt", b"\xff\xfe" + b"a" * 7, "a mark that says utf-16, and bytes that are not", "UTF-8"),
        ("a.txt", b"P01: a\x00b\n" * 30, "NUL characters", "UTF-8"),
        ("a.html", "<html><script>x</script>", "a page without words", "what the browser shows"),
    ],
)
def test_23_what_is_no_transcript_is_known_by_its_content(
    tmp_path: Path, name: str, content: bytes | str, found: str, remedy: str
) -> None:
    said = refusal(write_file(tmp_path, name, content))
    assert found in said
    assert remedy in said


SIGNS = (
    "e\u0301 \U0001f600 \U0001f468\u200d\U0001f469\u200d\U0001f467 \u05d0\u05d1 \u202eabc\u202c "
    "\u200b\ufeff\u00ad \u2028 \x0b"
)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_24_every_character_counts_once_and_none_is_changed(
    tmp_path: Path, line_end: str, encoding: str
) -> None:
    """Expected offsets are counted by hand: `I: And?` is 7 code points, then the line end, then `P01: `."""
    written = f"I: And?{line_end}P01: {SIGNS}x{line_end}"
    path = write_file(tmp_path, "a.txt", written.encode(encoding))
    text = read_transcript(path, "a.txt").text
    assert text == written
    turn = find_turns(text, SPEAKERS).turns[1]
    assert turn.start == 7 + len(line_end) + 5
    assert text[turn.start : turn.end] == f"{SIGNS}x"


def test_24_control_characters_are_kept_and_never_printed_raw(tmp_path: Path) -> None:
    said = "I: \x1b[31mred\x1b[0m and so on?\nP01: yes, it is so\nDr \x1b[1mLee 0:03\nthat is how it went\n"
    path = write_file(tmp_path, "a.txt", (said + "P01: and so it went on and on and on\n" * 3) * 3)
    assert "\x1b" in read_transcript(path, "a.txt").text
    done = impl_eval("preview", path)
    assert "\x1b" not in done.stdout + done.stderr


def test_27_five_hours_in_one_paragraph() -> None:
    """60,000 words, no line end: every pattern looks at it once. A quadratic one would need minutes."""
    text = "P01: " + "and then I: I said P01: 10:30 well (really) - so [pause] ** yes, " * 5_000
    assert len(text.split()) > 60_000
    (turn,) = find_turns(text, SPEAKERS).turns
    assert (turn.start, turn.end) == (5, len(text.rstrip()))
    assert labels_inside_lines(text, SPEAKERS) == 10_000
    assert len(drafted_places(text)) == 1
    for line in (
        " " * 80_000,
        "a" * 80_000,
        "<v a" * 20_000,
        "-\n" * 40_000,
        "1:" * 40_000,
        "P01\n" * 20_000,
    ):
        find_turns(line, SPEAKERS)
        drafted_places(line)


def _docx(members: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize(
    ("members", "found"),
    [
        ({"word/document.xml": bytes(20 << 20)}, "a file that unpacks to more than 200 times its size"),
        (
            {"word/document.xml": b"<a/>", "../../evil.xml": b"x"},
            "an archive with a file that points outside it",
        ),
        (
            {"word/document.xml": b"<a/>"} | {f"a{n}": b"" for n in range(10_000)},
            "an archive of 10,001 files",
        ),
        (
            {"word/document.xml": b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a/>'},
            "a document type",
        ),
        (
            {"word/document.xml": b"<!--" + b" " * 9000 + b"-->" + b'<!DOCTYPE a [<!ENTITY b "b">]><a/>'},
            "a document type",
        ),
    ],
)
def test_29_to_31_archives_that_mean_harm(tmp_path: Path, members: dict[str, bytes], found: str) -> None:
    path = write_file(tmp_path, "a.docx", _docx(members))
    assert found in refusal(path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.docx"]
    odt = write_file(
        tmp_path,
        "b.odt",
        _docx({name.replace("word/document", "content"): body for name, body in members.items()}),
    )
    assert found in refusal(odt)


def test_a_deeply_nested_document_is_read_or_refused_but_never_a_traceback(tmp_path: Path) -> None:
    document = new_document("P01: x")
    inner = (
        "<w:sdt><w:sdtContent>" * 60
        + "<w:p><w:r><w:t>deep</w:t></w:r></w:p>"
        + "</w:sdtContent></w:sdt>" * 60
    )
    document.element.body.insert(0, parse_xml(inner.replace("<w:sdt>", f"<w:sdt {nsdecls('w')}>", 1)))
    assert read_transcript(saved(document, tmp_path), "a.docx").text == "deep\nP01: x"


def test_several_files_must_all_be_transcripts(tmp_path: Path) -> None:
    one = write_file(tmp_path, "a.txt", "I: a?\nP01: b\nI: c?\n")
    done = impl_eval("preview", one, write_file(tmp_path, "b.csv", "a,b\n1,2\n"))
    assert done.returncode == 2
    assert "b.csv is not one" in done.stderr
    done = impl_eval("preview", one, write_file(tmp_path, "c.md", "**I:** a?\n\n**I:** c?\n"))
    assert done.stdout.splitlines()[1:] == [
        "a,a.txt,I,interviewer,,", "a,a.txt,P01,participant,?,?", "c,c.md,I,interviewer,,",
    ]  # fmt: skip
