"""Response rates: how many answered of those eligible, for all sites, by place and by stakeholder group.

Numbers of people invited and eligible are supplied by sites; nothing here guesses one. A site is never
named: what is given by place may leave the team after small numbers are hidden.
"""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from impl_eval.quantitative.design import SurveyDesign
from impl_eval.quantitative.reporting import count, count_marked, slugs
from impl_eval.quantitative.respondent_counts import respondents_reported
from impl_eval.results import Cell, Estimate, Table
from impl_eval.statistics import share

INVITED, ELIGIBLE = 0, 1
NOT_SUPPLIED = "not supplied"
RATE_COLUMNS = ("Invited", "Eligible", "Answering", "Share")


def response_rates_table(design: SurveyDesign) -> Table | None:
    """Return invited, eligible and answering by place at each timepoint; None where nothing is supplied.

    None too where all sites lie in one place: its numbers are those of all.
    """
    places = design.labels.places
    if not design.labels.invited or len(places) < 2:
        return None
    rows: list[tuple[Cell, ...]] = []
    for place, part in slugs(places).items():
        sites = [site for site, where in design.labels.sites.items() if where == place]
        for timepoint, when in design.labels.timepoints.items():
            cells: list[Cell] = [place, when]
            here = design.at(timepoint) & (design.places_of_rows == place)
            estimates = rates(design, here, [_asked(design, site, timepoint) for site in sites])
            for name, estimate in zip(("invited", "eligible", "answering", "share"), estimates, strict=True):
                label = f"{name}, {place}"
                of_place = f"place.{part}.{name}"
                cells.append(respondents_reported(design, of_place, label, estimate, timepoint, place=place))
            rows.append(tuple(cells))
    return Table(
        id=f"{design.prefix}.response_rates",
        title="Response by place",
        columns=("Place", "Survey", *RATE_COLUMNS),
        rows=tuple(rows),
        note="Answering: with at least one answer. Share of the eligible, with Wilson's interval.",
    )


def total_rates(design: SurveyDesign, timepoint: str) -> tuple[Estimate, Estimate, Estimate, Estimate]:
    """Return invited, eligible and answering people of all sites at a timepoint, and the response rate."""
    asked = [_asked(design, site, timepoint) for site in design.labels.sites]
    return rates(design, design.at(timepoint), asked)


def group_rates(
    design: SurveyDesign, group: str, timepoint: str
) -> tuple[Estimate, Estimate, Estimate, Estimate]:
    """Return the same of one stakeholder group.

    Where a site supplies numbers by group, a group that it does not name has nobody there.
    """
    supplied = design.labels.invited_by_group
    by_group = {site for site, when, _ in supplied if when == timepoint}
    asked = [
        supplied.get((site, timepoint, group), (0, 0)) if site in by_group else (None, None)
        for site in design.labels.sites
    ]
    here = design.at(timepoint) & (design.responses.stakeholder_group == group)
    return rates(design, here, asked)


def rates(
    design: SurveyDesign, here: npt.NDArray[np.bool_], asked: Iterable[tuple[int | None, int | None]]
) -> tuple[Estimate, Estimate, Estimate, Estimate]:
    """Return invited, eligible, answering and the share of the eligible who answered.

    `here` marks the rows that count; `asked` holds (invited, eligible) of each site.
    """
    numbers = list(asked)
    invited = _total([number[INVITED] for number in numbers])
    eligible = _total([number[ELIGIBLE] for number in numbers])
    answering = count_marked(here & design.is_answering)
    return invited, eligible, answering, _share(design, answering, eligible)


def _asked(design: SurveyDesign, site: str, timepoint: str) -> tuple[int | None, int | None]:
    return design.labels.invited.get((site, timepoint), (None, None))


def _total(numbers: list[int | None]) -> Estimate:
    """Add up what sites supplied; a total over some of the sites would be no total."""
    known = [number for number in numbers if number is not None]
    if not known:
        return Estimate.not_estimable("count", NOT_SUPPLIED, unit="respondents")
    if len(known) < len(numbers):
        reason = f"supplied by {len(known)} of {len(numbers)} sites"
        return Estimate.not_estimable("count", reason, unit="respondents")
    return count(sum(known))


def _share(design: SurveyDesign, answering: Estimate, eligible: Estimate) -> Estimate:
    if eligible.value is None:
        return Estimate.not_estimable("share", f"eligible: {eligible.reason}", unit="proportion")
    if answering.value is None or answering.value > eligible.value:
        return Estimate.not_estimable("share", "more answered than were eligible", unit="proportion")
    return share(int(answering.value), int(eligible.value), level=design.plan.confidence_level)
