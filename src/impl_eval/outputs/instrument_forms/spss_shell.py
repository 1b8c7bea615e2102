"""An SPSS file without respondents: names, labels, value labels and missing codes, to type answers into."""

import numpy as np

from impl_eval.instruments import Instrument, Item
from impl_eval.outputs.instrument_forms.exported import (
    ExportedForm,
    key_losses,
    scoring_losses,
    shell_losses,
)
from impl_eval.outputs.scored_files import ScoredColumn, ScoredTable, sav_names, scored_sav

LONGEST_LABEL, LONGEST_VALUE_LABEL = 256, 120


def spss_shell(instrument: Instrument) -> ExportedForm:
    """Return a .sav with one variable for each item, after respondent_id, site and timepoint."""
    facts = [
        ScoredColumn("respondent_id", "Code that the respondent chose", "text", np.array([], dtype=str)),
        ScoredColumn("site", "Site", "text", np.array([], dtype=str)),
        ScoredColumn("timepoint", "Timepoint", "text", np.array([], dtype=str)),
    ]
    columns = tuple(_column(instrument, item) for item in instrument.items)
    content = scored_sav(ScoredTable((*facts, *columns), _cut(instrument.title, 64)))
    return ExportedForm(content, ".shell.sav", _losses(instrument))


def _column(instrument: Instrument, item: Item) -> ScoredColumn:
    options = instrument.options_of(item)
    # Ends without a label get their number: SPSS has no other place for lowest and highest answer.
    labels = {options.min: str(options.min), options.max: str(options.max)} | options.labels
    return ScoredColumn(
        item.id,
        _cut(item.text, LONGEST_LABEL),
        "answer",
        np.array([], dtype=np.float64),
        value_labels=tuple(
            (value, _cut(label, LONGEST_VALUE_LABEL)) for value, label in sorted(labels.items())
        ),
        missing_codes=tuple(sorted(instrument.missing_codes.items())),
    )


def _cut(text: str, longest: int) -> str:
    """Cut text to what SPSS holds, which counts bytes."""
    return text.encode("utf-8")[:longest].decode("utf-8", errors="ignore")


def _losses(instrument: Instrument) -> tuple[str, ...]:
    long = [item.id for item in instrument.items if len(item.text.encode("utf-8")) > LONGEST_LABEL]
    ids = [item.id for item in instrument.items]
    renamed = [
        f"{item_id} as {name}" for item_id, name in zip(ids, sav_names(ids), strict=True) if name != item_id
    ]
    conditions = [item.id for item in instrument.items if item.show_if]
    losses = [
        *key_losses(instrument),
        *scoring_losses(instrument),
        *shell_losses(instrument),
        "That answers outside the options are faults: SPSS does not check them.",
        "Title beyond 64 characters, introduction, source, licence and version.",
    ]
    if long:
        losses.append(f"The end of wordings longer than 256 bytes: {', '.join(long)}.")
    if renamed:
        losses.append(f"Ids that SPSS does not take: {', '.join(renamed)}.")
    if conditions:
        losses.append(f"To whom items are shown: {', '.join(conditions)}.")
    return tuple(losses)
