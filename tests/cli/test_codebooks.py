"""`impl-eval codebook ...`, as its users call it. What goes well runs in this process: it is quicker."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from impl_eval.cli.codebooks import codebook
from tests.command_line import impl_eval

BOOK = "qualitative/codebook.yaml"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(codebook, [str(each) for each in arguments], catch_exceptions=False)


def test_the_library_is_listed_and_shown() -> None:
    listed = run("library", "list", "--json")
    assert [(one["id"], one["codes"]) for one in json.loads(listed.stdout)] == [
        ("cfir_2", 74), ("com_b", 9), ("npt", 20), ("re_aim", 5), ("tdf_v2", 14),
    ]  # fmt: skip
    assert "Normalisation Process Theory" in run("library", "list").stdout
    shown = run("library", "show", "npt", "--short").stdout.splitlines()
    assert "npt_coherence: Coherence" in shown
    assert "  npt_differentiation: Differentiation" in shown


def test_show_prints_the_tree_with_definitions_and_counts(small_study: Path) -> None:
    done = run("show", small_study)
    assert done.exit_code == 0
    head, *lines = done.stdout.splitlines()
    assert head.startswith("Small codebook (small_codebook, version 1.0.0, sha256 ")
    assert lines == [
        "", "knowledge: Knowledge of what to do  [1 coding]", "    Talk about knowing what to do.",
        "", "trust: Trust between people  [1 coding]", "    Talk about trust.",
    ]  # fmt: skip
    document = json.loads(run("show", small_study, "--json").stdout)
    assert [(one["id"], one["codings"]) for one in document["codes"]] == [("knowledge", 1), ("trust", 1)]


def test_codes_are_added_shown_and_told_apart_from_before(small_study: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.yaml"
    old.write_bytes((small_study / BOOK).read_bytes())
    added = run("library", "add", "tdf_v2", small_study, "--codes", "tdf_emotion, tdf_goals",
                      "--under", "trust", "--origin", "inductive")  # fmt: skip
    assert added.exit_code == 0
    assert added.stdout.strip() == str(small_study / BOOK)
    assert added.stderr.splitlines() == [
        "Added 2 codes: tdf_goals, tdf_emotion.",
        "Their rules name codes that the study does not have: tdf_beliefs_about_capabilities, "
        "tdf_beliefs_about_consequences, tdf_reinforcement, tdf_intentions. Reword these rules.",
        "Give the codebook a new version, then: impl-eval check",
    ]
    shown = run("show", small_study, "--short").stdout
    assert "  tdf_emotion: Emotion  [0 codings, inductive]" in shown
    diff = run("diff", old, small_study)
    assert diff.exit_code == 0
    assert 'The code "tdf_emotion" (Emotion) is new, under the mechanism "trust".' in diff.stdout
    assert "Both say version 1.0.0" in diff.stderr
    assert "deserve another look" not in diff.stderr


def test_diff_says_which_codings_deserve_another_look(small_study: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.yaml"
    old.write_bytes((small_study / BOOK).read_bytes())
    same = run("diff", old, small_study)
    assert "Nothing that the codebook says has changed." in same.stdout
    assert same.stderr == ""
    text = old.read_text(encoding="utf-8").replace("Talk about trust.", "Talk about trust in colleagues.")
    (small_study / BOOK).write_text(text.replace("version: 1.0.0", "version: 1.1.0"), encoding="utf-8")
    diff = run("diff", old, small_study / BOOK)
    assert diff.stdout.splitlines()[-3:] == [
        'The definition of "trust" has changed.',
        "    before: Talk about trust.",
        "    now:    Talk about trust in colleagues.",
    ]
    assert diff.stderr == "Codings of these codes deserve another look: trust.\n"
    (change,) = json.loads(run("diff", old, small_study, "--json").stdout)["changes"]
    assert (change["code_id"], change["kind"], change["changes_meaning"]) == ("trust", "definition", True)


@pytest.mark.parametrize("kind", ["docx", "csv"])
def test_export_writes_a_file_that_only_its_owner_reads(small_study: Path, kind: str) -> None:
    done = run("export", small_study, "--format", kind)
    path = small_study / "outputs" / "codebook" / f"small_codebook.{kind}"
    assert (done.exit_code, done.stdout.strip()) == (0, str(path))
    assert path.stat().st_mode & 0o777 == 0o600
    elsewhere = small_study / f"mine.{kind}"
    run("export", small_study, "--format", kind, "--without-examples", "--to", elsewhere)
    assert elsewhere.is_file()


def test_a_copy_of_a_ready_codebook_changes_nothing_in_the_study(small_study: Path) -> None:
    before = (small_study / BOOK).read_bytes()
    done = run("library", "add", "com_b", small_study)
    assert done.stdout.strip() == str(small_study / "qualitative" / "codebooks" / "com_b.yaml")
    assert (small_study / BOOK).read_bytes() == before
    assert impl_eval("codebook", "library", "add", "com_b", small_study).returncode == 3
    assert impl_eval("codebook", "library", "add", "npt", small_study, "--under", "trust").returncode == 2


def test_a_study_without_interviews_has_no_codebook(small_study: Path) -> None:
    text = (small_study / "study.yaml").read_text(encoding="utf-8")
    start, end = text.index("interviews:"), text.index("outcomes:")
    (small_study / "study.yaml").write_text(text[:start] + text[end:], encoding="utf-8")
    done = impl_eval("codebook", "show", small_study)
    assert (done.returncode, done.stderr) == (4, "The study has no interviews, and therefore no codebook.\n")
    added = impl_eval("codebook", "library", "add", "npt", small_study, "--codes", "npt_coherence")
    assert added.returncode == 3
    assert "study.yaml: interviews: found nothing; allowed: interviews with a codebook." in added.stderr
