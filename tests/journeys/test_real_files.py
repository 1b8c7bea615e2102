"""The main job on real files: 4,292 survey rows of 16 studies, and 22 consultations coded by workbook."""

import csv
import json
from collections import Counter
from pathlib import Path

import docx
import numpy as np
import pytest
from openpyxl import load_workbook

from tests.command_line import impl_eval_here as impl_eval
from tests.journeys.real_study import ANXIETY_ITEMS, REVERSED, write_real_study
from tests.outputs.word_text import paragraphs_of
from tests.shared import shared_path


@pytest.fixture(scope="module")
def real_study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study of real files with a few passages coded through the review workbook, run to the end."""
    folder = write_real_study(tmp_path_factory.mktemp("real"), shared_path("real"))
    checked = impl_eval("check", folder)
    assert checked.returncode == 0, checked.stderr
    tagged = impl_eval("tag", folder)
    assert tagged.returncode == 0, tagged.stderr
    review_workbook(folder / "outputs/internal/coding_review.xlsx")
    for expected in ("Segments: 6 added", "Segments: 0 added"):
        done = impl_eval(
            "coding", "import", folder / "outputs/internal/coding_review.xlsx", folder, "--coder", "AB"
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith(expected)
    done = impl_eval("run", folder)
    assert done.returncode == 0, done.stderr
    return folder


def review_workbook(path: Path) -> None:
    """Accept every second of the first twelve suggestions and reject the others, as a person would."""
    workbook = load_workbook(path)
    sheet = workbook["Review"]
    column = {cell.value: cell.column for cell in sheet[1]}
    assert sheet.max_row > 13
    for row in range(2, 14):
        accept = row % 2 == 0
        sheet.cell(row, column["decision"], "accept" if accept else "reject")
        if accept:
            sheet.cell(row, column["valence"], "barrier")
            sheet.cell(row, column["reported change"], "worse")
    workbook.save(path)


def estimates_of(folder: Path) -> dict[str, dict[str, object]]:
    results = json.loads((folder / "outputs/internal/results.json").read_text(encoding="utf-8"))
    return {one["id"]: one for one in results["estimates"]}


def test_rows_and_sites_of_the_survey(real_study: Path) -> None:
    provenance = json.loads((real_study / "outputs/internal/provenance.json").read_text(encoding="utf-8"))
    (survey,) = [one for one in provenance["inputs"] if one["file"].endswith("state_anxiety.csv")]
    assert survey["rows_read"] == 4292
    with (real_study / "quantitative/state_anxiety.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len({row["study"] for row in rows}) == 16
    assert sum(all(row[item] in ("", "NA") for item in ANXIETY_ITEMS) for row in rows) == 28
    dropped = sum(row["time"] in "34" for row in rows)
    assert survey["rows_kept"] == 4292 - dropped


def test_the_doubled_key_is_quarantined_and_listed(real_study: Path) -> None:
    checked = impl_eval("check", real_study)
    listed = [line for line in checked.stdout.splitlines() if line.startswith("Quarantined")]
    assert len(listed) == 2
    with (real_study / "quantitative/state_anxiety.csv").open(encoding="utf-8") as file:
        lines = [
            number
            for number, row in enumerate(csv.DictReader(file), 2)
            if (row["study"], row["time"], row["id"]) == ("HOME", "2", "23")
        ]
    assert [int(line.split("line ")[1].split(":")[0]) for line in listed] == lines
    assert estimates_of(real_study)["survey.respondents.quarantined"]["value"] == 2


def test_three_studies_have_no_second_occasion(real_study: Path) -> None:
    document = json.loads(impl_eval("check", real_study, "--json").stdout)
    follow_up = {
        one["site"]: one["rows"]
        for one in document["study"]["respondents"]
        if one["timepoint"] == "follow_up"
    }
    assert sorted(site for site, rows in follow_up.items() if rows == 0) == ["RIM", "ROB", "SAM"]


def test_the_change_is_the_one_computed_from_the_file_alone(real_study: Path) -> None:
    """Scored and paired again here, with the csv module and numpy only."""
    with (real_study / "quantitative/state_anxiety.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["time"] in ("1", "2")]
    scores: dict[tuple[str, str, str], list[float]] = {}
    for row in rows:
        answers = [
            5 - float(row[item]) if item in REVERSED else float(row[item])
            for item in ANXIETY_ITEMS
            if row[item] not in ("", "NA")
        ]
        key = (row["study"], row["id"], row["time"])
        scores.setdefault(key, []).append(float(np.mean(answers)) if len(answers) >= 16 else float("nan"))
    doubled = {key[:2] for key, values in scores.items() if len(values) > 1}
    people = sorted({key[:2] for key in scores} - doubled)
    pairs = np.array([[scores.get((*who, time), [float("nan")])[0] for time in "12"] for who in people])
    pairs = pairs[~np.isnan(pairs).any(axis=1)]
    change = estimates_of(real_study)["survey.state_anxiety.mean_change.paired"]
    assert change["n"] == len(pairs)
    assert change["value"] == pytest.approx(float((pairs[:, 1] - pairs[:, 0]).mean()), rel=1e-12)


def test_matched_are_those_who_answered_something_both_times(real_study: Path) -> None:
    """Counted again from the file alone: a row without any answer is nobody's answer."""
    with (real_study / "quantitative/state_anxiety.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["time"] in ("1", "2")]
    seen = Counter((row["study"], row["id"], row["time"]) for row in rows)
    doubled = {key[:2] for key, times in seen.items() if times > 1}
    answering = {
        (row["study"], row["id"], row["time"])
        for row in rows
        if any(row[item] not in ("", "NA") for item in ANXIETY_ITEMS)
    }
    before, after = ({key[:2] for key in answering if key[2] == time} - doubled for time in "12")
    estimates = estimates_of(real_study)
    values = [
        estimates[f"survey.respondents.{name}"]["value"]
        for name in ("matched", "baseline_only", "follow_up_only")
    ]
    assert values == [len(before & after), len(before - after), len(after - before)]


def test_the_report_is_complete_and_not_simulated(real_study: Path) -> None:
    (report,) = (real_study / "outputs").glob("*.docx")
    assert report.name == "real-files-evaluation-report.docx"
    document = docx.Document(str(report))
    headings = [one.text for one in paragraphs_of(document) if one.style.name.startswith("Heading")]
    for expected in ("History of the problem", "Safety net", "Worry about the problem", "State anxiety"):
        assert expected in headings
    text = "\n".join(one.text for one in paragraphs_of(document))
    assert "SIMULATED" not in text
    analysed: set[str] = set()
    for name in ("coded_segments.csv", "rejected_suggestions.csv"):
        with (real_study / "qualitative" / name).open(encoding="utf-8") as file:
            analysed |= {row["transcript_id"] for row in csv.DictReader(file)}
    with (real_study / "qualitative" / "speakers.csv").open(encoding="utf-8") as file:
        others = sorted({row["transcript_id"] for row in csv.DictReader(file)} - analysed)
    assert len(others) >= 15
    assert f"Not analysed, because nobody has coded them: {others[0]}" in text


def test_what_people_decided_is_what_counts(real_study: Path) -> None:
    estimates = estimates_of(real_study)
    names = ("history", "safety_net", "worry")
    segments = sum(estimates[f"interviews.{name}.segments"]["value"] for name in names)
    assert segments == 6
    with (real_study / "qualitative/rejected_suggestions.csv").open(encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == 6


def test_tick_boxes_that_nobody_ticked_are_zero() -> None:
    """Jisc declares 0 (not ticked) missing: 8 of 13 ticked, a mean of .615 and not of 1."""
    from impl_eval.readers.survey import read_survey

    path = shared_path("real/surveys/jisc_bossier_example.sav")
    ticked = read_survey(path, path.name).cells["Q3_1"].tolist()
    assert (ticked.count("1"), ticked.count("0"), len(ticked)) == (8, 5, 13)
