"""The journal of a step that changes many files: killed at any moment, it is not begun or can be finished.

The new contents are first written apart, and last of all the journal that names them. From then on the
step counts as decided: whoever finds the journal finishes it. Before that, nothing has happened.
"""

import json
import re
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from impl_eval.errors import Problem, StudyProblems
from impl_eval.outputs.atomic import write_all, write_whole

FOLDER = "coding/unfinished"
JOURNAL = f"{FOLDER}/journal.json"
_PART = re.compile(r"\..+\.[0-9a-f]{8}\.part")
"""Names under which `outputs.atomic` writes before a file is whole."""
Step = Literal["withdrawal", "replacing"]
_COMMANDS: Mapping[Step, str] = {
    "withdrawal": "impl-eval withdraw PARTICIPANT",
    "replacing": "impl-eval identifiers replace --key FILE --originals FOLDER",
}


@dataclass(frozen=True)
class Journal:
    """A step that is decided: `write` says by name in the study where a content lies, and if it is private.

    `facts` are what the step needs beside files, as JSON holds it.
    """

    root: Path
    step: Step
    facts: Mapping[str, Any]
    write: Mapping[str, tuple[str, bool]]
    delete: tuple[str, ...]


def begin(
    root: Path,
    step: Step,
    facts: Mapping[str, Any],
    write: Mapping[Path, tuple[bytes, bool]],
    delete: Iterable[Path],
) -> Journal:
    """Decide a step: all paths lie in the study. Raises OutputNotWritten, and then nothing was decided."""
    _sweep(root)
    contents: dict[Path, tuple[bytes, bool]] = {}
    named: dict[str, tuple[str, bool]] = {}
    for number, (path, (content, private)) in enumerate(sorted(write.items())):
        contents[root / FOLDER / str(number)] = (content, True)
        named[path.relative_to(root).as_posix()] = (str(number), private)
    gone = tuple(path.relative_to(root).as_posix() for path in sorted(set(delete) - write.keys()))
    journal = {"step": step, "facts": dict(facts), "write": named, "delete": gone}
    try:
        write_all(contents)
        write_whole(root / JOURNAL, json.dumps(journal, ensure_ascii=False).encode(), private=True)
    except BaseException:
        _sweep(root)
        raise
    return Journal(root, step, facts, named, gone)


def unfinished(root: Path) -> Journal | None:
    """Return the step that is decided and not finished, None where there is none."""
    path = root / JOURNAL
    if not path.is_file():
        return None
    said = json.loads(path.read_text(encoding="utf-8"))
    write = {name: (str(content), bool(private)) for name, (content, private) in said["write"].items()}
    return Journal(root, said["step"], said["facts"], write, tuple(said["delete"]))


def refuse_unfinished(root: Path) -> None:
    """Raise StudyProblems where a step waits to be finished: the study is then half old and half new."""
    journal = unfinished(root)
    if journal is not None:
        found = f"a {journal.step} that was interrupted"
        remedy = f"Run it again: {_COMMANDS[journal.step]}. It goes on where it was interrupted."
        raise StudyProblems([Problem(JOURNAL, None, "", found, "", remedy)])


def put_files(journal: Journal) -> None:
    """Write and delete what the journal says; doing it twice does no harm."""
    root = journal.root
    write_all(
        {
            _inside(root, name): ((root / FOLDER / content).read_bytes(), private)
            for name, (content, private) in journal.write.items()
        }
    )
    for name in journal.delete:
        _inside(root, name).unlink(missing_ok=True)


def close(journal: Journal) -> None:
    """The step is finished: the journal goes first, then the contents that it named.

    What a killed program left half written beside a file of the study goes before.
    """
    for path in sorted(journal.root.rglob(".*.part")):
        if _PART.fullmatch(path.name):
            path.unlink(missing_ok=True)
    (journal.root / JOURNAL).unlink(missing_ok=True)
    _sweep(journal.root)


def _inside(root: Path, name: str) -> Path:
    path = root / name
    if not path.resolve().is_relative_to(root.resolve()):
        raise StudyProblems(
            [Problem(JOURNAL, None, "", "a file outside the study", "", "Delete the journal.")]
        )
    return path


def _sweep(root: Path) -> None:
    """Take away what a finished step, or one that was never decided, left behind."""
    folder = root / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    if folder.parent.is_dir() and not any(folder.parent.iterdir()):
        folder.parent.rmdir()
