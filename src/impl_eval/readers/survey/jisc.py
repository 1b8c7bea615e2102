"""Jisc Online Surveys, answers as CSV (coded, with a key beside it, or as texts): its tick boxes and grids.

A tick box is a column of its own with 0 and 1. Codes of a question begin with 1: where 0 occurs, it is
a box that was not ticked.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from impl_eval.readers.survey.choices import ReadingChoices, line_to_add
from impl_eval.readers.survey.jisc_answers import JiscAnswers, decoded_texts, key_notes, tick_notes
from impl_eval.readers.survey.jisc_key import JiscKey, read_jisc_key
from impl_eval.readers.survey.jisc_responses import (
    COMPLETION_DATE,
    EMPTY_REASON,
    JISC,
    RESPONSE_NUMBER,
    URN_NOTE,
    empty_submissions,
    holds_response_numbers,
)
from impl_eval.readers.survey.labelled_text import label_notes
from impl_eval.readers.survey.naming import on_one_line, repeated_note, unique_names
from impl_eval.readers.survey.raw_table import JISC_KEY, Companions, RawTable, TidyTable, left_out
from impl_eval.readers.survey.suspicious_codes import suspicious_codes_note

_RESPONSE_NUMBER_HEADINGS = frozenset({"URN", "Unique Response Number"})
_QUESTION = re.compile(r"Q\d+(?:_\w+)?\Z")
_EMPTY_CELL = "empty submission"


def recognise(raw: RawTable) -> str:
    """Return the evidence that a table is an export of Jisc Online Surveys, "" where there is none."""
    if not raw.header or raw.header[0] not in _RESPONSE_NUMBER_HEADINGS:
        return ""
    if holds_response_numbers(raw.column(0)):
        return f"the column {raw.header[0]} holds response numbers of the form 1-2-3"
    coded = len(raw.rows) == 1 and any(map(_QUESTION.match, raw.header))
    return f"the column {raw.header[0]}, and questions called Q1, Q2, ..." if coded else ""


def tidy(raw: RawTable, choices: ReadingChoices, companions: Companions) -> TidyTable:
    """Put the answers of one export into columns, with the labels of its key where there is one.

    Empty submissions are left out unless `choices.keep_unfinished`; then their tick boxes are blank, with the
    reason. Raises StudyProblems where a key that a person named is none.
    """
    columns, repeated = unique_names([_column_name(cell) for cell in raw.rows[0]])
    cells: dict[str, list[str]] = {
        column: [cell.strip() for cell in raw.column(position)] for position, column in enumerate(columns)
    }
    key, notes = _key(companions, columns)
    answers = decoded_texts(cells, key) if key else JiscAnswers(cells, _ticks(cells))
    empty = empty_submissions(answers.cells, answers.ticks)
    left = set() if choices.keep_unfinished else set(empty)
    kept = [index for index in range(len(raw.rows) - 1) if index not in left]
    chosen: dict[str, list[str | None]] = {
        column: [texts[index] for index in kept] for column, texts in answers.cells.items()
    }
    labels = _value_labels(key, answers.ticks, columns)
    notes = [repeated_note(repeated, "Column names"), *notes] if repeated else notes
    table = TidyTable(
        JISC,
        columns,
        [index + 1 for index in kept],
        chosen,
        companions=(key.name,) if key else (),
        variable_labels={column: text for column in columns if key and (text := key.text(column))},
        value_labels=labels,
        date_columns=tuple(column for column in columns if column == COMPLETION_DATE),
        rows_dropped=left_out(raw, [index + 1 for index in sorted(left)], EMPTY_REASON),
        notes=(URN_NOTE, *notes, *_answer_notes(key, answers, chosen, labels)),
        identifier=RESPONSE_NUMBER if RESPONSE_NUMBER in columns else "",
    )
    return _with_empty(table, empty, answers.ticks) if choices.keep_unfinished else table


def _answer_notes(
    key: JiscKey | None,
    answers: JiscAnswers,
    cells: Mapping[str, Sequence[str | None]],
    labels: Mapping[str, Mapping[str, str]],
) -> list[str]:
    notes = list(answers.notes)
    if key:
        notes += key_notes(key, cells)
    elif any(map(_QUESTION.match, cells)):
        notes.append(_no_key_note(answers))
    notes += [*tick_notes(answers.ticks, cells), *label_notes({}, labels, {})]
    single = set(labels) - set(answers.ticks)
    distinct = {column: {cell for cell in cells[column] if cell} for column in cells if column in single}
    return [*notes, *filter(None, [suspicious_codes_note(distinct, labels, {})])]


def _column_name(heading: str) -> str:
    name = on_one_line(heading)
    return RESPONSE_NUMBER if name in _RESPONSE_NUMBER_HEADINGS else name


def _ticks(cells: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return the columns of tick boxes as far as answers alone tell: 0 occurs, and nothing but 0 and 1."""
    found = []
    for column, texts in cells.items():
        distinct = set(texts) - {""}
        if "0" in distinct and distinct <= {"0", "1"}:
            found.append(column)
    return tuple(found)


def _key(companions: Companions, columns: Sequence[str]) -> tuple[JiscKey | None, list[str]]:
    """Take the key that leaves the fewest columns unexplained; among equals the first by name."""
    candidates = companions.candidates(JISC_KEY)
    keys = [read_jisc_key(candidate) for candidate in candidates]
    if not keys:
        return None, []
    best = min(keys, key=lambda key: len(key.unexplained(columns)))
    others = [key.name for key in keys if key is not best]
    if not others:
        return best, []
    remedy = line_to_add("dictionary", others[0]).replace("Add", "add")
    return best, [f"Several keys lie beside the file; {best.name} was used. If another is right, {remedy}"]


def _no_key_note(answers: JiscAnswers) -> str:
    ticks = (
        f" {len(answers.ticks)} columns were taken for tick boxes, as 0 occurs in them."
        if answers.ticks
        else ""
    )
    return (
        "No key lies beside the file: what questions and codes are called is unknown. Put the key of the "
        f"same export there, or {line_to_add('dictionary', 'its name').replace('Add', 'add')}{ticks}"
    )


def _value_labels(
    key: JiscKey | None, ticks: Sequence[str], columns: Sequence[str]
) -> dict[str, Mapping[str, str]]:
    labels: dict[str, Mapping[str, str]] = {}
    for column in columns:
        tick = key.tick_box(column) if key else None
        if tick and key and column in ticks:
            labels[column] = {"0": "not ticked", "1": key.questions[tick[0]].labels[tick[1]]}
        elif key and column in key.questions and key.questions[column].labels:
            labels[column] = key.questions[column].labels
    return labels


def _with_empty(table: TidyTable, empty: Sequence[int], ticks: Sequence[str]) -> TidyTable:
    """Blank the tick boxes of empty submissions that a person wants to keep: nobody decided on them."""
    if not empty:
        return table
    lost = set(empty)
    cells = dict(table.cells)
    reasons = {}
    for column in ticks:
        cells[column] = [None if index in lost else cell for index, cell in enumerate(table.cells[column])]
        reasons[column] = [_EMPTY_CELL if index in lost else None for index in range(len(table.kept))]
    note = f"{len(empty)} empty submissions were kept; their tick boxes are blank, not 0."
    return replace(table, cells=cells, reasons=reasons, notes=(*table.notes, note))
