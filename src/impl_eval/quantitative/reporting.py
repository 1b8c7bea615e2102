"""Wrapping estimates for the report: stable ids, labels, counts, and the list of all of them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from impl_eval.instruments import Item, Scale
from impl_eval.quantitative.design import SurveyDesign
from impl_eval.results import Chart, Estimate, Reported, Table

POINTS = "points"
STATISTIC_WORDS = {
    "mean": "mean",
    "standard_deviation": "standard deviation",
    "cronbachs_alpha": "Cronbach's alpha",
    "mean_change": "mean change",
    "standard_error": "standard error of the change",
    "degrees_of_freedom": "degrees of freedom",
    "p_value": "p value",
    "p_value_holm": "p value after Holm's adjustment",
    "standardised_mean_change_av": "standardised change (d_av)",
    "standardised_mean_change_z": "standardised change (d_z)",
    "mean_difference": "difference of means",
    "share": "share",
    "count": "number of respondents",
    "variance_site": "variance between sites",
    "variance_site_slope": "variance of the change between sites",
    "variance_site_by_timepoint": "variance of site by timepoint",
    "variance_respondent": "variance between respondents of a site",
    "variance_residual": "variance that is left",
}
IN_POINTS = frozenset({"mean", "standard_deviation", "mean_change", "standard_error", "mean_difference"})


@dataclass(frozen=True)
class Subject:
    """What a result is about: a scale or a single item. `key` is its part of the ids.

    `higher_is_better` is None where nobody declared it (items that belong to no scale).
    """

    key: str
    label: str
    mechanism_id: str
    scale_id: str
    item_id: str
    higher_is_better: bool | None


def scale_subject(scale: Scale) -> Subject:
    """Return a scale as the subject of results."""
    better = scale.direction == "higher_is_better"
    return Subject(scale.id, scale.label, scale.mechanism or "", scale.id, "", better)


def item_subject(item: Item, scale: Scale | None) -> Subject:
    """Return an item, as it was ticked, as the subject of results.

    Item values are not reverse scored: a reader sees them beside the wording. For a reversed item
    more agreement is therefore worse on a scale where higher is better.
    """
    better = None if scale is None else (scale.direction == "higher_is_better") != item.reverse_scored
    mechanism = (scale.mechanism or "") if scale else ""
    return Subject(f"item.{item.id}", item.short_label, mechanism, scale.id if scale else "", item.id, better)


def words_for(statistic: str) -> str:
    """Return how labels call a statistic."""
    return STATISTIC_WORDS.get(statistic, statistic.replace("_", " "))


def report(
    design: SurveyDesign,
    subject: Subject,
    estimate: Estimate,
    *details: str,
    label: str = "",
    timepoint: str = "",
    contrast: str = "",
    place: str = "",
    group: str = "",
    analysis: str = "",
) -> Reported:
    """Return an estimate with its id (prefix.subject.statistic.details) and what it is about."""
    unit = estimate.unit or (POINTS if estimate.statistic in IN_POINTS else "")
    when = design.labels.timepoints.get(timepoint, "")
    words = (label or words_for(estimate.statistic), when, place, analysis.replace("_", " "))
    return Reported(
        id=".".join((design.prefix, subject.key, estimate.statistic, *details)),
        strand="survey",
        label=f"{subject.label}: {', '.join(word for word in words if word)}",
        estimate=replace(estimate, unit=unit),
        mechanism_id=subject.mechanism_id,
        scale_id=subject.scale_id,
        item_id=subject.item_id,
        timepoint=timepoint,
        contrast=contrast,
        place=place,
        group=group,
        analysis=analysis,
    )


def counted(number: int, thing: str) -> str:
    """Return '1 scale' or '6 scales'."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def count(number: int, unit: str = "respondents") -> Estimate:
    """Return a count as an estimate: nothing is inferred from it."""
    return Estimate("count", float(number), n=number, unit=unit, reason="a count has no interval")


def count_marked(rows: npt.NDArray[np.bool_], unit: str = "respondents") -> Estimate:
    """Return how many rows are marked, as an estimate."""
    return count(int(np.count_nonzero(rows)), unit)


def slugs(names: Sequence[str]) -> dict[str, str]:
    """Return a part of an id for each name: letters, digits and '_' only, no two alike.

    Names that would give the same part are numbered in their order.
    """
    parts: dict[str, str] = {}
    for name in names:
        stem = re.sub(r"[\W_]+", "_", name.lower()).strip("_") or "unnamed"
        part, number = stem, 1
        while part in parts.values():
            number += 1
            part = f"{stem}_{number}"
        parts[name] = part
    return parts


def all_reported(
    tables: Iterable[Table], charts: Iterable[Chart], others: Iterable[Reported] = ()
) -> tuple[Reported, ...]:
    """Return every Reported of tables, charts and beside them once, in order of appearance.

    Raises
    ------
    ValueError : two different results share an id.
    """
    cells = (cell for table in tables for row in table.rows for cell in row if isinstance(cell, Reported))
    points = (point.reported for chart in charts for point in chart.points)
    found: dict[str, Reported] = {}
    for reported in (*cells, *points, *others):
        if found.setdefault(reported.id, reported) != reported:
            raise ValueError(f"two different results have the id {reported.id}")
    return tuple(found.values())
