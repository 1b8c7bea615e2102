"""Every statistic that results may hold: its name, how it is printed, its unit and its meaning.

The one list. number_text prints by it, docs/reference/statistics.md is made from it (a test compares
the two), and a name that is not here cannot be printed.
"""

from dataclasses import dataclass
from typing import Literal

NumberKind = Literal[
    "count", "mean", "change", "share", "per cent", "p value", "coefficient", "rate", "amount"
]


@dataclass(frozen=True)
class StatisticName:
    """A name as it stands in results.json, its kind of number, and what a reader must know of it."""

    name: str
    kind: NumberKind
    unit: str
    meaning: str


_POINTS = "points of the scale or item"
_NONE = "none"

STATISTICS: tuple[StatisticName, ...] = (
    StatisticName("count", "count", "what is counted", "How many there are."),
    StatisticName("mean", "mean", _POINTS, "Arithmetic mean."),
    StatisticName("standard_deviation", "mean", _POINTS, "Sample standard deviation (denominator n - 1)."),
    StatisticName("standard_error", "mean", _POINTS, "Standard error of the estimate it stands beside."),
    StatisticName("share", "share", "proportion from 0 to 1", "Part of n; printed as a whole per cent."),
    StatisticName(
        "mean_change",
        "change",
        _POINTS,
        "Follow-up minus baseline; `analysis` says whether in pairs or over all rows.",
    ),
    StatisticName(
        "mean_difference", "change", _POINTS, "Mean of one group minus mean of another, not paired."
    ),
    StatisticName(
        "standardised_mean_change_z",
        "change",
        "standard deviations of the change",
        "Mean change divided by the standard deviation of the changes.",
    ),
    StatisticName(
        "standardised_mean_change_av",
        "change",
        "average standard deviations",
        "Mean change divided by the root of the mean of the two variances, before and after.",
    ),
    StatisticName(
        "degrees_of_freedom", "rate", _NONE, "Degrees of freedom; Satterthwaite's may be fractional."
    ),
    StatisticName("p_value", "p value", "probability", "Two-sided p value, not adjusted."),
    StatisticName(
        "p_value_holm",
        "p value",
        "probability",
        "Two-sided p value, adjusted by Holm's method in its family.",
    ),
    StatisticName(
        "detectable_change",
        "change",
        _POINTS,
        "Change that a design would detect with the wanted power, by simulation.",
    ),
    StatisticName(
        "standardised_mean_difference",
        "change",
        "standard deviations",
        "Mean of one group minus mean of another, divided by the root of the mean of the two variances.",
    ),
    StatisticName(
        "expected_false_matches",
        "rate",
        "pairs",
        "Pairs of different people among those compared whose codes lie that near by chance; "
        "`n` is the number of pairs certainly different.",
    ),
    StatisticName(
        "cronbachs_alpha", "coefficient", _NONE, "Internal consistency of a scale on complete cases."
    ),
    StatisticName("cohens_kappa", "coefficient", _NONE, "Agreement of two coders beyond chance."),
    StatisticName(
        "percent_agreement", "per cent", "per cent from 0 to 100", "Part of the units coded alike."
    ),
    StatisticName("value", "amount", "as supplied", "A programme outcome as supplied; never tested."),
    StatisticName(
        "denominator", "amount", "as supplied", "What a programme outcome's value is divided by, as supplied."
    ),
    StatisticName("rate", "rate", "per stated denominator", "Value divided by its denominator, times `per`."),
)

_BY_NAME = {statistic.name: statistic for statistic in STATISTICS}


def statistic_named(name: str) -> StatisticName:
    """Return the entry of a statistic.

    Raises
    ------
    ValueError : the name is not in the list; whoever computes it has to add it here.
    """
    if name not in _BY_NAME:
        raise ValueError(f"statistic {name!r} is not listed in outputs/statistic_names.py")
    return _BY_NAME[name]


def reference_page() -> str:
    """Return docs/reference/statistics.md: every statistic in alphabetical order."""
    lines = [
        "# Statistics in results.json",
        "",
        "Every estimate in `outputs/internal/results.json` names its `statistic`. These are all the names",
        "there are. The page is made from `impl_eval.outputs.statistic_names`; a test keeps the two equal.",
        "",
        "| statistic | printed as | unit | meaning |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| `{entry.name}` | {entry.kind} | {entry.unit} | {entry.meaning} |"
        for entry in sorted(STATISTICS, key=lambda statistic: statistic.name)
    ]
    lines += [
        "",
        "How each kind is printed in reports and tables (results.json always has full precision):",
        "",
        "- **count**: whole, with thousands separators: 1,234.",
        "- **mean**, **coefficient**: two decimals: 3.42.",
        "- **change**: two decimals with its sign: +0.42, −0.42; never a negative zero.",
        "- **share**: whole per cent: 42%.",
        "- **p value**: three decimals, or <0.001 or >0.999.",
        "- **rate**: two decimals below 1, one below 1,000, none above.",
        "- **amount**: whole numbers as they are, others like a rate.",
        "",
        "A value that is `null` has its `reason`. It prints as *not estimable*, *suppressed*, or, for a",
        "small count, *fewer than 5* (or whatever the study's smallest count shown is).",
    ]
    return "\n".join(lines) + "\n"
