"""Response rates of single sites, for the team only: sites are never named in what leaves it.

Response by place and by stakeholder group, for the report, is in quantitative/response_rates.py.
"""

from collections.abc import Iterator

import numpy as np

from impl_eval.outputs.csv_text import csv_bytes, harmless
from impl_eval.quantitative.responses import ANSWERED, Responses
from impl_eval.statistics import share
from impl_eval.study.model import Study

COLUMNS = (
    *("site", "timepoint", "stakeholder_group", "invited", "eligible", "answering"),
    *("share", "low", "high", "level"),
)


def response_listing(study: Study, responses: Responses) -> bytes:
    """Return as CSV how many of those invited and eligible answered, by site, timepoint and group.

    Shares of the eligible, with Wilson's interval at the plan's confidence level; empty where the number
    of eligible people is not supplied or smaller than that of people answering.
    """
    lines = _lines(study, responses)
    return csv_bytes(COLUMNS, ([harmless(cell) for cell in line] for line in lines))


def _lines(study: Study, responses: Responses) -> Iterator[tuple[str, ...]]:
    is_answering = (responses.reasons == ANSWERED).any(axis=1)
    level = study.plan.confidence_level
    by_group = study.invited_by_group
    asked = {(*key, ""): numbers for key, numbers in study.invited.items()} | by_group
    for site in study.sites:
        at_site = is_answering & (responses.site == site.id)
        for timepoint in study.declared.timepoints:
            here = at_site & (responses.timepoint == timepoint.id)
            groups = [group.id for group in study.declared.stakeholder_groups]
            supplied = [group for group in groups if (site.id, timepoint.id, group) in by_group]
            for group in ("", *supplied):
                rows = here & (responses.stakeholder_group == group) if group else here
                invited, eligible = asked.get((site.id, timepoint.id, group), (None, None))
                answering = int(np.count_nonzero(rows))
                yield (
                    *(site.id, timepoint.id, group, _text(invited), _text(eligible), str(answering)),
                    *_share(answering, eligible, level),
                )


def _share(answering: int, eligible: int | None, level: float) -> tuple[str, str, str, str]:
    if not eligible or answering > eligible:
        return "", "", "", ""
    found = share(answering, eligible, level=level)
    return _text(found.value), _text(found.low), _text(found.high), _text(level)


def _text(number: float | None) -> str:
    return "" if number is None else repr(number)
