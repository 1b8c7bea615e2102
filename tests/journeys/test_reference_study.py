"""The reference study through the real command line: what `make demo` does, and what it leaves."""

import hashlib
import json
import stat
from collections.abc import Callable
from pathlib import Path

import docx
import jsonschema
import pytest

from impl_eval.outputs.results_json import results_schema
from tests.command_line import impl_eval
from tests.outputs.word_lint import lint
from tests.outputs.word_text import paragraphs_of

REPORT = "norfolk-and-waveney-evaluation-report-SIMULATED.docx"


@pytest.fixture(scope="module")
def finished(reference_copy: Callable[[], Path]) -> tuple[Path, str]:
    """A finished run on a copy of the reference study: its folder and what it printed."""
    folder = reference_copy()
    done = impl_eval("run", folder)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return folder, done.stdout


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_it_says_where_the_report_is_and_the_headline_first(finished: tuple[Path, str]) -> None:
    folder, printed = finished
    lines = printed.splitlines()
    assert lines[0] == f"Report: {folder / 'outputs' / REPORT}"
    assert lines[2].startswith("SIMULATED DATA")
    assert lines[3].startswith("Prescriber confidence in tapering tasks went up, a change for the better.")
    labels = (
        "Role expectation",
        "Knowledge",
        "Confidence",
        "Care pathway",
        "Aligned expectations",
        "Team consistency",
    )
    assert [line.split(":")[0] for line in lines[5:]] == list(labels)


def test_what_a_run_leaves(finished: tuple[Path, str]) -> None:
    outputs = finished[0] / "outputs"
    internal = {path.name for path in (outputs / "internal").iterdir()}
    assert internal == {
        "results.json", "provenance.json", "scored_responses.csv", "scored_responses.sav",
        "respondent_matches.csv", "response_rates.csv",
        "coded_segments.csv", "suggestions.csv", "coding_review.xlsx", "kept_work.zip",
    }  # fmt: skip
    for path in (outputs / "internal").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert (outputs / REPORT).is_file()
    assert {path.suffix for path in (outputs / "figures").iterdir()} == {".png", ".svg", ".csv"}
    assert list((outputs / "tables").glob("*.csv"))


def test_results_follow_their_schema_and_hold_the_headline(finished: tuple[Path, str]) -> None:
    results = json.loads((finished[0] / "outputs/internal/results.json").read_text(encoding="utf-8"))
    jsonschema.validate(results, results_schema())
    assert results["schema"] == "impl-eval/results/1"
    by_id = {estimate["id"]: estimate for estimate in results["estimates"]}
    assert len(by_id) == len(results["estimates"])
    headline = by_id["survey.prescriber_confidence.mean_change.paired"]
    assert headline["n"] == 60
    assert headline["low"] < headline["value"] < headline["high"]
    # Declared truth of the simulation: +1.0 points. Within four standard errors of it.
    error = by_id["survey.prescriber_confidence.standard_error.paired"]["value"]
    assert abs(headline["value"] - 1.0) < 4 * error


def test_the_report_reopens_sound_and_says_simulated_everywhere(finished: tuple[Path, str]) -> None:
    path = finished[0] / "outputs" / REPORT
    assert lint(path.read_bytes()) == []
    document = docx.Document(str(path))
    first = [paragraph.text for paragraph in paragraphs_of(document)[:12]]
    assert any("SIMULATED DATA" in text for text in first)
    for section in document.sections:
        assert "SIMULATED" in "".join(paragraph.text for paragraph in section.header.paragraphs)
    assert document.core_properties.language == "en-GB"
    headings = [
        paragraph.text for paragraph in paragraphs_of(document) if paragraph.style.name == "Heading 1"
    ]
    assert headings[0] == "Did prescribers become more confident?"
    assert headings[1:4] == ["About this document", "Plain-English summary", "Executive summary"]


def test_two_runs_give_the_same_bytes(finished: tuple[Path, str]) -> None:
    folder = finished[0]
    before = digests(folder / "outputs")
    again = impl_eval("run", folder, PYTHONHASHSEED="7", TZ="Asia/Tokyo", LC_ALL="C", COLUMNS="40")
    assert again.returncode == 0, again.stderr
    assert digests(folder / "outputs") == before


def test_no_speech_in_what_is_printed_or_in_provenance(finished: tuple[Path, str]) -> None:
    folder, printed = finished
    quotes = [
        line.split('"')[1]
        for line in (folder / "qualitative/coded_segments.csv").read_text(encoding="utf-8").splitlines()
        if line.count('"') == 2
    ]
    provenance = (folder / "outputs/internal/provenance.json").read_text(encoding="utf-8")
    assert len(quotes) > 50
    assert not [quote for quote in quotes if quote in printed or quote in provenance]


def test_agreement_of_the_two_coders(finished: tuple[Path, str]) -> None:
    done = impl_eval("compare-coders", finished[0], "--json")
    names = {estimate["statistic"] for estimate in json.loads(done.stdout)["estimates"]}
    assert {"percent_agreement", "cohens_kappa"} <= names


def test_suggestions_change_no_evidence(finished: tuple[Path, str]) -> None:
    """Counts of the interviews come from people's decisions: without suggestions they are the same."""
    from impl_eval.evaluation import evaluate, suggest
    from impl_eval.study.load import load_study

    study = load_study(finished[0])
    with_them, without = evaluate(study, suggest(study)), evaluate(study, ())
    evidence = [[row.interviews for row in one.joint_display.rows] for one in (with_them, without)]
    assert evidence[0] == evidence[1]
    assert [row.fit for row in with_them.joint_display.rows] == [
        row.fit for row in without.joint_display.rows
    ]
