"""From answers to results on data whose results were computed in R, or are facts of the file."""

import csv
import json
from collections import Counter

import numpy as np
import pytest

from impl_eval.quantitative.responses import NOT_ANSWERED, Responses
from impl_eval.quantitative.survey_strand import survey_strand
from tests.quantitative.builders import labels_for, reference_plan, responses_of, small_instrument
from tests.shared import shared_path

MECHANISMS = ("knowledge", "skills", "role", "outcome_expect", "resources", "reinforcement")
ANXIETY_REVERSED = (
    *("calm", "secure", "at.ease", "rested", "comfortable"),
    *("confident", "relaxed", "content", "joyful", "pleasant"),
)


def found_by_id(result):
    return {reported.id: reported.estimate for reported in result.section.reported}


@pytest.fixture(scope="module")
def partially_matched():
    items = {name: tuple(f"{name}_{number}" for number in (1, 2, 3)) for name in MECHANISMS}
    instrument = small_instrument(items, reverse=[names[2] for names in items.values()])
    path = shared_path("known-answers/data/synthetic_partially_matched.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    waves = {"0": "baseline", "1": "follow_up"}
    cells = [
        (
            row["practice"],
            row["person"],
            "gp",
            waves[row["wave"]],
            *(row[item.id] for item in instrument.items),
        )
        for row in rows
    ]
    responses = responses_of(instrument, cells)
    plan = reference_plan(instrument, headline="knowledge", headline_items=[], family=MECHANISMS)
    return found_by_id(survey_strand(responses, plan, labels=labels_for(sorted({row[0] for row in cells}))))


def test_changes_known_answer_from_r(partially_matched):
    """R 4.2.2, expected.json, synthetic_lmm: clubSandwich CR2 on OLS, and the paired t test."""
    expected = json.loads(shared_path("known-answers/expected.json").read_text(encoding="utf-8"))
    for scale in ("knowledge", "role"):
        known = expected["synthetic_lmm"][scale]
        values = {
            "mean_change.all_rows": known["ols_CR2"]["beta"][1],
            "standard_error.all_rows": known["ols_CR2"]["se"][1],
            "degrees_of_freedom.all_rows": known["ols_CR2"]["df"][1],
            "p_value.all_rows": known["ols_CR2"]["p"][1],
            "mean_change.paired": known["paired_mean"],
            "p_value.paired": known["paired_only"],
            "count.paired": known["n_both"],
        }
        for what, value in values.items():
            assert partially_matched[f"survey.{scale}.{what}"].value == pytest.approx(value, rel=1e-8), what
        assert partially_matched[f"survey.{scale}.mean_change.all_rows"].n == known["n_obs"]


def test_the_change_of_the_issue(partially_matched):
    """The figures the issue names: knowledge .4107, standard error .1147, df 20.3."""
    assert partially_matched["survey.knowledge.mean_change.all_rows"].value == pytest.approx(0.4107, abs=5e-5)
    assert partially_matched["survey.knowledge.standard_error.all_rows"].value == pytest.approx(
        0.1147, abs=5e-5
    )
    assert partially_matched["survey.knowledge.degrees_of_freedom.all_rows"].value == pytest.approx(
        20.3, abs=0.05
    )


def anxiety_responses():
    with shared_path("real/surveys/state_anxiety_two_occasions.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        rows = list(csv.DictReader(file))
    names = [name for name in rows[0] if name not in ("study", "time", "id", "")]
    items = tuple(names)
    instrument = small_instrument(
        {"anxiety": tuple(name.replace(".", "_") for name in items)},
        reverse=[name.replace(".", "_") for name in ANXIETY_REVERSED],
        min_valid=16,
        high=4,
    )
    times = {"1": "baseline", "2": "follow_up"}
    cells = np.array([[row[name] for name in items] for row in rows])
    missing = np.isin(cells, ["", "NA"])
    keys = [(row["study"], row["time"], row["id"]) for row in rows]
    twice = {key for key, number in Counter(keys).items() if number > 1}
    return Responses(
        instrument=instrument,
        respondent_id=np.array([row["id"] for row in rows]),
        site=np.array([row["study"] for row in rows]),
        stakeholder_group=np.full(len(rows), ""),
        timepoint=np.array([times.get(row["time"], f"time_{row['time']}") for row in rows]),
        values=np.where(missing, "nan", cells).astype(np.float64),
        reasons=np.where(missing, NOT_ANSWERED, 0).astype(np.int8),
        duplicated=np.array([key in twice for key in keys]),
    )


def test_facts_of_the_state_anxiety_file():
    """SOURCES.md: 4,292 rows; one key twice, quarantined; 28 rows without any answer."""
    responses = anxiety_responses()
    timepoints = {name: name for name in ("baseline", "follow_up", "time_3", "time_4")}
    labels = labels_for(np.unique(responses.site).tolist(), places=("all",), timepoints=timepoints)
    plan = reference_plan(responses.instrument, headline="anxiety", headline_items=[], family=[])
    result = survey_strand(responses, plan, labels=labels)
    found = found_by_id(result)
    answering = sum(found[f"survey.respondents.answering.{name}"].value for name in timepoints)
    silent = sum(found[f"survey.respondents.without_answers.{name}"].value for name in timepoints)
    assert (len(responses), answering + silent, silent) == (4292, 4292, 28)
    assert found["survey.respondents.quarantined"].value == 2
    assert any(caution.startswith("2 rows are quarantined") for caution in result.section.cautions)
    assert found["survey.anxiety.mean_change.paired"].low is not None
