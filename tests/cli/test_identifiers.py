"""`identifiers check` and `identifiers replace`, as people use them."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from impl_eval.cli.main import cli
from impl_eval.evaluation import evaluate, suggest
from impl_eval.study.load import load_study
from tests.command_line import impl_eval
from tests.study.identifier_study import AFTER, decide, everything, with_identifiers

WORDS = ("Anita", "Bell", "Green", "07700", "900123", "999 000", "0018")


def run(*arguments: str | Path) -> Result:
    """Run a command within this process: quicker, and its exit code is 0 or an exception."""
    done = CliRunner().invoke(cli, list(map(str, arguments)))
    assert done.exit_code == 0, done.exception
    return done


def test_from_check_to_replaced_without_a_word_on_the_terminal(small_study: Path, tmp_path: Path) -> None:
    study = with_identifiers(small_study)
    checked = run("identifiers", "check", study)
    assert checked.stdout == (
        "t1\n"
        "  certain   1 NHS number (line 9), 1 phone number (line 5), 5 names of persons "
        "(lines 1, 5, 9, 10, 11), 1 name of a place (line 9)\n"
        "Found: 8. Decided: 0 to replace, 0 to keep, 8 open.\n"
    )
    assert "identifier_review.csv" in checked.stderr
    assert "not anonymous" in checked.stderr
    decide(study, "replace", place="keep")
    apart = tmp_path / "apart"
    options = ("--key", apart / "key.csv", "--originals", apart / "originals")
    replaced = run("identifiers", "replace", study, *options)
    assert replaced.stdout == "Replaced in t1: 1 NHS number, 5 names of persons, 1 phone number.\n"
    assert "CAUTION" not in replaced.stderr
    again = run("identifiers", "replace", study, *options)
    assert again.stdout == "Nothing to replace: no row of the review list says so.\n"
    for done in (checked, replaced, again, run("check", study)):
        assert not [word for word in WORDS if word in done.stdout + done.stderr]


def test_json_holds_places_and_no_words(small_study: Path) -> None:
    done = run("identifiers", "check", with_identifiers(small_study), "--json")
    first = json.loads(done.stdout)["identifiers"][0]
    assert first == {
        "transcript_id": "t1", "line": 1, "turn": 0, "kind": "person", "certainty": "certain",
        "why": "a name of the study's list", "decision": "",
    }  # fmt: skip
    assert not [word for word in WORDS if word in done.stdout + done.stderr]


def test_key_and_originals_inside_the_study_are_cautioned_against(small_study: Path) -> None:
    study = with_identifiers(small_study)
    run("identifiers", "check", study)
    decide(study, "replace")
    done = run(
        "identifiers", "replace", study, "--key", study / "key.csv", "--originals", study / "originals"
    )
    assert done.stderr.count("CAUTION") == 2


def test_replace_needs_to_know_where_key_and_originals_go(small_study: Path) -> None:
    assert impl_eval("identifiers", "replace", small_study).returncode == 2


def test_codings_of_a_store_follow_and_no_file_holds_the_old_words(small_study: Path, tmp_path: Path) -> None:
    study = with_identifiers(small_study)
    run("coding", "reanchor", study, "--coder", "AB")  # makes the store
    run("coding", "backup", study)
    run("identifiers", "check", study)
    decide(study, "replace")
    done = run("identifiers", "replace", study, "--key", tmp_path / "k.csv", "--originals", tmp_path / "o")
    assert done.stdout.startswith("Replaced in t1: 1 NHS number")
    assert run("check", study).exit_code == 0
    material = load_study(study).interviews
    assert material is not None
    assert [one.quote for one in material.coded_segments] == list(AFTER)
    (study / "qualitative/names.csv").unlink()  # the list says what to look for
    held = {name for name, content in everything(study).items() for word in WORDS if word.encode() in content}
    assert held == set()
    log = run("coding", "log", study).stdout
    assert "moved a coding with its text, which was written anew: now t1:" in log
    assert "recorded that identifiers were replaced; the texts as they were are erased" in log
    undone = impl_eval("coding", "undo", study, "--coder", "identifiers")
    assert (undone.returncode, undone.stdout) == (4, "")
    assert undone.stderr.startswith("This cannot be taken back: the words as they were are erased")


def test_reports_do_not_quote_a_turn_that_names_somebody(small_study: Path) -> None:
    study = load_study(with_identifiers(small_study))
    evaluation = evaluate(study, suggest(study), lambda _: None)
    (interviews,) = (one for one in evaluation.sections if one.strand == "interviews")
    assert not [quote for quote in interviews.quotes if "07700" in quote.text or "NHS" in quote.text]
    assert [one for one in interviews.cautions if "not quoted, because the turn holds" in one]


def test_problems_of_the_lists_are_told_without_their_cells(small_study: Path) -> None:
    study = with_identifiers(small_study)
    (study / "qualitative/names.csv").write_text("name,kind\nAnita Bell,Bellringer\n", encoding="utf-8")
    done = impl_eval("identifiers", "check", study)
    assert done.returncode == 3
    assert "qualitative/names.csv, line 2: column kind: found another word" in done.stderr
    assert not [word for word in WORDS if word in done.stderr]
