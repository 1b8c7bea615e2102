"""Whether a study's files are still those from which a report was made."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

STUDY_FILE = "study.yaml"


def changed_inputs(report: Path, inputs: Mapping[str, str]) -> tuple[str, ...]:
    """Return which files of the study in whose folder a report lies are others than those it was made from.

    `inputs` are SHA-256 sums by the name of a file, as the report gives them. Outside of a study, nothing is
    known and nothing is returned.
    """
    root = next((each for each in report.resolve().parents if (each / STUDY_FILE).is_file()), None)
    return () if root is None else tuple(sorted(_changed(root, inputs)))


def _changed(root: Path, inputs: Mapping[str, str]) -> Iterator[str]:
    for name, sha256 in inputs.items():
        try:
            path = (root / name).resolve()
            there = path.is_relative_to(root) and path.is_file()
            same = there and hashlib.sha256(path.read_bytes()).hexdigest() == sha256
        except (OSError, ValueError):
            continue  # not a name that the study can have, or not ours to read
        if path.is_relative_to(root) and not same:
            yield name
