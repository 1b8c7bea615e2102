"""Exports as survey programs really write them: with a column map alone, `check` and `run` go through.

Real files, counted by hand or with the csv module here, and the hand-written twins of tests/readers/survey.
What was left out, recoded or doubtful in a file is told by `check` and stands in the provenance.
"""

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import impl_eval_here as impl_eval
from tests.journeys.export_study import write_export_study
from tests.journeys.real_study import write
from tests.readers.survey.redcap_twins import DICTIONARY, RAW
from tests.readers.survey.twins import EXPORTS
from tests.shared import shared_path

FIXED = "site: {value: A}\ntimepoint: {value: baseline}\n"
TICK = (0, 1, {0: "Not ticked", 1: "Ticked"})


class Journey:
    """A study around one export, checked and run."""

    def __init__(self, folder: Path, export: Path, columns: str, **declared: Any) -> None:
        self.export = f"quantitative/{export.name}"
        self.study = write_export_study(folder / "study", export, columns, **declared)
        checked = impl_eval("check", self.study)
        assert checked.returncode == 0, checked.stderr
        self.told = checked.stdout.partition("Worth a look")[2]
        done = impl_eval("run", self.study)
        assert done.returncode == 0, done.stderr
        provenance = json.loads((self.study / "outputs/internal/provenance.json").read_text(encoding="utf-8"))
        self.inputs = {one["file"]: one for one in provenance["inputs"]}

    @property
    def rows(self) -> tuple[int, int]:
        """Rows read and kept, as the provenance says."""
        survey = self.inputs[self.export]
        return survey["rows_read"], survey["rows_kept"]

    def scored(self) -> list[dict[str, str]]:
        """The rows of the scored data, as a person would open them."""
        with (self.study / "outputs/internal/scored_responses.csv").open(encoding="utf-8-sig") as file:
            return list(csv.DictReader(file))

    def answers(self, item: str) -> list[str]:
        return [row[item] for row in self.scored()]


def test_jisc_in_spss_form(tmp_path: Path) -> None:
    """8 of 13 ticked "Dogs": 0 is declared missing in the file, and is an answer all the same."""
    journey = Journey(
        tmp_path,
        shared_path("real/surveys/jisc_bossier_example.sav"),
        f"{FIXED}items: {{pet: Q2, dogs: Q3_1, cats: Q3_2}}\n",
        choices={"pet": (1, 5, {1: "Dogs", 5: "Whales"}), "tick": TICK},
        items={"pet": "pet", "dogs": "tick", "cats": "tick"},
    )
    assert journey.rows == (13, 13)
    assert Counter(journey.answers("dogs")) == {"1": 8, "0": 5}
    assert "Tick boxes (Q1, Q3_1, " in journey.told
    assert "URN numbers the responses, not the people" in journey.told


def test_jisc_as_coded_csv_with_its_key(tmp_path: Path) -> None:
    export = shared_path("real/surveys/jisc_open_data.en.csv")
    key = shared_path("real/surveys/jisc_open_data-key.en.csv")
    ages = ["18 - 24", "25 - 34", "35 - 44", "45 - 54", "55 - 64", "over 65"]
    journey = Journey(
        tmp_path,
        export,
        f"{FIXED}items: {{age: Q1, data: Q9_1, text: Q9_2}}\n",
        choices={"age": (1, 6, dict(enumerate(ages, 1))), "tick": TICK},
        items={"age": "age", "data": "tick", "text": "tick"},
        beside=[key],
    )
    with export.open(encoding="utf-8") as file:
        submitted = [row for row in csv.DictReader(file) if row["Q1"]]
    assert journey.rows == (68, len(submitted)) == (68, 66)
    for item, column in (("age", "Q1"), ("data", "Q9_1"), ("text", "Q9_2")):
        assert journey.answers(item) == [row[column] for row in submitted]
    assert "Left out: 2 responses (lines 4 and 49): empty submission" in journey.told
    assert f"quantitative/{key.name}" in journey.inputs


def test_jisc_labels_of_another_instrument_are_refused(tmp_path: Path) -> None:
    """Whoever declares the ages the other way round would turn the answers round."""
    ages = ["over 65", "55 - 64", "45 - 54", "35 - 44", "25 - 34", "18 - 24"]
    study = write_export_study(
        tmp_path / "study",
        shared_path("real/surveys/jisc_open_data.en.csv"),
        f"{FIXED}items: {{age: Q1}}\n",
        choices={"age": (1, 6, dict(enumerate(ages, 1)))},
        items={"age": "age"},
        beside=[shared_path("real/surveys/jisc_open_data-key.en.csv")],
    )
    done = impl_eval("run", study)
    assert done.returncode == 3
    assert 'column Q1: found 1 labelled "18 - 24"; allowed: labels as in the instrument' in done.stderr
    assert '`item_values: {age: {"1": 6, "2": 5, "3": 4, "4": 3, "5": 2, "6": 1}}`' in done.stderr
    assert not (study / "outputs").exists()


def test_spss_with_declared_and_undeclared_missing_values(tmp_path: Path) -> None:
    """val1 declares 99 and 999 missing, val2 nothing; -1 is "bad data"; row 3 is blank."""
    export = shared_path("real/surveys/spss_declared_and_undeclared_missing.sav")
    declared: dict[str, Any] = {"choices": {"five": (1, 5, {})}, "items": {"val1": "five", "val3": "five"}}
    refused = impl_eval("check", write_export_study(tmp_path / "bare", export, FIXED, **declared))
    assert refused.returncode == 3
    assert 'found "99" labelled "skipped" in 1 row (row 2)' in refused.stderr
    assert "The file declares this value missing" in refused.stderr
    kinds = (
        "missing_texts: {skipped: not answered, 999: not shown, bad data: not answered, -1: not answered}\n"
    )
    journey = Journey(tmp_path, export, FIXED + kinds, **declared)
    assert journey.rows == (12, 11)
    assert "Left out: row 3: blank." in journey.told
    assert "val1 (99: 1, 999: 1), val3 (99: 1, 999: 1)" in journey.told


def test_spss_with_ranges_of_missing_values(tmp_path: Path) -> None:
    journey = Journey(
        tmp_path,
        shared_path("real/surveys/spss_missing_ranges.sav"),
        f"{FIXED}missing_texts: {{missing: not answered, undetermined: not answered, -3: not answered}}\n",
        choices={
            "three": (1, 3, {1: "low", 2: "medium", 3: "high"}),
            "two": (1, 2, {1: "Male", 2: "Female"}),
        },
        items={"myord": "three", "mylabl": "two"},
    )
    assert journey.rows == (7, 7)
    assert "myord (-1: 1, -3: 1)" in journey.told
    assert journey.answers("myord")[:3] == ["1", "2", "3"]


def test_spss_with_dates_far_away(tmp_path: Path) -> None:
    """No answers in it at all, only dates: read, told, and nothing is estimated."""
    done = impl_eval("preview", shared_path("real/surveys/spss_far_dates.sav"))
    assert done.returncode == 0
    assert "Dates after the year 9999, probably typing errors, in: date.posix." in done.stderr


def test_stata_with_tagged_missing_values(tmp_path: Path) -> None:
    journey = Journey(
        tmp_path,
        shared_path("real/surveys/stata_tagged_missing.dta"),
        f"{FIXED}missing_texts: {{.a: not applicable, .b: not answered}}\n",
        choices={"five": (0, 5, {})},
        items={"var1": "five", "var2": "five", "var9": "five"},
    )
    assert journey.rows == (1, 1)
    assert journey.answers("var9") == ["1"]
    assert "var1 (.a: 1), var2 (.b: 1)" in journey.told


def test_qualtrics_with_its_survey_file(tmp_path: Path) -> None:
    """A preview and an unfinished response are left out; -99 was seen and not answered, -1 is no basis."""
    agree = {1: "Disagree", 5: "Agree"}
    kinds = "missing_texts: {No basis to judge: not applicable, Prefer not to say: not answered}\n"
    journey = Journey(
        tmp_path,
        EXPORTS / "qualtrics.csv",
        f"{FIXED}items: {{sure: Q1, team: Q2_1, refer: Q2_2}}\n{kinds}stored_scores: {{scale_sure: SC0}}\n",
        choices={"sure": (1, 5, {1: "Not at all", 5: "Completely"}), "agree": (1, 5, agree)},
        items={"sure": "sure", "team": "agree", "refer": "agree"},
        beside=[EXPORTS / "qualtrics.qsf"],
    )
    assert journey.rows == (5, 3)
    first, _, third = journey.answers("sure")
    assert (first, third) == ("4", "5")
    for fact in (
        "Left out: 1 response (line 6): previews or tests by the makers of the survey",
        "Left out: 1 response (line 7): not finished",
        "recoded in the survey): Q1 (3, 4, 5)",
        "Columns that name people were not read: IPAddress, RecipientLastName",
    ):
        assert fact in journey.told
    assert "quantitative/qualtrics.qsf" in journey.inputs


def test_qualtrics_of_the_older_kind_with_what_is_usually_left_out(tmp_path: Path) -> None:
    declared: dict[str, Any] = {"choices": {"five": (1, 5, {})}, "items": {"how": "five"}}
    items = f"{FIXED}items: {{how: Q1}}\n"
    journey = Journey(tmp_path / "a", EXPORTS / "qualtrics_legacy.csv", items, **declared)
    assert (journey.rows, journey.answers("how")) == ((3, 2), ["3", "1"])
    kept = f"{items}reading: {{keep_unfinished: yes}}\n"
    journey = Journey(tmp_path / "b", EXPORTS / "qualtrics_legacy.csv", kept, **declared)
    assert (journey.rows, journey.answers("how")) == ((3, 3), ["3", "2", "1"])


def test_limesurvey_with_codes_and_tick_boxes(tmp_path: Path) -> None:
    """A4 is the fourth answer; Y is a tick and a blank cell none, which the map says."""
    columns = (
        'items: {sure: "conf[SQ001]", maths: "TYPstudy[stumat]"}\n'
        'item_values: {five: {A1: 1, A2: 2, A3: 3, A4: 4, A5: 5}, tick: {Y: 1, "": 0}}\n'
    )
    journey = Journey(
        tmp_path,
        EXPORTS / "limesurvey_codes.csv",
        FIXED + columns,
        choices={"five": (1, 5, {}), "tick": TICK},
        items={"sure": "five", "maths": "tick"},
    )
    assert journey.rows == (3, 2)
    assert journey.answers("maths") == ["1", "0"]
    assert journey.answers("sure")[0] == "4"
    assert "Left out: 1 response (line 5): partial: no submit date" in journey.told
    assert '"N/A" means not shown' in journey.told


def test_limesurvey_with_texts(tmp_path: Path) -> None:
    columns = 'items: {one: "How sure are you? [] (column 5)"}\nitem_values: {five: {A1: 1}}\n'
    journey = Journey(
        tmp_path,
        EXPORTS / "limesurvey_texts.csv",
        FIXED + columns,
        choices={"five": (1, 5, {})},
        items={"one": "five"},
    )
    assert (journey.rows, journey.answers("one")) == ((2, 1), ["1"])


def test_microsoft_forms_with_labels_as_answers(tmp_path: Path) -> None:
    labels = {1: "Disagree", 2: "Neither", 3: "Agree"}
    journey = Journey(
        tmp_path,
        EXPORTS / "microsoft.csv",
        f'{FIXED}items: {{sure: "How confident \u2014 today?"}}\n',
        choices={"three": (1, 3, labels)},
        items={"sure": "three"},
    )
    assert (journey.rows, journey.answers("sure")) == ((2, 2), ["3", "1"])
    assert "Columns that name people were not read: Email, Name." in journey.told


def test_google_forms_in_french_with_an_address_twice(tmp_path: Path) -> None:
    stem = "\u00c0 quel point \u00eates-vous d'accord ?"
    journey = Journey(
        tmp_path,
        EXPORTS / "google_horodateur.csv",
        f'{FIXED}respondent: "Quel est votre code personnel ?"\nduplicates: quarantine\n'
        f'items: {{sure: "{stem} [Je suis s\u00fbr]", team: "{stem} [Mon \u00e9quipe aide]"}}\n',
        choices={"five": (1, 5, {})},
        items={"sure": "five", "team": "five"},
    )
    assert (journey.rows, journey.answers("sure")) == ((3, 3), ["4", "2", "5"])
    assert (
        "Possible duplicates: The same e-mail address (Adresse e-mail), once, in 2 responses" in journey.told
    )
    assert "example.org" not in journey.told
    assert all("AB12" not in path.read_text(encoding="utf-8", errors="ignore") for path in files_of(journey))


def files_of(journey: Journey) -> list[Path]:
    return sorted(path for path in (journey.study / "outputs").rglob("*") if path.suffix in {".csv", ".json"})


@pytest.mark.parametrize(
    ("export", "stamp", "rows", "told"),
    [
        ("google_ambiguous.csv", "Timestamp", 2, "Add `date_order: day_first` under `reading`"),
        ("google_zones.csv", "\u30bf\u30a4\u30e0\u30b9\u30bf\u30f3\u30d7", 4, "The time zone IST"),
    ],
)
def test_google_forms_with_dates_in_doubt(
    tmp_path: Path, export: str, stamp: str, rows: int, told: str
) -> None:
    journey = Journey(
        tmp_path,
        EXPORTS / export,
        f'{FIXED}respondent: Your code\nitems: {{sure: "How sure are you?"}}\n'
        f'covariates: {{when: "{stamp}"}}\n',
        choices={"five": (1, 5, {})},
        items={"sure": "five"},
    )
    assert journey.rows == (rows, rows)
    assert told in journey.told


def test_redcap_with_events_as_timepoints(tmp_path: Path) -> None:
    """Two events; a form not completed; a code for "not asked"; the same record twice in an event."""
    write(tmp_path / "Opi_DataDictionary_2024-05-02.csv", DICTIONARY)
    export = tmp_path / "Opi_DATA_2024-05-02_1011.csv"
    write(export, RAW)
    agree = {1: "Strongly disagree", 5: "Strongly agree"}
    columns = (
        "respondent: record_id\nsite: {column: redcap_data_access_group, values: {north: A, south: A}}\n"
        "timepoint:\n  column: redcap_event_name\n"
        "  values: {baseline_arm_1: baseline, followup_arm_1: follow_up}\n"
        "items: {start: q1, how: q2, leaflet: tools___1}\nduplicates: quarantine\n"
        "item_values: {how: {1: 1, 2: 2, 7: -8}}\nmissing_texts: {NASK: not shown}\n"
    )
    journey = Journey(
        tmp_path,
        export,
        columns,
        choices={"agree": (1, 5, agree), "tick": TICK},
        items={"start": "agree", "how": "agree", "leaflet": "tick"},
        missing_codes={-8: "not answered"},
        beside=[tmp_path / "Opi_DataDictionary_2024-05-02.csv"],
        plan="baseline: baseline\nfollow_up: follow_up\n",
    )
    assert journey.rows == (6, 6)
    assert journey.answers("start") == ["4", "3", "3", "3", "5", "5"]
    boxes = [answer for answer in journey.answers("leaflet") if answer in {"0", "1"}]
    assert boxes == ["1", "0", "0", "0", "0"]  # the box of the form that was not completed is no answer
    for fact in (
        "Events in redcap_event_name, which may be timepoints: baseline_arm_1 (4), followup_arm_1 (2).",
        "Possible duplicates: the same record_id in the same event and instance, once",
        "Missing data codes in place of answers: NASK (1).",
        "survey: 2 responses were begun and not completed; what was answered is kept.",
    ):
        assert fact in journey.told
    drafted = impl_eval("preview", journey.study / journey.export, "--study", journey.study)
    assert "  column: redcap_event_name\n" in drafted.stdout
    assert "    baseline_arm_1: ?   # one of: baseline, follow_up\n" in drafted.stdout
    assert "# If it is a score: stored_scores: {scale_agree or scale_tick: total}\n" in drafted.stdout


def test_preview_asks_of_which_kind_tagged_missing_values_are(tmp_path: Path) -> None:
    export = shared_path("real/surveys/stata_tagged_missing.dta")
    study = write_export_study(
        tmp_path / "study",
        export,
        FIXED,
        choices={"five": (0, 5, {})},
        items={"var1": "five", "var2": "five"},
    )
    drafted = impl_eval("preview", export, "--study", study)
    assert drafted.returncode == 0
    asked = "not answered, not applicable or not shown"
    assert (
        f'missing_texts:\n  ".a": ?   # tagged missing .a (missing): {asked}\n'
        f'  ".b": ?   # tagged missing .b: {asked}\n'
    ) in drafted.stdout


def test_preview_proposes_how_to_turn_a_scale(tmp_path: Path) -> None:
    ages = ["over 65", "55 - 64", "45 - 54", "35 - 44", "25 - 34", "18 - 24"]
    export = shared_path("real/surveys/jisc_open_data.en.csv")
    study = write_export_study(
        tmp_path / "study",
        export,
        FIXED,
        choices={"age": (1, 6, dict(enumerate(ages, 1)))},
        items={"Q1": "age"},
        beside=[shared_path("real/surveys/jisc_open_data-key.en.csv")],
    )
    drafted = impl_eval("preview", study / "quantitative" / export.name, "--study", study)
    assert '  age: {"1": 6, "2": 5, "3": 4, "4": 3, "5": 2, "6": 1}   # labels of Q1\n' in drafted.stdout
