"""The forms of a REDCap export: their states, and what an unticked box of an unfinished form is worth.

REDCap writes 0 for every box that was not ticked, also where nobody has seen the question. It is taken for
'not ticked' where the form is at least unverified, or where another box of the same question is ticked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from impl_eval.readers.survey.labelled_text import some_names
from impl_eval.readers.survey.redcap_dictionary import RedcapDictionary

NOT_COMPLETED = "[not completed]"
_COMPLETE, _TIMESTAMP = "_complete", "_timestamp"
_UNFINISHED_BOX = "form not complete, no box of the question ticked"
_STATES = {"0": "incomplete", "1": "unverified", "2": "complete"}
_SYSTEM_PREFIX = "redcap_"
Cells = dict[str, list[str | None]]


@dataclass
class FormFindings:
    """Cells that are no answers by column, and sentences about the forms."""

    reasons: dict[str, list[str | None]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def add(self, column: str, index: int, count: int, reason: str) -> None:
        """Note why the cell of a column and row (of `count`) is blank."""
        self.reasons.setdefault(column, [None] * count)[index] = reason


def state_columns(
    cells: Mapping[str, Sequence[str | None]], dictionary: RedcapDictionary | None
) -> list[str]:
    """Return the columns that hold the state of a form: 0, 1 or 2."""
    fields = dictionary.by_column() if dictionary else {}
    return [
        column
        for column, texts in cells.items()
        if column.endswith(_COMPLETE)
        and column not in fields
        and {text for text in texts if text} <= set(_STATES)
        and (dictionary is None or column.removesuffix(_COMPLETE) in dictionary.forms)
    ]


def form_of_columns(
    columns: Sequence[str], states: Sequence[str], dictionary: RedcapDictionary | None
) -> dict[str, str]:
    """Return the state column of the form each column belongs to: by the dictionary, else by position."""
    fields = dictionary.fields.values() if dictionary else ()
    stated_of_field = {one.name: f"{one.form}{_COMPLETE}" for one in fields}
    forms: dict[str, str] = {}
    waiting: list[str] = []
    for column in columns:
        if column in states:
            forms.update(dict.fromkeys(waiting, column))
            waiting = []
        elif not column.startswith(_SYSTEM_PREFIX):
            waiting.append(column)
    for column in columns:
        stated = stated_of_field.get(column.partition("___")[0])
        if stated:
            forms[column] = stated
    return {column: state for column, state in forms.items() if state in states}


def blank_unseen_boxes(cells: Cells, forms: Mapping[str, str], findings: FormFindings) -> None:
    """Blank the 0 of checkboxes in forms that are not complete, where no box of the question is ticked."""
    groups: dict[str, list[str]] = {}
    for column in cells:
        if "___" in column:
            groups.setdefault(column.partition("___")[0], []).append(column)
    blanked, stateless = [], []
    for question, columns in groups.items():
        state = forms.get(columns[0])
        if state is None:
            stateless.append(question)
            continue
        count = 0
        for index, finished in enumerate(cells[state]):
            boxes = [cells[column][index] for column in columns]
            if finished in ("1", "2") or "1" in boxes or "0" not in boxes:
                continue
            count += 1
            for column in columns:
                if cells[column][index] == "0":
                    cells[column][index] = None
                    findings.add(column, index, len(cells[state]), _UNFINISHED_BOX)
        if count:
            blanked.append(f"{question} ({count})")
    if blanked:
        findings.notes.append(
            "Unticked boxes of forms that are not complete were taken as no answer, where no box of the "
            f"question is ticked, in: {some_names(blanked)}."
        )
    if stateless:
        findings.notes.append(
            "The export does not say whether the forms of these checkboxes are complete; 0 was taken for "
            f"'not ticked': {some_names(stateless)}."
        )


def blank_unfinished_timestamps(cells: Cells, findings: FormFindings) -> None:
    """Blank '[not completed]', which REDCap writes in place of the time at which a survey was finished."""
    for column, texts in cells.items():
        where = [index for index, text in enumerate(texts) if text and text.lower() == NOT_COMPLETED]
        if not where:
            continue
        for index in where:
            texts[index] = None
            findings.add(column, index, len(texts), "survey not completed")
        survey = column.removesuffix(_TIMESTAMP)
        responses = "1 response was" if len(where) == 1 else f"{len(where)} responses were"
        findings.notes.append(f"{survey}: {responses} begun and not completed; what was answered is kept.")


def form_notes(cells: Mapping[str, Sequence[str | None]], states: Sequence[str]) -> list[str]:
    """Count the forms that are not complete, by form."""
    listed = []
    for column in states:
        counts = {code: sum(text == code for text in cells[column]) for code in ("0", "1")}
        parts = [f"{count} {_STATES[code]}" for code, count in counts.items() if count]
        if parts:
            complete = sum(text == "2" for text in cells[column])
            listed.append(f"{column.removesuffix(_COMPLETE)} ({', '.join(parts)}, {complete} complete)")
    if not listed:
        return []
    return [f"Forms that are not complete, of which the answers are kept: {some_names(listed)}."]
