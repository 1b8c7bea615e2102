"""Checks of the scales: their items, the range these share, and the reverse key in both files."""

from collections.abc import Iterator

from impl_eval.declared import Finding
from impl_eval.errors import did_you_mean
from impl_eval.instruments.model import Instrument, Item, Scale


def check_scales(instrument: Instrument) -> Iterator[Finding]:
    """Yield every fault between a scale and its items."""
    for index, scale in enumerate(instrument.scales):
        items = instrument.items_of(scale.id)
        if not items:
            yield Finding(
                ("scales", index), f"the scale {scale.id} without items", "at least one item",
                f"Write {scale.id} in the column scale of items.csv, or remove the scale.",
            )  # fmt: skip
            continue
        if scale.min_valid > len(items):
            yield Finding(
                ("scales", index, "min_valid"), str(scale.min_valid), f"1 to {len(items)}, its items"
            )
        yield from _shared_range(instrument, index, scale, items)
        yield from _reverse_key(instrument, index, scale, items)
        if scale.mid is not None and scale.mid_source is None:
            yield Finding(
                ("scales", index, "mid"), "a minimal important difference without source",
                "mid and mid_source",
                "Cite where it was published, or write mid: null.",
            )  # fmt: skip


def _shared_range(
    instrument: Instrument, index: int, scale: Scale, items: tuple[Item, ...]
) -> Iterator[Finding]:
    ranges = {
        (instrument.choices[item.choices].min, instrument.choices[item.choices].max)
        for item in items
        if item.choices in instrument.choices
    }
    if len(ranges) > 1:
        shown = " and ".join(f"{low} to {high}" for low, high in sorted(ranges))
        yield Finding(("scales", index), f"items with ranges {shown}", "one range for all items of a scale")


def _reverse_key(
    instrument: Instrument, index: int, scale: Scale, items: tuple[Item, ...]
) -> Iterator[Finding]:
    if scale.reverse_scored_items is None:
        return
    known = tuple(item.id for item in instrument.items)
    marked = {item.id for item in items if item.reverse_scored}
    for position, item_id in enumerate(scale.reverse_scored_items):
        path = ("scales", index, "reverse_scored_items", position)
        if item_id not in known:
            yield Finding(path, f'"{item_id}"', "an item of items.csv", did_you_mean(item_id, known))
        elif item_id not in {item.id for item in items}:
            yield Finding(path, f'"{item_id}", an item of another scale', f"an item of {scale.id}")
        elif item_id not in marked:
            yield Finding(
                path,
                f'"{item_id}", which items.csv does not mark as reverse scored',
                "the same key in both files",
                "Write yes in the column reverse_scored, or take the item out here.",
            )  # fmt: skip
    for item_id in sorted(marked - set(scale.reverse_scored_items)):
        yield Finding(
            ("scales", index, "reverse_scored_items"),
            f'no "{item_id}", which items.csv marks as reverse scored', "the same key in both files",
            "Add the item here, or write no in the column reverse_scored.",
        )  # fmt: skip
