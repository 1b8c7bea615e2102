"""How many people were invited and eligible at each site: numbers that fit a simulated survey."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from impl_eval.simulation.survey import SimulatedSurvey
from impl_eval.simulation.table import SIMULATED_COLUMN, SIMULATED_MARK, SimulatedTable
from impl_eval.simulation.truth import SimulationTruth

INVITATION_COLUMNS = (SIMULATED_COLUMN, "site", "timepoint", "invited", "eligible")
NOT_ELIGIBLE_SHARE = 0.05
_STREAM = 1


def simulate_invitations(
    survey: SimulatedSurvey,
    truth: SimulationTruth,
    *,
    sites: Sequence[str],
    timepoints: Sequence[str],
    seed: int | None = None,
) -> SimulatedTable:
    """Return one row for each site and timepoint: answering <= eligible <= invited.

    Eligible are those invited who turn out to prescribe there; about `response_share` of them answer.
    """
    rng = np.random.default_rng([truth.seed if seed is None else seed, _STREAM])
    answering = Counter(zip(survey.column("practice"), survey.column("timepoint"), strict=True))
    silent_for_each = 1 / truth.response_share - 1
    rows = []
    for timepoint in timepoints:
        for site in sites:
            here = answering[site, timepoint]
            eligible = max(1, here + int(rng.poisson(here * silent_for_each)))
            invited = eligible + int(rng.binomial(eligible, NOT_ELIGIBLE_SHARE))
            rows.append((SIMULATED_MARK, site, timepoint, str(invited), str(eligible)))
    return SimulatedTable(INVITATION_COLUMNS, tuple(rows))
