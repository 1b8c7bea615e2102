"""Where something of somebody who withdrew still stands in a study's folder: every file, unpacked."""

from collections.abc import Callable, Collection
from pathlib import Path

from impl_eval.errors import Problem
from impl_eval.qualitative.withdrawn_traces import Traces
from impl_eval.readers.searching import searchable_parts

LINES_SHOWN = 5
SURE = "words or the id of the person who withdrew"
PERHAPS = "a word that only the person who withdrew used"
REMEDY = "Take them out, or delete the file where it is not needed."


def leftovers(root: Path, traces: Traces, known: Collection[str]) -> list[Problem]:
    """Return the files below a folder that hold something of theirs, with lines or parts of the archive.

    In `known` files single words do not count: they were looked through, or hold words of others.
    """
    problems = []
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if ".git" in path.parts or not path.is_file():
            continue
        sure = _places(path, traces.surely_in)
        if traces.names_them(name):
            sure = ["the name of the file", *sure]
        perhaps = [] if sure or name in known else _places(path, traces.perhaps_in)
        for places, found in ((sure, SURE), (perhaps, PERHAPS)):
            if places:
                problems.append(Problem(name, None, _listed(places), found, "", REMEDY))
    return problems


def _places(path: Path, holds: Callable[[str], bool]) -> list[str]:
    found = []
    for part, text in searchable_parts(path):
        if not holds(text):
            continue
        lines = [number for number, line in enumerate(text.splitlines(), start=1) if holds(line)]
        if part:
            found.append(part)
        else:
            found += [f"line {number}" for number in lines] or ["over several lines"]
    return found


def _listed(places: list[str]) -> str:
    more = f" and {len(places) - LINES_SHOWN} more" if len(places) > LINES_SHOWN else ""
    return ", ".join(places[:LINES_SHOWN]) + more
