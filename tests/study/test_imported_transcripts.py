"""Texts that come with codings become transcripts: word for word, with a draft of speakers."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from impl_eval.errors import StudyProblems
from impl_eval.qualitative.exchange import NewTranscript
from impl_eval.study.group_not_stated import with_group_not_stated
from impl_eval.study.imported_files import add_transcripts, files_in_place
from impl_eval.study.imported_speakers import draft_speakers_of, why_not_codable
from impl_eval.study.load import load_study

TALK = (
    "Heading\n\nInterviewer: What has changed?\nP01: I cut the dose.\nP02: So did I.\n"
    "Interviewer: How?\nP01: Slowly.\nP02: Week by week.\n"
)


def place(words: str, text: str = TALK) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


def test_speakers_are_drafted() -> None:
    drafted = draft_speakers_of("int1", TALK, "gp")
    assert not drafted.is_whole
    assert [(row["speaker"], row["role"], row["participant_id"]) for row in drafted.rows("int1.txt")] == [
        ("Interviewer", "interviewer", ""),
        ("P01", "participant", "int1_1"),
        ("P02", "participant", "int1_2"),
    ]


def test_a_text_without_participants_is_one_persons_words() -> None:
    drafted = draft_speakers_of("doc1", "A report.\nInterviewer: asked this\nNobody answered.", "gp")
    assert drafted.is_whole
    rows = drafted.rows("doc1.txt")
    assert [row["role"] for row in rows] == ["participant", "not_a_speaker"]
    assert rows[0]["participant_id"] == "doc1"


def test_the_name_of_the_one_speaker_is_no_label_of_the_text() -> None:
    text = "whole document: a title\nMore of it."
    drafted = draft_speakers_of("d", text, "gp")
    assert drafted.transcript.speakers[0].label == "whole document 2"


def test_why_a_passage_cannot_be_coded() -> None:
    drafted = draft_speakers_of("int1", TALK, "gp").transcript
    assert why_not_codable(drafted, *place("Slowly.")) == ""
    assert why_not_codable(drafted, *place("\n\n")) == "of a passage without a word"
    for words in ("Heading", "How?\nP01: Slowly."):
        assert why_not_codable(drafted, *place(words)) == ""


PIECES = [
    "a ", "b", ".", "\n", "\r\n", "\r", "\x0b", "\x1c", "\ufeff", "😀", "\nAnn: ", "\nP01: ", "\nTIME: ",
    "\nTime: ", "\nInterviewer: ", "[00:01:02] ", "?", '"', ",", "%PDF", "\u2028",
]  # fmt: skip


@settings(max_examples=15)
@given(st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=25), min_size=1, max_size=2))
def test_any_text_is_read_again_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, texts: list[list[str]]
) -> None:
    import shutil

    from tests.conftest import SMALL_STUDY

    root = Path(shutil.copytree(SMALL_STUDY, tmp_path_factory.mktemp("study") / "s"))
    new = [NewTranscript(f"d{n}", f"d{n}", "".join(pieces) + "w") for n, pieces in enumerate(texts)]
    added = add_transcripts(load_study(root), new)
    with files_in_place(added.files):
        study = load_study(root)
    assert study.interviews is not None
    read = {one.id: one for one in study.interviews.transcripts}
    for one in new:
        assert read[one.id].text == one.text
        assert read[one.id].participant_turns


def test_files_have_names_of_their_own_and_are_for_the_owner_alone(small_study: Path) -> None:
    folder = small_study / "qualitative" / "transcripts"
    (folder / "README.txt").write_text("Keep this.", encoding="utf-8")
    new = [NewTranscript("README", "README", "Some words."), NewTranscript("x", "x", "Other words.")]
    added = add_transcripts(load_study(small_study), new, "patient")
    with files_in_place(added.files):
        study = load_study(small_study)
    assert (folder / "README.txt").read_text(encoding="utf-8") == "Keep this."
    made = folder / "README_2.txt"
    assert made.read_text(encoding="utf-8") == "Some words."
    assert made.stat().st_mode & 0o077 == 0
    assert study.interviews is not None
    groups = {one.id: one.speakers[0].stakeholder_group for one in study.interviews.transcripts}
    assert (groups["README"], groups["x"]) == ("patient", "patient")


def test_a_group_that_the_study_does_not_have_is_refused(small_study: Path) -> None:
    with pytest.raises(StudyProblems) as raised:
        add_transcripts(load_study(small_study), [NewTranscript("x", "x", "Words.")], "nurse")
    (problem,) = raised.value.problems
    assert (problem.where, problem.found, problem.allowed) == ("--group", '"nurse"', "gp, patient")


def test_what_fails_afterwards_leaves_the_files_as_they_were(small_study: Path) -> None:
    before = {path: path.read_bytes() for path in small_study.rglob("*") if path.is_file()}
    added = add_transcripts(load_study(small_study), [NewTranscript("x", "x", "Words.")])
    with pytest.raises(RuntimeError), files_in_place(added.files):
        raise RuntimeError
    assert {path: path.read_bytes() for path in small_study.rglob("*") if path.is_file()} == before


HEAD = "schema: s   # keep\n"
FORMS = {
    "below each other": f"{HEAD}stakeholder_groups:\n  - id: gp\n    label: GP   # who\n# next\nsites: s\n",
    "not indented": f"{HEAD}stakeholder_groups:\n- id: gp\n  label: GP\nsites: s.csv\n",
    "in one line": f"{HEAD}stakeholder_groups: [{{id: gp, label: GP}}]\nsites: s.csv\n",
    "entries in one line": f"{HEAD}stakeholder_groups:\n  - {{id: gp, label: GP}}\nsites: s.csv\n",
    "at the end": f"{HEAD}sites: s.csv\nstakeholder_groups:\n  - id: gp\n    label: GP",
    "with line ends of two": f"{HEAD}stakeholder_groups:\n  - id: gp\n    label: GP\nsites: s.csv\n".replace(
        "\n", "\r\n"
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_the_group_is_added_and_everything_else_stays(form: str) -> None:
    text = FORMS[form]
    added = with_group_not_stated(text)
    here, there = yaml.safe_load(text), yaml.safe_load(added)
    assert there["stakeholder_groups"] == [
        *here["stakeholder_groups"], {"id": "not_stated", "label": "Not stated"},
    ]  # fmt: skip
    assert {**there, "stakeholder_groups": 0} == {**here, "stakeholder_groups": 0}
    assert [line for line in text.splitlines() if "#" in line and line not in added.splitlines()] == []


def test_groups_are_declared_where_there_were_none() -> None:
    assert yaml.safe_load(with_group_not_stated("a: b"))["stakeholder_groups"][0]["id"] == "not_stated"
