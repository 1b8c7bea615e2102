"""Every statistic that results may hold: its name, how it is printed, its unit and its meaning.

The one list. number_text prints by it, docs/reference/statistics.md is made from it (a test compares
the two), and a name that is not here cannot be printed.
"""

from impl_eval.outputs.statistic_kinds import NumberKind, StatisticName
from impl_eval.outputs.statistic_list import STATISTICS

__all__ = ["STATISTICS", "NumberKind", "StatisticName", "reference_page", "statistic_named"]

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
