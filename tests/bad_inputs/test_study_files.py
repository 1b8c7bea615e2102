"""Bad inputs 13 to 20: study files. Each through the real command line, with its exact message.

The numbers are those of our list of forty bad inputs. Survey files, 1 to 12, are in test_survey_files.py.
"""

import time
from pathlib import Path

import pytest

from tests.command_line import impl_eval_here as impl_eval

PLAN, INSTRUMENT = "protocols/analysis_plan.yaml", "instruments/staff_survey/instrument.yaml"


def change(study: Path, name: str, old: str, new: str) -> None:
    text = (study / name).read_text(encoding="utf-8")
    assert old in text
    (study / name).write_text(text.replace(old, new, 1), encoding="utf-8")


def refusal(study: Path) -> str:
    """Return what `run` says of a study with problems; nothing may have been written."""
    before = {path: path.read_bytes() for path in sorted(study.rglob("*")) if path.is_file()}
    done = impl_eval("run", study)
    assert done.returncode == 3
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert {path: path.read_bytes() for path in sorted(study.rglob("*")) if path.is_file()} == before
    return done.stderr


def test_13_a_tab_as_indent(small_study: Path) -> None:
    change(small_study, PLAN, "  - knowledge", "\t- knowledge")
    assert refusal(small_study) == (
        "The study has 1 problem.\n"
        "protocols/analysis_plan.yaml, line 7: found a tab before the text; allowed: spaces.\n"
        "  Replace the tab by two spaces.\n"
    )


def test_13_an_unclosed_quote(small_study: Path) -> None:
    change(small_study, PLAN, "headline: sureness", 'headline: "sureness')
    first, second, *_ = refusal(small_study).splitlines()
    assert first == "The study has 1 problem."
    assert second.startswith("protocols/analysis_plan.yaml, line 10: found text that cannot be read as YAML")


def test_14_an_unknown_key_with_the_nearest_one(small_study: Path) -> None:
    change(small_study, PLAN, "headline_items:", "headline_itmes:")
    text = refusal(small_study)
    assert 'line 5: headline_itmes: found the unknown key "headline_itmes"' in text
    assert "Did you mean headline_items?" in text


def test_15_a_key_twice(small_study: Path) -> None:
    change(small_study, PLAN, "headline: sureness", "headline: sureness\nheadline: trust")
    assert 'found the key "headline" a second time (first in line 4)' in refusal(small_study)


def test_15_no_and_leading_zeros_stay_text_until_a_field_says_otherwise(small_study: Path) -> None:
    """`NO` is a name here and no false; 012 is a text where text is asked for and 12 where a number is."""
    change(small_study, PLAN, "headline: sureness", "headline: NO")
    change(small_study, PLAN, "smallest_count_shown: 1", "smallest_count_shown: 012x")
    assert refusal(small_study) == (
        "The study has 1 problem.\n"
        'protocols/analysis_plan.yaml, line 9: smallest_count_shown: found "012x"; allowed: a whole number.\n'
    )
    change(small_study, PLAN, "smallest_count_shown: 012x", "smallest_count_shown: 012")
    assert 'headline: found "NO", which is no scale of an instrument' in refusal(small_study)


def test_16_a_reverse_scored_item_that_does_not_exist_and_a_range_the_wrong_way_round(
    small_study: Path,
) -> None:
    change(small_study, INSTRUMENT, "reverse_scored_items: [know3]", "reverse_scored_items: [know9]")
    change(small_study, INSTRUMENT, "    min: 0\n    max: 10", "    min: 10\n    max: 0")
    text = refusal(small_study)
    assert 'reverse_scored_items > entry 1: found "know9"' in text
    assert "choices > sure11 > max: found 0; allowed: a number above min (10)" in text


def test_17_two_instruments_with_one_id(small_study: Path) -> None:
    change(small_study, "study.yaml", "  - staff_survey", "  - staff_survey\n  - staff_survey")
    assert 'instruments > entry 2: found "staff_survey" a second time; allowed: each once' in refusal(
        small_study
    )


@pytest.mark.parametrize(
    "bomb",
    [
        "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
        "deep: " + "[" * 10_000,
        "long: '" + "x" * 20_000_000 + "'\n",
    ],
    ids=["aliases", "depth", "length"],
)
def test_18_a_bomb_is_refused_at_once(small_study: Path, bomb: str) -> None:
    (small_study / PLAN).write_text(bomb, encoding="utf-8")
    started = time.monotonic()
    text = refusal(small_study)
    assert "protocols/analysis_plan.yaml" in text
    assert len(text) < 2_000
    assert time.monotonic() - started < 30  # a bomb that goes off takes minutes; a slow machine does not


def test_19_a_file_of_a_newer_version(small_study: Path) -> None:
    change(small_study, PLAN, "impl-eval/analysis-plan/1", "impl-eval/analysis-plan/2")
    assert refusal(small_study) == (
        "The study has 1 problem.\n"
        "protocols/analysis_plan.yaml, line 1: schema: found a text of 25 characters; allowed: "
        "impl-eval/analysis-plan/1.\n"
        "  The file was made for a newer impl-eval (format 2; this one reads 1): install that one. "
        "Do not change the number: the file may say things that this version would misread.\n"
    )


def test_20_a_path_outside_the_study(small_study: Path) -> None:
    change(small_study, "study.yaml", "quantitative/sites.csv", "../../etc/passwd")
    assert 'found "../../etc/passwd", which lies outside the study' in refusal(small_study)


def test_20_a_link_that_leads_outside_the_study(small_study: Path, tmp_path: Path) -> None:
    outside = tmp_path / "elsewhere.csv"
    outside.write_bytes((small_study / "quantitative/sites.csv").read_bytes())
    (small_study / "quantitative/sites.csv").unlink()
    (small_study / "quantitative/sites.csv").symlink_to(outside)
    assert "which lies outside the study" in refusal(small_study)
