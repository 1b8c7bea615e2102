"""The reasons that suppression gives, and how to recognise them. Nothing is decided here."""

import re

from impl_eval.results import Estimate

_OWN_COUNT = re.compile(r"suppressed: (fewer than [\d,]+) ")


def small_count_reason(smallest: int, whom: str) -> str:
    """Return the reason of a count that is itself below the smallest count shown."""
    return f"suppressed: fewer than {smallest} {whom}"


def small_base_reason(smallest: int, whom: str) -> str:
    """Return the reason of a result that rests on too few."""
    return f"suppressed: based on fewer than {smallest} {whom}"


SECONDARY_REASON = "suppressed so that another cannot be worked out"


def is_suppressed(estimate: Estimate) -> bool:
    """Whether a value was taken away because it was about too few people."""
    return estimate.suppressed


def fewer_than(estimate: Estimate) -> str | None:
    """Return 'fewer than 5' for a count suppressed because of its own size, else None."""
    match = _OWN_COUNT.match(estimate.reason) if is_suppressed(estimate) else None
    return match[1] if match else None
