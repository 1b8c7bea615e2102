"""What people write for the report: read with file and line, and refused with exact words."""

from pathlib import Path

import pytest

from impl_eval.errors import StudyProblems, describe_problem, describe_problems
from impl_eval.protocols.checklists import CHECKLIST_IDS
from impl_eval.study.load import load_study
from impl_eval.study.report_inputs import load_checklists
from impl_eval.study.template import skeletons
from tests.shared import ROOT

NAMED = """report:
  words: protocols/report.yaml
  programme_description: protocols/programme_description.yaml
  checklist_answers: protocols/checklist_answers.csv
"""
WORDS = "schema: impl-eval/report-words/1\n"
ITEMS = {"stari": 27, "gramms": 6, "cherries": 30, "srqr": 21, "coreq": 32, "tidier": 12}
"""Items of each checklist, as the papers count them (see their citations)."""


def with_files(study: Path, words: str = WORDS, answers: str = "checklist,item,status\n") -> Path:
    """Return a small study that names files for its report."""
    path = study / "study.yaml"
    path.write_text(path.read_text(encoding="utf-8") + NAMED, encoding="utf-8")
    for name, content in skeletons().items():
        (study / name).write_bytes(content)
    (study / "protocols/report.yaml").write_text(words, encoding="utf-8")
    (study / "protocols/checklist_answers.csv").write_text(answers, encoding="utf-8")
    return study


def refusal(study: Path) -> str:
    with pytest.raises(StudyProblems) as refused:
        load_study(study)
    return describe_problems(refused.value.problems)


def test_checklists_have_as_many_items_as_their_papers_and_no_published_sentence() -> None:
    checklists = load_checklists()
    assert {one.id: len(one.numbers) for one in checklists} == ITEMS
    assert tuple(ITEMS) == CHECKLIST_IDS
    for checklist in checklists:
        assert len({(item.number, item.column) for item in checklist.items}) == len(checklist.items)
        assert len(checklist.verified) > 40
        assert checklist.link.startswith("https://doi.org/")
        assert all(len(item.label.split()) <= 14 for item in checklist.items)


def test_stari_asks_ten_items_of_the_strategy_and_of_the_programme() -> None:
    """Which items stand in both columns of the paper's table: from knowledge of it, see the file."""
    (stari, *others) = load_checklists()
    both = ("strategy", "intervention")
    asked = {number: stari.columns_of(number) for number in stari.numbers}
    twice = [number for number, columns in asked.items() if columns == both]
    assert twice == ["4", "8", "9", "11", "13", "17", "18", "20", "22", "26"]
    assert all(not columns for number, columns in asked.items() if number not in twice)
    assert {stari.column_label(item) for item in stari.items} == {"Strategy", "Programme", "Both"}
    assert all(not one.columns and not any(item.column for item in one.items) for one in others)


def test_a_study_without_such_files_has_nothing_written(small_study: Path) -> None:
    written = load_study(small_study).written
    assert written.words.recommendations == ()
    assert written.description.why is None
    assert written.answers == ()


def test_the_forms_of_a_new_study_are_sound_and_say_nothing(small_study: Path) -> None:
    forms = skeletons()
    study = with_files(small_study, forms["protocols/report.yaml"].decode())
    written = load_study(study).written
    assert written == load_study(small_study).written


def test_every_line_of_the_form_is_read_once_its_mark_is_taken_away(small_study: Path) -> None:
    """Whoever fills the form in gets a sound file, and no key of the model is missing from it."""
    filled = [
        line[1:] if line.startswith("#") and ":" in line and not line.startswith("# ") else line
        for line in skeletons()["protocols/report.yaml"].decode().splitlines()
    ]
    lines = [line[1:] if line.startswith("#  ") else line for line in filled]
    written = load_study(with_files(small_study, "\n".join(lines) + "\n")).written.words
    assert written.recommendations[0].evidence == ("headline",)
    assert written.discussion.costs
    for part in (written.background, written.approach, written.discussion, written.statements):
        assert all(getattr(part, name) for name in type(part).model_fields)


def test_the_reference_study_has_words_and_says_that_they_are_an_example() -> None:
    written = load_study(ROOT).written
    assert len(written.words.recommendations) == 5
    assert written.words.document.approved_by is None
    assert "example" in (ROOT / "protocols/report.yaml").read_text(encoding="utf-8")
    assert len(written.answers) == 12


def test_a_file_that_is_not_there_is_told(small_study: Path) -> None:
    study = with_files(small_study)
    (study / "protocols/report.yaml").unlink()
    assert 'report > words: found "protocols/report.yaml"' in refusal(study)


def test_recommendations_rest_on_findings_that_exist(small_study: Path) -> None:
    words = WORDS + (
        "recommendations:\n"
        "  - {id: a, what: Go on, evidence: [knowlege]}\n"
        "  - {id: a, what: Go on, strength: very}\n"
    )
    text = refusal(with_files(small_study, words))
    assert 'recommendations > a > strength: found "very"; allowed: strong, moderate or tentative' in text
    words = words.replace(", strength: very", "")
    (small_study / "protocols/report.yaml").write_text(words, encoding="utf-8")
    assert refusal(small_study) == (
        "The study has 2 problems.\n"
        'protocols/report.yaml, line 3: recommendations > a > evidence > entry 1: found "knowlege"; '
        "allowed: headline, outcomes, harms, participants, joint, knowledge, trust.\n"
        "  Did you mean knowledge?\n"
        'protocols/report.yaml, line 4: recommendations > a > id: found "a" a second time; '
        "allowed: each recommendation once."
    )


def test_a_final_report_has_been_approved_by_somebody(small_study: Path) -> None:
    text = refusal(with_files(small_study, WORDS + "document: {status: final}\n"))
    assert "document: found a final report that nobody approved; allowed: approved_by with a name" in text


def test_an_unknown_key_gets_the_nearest_one(small_study: Path) -> None:
    text = refusal(with_files(small_study, WORDS + "statments: {ethics: none}\n"))
    assert 'found the unknown key "statments"' in text
    assert "Did you mean statements?" in text


def test_answers_to_checklists_name_items_that_exist_and_say_why(small_study: Path) -> None:
    answers = (
        "checklist,item,status,reason,where\n"
        "stari,28,done,,\n"
        "srqr,5,done,,\n"
        "gramms,1,not applicable,,\n"
        "gramms,2,finished,,\n"
        "star,2,done,,\n"
        "tidier,1,done,,\n"
        "tidier,1,done,,\n"
    )
    assert refusal(with_files(small_study, answers=answers)) == (
        "The study has 6 problems.\n"
        'protocols/checklist_answers.csv, line 2: column item: found "28"; allowed: 1 to 27.\n'
        'protocols/checklist_answers.csv, line 3: column item: found "5"; allowed: S1 to S21.\n'
        'protocols/checklist_answers.csv, line 4: column reason: found no reason for "not applicable"; '
        "allowed: a few words, unless the status is done.\n"
        'protocols/checklist_answers.csv, line 5: column status: found "finished"; allowed: done, partly, '
        "missing or not applicable.\n"
        'protocols/checklist_answers.csv, line 6: column checklist: found "star"; allowed: stari, gramms, '
        "cherries, srqr, coreq or tidier.\n"
        "  Did you mean stari?\n"
        "protocols/checklist_answers.csv, line 8: column item: found item 1 of tidier a second time; "
        "allowed: each item once."
    )


def test_each_column_of_an_item_has_an_answer_of_its_own(small_study: Path) -> None:
    answers = (
        "checklist,item,column,status,reason,where\n"
        "stari,13,strategy,done,,Finance paper\n"
        "stari,13,intervention,not applicable,No costs were asked for,\n"
        "stari,1,,done,,\n"
    )
    study = load_study(with_files(small_study, answers=answers))
    assert [(one.item, one.column, one.status) for one in study.written.answers] == [
        ("13", "strategy", "done"),
        ("13", "intervention", "not applicable"),
        ("1", "", "done"),
    ]
    assert not [one for one in study.advice if "checklist_answers" in one.file]


def test_an_older_file_without_columns_is_read_and_says_what_to_do(small_study: Path) -> None:
    answers = "checklist,item,status,reason,where\nstari,13,done,,\nstari,1,done,,\ngramms,1,done,,\n"
    study = load_study(with_files(small_study, answers=answers))
    assert [one.column for one in study.written.answers] == ["", "", ""]
    (advice,) = [one for one in study.advice if "checklist_answers" in one.file]
    assert describe_problem(advice) == (
        "protocols/checklist_answers.csv, line 2: column item: found one answer for item 13 of stari, which "
        "asks about strategy and intervention; allowed: an answer for each.\n"
        "  It counts for both. To tell them apart, write strategy or intervention into the column "
        '"column", one row for each.'
    )


def test_columns_are_those_of_the_item_and_answered_once(small_study: Path) -> None:
    answers = (
        "checklist,item,column,status\n"
        "stari,13,stratgy,done\n"
        "stari,3,strategy,done\n"
        "gramms,1,strategy,done\n"
        "stari,20,strategy,done\n"
        "stari,20,strategy,done\n"
        "stari,22,,done\n"
        "stari,22,intervention,done\n"
    )
    assert refusal(with_files(small_study, answers=answers)) == (
        "The study has 5 problems.\n"
        'protocols/checklist_answers.csv, line 2: column column: found "stratgy"; allowed: strategy or '
        "intervention.\n"
        "  Did you mean strategy?\n"
        'protocols/checklist_answers.csv, line 3: column column: found "strategy"; allowed: nothing: item 3 '
        "is asked once.\n"
        'protocols/checklist_answers.csv, line 4: column column: found "strategy"; allowed: nothing: item 1 '
        "is asked once.\n"
        "protocols/checklist_answers.csv, line 6: column item: found item 20 of stari for strategy a second "
        "time; allowed: each item once.\n"
        "protocols/checklist_answers.csv, line 8: column item: found item 22 of stari once with a column and "
        "once without; allowed: one answer for the item, or one for each of its columns."
    )


def test_an_unknown_column_of_the_file_gets_the_nearest_one(small_study: Path) -> None:
    text = refusal(with_files(small_study, answers="checklist,item,colum,status\nstari,13,strategy,done\n"))
    assert 'header row: found the unknown column "colum"' in text
    assert "Did you mean column?" in text


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("logo: nonee\n", 'found the logo "nonee"; allowed: none, placeholder, or the path of a picture'),
        ("logo: logo.gif\nlogo_alt: Ours\n", 'found the logo "logo.gif"'),
        ("logo: logo.png\n", "found a logo that nothing stands for; allowed: logo_alt with words for it"),
        ("logo_alt: Ours\n", "found logo_alt without a picture"),
        ("logo: ../logo.png\nlogo_alt: Ours\n", "lies outside the study"),
    ],
)
def test_a_logo_is_none_a_place_or_a_picture_with_words(small_study: Path, words: str, told: str) -> None:
    (small_study.parent / "logo.png").write_bytes(b"")
    assert told in refusal(with_files(small_study, WORDS + words))


def test_a_study_without_a_word_on_it_has_a_place_for_a_logo(small_study: Path) -> None:
    written = load_study(with_files(small_study)).written
    assert (written.words.logo, written.words.logo_file, written.logo) == ("placeholder", None, None)
