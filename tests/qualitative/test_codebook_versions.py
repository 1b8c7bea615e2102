"""Versions: one hash for what says the same, a sentence for every difference, codings by version."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.qualitative.codebook import Codebook
from impl_eval.qualitative.codebook_versions import (
    codebook_hash,
    codings_by_version,
    what_changed,
)
from tests.qualitative.codebook_strategies import codebooks

LINK = {"framework": "TDF", "domain": "Goals", "status": "stated", "citation": "Cane 2012"}


def book(*codes: dict[str, Any], **fields: Any) -> Codebook:
    document = {
        "schema": "impl-eval/codebook/1",
        "id": "b",
        "version": "1",
        "title": "T",
        "licence": "CC0-1.0",
    }
    return Codebook.model_validate({**document, "codes": codes, **fields})


def doubts(**fields: Any) -> dict[str, Any]:
    return {"id": "doubts", "definition": "Doubts.", **fields}


TRUST = {"mechanism": "trust", "definition": "Trust."}
SORROW = {"mechanism": "sorrow", "definition": "Sorrow."}


def sentences(before: Codebook, after: Codebook) -> list[str]:
    return [change.sentence for change in what_changed(before, after)]


def test_the_hash_is_that_of_the_json_written_by_hand() -> None:
    """The JSON below was written by hand and hashed with the program sha256sum (GNU coreutils).

    {"codes":{"doubts":{"counter_examples":[],"counter_phrases":[],"definition":"Doubts.","examples":[],
    "exclude":"","id":"doubts","include":"","label":"doubts","links":[],"mechanism":"","origin":"deductive",
    "parent":"","phrases":[],"source":"","valence_cues":{"barrier":[],"enabler":[]}}},"id":"b",
    "licence":"CC0-1.0","source":"","title":"T","valence_cues":{"barrier":[],"enabler":[]}} (in one line)
    """
    expected = "ca48bdc3fe60d51ecced2a08f727fac3ee380766e96fd1cd7106021937a6a1f6"
    assert codebook_hash(book(doubts())) == expected


@pytest.mark.parametrize(
    "same",
    [
        book(doubts(), TRUST, version="2"),
        book(TRUST, doubts()),
        book(TRUST, doubts(label="doubts", origin="deductive", phrases=[])),
        book({**TRUST, "id": "trust"}, doubts(), TRUST),
    ],
    ids=["version text", "order of codes", "defaults written out", "a code again"],
)
def test_what_says_the_same_has_the_same_hash(same: Codebook) -> None:
    assert codebook_hash(same) == codebook_hash(book(TRUST, doubts()))
    assert what_changed(book(TRUST, doubts()), same) == ()


def test_composed_and_decomposed_letters_are_the_same() -> None:
    assert what_changed(book(doubts(phrases=["caf\u00e9"])), book(doubts(phrases=["cafe\u0301"]))) == ()


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (book(TRUST), book(TRUST, doubts(label="Second thoughts", parent="trust")),
         ['The code "doubts" (Second thoughts) is new, under the code "trust", mechanism "trust".']),
        (book(TRUST), book(TRUST, doubts()), ['The code "doubts" is new, beside the framework.']),
        (book(TRUST), book(TRUST, SORROW), ['The code "sorrow" is new, as the code of its mechanism.']),
        (book(TRUST, doubts()), book(TRUST), ['The code "doubts" was taken out.']),
        (book(doubts()), book(doubts(label="Worries")),
         ['The code "doubts" is now called "Worries"; it was called "doubts".']),
        (book(TRUST, doubts(mechanism="trust")), book(TRUST, doubts()),
         ['The code "doubts" now stands beside the framework; it stood under the mechanism "trust".']),
        (book(doubts()), book(doubts(definition="Second thoughts.")),
         ['The definition of "doubts" has changed.']),
        (book(doubts()), book(doubts(include="Fears.")), ['The rule what to include of "doubts" was added.']),
        (book(doubts(exclude="Fears.")), book(doubts()),
         ['The rule what to exclude of "doubts" was taken out.']),
        (book(doubts()), book(doubts(origin="inductive", source="Field notes")),
         ['The source of "doubts" was added.', 'The origin of "doubts" has changed.']),
        (book(doubts(phrases=["not sure", "unsure"])), book(doubts(phrases=["unsure", "in two minds", "hm"])),
         ['In "doubts": 2 phrases added (hm; in two minds); 1 phrase taken out (not sure).']),
        (book(doubts()), book(doubts(counter_phrases=["no doubt"])),
         ['In "doubts": 1 counter-phrase added (no doubt).']),
        (book(doubts(examples=["I was never sure."])), book(doubts(examples=[{"segment": "t1:3-9"}])),
         ['In "doubts": 1 example added; 1 example taken out.']),
        (book(doubts()), book(doubts(counter_examples=["Sure!", "Of course."])),
         ['In "doubts": 2 counter-examples added.']),
        (book(doubts()), book(doubts(links=[LINK])),
         ['In "doubts": 1 link added (TDF: Goals (stated; Cane 2012)).']),
        (book(doubts()), book(doubts(valence_cues={"barrier": ["afraid"]})),
         ['In "doubts": 1 valence cue for barrier added (afraid).']),
        (book(doubts(), valence_cues={"enabler": ["glad"]}), book(doubts()),
         ["For all codes: 1 valence cue for enabler taken out (glad)."]),
        (book(doubts()), book(doubts(), title="U", source="S"),
         ["The title of the codebook has changed.", "The source of the codebook was added."]),
    ],
)  # fmt: skip
def test_each_difference_is_one_sentence(before: Codebook, after: Codebook, expected: list[str]) -> None:
    assert sentences(before, after) == expected


def test_a_sub_code_that_moves_with_its_parent_is_said_to_have_moved() -> None:
    before = book(doubts(mechanism="trust"), {"id": "old", "parent": "doubts", "definition": "Old ones."})
    after = book(doubts(mechanism="sorrow"), {"id": "old", "parent": "doubts", "definition": "Old ones."})
    assert [(change.code_id, change.kind) for change in what_changed(before, after)] == [
        ("doubts", "moved"), ("old", "moved"),
    ]  # fmt: skip


def test_words_of_examples_are_never_repeated() -> None:
    before = book(doubts(examples=["I cried all night."], counter_examples=["He shouted at me."]))
    for change in what_changed(before, book(doubts())):
        assert "cried" not in repr(change)
        assert "shouted" not in repr(change)


@given(codebooks(), codebooks())
def test_equal_hashes_mean_that_nothing_changed(before: Codebook, after: Codebook) -> None:
    same = codebook_hash(before) == codebook_hash(after)
    assert same == (what_changed(before, after) == ())
    assert what_changed(before, before) == ()


@given(codebooks(), st.randoms(use_true_random=False))
def test_order_never_counts(before: Codebook, random: Any) -> None:
    document = before.model_dump(by_alias=True)
    random.shuffle(codes := list(document["codes"]))
    for entry in codes:
        for key in ("phrases", "counter_phrases", "examples", "counter_examples", "links"):
            random.shuffle(listed := list(entry[key]))
            entry[key] = listed
    shuffled = Codebook.model_validate({**document, "codes": codes, "version": "another"})
    assert codebook_hash(shuffled) == codebook_hash(before)


@given(codebooks(), codebooks())
def test_there_and_back_name_the_same_codes(before: Codebook, after: Codebook) -> None:
    there = {change.code_id for change in what_changed(before, after)}
    back = {change.code_id for change in what_changed(after, before)}
    assert there == back


def test_codings_by_version_names_those_to_look_at() -> None:
    """By hand: of five codings under the first version, two are of a code defined anew and one is gone."""
    first = book(TRUST, doubts(), {"id": "fears", "definition": "Fears."})
    second = book(TRUST, doubts(definition="Second thoughts."), version="2")
    old, new = codebook_hash(first), codebook_hash(second)
    codings = [("doubts", old), ("trust", old), ("fears", old), ("doubts", old), ("trust", old)]
    codings += [("doubts", new), ("trust", "not kept")]
    uses = codings_by_version(codings, {old: first}, second)
    assert [(use.version, use.codings, use.to_look_at, use.is_current) for use in uses] == [
        ("1", 5, (("doubts", 2), ("fears", 1)), False), ("2", 1, (), True), (None, 1, (), False),
    ]  # fmt: skip
    assert codings_by_version([], {old: first}, second) == ()
