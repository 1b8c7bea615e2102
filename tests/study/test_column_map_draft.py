"""What a draft of a column map proposes by itself, and where it leaves the question to a person."""

from pathlib import Path

import pandas as pd

from impl_eval.study.draft import draft_for
from tests.journeys.export_study import write_export_study
from tests.readers.files import write_file
from tests.readers.survey.statistics_files import write_spss

WORDS = {1: "Strongly disagree", 2: "Disagree", 3: "Neither", 4: "Agree", 5: "Strongly agree"}
ITEMS = ("q1", "q2", "q3")


def draft_of(folder: Path, export: Path) -> list[str]:
    study = write_export_study(
        folder / "study", export, "site: {value: A}\ntimepoint: {value: baseline}\n",
        choices={"agree": (1, 5, WORDS)}, items=dict.fromkeys(ITEMS, "agree"),
    )  # fmt: skip
    return draft_for(export, study).text.splitlines()


def test_the_wording_decides_and_not_a_name_that_looks_like_an_id(tmp_path: Path) -> None:
    """Qualtrics numbers questions Q1, Q2 ...: its Q2 is another question than our q2."""
    header = "ResponseId,Q1_1,Q1_2,Q1_3,Q2,Q3\n"
    texts = (
        "Response ID,Agree? - Wording of q1,Agree? - Wording of q2,Agree? - Wording of q3,"
        "How satisfied are you with your job?,How many sessions a week?\n"
    )
    ids = '"{""ImportId"":""_recordId""}",' + ",".join(
        f'"{{""ImportId"":""QID{part}""}}"' for part in ("1_1", "1_2", "1_3", "2", "3")
    )
    rows = "R_1a,5,5,5,1,2\nR_2b,4,5,5,3,2\n"
    lines = draft_of(tmp_path, write_file(tmp_path, "a.csv", f"{header}{texts}{ids}\n{rows}"))
    assert [line for line in lines if line.startswith("  q")] == ["  q1: Q1_1", "  q2: Q1_2", "  q3: Q1_3"]


def test_labels_of_one_column_say_nothing_of_another(tmp_path: Path) -> None:
    turned = {float(6 - code): label for code, label in WORDS.items()}
    rows = pd.DataFrame({"q1": [1.0, 5.0], "q2": [2.0, 4.0], "q3": [3.0, 3.0]})
    right = {float(code): label for code, label in WORDS.items()}
    path = write_spss(tmp_path, rows, variable_value_labels={"q1": turned, "q2": right, "q3": right})
    values = '{"1": 5, "2": 4, "3": 3, "4": 2, "5": 1}'
    assert f"  q1: {values}   # labels of q1" in draft_of(tmp_path, path)
    path = write_spss(tmp_path, rows, variable_value_labels=dict.fromkeys(ITEMS, turned))
    assert f"  agree: {values}   # labels of q1, q2, q3" in draft_of(tmp_path, path)


def test_texts_that_the_instrument_does_not_know_are_asked_for_once(tmp_path: Path) -> None:
    rows = "".join(
        f"c{number},{text},Agree,Disagree\n"
        for number, text in enumerate(("Agree", "Neither agree nor disagree", "Somewhat agree"))
    )
    lines = draft_of(tmp_path, write_file(tmp_path, "a.csv", f"code,q1,q2,q3\n{rows}"))
    asked = "  agree: {Neither agree nor disagree: ?, Somewhat agree: ?}   # those that are answers"
    assert asked in lines
