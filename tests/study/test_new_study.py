"""init: a new study for another system, at once usable, without a trace of the reference study's places."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from impl_eval.errors import StudyProblems
from impl_eval.study.load import load_study
from impl_eval.study.new_study import new_study, slug
from impl_eval.study.simulate import simulate_study
from impl_eval.study.summary import summarise
from impl_eval.study.template import TEMPLATE_FILES, template_root
from impl_eval.study.yaml_edit import edit_yaml
from tests.shared import ROOT

NAME = "Exampleshire & Borders Integrated Care System"


def place_names() -> set[str]:
    import csv

    with (ROOT / "quantitative" / "sites.csv").open(encoding="utf-8") as file:
        places = {row["place"] for row in csv.DictReader(file)}
    return {*places, "Norfolk", "Waveney", "Yarmouth"}


def texts_of(folder: Path) -> str:
    """Everything readable in a folder, inside zip files too, and the names of the files."""
    parts = []
    for path in sorted(folder.rglob("*")):
        parts.append(path.name)
        if path.is_file() and zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                parts += [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
        elif path.is_file():
            parts.append(path.read_bytes().decode("utf-8", "replace"))
    return "\n".join(parts)


def test_a_new_study_passes_check_and_says_it_is_simulated(tmp_path: Path) -> None:
    new_study(tmp_path / "new", NAME, empty=False)
    study = load_study(tmp_path / "new")
    assert study.simulated
    assert study.declared.ics.name == NAME
    assert study.declared.ics.id == "exampleshire-borders-integrated-care-system"
    assert study.declared.ics.short_name == "Exampleshire & Borders"
    assert len(study.responses[0]) > 100
    assert len(study.interviews.transcripts) == 10


def test_no_place_of_the_reference_study_remains(tmp_path: Path) -> None:
    new_study(tmp_path / "new", NAME, empty=False)
    text = texts_of(tmp_path / "new")
    assert "Exampleshire" in text
    assert not [name for name in place_names() if name.lower() in text.lower()]


def test_its_answers_are_freshly_simulated(tmp_path: Path) -> None:
    new_study(tmp_path / "one", "One ICS", empty=False)
    new_study(tmp_path / "two", "Two ICS", empty=False)
    survey = "quantitative/survey_baseline.csv"
    one, two = ((tmp_path / name / survey).read_bytes() for name in ("one", "two"))
    assert one != two
    assert one != (ROOT / survey).read_bytes()
    simulate_study(tmp_path / "one")
    assert (tmp_path / "one" / survey).read_bytes() == one


def test_an_empty_study_says_what_to_supply_next(tmp_path: Path) -> None:
    new_study(tmp_path / "new", NAME, empty=True)
    study = load_study(tmp_path / "new")
    summary = summarise(study)
    assert not study.simulated
    assert [step.split(":")[0] for step in summary.supply_next] == [
        "in study.yaml", "survey answers", "sites", "transcripts", "programme outcomes",
    ]  # fmt: skip
    assert not (tmp_path / "new/protocols/simulation.yaml").exists()


def test_survey_and_interview_files_stay_out_of_git(tmp_path: Path) -> None:
    import subprocess

    new_study(tmp_path / "new", NAME, empty=False)
    subprocess.run(["git", "init", "-q", str(tmp_path / "new")], check=True)
    command = ["git", "-C", str(tmp_path / "new"), "ls-files", "--others", "--exclude-standard"]
    kept = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    open_tables = ("items.csv", "checklist_answers.csv")
    assert "study.yaml" in kept
    assert "quantitative/survey_columns.yaml" in kept
    assert not [name for name in kept if name.endswith(".csv") and not name.endswith(open_tables)]
    assert not [name for name in kept if "transcripts" in name]


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(StudyProblems, match="1 problems"):
        new_study(tmp_path, NAME, empty=False)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_study_can_be_made_in_the_empty_folder_one_stands_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    new_study(Path(), NAME, empty=False)
    assert load_study(Path()).simulated
    assert [path.name for path in tmp_path.iterdir()] == ["here"]


def test_an_interrupted_init_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(folder: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("impl_eval.study.new_study.simulate_study", interrupt)
    with pytest.raises(KeyboardInterrupt):
        new_study(tmp_path / "new", NAME, empty=False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Sussex ICS", "sussex-ics"), ("Ärzte & Co", "arzte-co"), ("2 Rivers", "ics-2-rivers"), ("!!!", "")],
)
def test_names_become_ids(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_simulating_never_writes_over_real_data(small_study: Path, tmp_path: Path) -> None:
    with pytest.raises(StudyProblems):
        simulate_study(small_study)
    new_study(tmp_path / "new", NAME, empty=False)
    survey = tmp_path / "new/quantitative/survey_baseline.csv"
    real = survey.read_text(encoding="utf-8").replace("yes,", "no,", 1)
    survey.write_text(real, encoding="utf-8")
    with pytest.raises(StudyProblems) as refused:
        simulate_study(tmp_path / "new")
    assert refused.value.problems[0].found == "data without the simulated mark"
    assert survey.read_text(encoding="utf-8") == real


def test_the_reference_study_is_what_its_declared_truth_gives(reference_copy: Callable[[], Path]) -> None:
    folder = reference_copy() / "quantitative"
    names = ("survey_baseline.csv", "survey_follow_up.csv", "invitations.csv", "outcomes.csv")
    for name in names:
        (folder / name).unlink()
    simulate_study(folder.parent)
    for name in names:
        assert (folder / name).read_bytes() == (ROOT / "quantitative" / name).read_bytes()


def test_every_template_file_exists() -> None:
    assert not [name for name in TEMPLATE_FILES if not (template_root() / name).is_file()]


def test_edits_leave_comments_and_other_lines_alone() -> None:
    text = "# top\na: 1   # one\nb:\n  c: two words\n  d: 3\n# between\ne: [1, 2]\nf:\n  - x\n  - y\n"
    edited = edit_yaml(text, {("b", "c"): "name: with colon"}, [("e",), ("f",)])
    assert edited == "# top\na: 1   # one\nb:\n  c: 'name: with colon'\n  d: 3\n# between\n"
    with pytest.raises(KeyError):
        edit_yaml(text, {("b", "zzz"): "1"})


def test_the_list_of_template_files_is_the_one_that_is_packed() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    packed = re.findall(r'^"([^"]+)" = "impl_eval/template/', text, re.MULTILINE)
    assert sorted(packed) == sorted(TEMPLATE_FILES)
