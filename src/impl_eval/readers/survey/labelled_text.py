"""What SPSS and Stata files become before they are a table: text by column, and what they declare."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

MOST_NAMED = 12
_NUMBER = re.compile(r"-?[0-9]*\.?[0-9]+\Z")


@dataclass(frozen=True)
class LabelledText:
    """The columns of a file as text (None where blank), what it declares missing and labels, and notes.

    `tick_columns` are those in which 0 means "not ticked". `date_columns` hold ISO text.
    """

    cells: Mapping[str, list[str | None]]
    user_missing: Mapping[str, frozenset[str]]
    value_labels: Mapping[str, Mapping[str, str]]
    notes: tuple[str, ...]
    tick_columns: tuple[str, ...] = ()
    date_columns: tuple[str, ...] = ()
    reason_words: str = field(default="declared missing")


def some_names(names: Sequence[str]) -> str:
    """Return names as one text: the first of them, and how many more there are."""
    rest = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {rest} more" if rest > 0 else "")


def counted(number: int, one: str, several: str) -> str:
    """Return a number with the right word: '1 column is', '2 columns are'."""
    return f"{number} {one if number == 1 else several}"


def answers_in_words(answers: Sequence[str]) -> str:
    """Return numbers as they are, anything else only counted: what people wrote is not repeated."""
    if all(_NUMBER.match(answer) for answer in answers):
        return some_names(answers)
    return counted(len(answers), "text", "different texts")


def label_notes(
    distinct: Mapping[str, Collection[str]],
    value_labels: Mapping[str, Mapping[str, str]],
    user_missing: Mapping[str, frozenset[str]],
    tick_columns: Collection[str] = (),
) -> tuple[str, ...]:
    """Say where one label stands for several codes, and where only some of the values have a label.

    `distinct` holds the values that occur by column, as text.
    """
    shared, partial = [], []
    for column, labels in value_labels.items():
        by_label: dict[str, list[str]] = {}
        for code, label in labels.items():
            by_label.setdefault(" ".join(label.split()), []).append(code)
        shared += [
            f'{column} ("{label}": {", ".join(codes)})'
            for label, codes in by_label.items()
            if label and len(codes) > 1
        ]
        bare = set(distinct.get(column, ())) - set(labels) - user_missing.get(column, frozenset())
        if bare and set(labels) - user_missing.get(column, frozenset()) and column not in tick_columns:
            partial.append(column)
    notes = []
    if shared:
        notes.append(f"One label for several codes, which were kept apart: {some_names(shared)}.")
    if partial:
        notes.append(f"Only some of the values have a label, in: {some_names(partial)}.")
    return tuple(notes)
