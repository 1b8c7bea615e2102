import csv
import io
from pathlib import Path

import numpy as np
import pyreadstat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.outputs.scored_files import ScoredColumn, ScoredTable, sav_names, scored_csv, scored_sav

NAN = float("nan")


def answers(name: str, values: list[float], reasons: tuple[str, ...], **more: object) -> ScoredColumn:
    return ScoredColumn(name, f"Wording of {name}", "answer", np.array(values), reasons, **more)


@pytest.fixture
def table() -> ScoredTable:
    labels = ((1, "Strongly disagree"), (5, "Strongly agree"))
    codes = ((-99, "not answered"), (-88, "not applicable"))
    return ScoredTable(
        (
            ScoredColumn("respondent_id", "Respondent", "text", np.array(["r1", "=r2", "ünï"])),
            answers(
                "know-1",
                [4.0, NAN, NAN],
                ("", "not answered", "not shown"),
                value_labels=labels,
                missing_codes=codes,
            ),
            ScoredColumn("knowledge", "Knowledge", "score", np.array([1 / 3, NAN, 2.0])),
        ),
        "Own survey",
    )


def test_csv_holds_answers_reasons_and_scores(table: ScoredTable) -> None:
    rows = list(csv.reader(io.StringIO(scored_csv(table).decode("utf-8-sig"))))
    assert rows == [
        ["respondent_id", "know-1", "know-1_reason", "knowledge"],
        ["r1", "4", "", repr(1 / 3)],
        ["'=r2", "", "not answered", ""],
        ["ünï", "", "not shown", "2"],
    ]


def test_sav_keeps_labels_and_missing_codes(table: ScoredTable, tmp_path: Path) -> None:
    path = tmp_path / "scored.sav"
    path.write_bytes(scored_sav(table))
    frame, meta = pyreadstat.read_sav(path, user_missing=True)
    assert meta.column_names == ["respondent_id", "know_1", "knowledge"]
    assert meta.column_names_to_labels["know_1"] == "Wording of know-1"
    assert frame["know_1"].tolist() == [4.0, -99.0, -98.0]
    assert meta.variable_value_labels["know_1"] == {
        -99.0: "not answered",
        -98.0: "not shown",
        -88.0: "not applicable",
        1.0: "Strongly disagree",
        5.0: "Strongly agree",
    }
    declared = {code["lo"] for code in meta.missing_ranges["know_1"]}
    assert declared == {-99.0, -98.0, -88.0}
    assert frame["respondent_id"].tolist() == ["r1", "=r2", "ünï"]
    assert frame["knowledge"][0] == 1 / 3
    assert np.isnan(frame["knowledge"][1])
    assert meta.file_label == "Own survey"
    without, _ = pyreadstat.read_sav(path)
    assert without["know_1"].isna().tolist() == [False, True, True]


def test_sav_bytes_are_equal_and_carry_no_time(table: ScoredTable) -> None:
    first = scored_sav(table)
    assert first == scored_sav(table)
    assert first[92:109] == b"01 Jan 8000:00:00"


def test_one_code_of_each_reason_is_declared(tmp_path: Path) -> None:
    codes = ((-99, "not answered"), (-98, "not answered"), (-88, "not applicable"), (-77, "not shown"))
    column = answers("a", [3.0, NAN], ("", "not answered"), missing_codes=codes)
    path = tmp_path / "a.sav"
    path.write_bytes(scored_sav(ScoredTable((column,))))
    frame, meta = pyreadstat.read_sav(path, user_missing=True)
    assert frame["a"].tolist() == [3.0, -99.0]
    assert [one["lo"] for one in meta.missing_ranges["a"]] == [-99.0, -88.0, -77.0]
    both_sides = (*codes, (98, "not shown"), (99, "not answered"))
    around = answers("a", [3.0, NAN], ("", "not answered"), missing_codes=both_sides)
    path.write_bytes(scored_sav(ScoredTable((around,))))
    assert pyreadstat.read_sav(path, user_missing=True)[0]["a"].tolist() == [3.0, -99.0]


def test_a_free_code_is_never_an_answer() -> None:
    column = answers("a", [-99.0, NAN], ("", "lost"))
    content = scored_sav(ScoredTable((column,)))
    assert content == scored_sav(ScoredTable((answers("a", [-99.0, NAN], ("", "lost")),)))
    full = tuple((code, f"reason {code}") for code in range(-99, -89))
    with pytest.raises(ValueError, match="no code is left"):
        scored_sav(ScoredTable((answers("a", [1.0, NAN], ("", "lost"), missing_codes=full),)))


def test_a_table_that_does_not_fit_is_refused() -> None:
    one = ScoredColumn("a", "A", "score", np.array([1.0]))
    with pytest.raises(ValueError, match="length"):
        ScoredTable((one, ScoredColumn("b", "B", "score", np.array([1.0, 2.0]))))
    with pytest.raises(ValueError, match="one name"):
        ScoredTable((one, one))
    with pytest.raises(ValueError, match="reason"):
        answers("a", [1.0, NAN], ("", ""))


@given(st.lists(st.text(max_size=80), max_size=8))
def test_names_are_accepted_and_told_apart(names: list[str]) -> None:
    accepted = sav_names(names)
    assert len({name.upper() for name in accepted}) == len(names)
    assert all(name[0].isalpha() and len(name.encode()) <= 64 and not name.endswith(".") for name in accepted)


def test_names() -> None:
    assert sav_names(["a-1", "A_1", "all", "1x", "x."]) == ("a_1", "A_1_2", "v_all", "v_1x", "x")
