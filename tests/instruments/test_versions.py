"""Fingerprints and the version rule: what counts as a change, and what it asks of the version."""

import hashlib
import json

import pytest
from hypothesis import given

from impl_eval.instruments.fingerprint import fingerprint_of
from impl_eval.instruments.version_rule import (
    allowed_version,
    changes_since,
    lock_of,
    version_is_allowed,
)
from tests.instruments.builders import declared, instrument, instruments, item, scale, shell


def locked():
    return lock_of(instrument(), "2024-01-31")


def test_the_whole_hash_is_that_of_its_parts():
    """Recomputed here from the definition: SHA-256 of the parts as JSON with sorted keys."""
    made = fingerprint_of(instrument())
    parts = {"about": made.about, "scoring": made.scoring, "wording": made.wording}
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert made.sha256 == hashlib.sha256(text.encode()).hexdigest()
    wording = json.dumps("The wording of know1.").encode()
    assert made.wording["item know1"] == hashlib.sha256(wording).hexdigest()[:16]
    assert made.is_intact
    assert not made.model_copy(update={"wording": {}}).is_intact


def test_layout_does_not_count():
    reordered = dict(reversed(list(declared().items())))
    assert fingerprint_of(type(instrument()).model_validate(reordered)) == fingerprint_of(instrument())


@given(instruments())
def test_an_instrument_equals_itself(one):
    assert not changes_since(lock_of(one, "2024-01-31"), one)


def reworded():
    return [item("know1", wording="Other words."), item("know2", reverse_scored="yes"), item("know3")]


CHANGES = [
    ({"items": reworded()}, "wording of item know1", True),
    (
        {"items": [item("know1", reverse_scored="yes"), item("know2", reverse_scored="yes"), item("know3")]},
        "scoring of item know1",
        True,
    ),
    ({"scales": [scale("knowledge", min_valid="1")]}, "scoring of scale knowledge", True),
    ({"scales": [scale("knowledge", rule="sum")]}, "scoring of scale knowledge", True),
    ({"missing_codes": {"-9": "not answered"}}, "scoring of missing codes", True),
    ({"introduction": "Hello."}, "wording of introduction", True),
    ({"title": "Another title"}, "title", False),
    ({"scales": [scale("knowledge", label="Knows")]}, "labels of scales", False),
]


@pytest.mark.parametrize(("change", "text", "another_measure"), CHANGES)
def test_a_change_is_named_and_asks_for_a_version(change, text, another_measure):
    changes = changes_since(locked(), instrument(**change))
    assert changes.as_text() == text
    assert changes.is_another_measure is another_measure
    assert not version_is_allowed(locked(), changes, "1.0.0")
    assert version_is_allowed(locked(), changes, "1.1.0") is not another_measure
    assert version_is_allowed(locked(), changes, "2.0.0")
    assert not version_is_allowed(locked(), changes, "0.9.0")
    assert allowed_version(locked(), changes).startswith("2.0.0" if another_measure else "1.0.1")


def test_an_item_added_and_one_removed_are_named():
    items = [item("know1"), item("know2", reverse_scored="yes"), item("know4")]
    changes = changes_since(locked(), instrument(items=items))
    assert changes.wording == ("item know4", "order of items", "item know3")
    assert changes.scoring == ("item know4", "item know3")


def test_wording_filled_into_a_shell_is_no_other_measure():
    lock = lock_of(shell(), "2024-01-31")
    items = [item(f"know{number}") for number in (1, 2, 3)]
    changes = changes_since(lock, shell(items=items))
    assert not changes.is_another_measure


def test_a_lock_is_replaced_with_a_reason_and_the_right_version():
    with pytest.raises(ValueError, match="with a reason only"):
        lock_of(instrument(), "2024-02-01", previous=locked())
    with pytest.raises(ValueError, match=r"2\.0\.0 or above"):
        lock_of(instrument(items=reworded()), "2024-02-01", previous=locked(), reason="clearer")
    again = lock_of(
        instrument(items=reworded(), version="2.0.0"), "2024-02-01", previous=locked(), reason="clearer"
    )
    (earlier,) = again.amendments
    assert (earlier.version, earlier.reason) == ("1.0.0", "clearer")
    assert earlier.sha256 == locked().fingerprint.sha256
