"""Respondent codes stay in the study: what stands for them, where the key lies, and that nothing leaks."""

import csv
import hashlib
import hmac
import io
import stat
import zipfile
from pathlib import Path

import numpy as np
import pytest

from impl_eval.errors import OutputNotWritten, StudyProblems
from impl_eval.outputs import atomic
from impl_eval.study.load import load_study
from impl_eval.study.match_listing import COLUMNS, match_listing
from impl_eval.study.respondent_keys import RESPONDENT_KEY, respondent_hashes, study_key
from tests.command_line import impl_eval_here as impl_eval
from tests.study.test_survey_files import SURVEY, change

MADE_UP = {"a1": "qxa-1z7", "a2": "QXB2Z8", "a3": "QXC3Z9", "b1": "QXD4Z1", "b2": "QXE5Z2"}
MADE_UP |= {"b3": "QXF6Z3", "b4": "QXF6Y3"}


@pytest.fixture
def coded_study(small_study: Path) -> Path:
    """The small study with codes that occur nowhere else, one slip between the last two."""
    path = small_study / SURVEY
    lines = path.read_text(encoding="utf-8").splitlines()
    coded = [lines[0]] + [
        f"{MADE_UP[code]},{rest}" for code, rest in (line.split(",", 1) for line in lines[1:])
    ]
    path.write_text("\n".join(coded) + "\n", encoding="utf-8")
    return small_study


def test_a_key_is_made_once_and_only_its_owner_reads_it(coded_study: Path) -> None:
    study = load_study(coded_study)
    assert not (coded_study / RESPONDENT_KEY).exists()
    key = study_key(study)
    path = coded_study / RESPONDENT_KEY
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(key) == 32
    assert bytes.fromhex(path.read_text(encoding="ascii").strip()) == key == study_key(study)


def test_the_hash_is_hmac_sha256_of_site_and_comparison_key(coded_study: Path) -> None:
    study = load_study(coded_study)
    hashes = respondent_hashes(study, study.responses[0])
    expected = hmac.new(study_key(study), b"1:AQXA1Z7", hashlib.sha256).hexdigest()[:16]
    assert hashes[0] == hashes[6] == expected
    assert len(set(hashes.tolist())) == len(MADE_UP)


def test_one_code_at_two_sites_has_two_hashes_and_no_code_has_none(coded_study: Path) -> None:
    change(coded_study, SURVEY, "QXD4Z1,B,gp,1", "qxa-1z7,B,gp,1")
    change(coded_study, SURVEY, "QXE5Z2,B,gp,1", "-,B,gp,1")
    study = load_study(coded_study)
    hashes = respondent_hashes(study, study.responses[0])
    assert hashes[0] != hashes[3]
    assert hashes[4] == ""


def test_without_any_code_no_key_is_made(small_study: Path) -> None:
    change(small_study, "quantitative/columns.yaml", "respondent: code\n", "")
    study = load_study(small_study)
    assert set(respondent_hashes(study, study.responses[0]).tolist()) == {""}
    assert not (small_study / RESPONDENT_KEY).exists()


def test_another_key_gives_other_hashes(coded_study: Path) -> None:
    study = load_study(coded_study)
    first = respondent_hashes(study, study.responses[0])
    (coded_study / RESPONDENT_KEY).unlink()
    assert not np.any(first == respondent_hashes(study, study.responses[0]))


def test_a_simulated_study_has_a_public_key_and_no_file(reference_copy) -> None:
    study, again = (load_study(reference_copy()) for _ in range(2))
    hashes = [respondent_hashes(one, one.responses[0]).tolist() for one in (study, again)]
    assert hashes[0] == hashes[1]
    assert not (study.root / RESPONDENT_KEY).exists()


@pytest.mark.parametrize("content", ["", "secret", "0" * 63, "0" * 64 + "\nmore"])
def test_a_file_that_is_no_key_is_refused_and_not_overwritten(coded_study: Path, content: str) -> None:
    (coded_study / RESPONDENT_KEY).write_text(content, encoding="utf-8")
    with pytest.raises(StudyProblems) as refused:
        study_key(load_study(coded_study))
    assert refused.value.problems[0].file == RESPONDENT_KEY
    assert (coded_study / RESPONDENT_KEY).read_text(encoding="utf-8") == content


def test_a_key_outside_the_study_is_refused(coded_study: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.key").write_text("0" * 64, encoding="utf-8")
    (coded_study / RESPONDENT_KEY).symlink_to(tmp_path / "elsewhere.key")
    with pytest.raises(StudyProblems) as refused:
        study_key(load_study(coded_study))
    assert refused.value.problems[0].found == "a link to a file outside the study"


def test_a_key_that_cannot_be_written_is_said(coded_study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, *_: object, **__: object) -> Path:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(atomic, "_write_beside", refuse)
    with pytest.raises(OutputNotWritten, match=r"respondent\.key"):
        study_key(load_study(coded_study))


def test_the_listing_names_rows_and_hashes(coded_study: Path) -> None:
    study = load_study(coded_study)
    responses = study.responses[0]
    hashes = respondent_hashes(study, responses)
    for rule, what in (
        ("exact", "one slip apart; the plan matches equal codes only"),
        ("distance_1", "matched: one slip apart"),
    ):
        content = match_listing(responses, hashes, rule).decode("utf-8-sig")
        header, *lines = csv.reader(io.StringIO(content))
        assert tuple(header) == COLUMNS
        assert [line[:2] for line in lines] == [[what, "1"]]
        assert {lines[0][3], lines[0][5]} == {f"{SURVEY}, line 7", f"{SURVEY}, line 13"}
        assert {lines[0][2], lines[0][4]} == {hashes[5], hashes[11]}


def test_the_listing_holds_quarantined_rows(coded_study: Path) -> None:
    change(coded_study, SURVEY, "QXF6Y3,B,gp,2", "qxe5z2,B,gp,2")
    with (coded_study / "quantitative/columns.yaml").open("a", encoding="utf-8") as file:
        file.write("duplicates: quarantine\n")
    study = load_study(coded_study)
    responses = study.responses[0]
    content = match_listing(responses, respondent_hashes(study, responses), "exact").decode("utf-8-sig")
    what = [(line["what"].split(":")[0], line["rows_1"]) for line in csv.DictReader(io.StringIO(content))]
    assert what == [
        ("quarantined", f"{SURVEY}, line 12"), ("quarantined", f"{SURVEY}, line 13"),
        ("set aside", f"{SURVEY}, line 6"),
    ]  # fmt: skip


@pytest.mark.parametrize("rule", ["exact", "distance_1"])
def test_no_code_is_in_any_output(coded_study: Path, rule: str) -> None:
    """One code is quarantined, one is spelt in two ways, and one has a slip: each has its own way out."""
    change(coded_study, SURVEY, "qxa-1z7,A,gp,2", "QXA 1Z7,A,gp,2")
    change(coded_study, SURVEY, "QXC3Z9,A,gp,2", "QXB2Z8,A,gp,2")
    with (coded_study / "quantitative/columns.yaml").open("a", encoding="utf-8") as file:
        file.write("duplicates: quarantine\ncode_format: AAA0A0\n")
    with (coded_study / "protocols/analysis_plan.yaml").open("a", encoding="utf-8") as file:
        file.write(f"matching: {rule}\n")
    said = ""
    for command in (["check"], ["check", "--json"], ["run"], ["score", "--json"], ["analyse", "--json"]):
        done = impl_eval(*command, coded_study)
        assert done.returncode == 0, done.stderr
        said += done.stdout + done.stderr
    written = {path: path.read_bytes() for path in (coded_study / "outputs").rglob("*") if path.is_file()}
    names = {path.name for path in written}
    assert {"results.json", "provenance.json", "respondent_matches.csv", "scored_responses.sav"} <= names
    key = (coded_study / RESPONDENT_KEY).read_text(encoding="ascii").strip()
    codes = {*MADE_UP.values(), "QXA1Z7", "QXA 1Z7", key}
    everything = {"messages": said.encode("utf-8")}
    for path, content in written.items():
        everything |= parts_of(path, content)
    for name, content in everything.items():
        text = content.decode("utf-8", errors="replace").upper()
        assert not [code for code in codes if code.upper() in text], name


def parts_of(path: Path, content: bytes) -> dict[str, bytes]:
    """Return the content of a file, unpacked where it is packed, and the cells of an SPSS file."""
    if path.suffix in {".docx", ".xlsx"}:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return {f"{path.name}: {name}": packed.read(name) for name in packed.namelist()}
    if path.suffix == ".sav":
        import pyreadstat

        table, _ = pyreadstat.read_sav(path)
        return {path.name: content, f"{path.name}: cells": table.to_csv().encode("utf-8")}
    return {path.name: content}
