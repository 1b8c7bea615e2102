"""What a refresh does with a block: the rule of three texts, on hashes alone.

The three are what was written (base), what stands there now (current), and what would be written now (new).
"""

import re
from dataclasses import dataclass
from typing import Literal

Decision = Literal["unchanged", "kept", "emptied", "replace", "merge"]
_SKELETON = re.compile(r"/[0-9a-f]+")


@dataclass(frozen=True)
class Three:
    """The hash of one block or unit as it was written, as it stands, and as it would be written now."""

    base: str
    current: str
    new: str

    @property
    def unedited(self) -> bool:
        """Nobody changed it since it was written."""
        return says(self.base) == says(self.current)

    @property
    def decision(self) -> Decision:
        """What to do with it."""
        if says(self.current) == says(self.new):
            return "unchanged"
        if self.unedited:
            return "replace"
        if not self.current:
            return "emptied"
        return "kept" if says(self.base) == says(self.new) else "merge"


def says(hashed: str) -> str:
    """Return a hash without what it knows of numbers: only what is read."""
    return _SKELETON.sub("", hashed)


def skeleton(hashed: str) -> str:
    """Return the hash of a paragraph in which numbers are replaced by their names."""
    return hashed.removeprefix("p:").rpartition("/")[2]


def units(hashed: str) -> tuple[str, ...]:
    """Return the hashes of paragraphs and tables of which a block consists."""
    return tuple(hashed.split())


def same_make(*blocks: tuple[str, ...]) -> bool:
    """Say whether blocks have the same paragraphs and tables in the same order, and none within another."""
    kinds = {tuple(unit.partition(":")[0] for unit in block) for block in blocks}
    return len(kinds) == 1 and "block" not in next(iter(kinds))


def cells(hashed: str) -> tuple[tuple[str, ...], ...]:
    """Return the hashes of the cells of a table, row by row."""
    return tuple(tuple(row.split(",")) for row in hashed.removeprefix("t:").split(";"))


def same_shape(*tables: tuple[tuple[str, ...], ...]) -> bool:
    """Say whether tables have as many rows, and each row as many cells."""
    return len({tuple(len(row) for row in table) for table in tables}) == 1


def labels_stand(
    base: tuple[tuple[str, ...], ...],
    current: tuple[tuple[str, ...], ...],
    new: tuple[tuple[str, ...], ...],
) -> bool:
    """Say whether headers, and the labels of all rows that somebody edited, are what they were.

    Otherwise a person's words could come to stand beside the name of something else.
    """
    if base[0] != new[0]:
        return False
    return all(
        was[0] == is_new[0]
        for was, now, is_new in zip(base[1:], current[1:], new[1:], strict=True)
        if was != now
    )
