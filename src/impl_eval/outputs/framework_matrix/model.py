"""A framework matrix as it is shown: plain text in every place. Who made it of what is not known here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class ShownCase:
    """A row: its id, what people call it, and a word on who it is."""

    id: str
    label: str
    about: str


@dataclass(frozen=True)
class ShownColumn:
    """A column: a mechanism (depth 0) or a code, under the heading of its mechanism."""

    code_id: str
    label: str
    heading: str
    depth: int
    definition: str


@dataclass(frozen=True)
class ShownSegment:
    """A passage of a cell. `rests_on` says whether the summary rests on it."""

    place: str
    words: str
    codes: str
    valence: str
    reported_change: str
    coder: str
    rests_on: bool


@dataclass(frozen=True)
class ShownCell:
    """What stands in a cell. `state` and `reason` say whether the summary still fits the coding.

    Three things come back as they are: `fingerprint` says what is coded here now, `written` stands for the
    summary as the study has it, `exported` for the text and the segments it rests on as shown here.
    """

    text: str
    coder: str
    state: str
    reason: str
    segments: tuple[ShownSegment, ...]
    fingerprint: str
    written: str
    exported: str


@dataclass(frozen=True)
class ShownMatrix:
    """The whole matrix; `cells` by case id and code id, one for every pair."""

    kind: str
    title: str
    banner: str
    cases: tuple[ShownCase, ...]
    columns: tuple[ShownColumn, ...]
    cells: Mapping[tuple[str, str], ShownCell]

    def rows(self) -> Iterator[tuple[ShownCase, ShownColumn, ShownCell]]:
        """Yield every cell with its case and column, case by case."""
        for case in self.cases:
            for column in self.columns:
                yield case, column, self.cells[case.id, column.code_id]
