"""Paths of a study: every file lies inside its folder, and every file that is read is noted with its hash."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from impl_eval.errors import did_you_mean
from impl_eval.readers.report import ReadingReport
from impl_eval.study.declared_files import Gathering, Place
from impl_eval.study.model import FileRead


@dataclass
class StudyFiles:
    """Resolves the names in study files to paths, and remembers what was read."""

    root: Path
    gathering: Gathering
    read: dict[str, FileRead] = field(default_factory=dict)

    def existing(self, name: str, place: Place) -> Path | None:
        """Return the path of a file of the study, or None after noting why it cannot be used."""
        path = self.inside(name, place)
        if path is None:
            return None
        if path.is_dir():
            self.gathering.add(place, f'"{name}", which is a folder', "a file of the study")
            return None
        if not path.is_file():
            siblings = [entry.name for entry in sorted(path.parent.glob("*"))] if path.parent.is_dir() else []
            remedy = did_you_mean(path.name, siblings) or "Put the file there, or correct its name."
            self.gathering.add(place, f'"{name}", which does not exist', "a file of the study", remedy)
            return None
        return path

    def existing_folder(self, name: str, place: Place) -> Path | None:
        """Return the path of a folder of the study, or None after noting why it cannot be used."""
        path = self.inside(name, place)
        if path is not None and not path.is_dir():
            self.gathering.add(place, f'"{name}", which is not a folder', "a folder of the study")
            return None
        return path

    def note(self, name: str, path: Path, report: ReadingReport) -> None:
        """Remember a file that was read."""
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        self.read[name] = FileRead(name, digest, report)

    def inside(self, name: str, place: Place) -> Path | None:
        """Return the path that a name stands for, existing or not, or None after noting why it has none."""
        path = self.root / name
        try:
            is_inside = path.resolve().is_relative_to(self.root.resolve())
            path.is_file()
        except (OSError, ValueError, RuntimeError):
            # Too long, a character no name may hold, or links that go round in circles.
            self.gathering.add(place, "a name that no file can have", "a file of the study")
            return None
        if not is_inside:
            remedy = "Copy the file into the study and name it from there."
            self.gathering.add(
                place, f'"{name}", which lies outside the study', "a file of the study", remedy
            )
            return None
        return path
