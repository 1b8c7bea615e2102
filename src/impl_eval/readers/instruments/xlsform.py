"""An XLSForm workbook (sheets survey, choices, settings) as a draft.

What our own export wrote into the columns `bind::impl:...` is read back.
"""

import re
from collections.abc import Mapping, Sequence

from impl_eval.errors import StudyProblems
from impl_eval.readers.instruments.draft import (
    DraftItem,
    DraftOption,
    InstrumentDraft,
    Losses,
    plain_text,
)
from impl_eval.readers.workbook import SheetText, read_sheet

PREFIX = "bind::impl:"
INTRODUCTION, SOURCE = "introduction", "source_and_licence"
_STRUCTURE = re.compile(r"(begin|end)[ _](group|repeat)\Z")
_META = frozenset(
    ("start", "end", "today", "deviceid", "username", "phonenumber", "email", "audit", "simserial")
)
_COMPARED = re.compile(
    r"""\s*\$\{(?P<field>[\w.\-]+)\}\s*(?P<sign>!=|>=|<=|=|>|<)\s*(['"]?)(?P<value>[+-]?\d+)\3\s*\Z"""
)
_JOINT = re.compile(r"\s+(and|or)\s+")
_RANGE = re.compile(r"\b(start|end|step)\s*=\s*([+-]?\d+)")
Row = Mapping[str, str]


def xlsform_draft(content: bytes, name: str, stem: str) -> InstrumentDraft:
    """Return the select_one and range questions of a form, and what the draft does not hold of it.

    Raises StudyProblems where the workbook has no sheet "survey" or cannot be read.
    """
    survey = read_sheet(content, name, "survey")
    losses = Losses()
    label = _label_column(survey.columns, losses)
    choices = _choices(content, name, losses)
    settings = next(iter(_optional_rows(content, name, "settings")), {})
    rows = _rows(survey)
    ids = {row["name"]: row.get(PREFIX + "item") or row["name"] for row in rows if row.get("name")}
    items, introduction = [], ""
    for row in rows:
        kind = row.get("type", "")
        options, span = _options(kind, row, choices)
        if kind == "note" and row.get("name") == INTRODUCTION:
            introduction = plain_text(row.get(label, ""))
        elif options or span is not None:
            items.append(_item(row, label, ids, (options, span), losses))
        elif row.get("name") != SOURCE:
            _lose(kind, row.get("name", ""), losses)
    title = settings.get("form_title", "") or stem
    return InstrumentDraft(
        "XLSForm", title, tuple(items), losses.sentences(), introduction, settings.get("version", "")
    )


def _rows(sheet: SheetText) -> list[dict[str, str]]:
    names = [column.strip() for column in sheet.columns]
    return [
        {column: cell.strip() for column, cell in zip(names, row, strict=True) if cell.strip()}
        for row in sheet.rows
    ]


def _optional_rows(content: bytes, name: str, sheet: str) -> list[dict[str, str]]:
    """Return the rows of a sheet that a form may leave out or leave empty."""
    try:
        return _rows(read_sheet(content, name, sheet))
    except StudyProblems as error:
        if all(problem.where in {"sheets", f'sheet "{sheet}"'} for problem in error.problems):
            return []
        raise


def _label_column(columns: Sequence[str], losses: Losses | None = None) -> str:
    named = [column.strip() for column in columns]
    labels = [column for column in named if column == "label" or column.startswith("label::")]
    if losses is not None and len(labels) > 1:
        losses.add("Texts in other languages (a translation is another version)", ", ".join(labels[1:]))
    return labels[0] if labels else "label"


def _choices(content: bytes, name: str, losses: Losses) -> dict[str, tuple[DraftOption, ...]]:
    rows = _optional_rows(content, name, "choices")
    label = _label_column([column for row in rows for column in row])
    lists: dict[str, list[DraftOption]] = {}
    for row in rows:
        list_name = row.get("list_name") or row.get("list name", "")
        code = row.get("name") or row.get("value", "")
        if list_name and code:
            lists.setdefault(list_name, []).append(DraftOption(code, plain_text(row.get(label, ""))))
    if any(column.startswith(("media::", "image")) for row in rows for column in row):
        losses.add("Pictures and sounds of the choices")
    return {key: tuple(options) for key, options in lists.items()}


def _options(
    kind: str, row: Row, choices: Mapping[str, tuple[DraftOption, ...]]
) -> tuple[tuple[DraftOption, ...], tuple[int, int] | None]:
    words = kind.split()
    if len(words) > 1 and " ".join(words[:-1]) in {"select_one", "select one", "select one from"}:
        return choices.get(words[-1], ()), None
    if len(words) == 3 and words[0] == "select_one" and words[2] == "or_other":
        return choices.get(words[1], ()), None
    if kind == "range":
        given = {key: int(value) for key, value in _RANGE.findall(row.get("parameters", ""))}
        return (), (given.get("start", 0), given.get("end", 10))
    return (), None


def _lose(kind: str, name: str, losses: Losses) -> None:
    if kind in _META or not kind:
        return
    if _STRUCTURE.match(kind):
        if kind.startswith("begin"):
            losses.add("Groups and repeats", name)
    elif kind.startswith("select"):
        several = "multiple" in kind
        losses.add("Questions that allow several answers" if several else "Questions without a list", name)
    elif kind == "calculate":
        losses.add("Calculations (a scoring rule belongs under scales in instrument.yaml)", name)
    else:
        losses.add("Notes" if kind == "note" else "Questions of text, numbers, dates and places", name)


def _item(
    row: Row,
    label: str,
    ids: Mapping[str, str],
    answers: tuple[tuple[DraftOption, ...], tuple[int, int] | None],
    losses: Losses,
) -> DraftItem:
    item_id, relevant = ids.get(row.get("name", ""), ""), row.get("relevant", "")
    show_if = condition_text(relevant, ids) if relevant else ""
    if relevant and not show_if:
        losses.add("Conditions that are more than comparisons with whole numbers", item_id)
    lost = {
        "required": "That an answer was required",
        "constraint": "Constraints",
        "choice_filter": "Filters of the choices",
        "hint": "Hints",
    }
    for column, what in lost.items():
        if row.get(column, "").lower() not in {"", "no", "false", "false()"}:
            losses.add(what, item_id)
    if "or_other" in row.get("type", ""):
        losses.add("An answer of one's own (or_other)", item_id)
    words = row.get("type", "").split()
    return DraftItem(
        id=item_id,
        wording="" if row.get(PREFIX + "wording") == "none" else plain_text(row.get(label, "")),
        options=answers[0],
        options_name=words[1] if len(words) > 1 else "",
        range=answers[1],
        scale=row.get(PREFIX + "scale"),
        reverse_scored={"yes": True, "no": False}.get(row.get(PREFIX + "reverse", "")),
        short_label=row.get(PREFIX + "short_label", ""),
        show_if=show_if,
    )


def condition_text(relevant: str, ids: Mapping[str, str]) -> str:
    """Return a `relevant` expression as items.csv writes it, or "" where it says more than that can."""
    parts = _JOINT.split(relevant.strip())
    joints = set(parts[1::2])
    compared = [_COMPARED.match(part) for part in parts[::2]]
    if len(joints) > 1 or any(match is None or match["field"] not in ids for match in compared):
        return ""
    sentences = [
        f"{ids[match['field']]} {match['sign']} {int(match['value'])}"
        for match in compared
        if match is not None
    ]
    return f" {joints.pop() if joints else 'and'} ".join(sentences)
