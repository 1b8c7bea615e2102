"""Decisions come back: from the reviewed workbook and from Word comments; twice changes nothing."""

from dataclasses import replace
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.errors import StudyProblems
from impl_eval.outputs.coded_transcript import coded_transcript_docx, segments_csv, segments_workbook
from impl_eval.outputs.coding_review import ReviewLine, write_coding_review
from impl_eval.qualitative.coding import CodedSegment, RejectedSuggestion
from impl_eval.study.coded_transcripts import code_choices, coded_transcript, segment_lines
from impl_eval.study.coding_import import merge_decisions, not_counted, read_decisions
from impl_eval.study.decisions import Decisions
from impl_eval.study.load import load_study
from impl_eval.study.review_guard import holds_unimported_work
from impl_eval.study.write import write_decisions

KNOWS = "I know how to get started these days."


def line(study, passage: str, mechanism: str = "knowledge") -> ReviewLine:
    text = study.interviews.transcripts[0].text
    start = text.index(passage)
    end = start + len(passage)
    return ReviewLine(
        f"t1:{start}", "t1", "P01", "", passage, "", mechanism, "how to * start", "", "unclear", start, end
    )


def reviewed(path: Path, lines: list[ReviewLine], **cells: str) -> Path:
    """Write a workbook and fill cells of its first row as a person would."""
    from openpyxl import load_workbook

    path.write_bytes(write_coding_review(lines, [("knowledge", "Knowledge", "d"), ("trust", "Trust", "d")]))
    workbook = load_workbook(path)
    sheet = workbook["Review"]
    heading = {cell.value: cell.column for cell in sheet[1]}
    for name, value in cells.items():
        sheet.cell(2, heading[name.replace("_", " ")], value)
    workbook.save(path)
    return path


def test_an_accepted_suggestion_becomes_a_segment(small_study: Path, tmp_path: Path) -> None:
    study = load_study(small_study)
    file = reviewed(
        tmp_path / "r.xlsx",
        [line(study, KNOWS)],
        decision="accept",
        valence="enabler",
        reported_change="better",
    )
    new = read_decisions(file, "CD", study)
    assert [(one.quote, one.origin, one.valence, one.reported_change, one.coder) for one in new.segments] == [
        (KNOWS, "accepted_suggestion", "enabler", "better", "CD")
    ]
    merged = merge_decisions(study.interviews.coded_segments, study.interviews.rejected, new)
    assert (merged.added, merged.updated, merged.unchanged) == (1, 0, 0)
    write_decisions(study, merged.segments, merged.rejected)
    before = (small_study / "qualitative/coded_segments.csv").read_bytes()
    again = load_study(small_study)
    second = merge_decisions(
        again.interviews.coded_segments, again.interviews.rejected, read_decisions(file, "CD", again)
    )
    assert not second.changed
    assert second.unchanged == 1
    write_decisions(again, second.segments, second.rejected)
    assert (small_study / "qualitative/coded_segments.csv").read_bytes() == before


def test_a_rejected_suggestion_is_remembered_and_is_no_segment(small_study: Path, tmp_path: Path) -> None:
    study = load_study(small_study)
    file = reviewed(tmp_path / "r.xlsx", [line(study, KNOWS)], decision="reject", memo="only a saying")
    new = read_decisions(file, "CD", study)
    assert new.segments == ()
    merged = merge_decisions(study.interviews.coded_segments, study.interviews.rejected, new)
    write_decisions(study, merged.segments, merged.rejected)
    kept = load_study(small_study).interviews
    assert [(one.coder, one.note) for one in kept.rejected] == [("CD", "only a saying")]
    assert kept.coded_segments == study.interviews.coded_segments


def test_rows_without_decision_are_counted_and_left(small_study: Path, tmp_path: Path) -> None:
    study = load_study(small_study)
    new = read_decisions(reviewed(tmp_path / "r.xlsx", [line(study, KNOWS)]), "CD", study)
    assert (new.segments, new.rejected, new.undecided) == ((), (), 1)


def test_a_row_added_by_hand_is_placed_by_its_words(small_study: Path, tmp_path: Path) -> None:
    study = load_study(small_study)
    file = reviewed(
        tmp_path / "r.xlsx",
        [],
        transcript="t1",
        passage="We trust each other",
        mechanism="trust",
        decision="accept",
    )
    (segment,) = read_decisions(file, "CD", study).segments
    assert (segment.quote, segment.origin, segment.valence) == ("We trust each other", "human", "unclear")


def test_a_shortened_passage_gets_its_new_place(small_study: Path, tmp_path: Path) -> None:
    study = load_study(small_study)
    file = reviewed(
        tmp_path / "r.xlsx", [line(study, KNOWS)], decision="accept", passage="how to get started"
    )
    (segment,) = read_decisions(file, "CD", study).segments
    # The same words stand in the interviewer's question too: the nearer place is meant.
    assert (
        study.interviews.transcripts[0].text[segment.start - 7 : segment.end] == "I know how to get started"
    )


@pytest.mark.parametrize(
    ("cells", "part"),
    [
        ({"decision": "accept", "passage": "words nobody said"}, "do not stand in"),
        ({"decision": "accept", "mechanism": "trsut"}, '"trsut"'),
        ({"decision": "accept", "transcript": "t9"}, '"t9"'),
        ({"decision": "perhaps"}, "perhaps"),
    ],
)
def test_what_cannot_be_placed_is_refused(
    small_study: Path, tmp_path: Path, cells: dict[str, str], part: str
) -> None:
    study = load_study(small_study)
    file = reviewed(tmp_path / "r.xlsx", [line(study, KNOWS)], **cells)
    with pytest.raises(StudyProblems) as refused:
        read_decisions(file, "CD", study)
    assert any(part in problem.found for problem in refused.value.problems)
    assert all("row 2" in problem.where for problem in refused.value.problems)


def word_copy(study, path: Path, comments: dict[str, str]) -> Path:
    """A Word copy of the transcript, one paragraph for each line, with comments on some words."""
    document = docx.Document()
    for text in study.interviews.transcripts[0].text.splitlines():
        paragraph = document.add_paragraph()
        for words, comment in comments.items():
            if words in text:
                before, after = text.split(words)
                paragraph.add_run(before)
                run = paragraph.add_run(words)
                document.add_comment(run, text=comment, author="Analyst", initials="AN")
                paragraph.add_run(after)
                break
        else:
            paragraph.add_run(text)
    document.save(path)
    return path


def test_word_comments_that_begin_with_a_mechanism_are_codings(small_study: Path, tmp_path: Path) -> None:
    study = load_study(small_study)
    file = word_copy(
        study,
        tmp_path / "copy of t1.docx",
        {KNOWS: "Knowledge - enabler, better: steps are clear", "What has changed": "nice opening question"},
    )
    new = read_decisions(file, "EF", study)
    assert [
        (one.mechanism_id, one.quote, one.valence, one.reported_change, one.note) for one in new.segments
    ] == [("knowledge", KNOWS, "enabler", "better", "steps are clear")]
    assert len(new.not_codings) == 1


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("trust", ("unclear", "not said", "")),
        ("TRUST barrier worse", ("barrier", "worse", "")),
        ("trust: not said, mixed", ("mixed", "not said", "")),
        ("trust same", ("unclear", "same", "")),
        ("trust (enabler) - better. They say so", ("enabler", "better", "They say so")),
        ("trust barriers everywhere", ("unclear", "not said", "barriers everywhere")),
    ],
)
def test_what_a_comment_may_say(
    small_study: Path, tmp_path: Path, comment: str, expected: tuple[str, str, str]
) -> None:
    study = load_study(small_study)
    file = word_copy(study, tmp_path / "t1.docx", {"We trust each other": comment})
    (segment,) = read_decisions(file, "EF", study).segments
    assert (segment.valence, segment.reported_change, segment.note) == expected


def test_a_comment_on_the_interviewer_is_a_coding_that_counts_for_nobody(
    small_study: Path, tmp_path: Path
) -> None:
    study = load_study(small_study)
    file = word_copy(study, tmp_path / "t1.docx", {"What has changed": "trust"})
    new = read_decisions(file, "EF", study)
    assert [one.quote for one in new.segments] == ["What has changed"]
    write_decisions(study, (*study.interviews.coded_segments, *new.segments), ())
    found = {one.found: one.remedy for one in load_study(small_study).advice}
    assert found["1 segment where no participant speaks"].startswith(
        "Such a segment counts for no participant."
    )


def test_two_opposite_decisions_on_one_passage_are_refused(small_study: Path, tmp_path: Path) -> None:
    study = load_study(small_study)
    twice = [line(study, KNOWS), line(study, KNOWS)]
    file = reviewed(tmp_path / "r.xlsx", twice, decision="accept")
    from openpyxl import load_workbook

    workbook = load_workbook(file)
    column = {cell.value: cell.column for cell in workbook["Review"][1]}
    workbook["Review"].cell(3, column["decision"], "reject")
    workbook.save(file)
    with pytest.raises(StudyProblems) as refused:
        read_decisions(file, "CD", study)
    assert [problem.found for problem in refused.value.problems] == [
        "another decision on the passage of row 2"
    ]


def test_a_mechanism_that_is_misspelt_in_a_comment_is_not_passed_over(
    small_study: Path, tmp_path: Path
) -> None:
    study = load_study(small_study)
    with pytest.raises(StudyProblems) as refused:
        read_decisions(word_copy(study, tmp_path / "t1.docx", {KNOWS: "knowlege barrier"}), "EF", study)
    assert refused.value.problems[0].remedy == "Did you mean knowledge?"


def test_a_comment_may_name_a_mechanism_by_its_label(small_study: Path, tmp_path: Path) -> None:
    study = load_study(small_study)
    file = word_copy(study, tmp_path / "t1.docx", {KNOWS: "Knowledge of what to do: better"})
    (segment,) = read_decisions(file, "EF", study).segments
    assert (segment.mechanism_id, segment.reported_change) == ("knowledge", "better")


def test_who_is_not_counted_is_told_so(small_study: Path, tmp_path: Path) -> None:
    study = load_study(small_study)
    file = reviewed(tmp_path / "r.xlsx", [line(study, KNOWS)], decision="accept")
    new = read_decisions(file, "CD", study)
    merged = merge_decisions(study.interviews.coded_segments, (), new)
    (told,) = not_counted(merged.segments, new.segments, None)
    assert told.startswith("In t1 the segments of AB are the evidence")
    assert not_counted(merged.segments, new.segments, "CD") == ()


def test_a_workbook_with_decisions_is_not_written_over(small_study: Path, tmp_path: Path) -> None:
    study = load_study(small_study)
    untouched = reviewed(tmp_path / "a.xlsx", [line(study, KNOWS)])
    decided = reviewed(tmp_path / "b.xlsx", [line(study, KNOWS)], decision="reject")
    noted = reviewed(tmp_path / "c.xlsx", [line(study, KNOWS)], memo="ask AB")
    (tmp_path / "d.xlsx").write_bytes(b"not a workbook")
    held = [holds_unimported_work(tmp_path / f"{name}.xlsx", study) for name in "abcde"]
    assert held == [False, True, True, True, False]
    merged = merge_decisions(study.interviews.coded_segments, (), read_decisions(decided, "AB", study))
    write_decisions(study, merged.segments, merged.rejected)
    assert not holds_unimported_work(decided, load_study(small_study))
    assert untouched.exists() and noted.exists()
    by_hand = {
        "transcript": "t1",
        "passage": "We trust each other",
        "mechanism": "trust",
        "decision": "accept",
    }
    added = reviewed(tmp_path / "f.xlsx", [], **by_hand)
    shorter = reviewed(
        tmp_path / "g.xlsx", [line(study, KNOWS)], decision="accept", passage="how to get started these days"
    )
    changed = reviewed(
        tmp_path / "h.xlsx", [line(study, KNOWS)], decision="reject", memo="on second thoughts"
    )
    for workbook in (added, shorter, changed):
        study = load_study(small_study)
        assert holds_unimported_work(workbook, study), workbook.name
        new = read_decisions(workbook, "AB", study)
        merged = merge_decisions(study.interviews.coded_segments, study.interviews.rejected, new)
        write_decisions(study, merged.segments, merged.rejected)
        assert not holds_unimported_work(workbook, load_study(small_study)), workbook.name


places = st.tuples(st.integers(0, 3), st.sampled_from(["knowledge", "trust"]), st.sampled_from(["AB", "CD"]))


def segment_at(place: tuple[int, str, str], valence: str) -> CodedSegment:
    start, mechanism, coder = place
    return CodedSegment("t1", start, start + 5, mechanism, coder, "q", valence, "same", "human")


def rejection_at(place: tuple[int, str, str]) -> RejectedSuggestion:
    start, mechanism, coder = place
    return RejectedSuggestion("t1", start, start + 5, mechanism, coder)


segments = st.builds(segment_at, places, st.sampled_from(["enabler", "barrier"]))
rejections = st.builds(rejection_at, places)


@given(st.lists(segments), st.lists(rejections), st.lists(segments), st.lists(rejections))
def test_importing_twice_changes_nothing_and_loses_nothing(old, old_rejected, new, new_rejected) -> None:
    decisions = Decisions(tuple(new), tuple(new_rejected))
    once = merge_decisions(old, old_rejected, decisions)
    twice = merge_decisions(once.segments, once.rejected, decisions)
    conflicting = {(one.start, one.mechanism_id, one.coder) for one in new} & {
        (one.start, one.mechanism_id, one.coder) for one in new_rejected
    }
    if not conflicting:
        assert (twice.segments, twice.rejected) == (once.segments, once.rejected)
    decided = {(one.start, one.mechanism_id, one.coder) for one in (*old, *old_rejected, *new, *new_rejected)}
    assert decided == {(one.start, one.mechanism_id, one.coder) for one in (*once.segments, *once.rejected)}


CODES = """
  - {id: steps, parent: knowledge, label: Steps of it, definition: Which steps.}
  - {id: waiting, origin: inductive, label: Waiting lists, definition: Long lists.}
"""


def study_with_codes(folder: Path):
    codebook = folder / "qualitative/codebook.yaml"
    codebook.write_text(codebook.read_text(encoding="utf-8").rstrip() + CODES, encoding="utf-8")
    return load_study(folder)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"code": "steps"}, ("knowledge", "steps")),
        ({"code": "steps – Steps of it", "mechanism": ""}, ("knowledge", "steps")),
        ({"code": "Waiting lists", "mechanism": ""}, ("", "waiting")),
        ({"code": "waiting"}, ("", "waiting")),  # the suggestion's own mechanism still stands there
        ({"code": "knowledge"}, ("knowledge", "")),
    ],
)
def test_a_row_may_choose_any_code_of_the_codebook(
    small_study: Path, tmp_path: Path, cells: dict[str, str], expected: tuple[str, str]
) -> None:
    study = study_with_codes(small_study)
    suggestion = replace(line(study, KNOWS), suggestion="t1:1-2:knowledge")
    told = {"decision": "accept", "memo": "ask\nCD", "coder": "GH"} | cells
    (segment,) = read_decisions(reviewed(tmp_path / "r.xlsx", [suggestion], **told), "CD", study).segments
    assert (segment.mechanism_id, segment.code_id) == expected
    assert (segment.note, segment.coder) == ("ask CD", "GH")
    merged = merge_decisions(study.interviews.coded_segments, (), Decisions((segment,)))
    write_decisions(study, merged.segments, merged.rejected)
    assert segment in load_study(small_study).interviews.coded_segments


def test_a_suggested_sub_code_may_be_changed_to_a_code_elsewhere(small_study: Path, tmp_path: Path) -> None:
    study = study_with_codes(small_study)
    suggestion = replace(line(study, KNOWS), suggestion="t1:1-2:steps")
    told = {"decision": "accept", "code": "waiting"}
    (segment,) = read_decisions(reviewed(tmp_path / "r.xlsx", [suggestion], **told), "CD", study).segments
    assert (segment.mechanism_id, segment.code_id) == ("", "waiting")


def test_a_code_and_a_mechanism_that_do_not_belong_together_are_refused(
    small_study: Path, tmp_path: Path
) -> None:
    study = study_with_codes(small_study)
    told = {"decision": "accept", "mechanism": "trust", "code": "steps"}
    with pytest.raises(StudyProblems) as refused:
        read_decisions(reviewed(tmp_path / "r.xlsx", [line(study, KNOWS)], **told), "CD", study)
    (problem,) = refused.value.problems
    assert (problem.found, problem.allowed) == ('"trust", with the code "steps"', "knowledge")


def test_an_unknown_code_is_refused_and_a_new_one_is_listed(small_study: Path, tmp_path: Path) -> None:
    study = study_with_codes(small_study)
    told = {"decision": "accept", "code": "stesp"}
    with pytest.raises(StudyProblems) as refused:
        read_decisions(reviewed(tmp_path / "r.xlsx", [line(study, KNOWS)], **told), "CD", study)
    assert refused.value.problems[0].remedy == "Did you mean steps?"
    told = {"decision": "accept", "code": "new: Habits", "memo": "see P02"}
    new = read_decisions(reviewed(tmp_path / "r.xlsx", [line(study, KNOWS)], **told), "CD", study)
    assert new.segments == ()
    assert [(one.label, one.coder, one.memo) for one in new.proposed] == [("Habits", "CD", "see P02")]
    assert "Habits" in new.remarks[0]


def test_a_rejected_code_is_remembered(small_study: Path, tmp_path: Path) -> None:
    study = study_with_codes(small_study)
    told = {"decision": "reject", "code": "steps"}
    new = read_decisions(reviewed(tmp_path / "r.xlsx", [line(study, KNOWS)], **told), "CD", study)
    assert [(one.mechanism_id, one.code_id) for one in new.rejected] == [("knowledge", "steps")]


def test_a_table_of_segments_and_a_word_copy_come_in_by_the_same_door(
    small_study: Path, tmp_path: Path
) -> None:
    study = study_with_codes(small_study)
    material = study.interviews
    mechanisms, codebook = study.framework.mechanisms, material.codebook
    told = segment_lines(material.coded_segments, material.transcripts, mechanisms, codebook)
    (tmp_path / "s.xlsx").write_bytes(segments_workbook(told, code_choices(mechanisms, codebook)))
    (tmp_path / "s.csv").write_bytes(segments_csv(told))
    shown = coded_transcript(material.transcripts[0], material.coded_segments, mechanisms, codebook)
    (tmp_path / "s.docx").write_bytes(coded_transcript_docx(shown))
    coder = material.coded_segments[0].coder
    for ending in ("xlsx", "csv", "docx"):
        new = read_decisions(tmp_path / f"s.{ending}", coder, study)
        assert not merge_decisions(material.coded_segments, material.rejected, new).changed
        assert len(new.segments) == sum(one.coder == coder for one in material.coded_segments)
    with pytest.raises(StudyProblems):
        read_decisions(tmp_path / "s.pdf", coder, study)


# --- what was suggested, and what became of it ---

QUESTION = "What has changed for you?"


def suggestion(study, passage: str, code: str = "knowledge", valence: str = "unclear") -> ReviewLine:
    """Return a line whose id names the place and code, as tag writes it."""
    one = line(study, passage, code)
    return replace(one, suggestion=f"t1:{one.start}-{one.end}:{code}", valence=valence)


def test_what_was_suggested_is_kept_beside_what_was_decided(small_study: Path, tmp_path: Path) -> None:
    study = load_study(small_study)
    whole = suggestion(study, KNOWS, valence="enabler")
    file = reviewed(tmp_path / "r.xlsx", [whole], decision="accept", valence="barrier", passage="I know how")
    new = read_decisions(file, "CD", study)
    (segment,) = new.segments
    key = ("t1", segment.start, segment.end, "knowledge", "CD")
    assert {one: what.facts() for one, what in new.taken_up.items()} == {
        key: {"start": whole.start, "end": whole.end, "code": "knowledge", "valence": "enabler"}
    }
    assert new.coded_otherwise == ()


def test_another_mechanism_turns_the_suggested_code_down(small_study: Path, tmp_path: Path) -> None:
    study = load_study(small_study)
    one = suggestion(study, KNOWS)
    new = read_decisions(
        reviewed(tmp_path / "r.xlsx", [one], decision="accept", mechanism="trust"), "CD", study
    )
    assert new.coded_otherwise == (RejectedSuggestion("t1", one.start, one.end, "knowledge", "CD"),)
    merged = merge_decisions((), (), new)
    assert [each.mechanism_id for each in merged.segments] == ["trust"]
    assert merged.rejected == new.coded_otherwise
    assert not merge_decisions(merged.segments, merged.rejected, new).changed
    own = replace(new.segments[0], mechanism_id="knowledge")
    assert merge_decisions((own,), (), new).rejected == ()  # the coder gave the suggested code as well


def test_words_of_an_interviewer_may_be_suggested_accepted_and_coded_by_hand(
    small_study: Path, tmp_path: Path
) -> None:
    study = load_study(small_study)
    accepted = reviewed(tmp_path / "a.xlsx", [suggestion(study, QUESTION)], decision="accept")
    new = read_decisions(accepted, "CD", study)
    write_decisions(study, (*study.interviews.coded_segments, *new.segments), ())
    assert QUESTION in {one.quote for one in load_study(small_study).interviews.coded_segments}
    rejected = reviewed(tmp_path / "b.xlsx", [suggestion(study, QUESTION)], decision="reject")
    assert len(read_decisions(rejected, "CD", study).rejected) == 1
    by_hand = reviewed(
        tmp_path / "d.xlsx", [], transcript="t1", passage=QUESTION, mechanism="trust", decision="accept"
    )
    assert [one.quote for one in read_decisions(by_hand, "CD", study).segments] == [QUESTION]


def test_a_coding_under_a_sub_code_leaves_nothing_to_ask_about_its_mechanism() -> None:
    from impl_eval.qualitative.coding import Suggestion
    from impl_eval.qualitative.review import undecided_suggestions

    one = Suggestion("t1", 5, 20, "knowledge", "words", "phrase", 1, "words", 5, 9, "unclear", "")
    coded = CodedSegment(
        "t1", 6, 12, "knowledge", "AB", "words", "unclear", "not said", "human", "", "list_helps"
    )
    assert undecided_suggestions([one], [coded], []) == ()
    assert undecided_suggestions([one], [replace(coded, mechanism_id="trust")], []) == (one,)
    assert undecided_suggestions([one], [coded], [], coder="CD") == (one,)


@pytest.mark.parametrize("name", ["consensus", "withdrawal", "../../etc"])
def test_a_row_of_a_coder_who_is_nobody_is_refused(small_study: Path, tmp_path: Path, name: str) -> None:
    study = load_study(small_study)
    path = reviewed(tmp_path / "r.xlsx", [line(study, KNOWS)], decision="accept", coder=name)
    with pytest.raises(StudyProblems) as refused:
        read_decisions(path, "CD", study)
    (problem,) = refused.value.problems
    assert (problem.found, problem.where.endswith("column coder")) == (f'"{name}"', True)
