"""One instrument by itself: of a study, or of the library that comes with impl-eval."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from impl_eval.errors import Problem, StudyProblems, did_you_mean
from impl_eval.instruments import Instrument
from impl_eval.outputs.atomic import write_all
from impl_eval.study.declared_files import Gathering
from impl_eval.study.files import StudyFiles
from impl_eval.study.instrument_files import INSTRUMENT_FILE, ITEMS_FILE, read_instrument

LIBRARY_IDS = ("aim_iam_fim", "dibq", "nomad", "oric")
LIBRARY_FILES = tuple(f"{name}/{file}" for name in LIBRARY_IDS for file in (INSTRUMENT_FILE, ITEMS_FILE))


@dataclass(frozen=True)
class LoadedInstrument:
    """An instrument without faults, and what is doubtful about it."""

    instrument: Instrument
    advice: tuple[Problem, ...]


def library_root() -> Path:
    """Return the folder of the library: inside the package, else in the checkout."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "instrument_library"
    return inside if inside.is_dir() else package.parents[1] / "instruments" / "library"


def load_instrument(root: Path, instrument_id: str, *, against_lock: bool = True) -> LoadedInstrument:
    """Read instruments/<id>/ of a study. Raises StudyProblems with all of its faults."""
    known = instrument_ids(root)
    if instrument_id not in known:
        remedy = (
            did_you_mean(instrument_id, known) or "'impl-eval instrument library list' shows what to add."
        )
        found, allowed = f'"{instrument_id}"', ", ".join(known) or "none is there yet"
        raise StudyProblems([Problem("instruments", None, "", found, allowed, remedy)])
    return _loaded(root, f"instruments/{instrument_id}", instrument_id, against_lock=against_lock)


def load_library_instrument(instrument_id: str) -> LoadedInstrument:
    """Read an instrument of the library. Raises StudyProblems where there is none of this id."""
    _require_in_library(instrument_id)
    return _loaded(library_root(), instrument_id, instrument_id, against_lock=True)


def _loaded(root: Path, folder: str, instrument_id: str, *, against_lock: bool) -> LoadedInstrument:
    gathering = Gathering()
    place = (folder, None, "")
    instrument, _ = read_instrument(
        instrument_id, place, StudyFiles(root, gathering), folder, against_lock=against_lock
    )
    if gathering.problems or instrument is None:
        raise StudyProblems(gathering.problems)
    return LoadedInstrument(instrument, tuple(sorted(set(gathering.advice), key=Problem.sort_key)))


def instrument_ids(root: Path) -> tuple[str, ...]:
    """Return the ids of the instruments that lie in a study, used or not."""
    folders = sorted((root / "instruments").glob(f"*/{INSTRUMENT_FILE}"))
    return tuple(path.parent.name for path in folders)


def add_from_library(root: Path, instrument_id: str) -> tuple[Path, ...]:
    """Copy an instrument of the library into a study; returns the paths written.

    Raises StudyProblems where the library has none of this id, or the study has one already.
    """
    _require_in_library(instrument_id)
    folder = root / "instruments" / instrument_id
    if folder.exists():
        remedy = "Remove or rename it first: an instrument is never replaced."
        name = f"instruments/{instrument_id}"
        raise StudyProblems([Problem(name, None, "", "a folder of this name", "a new folder", remedy)])
    source = library_root() / instrument_id
    files = {folder / name: (source / name).read_bytes() for name in (INSTRUMENT_FILE, ITEMS_FILE)}
    write_all({path: (content, False) for path, content in files.items()})
    return tuple(files)


def _require_in_library(instrument_id: str, known: Iterable[str] = LIBRARY_IDS) -> None:
    if instrument_id not in known:
        found, allowed = f'"{instrument_id}"', ", ".join(known)
        near = did_you_mean(instrument_id, known)
        raise StudyProblems([Problem("instrument library", None, "", found, allowed, near)])
