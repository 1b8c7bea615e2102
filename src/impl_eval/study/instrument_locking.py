"""`impl-eval instrument lock`: records what a version of an instrument was on a date."""

import datetime
from pathlib import Path

from impl_eval.errors import Problem, StudyProblems
from impl_eval.instruments.version_rule import (
    InstrumentLock,
    allowed_version,
    changes_since,
    lock_of,
    version_is_allowed,
)
from impl_eval.outputs.atomic import write_all
from impl_eval.study.declared_files import Gathering
from impl_eval.study.files import StudyFiles
from impl_eval.study.instrument_files import LOCK_FILE, read_instrument_lock
from impl_eval.study.instrument_library import load_instrument

HEAD = """# The lock of an instrument, written by 'impl-eval instrument lock'. Do not edit it: every run
# compares the instrument with it. After a change: raise the version, and lock it again with --amend.
"""


def lock_instrument(
    root: Path, instrument_id: str, today: datetime.date, reason: str = ""
) -> tuple[Path, InstrumentLock]:
    """Write the lock of an instrument of a study; returns its path and what it says.

    Raises
    ------
    StudyProblems : the instrument has faults, it is locked already and no reason is given, nothing has
        changed since, or its version says less than its changes.
    """
    instrument = load_instrument(root, instrument_id, against_lock=False).instrument
    folder = f"instruments/{instrument_id}"
    gathering = Gathering()
    previous = read_instrument_lock(folder, StudyFiles(root, gathering))
    if gathering.problems:
        raise StudyProblems(gathering.problems)
    name = f"{folder}/{LOCK_FILE}"
    if previous is not None:
        changes = changes_since(previous, instrument)
        if not reason:
            found = f"a lock of version {previous.version}, of {previous.locked_on.isoformat()}"
            remedy = f'To replace it, say why: impl-eval instrument lock {instrument_id} --amend "reason".'
            raise StudyProblems([Problem(name, None, "", found, "an instrument that is not locked", remedy)])
        if not version_is_allowed(previous, changes, instrument.version):
            found = (
                f'"{instrument.version}"; changed since {previous.version}: {changes.as_text() or "nothing"}'
            )
            place = (f"{folder}/instrument.yaml", None, "version")
            raise StudyProblems([Problem(*place, found, allowed_version(previous, changes))])
    lock = lock_of(instrument, today.isoformat(), previous=previous, reason=reason)
    path = root / name
    write_all({path: (_lock_text(lock).encode("utf-8"), False)})
    return path, lock


def _lock_text(lock: InstrumentLock) -> str:
    import yaml

    document = lock.model_dump(mode="json", by_alias=True)
    as_text = {key: value for key, value in document.items() if value not in ({}, [])}
    return HEAD + str(yaml.safe_dump(as_text, sort_keys=False, allow_unicode=True, width=100))
