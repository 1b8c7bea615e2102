"""A simulated file before it is written: columns and rows as text. study/ writes it."""

from dataclasses import dataclass

SIMULATED_COLUMN, SIMULATED_MARK = "simulated", "yes"


@dataclass(frozen=True)
class SimulatedTable:
    """Rows of text under their columns; the first column marks every row as simulated."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        if self.columns[:1] != (SIMULATED_COLUMN,) or any(row[0] != SIMULATED_MARK for row in self.rows):
            raise ValueError("a simulated table begins with the mark of simulated data")
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"a row of the simulated table does not have {len(self.columns)} cells")

    def column(self, name: str) -> tuple[str, ...]:
        """Return the cells of one column; ValueError where there is none."""
        index = self.columns.index(name)
        return tuple(row[index] for row in self.rows)
