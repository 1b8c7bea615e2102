"""Summaries of the framework matrix in the store: undone, united, settled, and gone with who withdraws."""

import itertools
import json
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from impl_eval.coding_desk.desk import open_desk
from impl_eval.coding_desk.exports import export_bundles, restore_study_files
from impl_eval.coding_desk.log import restore, shown_history, take_back
from impl_eval.coding_desk.matrix_decisions import import_summaries, settle_summaries
from impl_eval.coding_desk.merging import merge_files, verify_store
from impl_eval.coding_desk.recording import adopt, write_study_files
from impl_eval.coding_desk.standing import load_settled_study
from impl_eval.coding_desk.summaries import Written, record_summaries, shown_summaries, standing
from impl_eval.coding_desk.withdrawal import withdraw
from impl_eval.errors import AnalysisRefused, StudyProblems
from impl_eval.qualitative.framework_matrix import CaseKind, CellKey, PassagePlace, Summary, tidy_text
from impl_eval.study.framework_matrix import matrix_of_study
from impl_eval.study.load import load_study
from impl_eval.study.summary_files import SUMMARIES_FILE
from impl_eval.study.summary_import import merge_summaries
from tests.coding_desk.interviews import AT, all_content, enlarge

KNOWLEDGE = CellKey("participant", "P01", "knowledge")
PLACE = PassagePlace("t1", 60, 81)


def summary(text: str, coder: str = "AB", key: CellKey = KNOWLEDGE) -> Summary:
    return Summary(key, coder, text, (PLACE,) if text else (), ())


def write(study: Path, *changed: Summary) -> None:
    with open_desk(load_settled_study(study)) as desk:
        adopt(desk, changed[0].coder, AT)
        record_summaries(desk, changed, changed[0].coder, AT)
        write_study_files(desk)


def texts(study: Path) -> list[tuple[str, str]]:
    material = load_settled_study(study).interviews
    assert material is not None
    return [(one.coder, one.text) for one in material.summaries]


def state(study: Path, kind: CaseKind = "participant") -> tuple[str, str]:
    cell = matrix_of_study(load_settled_study(study), kind).cells[KNOWLEDGE]
    return cell.standing.state, cell.standing.reason


def other_machine(study: Path) -> Path:
    return Path(shutil.copytree(study, study.parent / "other_machine"))


def unite(study: Path, other: Path) -> list[str]:
    return merge_files(study, export_bundles(other, other / "out")[0], AT)


def test_undo_and_redo_go_through_what_was_written_taken_back_and_written_again(small_study: Path) -> None:
    write(small_study, summary("Knows."))
    write(small_study, summary("Knows it by heart."))
    write(small_study, summary(""))
    assert texts(small_study) == []
    take_back(small_study, "AB", AT)
    assert texts(small_study) == [("AB", "Knows it by heart.")]
    take_back(small_study, "AB", AT)
    assert texts(small_study) == [("AB", "Knows.")]
    restore(small_study, "AB", AT)
    assert texts(small_study) == [("AB", "Knows it by heart.")]
    write(small_study, summary("Knows."))
    assert texts(small_study) == [("AB", "Knows.")]
    assert verify_store(small_study)[0] == ()


def test_the_log_names_case_and_code_and_no_words(small_study: Path) -> None:
    write(small_study, summary("Knows it by heart."))
    write(small_study, summary(""))
    lines = [line.what for line in shown_history(small_study)]
    assert lines[-2:] == [
        "wrote a summary of P01 on knowledge",
        "took back the summary of P01 on knowledge",
    ]


def test_a_summary_names_the_segments_it_rests_on(small_study: Path) -> None:
    write(small_study, summary("Knows."))
    with open_desk(load_settled_study(small_study)) as desk:
        ((_, code, content, segments),) = desk.store.summaries()
        ids = [desk.layers.ids["t1", 60, 81, "knowledge", "AB"]]
    assert (code, json.loads(segments), json.loads(content)["case"]) == ("knowledge", ids, "P01")


def test_a_file_from_before_the_store_is_taken_over_by_the_first_command_that_writes(
    small_study: Path,
) -> None:
    write(small_study, summary("Knows."))
    shutil.rmtree(small_study / "coding")
    assert texts(small_study) == [("AB", "Knows.")]
    write(small_study, summary("Trusts.", "CD", CellKey("participant", "P01", "trust")))
    assert texts(small_study) == [("AB", "Knows."), ("CD", "Trusts.")]


def test_a_file_that_says_something_else_stops_a_run_and_is_settled_either_way(small_study: Path) -> None:
    write(small_study, summary("Knows."))
    file = small_study / SUMMARIES_FILE
    original = file.read_bytes()
    file.write_bytes(original.replace(b"Knows.", b"Edited by hand."))
    with pytest.raises(StudyProblems) as refused:
        load_settled_study(small_study)
    (problem,) = refused.value.problems
    assert (problem.file, problem.where) == (SUMMARIES_FILE, "P01 knowledge of AB")
    assert "impl-eval matrix import qualitative/summaries.csv" in problem.remedy
    assert "Knows" not in f"{problem}"
    assert import_summaries(small_study, file, "AB", AT).startswith(
        "Taken over from summaries.csv: 1 decision"
    )
    assert texts(small_study) == [("AB", "Edited by hand.")]
    take_back(small_study, "AB", AT)
    assert file.read_bytes() == original
    file.unlink()
    with pytest.raises(StudyProblems):
        load_settled_study(small_study)
    restore_study_files(small_study)
    assert file.read_bytes() == original


def test_summaries_written_apart_are_both_kept_and_a_person_decides(small_study: Path) -> None:
    write(small_study, summary("As it was."))
    other = other_machine(small_study)
    write(small_study, summary("AB reads it so.", "AB"))
    write(other, summary("CD reads it otherwise.", "CD"))
    sentences = unite(small_study, other)
    (told,) = [one for one in sentences if "different summaries" in one]
    assert told.startswith("P01, knowledge: 2 different summaries, by AB and CD. Both are kept")
    both = [("AB", "AB reads it so."), ("CD", "CD reads it otherwise.")]
    assert texts(small_study) == both
    assert state(small_study) == (
        "undecided",
        "AB and CD wrote different summaries; nobody has decided which one counts",
    )
    unite(other, small_study)
    assert texts(other) == both
    assert (other / SUMMARIES_FILE).read_bytes() == (small_study / SUMMARIES_FILE).read_bytes()
    assert settle_summaries(small_study, tuple(vars_of(KNOWLEDGE)), "CD", "AB", AT) == (
        "P01, knowledge: the summary of CD counts."
    )
    assert texts(small_study) == both[1:]
    unite(other, small_study)
    assert texts(other) == both[1:]
    take_back(small_study, "AB", AT)
    assert texts(small_study) == both


def vars_of(key: CellKey) -> tuple[CaseKind, str, str]:
    return key.case_kind, key.case_id, key.code_id


def test_one_row_of_two_in_the_file_is_a_decision(small_study: Path) -> None:
    other = other_machine(small_study)
    write(small_study, summary("AB reads it so."))
    write(other, summary("CD reads it otherwise.", "CD"))
    unite(small_study, other)
    file = small_study / SUMMARIES_FILE
    lines = file.read_bytes().splitlines(keepends=True)
    assert [line.strip().endswith(b",yes") for line in lines] == [False, True, True]
    file.write_bytes(lines[0] + lines[1])
    import_summaries(small_study, file, "AB", AT)
    assert texts(small_study) == [("AB", "AB reads it so.")]
    assert state(small_study)[0] == "stale"


def test_what_cannot_be_settled_is_said(small_study: Path) -> None:
    write(small_study, summary("Knows."))
    with pytest.raises(AnalysisRefused, match="no two summaries"):
        settle_summaries(small_study, vars_of(KNOWLEDGE), "AB", "AB", AT)
    other = other_machine(small_study)
    write(small_study, summary("So."))
    write(other, summary("Otherwise."))
    unite(small_study, other)
    with pytest.raises(AnalysisRefused, match="2 of them are AB's"):
        settle_summaries(small_study, vars_of(KNOWLEDGE), "AB", "AB", AT)
    with pytest.raises(AnalysisRefused, match="none of them is CD's"):
        settle_summaries(small_study, vars_of(KNOWLEDGE), "CD", "AB", AT)
    assert state(small_study)[1].startswith("AB, on two machines, wrote different summaries")


def test_two_stores_that_took_over_one_file_hold_one_summary(small_study: Path) -> None:
    write(small_study, summary("Knows."))
    shutil.rmtree(small_study / "coding")
    other = other_machine(small_study)
    write(small_study, summary("Knows better.", "AB"))
    write(other, summary("Trusts.", "CD", CellKey("participant", "P01", "trust")))
    for first, second in ((small_study, other), (other, small_study)):
        assert not [one for one in unite(first, second) if "different summaries" in one]
        assert texts(first) == [("AB", "Knows better."), ("CD", "Trusts.")]


def test_a_summary_of_what_this_study_lacks_waits_in_the_store(small_study: Path) -> None:
    other = enlarge(other_machine(small_study))
    write(other, summary("Tired.", "CD", CellKey("participant", "P02", "workload")))
    sentences = unite(small_study, other)
    assert (
        "Kept until it can be placed: 1 summary of a case or code that this study does not have." in sentences
    )
    assert texts(small_study) == []
    enlarge(small_study)
    restore_study_files(small_study)
    assert texts(small_study) == [("CD", "Tired.")]


def test_whatever_the_file_may_hold_the_store_takes_over(small_study: Path) -> None:
    """Sites are not checked when the file is read: nothing of it may be left out for ever."""
    file = small_study / SUMMARIES_FILE
    file.write_text(
        "case_kind,case,code_id,coder,summary\n"
        "site,no_such_site,trust,AB,A site.\nstakeholder_group,gp,trust,C D,A group.\n"
        'participant,P01,trust,AB,"Two\n\nlines; ""quoted""."\n',
        encoding="utf-8",
    )
    before = texts(small_study)
    assert import_summaries(small_study, file, "AB", AT).startswith("Taken over from summaries.csv: ")
    assert texts(small_study) == before
    assert import_summaries(small_study, file, "AB", AT).startswith(
        "Taken over from summaries.csv: 0 decisions"
    )


def test_words_of_a_summary_that_was_undone_go_too_when_its_participant_withdraws(small_study: Path) -> None:
    study = enlarge(small_study)
    theirs = CellKey("participant", "P02", "knowledge")
    write(study, summary("An unusual remark.", key=theirs))
    write(study, summary("A later oddity.", key=theirs))
    take_back(study, "AB", AT)
    write(study, summary("One to keep."))
    withdraw(study, "P02", AT)
    left = [
        name
        for name, content in all_content(study).items()
        if b"unusual remark" in content or b"later oddity" in content
    ]
    assert left == []
    assert texts(study) == [("AB", "One to keep.")]
    assert verify_store(study)[0] == ()
    lines = [line.what for line in shown_history(study)]
    assert lines.count("wrote a summary of a case that is no longer here on knowledge") == 2


# --- laws of what counts ---

codes = st.sampled_from(["AB", "CD", "EF"])


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[int, Written]]:
    """Up to three machines that each write from what they know, and sometimes learn what another knows."""
    known: list[list[Written]] = [[], [], []]
    log: list[tuple[int, Written]] = []
    for number in range(draw(st.integers(1, 10))):
        machine = draw(st.integers(0, 2))
        if draw(st.booleans()):
            source = known[draw(st.integers(0, 2))]
            known[machine] = sorted({*known[machine], *source}, key=lambda one: int(one.id))
        here = standing(known[machine]).get(KNOWLEDGE, ())
        one = Written(
            str(number),
            Summary(KNOWLEDGE, draw(codes), f"{number}"),
            frozenset(two.id for two in here),
        )
        known[machine] = [*known[machine], one]
        log.append((machine, one))
    return log


@given(histories())
def test_what_counts_is_exactly_what_nobody_replaced(log: list[tuple[int, Written]]) -> None:
    written = [one for _, one in log]
    replaced = set(itertools.chain.from_iterable(one.replaces for one in written))
    counts = {one.id for one in standing(written)[KNOWLEDGE]}
    assert counts == {one.id for one in written} - replaced
    assert written[-1].id in counts


changes = st.lists(
    st.builds(
        lambda code_id, coder, text, place: Summary(
            CellKey("participant", "P01", code_id),
            coder,
            tidy_text(text),
            (place,) if tidy_text(text) else (),
            (),
        ),
        st.sampled_from(["knowledge", "trust"]),
        codes,
        st.text(st.characters(blacklist_categories=["Cs"]), max_size=12),
        st.sampled_from([PLACE, PassagePlace("t1", 107, 137)]),
    ),
    max_size=2,
    unique_by=lambda one: one.key,
)


@given(st.lists(changes, max_size=4))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_store_holds_what_was_written_last_in_each_cell(
    small_study: Path, steps: list[list[Summary]]
) -> None:
    with open_desk(load_settled_study(small_study)) as desk:
        for changed in steps:
            expected = merge_summaries(shown_summaries(desk), changed)
            record_summaries(desk, changed, "AB", AT)
            assert shown_summaries(desk) == expected
        write_study_files(desk)
        kept = shown_summaries(desk)
    assert load_study(small_study).interviews.summaries == kept  # type: ignore[union-attr]
    assert load_settled_study(small_study)


def test_words_of_another_program_are_left_alone(small_study: Path) -> None:
    from impl_eval.coding.drafts import summary_written

    write(small_study, summary("Knows."))
    with open_desk(load_study(small_study)) as desk:
        drafts = [summary_written("knowledge", words, []) for words in ("{}", "[]", "no JSON", '{"kind": 3}')]
        desk.store.record("XX", drafts, AT)
        assert [one.text for one in shown_summaries(desk)] == ["Knows."]
    assert texts(small_study) == [("AB", "Knows.")]
    assert (
        shown_history(small_study)[-1].what == "wrote a summary of a case that is no longer here on knowledge"
    )
