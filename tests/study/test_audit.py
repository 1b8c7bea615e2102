"""The blind audit: a sheet without suggestions, and a filled one read back with all its faults."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from impl_eval.errors import StudyProblems
from impl_eval.study.audit import audit_file, judge_audit_files, read_audit
from impl_eval.study.load import load_study
from impl_eval.study.model import Study


@pytest.fixture(scope="module")
def study(reference_copy: Callable[[], Path]) -> Study:
    return load_study(reference_copy())


def rows(sheet: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(sheet.decode("utf-8-sig"))))


def test_the_sheet_holds_turns_and_no_suggestion(study: Study) -> None:
    sheet, count = audit_file(study, 12)
    lines = rows(sheet)
    assert len(lines) == count == 12
    assert study.interviews is not None
    codes = list(study.interviews.codebook.by_id)
    assert list(lines[0]) == ["transcript_id", "start", "end", "question", "turn", *codes, "memo"]
    texts = {each.id: each.text for each in study.interviews.transcripts}
    for line in lines:
        said = texts[line["transcript_id"]][int(line["start"]) : int(line["end"])]
        assert line["turn"].removeprefix("'") == said
        assert not any(line[code] for code in codes)
    assert audit_file(study, 12) == (sheet, count)


def test_a_coder_gets_no_turn_of_a_transcript_they_have_coded(study: Study) -> None:
    sheet, _ = audit_file(study, 1000, "CD")
    assert study.interviews is not None
    coded = {each.transcript_id for each in study.interviews.coded_segments if each.coder == "CD"}
    assert coded
    assert not coded & {line["transcript_id"] for line in rows(sheet)}


def filled(study: Study, folder: Path, change: Callable[[list[dict[str, str]]], None]) -> Path:
    lines = rows(audit_file(study, 5)[0])
    change(lines)
    path = folder / "AB.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)
    return path


def places(study: Study) -> set[str]:
    return {
        f"{line['transcript_id']}:{line['start']}-{line['end']}" for line in rows(audit_file(study, 999)[0])
    }


def test_a_filled_sheet_comes_back(study: Study, tmp_path: Path) -> None:
    def mark(lines: list[dict[str, str]]) -> None:
        lines[0]["knowledge"], lines[1]["knowledge"], lines[2]["confidence"] = "x", "No", " YES "

    path = filled(study, tmp_path, mark)
    turns = read_audit(path, ["knowledge", "confidence"], places(study))
    assert [sorted(turn.code_ids) for turn in turns] == [["knowledge"], [], ["confidence"], [], []]
    section = judge_audit_files(study, [path])
    assert {row[2] for row in section.tables[0].rows} == {"AB"}


def test_all_faults_at_once_and_no_speech_in_them(study: Study, tmp_path: Path) -> None:
    def spoil(lines: list[dict[str, str]]) -> None:
        lines[0]["knowledge"], lines[1]["confidence"], lines[2]["start"] = "perhaps", "??", "1"

    path = filled(study, tmp_path, spoil)
    with pytest.raises(StudyProblems) as caught:
        read_audit(path, ["knowledge", "confidence"], places(study))
    problems = caught.value.problems
    assert [(each.line is not None, each.found) for each in problems] == [
        (True, "another mark"), (True, "another mark"), (True, "a place that is no turn"),
    ]  # fmt: skip
    assert not any("perhaps" in str(each) for each in problems)


def test_a_column_that_is_missing_is_named(study: Study, tmp_path: Path) -> None:
    path = filled(study, tmp_path, lambda lines: [line.pop("memo") for line in lines] and None)
    with pytest.raises(StudyProblems) as caught:
        read_audit(path, ["knowledge", "knowing"], places(study))
    assert caught.value.problems[0].found == 'no column "knowing"'
