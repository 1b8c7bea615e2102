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
    "internal/coded_segments.csv", "internal/response_rates*.csv", "internal/tables/*.csv",
    "internal/figures/*.png", "internal/figures/*.svg", "internal/figures/*.csv",
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


def remove_generated(outputs: Path) -> tuple[Path, ...]:
    """Remove everything in an outputs folder but its README; returns what went.

    For a withdrawal: reports and workbooks hold words of the one who withdrew, or counts with them.
    """
    gone = [path for path in sorted(outputs.rglob("*")) if path.is_file() and path.name != "README.md"]
    for path in gone:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise OutputNotWritten(f"{path.name} cannot be removed: {error.strerror}.") from None
    return tuple(gone)
