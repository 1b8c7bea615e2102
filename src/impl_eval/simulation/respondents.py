"""The people of a simulated survey: their codes, sites, groups, and when they answer."""

import string
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from impl_eval.simulation.truth import SimulationTruth


@dataclass(frozen=True)
class SimulatedRespondents:
    """n people: their code (unique), site (an index), stakeholder group and when they answer."""

    codes: tuple[str, ...]
    site: npt.NDArray[np.int64]
    group: npt.NDArray[np.str_]
    at_baseline: npt.NDArray[np.bool_]
    at_follow_up: npt.NDArray[np.bool_]


def draw_respondents(truth: SimulationTruth, n_sites: int, rng: np.random.Generator) -> SimulatedRespondents:
    """Draw the people of a study: every site has somebody where there are enough of them.

    Who answers when is independent of site, group and answers, so that the matched are typical.
    """
    if n_sites < 1:
        raise ValueError("a survey needs at least one site")
    n = truth.respondents
    one_each = np.arange(min(n, n_sites), dtype=np.int64)
    site = np.concatenate([one_each, rng.integers(0, n_sites, n - len(one_each))])
    shares = np.array([group.share for group in truth.groups])
    group = rng.choice([group.group for group in truth.groups], size=n, p=shares / shares.sum())
    n_baseline_only = round(n * truth.share_baseline_only)
    n_follow_up_only = min(round(n * truth.share_follow_up_only), n - n_baseline_only)
    place = rng.permutation(n)
    return SimulatedRespondents(
        codes=_respondent_codes(n, rng),
        site=site,
        group=group,
        at_baseline=place >= n_follow_up_only,
        at_follow_up=place < n - n_baseline_only,
    )


def _respondent_codes(n: int, rng: np.random.Generator) -> tuple[str, ...]:
    """Return n different codes such as MKT17: three letters and a day of a month."""
    letters = string.ascii_uppercase
    space = len(letters) ** 3 * 31
    if n > space:
        raise ValueError(f"at most {space} respondents can be simulated")
    codes = []
    for number in rng.choice(space, size=n, replace=False).tolist():
        rest, day = divmod(number, 31)
        rest, third = divmod(rest, len(letters))
        first, second = divmod(rest, len(letters))
        codes.append(f"{letters[first]}{letters[second]}{letters[third]}{day + 1:02d}")
    return tuple(codes)
