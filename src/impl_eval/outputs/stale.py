"""Removes what an earlier run left and this one did not write again: old figures beside new ones mislead.

Only generated files go. A report (which a lead may have edited) and a review workbook (which holds
decisions) always stay.
"""

from collections.abc import Iterable
from pathlib import Path

GENERATED = (
    "tables/*.csv", "figures/*.png", "figures/*.svg", "figures/*.csv", "internal/scored_responses*.csv",
    "internal/scored_responses*.sav", "internal/suggestions.csv", "internal/coded_segments.csv",
)  # fmt: skip


def remove_stale(outputs: Path, written: Iterable[Path]) -> tuple[Path, ...]:
    """Remove generated files of an outputs folder that are not among `written`; returns what went."""
    kept = set(written)
    stale = sorted(path for pattern in GENERATED for path in outputs.glob(pattern) if path not in kept)
    for path in stale:
        path.unlink(missing_ok=True)
    return tuple(stale)
