"""Static checks of one instrument: what no single field can know. Returns findings, reads nothing."""

from collections.abc import Iterator

from impl_eval.declared import Finding
from impl_eval.errors import did_you_mean
from impl_eval.instruments.model import UNSCORED, Instrument, Item, Scale

RESERVED = frozenset({"respondent_id", "site", "stakeholder_group", "timepoint", "quarantined"})


def check_instrument(instrument: Instrument) -> tuple[Finding, ...]:
    """Return every fault between the parts of an instrument, placed by its path of keys."""
    return (
        *_repeated_ids(instrument),
        *_response_options(instrument),
        *_missing_codes(instrument),
        *_items(instrument),
        *_scales(instrument),
    )


def _repeated_ids(instrument: Instrument) -> Iterator[Finding]:
    ids_by_kind = {
        "scales": [scale.id for scale in instrument.scales],
        "items": [item.id for item in instrument.items],
    }
    for kind, ids in ids_by_kind.items():
        # SPSS takes names that differ only in case for one name.
        lowered = [identity.lower() for identity in ids]
        for index, identity in enumerate(ids):
            if identity.lower() in RESERVED or identity.lower().endswith("_reason"):
                found = f'"{identity}", the name of a column of the scored answers'
                yield Finding((kind, index, "id"), found, "another id")
            if identity.lower() in lowered[:index]:
                yield Finding((kind, index, "id"), f'the id "{identity}" a second time', "each id once")


def _response_options(instrument: Instrument) -> Iterator[Finding]:
    for name, options in instrument.choices.items():
        if options.max <= options.min:
            yield Finding(("choices", name, "max"), str(options.max), f"a number above min ({options.min})")
        for value in options.labels:
            if not options.min <= value <= options.max:
                yield Finding(
                    ("choices", name, "labels", str(value)),
                    f"a label for {value}",
                    f"{options.min} to {options.max}",
                    "Correct the number, or widen min and max.",
                )


def _missing_codes(instrument: Instrument) -> Iterator[Finding]:
    for code in instrument.missing_codes:
        for name, options in instrument.choices.items():
            if options.min <= code <= options.max:
                yield Finding(
                    ("missing_codes", str(code)),
                    f"{code}, which is also a valid answer of {name}",
                    f"a number outside {options.min} to {options.max}",
                    "Choose a number that nobody can tick, such as -99.",
                )


def _items(instrument: Instrument) -> Iterator[Finding]:
    scale_ids = tuple(scale.id for scale in instrument.scales)
    wordings: dict[str, str] = {}
    for index, item in enumerate(instrument.items):
        if item.scale not in (*scale_ids, UNSCORED):
            remedy = (
                did_you_mean(item.scale, scale_ids) or f"Write {UNSCORED} for an item that no scale uses."
            )
            allowed = ", ".join((*scale_ids, UNSCORED))
            found = f'"{item.scale}"' if item.scale else "no scale"
            yield Finding(("items", index, "scale"), found, allowed, remedy)
        if item.choices not in instrument.choices:
            known = tuple(instrument.choices)
            remedy = did_you_mean(item.choices, known)
            yield Finding(("items", index, "choices"), f'"{item.choices}"', ", ".join(known), remedy)
        wording = item.wording.casefold()
        if wording in wordings:
            found = f"the wording of {wordings[wording]} again"
            yield Finding(("items", index, "wording"), found, "each wording once")
        wordings[wording] = item.id


def _scales(instrument: Instrument) -> Iterator[Finding]:
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
