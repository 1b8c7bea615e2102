"""Advice on an instrument that is fit to score: what its owner should look at before people answer it.

Advice never stops a study. Faults stand in `checks.py`.
"""

import statistics
from collections.abc import Iterator, Sequence

from impl_eval.declared import Finding
from impl_eval.instruments.model import Instrument
from impl_eval.instruments.readability import readability_hints

SHARED_COVER = 0.5
"""Ours: a mechanism with fewer than half the median number of items is measured more coarsely."""


def advise_on_instrument(instrument: Instrument) -> tuple[Finding, ...]:
    """Return what is doubtful in an instrument, placed by its path of keys."""
    return (
        *_thin_scales(instrument),
        *_names(instrument),
        *_conditions(instrument),
        *_readability(instrument),
        *_shell(instrument),
    )


def _thin_scales(instrument: Instrument) -> Iterator[Finding]:
    for index, scale in enumerate(instrument.scales):
        items = instrument.items_of(scale.id)
        if len(items) == 1:
            found = f"the scale {scale.id} with one item"
            remedy = "One item has no internal consistency: no reliability is reported for this scale."
            yield Finding(("scales", index), found, "two items or more", remedy)
        elif items and all(item.reverse_scored for item in items):
            found = f"the scale {scale.id}, all of whose items are reverse scored"
            remedy = "If a high score means worse, mark none of them and write direction: lower_is_better."
            yield Finding(("scales", index), found, "items keyed in both directions", remedy)


def _names(instrument: Instrument) -> Iterator[Finding]:
    ids_by_kind = {
        "scales": [scale.id for scale in instrument.scales],
        "items": [item.id for item in instrument.items],
    }
    for kind, ids in ids_by_kind.items():
        for index, identity in enumerate(ids):
            if "-" in identity:
                remedy = f"It is written as {identity.replace('-', '_')} in SPSS files and REDCap."
                yield Finding((kind, index, "id"), f'"{identity}"', "letters, digits and _", remedy)


def _conditions(instrument: Instrument) -> Iterator[Finding]:
    shown_to_some = [index for index, item in enumerate(instrument.items) if item.show_if]
    if shown_to_some and "not shown" not in instrument.missing_codes.values():
        remedy = "Add a code such as -77: not shown under missing_codes: not shown is no refusal to answer."
        found = "items shown to some people only, and no missing code for not shown"
        yield Finding(("items", shown_to_some[0], "show_if"), found, "a missing code for not shown", remedy)


def _readability(instrument: Instrument) -> Iterator[Finding]:
    for index, item in enumerate(instrument.items):
        for hint in readability_hints(item.wording):
            remedy = "Read it aloud, or try it with three people who will answer it."
            yield Finding(("items", index, "wording"), hint, "short items that ask one thing", remedy)


def _shell(instrument: Instrument) -> Iterator[Finding]:
    if instrument.is_shell:
        found = "a shell: ids, scales and scoring without the wording"
        source = f" ({instrument.licence.source_url})" if instrument.licence.source_url else ""
        remedy = (
            f"Reports show the short labels. For a questionnaire, take the wording from its source{source}."
        )
        yield Finding(("licence", "text_included"), found, "", remedy)


def mechanism_cover(
    mechanism_ids: Sequence[str], instruments: Sequence[Instrument]
) -> tuple[tuple[str, int], ...]:
    """Return the mechanisms that few items ask about, with their number of items over all instruments.

    Few: fewer than half the median of all mechanisms, or none where others have some.
    """
    counts = dict.fromkeys(mechanism_ids, 0)
    for instrument in instruments:
        for scale in instrument.scales:
            if scale.mechanism in counts:
                counts[scale.mechanism] += len(instrument.items_of(scale.id))
    if not any(counts.values()):
        return ()
    least = SHARED_COVER * statistics.median(counts.values())
    return tuple((name, count) for name, count in counts.items() if count < least or count == 0)
