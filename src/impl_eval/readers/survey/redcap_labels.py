"""REDCap's label export back to variable names and codes, with the help of the data dictionary.

Headings are the labels of fields, cells the labels of choices. Where a label stands for several fields and
not all of them were exported, nobody can tell which is which: that is refused.
"""

from collections.abc import Mapping, Sequence

from impl_eval.errors import Problem, StudyProblems
from impl_eval.readers.survey.labelled_text import counted
from impl_eval.readers.survey.naming import without_markup
from impl_eval.readers.survey.redcap_dictionary import RedcapDictionary, RedcapField

_SYSTEM: Mapping[str, str] = {
    "Event Name": "redcap_event_name",
    "Repeat Instrument": "redcap_repeat_instrument",
    "Repeat Instance": "redcap_repeat_instance",
    "Data Access Group": "redcap_data_access_group",
    "Survey Identifier": "redcap_survey_identifier",
}
_COMPLETE, _TIMESTAMP, _CHOICE = "Complete?", "Survey Timestamp", "(choice="
STATES: Mapping[str, str] = {"Incomplete": "0", "Unverified": "1", "Complete": "2"}
TICKS: Mapping[str, str] = {"Unchecked": "0", "Checked": "1"}


def has_label_headings(header: Sequence[str]) -> bool:
    """Tell whether a header is that of a label export: "Complete?", "(choice=" or "Repeat Instrument"."""
    marks = any(cell in (_COMPLETE, "Repeat Instrument") or _CHOICE in cell for cell in header)
    return marks and any(" " in cell for cell in header)


def refuse_without_dictionary(name: str) -> StudyProblems:
    """Return the fault of a label export that no data dictionary explains."""
    found = "a REDCap export with labels in place of variable names"
    remedy = (
        "Export the data again as 'CSV / Microsoft Excel (raw data)'; or put the project's data dictionary "
        "(..._DataDictionary_....csv) beside it."
    )
    return StudyProblems([Problem(name, 1, "column names", found, "raw data", remedy)])


def columns_of_labels(header: Sequence[str], dictionary: RedcapDictionary, name: str) -> list[str]:
    """Return the variable name of each heading; one that no field has stays as it is.

    Raises StudyProblems where a heading fits several fields and the export does not have them all.
    """
    known = {column: _heading(*found) for column, found in dictionary.by_column().items()}
    by_heading: dict[str, list[str]] = {}
    for column, heading in known.items():
        by_heading.setdefault(heading, []).append(column)
    plain = [without_markup(cell) for cell in header]
    _refuse_unclear(plain, by_heading, name)
    names: list[str] = []
    for heading in plain:
        waiting = by_heading.get(heading, [])
        names.append(waiting.pop(0) if waiting else _SYSTEM.get(heading, heading))
    return _with_form_columns(names, dictionary)


def _heading(field: RedcapField, code: str) -> str:
    return without_markup(f"{field.label} {_CHOICE}{field.choices[code]})" if code else field.label)


def _refuse_unclear(plain: Sequence[str], by_heading: Mapping[str, Sequence[str]], name: str) -> None:
    problems = []
    for heading, columns in by_heading.items():
        count = plain.count(heading)
        if count and count != len(columns):
            times = counted(count, "time", "times")
            found = f'"{heading}" {times}, but the data dictionary has it for {", ".join(columns)}'
            remedy = "Export the data again as 'CSV / Microsoft Excel (raw data)'."
            problems.append(Problem(name, 1, "column names", found, "one field for each heading", remedy))
    if problems:
        raise StudyProblems(problems)


def _with_form_columns(names: Sequence[str], dictionary: RedcapDictionary) -> list[str]:
    """Name 'Complete?' after the form before it, and 'Survey Timestamp' after the form that follows."""
    form_of = {column: field.form for column, (field, _) in dictionary.by_column().items()}
    named = list(names)
    for index, column in enumerate(names):
        if column == _COMPLETE:
            form = next((form_of[one] for one in reversed(names[:index]) if one in form_of), "")
        elif column == _TIMESTAMP:
            form = next((form_of[one] for one in names[index:] if one in form_of), "")
        else:
            continue
        ending = "complete" if column == _COMPLETE else "timestamp"
        named[index] = f"{form}_{ending}" if form else column
    return named


def coded(
    column: str, texts: Sequence[str], field: RedcapField | None, code: str, labels_only: bool
) -> list[str] | None:
    """Return the codes of a column that holds labels; None where it holds codes already, or other texts too.

    `labels_only`: the export is known to hold labels, also where they look like codes; then texts that are no
    label stay among the codes.
    """
    distinct = {text for text in texts if text}
    if column.endswith("_complete") and field is None:
        mapping = dict(STATES)
    elif code or "___" in column:
        mapping = dict(TICKS)
        if field is not None and field.choices.get(code):
            mapping.setdefault(field.choices[code], "1")
    elif field is not None and field.choices:
        mapping = {}
        for choice, label in field.choices.items():
            if label in mapping:
                return None
            mapping[label] = choice
        if not labels_only and distinct <= set(field.choices):
            return None
    else:
        return None
    plain = {text: without_markup(text) for text in distinct}
    known = [text for text in distinct if plain[text] in mapping]
    if not known or (len(known) < len(distinct) and not labels_only):
        return None
    return [mapping.get(plain[text], text) if text else "" for text in texts]
