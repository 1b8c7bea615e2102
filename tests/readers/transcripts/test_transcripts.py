"""Transcripts: plain text kept to the letter, Word as accepted text, TextGrid by time."""

from pathlib import Path

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from impl_eval.readers.transcripts import TranscriptText, Utterance, merge_utterances, read_transcript
from tests.readers.files import faults, write_file, write_workbook
from tests.readers.word_files import new_document, put, saved, tracked
from tests.shared import shared_path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_plain_text_is_kept_to_the_letter(tmp_path: Path, encoding: str) -> None:
    words = "P01: I don\u2019t\r\nknow \u2013 \u201cwell\u201d.\n\n\tP02:  Yes \x0b\r\n"
    words += "" if encoding == "cp1252" else "e\u0301 \U0001f600 \u05d0\u200b\n"
    text = read_transcript(write_file(tmp_path, "a.txt", words.encode(encoding)), "a.txt")
    assert (text.text, text.encoding, text.kind) == (words, encoding, "plain text")
    assert bool(text.notes) is (encoding == "cp1252")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \r\n\t\n", "empty"),
        ("a.txt", b"P01: a\x00b\n", "NUL"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1", "an old Office file"),
        ("a.docx", b"{\\rtf1 hello}", "Rich Text"),
        ("a.docx", b"%PDF-1.4", "a PDF document"),
        ("a.docx", b"P01: hello", "plain text"),
        ("a.docx", b"PK\x03\x04cut short", "a Word document that is damaged or cut short"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1", "with the ending .doc"),
        ("a.TextGrid", b"P01: hello", "plain text"),
        ("a.txt", b'File type = "ooTextFile"\nObject class = "TextGrid"\n', "a Praat TextGrid"),
    ],
)
def test_wrong_files_say_what_they_are_and_what_to_do(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    (problem,) = faults(read_transcript, write_file(tmp_path, name, content))
    assert words in problem.found
    assert problem.remedy


def test_utf16_white_space_only_is_a_document_without_text(tmp_path: Path) -> None:
    (problem,) = faults(read_transcript, write_file(tmp_path, "a.txt", " \n ".encode("utf-16")))
    assert "empty" in problem.found


def test_a_workbook_named_docx(tmp_path: Path) -> None:
    path = write_workbook(tmp_path, "a.xlsx", S=[["a"]]).rename(tmp_path / "a.docx")
    (problem,) = faults(read_transcript, path)
    assert problem.found == "an Excel workbook, although the name ends in .docx"


def test_word_paragraphs_and_tables_are_lines_in_reading_order(tmp_path: Path) -> None:
    document = new_document("I: First?")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "P01:"
    table.cell(0, 1).text = "In a cell."
    table.cell(0, 1).add_paragraph("And more.")
    last = document.add_paragraph("P02: tab")
    last.add_run("\there")
    last.add_run().add_break()
    last.add_run("below \U0001f600")
    text = read_transcript(saved(document, tmp_path), "a.docx")
    assert text.text == "I: First?\nP01:\nIn a cell.\nAnd more.\nP02: tab\there\nbelow \U0001f600"
    assert (text.kind, text.encoding, text.notes) == ("Word document", "", ())


def test_tracked_changes_read_as_accepted_and_are_counted(tmp_path: Path) -> None:
    document = new_document()
    paragraph = document.add_paragraph("P01: I ")
    put(paragraph, tracked("del", "never "))
    put(paragraph, tracked("ins", "often "))
    put(paragraph, tracked("moveFrom", "moved away "))
    put(paragraph, tracked("moveTo", "moved here "))
    paragraph.add_run("say so.")
    text = read_transcript(saved(document, tmp_path), "a.docx")
    assert text.text == "P01: I often moved here say so."
    assert text.notes == ("2 deletions are not part of the text.", "2 insertions are part of the text.")


def test_a_deleted_paragraph_mark_joins_two_lines(tmp_path: Path) -> None:
    document = new_document("one ", "two", "three")
    properties = f'<w:pPr {nsdecls("w")}><w:rPr><w:del w:id="1" w:author="A"/></w:rPr></w:pPr>'
    document.paragraphs[0]._p.insert(0, parse_xml(properties))
    assert read_transcript(saved(document, tmp_path), "a.docx").text == "one two\nthree"


def test_deleted_table_rows_are_left_out(tmp_path: Path) -> None:
    document = new_document("before")
    table = document.add_table(rows=2, cols=1)
    table.cell(0, 0).text = "struck out"
    table.cell(1, 0).text = "kept"
    row = f'<w:trPr {nsdecls("w")}><w:del w:id="1" w:author="A"/></w:trPr>'
    table.rows[0]._tr.insert(0, parse_xml(row))
    assert read_transcript(saved(document, tmp_path), "a.docx").text == "before\nkept"


def test_what_is_left_out_of_a_word_document_is_counted(tmp_path: Path) -> None:
    document = new_document("P01: Words.")
    paragraph = document.paragraphs[0]
    document.add_comment(paragraph.runs[0], text="look", author="AB")
    reference = f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>'
    put(paragraph, reference)
    put(paragraph, reference.replace("footnote", "endnote"))
    put(paragraph, _text_box())
    text = read_transcript(saved(document, tmp_path), "a.docx")
    assert text.text == "P01: Words."
    assert text.notes == (
        "1 comment is not part of the text.",
        "1 endnote is not part of the text.",
        "1 footnote is not part of the text.",
        "1 text box is not part of the text.",
    )


def _text_box() -> str:
    """Word writes a text box twice: for itself, and as a fallback for old programs."""
    box = "<w:pict><w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent></w:pict>"
    namespace = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    return (
        f'<w:r {nsdecls("w")} {namespace}><mc:AlternateContent><mc:Choice Requires="wps">{box}</mc:Choice>'
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def test_links_fields_and_content_controls_are_text(tmp_path: Path) -> None:
    document = new_document("a ")
    paragraph = document.paragraphs[0]
    run = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
    put(paragraph, f"<w:hyperlink {nsdecls('w')}>{run.format('link ')}</w:hyperlink>")
    put(paragraph, f"<w:r {nsdecls('w')}><w:instrText>PAGE</w:instrText></w:r>")
    put(paragraph, f'<w:fldSimple {nsdecls("w")} w:instr="DATE">{run.format("field ")}</w:fldSimple>')
    control = f"<w:sdt {nsdecls('w')}><w:sdtPr/><w:sdtContent>{run.format('control')}</w:sdtContent></w:sdt>"
    put(paragraph, control)
    put(paragraph, f"<w:r {nsdecls('w')}><w:noBreakHyphen/><w:t>x</w:t></w:r>")
    assert read_transcript(saved(document, tmp_path), "a.docx").text == "a link field control-x"


def test_a_word_document_without_text(tmp_path: Path) -> None:
    (problem,) = faults(read_transcript, saved(new_document("", "  "), tmp_path))
    assert problem.found == "a document without text"


def test_a_word_template_is_refused(tmp_path: Path) -> None:
    document = new_document("P01: hello")
    document.part._content_type = (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
    )
    (problem,) = faults(read_transcript, saved(document, tmp_path))
    assert "template" in problem.found


LONG = """File type = "ooTextFile"
Object class = "TextGrid"

xmin = 0
xmax = 9
tiers? <exists>
size = 2
item []:
    item [1]:
        class = "IntervalTier"
        name = "Doctor"
        xmin = 0
        xmax = 9
        intervals: size = 3
        intervals [1]:
            xmin = 0
            xmax = 2
            text = "Hello, I <UNSURE>think</UNSURE> ""so""."
        intervals [2]:
            xmin = 2
            xmax = 3
            text = ""
        intervals [3]:
            xmin = 3.5
            xmax = 4
            text = "<UNIN/> again"
    item [2]:
        class = "IntervalTier"
        name = "Patient"
        xmin = 0
        xmax = 9
        intervals: size = 1
        intervals [1]:
            xmin = 2
            xmax = 3
            text = "<INAUDIBLE_SPEECH/>"
"""
SHORT = (
    'File type = "ooTextFile"\nObject class = "TextGrid"\n\n0\n9\n<exists>\n1\n'
    '"IntervalTier"\n"Doctor"\n0\n9\n2\n0\n2\n"one"\n2\n3\n"two"\n'
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
def test_textgrid_in_praats_long_form(tmp_path: Path, encoding: str) -> None:
    content = LONG.replace("\n", "\r\n").encode(encoding)
    text = read_transcript(write_file(tmp_path, "a.TextGrid", content), "a.TextGrid")
    assert text.utterances == (
        Utterance(0.0, 2.0, "Doctor", 'Hello, I think "so".'),
        Utterance(3.5, 4.0, "Doctor", "[unintelligible] again"),
        Utterance(2.0, 3.0, "Patient", "[inaudible]"),
    )
    assert text.text == 'Doctor: Hello, I think "so".\nPatient: [inaudible]\nDoctor: [unintelligible] again'
    assert text.notes == (
        "Passages marked [unintelligible]: 1.",
        "Passages marked [inaudible]: 1.",
        "Passages the transcriber was unsure of, kept as written: 1.",
    )


@pytest.mark.parametrize("content", [SHORT, SHORT.rstrip("\n")])
def test_textgrid_in_praats_short_form_without_losing_the_last_entry(tmp_path: Path, content: str) -> None:
    text = read_transcript(write_file(tmp_path, "a.TextGrid", content), "a.TextGrid")
    assert text.text == "Doctor: one two"


@pytest.mark.parametrize(
    "content",
    [
        LONG[: LONG.index("    item [2]") + 90],
        LONG.replace("size = 3", "size = 4"),
        SHORT[: SHORT.index('2\n3\n"two"')],
        LONG.replace("xmin = 3.5", "xmin = soon"),
        LONG.replace("xmin = 3.5", "xmin = 3.5.1"),
        SHORT.replace('2\n3\n"two"', '2\nnan\n"two"'),
        'File type = "ooTextFile"\nObject class = "TextGrid"\n',
    ],
)
def test_a_textgrid_cut_short_or_damaged_is_refused(tmp_path: Path, content: str) -> None:
    (problem,) = faults(read_transcript, write_file(tmp_path, "a.TextGrid", content))
    assert "damaged" in problem.found


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (LONG.replace('"Patient"', '"Doctor"'), '"Doctor" 2 times'),
        (LONG.replace('"Patient"', '" "'), "a tier without a name"),
        (SHORT.replace('"one"', '""').replace('"two"', '" "'), "no labelled interval"),
    ],
)
def test_textgrid_faults(tmp_path: Path, content: str, words: str) -> None:
    (problem,) = faults(read_transcript, write_file(tmp_path, "a.TextGrid", content))
    assert problem.found == words


def _spoken(*utterances: tuple[float, str, str]) -> TranscriptText:
    made = tuple(Utterance(start, start + 1, speaker, text) for start, speaker, text in utterances)
    return TranscriptText("", "Praat TextGrid", "utf-8", (), made)


def test_merging_is_by_time_then_speaker_and_joins_what_one_speaker_says() -> None:
    doctor = _spoken((0, "Doctor", "Hello."), (5, "Doctor", "Yes."), (9, "Doctor", "Bye,\n  now."))
    patient = _spoken((2, "Patient", "Well,"), (4, "Patient", "no."), (5, "Patient", "Same time."))
    merged = "Doctor: Hello.\nPatient: Well, no.\nDoctor: Yes.\nPatient: Same time.\nDoctor: Bye, now."
    assert merge_utterances([doctor, patient]) == merged
    assert merge_utterances([patient, doctor]) == merged


def test_real_consultations(capfd: pytest.CaptureFixture[str]) -> None:
    """44 files; the marks were counted with grep: 627 <UNIN/>, 362 <INAUDIBLE_SPEECH/>, 470 <UNSURE>."""
    folder = shared_path("real/transcripts")
    texts = {path.name: read_transcript(path, path.name) for path in sorted(folder.glob("*.TextGrid"))}
    assert len(texts) == 44
    assert sum(text.text.count("[unintelligible]") for text in texts.values()) == 627
    assert sum(text.text.count("[inaudible]") for text in texts.values()) == 362
    assert not any("UNSURE" in text.text for text in texts.values())
    first = [texts[f"day1_consultation01_{speaker}.TextGrid"] for speaker in ("doctor", "patient")]
    merged = merge_utterances(first)
    assert merged.startswith("Doctor: Hello? Hi. Um, should we start? Yeah, okay. Hello how um.")
    assert {line.split(": ")[0] for line in merged.split("\n")} == {"Doctor", "Patient"}
    assert len(merged.split()) == sum(len(t.text.split()) - 1 for t in first) + len(merged.split("\n"))
    assert capfd.readouterr() == ("", "")
