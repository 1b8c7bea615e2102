"""An XLSForm workbook, which ODK, KoboToolbox and others take: sheets survey, choices and settings.

The columns `bind::impl:...` carry scales and reverse keys; programs keep them in the form, unused.
"""

import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from impl_eval.instruments import Instrument, Item
from impl_eval.instruments.show_if import parse_show_if
from impl_eval.outputs.canonical_zip import canonical_zip, member_of
from impl_eval.outputs.instrument_forms.exported import (
    ExportedForm,
    item_text,
    licence_sentence,
    missing_losses,
    not_applicable_codes,
    scoring_losses,
    shell_losses,
)

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

SURVEY_COLUMNS = (
    "type", "name", "label", "relevant", "bind::impl:scale", "bind::impl:reverse", "bind::impl:short_label",
    "bind::impl:wording",
)  # fmt: skip
CHOICE_COLUMNS = ("list_name", "name", "label")
SETTINGS_COLUMNS = ("form_title", "form_id", "version", "namespaces")
NAMESPACE = 'impl="urn:impl-eval:instrument:1"'
INTRODUCTION, SOURCE = "introduction", "source_and_licence"
_LIKE_A_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_CORE_PROPERTIES = "docProps/core.xml"
_A_TIME = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def xlsform(instrument: Instrument) -> ExportedForm:
    """Return the workbook of an instrument; pyxform converts it without a warning."""
    from openpyxl import Workbook

    workbook = Workbook()
    survey = workbook.active
    assert survey is not None
    survey.title = "survey"
    _fill(survey, SURVEY_COLUMNS, _survey_rows(instrument))
    _fill(workbook.create_sheet("choices"), CHOICE_COLUMNS, _choice_rows(instrument))
    settings = (_safe(instrument.title), instrument.id, instrument.version, NAMESPACE)
    _fill(workbook.create_sheet("settings"), SETTINGS_COLUMNS, [settings])
    target = io.BytesIO()
    workbook.save(target)
    core = _A_TIME.sub(b"2000-01-01T00:00:00Z", member_of(target.getvalue(), _CORE_PROPERTIES))
    content = canonical_zip(target.getvalue(), {_CORE_PROPERTIES: core})
    return ExportedForm(content, ".xlsform.xlsx", _losses(instrument))


def _survey_rows(instrument: Instrument) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    if instrument.introduction:
        rows.append(("note", INTRODUCTION, _safe(instrument.introduction), "", "", "", "", ""))
    rows += [
        (
            f"select_one {item.choices}",
            item.id,
            _safe(item_text(item)),
            _relevant(item),
            item.scale,
            "yes" if item.reverse_scored else "no",
            item.short_label,
            "" if item.wording else "none",
        )
        for item in instrument.items
    ]
    rows.append(("note", SOURCE, _safe(licence_sentence(instrument)), "", "", "", "", ""))
    return rows


def _choice_rows(instrument: Instrument) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for name, options in instrument.choices.items():
        values = range(options.min, options.max + 1)
        rows += [(name, str(value), _safe(options.labels.get(value, str(value)))) for value in values]
        rows += [(name, str(code), "Not applicable") for code in not_applicable_codes(instrument)[:1]]
    return rows


def _safe(text: str) -> str:
    """Return text that no program takes for a reference to another question."""
    return text.replace("${", "$ {")


def _relevant(item: Item) -> str:
    condition = parse_show_if(item.show_if) if item.show_if else None
    if condition is None:
        return ""
    return f" {condition.joint} ".join(
        f"${{{one.item_id}}} {one.sign} '{one.value}'"
        if one.sign in {"=", "!="}
        else f"${{{one.item_id}}} {one.sign} {one.value}"
        for one in condition.comparisons
    )


def _fill(sheet: "Worksheet", header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for number, cells in enumerate((header, *rows), start=1):
        for column, text in enumerate(cells, start=1):
            if text:
                cell = sheet.cell(
                    number, column, ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", text)
                )
                cell.data_type = "s"  # a wording is never a formula
                cell.alignment = Alignment(vertical="top", wrap_text=True)
    for column, name in enumerate(header, start=1):
        sheet.cell(1, column).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = 60 if name == "label" else 22
    sheet.freeze_panes = "A2"


def _losses(instrument: Instrument) -> tuple[str, ...]:
    reverse = [item.id for item in instrument.items if item.reverse_scored]
    losses = [
        "Reverse keys and scales stand in the columns bind::impl: only: survey programs keep them, and do "
        "not use them" + (f" (reverse scored: {', '.join(reverse)})." if reverse else "."),
        *scoring_losses(instrument),
        *missing_losses(instrument, ("not applicable",)),
        *shell_losses(instrument),
        "Respondent code, site and timepoint: they belong to the study, add them to the form.",
    ]
    if any(len(one.labels) < one.max - one.min + 1 for one in instrument.choices.values()):
        losses.append("That some options have no label: the form shows their number.")
    texts = [item.wording for item in instrument.items]
    texts += [label for one in instrument.choices.values() for label in one.labels.values()]
    if any("${" in text for text in texts):
        losses.append("${ in texts, where a space was put between: it would refer to another question.")
    if any(_LIKE_A_TAG.search(text) for text in texts):
        losses.append("Words between < and >: survey programs may take them for formatting.")
    return tuple(losses)
