"""How many passages each case has under each code: participants, stakeholder groups or sites side by side.

Counts for the analyst. With participants as columns they stay in the team.
"""

from collections.abc import Iterator

from impl_eval.qualitative.code_counts import INDENT
from impl_eval.qualitative.framework_matrix import FrameworkMatrix, MatrixCell
from impl_eval.results import Table

NOTE = (
    "Coded passages. A code counts with its sub-codes, and a passage once for a code, however many of its "
    "sub-codes it has. The last columns: how many of the cases have any, and passages in all."
)


def passages_by_case(matrix: FrameworkMatrix) -> Iterator[tuple[MatrixCell, ...]]:
    """Yield the cells of each code that was used, in the order of the cases; a cell knows its passages."""
    for at, _ in enumerate(matrix.codes):
        cells = tuple(row[at] for _, row in matrix.rows())
        if any(cell.seen for cell in cells):
            yield cells


def case_count_table(matrix: FrameworkMatrix) -> Table:
    """Return codes by cases with the number of passages in each cell."""
    rows = []
    for cells in passages_by_case(matrix):
        code, counts = cells[0].code, [len(cell.seen) for cell in cells]
        totals = (str(sum(map(bool, counts))), str(sum(counts)))
        rows.append((INDENT * code.depth + code.label, *map(str, counts), *totals))
    columns = ("Code", *(case.label for case in matrix.cases), "Cases", "Passages")
    return Table("interviews.codes_by_case", "Passages by code and case", columns, tuple(rows), NOTE)
