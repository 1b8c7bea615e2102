"""What one cell of an item means: a number of the item's range, or the kind of missing answer.

Knows one item and what map, instrument and file say of its column; rows and places are for answers.py.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from impl_eval.instruments import Instrument, Item
from impl_eval.quantitative.responses import ANSWERED, NOT_ANSWERED, NOT_SHOWN, REASON_LABELS
from impl_eval.readers.survey.limesurvey import NOT_SHOWN_REASON
from impl_eval.readers.survey.qualtrics import SEEN_REASON
from impl_eval.study.declared_files import LONGEST_SHOWN
from impl_eval.study.file_labels import (
    WHOLE_NUMBER,
    numbers_of_label,
    own_values,
    plain,
    split_number,
)
from impl_eval.study.study_file import ColumnMap
from impl_eval.study.yaml_words import quoted

REASON_OF = {label: reason for reason, label in REASON_LABELS.items()}
STATED_BY_THE_PLATFORM: Mapping[str, int] = {
    SEEN_REASON: NOT_ANSWERED,  # Qualtrics, -99
    NOT_SHOWN_REASON: NOT_SHOWN,  # LimeSurvey, N/A
    "survey not completed": NOT_ANSWERED,  # REDCap
    "form not complete, no box of the question ticked": NOT_ANSWERED,  # REDCap
    "empty submission": NOT_ANSWERED,  # Jisc Online Surveys
}
"""Reasons of the readers whose kind the survey program itself states. All others a person decides."""
_REASON = re.compile(
    r"(?:tagged missing|declared missing|missing data code) (?P<code>\S+)(?: \((?P<label>.*)\))?\Z", re.DOTALL
)
OUTSIDE = (
    "Correct the export; or, if it means that there is no answer, add it to missing_codes of "
    "instrument.yaml or to missing_texts of the column map."
)


@dataclass(frozen=True)
class ColumnFacts:
    """What the file says of a column: values declared missing, and labels by cell text."""

    declared_missing: frozenset[str] = frozenset()
    labels: Mapping[str, str] = field(default_factory=dict)


class CellDecoder:
    """What one item allows in its cells. `by_label` collects codes that were translated by their label."""

    def __init__(self, instrument: Instrument, item: Item, column_map: ColumnMap, facts: ColumnFacts) -> None:
        self.item, self.facts = item, facts
        self.options = instrument.options_of(item)
        self.missing_codes = instrument.missing_codes
        self.missing_texts = {plain(text): kind for text, kind in column_map.missing_texts.items()}
        self.own = {plain(given): value for given, value in own_values(item, column_map).items()}
        self.translates_numbers = any(WHOLE_NUMBER.match(given) for given in self.own)
        self.by_label: dict[str, int] = {}
        self.is_recoded = any(
            WHOLE_NUMBER.match(code)
            and not self._in_range(int(float(code)))
            and numbers_of_label(label, self.options)
            for code, label in facts.labels.items()
            if code not in facts.declared_missing
        )

    def decoded(self, given: str, reason: str, longest_shown: int = LONGEST_SHOWN) -> tuple[float, int] | str:
        """Return (value, reason code), or what a person should do about a cell that is neither.

        `given` is trimmed, "" where blank; `reason` is what the reader says of the cell, often "".
        A text longer than `longest_shown` is not repeated.
        """
        if plain(given) in self.own and (given or not reason):
            return self._numbered(self.own[plain(given)])
        named = [word for word in self._words(given, reason) if plain(word) in self.missing_texts]
        if named:
            return self._missing(given, named[0])
        number = int(float(given)) if WHOLE_NUMBER.match(given) else None
        if number is not None and number in self.missing_codes:
            return self._numbered(number)
        if reason in STATED_BY_THE_PLATFORM:
            return np.nan, STATED_BY_THE_PLATFORM[reason]
        if given in self.facts.declared_missing or reason:
            return self._needs_a_kind(given, reason)
        return (np.nan, NOT_ANSWERED) if not given else self._answer(given, number, longest_shown)

    def _missing(self, given: str, word: str) -> tuple[float, int] | str:
        if given not in self.facts.declared_missing and self._is_answer(word):
            return self._is_also_an_answer(word)
        return np.nan, REASON_OF[self.missing_texts[plain(word)]]

    def _is_answer(self, word: str) -> bool:
        """Tell whether the instrument has a word as a number or label of this item."""
        if WHOLE_NUMBER.match(word):
            number = int(float(word))
            return self._in_range(number) and number not in self.missing_codes
        return bool(numbers_of_label(word, self.options))

    def _is_also_an_answer(self, word: str) -> str:
        shown = quoted(word) if len(word) <= LONGEST_SHOWN else "it"
        return (
            f"It is an answer to {self.item.id}, but missing_texts of the column map says that it is none: "
            f"take {shown} out there, or say under item_values for {self.item.id} what its values mean."
        )

    def _numbered(self, number: int) -> tuple[float, int]:
        if number in self.missing_codes:
            return np.nan, REASON_OF[self.missing_codes[number]]
        return float(number), ANSWERED

    def _words(self, given: str, reason: str) -> list[str]:
        """Return the words by which missing_texts may call a cell: its text, its label, its reason."""
        match = _REASON.match(reason)
        words = [given, self.facts.labels.get(given, ""), reason]
        return [word for word in [*words, *(match.groups("") if match else ())] if word]

    def _needs_a_kind(self, given: str, reason: str) -> str:
        match = _REASON.match(reason)
        word = given or (match["code"] if match else reason)
        kinds = "not answered, not applicable or not shown"
        entry = f"`{quoted(word)}: not answered`" if len(word) <= 2 * LONGEST_SHOWN else "it"
        number = f", or {given} to missing_codes of instrument.yaml" if WHOLE_NUMBER.match(given) else ""
        return (
            f"The file declares this value missing: say of which kind ({kinds}). Add {entry}, or "
            f"what is right, under missing_texts in the column map{number}."
        )

    def _answer(self, given: str, number: int | None, longest_shown: int) -> tuple[float, int] | str:
        if number is not None and self._in_range(number):
            return self._plain_number(given, number)
        label = given
        if number is None:
            before, label = split_number(given)
            meant = numbers_of_label(given, self.options)
            if len(meant) == 1 and before in {None, *meant}:
                return float(min(meant)), ANSWERED
            if meant:
                return self._add_item_value(label)
        meant = numbers_of_label(self.facts.labels.get(given, ""), self.options)
        if len(meant) == 1:
            self.by_label[given] = min(meant)
            return float(min(meant)), ANSWERED
        if number is None and len(given) <= longest_shown:
            return (
                f"Correct the export. If it is an answer, say which: `item_values: {{{self.item.choices}: "
                f"{{{quoted(given)}: ?}}}}` in the column map, with its number. If it means that there is no "
                "answer, add it to missing_texts of the column map."
            )
        return self._add_item_value(given) if self.translates_numbers or self.is_recoded else OUTSIDE

    def _plain_number(self, given: str, number: int) -> tuple[float, int] | str:
        if self.translates_numbers:
            return self._add_item_value(given)
        if self.is_recoded and number not in numbers_of_label(self.facts.labels.get(given, ""), self.options):
            return self._add_item_value(given)
        return float(number), ANSWERED

    def _add_item_value(self, given: str) -> str:
        shown = quoted(given) if len(given) <= LONGEST_SHOWN else "its text"
        why = (
            "Other values of this column are translated"
            if self.translates_numbers
            else "Labels of this column give its numbers another meaning"
        )
        return (
            f"{why}: say under item_values in the column map, for {self.item.id} or {self.item.choices}, "
            f"which number of the instrument {shown} is."
        )

    def _in_range(self, number: int) -> bool:
        return self.options.min <= number <= self.options.max

    def allowed(self) -> str:
        """Say in words what a cell may hold."""
        if self.translates_numbers:
            return "a value of item_values in the column map, or blank"
        codes = ", ".join(map(str, self.missing_codes))
        missing = f", missing codes {codes}" if codes else ""
        return f"{self.options.min} to {self.options.max}{missing}, or blank"
