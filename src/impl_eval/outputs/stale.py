"""Removes what an earlier run left and this one did not write again: old figures beside new ones mislead.

Only generated files go. A report (which a lead may have edited) and a review workbook (which holds
decisions) always stay.
"""

from collections.abc import Iterable
from pathlib import Path

from impl_eval.errors import OutputNotWritten

GENERATED = (
    "tables/*.csv", "figures/*.png", "figures/*.svg", "figures/*.csv", "internal/scored_responses*.csv",
    "internal/scored_responses*.sav", "internal/respondent_matches*.csv", "internal/suggestions.csv",
    "internal/coded_segments.csv", "internal/response_rates*.csv",
)  # fmt: skip


def remove_stale(outputs: Path, written: Iterable[Path]) -> tuple[Path, ...]:
    """Remove generated files of an outputs folder that are not among `written`; returns what went."""
    kept = set(written)
    stale = sorted(path for pattern in GENERATED for path in outputs.glob(pattern) if path not in kept)
    for path in stale:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            reason = f"{path.name}, left by an earlier run, cannot be removed: {error.strerror}."
            raise OutputNotWritten(reason) from None
    return tuple(stale)
