"""Identifiers of a study with a coding store: every coding finds its place, whatever became of it."""

import shutil
from pathlib import Path

import pytest

from impl_eval.coding_desk.desk import open_desk
from impl_eval.coding_desk.exports import export_bundles, restore_study_files
from impl_eval.coding_desk.locking import lock_layers, unlock_layer
from impl_eval.coding_desk.log import shown_history, take_back
from impl_eval.coding_desk.memos import write_memo
from impl_eval.coding_desk.merging import back_up, merge_files, verify_store
from impl_eval.coding_desk.reanchoring import re_anchor_study
from impl_eval.coding_desk.recording import record_decisions, write_study_files
from impl_eval.coding_desk.replacing import replace_in_study
from impl_eval.coding_desk.standing import load_settled_study, seen_by
from impl_eval.coding_desk.summaries import record_summaries, shown_summaries
from impl_eval.errors import AnalysisRefused, StudyProblems, describe_problems
from impl_eval.qualitative.coding import CodedSegment
from impl_eval.qualitative.framework_matrix import CellKey, PassagePlace, Summary, seen_passages
from impl_eval.study.decisions import Decisions
from impl_eval.study.identifier_check import check_identifiers, write_review
from tests.coding_desk.interviews import AT, all_content
from tests.study.identifier_study import AFTER, TALK, decide, with_identifiers

OLD_WORDS = (b"Anita", b"07700", b"999 000", b"Green Lane")
RANG_NOW = "[Person 1] rang me on [Phone number 1]"
TRUSTS, RANG = "I trust Anita's team", "Anita Bell rang me on 07700 900123"


def segment(words: str, coder: str, mechanism_id: str = "trust", note: str = "") -> CodedSegment:
    start = TALK.index(words)
    return CodedSegment(
        "t1", start, start + len(words), mechanism_id, coder, words, "unclear", "not said", "human", note
    )


def code(study: Path, *segments: CodedSegment, remove: bool = False) -> None:
    coder = segments[0].coder
    with open_desk(load_settled_study(study)) as desk:
        record_decisions(desk, Decisions(segments), coder, AT, remove=remove)


def named(study: Path, blind: bool = False) -> Path:
    with_identifiers(study)
    path = study / "study.yaml"
    mark = "  coded_segments: qualitative/coded_segments.csv\n"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(mark, f"{mark}  double_coded: [t1]\n") if blind else text, encoding="utf-8")
    return study


def replaced(study: Path, apart: Path) -> None:
    loaded = load_settled_study(study)
    write_review(loaded, check_identifiers(loaded))
    decide(study, "replace")
    replace_in_study(study, apart / "key.csv", apart / "originals", AT)
    (study / "qualitative" / "names.csv").unlink(missing_ok=True)


def quotes(study: Path, viewer: str = "") -> list[str]:
    material = seen_by(load_settled_study(study), viewer).interviews
    assert material is not None
    return [one.quote for one in material.coded_segments]


def nothing_old_in(study: Path) -> bool:
    return not [
        name for name, content in all_content(study).items() for words in OLD_WORDS if words in content
    ]


def test_what_was_removed_recoded_and_noted_moves_and_undo_reaches_back(
    small_study: Path, tmp_path: Path
) -> None:
    study = named(small_study)
    place = f"t1:{TALK.index(TRUSTS)}-{TALK.index(TRUSTS) + len(TRUSTS)}"
    code(study, segment("Anita came.", "CD", note=f"as in {place}"))
    action = shown_history(study)[-1].action
    take_back(study, "CD", AT, action)
    code(study, segment("Anita came.", "CD", note=f"once more {place}"))
    code(study, segment(RANG, "CD", note="will be taken back"))
    write_memo(study, "transcript:t1", "A memo to keep", "CD", AT)
    back_up(study, AT)
    replaced(study, tmp_path / "apart")
    assert sorted(quotes(study)) == sorted([*AFTER, "[Person 1] came.", RANG_NOW])
    assert nothing_old_in(study)
    assert verify_store(study)[0] == ()
    material = load_settled_study(study).interviews
    assert material is not None
    now = next(one for one in material.coded_segments if one.quote == AFTER[3])
    noted = next(one.note for one in material.coded_segments if one.quote == "[Person 1] came.")
    assert noted == f"once more t1:{now.start}-{now.end}"
    take_back(study, "CD", AT)  # the memo
    take_back(study, "CD", AT)  # the last coding, made on the text as it was
    assert sorted(quotes(study)) == sorted([*AFTER, "[Person 1] came."])
    assert nothing_old_in(study)
    with pytest.raises(AnalysisRefused, match="cannot be taken back"):
        take_back(study, "identifiers", AT)
    action = next(line.action for line in shown_history(study) if line.coder == "identifiers")
    with pytest.raises(AnalysisRefused, match="cannot be taken back"):
        take_back(study, "CD", AT, action)


def test_blind_layers_move_unseen_and_locks_stay_their_coders(small_study: Path, tmp_path: Path) -> None:
    study = named(small_study, blind=True)
    code(study, segment(RANG, "CD"))
    lock_layers(study, ["t1"], "CD", AT)
    replaced(study, tmp_path / "apart")
    told = [line for line in shown_history(study) if line.coder == "CD" or line.layer == "CD"]
    assert [line.what for line in told] == [told[0].what, "locked the layer of CD in t1"]
    assert told[0].what.startswith("began to use codebook")
    assert quotes(study) == []
    assert quotes(study, "CD") == [RANG_NOW]
    assert "may code on" in unlock_layer(study, "t1", "CD", AT)
    lock_layers(study, ["t1"], "CD", AT)
    lock_layers(study, ["t1"], "AB", AT)
    assert sorted(quotes(study)) == sorted([*AFTER, RANG_NOW])


def test_blind_codings_that_would_fall_together_are_refused_unseen(small_study: Path, tmp_path: Path) -> None:
    study = named(small_study, blind=True)
    code(study, segment(RANG[:-3], "CD"))
    code(study, segment(RANG[:-4], "CD"))
    with pytest.raises(StudyProblems) as refused:
        replaced(study, tmp_path / "apart")
    said = describe_problems(refused.value.problems)
    assert "in a layer that is coded blind" in said
    assert "CD" not in said
    assert "trust" not in said
    assert not (tmp_path / "apart").exists()


def test_orphans_of_an_earlier_version_stay_orphans_without_names(small_study: Path, tmp_path: Path) -> None:
    study = named(small_study)
    code(study, segment("Anita went.", "CD"))
    path = study / "qualitative/transcripts/t1.txt"
    path.write_text(TALK.replace("Anita went.\n", ""), encoding="utf-8")
    moved, _ = re_anchor_study(study, "CD", AT)
    assert [one.outcome for one in moved if one.outcome == "orphaned"] == ["orphaned"]
    replaced(study, tmp_path / "apart")
    assert nothing_old_in(study)
    assert sorted(quotes(study)) == sorted(AFTER)
    with open_desk(load_settled_study(study)) as desk:
        (orphan,) = desk.store.segments(("orphaned",))
        text = desk.store.documents()[orphan.document].text
    assert text[orphan.start : orphan.end] == "[Person 1] went."
    assert verify_store(study)[0] == ()


def test_codings_that_arrive_later_from_another_machine_find_their_place(
    small_study: Path, tmp_path: Path
) -> None:
    here = named(small_study)
    code(here, segment("Anita came.", "AB"))
    there = Path(shutil.copytree(here, tmp_path / "there"))
    code(there, segment(RANG, "EF"))
    replaced(here, tmp_path / "apart")
    (sent,), _ = export_bundles(there, tmp_path / "sent", "EF")
    merge_files(here, [sent], AT)
    assert RANG_NOW in quotes(here)
    assert nothing_old_in(here)
    # And back: the other machine takes the record, then the new transcripts.
    back, _ = export_bundles(here, tmp_path / "back")
    said = merge_files(there, back, AT)
    assert any("identifiers were replaced" in sentence for sentence in said)
    with pytest.raises(AnalysisRefused, match="words that were erased"):
        load_settled_study(there)
    for name in ("qualitative/transcripts/t1.txt", "qualitative/speakers.csv"):
        shutil.copy(here / name, there / name)
    restore_study_files(there)
    assert quotes(there) == quotes(here)
    assert all_content(there / "coding").keys() == {"coding.sqlite"}
    assert not any(words in all_content(there / "coding")["coding.sqlite"] for words in OLD_WORDS)


def test_a_second_replacing_follows_the_first(small_study: Path, tmp_path: Path) -> None:
    study = named(small_study)
    there = Path(shutil.copytree(study, tmp_path / "there"))
    code(there, segment(RANG, "EF"))
    code(study, segment("Anita came.", "AB"))
    loaded = load_settled_study(study)
    write_review(loaded, check_identifiers(loaded))
    decide(study, "", phone_number="replace")
    replace_in_study(study, tmp_path / "key.csv", tmp_path / "originals", AT)
    replaced(study, tmp_path)
    merge_files(study, export_bundles(there, tmp_path / "sent", "EF")[0], AT)
    assert RANG_NOW in quotes(study)
    assert nothing_old_in(study)
    assert verify_store(study)[0] == ()


def test_summaries_move_and_stay_current(small_study: Path, tmp_path: Path) -> None:
    study = named(small_study)
    code(study, segment("Anita came.", "AB"))
    loaded = load_settled_study(study)
    assert loaded.interviews is not None
    coded = [one for one in loaded.interviews.coded_segments if one.applied_code == "trust"]
    seen = seen_passages(coded)
    key = CellKey("participant", "P01", "trust")
    summary = Summary(key, "AB", "Trusts the team.", tuple(sorted(one.place for one in seen)), seen)
    with open_desk(loaded) as desk:
        record_summaries(desk, [summary], "AB", AT)
        write_study_files(desk)
    replaced(study, tmp_path / "apart")
    after = load_settled_study(study)
    assert after.interviews is not None
    (moved,) = after.interviews.summaries
    coded = [one for one in after.interviews.coded_segments if one.applied_code == "trust"]
    assert moved.seen == seen_passages(coded)
    assert moved.rests_on == tuple(
        sorted(PassagePlace(one.transcript_id, one.start, one.end) for one in coded)
    )
    with open_desk(after) as desk:
        assert shown_summaries(desk) == (moved,)
