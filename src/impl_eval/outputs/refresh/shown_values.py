"""Controlled numbers as they stand in a block, each with what was written there.

They are known by their tags, or, where a program dropped those, by what they say in their order.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from impl_eval.outputs.refresh.finding import (
    VALUE_TAG,
    FoundBlock,
    control_tag,
    control_title,
    is_block_level,
)
from impl_eval.outputs.refresh.names import w
from impl_eval.outputs.refresh.record import ValueRecord
from impl_eval.outputs.refresh.words import words_of

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(frozen=True)
class ShownValue:
    """A controlled number as it stands; `occurrence` counts those of one result within a block."""

    control: "_Element"
    record: ValueRecord
    occurrence: int


def shown_values(place: FoundBlock, expected: list[ValueRecord]) -> list[ShownValue]:
    """Return which controls of a block show which number, by their tags, else by what they say in order."""
    candidates = [
        each
        for element in place.elements
        if element.tag != w("sdt")
        for each in element.iter(w("sdt"))
        if not is_block_level(each)
    ]
    numbered = list(_numbered(expected))
    tagged = [each for each in candidates if control_tag(each).startswith(VALUE_TAG)]
    if tagged:
        return list(_by_tag(tagged, numbered))
    return list(_by_text([each for each in candidates if _may_be_number(each)], numbered))


def _numbered(records: list[ValueRecord]) -> Iterator[tuple[ValueRecord, int]]:
    seen: dict[str, int] = {}
    for record in records:
        seen[record.tag] = seen.get(record.tag, 0) + 1
        yield record, seen[record.tag]


def _by_tag(controls: list["_Element"], numbered: list[tuple[ValueRecord, int]]) -> Iterator[ShownValue]:
    waiting = list(numbered)
    for control in controls:
        match = next((one for one in waiting if one[0].tag == control_tag(control)), None)
        if match is not None:
            waiting.remove(match)
            yield ShownValue(control, *match)


def _by_text(controls: list["_Element"], numbered: list[tuple[ValueRecord, int]]) -> Iterator[ShownValue]:
    waiting = list(numbered)
    for control in controls:
        said = value_words(control)
        place = next((n for n, (record, _) in enumerate(waiting) if _same(record.text, said)), None)
        if place is not None:
            yield ShownValue(control, *waiting[place])
            waiting = waiting[place + 1 :]


def _may_be_number(control: "_Element") -> bool:
    title = control_title(control)
    return not control_tag(control) and (not title or title.startswith("Auto: number"))


def value_words(control: "_Element") -> str:
    """Return what a controlled number says."""
    return words_of(control, {}, lambda _: "[drawing]").full


def restore_names(current: Iterable[ShownValue], new: Iterable[ShownValue]) -> None:
    """Give controls of numbers their titles and tags back where a program has dropped them."""
    known = {(one.record.tag, one.occurrence): one.control for one in new}
    for value in current:
        source = known.get((value.record.tag, value.occurrence))
        properties = value.control.find(w("sdtPr"))
        if source is None or properties is None or control_tag(value.control):
            continue
        for name in ("tag", "alias"):
            if (
                properties.find(w(name)) is None
                and (mark := source.find(f"{w('sdtPr')}/{w(name)}")) is not None
            ):
                properties.insert(0, properties.makeelement(w(name), dict(mark.attrib)))


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()) == " ".join(other.split())


def is_untouched(value: ShownValue) -> bool:
    """Say whether a number still says what was written there."""
    return _same(value.record.text, value_words(value.control))
