from pathlib import Path

from impl_eval.outputs.stale import remove_stale

NEW, OLD = "tables/survey.items.csv", "tables/survey.gone.csv"
KEPT = ("a-report-SIMULATED.docx", "internal/coding_review.xlsx", "internal/results.json", "tables/notes.txt")


def test_only_generated_files_of_an_earlier_run_go(tmp_path: Path) -> None:
    for name in (NEW, OLD, *KEPT, "figures/old.png", "internal/scored_responses.sav"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x", encoding="utf-8")
    gone = remove_stale(tmp_path, [tmp_path / NEW])
    assert [str(path.relative_to(tmp_path)) for path in gone] == [
        "figures/old.png", "internal/scored_responses.sav", OLD,
    ]  # fmt: skip
    left = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {NEW, *KEPT}
