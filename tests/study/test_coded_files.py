"""The files that analysts get, and that the import takes back unchanged."""

from pathlib import Path

import pytest

from impl_eval.errors import StudyProblems
from impl_eval.study.coded_files import coded_files
from impl_eval.study.coding_import import merge_decisions, read_decisions
from impl_eval.study.load import load_study


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("word", "coded-t1.docx"),
        ("page", "coded-t1.html"),
        ("xlsx", "coded-segments.xlsx"),
        ("csv", "coded-segments.csv"),
    ],
)
def test_what_goes_out_comes_back_as_it_was(small_study: Path, tmp_path: Path, kind: str, name: str) -> None:
    study = load_study(small_study)
    files = coded_files(study, kind)
    assert list(files) == [name]
    assert files == coded_files(study, kind, transcript_ids=["t1"], coders=["AB"])
    assert coded_files(study, kind, coders=["ZZ"]) != files
    if kind != "page":
        (tmp_path / name).write_bytes(files[name])
        new = read_decisions(tmp_path / name, "AB", study)
        material = study.interviews
        assert len(new.segments) == len(material.coded_segments) > 0
        assert not merge_decisions(material.coded_segments, material.rejected, new).changed


def test_a_transcript_that_the_study_does_not_have(small_study: Path) -> None:
    with pytest.raises(StudyProblems) as refused:
        coded_files(load_study(small_study), "word", transcript_ids=["t2"])
    assert (refused.value.problems[0].found, refused.value.problems[0].allowed) == ('"t2"', "t1")
