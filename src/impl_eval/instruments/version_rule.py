"""The version rule: what must become of an instrument's version when its content changes.

Another wording or another scoring is another measure: the first number rises. Scores of two such
versions are never put side by side. A wording that was filled into a shell is no change of wording.
Anything else (title, source, licence, labels) raises any number. Reads no clock and no file.
"""

from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from impl_eval.declared import DeclaredModel, Identifier, IsoDate, Text
from impl_eval.instruments.fingerprint import NO_WORDING, Fingerprint, fingerprint_of
from impl_eval.instruments.model import Instrument

SCHEMA: Literal["impl-eval/instrument-lock/1"] = "impl-eval/instrument-lock/1"


class EarlierVersion(DeclaredModel):
    """A lock that was replaced: its version, date and hash, and why."""

    version: Text
    locked_on: IsoDate
    sha256: Text
    reason: Text


class InstrumentLock(DeclaredModel):
    """A locked version of an instrument: its fingerprint on a date, and the versions before it."""

    schema_: Literal["impl-eval/instrument-lock/1"] = Field(alias="schema")
    instrument: Identifier
    version: Text
    locked_on: IsoDate
    fingerprint: Fingerprint
    amendments: tuple[EarlierVersion, ...] = ()


@dataclass(frozen=True)
class Changes:
    """Names of the parts that differ from the locked ones, in order."""

    wording: tuple[str, ...]
    scoring: tuple[str, ...]
    about: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.wording or self.scoring or self.about)

    @property
    def is_another_measure(self) -> bool:
        """True where people read or score something else than before."""
        return bool(self.wording or self.scoring)

    def as_text(self) -> str:
        """Return what changed, for a person: 'wording of item know1; scoring of scale knowledge'."""
        parts = (("wording of ", self.wording), ("scoring of ", self.scoring), ("", self.about))
        return "; ".join(f"{kind}{', '.join(names)}" for kind, names in parts if names)


def changes_since(lock: InstrumentLock, instrument: Instrument) -> Changes:
    """Return what differs between an instrument and its lock; the version itself does not count."""
    before, now = lock.fingerprint, fingerprint_of(instrument)
    return Changes(
        _differing(before.wording, now.wording),
        _differing(before.scoring, now.scoring),
        tuple(name for name in _differing(before.about, now.about) if name != "version"),
    )


def _differing(before: dict[str, str], now: dict[str, str]) -> tuple[str, ...]:
    def filled_in(name: str) -> bool:
        return before.get(name) == NO_WORDING and name in now and name.startswith("item ")

    names = (*now, *(name for name in before if name not in now))
    return tuple(name for name in names if before.get(name) != now.get(name) and not filled_in(name))


def version_numbers(version: str) -> tuple[int, int, int]:
    """Return 1.2.0 as (1, 2, 0); ValueError where it is not a version."""
    major, minor, patch = map(int, version.split("."))
    return major, minor, patch


def allowed_version(lock: InstrumentLock, changes: Changes) -> str:
    """Return in words which version a changed instrument may have."""
    major, minor, patch = version_numbers(lock.version)
    if changes.is_another_measure:
        return f"{major + 1}.0.0 or above, as wording or scoring changed"
    return f"{major}.{minor}.{patch + 1} or above"


def version_is_allowed(lock: InstrumentLock, changes: Changes, version: str) -> bool:
    """Tell whether a version says enough: another measure has another first number; none goes back."""
    before, now = version_numbers(lock.version), version_numbers(version)
    if changes.is_another_measure:
        return now[0] > before[0]
    return now > before if changes else now >= before


def lock_of(
    instrument: Instrument, locked_on: str, *, previous: InstrumentLock | None = None, reason: str = ""
) -> InstrumentLock:
    """Return the lock of an instrument on a date (ISO text).

    Raises
    ------
    ValueError : there is a previous lock and no reason to replace it, or the version rule is broken.
    """
    amendments: tuple[EarlierVersion, ...] = ()
    if previous is not None:
        if not reason:
            raise ValueError("a locked instrument is replaced with a reason only")
        changes = changes_since(previous, instrument)
        if not version_is_allowed(previous, changes, instrument.version):
            raise ValueError(f"version {instrument.version}: {allowed_version(previous, changes)}")
        earlier = EarlierVersion(
            version=previous.version,
            locked_on=previous.locked_on,
            sha256=previous.fingerprint.sha256,
            reason=reason,
        )
        amendments = (*previous.amendments, earlier)
    return InstrumentLock.model_validate(
        {
            "schema": SCHEMA,
            "instrument": instrument.id,
            "version": instrument.version,
            "locked_on": locked_on,
            "fingerprint": fingerprint_of(instrument),
            "amendments": amendments,
        }
    )
