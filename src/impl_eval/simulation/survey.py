"""A simulated survey export: rows of text as a survey platform would give them.

Pure: the same instrument, truth, sites and seed give the same rows. Nothing is scored here.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from impl_eval.instruments import Instrument
from impl_eval.simulation.answers import (
    NOT_ANSWERED,
    NOT_APPLICABLE,
    SimulatedAnswers,
    draw_answers,
    missing_code,
)
from impl_eval.simulation.respondents import draw_respondents
from impl_eval.simulation.table import SIMULATED_COLUMN, SIMULATED_MARK, SimulatedTable
from impl_eval.simulation.truth import SimulationTruth

RESPONDENT_COLUMNS = (SIMULATED_COLUMN, "respondent", "practice", "role", "timepoint")

SimulatedSurvey = SimulatedTable


def simulate_survey(
    instrument: Instrument,
    truth: SimulationTruth,
    *,
    sites: Sequence[str],
    timepoints: Sequence[str],
    seed: int | None = None,
) -> SimulatedSurvey:
    """Return a survey export as text, one row for each respondent and timepoint.

    Parameters
    ----------
    sites : ids of the sites, in the order of the rows.
    timepoints : id of baseline, or ids of baseline and follow-up.
    seed : instead of the truth's own, for repeated simulation.

    Notes
    -----
    The expected score of every scale is the declared mean, and its expected change the declared
    change. Missing answers are written as the instrument's codes, some of "not answered" as an
    empty cell. Where the instrument has no code for "not applicable", these answers are given.
    """
    if len(timepoints) not in (1, 2):
        raise ValueError("a survey is simulated for one timepoint or two")
    rng = np.random.default_rng(truth.seed if seed is None else seed)
    people = draw_respondents(truth, len(sites), rng)
    answers = draw_answers(instrument, truth, people, len(sites), rng)
    cells = _answer_cells(instrument, answers, rng)
    wanted = len(timepoints) - 1
    order = np.lexsort((answers.respondent, people.site[answers.respondent], answers.is_follow_up))
    rows = tuple(
        (
            SIMULATED_MARK,
            people.codes[answers.respondent[row]],
            sites[people.site[answers.respondent[row]]],
            str(people.group[answers.respondent[row]]),
            timepoints[int(answers.is_follow_up[row])],
            *cells[row].tolist(),
        )
        for row in order
        if answers.is_follow_up[row] <= wanted
    )
    return SimulatedSurvey((*RESPONDENT_COLUMNS, *(item.id for item in instrument.items)), rows)


def _answer_cells(
    instrument: Instrument, answers: SimulatedAnswers, rng: np.random.Generator
) -> npt.NDArray[np.str_]:
    """Return n x k cells: the ticked option, a missing code, or nothing."""
    cells = answers.ticked.astype(np.int64).astype(np.str_).astype("<U12")
    cells[answers.reasons == NOT_APPLICABLE] = missing_code(instrument, "not applicable") or ""
    left_empty = rng.random(cells.shape) < 0.5
    not_answered = answers.reasons == NOT_ANSWERED
    cells[not_answered] = missing_code(instrument, "not answered") or ""
    cells[not_answered & left_empty] = ""
    return cells
