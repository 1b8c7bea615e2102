"""The metadata of an SPSS file (names, labels, value labels, declared missing values) as a draft.

Nobody's answers are kept: only what the file says about its variables.
"""

from pathlib import Path

from impl_eval.readers.instruments.draft import (
    DraftItem,
    DraftOption,
    InstrumentDraft,
    Losses,
    plain_text,
)
from impl_eval.readers.survey.spss import SpssFile, Value, read_spss_file
from impl_eval.readers.survey.spss_text import is_tick_box
from impl_eval.readers.workbook import number_text


def spss_draft(path: Path, name: str, stem: str) -> InstrumentDraft:
    """Return the labelled numeric variables of a file whose first bytes were already checked."""
    spss = read_spss_file(path, name)
    losses, items = Losses(), []
    for column in spss.columns:
        labels = spss.value_labels.get(column, {})
        numeric = {code: text for code, text in labels.items() if isinstance(code, float)}
        ranges = spss.missing_ranges.get(column, ())
        single = {low for low, high in ranges if low == high}
        if is_tick_box({0.0, 1.0}, labels, single):
            losses.add("Tick boxes (several answers allowed)", column)
        elif len(numeric) < 2:
            losses.add("Variables without labelled answers", column)
        else:
            items.append(_item(spss, column, numeric, losses))
    return InstrumentDraft("SPSS metadata", stem, tuple(items), losses.sentences())


def _item(spss: SpssFile, column: str, labels: dict[float, str], losses: Losses) -> DraftItem:
    ranges = spss.missing_ranges.get(column, ())
    wording = plain_text(spss.variable_labels.get(column, ""))
    if not wording:
        losses.add("A wording: these variables have no label", column)
    options = [
        DraftOption(number_text(code), plain_text(text), is_missing=_is_missing(code, ranges))
        for code, text in sorted(labels.items())
    ]
    unlabelled = {low for low, high in ranges if low == high and isinstance(low, float) and low not in labels}
    options += [DraftOption(number_text(code), "", is_missing=True) for code in sorted(unlabelled)]
    if any(low != high for low, high in ranges):
        losses.add("Ranges of missing values (only their labelled codes are kept)", column)
    return DraftItem(column, wording, tuple(options))


def _is_missing(code: float, ranges: tuple[tuple[Value, Value], ...]) -> bool:
    return any(
        isinstance(low, float) and isinstance(high, float) and low <= code <= high for low, high in ranges
    )
