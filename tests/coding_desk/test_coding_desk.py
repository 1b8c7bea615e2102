"""Study files and coding store side by side: what is decided is on record, and the files follow it."""

import shutil
from pathlib import Path

import pytest

from impl_eval.coding_desk.blindness import waiting
from impl_eval.coding_desk.desk import has_store, open_desk
from impl_eval.coding_desk.locking import lock_layers, unlock_layer
from impl_eval.coding_desk.log import restore, shown_history, take_back
from impl_eval.coding_desk.memos import write_memo
from impl_eval.coding_desk.merging import merge_files, verify_store
from impl_eval.coding_desk.reanchoring import re_anchor_study
from impl_eval.coding_desk.recording import record_decisions, settle_from_files
from impl_eval.coding_desk.standing import disagreements, load_settled_study, seen_by
from impl_eval.errors import AnalysisRefused, StudyProblems
from impl_eval.qualitative.coding import CodedSegment, Valence
from impl_eval.study.decisions import Decisions
from impl_eval.study.load import load_study
from tests.coding_desk.interviews import AT, T2, enlarge, row_of, rows, write_rows


def segment(
    words: str,
    coder: str,
    mechanism_id: str = "knowledge",
    *,
    valence: Valence = "unclear",
    note: str = "",
    code_id: str = "",
) -> CodedSegment:
    start = T2.index(words)
    place = ("t2", start, start + len(words))
    return CodedSegment(*place, mechanism_id, coder, words, valence, "not said", "human", note, code_id)


def decide(study: Path, *segments: CodedSegment, coder: str = "AB") -> None:
    with open_desk(load_settled_study(study)) as desk:
        record_decisions(desk, Decisions(segments), coder, AT)


KNOWS, TRUST, LIST = "I know what to do when it goes wrong.", "We trust each other", "the list helps"


def test_the_first_decision_takes_over_what_was_coded_before(small_study: Path) -> None:
    enlarge(small_study)
    before = rows(small_study)
    assert not has_store(small_study)
    decide(small_study, segment(KNOWS, "CD", note="first-hand"), coder="CD")
    after = rows(small_study)
    assert [one["quote"] for one in after] == [*(one["quote"] for one in before), KNOWS]
    assert disagreements(load_study(small_study)) == ()
    assert verify_store(small_study)[:2] == ((), ())


def test_sub_codes_and_inductive_codes_come_back_from_the_file(small_study: Path) -> None:
    enlarge(small_study)
    decide(
        small_study,
        segment(LIST, "AB", code_id="list_helps"),
        segment("Nobody showed us", "AB", mechanism_id="", code_id="workload"),
    )
    study = load_settled_study(small_study)
    assert study.interviews is not None
    found = {one.applied_code: one for one in study.interviews.coded_segments if one.transcript_id == "t2"}
    assert (found["list_helps"].mechanism_id, found["workload"].mechanism_id) == ("knowledge", "")


def test_a_file_that_says_something_else_stops_a_run_and_is_settled_either_way(small_study: Path) -> None:
    enlarge(small_study)
    decide(small_study, segment(KNOWS, "AB"))
    file = small_study / "qualitative" / "coded_segments.csv"
    original = file.read_bytes()
    edited = [one | {"valence": "barrier"} if one["quote"] == KNOWS else one for one in rows(small_study)]
    write_rows(file, [*edited[:1], *edited[2:], row_of(TRUST, mechanism_id="trust")])
    with pytest.raises(StudyProblems) as refused:
        load_settled_study(small_study)
    (problem,) = refused.value.problems
    assert problem.file == "qualitative/coded_segments.csv"
    assert problem.found == "2 decisions that the coding store does not hold so, and 2 missing that it holds"
    assert "impl-eval coding import qualitative/coded_segments.csv" in problem.remedy
    with open_desk(load_study(small_study)) as desk:
        assert settle_from_files(desk, "AB", AT) == 3
    assert {one["quote"]: one["valence"] for one in rows(small_study)} == {
        "I know what to do now": "enabler",
        KNOWS: "barrier",
        TRUST: "unclear",
    }
    load_settled_study(small_study)
    take_back(small_study, "AB", AT)
    assert file.read_bytes() == original


def test_undo_and_redo_are_seen_in_the_file(small_study: Path) -> None:
    enlarge(small_study)
    decide(small_study, segment(KNOWS, "AB"))
    assert take_back(small_study, "AB", AT).startswith("Taken back: coded t2:")
    assert KNOWS not in {one["quote"] for one in rows(small_study)}
    assert restore(small_study, "AB", AT).startswith("Restored:")
    assert KNOWS in {one["quote"] for one in rows(small_study)}
    assert restore(small_study, "AB", AT) == "AB took nothing back that could be restored."
    with pytest.raises(AnalysisRefused, match='No action "abc" is on record'):
        take_back(small_study, "AB", AT, "abc")
    action = shown_history(small_study)[-1].action
    with pytest.raises(AnalysisRefused, match="only AB can take it back"):
        take_back(small_study, "CD", AT, action)


def test_the_log_says_who_did_what_and_repeats_no_words(small_study: Path) -> None:
    enlarge(small_study)
    decide(small_study, segment(KNOWS, "AB", note="my remark"))
    write_memo(small_study, "code:trust", "a thought", "CD", AT)
    write_memo(small_study, "transcript:t2", "another", "CD", AT)
    place = f"t2:{T2.index(KNOWS)}-{T2.index(KNOWS) + len(KNOWS)}"
    write_memo(small_study, place, "a third", "CD", AT)
    said = "\n".join(line.sentence for line in shown_history(small_study))
    assert f"AB  coded {place}: knowledge (unclear, not said) for AB" in said
    assert "CD  wrote a memo on code trust" in said
    assert "CD  wrote a memo on transcript t2" in said
    assert f"CD  wrote a memo on segment {place} (knowledge of AB)" in said
    assert not any(words in said for words in (KNOWS, "my remark", "thought", "a third"))
    with pytest.raises(AnalysisRefused, match='"trsut" is no code'):
        write_memo(small_study, "code:trsut", "x", "CD", AT)


def test_double_coding_is_blind_until_both_have_locked(small_study: Path) -> None:
    enlarge(small_study, double_coded="t2")
    decide(small_study, segment(KNOWS, "AB"))
    decide(small_study, segment(TRUST, "CD", "trust"), coder="CD")
    assert {one["transcript_id"] for one in rows(small_study)} == {"t1"}, "neither layer is in the file"
    study = load_settled_study(small_study)
    for coder, words in (("AB", [KNOWS]), ("CD", [TRUST])):
        seen = seen_by(study, coder).interviews
        assert seen is not None
        assert [one.quote for one in seen.coded_segments if one.transcript_id == "t2"] == words
    shown = "\n".join(line.sentence for line in shown_history(small_study, coder="CD"))
    assert "t2:" in shown
    to_all = "\n".join(line.what for line in shown_history(small_study) if line.transcript_id == "t2")
    assert "for AB" not in to_all
    with open_desk(study) as desk:
        assert len(waiting(desk)) == 2
    (sentence,) = lock_layers(small_study, ["t2"], "AB", AT)
    assert sentence == "t2: locked with 1 segment. It is shown once another coder has locked it too."
    assert {one["transcript_id"] for one in rows(small_study)} == {"t1"}
    with pytest.raises(StudyProblems) as refused:
        decide(small_study, segment(TRUST, "AB", "trust"))
    assert refused.value.problems[0].found == "a decision of AB, whose layer is locked"
    assert unlock_layer(small_study, "t2", "AB", AT) == "t2: AB may code on."
    decide(small_study, segment(TRUST, "AB", "trust"))
    lock_layers(small_study, ["t2"], "AB", AT)
    (sentence,) = lock_layers(small_study, ["t2"], "CD", AT)
    assert sentence == "t2: locked with 1 segment. All layers are locked (AB, CD) and shown now."
    found = [(one["coder"], one["quote"]) for one in rows(small_study) if one["transcript_id"] == "t2"]
    assert sorted(found) == [
        ("AB", KNOWS),
        ("AB", TRUST),
        ("CD", TRUST),
    ]
    with pytest.raises(AnalysisRefused, match="stays locked"):
        unlock_layer(small_study, "t2", "AB", AT)


def test_layers_that_stood_in_the_file_together_have_been_seen(small_study: Path) -> None:
    enlarge(small_study, double_coded="t1")
    file = small_study / "qualitative" / "coded_segments.csv"
    written = rows(small_study)
    write_rows(file, [*written, written[0] | {"coder": "CD"}])
    before = load_study(small_study).interviews
    decide(small_study, segment(KNOWS, "AB"))
    after = load_settled_study(small_study).interviews
    assert before is not None
    assert after is not None
    assert set(before.coded_segments) < set(after.coded_segments)


@pytest.mark.parametrize(
    ("transcript", "message"),
    [("t9", '"t9" is no transcript of the study.'), ("t1", "t1 is not coded blind")],
)
def test_only_transcripts_that_are_coded_blind_are_locked(
    small_study: Path, transcript: str, message: str
) -> None:
    enlarge(small_study, double_coded="t2")
    with pytest.raises(AnalysisRefused, match=message):
        lock_layers(small_study, [transcript], "AB", AT)


def correct(study: Path, before: str, after: str) -> None:
    path = study / "qualitative" / "transcripts" / "t2.txt"
    path.write_bytes(T2.replace(before, after).encode())


@pytest.mark.parametrize("with_store", [True, False])
def test_a_transcript_corrected_after_coding(small_study: Path, with_store: bool) -> None:
    enlarge(small_study)
    coded = [segment(KNOWS, "AB"), segment(TRUST, "AB", "trust"), segment(LIST, "CD", code_id="list_helps")]
    if with_store:
        decide(small_study, *coded)
    else:
        file = small_study / "qualitative" / "coded_segments.csv"
        write_rows(
            file,
            [
                *rows(small_study),
                row_of(KNOWS, mechanism_id="knowledge"),
                row_of(TRUST, mechanism_id="trust"),
                row_of(LIST, code_id="list_helps", coder="CD"),
            ],
        )
    correct(small_study, "What has changed?", "So, what has changed?")
    path = small_study / "qualitative" / "transcripts" / "t2.txt"
    path.write_bytes(path.read_bytes().replace(b"mostly", b"mainly").replace(b" and the list helps", b""))
    with pytest.raises(StudyProblems):
        load_settled_study(small_study)
    moved, standing = re_anchor_study(small_study, "AB", AT)
    assert [(one.code_id, one.outcome) for one in sorted(moved, key=lambda one: one.code_id)] == [
        ("knowledge", "moved"),
        ("list_helps", "orphaned"),
        ("trust", "moved"),
    ]
    assert standing == 4
    study = load_settled_study(small_study)
    assert study.interviews is not None
    quotes = {one.quote for one in study.interviews.coded_segments}
    assert {KNOWS, TRUST} < quotes
    assert LIST not in quotes
    with open_desk(study) as desk:
        (orphan,) = desk.store.segments(("orphaned",))
        assert desk.documents[orphan.document].text[orphan.start : orphan.end] == LIST
    assert verify_store(small_study)[0] == ()
    assert re_anchor_study(small_study, "AB", AT)[0] == [], "a second time there is nothing to move"


def test_a_change_elsewhere_in_a_transcript_is_noticed_too(small_study: Path) -> None:
    enlarge(small_study)
    decide(small_study, segment(KNOWS, "AB"))
    correct(small_study, "mostly", "mainly")
    with pytest.raises(StudyProblems) as refused:
        load_settled_study(small_study)
    (problem,) = refused.value.problems
    assert (problem.file, problem.where) == ("qualitative/transcripts/t2.txt", "t2")
    assert "coding reanchor" in problem.remedy
    assert re_anchor_study(small_study, "AB", AT) == ([], 3)
    load_settled_study(small_study)


def test_two_analysts_two_machines_merge(small_study: Path, tmp_path: Path) -> None:
    from impl_eval.coding_desk.exports import export_bundles

    enlarge(small_study)
    there = Path(shutil.copytree(small_study, tmp_path / "there"))
    decide(small_study, segment(KNOWS, "AB", note="mine"))
    decide(there, segment(TRUST, "CD", "trust"), coder="CD")
    sent, _ = export_bundles(there, tmp_path / "sent")
    assert [path.name for path in sent] == ["coding-CD.jsonl"]
    sentences = merge_files(small_study, sent, AT)
    assert sentences[0].startswith("coding-CD.jsonl: ")
    merge_files(there, export_bundles(small_study, tmp_path / "back")[0], AT)
    assert rows(small_study) == rows(there)
    assert {one["quote"] for one in rows(there)} > {KNOWS, TRUST}
    first = {path.name: path.read_bytes() for path in export_bundles(small_study, tmp_path / "one")[0]}
    second = {path.name: path.read_bytes() for path in export_bundles(there, tmp_path / "two")[0]}
    assert first == second
    merge_files(small_study, sent, AT)
    again, _ = export_bundles(small_study, tmp_path / "one")
    assert {path.name: path.read_bytes() for path in again} == first


def test_codings_of_another_version_wait(small_study: Path, tmp_path: Path) -> None:
    from impl_eval.coding_desk.exports import export_bundles

    enlarge(small_study)
    there = Path(shutil.copytree(small_study, tmp_path / "there"))
    correct(there, "mostly", "mainly")
    decide(there, segment(KNOWS, "CD"), coder="CD")
    sentences = merge_files(small_study, export_bundles(there, tmp_path / "sent")[0], AT)
    assert any(one.startswith("Kept until it can be placed: 1 segment of t2") for one in sentences)
    assert KNOWS not in {one["quote"] for one in rows(small_study)}
    correct(small_study, "mostly", "mainly")
    re_anchor_study(small_study, "AB", AT)
    assert KNOWS in {one["quote"] for one in rows(small_study)}
