"""An evaluation kept for the next run, exact to the last digit, under all that it follows from."""

import platform
import re
import zlib
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from impl_eval.outputs.kept_work import KeptWork, key_of
from impl_eval.results import Evaluation

_PACKAGE = Path(__file__).parents[1]


def evaluation_key(study_fingerprint: str) -> str:
    """Return the key of the evaluation of a study by this program, these libraries and this machine."""
    return key_of("evaluation", study_fingerprint, program_version())


def find_evaluation(kept: KeptWork, key: str) -> Evaluation | None:
    """Return the evaluation that an earlier run kept, or None where it has to be computed."""
    found = kept.find(key)
    return None if found is None else _read(found)


def keep_evaluation(kept: KeptWork, key: str, evaluation: Evaluation) -> None:
    """Keep an evaluation for the next run. One that would not come back the same is not kept."""
    from pydantic import TypeAdapter

    content = zlib.compress(TypeAdapter(Evaluation).dump_json(evaluation), level=1)
    if repr(_read(content)) == repr(evaluation):
        kept.keep(key, content)


def _read(content: bytes) -> Evaluation | None:
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(Evaluation).validate_json(zlib.decompress(content))
    except (zlib.error, ValidationError):
        return None


@cache
def program_version() -> str:
    """Return a hash of all that decides an evaluation but the study: files, libraries, machine."""
    files = sorted(path for path in _PACKAGE.rglob("*") if path.suffix in {".py", ".yaml", ".csv", ".json"})
    ours = [part for path in files for part in (str(path.relative_to(_PACKAGE)), path.read_bytes())]
    names = [re.split(r"[^\w.-]", one, maxsplit=1)[0] for one in requires("impl-eval") or ()]
    libraries = [f"{name} {_version(name)}" for name in sorted(set(names))]
    return key_of("program", platform.python_version(), platform.platform(), *libraries, *ours)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
