"""Transcripts of a study: files of any kind become turns of declared speakers, and nobody is guessed."""

from pathlib import Path

import pytest

from impl_eval.errors import Problem
from impl_eval.qualitative.transcript import Transcript
from impl_eval.study.declared_files import Gathering
from impl_eval.study.files import StudyFiles
from impl_eval.study.study_file import Interviews
from impl_eval.study.transcript_files import read_transcripts
from tests.readers.transcripts.documents import open_document
from tests.readers.word_files import new_document, saved
from tests.shared import shared_path

HEADER = "transcript_id,file,speaker,role,participant_id,stakeholder_group\n"
PLACES = {name: ("study.yaml", None, name) for name in ("transcripts", "speakers")}


class Read:
    """What reading a folder of transcripts gave: transcripts, problems and the notes on each file."""

    def __init__(self, folder: Path, speakers: str, **texts: str | bytes) -> None:
        (folder / "transcripts").mkdir(exist_ok=True)
        (folder / "speakers.csv").write_text(HEADER + speakers, encoding="utf-8")
        for name, text in texts.items():
            path = folder / "transcripts" / name.replace("_dot_", ".")
            path.write_bytes(text.encode() if isinstance(text, str) else text)
        files = StudyFiles(folder, Gathering())
        declared = Interviews(
            codebook="codebook.yaml",
            speakers="speakers.csv",
            transcripts="transcripts",
            coded_segments="coded_segments.csv",
        )
        self.transcripts = read_transcripts(declared, ["gp", "nurse"], PLACES, files).read
        self.problems: list[Problem] = sorted(files.gathering.problems, key=Problem.sort_key)
        self.notes = {name: one.report.notes for name, one in files.read.items()}

    @property
    def only(self) -> Transcript:
        assert self.problems == []
        (transcript,) = self.transcripts.values()
        return transcript

    def spoken(self) -> list[tuple[str, str, str]]:
        text = self.only.text
        return [(turn.speaker, turn.participant_id, text[turn.start : turn.end]) for turn in self.only.turns]


def test_the_text_stays_as_imported(tmp_path: Path) -> None:
    words = "\tI: A\u0301?\r\nP01: \u200bno\u2028\U0001f600 \u05d0\x07\r\nok, that is what I think of it\n\n"
    read = Read(
        tmp_path, "t,t.txt,I,interviewer,,\nt,t.txt,P01,participant,P01,gp\n", t_dot_txt="\ufeff" + words
    )
    assert read.only.text == words
    assert read.spoken() == [
        ("I", "", "A\u0301?"),
        ("P01", "P01", "\u200bno\u2028\U0001f600 \u05d0\x07\r\nok, that is what I think of it"),
    ]


def test_names_in_bold_in_a_word_document(tmp_path: Path) -> None:
    document = new_document()
    for name, words in (("Int", " And?"), ("Dr Lee", " Yes."), ("Int", " So?")):
        paragraph = document.add_paragraph()
        paragraph.add_run(name).bold = True
        paragraph.add_run(words)
    saved(document, tmp_path, "t.docx").rename(_in(tmp_path, "t.docx"))
    rows = "t,t.docx,Int,interviewer,,\nt,t.docx,Dr Lee,participant,P01,gp\n"
    assert Read(tmp_path, rows).spoken() == [
        ("Int", "", "And?"),
        ("Dr Lee", "P01", "Yes."),
        ("Int", "", "So?"),
    ]


def _in(folder: Path, name: str) -> Path:
    (folder / "transcripts").mkdir(exist_ok=True)
    return folder / "transcripts" / name


def test_a_focus_group_in_open_document(tmp_path: Path) -> None:
    lines = ["Mod: Who?", "P01: Me.", "P02: Me too.", "P01: Still me."]
    content = open_document("".join(f"<text:p>{line}</text:p>" for line in lines))
    rows = "t,t.odt,Mod,interviewer,,\nt,t.odt,P01,participant,P01,gp\nt,t.odt,P02,participant,P02,nurse\n"
    read = Read(tmp_path, rows, t_dot_odt=content)
    assert [person for _, person, _ in read.spoken()] == ["", "P01", "P02", "P01"]
    assert [turn.stakeholder_group for turn in read.only.participant_turns] == ["gp", "nurse", "gp"]


def test_labels_spelt_two_ways_are_pointed_out_and_then_mapped(tmp_path: Path) -> None:
    text = "Interviewer: a?\nP07: b\nP7: c\nInterviwer: d?\nP7: e\nInterviwer: f?\n"
    rows = "t,t.txt,Interviewer,interviewer,,\nt,t.txt,P07,participant,P07,gp\n"
    first, second = Read(tmp_path, rows, t_dot_txt=text).problems
    assert (first.line, first.found) == (3, 'the speaker "P7" (2 turns)')
    said = "If this is P07, spelt another way, add a row that says so: participant_id P07."
    assert first.remedy == said
    assert (
        second.remedy
        == "If this is Interviewer, spelt another way, add a row that says so: role interviewer."
    )
    rows += "t,t.txt,P7,participant,P07,gp\nt,t.txt,Interviwer,interviewer,,\n"
    assert [person for _, person, _ in Read(tmp_path, rows).spoken()] == ["", "P07", "P07", "", "P07", ""]


def test_what_is_no_speaker_can_be_said_so(tmp_path: Path) -> None:
    text = "I: a?\nP01: b\nPlus: c\nPlus: d\n"
    rows = "t,t.txt,I,interviewer,,\nt,t.txt,P01,participant,P01,gp\n"
    (problem,) = Read(tmp_path, rows, t_dot_txt=text).problems
    assert problem.remedy.endswith("If nobody speaks there, give the row the role not_a_speaker.")
    read = Read(tmp_path, rows + "t,t.txt,Plus,not_a_speaker,,\n")
    assert read.spoken() == [("I", "", "a?"), ("P01", "P01", "b\nPlus: c\nPlus: d")]
    assert [speaker.label for speaker in read.only.speakers] == ["I", "P01"]


def test_a_file_of_one_speaker_needs_no_labels(tmp_path: Path) -> None:
    read = Read(tmp_path, "t,t.txt,P01,participant,P01,gp\n", t_dot_txt="I started.\n\nThen I stopped.\n")
    assert read.spoken() == [("P01", "P01", "I started.\n\nThen I stopped.")]
    assert read.notes["transcripts/t.txt"] == (
        "It has no labels of speakers: all of it is taken for one person's words.",
    )


@pytest.mark.parametrize("text", ["I\nand?\nDr Lee\nyes.\n" * 3, "Int\tand?\nDr Lee\tyes.\n" * 3])
def test_one_row_for_a_file_in_which_several_seem_to_speak_is_refused(tmp_path: Path, text: str) -> None:
    (problem,) = Read(tmp_path, "t,t.txt,P01,participant,P01,gp\n", t_dot_txt=text).problems
    assert problem.found == "no turn of any declared speaker"
    assert "Dr Lee" in problem.remedy


def test_labels_inside_one_paragraph_are_pointed_out(tmp_path: Path) -> None:
    rows = "t,t.txt,I,interviewer,,\nt,t.txt,P01,participant,P01,gp\n"
    (problem,) = Read(tmp_path, rows, t_dot_txt="So I: a? P01: b I: c?").problems
    assert problem.remedy == "Labels stand inside lines (3 times): begin each turn on a line of its own."
    read = Read(tmp_path, rows, t_dot_txt="I: a? P01: b\nP01: c")
    assert read.notes["transcripts/t.txt"] == (
        "Labels inside lines, which start no turn: 1. A turn begins on a line of its own.",
    )


VTT = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v {}>{}\n\n00:{}.000 --> 00:{}.500\n<v {}>{}\n"


def test_captions_name_their_speakers_even_those_who_speak_once(tmp_path: Path) -> None:
    text = VTT.format("Ann Lee", "And?", "03", "03", "Bob", "Yes.")
    (problem,) = Read(tmp_path, "t,t.vtt,Ann Lee,interviewer,,\n", t_dot_vtt=text).problems
    assert (problem.line, problem.found) == (2, 'the speaker "Bob" (1 turns)')
    rows = "t,t.vtt,Ann Lee,interviewer,,\nt,t.vtt,Bob,participant,P01,gp\n"
    assert Read(tmp_path, rows).spoken() == [("Ann Lee", "", "And?"), ("Bob", "P01", "Yes.")]


def test_files_of_one_speaker_each_are_merged_by_time(tmp_path: Path) -> None:
    one = VTT.format("x", "One.", "05", "06", "x", "Three.")
    two = "1\n00:00:03,000 --> 00:00:04,000\n<v y>Two.\n"
    rows = "t,a.vtt,GP,participant,P01,gp\nt,b.srt,I,interviewer,,\n"
    read = Read(tmp_path, rows, a_dot_vtt=one, b_dot_srt=two)
    assert read.only.text == "GP: One.\nI: Two.\nGP: Three."
    assert [person for _, person, _ in read.spoken()] == ["P01", "", "P01"]


def test_several_files_that_do_not_say_when_are_refused(tmp_path: Path) -> None:
    rows = "t,a.txt,I,interviewer,,\nt,b.txt,P01,participant,P01,gp\n"
    (problem,) = Read(tmp_path, rows, a_dot_txt="One.", b_dot_txt="Two.").problems
    assert problem.found == "2 files for transcript t"


def test_one_recording_under_the_name_of_the_speakers_file(tmp_path: Path) -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\nI see.\n\n00:03.000 --> 00:04.000\nYes.\n"
    assert Read(tmp_path, "t,t.vtt,P01,participant,P01,gp\n", t_dot_vtt=text).spoken() == [
        ("P01", "P01", "I see. Yes.")
    ]


def test_faults_of_all_files_come_at_once(tmp_path: Path) -> None:
    rows = "a,a.pdf,P01,participant,P01,gp\nb,b.docx,P02,participant,P02,gp\nc,c.txt,P03,participant,P03,gp\n"
    read = Read(
        tmp_path, rows, a_dot_pdf=b"%PDF-1.4 cut", b_dot_docx=b"{\\rtf1 x}", c_dot_txt=b"", d_dot_txt="x"
    )
    assert [problem.file for problem in read.problems] == [
        f"transcripts/{name}" for name in ("a.pdf", "b.docx", "c.txt", "d.txt")
    ]
    assert read.problems[1].remedy == "Give the file its real ending (.rtf)."


def test_real_consultations_pair_by_pair(tmp_path: Path) -> None:
    """22 consultations of two files each: every word of a file is in a turn of its speaker."""
    folder = shared_path("real/transcripts")
    rows, names = [], sorted(path.name for path in folder.glob("*.TextGrid"))
    for name in names:
        (_in(tmp_path, name)).write_bytes((folder / name).read_bytes())
        consultation, who = name.removesuffix(".TextGrid").rsplit("_", 1)
        person = f"{consultation},{name},{who.title()}," + (
            "interviewer,," if who == "patient" else f"participant,{consultation},gp"
        )
        rows.append(person)
    read = Read(tmp_path, "\n".join(rows) + "\n")
    assert read.problems == []
    assert len(read.transcripts) == 22
    for transcript in read.transcripts.values():
        assert {turn.role for turn in transcript.turns} == {"interviewer", "participant"}
        inside = sum(len(transcript.text[turn.start : turn.end].split()) for turn in transcript.turns)
        assert inside == len(transcript.text.split()) - transcript.text.count("\n") - 1
