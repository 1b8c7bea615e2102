"""Labels that an export gives its own codes, beside those of the instrument.

A code whose label belongs to another number of the instrument is refused: a scale that was recoded in the
survey program would be turned round without anybody noticing. Labels that are only worded otherwise are
pointed out.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from impl_eval.instruments import Item, ResponseOptions
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
    """Note where labels of the file contradict the instrument; advise where they differ in words.

    An item whose values the column map translates is not looked at.
    """
    instrument, value_labels = export.instrument, export.table.value_labels
    user_missing = export.table.user_missing
    found: dict[tuple[str, _Compared], list[str]] = {}
    for item in instrument.items:
        column = export.columns[item.id]
        if own_values(item, export.column_map) or column not in value_labels:
            continue
        missing = {*user_missing.get(column, ()), *map(str, instrument.missing_codes)}
        named = {code: label for code, label in value_labels[column].items() if code not in missing}
        compared = _compared(named, instrument.options_of(item))
        if compared.contradictions or compared.differences:
            found.setdefault((item.choices, compared), []).append(column)
    for (choices, compared), where in found.items():
        place = (export.name, None, _columns(where))
        options = instrument.choices[choices]
        missing = {*user_missing.get(where[0], ()), *map(str, instrument.missing_codes)}
        proposed = labels_to_translate(value_labels[where[0]], missing, options)
        if compared.contradictions:
            gathering.add(place, *_contradiction(compared.contradictions, options, choices, proposed))
        else:
            gathering.advise(place, *_difference(compared.differences, options))


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
    choices: str,
    values: Mapping[str, str],
) -> tuple[str, str, str]:
    number, label = contradictions[0]
    meant = min(numbers_of_label(label, options))
    own = f" ({number} is {_shown(options.labels[number])})" if number in options.labels else ""
    found = f"{number} labelled {_shown(label)}"
    allowed = f"labels as in the instrument, where {_shown(label)} is {meant}{own}"
    proposed = ", ".join(f"{quoted(code)}: {value}" for code, value in values.items())
    remedy = (
        "Say in the column map which value of the file is which of the instrument: "
        f"`item_values: {{{choices}: {{{proposed}}}}}`, with every value of the file and without question "
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
    """Return by code of the file what its label is in the instrument; "?" where that is not told."""
    proposed = {}
    numbers = sorted(int(float(code)) for code in labels if WHOLE_NUMBER.match(code))
    low, high = (numbers[0], numbers[-1]) if numbers else (0, -1)
    between = map(str, range(low, high + 1)) if high - low <= _MOST_VALUES_PROPOSED else ()
    for code in dict.fromkeys([*between, *labels]):
        meant = numbers_of_label(labels[code], options) if code in labels else frozenset()
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
