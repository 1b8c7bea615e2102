"""REDCap, records as CSV (raw, or with labels and the data dictionary): one row for each record and event.

What the rows are is told, not changed: events are candidates for timepoints, rows of repeated instruments
hold that instrument only.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from impl_eval.errors import Problem, StudyProblems
from impl_eval.readers.survey.choices import ReadingChoices, line_to_add
from impl_eval.readers.survey.labelled_text import counted, label_notes, some_names
from impl_eval.readers.survey.naming import repeated_note, unique_names
from impl_eval.readers.survey.raw_table import REDCAP_DICTIONARY, Companions, RawTable, TidyTable
from impl_eval.readers.survey.redcap_answers import check_notes, decimal_points, missing_codes
from impl_eval.readers.survey.redcap_dictionary import RedcapDictionary, RedcapField, read_redcap_dictionary
from impl_eval.readers.survey.redcap_forms import (
    Cells,
    FormFindings,
    blank_unfinished_timestamps,
    blank_unseen_boxes,
    form_notes,
    form_of_columns,
    state_columns,
)
from impl_eval.readers.survey.redcap_labels import (
    coded,
    columns_of_labels,
    has_label_headings,
    refuse_without_dictionary,
)
from impl_eval.readers.survey.redcap_rows import (
    identifying_columns,
    repeated_records,
    row_notes,
    unanswered_rows,
)
from impl_eval.readers.survey.suspicious_codes import may_be_codes, suspicious_codes_note

REDCAP = "REDCap"
_MARKS = (
    "redcap_event_name",
    "redcap_repeat_instrument",
    "redcap_repeat_instance",
    "redcap_data_access_group",
    "redcap_survey_identifier",
)
_VARIABLE = re.compile(r"[a-z][a-z0-9_]*\Z")
_STATES = frozenset({"", "0", "1", "2", "Incomplete", "Unverified", "Complete"})
_PERSONAL_VALIDATION: Mapping[str, str] = {
    "email": "e-mail address",
    "phone": "telephone number",
    "mrn": "hospital number",
    "ssn": "national number",
    "zipcode": "postcode",
    "postalcode": "postcode",
    "signature": "signature",
}
STATE_LABELS: Mapping[str, str] = {"0": "Incomplete", "1": "Unverified", "2": "Complete"}
_IDENTIFIER = "an identifier, says the data dictionary"


def recognise(raw: RawTable) -> str:
    """Return the evidence that a table is an export of REDCap, "" where there is none."""
    header = raw.header
    marks = [column for column in _MARKS if column in header]
    if marks:
        return f"the column {marks[0]}"
    if has_label_headings(header):
        return 'headings such as "Complete?" and "(choice=...)"'
    if not header or not all(_VARIABLE.match(column) for column in header):
        return ""
    for position, column in enumerate(header):
        if column.endswith("_complete") and {cell.strip() for cell in raw.column(position)} <= _STATES:
            return f"the column {column}, the state of a form"
    return "checkbox columns such as a___1" if any("___" in column for column in header) else ""


def tidy(raw: RawTable, choices: ReadingChoices, companions: Companions) -> TidyTable:
    """Put the records of one export into columns, with the labels of its data dictionary if there is one.

    Raises StudyProblems: a label export without dictionary, a named file that is no dictionary, several
    dictionaries that fit equally well, headings that fit several fields.
    """
    has_labels = has_label_headings(raw.header)
    columns, dictionary, notes = _columns(raw, companions, has_labels)
    findings = FormFindings()
    cells = _cells(raw, columns, dictionary, has_labels, findings)
    blank_unfinished_timestamps(cells, findings)
    states = state_columns(cells, dictionary)
    missing: dict[str, frozenset[str]] = {}
    if dictionary is not None:
        decimal_points(cells, dictionary, findings)
        missing = missing_codes(cells, dictionary, findings)
    blank_unseen_boxes(cells, form_of_columns(columns, states, dictionary), findings)
    keys = identifying_columns(columns)
    labels = _value_labels(columns, dictionary, states)
    notes += [*row_notes(cells), *form_notes(cells, states), *findings.notes]
    notes += _dictionary_notes(columns, cells, dictionary, missing) if dictionary else [_no_dictionary_note()]
    coded_fields = labels if dictionary else [column for column in columns if column not in keys]
    notes += [*label_notes({}, labels, {}), *_code_notes(cells, coded_fields, labels, states, missing)]
    places = [raw.place(index) for index in range(1, len(raw.rows))]
    notes += [*repeated_records(cells, keys, places), *unanswered_rows(cells, {*keys, *states}, places)]
    return TidyTable(
        REDCAP,
        columns,
        range(1, len(raw.rows)),
        cells,
        companions=(dictionary.name,) if dictionary else (),
        variable_labels=_variable_labels(columns, dictionary),
        value_labels=labels,
        user_missing=missing,
        reasons=findings.reasons,
        personal=_personal(columns, dictionary),
        date_columns=_dates(columns, dictionary),
        stored_scores=tuple(name for name in columns if dictionary and _is_calculated(name, dictionary)),
        notes=tuple(notes),
        identifier=keys[0] if len(keys) == 1 else "",
    )


def _columns(
    raw: RawTable, companions: Companions, has_labels: bool
) -> tuple[tuple[str, ...], RedcapDictionary | None, list[str]]:
    """Return the names of the columns, the dictionary that explains them, and notes on both."""
    names = list(raw.header)
    dictionary, notes = _dictionary(companions, names, has_labels, raw.name)
    if has_labels and dictionary is None:
        raise refuse_without_dictionary(raw.name)
    if has_labels and dictionary is not None:
        names = columns_of_labels(names, dictionary, raw.name)
    columns, repeated = unique_names(names)
    return columns, dictionary, [repeated_note(repeated, "Column names"), *notes] if repeated else notes


def _dictionary(
    companions: Companions, header: Sequence[str], has_labels: bool, name: str
) -> tuple[RedcapDictionary | None, list[str]]:
    """Take the dictionary that explains most columns; two that explain equally many are refused."""
    found: list[tuple[int, RedcapDictionary]] = []
    for candidate in companions.candidates(REDCAP_DICTIONARY):
        dictionary = read_redcap_dictionary(candidate)
        if dictionary is not None:
            texts = {field.label for field in dictionary.fields.values()} if has_labels else set()
            found.append((len(set(header) & ({*dictionary.by_column()} | texts)), dictionary))
    if companions.given is not None and not found:
        remedy = "Correct `dictionary` under `reading` in the column map."
        found_text, allowed = "a file that is no REDCap data dictionary", "the columns of a data dictionary"
        raise StudyProblems([Problem(companions.given.name, 1, "", found_text, allowed, remedy)])
    fitting = [one for one in found if one[0]] if companions.given is None else found
    if not fitting:
        return None, [f"{one.name} explains no column, and was not used." for _, one in found]
    most = max(count for count, _ in fitting)
    best = [dictionary for count, dictionary in fitting if count == most]
    if len(best) > 1:
        listed = " and ".join(one.name for one in best)
        remedy = f"{line_to_add('dictionary', best[0].name)[:-1]}, or the other."
        raise StudyProblems(
            [Problem(name, None, "", f"data dictionaries that fit equally well: {listed}", "one", remedy)]
        )
    return best[0], []


def _cells(
    raw: RawTable,
    columns: Sequence[str],
    dictionary: RedcapDictionary | None,
    has_labels: bool,
    findings: FormFindings,
) -> Cells:
    """Return the cells by column, labels turned into codes where a column holds labels only."""
    by_column = dictionary.by_column() if dictionary else {}
    cells: Cells = {}
    turned = []
    for position, column in enumerate(columns):
        texts = [cell.strip() for cell in raw.column(position)]
        field, code = by_column.get(column, (None, ""))
        codes = coded(column, texts, field, code, has_labels)
        if codes is not None:
            turned.append(column)
        cells[column] = [text or None for text in (texts if codes is None else codes)]
    if turned:
        findings.notes.append(f"Labels were turned into codes, in: {some_names(turned)}.")
    return cells


def _code_notes(
    cells: Cells,
    fields: Iterable[str],
    labels: Mapping[str, Mapping[str, str]],
    states: Sequence[str],
    missing: Mapping[str, frozenset[str]],
) -> list[str]:
    """Point out undeclared missing codes in fields that may be coded; boxes and states of forms have none."""
    distinct = {
        column: {cell for cell in cells[column] if cell}
        for column in fields
        if column not in states and "___" not in column and not column.startswith("redcap_")
    }
    looked_at = {
        column: found for column, found in distinct.items() if column in labels or may_be_codes(found)
    }
    note = suspicious_codes_note(looked_at, labels, missing)
    return [note] if note else []


def _value_labels(
    columns: Sequence[str], dictionary: RedcapDictionary | None, states: Sequence[str]
) -> dict[str, Mapping[str, str]]:
    labels: dict[str, Mapping[str, str]] = dict.fromkeys(states, STATE_LABELS)
    for column, (field, code) in (dictionary.by_column() if dictionary else {}).items():
        if code:
            labels[column] = {"0": "not ticked", "1": field.choices[code]}
        elif field.choices:
            labels[column] = field.choices
    return {column: labels[column] for column in columns if column in labels}


def _variable_labels(columns: Sequence[str], dictionary: RedcapDictionary | None) -> dict[str, str]:
    labels = {
        column: f"{field.label} - {field.choices[code]}" if code else field.label
        for column, (field, code) in (dictionary.by_column() if dictionary else {}).items()
    }
    return {column: labels[column] for column in columns if labels.get(column)}


def _personal(columns: Sequence[str], dictionary: RedcapDictionary | None) -> dict[str, str]:
    """Return the columns that name people: identifiers of the dictionary, e-mail, telephone, survey links."""
    found = {"redcap_survey_identifier": "a participant of the survey"}
    for column, (field, _) in (dictionary.by_column() if dictionary else {}).items():
        validation = field.validation.partition("_")[0]
        what = _IDENTIFIER if field.is_identifier else _PERSONAL_VALIDATION.get(validation, "")
        if what:
            found[column] = what
    return {column: found[column] for column in columns if column in found}


def _dates(columns: Sequence[str], dictionary: RedcapDictionary | None) -> tuple[str, ...]:
    fields = dictionary.fields if dictionary else {}
    return tuple(
        column
        for column in columns
        if column.endswith("_timestamp")
        or (column in fields and fields[column].validation.startswith("date"))
    )


def _is_calculated(column: str, dictionary: RedcapDictionary) -> bool:
    field: RedcapField | None = dictionary.fields.get(column)
    return field is not None and field.type == "calc"


def _dictionary_notes(
    columns: Sequence[str],
    cells: Mapping[str, Sequence[str | None]],
    dictionary: RedcapDictionary,
    missing: Mapping[str, frozenset[str]],
) -> list[str]:
    notes = check_notes(cells, dictionary, missing)
    endings = ("_complete", "_timestamp")
    known = {*dictionary.by_column(), *(f"{form}{ending}" for form in dictionary.forms for ending in endings)}
    strange = [column for column in columns if column not in known and not column.startswith("redcap_")]
    if strange:
        count = counted(len(strange), "column is", "columns are")
        notes.append(f"{count} not in the data dictionary: {some_names(strange)}.")
    absent = [column for column in dictionary.by_column() if column not in columns]
    if absent:
        count = counted(len(absent), "column of the data dictionary is", "columns of the data dictionary are")
        notes.append(f"{count} not in the export: {some_names(absent)}.")
    calculated = [column for column in columns if _is_calculated(column, dictionary)]
    if calculated:
        notes.append(f"Calculated by REDCap: {some_names(calculated)}.")
    if dictionary.odd_choices:
        listed = some_names(dictionary.odd_choices)
        notes.append(f"Choices in the data dictionary without a label, or with a code twice, in: {listed}.")
    if dictionary.damaged:
        notes.append(
            f"Labels in the data dictionary have lost characters, in: {some_names(dictionary.damaged)}."
        )
    return notes


def _no_dictionary_note() -> str:
    remedy = line_to_add("dictionary", "its name").replace("Add", "add")
    return (
        "No data dictionary lies beside the file: labels, identifiers and calculated fields are unknown. Put "
        f"it there, or {remedy}"
    )
