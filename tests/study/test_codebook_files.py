"""A codebook by itself, and what a study's codebook must not contradict in the study."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.errors import StudyProblems, describe_problems
from impl_eval.outputs.codebook_export import codebook_csv, codebook_docx
from impl_eval.qualitative.codebook import Codebook
from impl_eval.qualitative.codebook_json import codebook_json
from impl_eval.qualitative.codebook_outline import outline
from impl_eval.study.codebook_export import outline_of_study, shown_codebook
from impl_eval.study.codebook_files import (
    check_codebook_in_study,
    codebook_file_of_study,
    read_codebook,
)
from impl_eval.study.declared_files import Gathering, Located
from impl_eval.study.load import load_study
from impl_eval.study.transcript_files import Transcripts
from tests.outputs.word_lint import lint
from tests.qualitative.examples import participant, transcript_of
from tests.shared import ROOT

TEXT = "Interviewer: And then?\n\nP01: I was unsure of the dose at first.\n"
SPOKEN = (29, 63)
EXAMPLE_OF_ALL = """
  - id: doubts
    parent: trust
    label: Second thoughts
    origin: inductive
    definition: Talk about doubts.
    include: Doubts of any kind.
    exclude: Mistrust (trust).
    phrases: [not sure, unsure]
    counter_phrases: [sure enough]
    examples:
      - segment: t1:60-81
      - '=Not sure at all'
    counter_examples: [I am sure.]
    valence_cues:
      barrier: [afraid]
    links:
      - framework: TDF
        domain: Emotion
        status: inferred
        citation: Us
"""


def checked(segment: str, registered: frozenset[str] | None = frozenset({"int01", "int02"})) -> list[str]:
    book = Codebook.model_validate(
        {"schema": "impl-eval/codebook/1", "id": "b", "version": "1", "title": "T", "licence": "CC0-1.0",
         "codes": [{"id": "doubts", "definition": "Doubts.", "examples": [{"segment": segment}]}]}
    )  # fmt: skip
    transcripts = Transcripts({"int01": transcript_of(TEXT, participant("P01"))}, {}, registered)
    gathering = Gathering()
    source = Located({}, lambda path: ("codebook.yaml", 7, " > ".join(map(str, path))))
    check_codebook_in_study(book, source, transcripts, ("trust",), gathering)
    return [problem.found for problem in gathering.problems]


def test_examples_of_participants_are_sound_and_unread_transcripts_are_not_blamed() -> None:
    assert checked("int01:29-63") == []
    assert checked("int02:5-9") == []  # registered, but it could not be read: said elsewhere
    assert checked("int03:5-9", registered=None) == []
    assert checked("int03:5-9") == ['"int03"']


@given(st.integers(0, 80), st.integers(0, 80))
def test_only_places_within_what_a_participant_says_are_sound(start: int, end: int) -> None:
    """By hand: 64 code points; the interviewer speaks until 22, the participant from 29 to 63."""
    sound = checked(f"int01:{start}-{end}") == []
    # The label before and the line end after the words do no harm, as with coded segments.
    holds_words = max(start, SPOKEN[0]) < min(end, SPOKEN[1])
    assert sound == (holds_words and start >= 22 and end <= 64)


def test_a_codebook_by_itself_is_read_with_all_of_its_faults(tmp_path: Path) -> None:
    path = tmp_path / "new.yaml"
    path.write_text(
        "schema: impl-eval/codebook/1\nid: b\nversion: 1\ntitle: T\nlicence: L\ncodes:\n"
        "  - id: a\n    parent: b\n    definition: A\n    phrases: ['*']\n",
        encoding="utf-8",
    )
    with pytest.raises(StudyProblems) as refusal:
        read_codebook(path, "new.yaml")
    lines = describe_problems(refusal.value.problems).splitlines()
    assert lines[1].startswith('new.yaml, line 8: codes > a > parent: found "b", which is no other code')
    assert lines[3].startswith("new.yaml, line 10: codes > a > phrases > entry 1: found")


def test_a_kept_version_is_read_as_well(tmp_path: Path) -> None:
    book = read_codebook(ROOT / "qualitative" / "codebook.yaml", "codebook.yaml")
    path = tmp_path / "kept.json"
    path.write_text(codebook_json(book), encoding="utf-8")
    assert read_codebook(path, "kept.json") == book
    for content in (b"{}", b"\xff\xfe", b""):
        path.write_bytes(content)
        with pytest.raises(StudyProblems) as refusal:
            read_codebook(path, "kept.json")
        assert describe_problems(refusal.value.problems).endswith(
            "kept.json: found something else; allowed: a version of a codebook, as impl-eval keeps it."
        )


def test_the_codebook_of_a_study_is_found_though_the_rest_has_faults(small_study: Path) -> None:
    (small_study / "quantitative" / "sites.csv").unlink()
    name, path = codebook_file_of_study(small_study)
    assert (name, path) == ("qualitative/codebook.yaml", small_study / "qualitative" / "codebook.yaml")
    path.unlink()
    with pytest.raises(StudyProblems) as refusal:
        codebook_file_of_study(small_study)
    assert "study.yaml, line 32: interviews > codebook" in describe_problems(refusal.value.problems)


def with_doubts(study: Path) -> Path:
    path = study / "qualitative" / "codebook.yaml"
    path.write_text(path.read_text(encoding="utf-8") + EXAMPLE_OF_ALL, encoding="utf-8")
    return study


def test_the_table_holds_a_row_for_each_code_with_the_words_of_examples(small_study: Path) -> None:
    import csv

    study = load_study(with_doubts(small_study))
    material = study.interviews
    shown = shown_codebook(material.codebook, outline_of_study(study), material.transcripts)
    rows = list(csv.DictReader(codebook_csv(shown).decode("utf-8-sig").splitlines()))
    assert [(row["code_id"], row["codings"], row["codings_with_sub_codes"]) for row in rows] == [
        ("knowledge", "1", "1"), ("trust", "1", "1"), ("doubts", "0", "0"),
    ]  # fmt: skip
    doubts = rows[2]
    assert doubts["examples"] == "I know what to do now [t1:60-81]; =Not sure at all"
    assert doubts["mechanism_id"] == doubts["parent"] == "trust"
    assert doubts["phrases"] == "not sure; unsure"
    assert doubts["links"] == "TDF: Emotion (inferred)"
    without = shown_codebook(
        material.codebook, outline_of_study(study), material.transcripts, with_examples=False
    )
    assert b"I know what to do now" not in codebook_csv(without)
    assert without.facts[-1].startswith("Examples are left out")


def test_a_code_that_begins_like_a_formula_stays_text(small_study: Path) -> None:
    path = small_study / "qualitative" / "codebook.yaml"
    text = path.read_text(encoding="utf-8").replace("Talk about trust.", "'=HYPERLINK(1)'")
    path.write_text(text, encoding="utf-8")
    study = load_study(small_study)
    shown = shown_codebook(study.interviews.codebook, outline_of_study(study), ())
    assert b",'=HYPERLINK(1)" in codebook_csv(shown)


def test_the_word_document_is_sound_and_the_same_every_time(small_study: Path) -> None:
    import io

    import docx

    study = load_study(with_doubts(small_study))
    material = study.interviews
    shown = shown_codebook(material.codebook, outline_of_study(study), material.transcripts, simulated=True)
    content = codebook_docx(shown, study.declared.report_date)
    assert content == codebook_docx(shown, study.declared.report_date)
    assert lint(content) == []
    document = docx.Document(io.BytesIO(content))
    words = [paragraph.text for paragraph in document.paragraphs]
    for expected in ("Second thoughts", "Include. Doubts of any kind.", "I know what to do now [t1:60-81]",
                     "Id: doubts; mechanism: trust; inductive; 0 codings"):  # fmt: skip
        assert expected in words
    assert document.core_properties.comments == "SIMULATED DATA"


def test_every_ready_codebook_can_be_written_as_a_document() -> None:
    book = read_codebook(ROOT / "qualitative" / "library" / "cfir_2" / "codebook.yaml", "cfir_2")
    content = codebook_docx(shown_codebook(book, outline(book, (), {}), ()))
    assert lint(content) == []
