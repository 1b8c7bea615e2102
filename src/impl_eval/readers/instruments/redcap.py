"""A REDCap data dictionary (CSV, one row for each field) as a draft.

What our own export wrote into Field Annotation (`@IMPL-EVAL item=... scale=... reverse=yes`) is read back.
"""

import re
from collections.abc import Mapping, Sequence

from impl_eval.readers.instruments.draft import (
    DraftItem,
    DraftOption,
    InstrumentDraft,
    Losses,
    plain_text,
)
from impl_eval.readers.tables import TableText

TAG = "@IMPL-EVAL"
_NAMES = {
    "field": ("variable / field name", "field_name"),
    "form": ("form name", "form_name"),
    "section": ("section header", "section_header"),
    "type": ("field type", "field_type"),
    "label": ("field label", "field_label"),
    "choices": ("choices, calculations, or slider labels", "select_choices_or_calculations"),
    "note": ("field note", "field_note"),
    "low": ("text validation min", "text_validation_min"),
    "high": ("text validation max", "text_validation_max"),
    "identifier": ("identifier?", "identifier"),
    "logic": ("branching logic (show field only if...)", "branching_logic"),
    "required": ("required field?", "required_field"),
    "matrix": ("matrix group name", "matrix_group_name"),
    "annotation": ("field annotation", "field_annotation"),
}
_FIXED = {"yesno": (("1", "Yes"), ("0", "No")), "truefalse": (("1", "True"), ("0", "False"))}
_COMPARED = re.compile(
    r"""\s*\[(?P<field>\w+)\]\s*(?P<sign><>|!=|>=|<=|=|>|<)\s*(['"]?)(?P<value>[+-]?\d+)\3\s*\Z"""
)
_JOINT = re.compile(r"\s+(and|or)\s+", re.IGNORECASE)
_ANNOTATED = re.compile(r'(\w+)=("(?:[^"\\]|\\.)*"|\S+)')


def is_redcap_dictionary(columns: Sequence[str]) -> bool:
    """Tell whether these columns are those of a data dictionary, as downloaded or through the API."""
    lowered = {column.strip().lower() for column in columns}
    return all(lowered & set(_NAMES[key]) for key in ("field", "type", "label"))


def redcap_draft(table: TableText, stem: str) -> InstrumentDraft:
    """Return the single-choice fields of a dictionary, and what the draft does not hold of it."""
    rows = [_by_meaning(table.columns, row) for row in table.rows]
    ids = {row["field"]: _annotated(row["annotation"]).get("item", row["field"]) for row in rows}
    losses, introduction = Losses(), ""
    items: list[DraftItem] = []
    for row in rows:
        options, span = _options(row)
        if not options and span is None:
            _lose_field(row, losses)
            continue
        section = plain_text(row["section"])
        if section and not items:
            introduction = section
        elif section:
            losses.add("Section headers, above", ids[row["field"]])
        items.append(_item(row, ids, options, span, losses))
    forms = list(dict.fromkeys(row["form"] for row in rows if row["form"]))
    if len(forms) > 1:
        losses.add("The forms, which became one instrument", "")
    title = forms[0].replace("_", " ").capitalize() if forms else stem
    return InstrumentDraft("REDCap data dictionary", title, tuple(items), losses.sentences(), introduction)


def _by_meaning(columns: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    by_name = {column.strip().lower(): cell for column, cell in zip(columns, row, strict=True)}
    return {
        meaning: next((by_name[name].strip() for name in names if name in by_name), "")
        for meaning, names in _NAMES.items()
    }


def _options(row: Mapping[str, str]) -> tuple[tuple[DraftOption, ...], tuple[int, int] | None]:
    kind = row["type"].lower()
    if kind in {"radio", "dropdown"}:
        return parse_choices(row["choices"]), None
    if kind in _FIXED:
        return tuple(DraftOption(code, label) for code, label in _FIXED[kind]), None
    if kind != "slider":
        return (), None
    low, high = _whole(row["low"], 0), _whole(row["high"], 100)
    labels = [plain_text(label) for label in row["choices"].split("|")]
    at = {1: (low,), 2: (low, high), 3: (low, (low + high) // 2, high)}.get(len(labels), ())
    named = zip(at, labels, strict=False)
    return tuple(DraftOption(str(code), label) for code, label in named if label), (low, high)


def parse_choices(text: str) -> tuple[DraftOption, ...]:
    """Return the options of `1, Yes | 2, No`; a part without comma is its own code."""
    options = []
    for part in re.split(r"\||\r?\n", text):
        code, comma, label = part.partition(",")
        if code.strip():
            options.append(DraftOption(code.strip(), plain_text(label) if comma else ""))
    return tuple(options)


def _whole(text: str, otherwise: int) -> int:
    return int(text) if re.fullmatch(r"[+-]?\d{1,9}", text) else otherwise


def _lose_field(row: Mapping[str, str], losses: Losses) -> None:
    if row["field"] == "record_id":
        return
    what = {
        "checkbox": "Fields that allow several answers",
        "calc": "Calculated fields (a scoring rule belongs under scales in instrument.yaml)",
        "descriptive": "Descriptive texts",
    }.get(row["type"].lower(), "Fields of text, numbers, dates and files")
    if row["identifier"].lower() == "y":
        what = "Fields marked as identifiers: they name people"
    losses.add(what, row["field"])


def _item(
    row: Mapping[str, str],
    ids: Mapping[str, str],
    options: tuple[DraftOption, ...],
    span: tuple[int, int] | None,
    losses: Losses,
) -> DraftItem:
    said, item_id = _annotated(row["annotation"]), ids[row["field"]]
    show_if = condition_text(row["logic"], ids) if row["logic"] else ""
    if row["logic"] and not show_if:
        losses.add("Branching logic that is more than comparisons with whole numbers", item_id)
    if row["required"].lower() == "y":
        losses.add("That an answer was required", item_id)
    if row["note"]:
        losses.add("Field notes", item_id)
    if row["annotation"] and TAG not in row["annotation"]:
        losses.add("Field annotations", item_id)
    reverse = {"yes": True, "no": False}.get(said.get("reverse", ""))
    if TAG in row["annotation"] and reverse is None and "scale" in said:
        reverse = bool(re.search(r"\breverse\b(?!=)", row["annotation"]))
    return DraftItem(
        id=item_id,
        wording=plain_text(row["label"]) if said.get("wording") != "none" else "",
        options=options,
        options_name=said.get("choices", row["matrix"]),
        range=span,
        scale=said.get("scale"),
        reverse_scored=reverse,
        short_label=said.get("short", ""),
        show_if=show_if,
    )


def _annotated(annotation: str) -> dict[str, str]:
    """Return what our own export wrote into the annotation, nothing where it did not."""
    _, tag, after = annotation.partition(TAG)
    if not tag:
        return {}
    line = after.splitlines()[0] if after else ""
    return {key: re.sub(r"\\(.)", r"\1", value.strip('"')) for key, value in _ANNOTATED.findall(line)}


def condition_text(logic: str, ids: Mapping[str, str]) -> str:
    """Return REDCap's branching logic as items.csv writes it, or "" where it says more than that can."""
    parts = _JOINT.split(logic.strip())
    joints = {joint.lower() for joint in parts[1::2]}
    compared = [_COMPARED.match(part) for part in parts[::2]]
    if len(joints) > 1 or any(match is None or match["field"] not in ids for match in compared):
        return ""
    sentences = [
        f"{ids[match['field']]} {'!=' if match['sign'] == '<>' else match['sign']} {int(match['value'])}"
        for match in compared
        if match is not None
    ]
    return f" {joints.pop() if joints else 'and'} ".join(sentences)
