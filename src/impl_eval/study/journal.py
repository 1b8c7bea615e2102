"""The journal of a withdrawal: which files are still to be deleted, should it be interrupted."""

from collections.abc import Iterable
from pathlib import Path

from impl_eval.outputs.atomic import write_whole

JOURNAL = "coding/unfinished-withdrawal.txt"


def write_journal(root: Path, to_delete: Iterable[Path]) -> None:
    """Note what will be deleted, before anything is."""
    names = "".join(f"{path.relative_to(root).as_posix()}\n" for path in to_delete)
    write_whole(root / JOURNAL, names.encode(), private=True)


def delete_named(paths: Iterable[Path]) -> None:
    """Delete files; one that is gone already is as it should be."""
    for path in paths:
        path.unlink(missing_ok=True)


def finish_journal(root: Path) -> None:
    """Delete what the journal still names, then the journal."""
    journal = root / JOURNAL
    if journal.exists():
        for name in journal.read_text(encoding="utf-8").splitlines():
            path = root / name
            if path.resolve().is_relative_to(root.resolve()):
                path.unlink(missing_ok=True)
        journal.unlink()
    if journal.parent.is_dir() and not any(journal.parent.iterdir()):
        journal.parent.rmdir()
