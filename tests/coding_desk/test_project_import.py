"""A project of another program arrives whole or not at all; memos and dates come along and go out."""

from pathlib import Path

import pytest

from impl_eval.coding_desk.desk import has_store, open_desk
from impl_eval.coding_desk.exports import export_codings
from impl_eval.coding_desk.memos import write_memo
from impl_eval.coding_desk.project_import import ImportOptions, draft_code_map, import_project
from impl_eval.coding_desk.standing import load_settled_study
from impl_eval.errors import StudyProblems
from impl_eval.readers.refi import read_qdpx
from tests.coding_desk.interviews import AT, T2, all_content, enlarge, row_of, rows, write_rows
from tests.command_line import impl_eval_here as impl_eval
from tests.readers.refi.building import (
    CODE,
    OTHER,
    USER,
    code,
    coding,
    element,
    guid,
    member,
    packed,
    passage,
    project,
    source,
)

ALL = ImportOptions(add_codes=True, add_transcripts=True)
T1 = "Interviewer: What changed?\nAnn: I cut the dose.\nInterviewer: How?\nAnn: Nobody told us.\n"
MARKED = {"creatingUser": USER, "creationDateTime": "2024-01-02T03:04:05Z"}


def at(words: str, text: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


def nvivo(path: Path, *, words: str = "I cut the dose.") -> Path:
    """Write a project of one new text and one that the enlarged study has, with memos on everything."""
    note = [element("NoteRef", targetGUID=guid(800 + n)) for n in range(4)]
    memos = [
        element("Note", element("PlainTextContent", text=f"Memo {n}\nof Ann"), guid=guid(800 + n), **MARKED)
        for n in range(4)
    ]
    sources = (
        source(1, passage(10, *at(words, T1), coding(20), note[0], **MARKED), note[1], name="New one"),
        source(2, passage(11, *at("We trust each other", T2), coding(21, OTHER)), name="t2.docx"),
    )
    codes = element("CodeBook", element("Codes", code(CODE, "Doses", note[2]), code(OTHER, "list helps")))
    qde = project(*sources, codes=codes, after=element("Notes", *memos) + note[3])
    path.write_bytes(packed(qde, {member(1): T1, member(2): T2}))
    return path


def imported(study: Path) -> list[dict[str, str]]:
    return [one for one in rows(study) if one["transcript_id"] != "t1"]


def test_codes_texts_codings_and_memos_arrive_and_a_second_time_adds_nothing(
    small_study: Path, tmp_path: Path
) -> None:
    enlarge(small_study)
    path = nvivo(tmp_path / "a.qdpx")
    options = ImportOptions(add_codes=True, add_transcripts=True, authors={"Ann Bell": "AB"})
    done = import_project(small_study, path, "XX", AT, options)
    assert (done.added, done.memos) == (2, 4)
    assert done.lines[:2] == ("Arrived:", "  2 of 2 codings, as 2 segments.")
    cells = ("transcript_id", "quote", "code_id", "coder")
    assert [tuple(one[cell] for cell in cells) for one in imported(small_study)] == [
        ("New_one", "I cut the dose.", "doses", "AB"),
        ("t2", "We trust each other", "list_helps", "XX"),
    ]
    with open_desk(load_settled_study(small_study)) as desk:
        assert sorted((about, words) for _, about, _, words in desk.store.memos()) == [
            ("code", "Memo 2\nof Ann"),
            ("project", "Memo 3\nof Ann"),
            ("segment", "Memo 0\nof Ann"),
            ("transcript", "Memo 1\nof Ann"),
        ]
    before = all_content(small_study / "qualitative")
    again = import_project(small_study, path, "XX", AT, options)
    assert (again.added, again.memos) == (0, 0)
    assert all_content(small_study / "qualitative") == before


def test_memos_go_out_with_author_and_time_and_come_back(small_study: Path, tmp_path: Path) -> None:
    enlarge(small_study)
    import_project(small_study, nvivo(tmp_path / "a.qdpx"), "XX", AT, ALL)
    write_memo(small_study, "study", "One of ours", "CD", "2026-01-01T00:00:00Z")
    (path,), _ = export_codings(small_study, tmp_path, "qdpx")
    out = read_qdpx(path, path.name)
    users = {one.guid: one.name for one in out.users}
    said = {one.text: (users[one.user_guid], one.created) for one in out.notes}
    assert said["Memo 0\nof Ann"] == ("Ann Bell", "2024-01-02T03:04:05Z")
    assert sorted(one.created for one in out.codings) == ["", "", "2024-01-02T03:04:05Z", AT]
    assert said["One of ours"] == ("CD", "2026-01-01T00:00:00Z")
    again = import_project(small_study, path, "XX", AT)
    assert (again.added, again.memos) == (0, 0)


def test_a_memo_on_a_blind_layer_stays_with_its_coder(small_study: Path, tmp_path: Path) -> None:
    enlarge(small_study, double_coded="t2")
    write_rows(small_study / "qualitative" / "coded_segments.csv", [])
    qde = project(
        source(1, passage(10, *at("list helps", T2), coding(20), element("NoteRef", targetGUID=guid(800)))),
        codes=element("CodeBook", element("Codes", code(CODE, "trust"))),
        after=element("Notes", element("Note", element("PlainTextContent", text="A doubt"), guid=guid(800))),
    )
    path = tmp_path / "a.qdpx"
    path.write_bytes(packed(qde, {member(1): T2}))
    done = import_project(small_study, path, "AB", AT)
    assert (done.added, done.memos, rows(small_study)) == (1, 1, [])
    texts = {}
    for viewer in ("AB", "CD"):
        (out,), _ = export_codings(small_study, tmp_path / viewer, "qdpx", viewer)
        texts[viewer] = [note.text for note in read_qdpx(out, out.name).notes]
    assert texts == {"AB": ["A doubt"], "CD": []}


def test_what_the_study_lacks_is_a_problem_each_and_nothing_is_written(
    small_study: Path, tmp_path: Path
) -> None:
    enlarge(small_study)
    path, before = nvivo(tmp_path / "a.qdpx"), all_content(small_study)
    for options, missing in ((ImportOptions(), 2), (ImportOptions(add_codes=True), 1)):
        with pytest.raises(StudyProblems) as raised:
            import_project(small_study, path, "XX", AT, options)
        assert len(raised.value.problems) == missing
        assert all("--add-" in problem.remedy for problem in raised.value.problems)
    with pytest.raises(StudyProblems) as raised:
        import_project(small_study, path, "XX", AT, ImportOptions(authors={"Ann Bel": "AB"}))
    assert "Ann Bell" in raised.value.problems[0].remedy
    assert all_content(small_study) == before


def test_with_partial_the_rest_is_counted_as_lost(small_study: Path, tmp_path: Path) -> None:
    enlarge(small_study)
    done = import_project(small_study, nvivo(tmp_path / "a.qdpx"), "XX", AT, ImportOptions(partial=True))
    assert done.added == 1
    assert "  1 of 2 codings, as 1 segment." in done.lines
    assert "  1 coding of texts that the study does not have." in done.lines


def test_a_coding_that_takes_in_a_question_arrives_whole(small_study: Path, tmp_path: Path) -> None:
    enlarge(small_study)
    qde = project(
        source(1, passage(10, *at("What has changed?\r\nP02: I know", T2), coding(20))),
        codes=element("CodeBook", element("Codes", code(CODE, "trust"))),
    )
    path = tmp_path / "a.qdpx"
    path.write_bytes(packed(qde, {member(1): T2}))
    done = import_project(small_study, path, "XX", AT)
    assert (done.added, "  1 of 1 coding, as 1 segment.") in [(1, line) for line in done.lines]
    arrived = [row for row in rows(small_study) if row["coder"] == "XX"]
    assert [row["quote"].replace("\r\n", "\n") for row in arrived] == ["What has changed?\nP02: I know"]
    study = load_settled_study(small_study)
    assert "1 segment with words of an interviewer" in {one.found for one in study.advice}
    said = impl_eval("check", small_study)
    assert "counts for the participant who says most of it, and is not quoted" in said.stdout
    report = impl_eval("run", small_study)
    assert report.returncode == 0, report.stderr


def test_a_failure_at_the_last_step_leaves_the_study_as_it_was(
    small_study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    enlarge(small_study)
    path, before = nvivo(tmp_path / "a.qdpx"), all_content(small_study / "qualitative")
    study_file = (small_study / "study.yaml").read_bytes()

    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("impl_eval.coding_desk.project_import.record_decisions", fail)
    with pytest.raises(RuntimeError):
        import_project(small_study, path, "XX", AT, ALL)
    assert all_content(small_study / "qualitative") == before
    assert (small_study / "study.yaml").read_bytes() == study_file
    monkeypatch.undo()
    assert import_project(small_study, path, "XX", AT, ALL).added == 2


def test_a_table_says_which_code_is_which(small_study: Path, tmp_path: Path) -> None:
    enlarge(small_study)
    path, table = nvivo(tmp_path / "a.qdpx"), tmp_path / "map.csv"
    assert draft_code_map(small_study, path, table) == 2
    text = table.read_text(encoding="utf-8-sig")
    assert text == "code,same_as,under,codings\nDoses,,,1\nlist helps,list_helps,,1\n"
    with pytest.raises(StudyProblems):
        draft_code_map(small_study, path, table)
    table.write_text(text.replace("Doses,,", "Doses,trust,"), encoding="utf-8")
    options = ImportOptions(add_transcripts=True, code_map=table)
    assert import_project(small_study, path, "XX", AT, options).added == 2
    assert [one["mechanism_id"] for one in imported(small_study)] == ["trust", "knowledge"]


def test_a_project_of_codes_alone_adds_codes_to_an_empty_study(small_study: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.qdpx"
    path.write_bytes(packed(project()))
    (small_study / "qualitative" / "transcripts" / "t1.txt").unlink()
    speakers = small_study / "qualitative" / "speakers.csv"
    speakers.write_text(speakers.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    segments = small_study / "qualitative" / "coded_segments.csv"
    segments.write_text(segments.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    done = import_project(small_study, path, "XX", AT, ALL)
    assert "  2 codes of the codebook: give it a new version, and order them." in done.lines
    assert not has_store(small_study)


def test_dates_of_codings_taken_over_from_a_file_stay_open(small_study: Path, tmp_path: Path) -> None:
    enlarge(small_study)
    write_rows(
        small_study / "qualitative" / "coded_segments.csv", [row_of("list helps", mechanism_id="trust")]
    )
    (path,), _ = export_codings(small_study, tmp_path, "qdpx")
    assert [one.created for one in read_qdpx(path, path.name).codings] == [""]
