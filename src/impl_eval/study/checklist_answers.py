"""Reads what a person says of the items of reporting checklists: one row for each answer."""

from collections.abc import Iterable, Mapping

from impl_eval.errors import did_you_mean
from impl_eval.protocols import Checklist, ChecklistAnswer
from impl_eval.study.declared_files import Gathering, Place
from impl_eval.study.files import StudyFiles
from impl_eval.study.rows import Row, parse_row, read_rows

ANSWER_COLUMNS = ("checklist", "item", "status")
OPTIONAL_ANSWER_COLUMNS = ("column", "reason", "where")
_Key = tuple[str, str, str]
"""Checklist, item, and column; the column is empty where one answer counts for all."""


def read_checklist_answers(
    name: str, place: Place, files: StudyFiles, checklists: Iterable[Checklist]
) -> tuple[ChecklistAnswer, ...]:
    """Return the answers of a file that a study names; faults are noted, never raised.

    Files without the column "column" are older than answers for single columns: their answers count for
    all columns of an item, and where that matters somebody is advised to tell them apart.
    """
    path = files.existing(name, place)
    if path is None:
        return ()
    known = {checklist.id: checklist for checklist in checklists}
    answers: dict[_Key, ChecklistAnswer] = {}
    for row in read_rows(files, path, name, ANSWER_COLUMNS, OPTIONAL_ANSWER_COLUMNS).rows:
        answer = parse_row(ChecklistAnswer, row, files)
        if answer is None or not _is_sound(answer, row, known[answer.checklist], files.gathering):
            continue
        _refuse_second(answer, row, answers, files.gathering)
        answers[(answer.checklist, answer.item, answer.column)] = answer
        columns = known[answer.checklist].columns_of(answer.item)
        if columns and not answer.column:
            files.gathering.advise(
                row.place("item"),
                f"one answer for item {answer.item} of {answer.checklist}, which asks about "
                f"{' and '.join(columns)}",
                "an answer for each",
                f"It counts for both. To tell them apart, write {' or '.join(columns)} into the column "
                '"column", one row for each.',
            )
    return tuple(answers.values())


def _refuse_second(
    answer: ChecklistAnswer, row: Row, answers: Mapping[_Key, ChecklistAnswer], gathering: Gathering
) -> None:
    """Note an answer to what is answered already: to the same column, or to all of them beside one."""
    which = f"item {answer.item} of {answer.checklist}"
    earlier = [key[2] for key in answers if key[:2] == (answer.checklist, answer.item)]
    if answer.column in earlier:
        column = f" for {answer.column}" if answer.column else ""
        gathering.add(row.place("item"), f"{which}{column} a second time", "each item once")
    elif earlier and ("" in earlier or not answer.column):
        allowed = "one answer for the item, or one for each of its columns"
        gathering.add(row.place("item"), f"{which} once with a column and once without", allowed)


def _is_sound(answer: ChecklistAnswer, row: Row, checklist: Checklist, gathering: Gathering) -> bool:
    numbers = checklist.numbers
    if answer.item not in numbers:
        allowed = f"{numbers[0]} to {numbers[-1]}"
        remedy = did_you_mean(answer.item, numbers)
        gathering.add(row.place("item"), f'"{answer.item}"', allowed, remedy)
        return False
    columns = checklist.columns_of(answer.item)
    if answer.column and answer.column not in columns:
        allowed = " or ".join(columns) if columns else f"nothing: item {answer.item} is asked once"
        remedy = did_you_mean(answer.column, columns)
        gathering.add(row.place("column"), f'"{answer.column}"', allowed, remedy)
        return False
    if answer.status != "done" and not answer.reason:
        found = f'no reason for "{answer.status}"'
        gathering.add(row.place("reason"), found, "a few words, unless the status is done")
        return False
    return True
