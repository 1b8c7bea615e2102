"""The rows of a mixed model: which random effects they share, and which terms the data cannot carry.

Every random effect lies within one site (respondents are nested in sites), so the covariance of the rows
is block diagonal by site. Knows no fixed effect and estimates nothing.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from impl_eval.statistics.arrays import FloatArray, LabelArray

IntArray = NDArray[np.intp]
Structure = Literal["site_slopes", "site_by_timepoint", "site_intercepts"]
STRUCTURES: tuple[Structure, ...] = ("site_slopes", "site_by_timepoint", "site_intercepts")

SITE, SITE_SLOPE, SITE_BY_TIMEPOINT = "site", "site_slope", "site_by_timepoint"
RESPONDENT, RESIDUAL = "respondent", "residual"

NO_RESPONDENT_TERM = "no respondent answered twice: fitted without a respondent term"
NO_SITE_TERM = "one site: no site term"


@dataclass(frozen=True, eq=False)
class RandomEffects:
    """Which rows share which random effects.

    site, person : n codes, 0 to sites - 1 and 0 to persons - 1; each person lies in one site.
    columns : n x k, the columns that the site effects multiply (k = 0 without a site term).
    column_component : for each of the k columns the number of its variance component.
    components : names of the variance components except the residual, site components first.
    dropped : why a term of the structure was left out, as sentences.
    """

    site: IntArray
    person: IntArray
    columns: FloatArray
    column_component: IntArray
    components: tuple[str, ...]
    dropped: tuple[str, ...]

    @property
    def has_person_term(self) -> bool:
        """Whether respondents have a variance component of their own."""
        return RESPONDENT in self.components

    @property
    def site_count(self) -> int:
        """Number of sites."""
        return int(self.site.max()) + 1

    @property
    def person_count(self) -> int:
        """Number of persons; a respondent of several sites is several persons."""
        return int(self.person.max()) + 1


def random_effects(
    site: ArrayLike, respondent: ArrayLike, timepoint: ArrayLike, structure: Structure
) -> RandomEffects:
    """Return the random effects of a structure, without the terms that the data cannot carry.

    Parameters
    ----------
    site, respondent : n labels. An empty respondent (`""`, None or NaN) is a person of their own.
    timepoint : n numbers for "site_slopes" (the slope's column), n labels for "site_by_timepoint".
    structure : "site_slopes" is (1 | site) + (0 + timepoint | site), "site_by_timepoint" is
        (1 | site) + (1 | site:timepoint), "site_intercepts" is (1 | site); each + (1 | respondent).
    """
    if structure not in STRUCTURES:
        raise ValueError(f"structure is one of {', '.join(STRUCTURES)}; got {structure!r}")
    sites = np.unique(np.asarray(site), return_inverse=True)[1].astype(np.intp)
    persons = person_codes(sites, np.asarray(respondent))
    components: tuple[str, ...] = ()
    columns, owner, dropped = np.empty((sites.size, 0)), np.empty(0, dtype=np.intp), []
    if sites.max() == 0:
        dropped.append(NO_SITE_TERM)
    else:
        components, columns, owner = _site_columns(np.asarray(timepoint), structure)
    if np.bincount(persons).max() > 1:
        components = (*components, RESPONDENT)
    else:
        dropped.append(NO_RESPONDENT_TERM)
    return RandomEffects(sites, persons, columns, owner, components, tuple(dropped))


def person_codes(sites: IntArray, respondent: LabelArray) -> IntArray:
    """Number the persons: same site and same id, or a row of their own where the id is empty."""
    ids = respondent.tolist()
    text = np.array(["" if label is None else str(label) for label in ids])
    empty = (text == "") | (text == "nan")
    names = np.unique(text, return_inverse=True)[1]
    keys = sites * (names.max() + 1) + names
    keys[empty] = keys.max() + 1 + np.arange(empty.sum())
    return np.unique(keys, return_inverse=True)[1].astype(np.intp)


def _site_columns(
    timepoint: LabelArray, structure: Structure
) -> tuple[tuple[str, ...], FloatArray, IntArray]:
    ones = np.ones(timepoint.size)
    if structure == "site_slopes":
        columns = np.column_stack([ones, timepoint.astype(np.float64)])
        return (SITE, SITE_SLOPE), columns, np.array([0, 1], dtype=np.intp)
    if structure == "site_by_timepoint":
        labels, codes = np.unique(timepoint, return_inverse=True)
        cells = (codes[:, None] == np.arange(labels.size)).astype(np.float64)
        owner = np.array([0] + [1] * labels.size, dtype=np.intp)
        return (SITE, SITE_BY_TIMEPOINT), np.column_stack([ones, cells]), owner
    return (SITE,), ones[:, None], np.zeros(1, dtype=np.intp)
