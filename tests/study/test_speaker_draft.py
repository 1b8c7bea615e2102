"""preview of transcripts: rows of speakers.csv that say what was found, and ask for the rest."""

import csv
import io
from pathlib import Path

import pytest

from impl_eval.study.draft import draft_for, draft_for_transcripts, is_transcript
from tests.readers.files import write_file
from tests.readers.transcripts.documents import open_document, pdf
from tests.shared import shared_path

HEADER = ["transcript_id", "file", "speaker", "role", "participant_id", "stakeholder_group"]
SAID = ["Int: And?", "P07: Yes.", "Int: So?", "P07: No."]
ROWS = [["t", "interviewer", "", ""], ["t", "participant", "?", "?"]]


def drafted(*paths: Path) -> tuple[str, list[list[str]]]:
    draft = draft_for_transcripts(paths)
    header, *rows = csv.reader(io.StringIO(draft.text))
    assert header == HEADER
    return draft.reading, rows


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("t.txt", "\n".join(SAID)),
        ("t.md", "\n\n".join(f"**{line.replace(': ', ':** ')}" for line in SAID)),
        ("t.html", "<html>" + "".join(f"<p>{line}</p>" for line in SAID)),
        ("t.htm", "<html>" + "".join(f"<p><b>{line.replace(':', '</b>')}</p>" for line in SAID)),
        ("t.odt", open_document("".join(f"<text:p>{line}</text:p>" for line in SAID))),
        ("t.rtf", "{\\rtf1 " + "\\par ".join(SAID) + "}"),
        ("t.pdf", pdf(SAID)),
        (
            "t.vtt",
            "WEBVTT\n\n" + "".join(f"00:0{n}.000 --> 00:0{n}.900\n{line}\n\n" for n, line in enumerate(SAID)),
        ),
        (
            "t.srt",
            "".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{line}\n\n" for n, line in enumerate(SAID, 1)),
        ),
    ],
)
def test_every_kind_of_transcript_is_drafted(tmp_path: Path, name: str, content: str | bytes) -> None:
    path = write_file(tmp_path, name, content)
    reading, rows = drafted(path)
    assert [[one, *rest] for one, _, _, *rest in rows] == ROWS
    assert [(row[1], row[2]) for row in rows] == [(name, "Int"), (name, "P07")]
    assert "Int: 2 turns, interviewer" in reading
    assert draft_for(path, None).text == draft_for_transcripts([path]).text


def test_labels_spelt_two_ways_share_an_id_to_be_confirmed(tmp_path: Path) -> None:
    reading, rows = drafted(write_file(tmp_path, "t.txt", "\n".join([*SAID, "P7: Once."])))
    assert [row[2:] for row in rows] == [
        ["Int", "interviewer", "", ""], ["P07", "participant", "P07", "?"], ["P7", "participant", "P07", "?"],
    ]  # fmt: skip
    assert "check P7: may be P07, spelt another way." in reading


def test_no_labels_are_said_to_be_missing(tmp_path: Path) -> None:
    reading, rows = drafted(write_file(tmp_path, "my talk, (1).txt", "I started.\n\nThen I stopped."))
    assert rows == [["my_talk_1", "my talk, (1).txt", "?", "participant", "?", "?"]]
    assert "No labels of speakers were found." in reading


def test_bold_questions_without_a_name_are_pointed_out(tmp_path: Path) -> None:
    page = "<html>" + "<p><b>And how did that go for you?</b></p><p>Well enough.</p>" * 3
    reading, _ = drafted(write_file(tmp_path, "t.html", page))
    assert "3 lines are bold throughout." in reading


def test_words_before_a_colon_seen_once_are_told_by_line_only(tmp_path: Path) -> None:
    text = "\r\n".join([*SAID, "The thing is: secret", "Somebody else: Next!"])
    reading, rows = drafted(write_file(tmp_path, "t.txt", text))
    assert len(rows) == 2
    assert "in line 5, 6: speakers need a row" in reading
    assert "thing" not in reading
    assert "secret" not in reading


@pytest.mark.parametrize(
    ("stem", "transcript_id"), [("01 talk", "t_01_talk"), ("é", "t_"), ("a-b_C", "a-b_C")]
)
def test_ids_are_made_of_what_an_id_may_hold(tmp_path: Path, stem: str, transcript_id: str) -> None:
    _, rows = drafted(write_file(tmp_path, f"{stem}.txt", "\n".join(SAID)))
    assert rows[0][0] == transcript_id


@pytest.mark.parametrize("consultation", ["day1_consultation01", "day1_consultation02"])
def test_several_real_recordings_at_once(consultation: str) -> None:
    """The two files of a consultation are one transcript; most name their only tier "Speaker"."""
    folder = shared_path("real/transcripts")
    reading, rows = drafted(*(folder / f"{consultation}_{who}.TextGrid" for who in ("doctor", "patient")))
    assert [(row[0], row[2]) for row in rows] == [(consultation, "Doctor"), (consultation, "Patient")]
    assert f"{consultation}_doctor.TextGrid: read as Praat TextGrid" in reading


def test_numbered_recordings_are_not_taken_for_one(tmp_path: Path) -> None:
    caption = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Yes.\n\n00:03.000 --> 00:04.000\n<v Bob>No.\n"
    paths = [write_file(tmp_path, f"talk_{number}.vtt", caption) for number in (1, 2)]
    _, rows = drafted(*paths)
    assert [(row[0], row[2]) for row in rows] == [
        ("talk_1", "Ann"), ("talk_1", "Bob"), ("talk_2", "Ann"), ("talk_2", "Bob"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.PDF", "%PDF", True),
        ("a.csv", "a,b", False),
        ("a.txt", "a\tb\tc\n1\t2\t3\n", False),
        ("a.vtt", "", True),
    ],
)
def test_which_files_are_taken_for_transcripts(
    tmp_path: Path, name: str, content: str, expected: bool
) -> None:
    assert is_transcript(write_file(tmp_path, name, content)) is expected
