"""Codebooks as files: one by itself, and what a study's codebook must not contradict in the study."""

from collections.abc import Sequence
from pathlib import Path

from impl_eval.errors import Problem, StudyProblems, did_you_mean
from impl_eval.qualitative.codebook import Code, Codebook
from impl_eval.qualitative.codebook_checks import check_codebook
from impl_eval.qualitative.codebook_examples import Passage, passage_of
from impl_eval.qualitative.codebook_json import parse_codebook_json
from impl_eval.qualitative.tagger import check_phrases
from impl_eval.qualitative.transcript import Transcript
from impl_eval.readers.yaml_text import read_yaml_text
from impl_eval.study.coded_segments import takes_in_interviewer
from impl_eval.study.declared_files import Gathering, Located, Place, located_yaml, parse_declared
from impl_eval.study.declared_things import read_declared
from impl_eval.study.files import StudyFiles
from impl_eval.study.study_file import StudyFile
from impl_eval.study.transcript_files import Transcripts

STUDY_FILE = "study.yaml"


def read_codebook(path: Path, name: str) -> Codebook:
    """Read a codebook by itself: a .yaml file, or the .json in which a version was kept.

    `name` is the file as people know it. Raises StudyProblems with all faults that the codebook itself
    shows; examples are not held against transcripts.
    """
    if path.suffix.lower() == ".json":
        return _read_kept(path, name)
    gathering = Gathering()
    source = located_yaml(read_yaml_text(path, name))
    codebook = parse_declared(Codebook, source, gathering)
    if codebook is not None:
        gathering.add_findings((*check_codebook(codebook), *check_phrases(codebook)), source)
    if codebook is None or gathering.problems:
        raise StudyProblems(gathering.problems)
    return codebook


def _read_kept(path: Path, name: str) -> Codebook:
    allowed = "a version of a codebook, as impl-eval keeps it"
    try:
        return parse_codebook_json(path.read_bytes().decode("utf-8"))
    except OSError as error:
        raise StudyProblems(
            [Problem(name, None, "", f"a file that cannot be read ({error.strerror})")]
        ) from None
    except ValueError:  # also text that is not UTF-8
        raise StudyProblems([Problem(name, None, "", "something else", allowed)]) from None


def codebook_file_of_study(root: Path) -> tuple[str, Path]:
    """Return the name and path of a study's codebook; the rest of the study is not looked at.

    Raises StudyProblems where the study has no interviews, or names a file that cannot be used.
    """
    gathering = Gathering()
    files = StudyFiles(root, gathering)
    declared, source = read_declared(StudyFile, STUDY_FILE, (STUDY_FILE, None, ""), files)
    if declared is None or source is None:
        raise StudyProblems(gathering.problems)
    if declared.interviews is None:
        remedy = "Declare the interviews in study.yaml first."
        raise StudyProblems(
            [Problem(STUDY_FILE, None, "interviews", "nothing", "interviews with a codebook", remedy)]
        )
    name = declared.interviews.codebook
    path = files.existing(name, source.place(("interviews", "codebook")))
    if path is None:
        raise StudyProblems(gathering.problems)
    return name, path


def read_codebook_at(path: Path) -> Codebook:
    """Read a codebook from a file, or that of the study whose folder is named; StudyProblems as above."""
    if path.is_dir():
        name, file = codebook_file_of_study(path)
        return read_codebook(file, name)
    return read_codebook(path, path.name)


def check_codebook_in_study(
    codebook: Codebook,
    source: Located,
    transcripts: Transcripts,
    mechanism_ids: Sequence[str],
    gathering: Gathering,
) -> None:
    """Note codes that could be taken for a mechanism, and examples that are no words of a participant."""
    for index, code in enumerate(codebook.codes):
        _check_id(index, code, source, mechanism_ids, gathering)
        for key, examples in (("examples", code.examples), ("counter_examples", code.counter_examples)):
            for position, example in enumerate(examples):
                if example.segment is not None:
                    place = source.place(("codes", index, key, position, "segment"))
                    _check_passage(passage_of(example.segment), place, transcripts, gathering)


def _check_id(
    index: int, code: Code, source: Located, mechanism_ids: Sequence[str], gathering: Gathering
) -> None:
    if code.id in mechanism_ids and code.mechanism != code.id:
        found = f'"{code.id}", which is a mechanism of the framework'
        remedy = f'Rename the code; or write "mechanism: {code.id}", if it is that of the mechanism.'
        gathering.add(source.place(("codes", index, "id")), found, "an id of its own", remedy)


def _check_passage(passage: Passage, place: Place, transcripts: Transcripts, gathering: Gathering) -> None:
    transcript = transcripts.read.get(passage.transcript_id)
    if transcript is not None:
        _check_words(passage, transcript, place, gathering)
    # A transcript that is registered but cannot be read has its own problem already.
    elif transcripts.registered is not None and passage.transcript_id not in transcripts.registered:
        near = did_you_mean(passage.transcript_id, transcripts.read)
        gathering.add(place, f'"{passage.transcript_id}"', "a transcript of the study", near)


def _check_words(passage: Passage, transcript: Transcript, place: Place, gathering: Gathering) -> None:
    start, end, length = passage.start, passage.end, len(transcript.text)
    if not start < end <= length:
        found = f"{start} to {end}, outside transcript {transcript.id}"
        gathering.add(place, found, f"0 to {length}, start before end")
    elif takes_in_interviewer(transcript, start, end):
        found = f"{start} to {end}, which takes in words of an interviewer"
        gathering.add(place, found, "words of participants", "Choose what the participant says alone.")
    elif transcript.turn_of(start, end) is None:
        remedy = "If a participant speaks here, correct the role in the speakers file."
        found = f"{start} to {end}, where no participant speaks"
        gathering.add(place, found, "words of a participant", remedy)
