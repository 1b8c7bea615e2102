"""Static checks of one instrument: what no single field can know. Returns findings, reads nothing.

Here is what makes an instrument unfit to score. What is merely doubtful stands in `advice.py`.
"""

import re
from collections.abc import Iterator

from impl_eval.declared import Finding
from impl_eval.instruments.item_checks import check_items
from impl_eval.instruments.licences import check_licence
from impl_eval.instruments.model import Instrument, ResponseOptions
from impl_eval.instruments.scale_checks import check_scales

RESERVED = frozenset({"respondent_id", "site", "stakeholder_group", "timepoint", "quarantined"})
SPSS_RESERVED = frozenset(("ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH"))
_VERSION = re.compile(r"\d{1,6}\.\d{1,6}\.\d{1,6}\Z")


def check_instrument(instrument: Instrument) -> tuple[Finding, ...]:
    """Return every fault between the parts of an instrument, placed by its path of keys."""
    return (
        *_version(instrument),
        *check_licence(instrument),
        *_ids(instrument),
        *_response_options(instrument),
        *_missing_codes(instrument),
        *check_items(instrument),
        *check_scales(instrument),
    )


def _version(instrument: Instrument) -> Iterator[Finding]:
    if not _VERSION.match(instrument.version):
        remedy = "Raise the first number for another wording or scoring, the second for a translation."
        found = f'"{instrument.version}"'
        yield Finding(("version",), found, "three whole numbers, such as 1.0.0", remedy)


def _ids(instrument: Instrument) -> Iterator[Finding]:
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
            if identity.upper() in SPSS_RESERVED:
                yield Finding(
                    (kind, index, "id"), f'"{identity}", a word that SPSS keeps for itself', "another id"
                )
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
        yield from _labels(name, options)


def _labels(name: str, options: ResponseOptions) -> Iterator[Finding]:
    """Labels stand at every option, or at the ends and some between; in order; each once."""
    inside = [value for value in options.labels if options.min <= value <= options.max]
    path = ("choices", name, "labels")
    if inside and len(inside) == len(options.labels) and options.max > options.min:
        count = options.max - options.min + 1
        ends = {options.min, options.max} <= set(inside)
        if not ends or (count + 1) / 2 < len(inside) < count:
            without = [value for value in range(options.min, options.max + 1) if value not in inside]
            found = f"no label for {', '.join(map(str, without[:8]))}{', ...' if len(without) > 8 else ''}"
            allowed = "a label for every option, or for the two ends and a few between"
            yield Finding(path, found, allowed, "Write the missing labels, or keep those of the ends only.")
    if list(options.labels) not in (sorted(options.labels), sorted(options.labels, reverse=True)):
        yield Finding(path, "labels out of order", "the options from lowest to highest")
    seen: dict[str, int] = {}
    for value, label in options.labels.items():
        if label.casefold() in seen:
            found = f"the label of {seen[label.casefold()]} again"
            yield Finding((*path, str(value)), found, "each label once")
        seen.setdefault(label.casefold(), value)


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
