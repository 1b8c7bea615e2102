"""notes.csv: notes of analysts, read. Its faults are in fixtures/broken_studies."""

from pathlib import Path

from impl_eval.evaluation import analyse_interviews
from impl_eval.qualitative.analyst_notes import AnalystNote
from impl_eval.study.analyst_notes import NOTES_FILE
from impl_eval.study.load import load_study


def test_notes_are_read_and_those_for_the_report_reach_it(small_study: Path) -> None:
    (small_study / NOTES_FILE).write_text(
        "kind,coder,note,in_report,code_id,transcript_id,date\n"
        "reflexivity,AB,I trained there.,yes,trust,,2024-03-31\n"
        "deviant case,CD,Looks new in post.,no,trust,t1,\n",
        encoding="utf-8",
    )
    study = load_study(small_study)
    assert study.interviews is not None
    assert study.interviews.notes == (
        AnalystNote("deviant_case", "CD", "Looks new in post.", "trust", "t1", "", in_report=False),
        AnalystNote("reflexivity", "AB", "I trained there.", "trust", "", "2024-03-31", in_report=True),
    )
    result = analyse_interviews(study)
    assert result is not None
    shown = {table.id: table.rows for table in result.section.tables}
    assert [row[1] for row in shown["interviews.reflexivity"]] == ["I trained there."]


def test_the_file_is_optional(small_study: Path) -> None:
    study = load_study(small_study)
    assert study.interviews is not None
    assert study.interviews.notes == ()
