"""A REDCap data dictionary: 18 columns, one row for each item, the record's id first.

Field Annotation carries what REDCap has no column for, behind a tag that REDCap ignores.
"""

import re

from impl_eval.instruments import Instrument, Item
from impl_eval.instruments.show_if import parse_show_if
from impl_eval.outputs.csv_text import csv_bytes
from impl_eval.outputs.instrument_forms.exported import (
    ExportedForm,
    item_text,
    licence_sentence,
    lower_names,
    missing_losses,
    not_applicable_codes,
    scoring_losses,
    shell_losses,
)

COLUMNS = (
    "Variable / Field Name", "Form Name", "Section Header", "Field Type", "Field Label",
    "Choices, Calculations, OR Slider Labels", "Field Note",
    "Text Validation Type OR Show Slider Number", "Text Validation Min", "Text Validation Max",
    "Identifier?", "Branching Logic (Show field only if...)", "Required Field?", "Custom Alignment",
    "Question Number (surveys only)", "Matrix Group Name", "Matrix Ranking?", "Field Annotation",
)  # fmt: skip
TAG = "@IMPL-EVAL"
RECORD_ID = "record_id"
LONGEST_NAME = 26
"""REDCap advises against longer field names: other programs cut them off."""
MOST_IN_A_MATRIX = 7
"""Ours: with more options a matrix is too wide for a telephone, and REDCap squeezes its labels."""


def redcap_form(instrument: Instrument) -> ExportedForm:
    """Return the data dictionary (CSV) of an instrument, as one form."""
    names = lower_names((RECORD_ID, *(item.id for item in instrument.items)), LONGEST_NAME)
    form = lower_names([instrument.id], LONGEST_NAME)[instrument.id]
    groups = _matrix_groups(instrument)
    rows = [_row({"Variable / Field Name": RECORD_ID, "Form Name": form, "Field Type": "text",
                  "Field Label": "Record ID"})]  # fmt: skip
    for index, item in enumerate(instrument.items):
        heading = instrument.introduction or "" if index == 0 else ""
        rows.append(
            _row(
                {
                    "Variable / Field Name": names[item.id],
                    "Form Name": form,
                    "Section Header": _field_text(heading),
                    "Field Type": "radio",
                    "Field Label": _field_text(item_text(item)),
                    "Choices, Calculations, OR Slider Labels": _choices(instrument, item),
                    "Branching Logic (Show field only if...)": _logic(item, names),
                    "Matrix Group Name": groups.get(item.id, ""),
                    "Field Annotation": _annotation(item),
                }
            )
        )
    return ExportedForm(csv_bytes(COLUMNS, rows, mark=False), ".redcap.csv", _losses(instrument))


def _row(cells: dict[str, str]) -> tuple[str, ...]:
    return tuple(cells.get(column, "") for column in COLUMNS)


def _field_text(text: str) -> str:
    """Return text that REDCap shows as it is: it takes < for the beginning of a tag."""
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _choices(instrument: Instrument, item: Item) -> str:
    options = instrument.options_of(item)
    labels = {value: options.labels.get(value, str(value)) for value in range(options.min, options.max + 1)}
    labels |= dict.fromkeys(not_applicable_codes(instrument)[:1], "Not applicable")
    # A bar would end the choice.
    return " | ".join(f"{value}, {_field_text(label).replace('|', '/')}" for value, label in labels.items())


def _matrix_groups(instrument: Instrument) -> dict[str, str]:
    """Put neighbours with the same options into one matrix; one item alone is none."""
    groups: dict[str, str] = {}
    run: list[Item] = []
    number = 0
    for item in (*instrument.items, None):
        if item is not None and (not run or run[-1].choices == item.choices):
            run.append(item)
            continue
        options = instrument.options_of(run[0])
        if len(run) > 1 and options.max - options.min < MOST_IN_A_MATRIX:
            number += 1
            name = re.sub(r"[^a-z0-9_]", "_", run[0].choices.lower())
            groups |= dict.fromkeys((one.id for one in run), f"{name}_{number}")
        run = [item] if item is not None else []
    return groups


def _logic(item: Item, names: dict[str, str]) -> str:
    condition = parse_show_if(item.show_if) if item.show_if else None
    if condition is None:
        return ""
    signs = {"!=": "<>"}
    return f" {condition.joint} ".join(
        f"[{names[one.item_id]}] {signs.get(one.sign, one.sign)} '{one.value}'"
        for one in condition.comparisons
    )


def _annotation(item: Item) -> str:
    short = item.short_label.replace("\\", "\\\\").replace('"', '\\"')
    reverse = "yes" if item.reverse_scored else "no"
    # Before the tag stands a word: a spreadsheet runs a cell that begins with @ as a formula.
    parts = [
        "Key:",
        TAG,
        f"item={item.id}",
        f"scale={item.scale}",
        f"reverse={reverse}",
        f"choices={item.choices}",
    ]
    return " ".join([*parts, *([] if item.wording else ["wording=none"]), f'short="{short}"'])


def _losses(instrument: Instrument) -> tuple[str, ...]:
    labelled = all(
        len(options.labels) == options.max - options.min + 1 for options in instrument.choices.values()
    )
    reverse = [item.id for item in instrument.items if item.reverse_scored]
    losses = [
        "Reverse keys and scales stand in Field Annotation only: REDCap keeps them, and does not use them"
        + (f" (reverse scored: {', '.join(reverse)})." if reverse else "."),
        *scoring_losses(instrument),
        *missing_losses(instrument, ("not applicable",)),
        *shell_losses(instrument),
        f"Title, source and licence: put them on the survey's first page. {licence_sentence(instrument)}",
        "Respondent code, site and timepoint: they belong to the study, add them to the project.",
    ]
    if not labelled:
        losses.append("That some options have no label: REDCap shows their number.")
    if any("|" in label for options in instrument.choices.values() for label in options.labels.values()):
        losses.append("Bars (|) in labels of options: REDCap would end the option there.")
    changed = [
        item.id for item in instrument.items if lower_names([item.id], LONGEST_NAME)[item.id] != item.id
    ]
    if changed:
        losses.append(
            f"Ids that REDCap does not take as they are (kept in the annotation): {', '.join(changed)}."
        )
    return tuple(losses)
