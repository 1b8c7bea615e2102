"""What is true of the responses of Jisc Online Surveys in any form of export: numbers, empty submissions.

A response has a URN (survey-version-response). A submission without any answer still holds 0 in every
tick box: only where nothing else is filled does that mean "nobody answered".
"""

import re
from collections.abc import Collection, Mapping, Sequence

JISC = "Jisc Online Surveys"
RESPONSE_NUMBER, COMPLETION_DATE = "URN", "CompletionDate"
EMPTY_REASON = "empty submission: no question answered, every tick box 0"
URN_NOTE = (
    "URN numbers the responses, not the people: it is another one at each timepoint, and cannot link them."
)
_URN = re.compile(r"\d+-\d+-\d+\Z")


def holds_response_numbers(cells: Sequence[str | None]) -> bool:
    """Tell whether every cell that is filled is a URN such as 638954-638945-65461629, and one is filled."""
    filled = [cell.strip() for cell in cells if cell and cell.strip()]
    return bool(filled) and all(map(_URN.match, filled))


def empty_submissions(
    cells: Mapping[str, Sequence[str | None]], tick_columns: Collection[str], aside: Collection[str] = ()
) -> list[int]:
    """Return the rows (from 0) without any answer: all blank, and every tick box 0 or blank.

    `cells` has n texts by column, None or "" where blank. The number and the completion date of a response
    are no answers; nor are the columns of `aside`, which the program fills itself.
    """
    answers = [column for column in cells if column not in {RESPONSE_NUMBER, COMPLETION_DATE, *aside}]
    count = len(next(iter(cells.values()), ()))
    empty = [True] * count
    for column in answers:
        nothing = {None, "", "0"} if column in tick_columns else {None, ""}
        for index, cell in enumerate(cells[column]):
            if empty[index] and (cell.strip() if cell else cell) not in nothing:
                empty[index] = False
    return [index for index in range(count) if empty[index]] if answers else []


def repeated_note(cells: Sequence[str | None], places: Sequence[str], column: str) -> tuple[str, ...]:
    """Say where the same number or id stands more than once, by place and never by the id itself."""
    where: dict[str, list[str]] = {}
    for cell, place in zip(cells, places, strict=True):
        if cell and cell.strip():
            where.setdefault(cell.strip(), []).append(place)
    repeated = [" and ".join(found) for found in where.values() if len(found) > 1]
    if not repeated:
        return ()
    shown = "; ".join(repeated[:10]) + (f"; and {len(repeated) - 10} more" if len(repeated) > 10 else "")
    return (f"The same {column} more than once: {shown}.",)
