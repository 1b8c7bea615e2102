"""Checks of the items: their scale, their response options, their wording and to whom they are shown."""

from collections.abc import Iterator

from impl_eval.declared import Finding
from impl_eval.errors import did_you_mean
from impl_eval.instruments.model import UNSCORED, Instrument, Item
from impl_eval.instruments.show_if import Comparison, parse_show_if


def check_items(instrument: Instrument) -> Iterator[Finding]:
    """Yield every fault of an item beside its own fields."""
    wordings: dict[str, str] = {}
    for index, item in enumerate(instrument.items):
        yield from _scale(instrument, index, item)
        if item.choices not in instrument.choices:
            known = tuple(instrument.choices)
            remedy = did_you_mean(item.choices, known)
            yield Finding(("items", index, "choices"), f'"{item.choices}"', ", ".join(known), remedy)
        wording = item.wording.casefold()
        if wording and wording in wordings:
            found = f"the wording of {wordings[wording]} again"
            yield Finding(("items", index, "wording"), found, "each wording once")
        wordings[wording] = item.id
        if item.show_if:
            yield from _show_if(instrument, index, item)


def _scale(instrument: Instrument, index: int, item: Item) -> Iterator[Finding]:
    scale_ids = tuple(scale.id for scale in instrument.scales)
    if item.scale in (*scale_ids, UNSCORED):
        return
    remedy = did_you_mean(item.scale, scale_ids) or f"Write {UNSCORED} for an item that no scale uses."
    found = f'"{item.scale}"' if item.scale else "no scale"
    yield Finding(("items", index, "scale"), found, ", ".join((*scale_ids, UNSCORED)), remedy)


def _show_if(instrument: Instrument, index: int, item: Item) -> Iterator[Finding]:
    path = ("items", index, "show_if")
    condition = parse_show_if(item.show_if)
    if condition is None:
        remedy = "Compare items with whole numbers, joined by and, or by or: know1 = 1 or know1 = 2."
        yield Finding(path, "a condition that cannot be read", "a condition such as know1 >= 3", remedy)
        return
    earlier = {one.id: one for one in instrument.items[:index]}
    for comparison in condition.comparisons:
        if comparison.item_id not in earlier:
            remedy = did_you_mean(comparison.item_id, earlier)
            found = f'"{comparison.item_id}"'
            if comparison.item_id in {one.id for one in instrument.items}:
                found += ", which does not come before"
                remedy = "Move the item up in items.csv: people have not answered it yet."
            yield Finding(path, found, "an item that stands before this one", remedy)
        else:
            yield from _answerable(instrument, path, comparison, earlier[comparison.item_id])


def _answerable(
    instrument: Instrument, path: tuple[str | int, ...], comparison: Comparison, about: Item
) -> Iterator[Finding]:
    options = instrument.choices.get(about.choices)
    if options is not None and not options.min <= comparison.value <= options.max:
        found = f"{comparison.value}, which nobody can answer to {about.id}"
        yield Finding(path, found, f"{options.min} to {options.max}")
