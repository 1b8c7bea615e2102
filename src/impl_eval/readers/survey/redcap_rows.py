"""What the rows of a REDCap export are: records, events, rows of repeated instruments, and repeated ones."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from impl_eval.readers.survey.labelled_text import some_names

EVENT, REPEATED, INSTANCE = "redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance"
GROUP = "redcap_data_access_group"
Columns = Mapping[str, Sequence[str | None]]


def row_notes(cells: Columns) -> list[str]:
    """Say how many rows each event, repeated instrument and data access group has."""
    notes = []
    if events := _counted(cells.get(EVENT, ())):
        notes.append(f"Events in {EVENT}, which may be timepoints: {events}.")
    if repeated := _counted(cells.get(REPEATED, ())):
        notes.append(
            f"Rows of repeated instruments, which hold that instrument only: {repeated}. They have the "
            "record id of the row they belong to."
        )
    elif instances := sum(bool(cell) and cell != "1" for cell in cells.get(INSTANCE, ())):
        notes.append(f"{instances} rows are further instances of an event that was repeated ({INSTANCE}).")
    if groups := {cell for cell in cells.get(GROUP, ()) if cell}:
        count = "1 data access group" if len(groups) == 1 else f"{len(groups)} data access groups"
        notes.append(f"{count} in {GROUP}; they may be sites.")
    return notes


def _counted(cells: Sequence[str | None]) -> str:
    counts = Counter(cell for cell in cells if cell)
    return some_names([f"{name} ({count})" for name, count in counts.items()])


def identifying_columns(columns: Sequence[str]) -> tuple[str, ...]:
    """Return the columns that together identify a row: record id, event, repeated instrument, instance."""
    record = next((column for column in columns if not column.startswith("redcap_")), "")
    return tuple(column for column in (record, EVENT, REPEATED, INSTANCE) if column and column in columns)


def repeated_records(cells: Columns, keys: Sequence[str], places: Sequence[str]) -> list[str]:
    """Say where the same record stands more than once in the same event, by place and never by its id.

    `keys` are the columns of `identifying_columns`; where the record id stands alone, [] is returned.
    """
    if len(keys) < 2:
        return []
    where: dict[tuple[str, ...], list[str]] = {}
    for *key, place in zip(*(cells[column] for column in keys), places, strict=True):
        if key[0]:
            where.setdefault(tuple((part or "").casefold() for part in key), []).append(place)
    groups = [" and ".join(found) for found in where.values() if len(found) > 1]
    if not groups:
        return []
    more = f"; and {len(groups) - 10} more" if len(groups) > 10 else ""
    times = "once" if len(groups) == 1 else f"{len(groups)} times"
    return [
        f"Possible duplicates: the same {keys[0]} in the same event and instance, {times} "
        f"({'; '.join(groups[:10])}{more})."
    ]


def unanswered_rows(cells: Columns, aside: Collection[str], places: Sequence[str]) -> list[str]:
    """Say which rows hold no answer: nothing but what REDCap fills itself, and boxes that are not ticked.

    `aside` are the columns that identify a row or hold the state of a form.
    """
    answers = [column for column in cells if column not in aside and not column.startswith("redcap_")]
    empty = [
        place
        for index, place in enumerate(places)
        if not any(
            (cell := cells[column][index]) and not ("___" in column and cell == "0") for column in answers
        )
    ]
    if not empty or not answers:
        return []
    if len(empty) == 1:
        return [f"1 row holds no answer to any field ({empty[0]}), and is kept."]
    return [f"{len(empty)} rows hold no answer to any field ({some_names(empty)}), and are kept."]
