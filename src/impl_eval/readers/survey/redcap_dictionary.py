"""A REDCap data dictionary (CSV, one row for each field): what the columns of an export mean.

Both forms are read: that of the web page (18 columns, "Variable / Field Name", ...) and that of the API
(field_name, ...). Calculations and branching logic are kept as text and never run.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from impl_eval.errors import Problem, StudyProblems
from impl_eval.readers.delimited import DelimitedText, parse_delimited
from impl_eval.readers.files import read_content
from impl_eval.readers.survey.naming import without_markup
from impl_eval.readers.survey.raw_table import Companion

_NAMES: Mapping[str, tuple[str, ...]] = {
    "field": ("variable / field name", "field_name"),
    "form": ("form name", "form_name"),
    "type": ("field type", "field_type"),
    "label": ("field label", "field_label"),
    "choices": (
        "choices, calculations, or slider labels",
        "choices or calculations",
        "select_choices_or_calculations",
    ),
    "validation": (
        "text validation type or show slider number",
        "text validation type",
        "text_validation_type_or_show_slider_number",
    ),
    "low": ("text validation min", "text_validation_min"),
    "high": ("text validation max", "text_validation_max"),
    "identifier": ("identifier?", "identifier"),
}
_NEEDED = ("field", "form", "type", "label", "choices")
_FIXED_CHOICES: Mapping[str, Mapping[str, str]] = {
    "yesno": {"1": "Yes", "0": "No"},
    "truefalse": {"1": "True", "0": "False"},
}
_CODED = frozenset({"radio", "dropdown", "checkbox", "sql", *_FIXED_CHOICES})
_NOT_EXPORTED = "descriptive"
_NOT_A_NAME = re.compile(r"[^a-z0-9_]")
LOST_CHARACTER = "\ufffd"


@dataclass(frozen=True)
class RedcapField:
    """One field: its form, type, label without markup, choices by code, and how answers were checked."""

    name: str
    form: str
    type: str
    label: str
    choices: Mapping[str, str]
    validation: str
    low: str
    high: str
    is_identifier: bool

    def columns(self) -> dict[str, str]:
        """Return the columns that an export has for the field, with the code each stands for ("" for one)."""
        if self.type == _NOT_EXPORTED:
            return {}
        if self.type != "checkbox":
            return {self.name: ""}
        return {f"{self.name}___{code_in_name(code)}": code for code in self.choices}


@dataclass(frozen=True)
class RedcapDictionary:
    """The fields of a project in order; the first is the record id.

    `damaged` names those with lost characters, `odd_choices` those with a choice that has no label, or a code
    twice.
    """

    name: str
    fields: Mapping[str, RedcapField]
    damaged: tuple[str, ...] = ()
    odd_choices: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """The forms in order."""
        return tuple(dict.fromkeys(field.form for field in self.fields.values()))

    def by_column(self) -> dict[str, tuple[RedcapField, str]]:
        """Return the field of every column of a full export, and the code of a checkbox column ("" else)."""
        return {
            column: (field, code)
            for field in self.fields.values()
            for column, code in field.columns().items()
        }


def code_in_name(code: str) -> str:
    """Return how REDCap writes the code of a checkbox in a column name: small letters, "_" for a minus."""
    return _NOT_A_NAME.sub("", code.lower().replace("-", "_"))


def is_redcap_dictionary(columns: Iterable[str]) -> bool:
    """Tell whether a header is that of a data dictionary."""
    known = {_plain(column) for column in columns}
    return all(known & set(_NAMES[meaning]) for meaning in _NEEDED)


def read_redcap_dictionary(companion: Companion) -> RedcapDictionary | None:
    """Read a data dictionary; None where the file is a table, but no data dictionary.

    Raises StudyProblems with all faults: a field without name, a field twice.
    """
    table = parse_delimited(read_content(companion.path, companion.name), companion.name)
    if not is_redcap_dictionary(table.columns):
        return None
    problems: list[Problem] = []
    odd: list[str] = []
    fields: dict[str, RedcapField] = {}
    for row, line in zip(table.rows, table.line_numbers, strict=True):
        field = _field(_cells(table, row), companion.name, line, problems, odd)
        if field.name in fields:
            problems.append(
                Problem(companion.name, line, field.name, "the field a second time", "each field once")
            )
        fields[field.name] = field
    if problems:
        raise StudyProblems(problems)
    damaged = tuple(
        field.name
        for field in fields.values()
        if LOST_CHARACTER in field.label or any(LOST_CHARACTER in label for label in field.choices.values())
    )
    return RedcapDictionary(companion.name, fields, damaged, tuple(dict.fromkeys(odd)))


def _plain(column: str) -> str:
    return " ".join(column.lower().split())


def _cells(table: DelimitedText, row: Sequence[str]) -> dict[str, str]:
    by_name = {_plain(column): cell.strip() for column, cell in zip(table.columns, row, strict=True)}
    return {
        meaning: next((by_name[name] for name in names if name in by_name), "")
        for meaning, names in _NAMES.items()
    }


def _field(
    cells: Mapping[str, str], file: str, line: int, problems: list[Problem], odd: list[str]
) -> RedcapField:
    name, kind = cells["field"].lower(), cells["type"].lower()
    if not name:
        problems.append(Problem(file, line, "", "a row without field name", "a name for every field"))
    choices: dict[str, str] = dict(_FIXED_CHOICES.get(kind, {}))
    if kind in _CODED and kind not in _FIXED_CHOICES and kind != "sql":
        choices, is_odd = parse_choices(cells["choices"])
        odd += [name] if is_odd else []
    return RedcapField(
        name,
        cells["form"].lower().replace(" ", "_"),
        kind,
        without_markup(cells["label"]),
        choices,
        cells["validation"].lower(),
        cells["low"],
        cells["high"],
        cells["identifier"].lower() in {"y", "yes", "1", "true"},
    )


def parse_choices(text: str) -> tuple[dict[str, str], bool]:
    """Return labels by code from '1, Yes | 0, No', and whether a choice has no label or a code stands twice.

    A label may hold commas; of a repeated code the first label counts.
    """
    choices: dict[str, str] = {}
    is_odd = False
    for part in text.split("|"):
        code, _, label = (piece.strip() for piece in part.partition(","))
        if not part.strip():
            continue
        is_odd = is_odd or not code or not label or code in choices
        if code:
            choices.setdefault(code, without_markup(label))
    return choices, is_odd
