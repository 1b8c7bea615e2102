"""Instruments of a study: drafts that ask, locks that hold, shells that score, and the library."""

import csv
import datetime
import io
import json
import re
from pathlib import Path

import numpy as np
import pytest
import yaml

from impl_eval.errors import StudyProblems, describe_problems
from impl_eval.readers.instruments import DraftItem, DraftOption, InstrumentDraft
from impl_eval.study.instrument_draft import complete_draft, draft_instrument
from impl_eval.study.instrument_library import (
    LIBRARY_FILES,
    LIBRARY_IDS,
    add_from_library,
    library_root,
    load_instrument,
    load_library_instrument,
)
from impl_eval.study.instrument_locking import lock_instrument
from impl_eval.study.load import load_study
from tests.shared import ROOT

DAY = datetime.date(2024, 1, 31)
FILES = ROOT / "tests" / "readers" / "instruments" / "files"
STAFF = Path("instruments") / "staff_survey"


def problems_of(study: Path) -> str:
    with pytest.raises(StudyProblems) as refusal:
        load_study(study)
    return describe_problems(refusal.value.problems)


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


# --- drafts ---


def test_a_draft_asks_for_every_key_and_cannot_be_used_before(small_study):
    drafted = draft_instrument(FILES / "views.qsf", small_study / "instruments" / "views")
    with pytest.raises(StudyProblems) as refusal:
        load_instrument(small_study, "views")
    problems = refusal.value.problems
    assert len(problems) == drafted.unanswered
    text = describe_problems(problems)
    for item_id in ("know", "can", "Q1"):
        assert f"{item_id} > column reverse_scored: found a question that is not answered yet" in text
        assert f"{item_id} > column scale: found a question that is not answered yet" in text
    assert "Write yes if agreeing with this item means a WORSE score." in text
    assert "No basis" in (small_study / "instruments" / "views" / "instrument.yaml").read_text()


def test_an_answered_draft_is_an_instrument(small_study):
    folder = small_study / "instruments" / "views"
    draft_instrument(FILES / "views.qsf", folder)
    answers = {
        "status": "unvalidated", "source": "Ours", "spdx": "own", "holder": "Us",
        "id": "views", "label": "Views", "rule": "mean", "min_valid": "1", "direction": "higher_is_better",
    }  # fmt: skip
    file = folder / "instrument.yaml"
    text = file.read_text(encoding="utf-8")
    for key, answer in answers.items():
        text = re.sub(rf'({key}: )"\?"', rf"\g<1>{answer}", text, count=1)
    file.write_text(text, encoding="utf-8")
    rows = (folder / "items.csv").read_text(encoding="utf-8").splitlines()
    for index, row in enumerate(rows):
        rows[index] = row.replace(",?,options_1,?,", ",views,options_1,no,").replace(
            ",?,Q2,?,", ",views,Q2,no,"
        )
        rows[index] = rows[index].replace(",?,options_2,?,", ",unscored,options_2,no,")
    (folder / "items.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    loaded = load_instrument(small_study, "views").instrument
    assert [item.scale for item in loaded.items] == ["views", "views", "unscored"]
    assert loaded.missing_codes == {-99: "not answered", -77: "not shown", -1: "not applicable"}


def options(*pairs: tuple[str, str]) -> tuple[DraftOption, ...]:
    return tuple(DraftOption(code, label) for code, label in pairs)


def drafted(*items: DraftItem):
    made = complete_draft(InstrumentDraft("Test", "A title", items, ("Something.",)), "test")
    declared = yaml.safe_load(made.files["instrument.yaml"])
    rows = list(csv.DictReader(io.StringIO(made.files["items.csv"].decode())))
    return made, declared, rows


AGREE = (("1", "No"), ("2", "Maybe"), ("3", "Yes"))


def test_equal_options_get_one_name_and_missing_codes_are_proposed():
    made, declared, rows = drafted(
        DraftItem("a", "A?", options(*AGREE, ("9", "Don't know"))),
        DraftItem("b", "B?", options(*AGREE, ("4", "Not applicable"))),
        DraftItem("c", "C?", options(("1", "Low"), ("2", "Middle"), ("3", "High")), "levels"),
        DraftItem("d", "D?", options(("-2", "Low"), ("-1", ""), ("0", "Middle"), ("1", ""), ("2", "High"))),
    )
    assert [row["choices"] for row in rows] == ["options_1", "options_1", "levels", "options_3"]
    assert declared["choices"]["options_1"] == {"min": 1, "max": 3, "labels": {1: "No", 2: "Maybe", 3: "Yes"}}
    assert declared["choices"]["options_3"]["min"] == -2
    assert declared["missing_codes"] == {-77: "not shown", 4: "not applicable", 9: "not answered"}
    assert made.losses == ("Something.",)


def test_dont_know_in_the_middle_is_an_answer():
    _, declared, _ = drafted(DraftItem("a", "A?", options(("1", "No"), ("2", "Don't know"), ("3", "Yes"))))
    assert declared["choices"]["options_1"]["max"] == 3
    assert declared["missing_codes"] == {-99: "not answered", -88: "not applicable", -77: "not shown"}


def test_a_missing_code_that_is_an_answer_elsewhere_moves_and_is_said():
    made, declared, _ = drafted(
        DraftItem("a", "A?", options(*AGREE, ("4", "Not applicable"))),
        DraftItem("b", "B?", (), range=(0, 10)),
    )
    assert declared["missing_codes"][-88] == "not applicable"
    assert 4 not in declared["missing_codes"]
    assert any('The code 4 ("Not applicable")' in sentence for sentence in made.losses)


def test_codes_of_letters_become_numbers_and_are_said():
    made, declared, _ = drafted(DraftItem("a", "A?", options(("low", "No"), ("high", "Yes"))))
    assert declared["choices"]["options_1"] == {"min": 1, "max": 2, "labels": {1: "No", 2: "Yes"}}
    assert any("low to high" in sentence for sentence in made.losses)


def test_ids_become_usable_in_conditions_too():
    made, _, rows = drafted(
        DraftItem("1.2", "A?", options(*AGREE)),
        DraftItem("Q 1", "B?", options(*AGREE)),
        DraftItem("q_1", "C?", options(*AGREE), show_if="Q1 = 1"),
        DraftItem("Q_1", "D?", options(*AGREE), show_if="q_1 = 2"),
    )
    assert len({row["item_id"].lower() for row in rows}) == 4
    assert rows[3]["show_if"] == f"{rows[2]['item_id']} = 2"
    assert sum("is now" in sentence for sentence in made.losses) >= 3


def test_a_wording_that_a_spreadsheet_would_run_is_kept_from_running():
    made, _, rows = drafted(DraftItem("a", "=cmd|' /C calc'!A0", options(*AGREE)))
    assert rows[0]["wording"].startswith("'=")
    assert any("formula" in sentence for sentence in made.losses)


def test_a_draft_never_replaces_an_instrument(small_study):
    with pytest.raises(StudyProblems):
        draft_instrument(FILES / "views.qsf", small_study / STAFF)
    with pytest.raises(StudyProblems):
        draft_instrument(FILES / "views.qsf", small_study / "instruments" / "2 views")


# --- locks ---


def test_a_locked_instrument_is_sound_until_it_changes(small_study):
    path, lock = lock_instrument(small_study, "staff_survey", DAY)
    assert path == small_study / STAFF / "instrument.lock.yaml"
    study = load_study(small_study)
    assert "instruments/staff_survey/instrument.lock.yaml" in {read.file for read in study.files}
    edit(small_study / STAFF / "items.csv", "I know the first thing.", "I know the very first thing.")
    assert problems_of(small_study) == (
        "The study has 1 problem.\n"
        'instruments/staff_survey/instrument.yaml, line 3: version: found "1.0.0", although this changed '
        "since 1.0.0 was locked on 2024-01-31: wording of item know1; allowed: 2.0.0 or above, as wording or "
        "scoring changed.\n  Restore the locked content, or raise the version and lock it again: "
        'impl-eval instrument lock staff_survey --amend "reason".'
    )
    with pytest.raises(StudyProblems, match="1 problem"):
        lock_instrument(small_study, "staff_survey", DAY, "clearer")
    edit(small_study / STAFF / "instrument.yaml", "version: 1.0.0", "version: 2.0.0")
    assert '"2.0.0", which is not locked (the lock is of 1.0.0)' in problems_of(small_study)
    with pytest.raises(StudyProblems):
        lock_instrument(small_study, "staff_survey", DAY)
    _, again = lock_instrument(small_study, "staff_survey", DAY, "clearer")
    assert [one.sha256 for one in again.amendments] == [lock.fingerprint.sha256]
    assert load_study(small_study).instruments[0].version == "2.0.0"


def test_comments_and_layout_do_not_break_a_lock(small_study):
    lock_instrument(small_study, "staff_survey", DAY)
    edit(
        small_study / STAFF / "instrument.yaml", "title: Staff survey", "# A comment.\ntitle:   Staff survey"
    )
    load_study(small_study)


def test_an_edited_lock_is_refused(small_study):
    path, _ = lock_instrument(small_study, "staff_survey", DAY)
    text = path.read_text(encoding="utf-8")
    path.write_text(
        re.sub(r"(item know1: )'?[0-9a-f]{16}'?", r"\g<1>'0000000000000000'", text), encoding="utf-8"
    )
    assert "found parts that do not have this hash" in problems_of(small_study)


# --- shells, advice, library ---


def test_a_shell_scores_as_well_as_any_instrument(small_study):
    with_wording = load_study(small_study)
    file = small_study / STAFF / "items.csv"
    rows = [row.rsplit(",", 1)[0] + "," for row in file.read_text(encoding="utf-8").splitlines()[1:]]
    header = file.read_text(encoding="utf-8").splitlines()[0]
    file.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    edit(small_study / STAFF / "instrument.yaml", "text_included: yes", "text_included: no")
    study = load_study(small_study)
    assert study.instruments[0].is_shell
    np.testing.assert_array_equal(study.responses[0].values, with_wording.responses[0].values)
    assert "a shell: ids, scales and scoring without the wording" in {one.found for one in study.advice}


def test_advice_stands_in_the_study_with_file_and_line(small_study):
    (advice,) = load_study(small_study).advice
    assert (advice.file, advice.line) == ("instruments/staff_survey/instrument.yaml", 34)
    assert advice.found == "the scale sureness with one item"


def test_one_id_in_two_instruments_with_two_meanings_is_advised_on(small_study):
    import shutil

    other = small_study / "instruments" / "other"
    shutil.copytree(small_study / STAFF, other)
    edit(other / "instrument.yaml", "id: staff_survey", "id: other")
    edit(other / "items.csv", "I know the first thing.", "Something else.")
    edit(small_study / "study.yaml", "  - staff_survey\n", "  - staff_survey\n  - other\n")
    found = [one for one in load_study(small_study).advice if "not comparable" in one.remedy]
    assert [(one.file, one.line) for one in found] == [("instruments/other/items.csv", 2)]


EXPECTED = {
    "aim_iam_fim": {"acceptability": 4, "appropriateness": 4, "feasibility": 4},
    "nomad": {
        "coherence": 4, "cognitive_participation": 4, "collective_action": 7, "reflexive_monitoring": 5,
    },
    "oric": {"change_commitment": 5, "change_efficacy": 7},
}  # fmt: skip


@pytest.mark.parametrize("name", LIBRARY_IDS)
def test_an_instrument_of_the_library_is_sound_and_a_shell(name):
    loaded = load_library_instrument(name)
    assert loaded.instrument.is_shell
    assert loaded.instrument.licence.source_url.startswith("https://doi.org/")
    assert all(scale.mid is None for scale in loaded.instrument.scales)
    assert len(loaded.advice) == 1


@pytest.mark.parametrize("name", EXPECTED)
def test_numbers_of_items_are_those_of_the_publications(name):
    """Weiner 2017: 4 + 4 + 4. Finch 2018: 4 + 4 + 7 + 5 and 3 general items. Shea 2014: 5 + 7."""
    one = load_library_instrument(name).instrument
    assert {scale.id: len(one.items_of(scale.id)) for scale in one.scales} == EXPECTED[name]
    reverse = [item.id for item in one.items if item.reverse_scored]
    assert reverse == (["nomad_ca2"] if name == "nomad" else [])
    assert len(one.items_of("unscored")) == (3 if name == "nomad" else 0)
    assert {(one.choices[item.choices].min, one.choices[item.choices].max) for item in one.items} == (
        {(0, 10), (1, 5)} if name == "nomad" else {(1, 5)}
    )


def test_dibq_is_a_frame_of_six_domains_on_seven_points():
    one = load_library_instrument("dibq").instrument
    assert [len(one.items_of(scale.id)) for scale in one.scales] == [3] * 6
    assert (one.choices["agreement_7"].min, one.choices["agreement_7"].max) == (1, 7)


def test_the_library_lists_its_files():
    files = {
        str(path.relative_to(library_root())) for path in library_root().rglob("*.*") if path.suffix != ".md"
    }
    assert files == set(LIBRARY_FILES)


def test_an_instrument_is_added_once(small_study):
    paths = add_from_library(small_study, "nomad")
    assert [path.name for path in paths] == ["instrument.yaml", "items.csv"]
    assert load_instrument(small_study, "nomad").instrument == load_library_instrument("nomad").instrument
    with pytest.raises(StudyProblems):
        add_from_library(small_study, "nomad")
    with pytest.raises(StudyProblems) as refusal:
        add_from_library(small_study, "nomda")
    assert "Did you mean nomad?" in describe_problems(refusal.value.problems)


def test_the_lock_is_plain_yaml(small_study):
    path, lock = lock_instrument(small_study, "staff_survey", DAY)
    declared = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert declared["fingerprint"]["sha256"] == lock.fingerprint.sha256
    assert json.dumps(declared["fingerprint"]["wording"])
