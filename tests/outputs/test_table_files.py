import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.outputs.csv_text import csv_bytes, harmless
from impl_eval.outputs.suppression import suppress
from impl_eval.outputs.table_files import table_csv, table_files, table_text
from impl_eval.results import Table
from tests.outputs.examples import distribution_chart, evaluation, place_table, survey


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_tables_and_figure_data_as_the_report_prints_them() -> None:
    counts = {"North": (3, 20), "South": (9, 20), "East": (40, 20)}
    files = table_files(suppress(evaluation(tables=(place_table(counts),), charts=(distribution_chart(),))))
    assert list(files) == [
        "figures/interviews.segments.csv",
        "figures/survey.distribution.knowledge.csv",
        "tables/survey.places.csv",
    ]
    rows = read(files["tables/survey.places.csv"])
    assert rows[1] == ["North", "fewer than 5", "suppressed", "20", "6.25"]
    assert rows[3] == ["East", "40", "6.25", "20", "6.25"]
    assert read(files["figures/survey.distribution.knowledge.csv"])[1][:3] == [
        "Knows the dose steps",
        "Before",
        "10%",
    ]


def test_only_the_suppressed_evaluation_leaves_the_team() -> None:
    with pytest.raises(ValueError, match="suppressed"):
        table_files(evaluation())


def test_a_table_that_cannot_be_a_file_and_a_double_are_refused() -> None:
    bad = replace(place_table({"North": (9, 9)}), id="../survey")
    with pytest.raises(ValueError, match="name of a file"):
        table_files(suppress(evaluation(tables=(bad,))))
    one, other = place_table({"North": (9, 9)}), place_table({"North": (9, 8)})
    with pytest.raises(ValueError, match="two different"):
        table_files(replace(evaluation(tables=(one, other)), suppressed=True))
    assert table_files(suppress(evaluation(tables=(one, one))))


def test_numbers_stay_numbers_and_formulas_become_text() -> None:
    change = survey("a", "mean_change", 0.42, low=0.18, high=0.66, level=0.95)
    table = Table("t", "T", ("=About", "Change"), (("=HYPERLINK(1)", change), ("@x", ""), ("  -2+3", "")))
    assert read(table_csv(table)) == [
        ["'=About", "Change"],
        ["'=HYPERLINK(1)", "+0.42 (95% CI 0.18 to 0.66)"],
        ["'@x", ""],
        ["'  -2+3", ""],
    ]


@given(st.text())
def test_no_text_cell_starts_a_formula(text: str) -> None:
    cell = harmless(text)
    assert cell in (text, "'" + text)
    if cell == text and text[:1] in ("=", "+", "-", "@", "\t", "\r"):
        assert set(text) <= set("0123456789.,%()+-− ofCIt to<>")
    assert harmless(cell) == cell


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=2)))
def test_csv_reads_back(rows: list[list[str]]) -> None:
    content = csv_bytes(["a", "b"], rows)
    assert content.startswith(b"\xef\xbb\xbfa,b\n")
    if not any("\r" in cell for row in rows for cell in row):
        assert read(content)[1:] == rows


def test_text_for_a_terminal_is_aligned() -> None:
    table = Table("t", "Title", ("Place", "n"), (("North", survey("a", "count", 1234.0)),), "A note.")
    assert table_text(table) == "Title\n\nPlace  n\n-----  -----\nNorth  1,234\nA note."
