"""A small shown matrix, made up."""

from impl_eval.outputs.framework_matrix import ShownCase, ShownCell, ShownColumn, ShownMatrix, ShownSegment

SEGMENT = ShownSegment("int01:24-41", "I know the steps.", "Steps", "enabler", "better", "AB", rests_on=True)
OTHER = ShownSegment("int01:42-58", "I was told late.", "Timing", "barrier", "not said", "AB", rests_on=False)
EMPTY = ShownCell("", "", "", "", (), "none", "none", "none")


def matrix(cell: ShownCell | None = None, columns: int = 3) -> ShownMatrix:
    """Return two participants by a mechanism with sub-codes; `cell` is that of P01 and the mechanism."""
    names = ("Skill", "Steps", "Timing", "Tools", "Time", "Place")[:columns]
    shown = tuple(
        ShownColumn(name.lower(), name, "Skill", min(at, 1), f"Talk of {name.lower()}.")
        for at, name in enumerate(names)
    )
    cases = (ShownCase("P01", "P01", "GPs"), ShownCase("P02", "P02", "Patients"))
    cells = {(case.id, column.code_id): EMPTY for case in cases for column in shown}
    cells["P01", "skill"] = cell or written("Knows the steps.\nWas told late.")
    return ShownMatrix("participant", "Framework matrix", "SIMULATED DATA", cases, shown, cells)


def written(
    text: str, *, state: str = "stale", reason: str = "1 segment added since the summary was written"
) -> ShownCell:
    return ShownCell(text, "AB", state, reason, (SEGMENT, OTHER), "int01:24-41#0123456789ab", "w1", "e1")
