"""Somebody withdraws: nothing of theirs is left in any file, and everything of the others is."""

import shutil
from pathlib import Path

import pytest

from impl_eval.coding_desk.desk import open_desk
from impl_eval.coding_desk.exports import export_bundles
from impl_eval.coding_desk.log import shown_history
from impl_eval.coding_desk.memos import write_memo
from impl_eval.coding_desk.merging import back_up, merge_files, verify_store
from impl_eval.coding_desk.reanchoring import re_anchor_study
from impl_eval.coding_desk.standing import load_settled_study
from impl_eval.coding_desk.withdrawal import withdraw
from impl_eval.errors import AnalysisRefused, StudyProblems
from impl_eval.study.journal import JOURNAL
from impl_eval.study.load import load_study
from tests.coding_desk.interviews import AT, all_content, enlarge, rows
from tests.coding_desk.test_coding_desk import KNOWS, LIST, TRUST, decide, segment

THEIRS = (b"Nobody showed us", b"when it goes wrong", b"P02", b"a remark on P02's words")


def holding(study: Path, words: bytes) -> list[str]:
    """Return the files of a study that hold words."""
    return [name for name, content in all_content(study).items() if words in content]


def prepared(study: Path) -> Path:
    enlarge(study, double_coded="t1")
    decide(
        study,
        segment(KNOWS, "AB", note="a remark on P02's words"),
        segment(TRUST, "AB", "trust", note="a remark to keep"),
        segment(LIST, "CD", code_id="list_helps"),
    )
    (study / "outputs" / "internal").mkdir(parents=True)
    (study / "outputs" / "internal" / "report.txt").write_text(f"{KNOWS} said P02", encoding="utf-8")
    back_up(study, AT)
    return study


def test_a_participant_of_a_focus_group(small_study: Path) -> None:
    study = prepared(small_study)
    assert all(holding(study, words) for words in THEIRS)
    sentences = withdraw(study, "P02", AT).done
    assert sentences[0].startswith("Withdrawn: 1 conversation kept without their words.")
    assert {words: holding(study, words) for words in THEIRS} == {words: [] for words in THEIRS}
    assert {one["quote"] for one in rows(study)} >= {TRUST, LIST}
    assert KNOWS not in {one["quote"] for one in rows(study)}
    loaded = load_settled_study(study)
    with open_desk(loaded) as desk:
        assert set(desk.store.texts().values()) == {"a remark to keep"}
    assert verify_store(study)[0] == ()
    assert any(line.what.startswith("recorded that somebody withdrew") for line in shown_history(study))
    assert not (study / JOURNAL).exists()
    with pytest.raises(AnalysisRefused, match='"P02" is no participant'):
        withdraw(study, "P02", AT)


def test_the_only_participant_of_an_interview(small_study: Path) -> None:
    study = prepared(small_study)
    write_memo(study, "transcript:t1", "a memo on t1", "AB", AT)
    sentences = withdraw(study, "P01", AT).done
    assert sentences[0].startswith("Withdrawn: 1 transcript erased, 1 conversation kept")
    for words in (b"I know how to get started", b"We trust each other", b"a memo on t1", b"the list helps"):
        assert holding(study, words) == []
    assert [one["quote"] for one in rows(study)] == [KNOWS]
    load_settled_study(study)
    assert "double_coded: []" in (study / "study.yaml").read_text(encoding="utf-8")


def test_without_a_store(small_study: Path) -> None:
    enlarge(small_study)
    withdraw(small_study, "P02", AT)
    assert holding(small_study, b"Nobody showed us") == []
    assert len(rows(small_study)) == 2
    assert not (small_study / "coding").exists()
    load_settled_study(small_study)


def test_rows_of_the_survey_go_and_the_rest_stays_byte_for_byte(small_study: Path) -> None:
    path = small_study / "quantitative" / "survey.csv"
    before = path.read_bytes().splitlines(keepends=True)
    code = str(load_study(small_study).responses[0].respondent_id[0])
    sentences = withdraw(small_study, code, AT).done
    assert "survey row" in sentences[0]
    after = path.read_bytes().splitlines(keepends=True)
    assert after == [line for line in before if code.encode() not in line]
    assert len(after) < len(before)


def test_an_interrupted_withdrawal_is_noticed_and_goes_on(
    small_study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = prepared(small_study)

    def fail(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("impl_eval.coding_desk.finishing.put_files", fail)
    with pytest.raises(KeyboardInterrupt):
        withdraw(study, "P02", AT)
    monkeypatch.undo()
    with pytest.raises(StudyProblems) as refused:
        load_settled_study(study)
    assert refused.value.problems[0].found == "a withdrawal that was interrupted"
    withdraw(study, "P02", AT)
    assert {words: holding(study, words) for words in THEIRS} == {words: [] for words in THEIRS}
    load_settled_study(study)


def test_words_that_were_withdrawn_do_not_come_back_by_an_old_copy(small_study: Path) -> None:
    study = prepared(small_study)
    transcript = study / "qualitative" / "transcripts" / "t2.txt"
    speakers = study / "qualitative" / "speakers.csv"
    old = transcript.read_bytes(), speakers.read_bytes()
    withdraw(study, "P02", AT)
    transcript.write_bytes(old[0])
    speakers.write_bytes(old[1])
    with pytest.raises((AnalysisRefused, StudyProblems)):
        load_settled_study(study)
    assert holding(study / "coding", b"Nobody showed us") == []


@pytest.mark.parametrize("participant", ["P01", "P02"])
def test_on_another_machine_a_withdrawal_is_finished_after_the_merge(
    small_study: Path, tmp_path: Path, participant: str
) -> None:
    study = prepared(small_study)
    there = Path(shutil.copytree(study, tmp_path / "there"))
    withdraw(study, participant, AT)
    said = merge_files(there, export_bundles(study, tmp_path / "sent")[0], AT)
    assert any("run impl-eval withdraw here too" in sentence for sentence in said)
    with pytest.raises(AnalysisRefused, match="words that were erased"):
        load_settled_study(there)
    with pytest.raises(AnalysisRefused, match="words that were erased"):
        withdraw(there, {"P01": "P02", "P02": "P01"}[participant], AT)
    withdraw(there, participant, AT)
    load_settled_study(there)
    assert rows(there) == rows(study)
    assert verify_store(there)[0] == ()
    gone = THEIRS if participant == "P02" else (b"I know how to get started", b"We trust each other")
    assert {words: holding(there, words) for words in gone} == {words: [] for words in gone}
    merge_files(study, export_bundles(there, tmp_path / "back")[0], AT)
    assert rows(there) == rows(study)


def test_two_withdrawals_are_finished_after_one_merge(small_study: Path, tmp_path: Path) -> None:
    folder = small_study / "qualitative"
    with (folder / "speakers.csv").open("a", encoding="utf-8") as file:
        file.write("t2,t2.txt,P03,participant,P03,gp\n")
    study = prepared(small_study)
    with (folder / "transcripts" / "t2.txt").open("ab") as text:
        text.write(b"P03: I have something to say too.\r\n")
    re_anchor_study(study, "AB", AT)
    there = Path(shutil.copytree(study, tmp_path / "there"))
    for participant in ("P02", "P01"):
        withdraw(study, participant, AT)
    merge_files(there, export_bundles(study, tmp_path / "sent")[0], AT)
    for participant in ("P02", "P01"):
        withdraw(there, participant, AT)
    load_settled_study(there)
    assert rows(there) == rows(study)
    for words in (*THEIRS, b"We trust each other"):
        assert holding(there, words) == []
