"""One thing that is wrong with a Word file, told to the person who can mend it."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["must", "should"]


@dataclass(frozen=True)
class Finding:
    """A fault: `rule` names its kind, `where` is a place in words, `found` what is wrong there."""

    severity: Severity
    rule: str
    where: str
    found: str
    remedy: str = ""


def must(rule: str, where: str, found: str, remedy: str = "") -> Finding:
    """Return a fault for which a file should not be sent."""
    return Finding("must", rule, where, found, remedy)


def should(rule: str, where: str, found: str, remedy: str = "") -> Finding:
    """Return a fault that readers will notice, and that does no harm beyond that."""
    return Finding("should", rule, where, found, remedy)
