"""Instruments for the tests of checks, locks, forms and drafts."""

from typing import Any

from hypothesis import strategies as st

from impl_eval.instruments import Instrument

AGREEMENT = {
    "1": "Strongly disagree",
    "2": "Disagree",
    "3": "Neither agree nor disagree",
    "4": "Agree",
    "5": "Strongly agree",
}


def item(item_id: str, **changes: Any) -> dict[str, Any]:
    return {
        "id": item_id,
        "scale": "knowledge",
        "choices": "agree5",
        "reverse_scored": "no",
        "short_label": f"About {item_id}",
        "wording": f"The wording of {item_id}.",
        **changes,
    }


def scale(scale_id: str, **changes: Any) -> dict[str, Any]:
    return {"id": scale_id, "label": scale_id.capitalize(), "min_valid": "2", **changes}


def declared(**changes: Any) -> dict[str, Any]:
    return {
        "schema": "impl-eval/instrument/1",
        "id": "staff",
        "version": "1.0.0",
        "title": "Staff survey",
        "status": "unvalidated",
        "source": "Written for tests",
        "licence": {"spdx": "CC-BY-4.0", "holder": "Nobody", "text_included": "yes"},
        "choices": {"agree5": {"min": "1", "max": "5", "labels": AGREEMENT}},
        "missing_codes": {"-99": "not answered", "-88": "not applicable", "-77": "not shown"},
        "scales": [scale("knowledge")],
        "items": [item("know1"), item("know2", reverse_scored="yes"), item("know3")],
        **changes,
    }


def instrument(**changes: Any) -> Instrument:
    return Instrument.model_validate(declared(**changes))


def shell(**changes: Any) -> Instrument:
    licence = {"spdx": "unknown", "holder": "Somebody", "text_included": "no"}
    items = [item(f"know{number}", wording="") for number in (1, 2, 3)]
    return instrument(**{"licence": licence, "items": items, **changes})


_words = st.text("abcdefghij éß&<>|\"'=;,", min_size=1, max_size=40).map(lambda text: " ".join(text.split()))
_texts = _words.filter(lambda text: any(character.isalpha() for character in text))


@st.composite
def instruments(draw: st.DrawFn) -> Instrument:
    """Sound instruments of one to three scales, with texts that other programs' files have to escape."""
    scales = [scale(f"scale{number}", min_valid="1") for number in range(draw(st.integers(1, 3)))]
    choices: dict[str, Any] = {}
    for number in range(draw(st.integers(1, 2))):
        low = draw(st.integers(0, 1))
        high = low + draw(st.integers(1, 10))
        labels = draw(st.lists(_texts, min_size=2, max_size=2, unique_by=str.casefold))
        named = {str(low): labels[0], str(high): labels[1]}
        choices[f"options{number}"] = {"min": str(low), "max": str(high), "labels": named}
    wordings = draw(st.lists(_texts, min_size=len(scales), max_size=8, unique_by=str.casefold))
    names = list(choices)
    items = [
        item(
            f"item{index}",
            scale=scales[index % len(scales)]["id"],
            choices=names[index % len(scales) % len(names)],
            reverse_scored=draw(st.sampled_from(["yes", "no"])),
            short_label=draw(_texts),
            wording=wording,
        )
        for index, wording in enumerate(wordings)
    ]
    return instrument(scales=scales, choices=choices, items=items)
