"""Labels that an export gives its own codes, beside those of the instrument.

A code whose label belongs to another number of the instrument is refused: a scale that was recoded in the
survey program would be turned round without anybody noticing. Labels that are only worded otherwise are
pointed out.
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from impl_eval.instruments import Instrument, Item, ResponseOptions
from impl_eval.study.declared_files import Gathering
from impl_eval.study.mapped_export import MappedExport
from impl_eval.study.study_file import ColumnMap
from impl_eval.study.yaml_words import quoted

WHOLE_NUMBER = re.compile(r"[+-]?\d{1,9}(\.0{0,9})?\Z")
_NUMBERED = re.compile(r"\s*(?P<number>[+-]?\d{1,3})\s*[-\u2013=:.)]+\s*(?P<label>\D.*)\Z", re.DOTALL)
_MOST_COLUMNS = 6
_LONGEST_LABEL = 60
_MOST_VALUES_PROPOSED = 20


def plain(text: str) -> str:
    """Return a text without regard to capitals and white space."""
    return " ".join(text.split()).casefold()


def split_number(text: str) -> tuple[int | None, str]:
    """Return number and label of a text such as "5 - Strongly agree"; no number where there is none."""
    match = _NUMBERED.match(text)
    return (int(match["number"]), match["label"].strip()) if match else (None, text)


def own_values(item: Item, column_map: ColumnMap) -> Mapping[str, int]:
    """Return what the column map says of the values of an item: its own entry, or that of its options."""
    return column_map.item_values.get(item.id) or column_map.item_values.get(item.choices, {})


def numbers_of_label(label: str, options: ResponseOptions) -> frozenset[int]:
    """Return the numbers that the instrument gives a label."""
    wanted = _bare(label)
    return frozenset(number for number, own in options.labels.items() if _bare(own) == wanted)


def _bare(label: str) -> str:
    return plain(split_number(label)[1]).rstrip(".,;:!")


@dataclass(frozen=True)
class _Compared:
    """Codes of one column whose labels belong to other numbers, or are only worded otherwise."""

    contradictions: tuple[tuple[int, str], ...]
    differences: tuple[tuple[int, str], ...]


def check_file_labels(export: MappedExport, gathering: Gathering) -> None:
    """Note labels of the file that contradict instrument or column map; advise on those of other words."""
    instrument = export.instrument
    found: dict[tuple[str, _Compared], list[Item]] = {}
    for item in instrument.items:
        labels = _named(export, item)
        if own_values(item, export.column_map):
            _note_contradicted(export, item, labels, gathering)
            continue
        compared = _compared(labels, instrument.options_of(item))
        if compared.contradictions or compared.differences:
            found.setdefault((item.choices, compared), []).append(item)
    for (choices, compared), items in found.items():
        columns = [export.columns[item.id] for item in items]
        place = (export.name, None, _columns(columns))
        options = instrument.choices[choices]
        if compared.contradictions:
            proposed = proposed_values(_named(export, items[0]), options)
            keys = keys_of_values(export.instrument, [item.id for item in items])
            gathering.add(place, *_contradiction(compared.contradictions, options, keys, proposed))
        else:
            gathering.advise(place, *_difference(compared.differences, options))


def keys_of_values(instrument: Instrument, items: Sequence[str]) -> list[str]:
    """Return what `item_values` is to name for some items: their options, where all items of these are meant.

    The labels of one column say nothing of another one: its numbers may count the other way round.
    """
    choices = next(item.choices for item in instrument.items if item.id in items)
    all_of_them = {item.id for item in instrument.items if item.choices == choices}
    return [choices] if all_of_them == set(items) else list(items)


def _named(export: MappedExport, item: Item) -> dict[str, str]:
    """Return the labels that the file gives the values of an item, without those of missing ones."""
    column = export.columns[item.id]
    missing = {*export.table.user_missing.get(column, ()), *map(str, export.instrument.missing_codes)}
    labels = export.table.value_labels.get(column, {})
    return {code: label for code, label in labels.items() if code not in missing}


def _note_contradicted(
    export: MappedExport, item: Item, labels: Mapping[str, str], gathering: Gathering
) -> None:
    """Note where `item_values` gives a value another number than the instrument gives its label.

    A label of several codes tells nothing.
    """
    used = Counter(map(_bare, labels.values()))
    options, values = export.instrument.options_of(item), own_values(item, export.column_map)
    for code, label in labels.items():
        meant, given = numbers_of_label(label, options), values.get(code)
        if given is None or given in export.instrument.missing_codes or given in meant:
            continue
        if not meant or used[_bare(label)] > 1:
            continue
        key = item.id if item.id in export.column_map.item_values else item.choices
        place = export.source.place(("item_values", key, code))
        found = f'"{given}", where column {export.columns[item.id]} calls {code} {_shown(label)}'
        remedy = (
            f"Give item {item.id} an entry of its own under item_values, or correct the labels in the file."
        )
        gathering.add(place, found, f"{_shown(label)} is {min(meant)} in the instrument", remedy)


def _compared(labels: Mapping[str, str], options: ResponseOptions) -> _Compared:
    contradictions, differences = [], []
    for code, label in labels.items():
        if not WHOLE_NUMBER.match(code) or not label.strip() or plain(label) == plain(code):
            continue
        number = int(float(code))
        meant = numbers_of_label(label, options)
        if meant and number not in meant and options.min <= number <= options.max:
            contradictions.append((number, label))
        elif not meant and number in options.labels and set(labels) - {"0", "1"}:
            differences.append((number, label))
    return _Compared(tuple(contradictions), tuple(differences))


def _contradiction(
    contradictions: Sequence[tuple[int, str]],
    options: ResponseOptions,
    keys: Sequence[str],
    values: Mapping[str, str],
) -> tuple[str, str, str]:
    number, label = contradictions[0]
    meant = min(numbers_of_label(label, options))
    own = f" ({number} is {_shown(options.labels[number])})" if number in options.labels else ""
    found = f"{number} labelled {_shown(label)}"
    allowed = f"labels as in the instrument, where {_shown(label)} is {meant}{own}"
    pairs = ", ".join(f"{quoted(code)}: {value}" for code, value in values.items())
    proposed = ", ".join(f"{key}: {{{pairs}}}" for key in keys)
    remedy = (
        "Say in the column map which value of the file is which of the instrument: "
        f"`item_values: {{{proposed}}}`, with every value of the file and without question "
        "marks. Or correct the labels, in the file or in instrument.yaml."
    )
    return found, allowed, remedy


def labels_to_translate(
    labels: Mapping[str, str], missing: Collection[str], options: ResponseOptions
) -> dict[str, str]:
    """Return the values that `item_values` should name (see proposed_values); {} where labels fit."""
    named = {code: label for code, label in labels.items() if code not in missing}
    return proposed_values(named, options) if _compared(named, options).contradictions else {}


def proposed_values(labels: Mapping[str, str], options: ResponseOptions) -> dict[str, str]:
    """Return by code of the file what its label is in the instrument; "?" where that is not told.

    Nor is it told where several codes have one label: they may be different answers.
    """
    proposed = {}
    used = Counter(_bare(label) for label in labels.values())
    numbers = sorted(int(float(code)) for code in labels if WHOLE_NUMBER.match(code))
    low, high = (numbers[0], numbers[-1]) if numbers else (0, -1)
    between = map(str, range(low, high + 1)) if high - low <= _MOST_VALUES_PROPOSED else ()
    for code in dict.fromkeys([*between, *labels]):
        is_alone = code in labels and used[_bare(labels[code])] == 1
        meant = numbers_of_label(labels[code], options) if is_alone else frozenset()
        proposed[code] = str(min(meant)) if len(meant) == 1 else "?"
    return proposed


def _difference(differences: Sequence[tuple[int, str]], options: ResponseOptions) -> tuple[str, str, str]:
    number, label = differences[0]
    more = f", and {len(differences) - 1} more labels of other words" if len(differences) > 1 else ""
    found = f"{number} labelled {_shown(label)}{more}"
    remedy = (
        "The numbers were taken as they are. If they count the other way round, translate them under "
        "item_values in the column map."
    )
    return found, f"{number} is {_shown(options.labels[number])} in the instrument", remedy


def _columns(columns: Sequence[str]) -> str:
    more = f" and {len(columns) - _MOST_COLUMNS} more" if len(columns) > _MOST_COLUMNS else ""
    return ("column " if len(columns) == 1 else "columns ") + ", ".join(columns[:_MOST_COLUMNS]) + more


def _shown(label: str) -> str:
    one_line = " ".join(label.split())
    return f'"{one_line if len(one_line) <= _LONGEST_LABEL else one_line[: _LONGEST_LABEL - 3] + "..."}"'
