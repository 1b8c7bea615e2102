"""Captions: voices, names before a colon, cues without a speaker, and everything that is no speech."""

from pathlib import Path

import pytest

from impl_eval.readers.transcripts import TranscriptText, merge_utterances, read_transcript
from tests.readers.files import faults, write_file

VTT = """WEBVTT - Interview

NOTE
Transcribed in haste

STYLE
::cue { color: lime }

6f1c/12-0
00:00:01.000 --> 00:00:02.500 align:start position:0%
<v Ann Lee>Hello &amp; <b>welcome</b>,
<00:00:02.000>all</v>

00:00:02.500 --> 00:00:03.000
<v.loud Bob>Hi.</v> <v Ann Lee>And?</v>

NOTE one more

00:00:03.000 --> 00:00:04.000
<v Ann Lee>5 &lt; 6 \U0001f600</v>
"""


def _read(folder: Path, name: str, content: str | bytes) -> TranscriptText:
    return read_transcript(write_file(folder, name, content), name)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_voices_settings_notes_and_tags(tmp_path: Path, line_end: str, encoding: str) -> None:
    text = _read(tmp_path, "a.vtt", VTT.replace("\n", line_end).encode(encoding))
    assert text.text == "Ann Lee: Hello & welcome, all\nBob: Hi.\nAnn Lee: And? 5 < 6 \U0001f600"
    assert text.speakers == ("Ann Lee", "Bob")
    assert text.kind == "WebVTT captions"
    assert text.notes == ("Notes in the file, which are not part of the text: 2.",)
    assert [(spoken.start_seconds, spoken.speaker) for spoken in text.utterances] == [
        (1.0, "Ann Lee"), (2.5, "Bob"), (2.5, "Ann Lee"), (3.0, "Ann Lee"),
    ]  # fmt: skip


def test_cues_without_a_speaker_are_said_to_be_so(tmp_path: Path) -> None:
    content = VTT + "\n00:00:05.000 --> 00:00:06.000\nWho?\n"
    text = _read(tmp_path, "a.vtt", content)
    assert text.text.endswith("\nWho?")
    assert text.utterances == ()
    said = "1 of 5 cues do not say who speaks: each is read as going on from the cue before it."
    assert said in text.notes


def test_names_before_a_colon_in_most_cues_are_the_speakers(tmp_path: Path) -> None:
    cues = ["Ann Lee: Hello", "Ann Lee: at 10:30\nor so", "Bob: Yes: no", "Bob: 12", "so it is"]
    text = _read(tmp_path, "a.vtt", "WEBVTT\n\n" + _cues(cues))
    assert text.text == "Ann Lee: Hello at 10:30 or so\nBob: Yes: no 12\nso it is"
    assert "Names before a colon were taken as the speakers of 4 of 5 cues." in text.notes


def test_a_name_here_and_there_stays_in_its_line(tmp_path: Path) -> None:
    """Labels of a speaker at the start of their first cue only: what follows goes on from there."""
    cues = ["ANN: Hello\n- BOB: Hi", "<i>how are</i> you", "fine", "ANN: Good", "and", "you"]
    text = _read(tmp_path, "a.srt", _cues(cues, comma=True))
    assert text.text == "ANN: Hello\n- BOB: Hi\nhow are you\nfine\nANN: Good\nand\nyou"
    assert text.speakers == ()


def test_a_number_alone_in_the_last_cue_is_speech(tmp_path: Path) -> None:
    content = _cues(["How many?\n12"], comma=True).rstrip("\n")
    assert _read(tmp_path, "a.srt", content).text == "How many?\n12"


def _cues(texts: list[str], *, comma: bool = False) -> str:
    point = "," if comma else "."
    return "".join(
        f"{number}\n00:00:{number:02d}{point}000 --> 00:00:{number + 1:02d}{point}000\n{text}\n\n"
        for number, text in enumerate(texts, start=1)
    )


def test_two_files_of_one_recording_are_merged_by_time(tmp_path: Path) -> None:
    one = _read(
        tmp_path,
        "a.vtt",
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v A>one\n\n00:09.000 --> 00:10.000\n<v A>three",
    )
    two = _read(tmp_path, "b.srt", "1\n00:00:05,000 --> 00:00:06,000\n<v B>two\n")
    assert merge_utterances([two, one]) == "A: one\nB: two\nA: three"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.vtt", "WEBVTT\n\n00:99.000 --> 00:02.000\n<v A>lost?\n", "damaged"),
        ("a.vtt", "WEBVTT\n\nNOTE only\n", "captions without words"),
        ("a.vtt", "Ann: hello\n", "not in the form of .vtt"),
        ("a.srt", "Ann: hello\nthere\nyou\n", "not in the form of .srt"),
        (
            "a.vtt",
            "1\n00:00:01,000 --> 00:00:02,000\nhello\n",
            "SubRip captions, although the name ends in .vtt",
        ),
        ("a.txt", VTT, "WebVTT captions, although the name ends in .txt"),
        ("a.srt", VTT, "WebVTT captions, although the name ends in .srt"),
    ],
)
def test_what_is_no_such_file_says_so(tmp_path: Path, name: str, content: str, words: str) -> None:
    (problem,) = faults(read_transcript, write_file(tmp_path, name, content))
    assert words in problem.found
    assert "hello" not in problem.found + problem.remedy


def test_cues_without_text_are_no_damage(tmp_path: Path) -> None:
    content = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\n\n00:03.000 --> 00:04.000\n<v A>here\n\n00:05.000 --> 00:06.000\n"
    )
    assert _read(tmp_path, "a.vtt", content).text == "A: here"
