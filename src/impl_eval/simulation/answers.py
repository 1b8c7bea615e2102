"""The answers of simulated respondents: what they tick, and which answers are lost and why."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from impl_eval.instruments import Instrument
from impl_eval.instruments.model import MissingKind
from impl_eval.simulation.latent import latent_means, to_options
from impl_eval.simulation.respondents import SimulatedRespondents
from impl_eval.simulation.truth import SimulationTruth, item_means

ANSWERED, NOT_ANSWERED, NOT_APPLICABLE = 0, 1, 2


@dataclass(frozen=True)
class SimulatedAnswers:
    """Rows of answers before they become text.

    `respondent` (n) is an index into the people, `is_follow_up` (n) the timepoint. `ticked` (n x k)
    holds the response option of each item, reversed items as respondents tick them, and `reasons`
    (n x k) which of them are lost and why.
    """

    people: SimulatedRespondents
    respondent: npt.NDArray[np.int64]
    is_follow_up: npt.NDArray[np.bool_]
    ticked: npt.NDArray[np.float64]
    reasons: npt.NDArray[np.int8]


def draw_answers(
    instrument: Instrument,
    truth: SimulationTruth,
    people: SimulatedRespondents,
    n_sites: int,
    rng: np.random.Generator,
) -> SimulatedAnswers:
    """Draw every answer of every respondent, at the timepoints at which they answer."""
    respondent = np.concatenate([np.flatnonzero(people.at_baseline), np.flatnonzero(people.at_follow_up)])
    is_follow_up = np.arange(len(respondent)) >= np.count_nonzero(people.at_baseline)
    options = [instrument.options_of(item) for item in instrument.items]
    minimum = np.array([option.min for option in options], dtype=np.float64)
    maximum = np.array([option.max for option in options], dtype=np.float64)
    effects = _random_effects(instrument, truth, people, n_sites, rng)[respondent]
    site_change = rng.normal(0, truth.site_change_sd, n_sites)[people.site[respondent]]
    effects += np.where(is_follow_up, site_change, 0.0)[:, None]
    effects += rng.normal(0, truth.residual_sd, effects.shape)
    width = (maximum - minimum) / 4
    before, after = _latent_means(instrument, truth, minimum, maximum)
    scored = to_options(np.where(is_follow_up[:, None], after, before) + width * effects, minimum, maximum)
    is_reversed = np.array([item.reverse_scored for item in instrument.items])
    return SimulatedAnswers(
        people=people,
        respondent=respondent,
        is_follow_up=is_follow_up,
        ticked=np.where(is_reversed, minimum + maximum - scored, scored),
        reasons=_reasons(instrument, truth, scored.shape, rng),
    )


def _random_effects(
    instrument: Instrument,
    truth: SimulationTruth,
    people: SimulatedRespondents,
    n_sites: int,
    rng: np.random.Generator,
) -> npt.NDArray[np.float64]:
    """Return people x k effects that stay over time: of the site, the person, the person on a scale."""
    n = len(people.codes)
    names = sorted({item.scale for item in instrument.items})
    scale_of_item = np.array([names.index(item.scale) for item in instrument.items])
    site = rng.normal(0, truth.site_sd, n_sites)[people.site]
    person = rng.normal(0, truth.respondent_sd, n)
    own_level = rng.normal(0, truth.scale_sd, (n, len(names)))
    return np.asarray((site + person)[:, None] + own_level[:, scale_of_item])


def _latent_means(
    instrument: Instrument,
    truth: SimulationTruth,
    minimum: npt.NDArray[np.float64],
    maximum: npt.NDArray[np.float64],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    before, after = item_means(truth, instrument)
    variance = truth.site_sd**2 + truth.respondent_sd**2 + truth.scale_sd**2 + truth.residual_sd**2
    width = (maximum - minimum) / 4
    sd_before = width * np.sqrt(variance)
    sd_after = width * np.sqrt(variance + truth.site_change_sd**2)
    return (
        latent_means(np.array(before), sd_before, minimum, maximum),
        latent_means(np.array(after), sd_after, minimum, maximum),
    )


def _reasons(
    instrument: Instrument, truth: SimulationTruth, shape: tuple[int, ...], rng: np.random.Generator
) -> npt.NDArray[np.int8]:
    lot = rng.random(shape)
    not_answered = lot < truth.missing_share
    not_applicable = ~not_answered & (lot < truth.missing_share + truth.not_applicable_share)
    if missing_code(instrument, "not applicable") is None:
        not_applicable = np.zeros(shape, dtype=np.bool_)
    return (NOT_ANSWERED * not_answered + NOT_APPLICABLE * not_applicable).astype(np.int8)


def missing_code(instrument: Instrument, kind: MissingKind) -> str | None:
    """Return the instrument's code for a kind of missing answer as text, or None where it has none."""
    return next((str(code) for code, its_kind in instrument.missing_codes.items() if its_kind == kind), None)
