"""What every export shares: the form with its losses, names that other programs accept, and item texts."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from impl_eval.instruments import Instrument, Item
from impl_eval.instruments.licences import OWN

_PLACEHOLDER = "[The wording of {id} is not included. About: {label}]"


@dataclass(frozen=True)
class ExportedForm:
    """The bytes of a form, how its file is named, and what it cannot carry, one sentence each."""

    content: bytes
    suffix: str
    losses: tuple[str, ...]


def item_text(item: Item) -> str:
    """Return what people read; in a shell, a placeholder that nobody takes for the item."""
    return item.wording or _PLACEHOLDER.format(id=item.id, label=item.short_label)


def not_applicable_codes(instrument: Instrument) -> tuple[int, ...]:
    """Return the codes that people can choose to say that an item does not apply to them."""
    return tuple(code for code, kind in instrument.missing_codes.items() if kind == "not applicable")


def lower_names(ids: Iterable[str], longest: int) -> dict[str, str]:
    """Return names of small letters, digits and _ for ids, each once, not longer than `longest`."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for identity in ids:
        base = re.sub(r"[^a-z0-9_]", "_", identity.lower())[:longest]
        name, number = base, 1
        while name in taken:
            number += 1
            name = f"{base[: longest - len(str(number)) - 1]}_{number}"
        taken.add(name)
        names[identity] = name
    return names


def scoring_losses(instrument: Instrument) -> list[str]:
    """Return what no questionnaire program holds: how scales are scored, and what they stand for."""
    scales = ", ".join(
        f"{one.id} ({one.rule}, at least {one.min_valid} answered)" for one in instrument.scales
    )
    losses = [
        f"How scales are scored, and from how many answers: {scales}.",
        "Which direction of a scale is better, and its published minimal important difference.",
    ]
    measured = [f"{one.id}: {one.mechanism}" for one in instrument.scales if one.mechanism]
    if measured:
        losses.append(f"Which mechanism a scale measures ({'; '.join(measured)}).")
    return losses


def key_losses(instrument: Instrument) -> list[str]:
    """Return the reverse key and the membership in scales, for forms that hold neither."""
    reverse = [item.id for item in instrument.items if item.reverse_scored]
    losses = ["Which scale an item belongs to."]
    if reverse:
        losses.append(f"Which items are reverse scored: {', '.join(reverse)}.")
    return losses


def missing_losses(instrument: Instrument, carried: Sequence[str]) -> list[str]:
    """Return the kinds of missing answers that a form does not tell apart."""
    lost = {kind: code for code, kind in instrument.missing_codes.items() if kind not in carried}
    named = ", ".join(f"{kind} ({code})" for kind, code in lost.items())
    return [f"Kinds of missing answers: {named}; an empty answer stands for all of them."] if lost else []


def shell_losses(instrument: Instrument) -> list[str]:
    """Return that a shell has no wording to pass on."""
    without = [item.id for item in instrument.items if not item.wording]
    if not without:
        return []
    where = f" ({instrument.licence.source_url})" if instrument.licence.source_url else ""
    return [f"The wording of {len(without)} items: it is to be taken from its source{where}."]


def licence_sentence(instrument: Instrument) -> str:
    """Return whose the questionnaire is and on which terms: what attribution asks for."""
    licence = instrument.licence
    named = f", {licence.spdx}" if licence.text_included and licence.spdx.lower() != OWN else ""
    terms = f"Wording: {licence.holder}{named}"
    changed = ", changed" if licence.changes_made else ""
    source = instrument.source.rstrip(".")
    return f"{instrument.title}, version {instrument.version}. {source}. {terms}{changed}."
