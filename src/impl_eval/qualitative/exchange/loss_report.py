"""What an import or export brought over, changed and lost, in sentences with counts that add up.

No words of transcripts, notes or memos stand in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class LossReport:
    """What became of everything in a file.

    `codings_in_file` are all codings of the file, `codings_arrived` those that are in the study now (or
    were before), `codings_lost` the others by reason. The sentences of `arrived`, `changed`, `lost` and
    `checked` are for people.
    """

    codings_in_file: int
    codings_arrived: int
    codings_lost: Mapping[str, int] = field(default_factory=dict)
    arrived: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    checked: tuple[str, ...] = ()

    @property
    def adds_up(self) -> bool:
        """True where every coding of the file arrived or is listed as lost."""
        return self.codings_in_file == self.codings_arrived + sum(self.codings_lost.values())

    def lines(self) -> list[str]:
        """Return the report as lines to print: for each part a heading and its sentences."""
        found: list[str] = []
        parts = (
            ("Arrived", self.arrived),
            ("Changed", self.changed),
            ("Lost", self.lost),
            ("Checked", self.checked),
        )
        for heading, sentences in parts:
            if sentences or heading == "Lost":
                found += [f"{heading}:", *(f"  {sentence}" for sentence in sentences or ("nothing",))]
        return found


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: "1 coding", "2 codings"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
