"""Who has locked a transcript counts as its coder, also where nothing was found in it."""

import json
from pathlib import Path

import pytest

from impl_eval.coding_desk.locking import lock_layers
from impl_eval.coding_desk.standing import load_settled_study
from tests.coding_desk.interviews import AT, enlarge
from tests.coding_desk.test_coding_desk import KNOWS, decide, segment
from tests.command_line import impl_eval_here as impl_eval


def agreement(study: Path) -> dict[str, float]:
    """Return percent agreement by mechanism and pair, as the command prints it."""
    done = impl_eval("compare-coders", study, "--json")
    assert done.returncode == 0, done.stderr
    return {
        one["id"]: one["value"]
        for one in json.loads(done.stdout)["estimates"]
        if ".percent_agreement." in one["id"]
    }


def finished(study: Path) -> dict[str, tuple[str, ...]]:
    material = load_settled_study(study).interviews
    assert material is not None
    return dict(material.finished)


def test_a_coder_who_found_nothing_counts_once_both_have_locked(small_study: Path) -> None:
    enlarge(small_study, double_coded="t2")
    decide(small_study, segment(KNOWS, "AB"))
    assert (finished(small_study), agreement(small_study)) == ({}, {})
    lock_layers(small_study, ["t2"], "CD", AT)
    assert (finished(small_study), agreement(small_study)) == ({}, {})
    lock_layers(small_study, ["t2"], "AB", AT)
    assert finished(small_study) == {"t2": ("AB", "CD")}
    found = agreement(small_study)
    # Two turns of participants: AB coded one as knowledge, CD neither.
    assert found["agreement.knowledge.percent_agreement.AB_CD"] == pytest.approx(50)
    assert found["agreement.trust.percent_agreement.AB_CD"] == pytest.approx(100)


def test_a_file_edited_beside_the_store_stops_the_comparison(small_study: Path) -> None:
    enlarge(small_study)
    decide(small_study, segment(KNOWS, "AB"))
    file = small_study / "qualitative" / "coded_segments.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(",AB,", ",EF,"), encoding="utf-8")
    done = impl_eval("compare-coders", small_study)
    assert done.returncode == 3
    assert "what coding/coding.sqlite holds" in done.stderr
