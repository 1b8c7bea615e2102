"""The table of segments comes back from Excel or CSV: changed, added, deleted and foreign rows."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from impl_eval.errors import StudyProblems
from impl_eval.outputs.coded_transcript import segments_csv, segments_workbook
from impl_eval.qualitative.coding import CodedSegment
from impl_eval.readers.segment_table import holds_segments, read_segment_table
from impl_eval.study.coded_transcripts import code_choices, segment_lines
from impl_eval.study.coding_import import merge_decisions
from impl_eval.study.decisions import Decisions
from impl_eval.study.segment_import import decisions_of_segments
from tests.study.test_comment_import import CODEBOOK, MECHANISMS, NAMES, TEXT, TRANSCRIPT, coding

BEFORE = sorted(
    [
        coding("I know the doses now.", "doses", note="- sure"),
        coding("Nobody told us", "trust"),
        coding("A year’s wait", "waiting", coder="CD"),
        coding("now. Nobody told us that before, honestly.", valence="enabler"),
    ]
)


def lines() -> Sequence[object]:
    return segment_lines(BEFORE, [TRANSCRIPT], MECHANISMS, CODEBOOK)


def workbook(folder: Path, change: Callable[[object, dict[str, int]], None] | None = None) -> Path:
    """The workbook as it was written, changed as a person would."""
    path = folder / "segments.xlsx"
    path.write_bytes(
        segments_workbook(
            segment_lines(BEFORE, [TRANSCRIPT], MECHANISMS, CODEBOOK), code_choices(MECHANISMS, CODEBOOK)
        )
    )
    if change is not None:
        book = load_workbook(path)
        change(book["Segments"], {cell.value: cell.column for cell in book["Segments"][1]})
        book.save(path)
    return path


def taken(path: Path, coder: str = "AB", before: Sequence[CodedSegment] = BEFORE) -> Decisions:
    table = read_segment_table(path, path.name)
    return decisions_of_segments(table, path.name, coder, [TRANSCRIPT], NAMES, before)


def merged(new: Decisions, *, remove: bool = False) -> list[CodedSegment]:
    return list(merge_decisions(BEFORE, (), new, remove=remove).segments)


def row_of(sheet, words: str) -> int:
    return next(cell.row for cell in sheet["E"] if cell.value and words in cell.value)


def test_an_untouched_table_changes_nothing(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    assert holds_segments(path, path.name)
    new = taken(path)
    assert sorted(new.segments) == [one for one in BEFORE if one.coder == "AB"]
    assert (new.removed, new.replaced, new.remarks) == ((), (), ())
    assert not merge_decisions(BEFORE, (), new).changed
    (tmp_path / "s.csv").write_bytes(
        segments_csv(segment_lines(BEFORE, [TRANSCRIPT], MECHANISMS, CODEBOOK), with_people=False)
    )
    assert not merge_decisions(BEFORE, (), taken(tmp_path / "s.csv")).changed


def test_changed_code_valence_memo_and_length(tmp_path: Path) -> None:
    def change(sheet, column) -> None:
        row = row_of(sheet, "I know the doses")
        sheet.cell(row, column["code id"], "waiting – Waiting lists")
        sheet.cell(row, column["memo"], "moved")
        shorter = row_of(sheet, "now. Nobody")
        other = next(cell.row for cell in sheet["E"] if cell.value == "Nobody told us")
        sheet.cell(shorter, column["quote"], "Nobody told us that before, honestly")
        sheet.cell(other, column["valence"], "Mixed ")

    path = workbook(tmp_path, change)
    after = merged(taken(path))
    assert len(after) == len(BEFORE)
    told = {one.quote: one for one in after}
    assert (told["I know the doses now."].code_id, told["I know the doses now."].note) == ("waiting", "moved")
    assert told["Nobody told us that before, honestly"].valence == "enabler"
    again = decisions_of_segments(
        read_segment_table(path, path.name), path.name, "AB", [TRANSCRIPT], NAMES, after
    )
    assert not merge_decisions(after, (), again).changed


def test_a_copied_row_with_another_code_adds_a_coding(tmp_path: Path) -> None:
    def change(sheet, column) -> None:
        row = row_of(sheet, "I know the doses")
        sheet.append([cell.value for cell in sheet[row]])
        sheet.cell(sheet.max_row, column["code id"], "trust")

    after = merged(taken(workbook(tmp_path, change)))
    assert [one for one in after if one in BEFORE] == BEFORE
    assert len(after) == len(BEFORE) + 1


def test_added_rows_and_proposed_codes(tmp_path: Path) -> None:
    def change(sheet, column) -> None:
        for quote, code in (("no use to anybody", "Trust"), ("Yeah. I know", "new: Yes")):
            row = sheet.max_row + 1
            for name, value in (("transcript", "int01"), ("quote", quote), ("code id", code)):
                sheet.cell(row, column[name], value)

    new = taken(workbook(tmp_path, change))
    (added,) = [one for one in new.segments if one not in BEFORE]
    assert (added.quote, added.mechanism_id, added.coder, added.origin) == (
        "no use to anybody", "trust", "AB", "human",
    )  # fmt: skip
    assert [(one.label, one.coder) for one in new.proposed] == [("Yes", "AB")]


def test_deleted_rows_are_listed_and_go_only_when_told_to(tmp_path: Path) -> None:
    def change(sheet, column) -> None:
        sheet.delete_rows(row_of(sheet, "I know the doses"))
        sheet.delete_rows(row_of(sheet, "A year"))

    new = taken(workbook(tmp_path, change))
    gone = next(one for one in BEFORE if one.code_id == "doses")
    assert new.removed == (gone,)
    assert "still in the study" in new.remarks[0] and "doses" in new.remarks[0]
    assert merged(new) == BEFORE
    assert merged(new, remove=True) == [one for one in BEFORE if one != gone]


def test_deleted_rows_of_a_csv_are_counted(tmp_path: Path) -> None:
    some = [one for one in BEFORE if one.code_id != "doses"]
    (tmp_path / "s.csv").write_bytes(segments_csv(segment_lines(some, [TRANSCRIPT], MECHANISMS, CODEBOOK)))
    new = taken(tmp_path / "s.csv")
    assert new.removed == ()
    assert new.not_taken[0].startswith("1 segment of AB in these transcripts not in the file")


def test_rows_of_other_coders_are_not_taken_and_a_coding_keeps_its_coder(tmp_path: Path) -> None:
    def change(sheet, column) -> None:
        sheet.cell(row_of(sheet, "A year"), column["valence"], "mixed")

    new = taken(workbook(tmp_path, change))
    assert new.not_taken == ("1 row of other coders, new or changed, not taken: only those of AB are.",)

    def steal(sheet, column) -> None:
        sheet.cell(row_of(sheet, "A year"), column["coder"], "AB")

    with pytest.raises(StudyProblems) as refused:
        taken(workbook(tmp_path, steal))
    assert refused.value.problems[0].allowed == "CD"


def test_all_faults_come_together_without_speech(tmp_path: Path) -> None:
    def change(sheet, column) -> None:
        sheet.cell(2, column["valence"], "good")
        sheet.cell(2, column["reported change"], "bettr")
        sheet.cell(3, column["code id"], "trsut")
        sheet.cell(4, column["quote"], "words that nobody said at all")
        sheet.append([None, "int09", None, None, "x", None, None, None, "trust"])
        sheet.append([None, "int01", None, None, "What has changed?", None, None, None, "trust"])

    with pytest.raises(StudyProblems) as refused:
        taken(workbook(tmp_path, change))
    found = [(problem.where.split("column ")[1], problem.found) for problem in refused.value.problems]
    assert sorted(found) == [
        ("code id", '"trsut"'),
        ("quote", "words that do not stand there"),
        ("reported change", '"bettr"'),
        ("transcript", '"int09"'),
        ("valence", '"good"'),
    ]


def test_a_table_without_its_columns(tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_text("segment,quote,code_id\na,b,c\n", encoding="utf-8")
    with pytest.raises(StudyProblems) as refused:
        read_segment_table(tmp_path / "s.csv", "s.csv")
    assert 'no column "code id"' in [problem.found for problem in refused.value.problems]


SPACES = st.sampled_from([" ", "\r\n", "\t", "\x0b", "  "])


@settings(max_examples=40)
@given(
    st.lists(st.sampled_from(["=1+1", "-no", "yes", "'=x", "@", "+44"]), min_size=1, max_size=4),
    SPACES,
    st.booleans(),
)
def test_any_speech_and_memo_comes_back_from_both_kinds_of_table(
    tmp_path_factory: pytest.TempPathFactory, words: list[str], space: str, as_csv: bool
) -> None:
    quote = space.join(words)
    transcript = replace(TRANSCRIPT, text=TEXT.replace("Nobody told us", quote))
    start = transcript.text.index(quote)
    segment = CodedSegment(
        "int01", start, start + len(quote), "trust", "AB", quote, "mixed", "same", "accepted_suggestion",
        " ".join(words),
    )  # fmt: skip
    told = segment_lines([segment], [transcript], MECHANISMS, CODEBOOK)
    folder = tmp_path_factory.mktemp("table")
    path = folder / ("s.csv" if as_csv else "s.xlsx")
    path.write_bytes(segments_csv(told) if as_csv else segments_workbook(told, code_choices(MECHANISMS)))
    table = read_segment_table(path, path.name)
    back = decisions_of_segments(table, path.name, "AB", [transcript], NAMES, [segment])
    assert back.segments == (segment,)
    fresh = decisions_of_segments(table, path.name, "AB", [transcript], NAMES, [])
    assert [(one.quote.split(), one.valence) for one in fresh.segments] == [(quote.split(), "mixed")]


def test_the_csv_is_read_as_it_is_written() -> None:
    rows = list(csv.DictReader(io.StringIO(segments_csv(lines()).decode("utf-8-sig"))))  # type: ignore[arg-type]
    doses = next(row for row in rows if row["code id"] == "doses")
    assert (doses["mechanism"], doses["code"], doses["sub-code"]) == (
        "Knowledge of what to do", "Doses, steps", "",
    )  # fmt: skip
    assert doses["memo"] == "'- sure"
    assert doses["participant"] == "P01"
    waiting = next(row for row in rows if row["code id"] == "waiting")
    assert (waiting["mechanism"], waiting["code"]) == ("", "Waiting lists")
