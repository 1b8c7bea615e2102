"""A search finds exactly the codings that fit everything that is given."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.coding.drafts import memo_written, recoded, removed
from impl_eval.coding.erasing import Erasing
from impl_eval.coding.searching import Search
from impl_eval.coding.store import CodingStore
from tests.coding.stores import AT, TEXTS, a_coding, new_store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> CodingStore:
    """Four codings of two coders, one removed; a note, and a memo about one of them."""
    store, keys = new_store(tmp_path_factory.mktemp("searching"))
    drafts = [
        a_coding(keys, valence="enabler", note="First-hand,  it seems"),
        a_coding(keys, start=44, end=72, code_id="told", valence="barrier"),
        a_coding(keys, transcript="int02", start=5, end=26, code_id="told"),
    ]
    store.record("AB", drafts, AT)
    store.record("CD", [a_coding(keys, layer="CD"), a_coding(keys, layer="CD", start=29)], AT)
    gone = next(one for one in store.segments() if one.start == 29)
    store.record("CD", [removed(gone.id)], AT)
    listed = next(one for one in store.segments() if one.document == keys["int02"])
    store.record("EF", [memo_written("segment", listed.id, "Is a LIST enough?")], AT)
    store.record("EF", [memo_written("project", "", "a list of things to do")], AT)
    return store


@pytest.mark.parametrize(
    ("search", "places"),
    [
        (Search(), ["int01:28 AB", "int01:28 CD", "int01:44 AB", "int02:5 AB"]),
        (Search(code_ids=("told",)), ["int01:44 AB", "int02:5 AB"]),
        (Search(coders=("CD",)), ["int01:28 CD"]),
        (Search(transcript_ids=("int02",)), ["int02:5 AB"]),
        (Search(valences=("barrier", "enabler")), ["int01:28 AB", "int01:44 AB"]),
        (Search(words="NOBODY  told\nus"), ["int01:44 AB"]),
        (Search(words="never had a list"), ["int02:5 AB"]),
        (Search(noted="first-hand, it"), ["int01:28 AB"]),
        (Search(noted="list"), ["int02:5 AB"]),
        (Search(code_ids=("told",), transcript_ids=("int01",), words="ours"), []),
        (Search(coders=("XY",)), []),
    ],
)
def test_what_is_found_by_hand(store: CodingStore, search: Search, places: list[str]) -> None:
    found = [f"{one.transcript_id}:{one.state.start} {one.state.layer}" for one in store.search(search)]
    assert found == places


@given(
    st.sampled_from([(), ("told",), ("ownership", "told")]),
    st.sampled_from([(), ("AB",), ("CD", "XY")]),
    st.sampled_from([(), ("int01",)]),
    st.sampled_from([(), ("unclear",), ("barrier", "unclear")]),
    st.sampled_from(["", "it", "now", "list."]),
)
def test_a_search_is_a_filter_of_all_segments(
    store: CodingStore, codes: tuple[str, ...], coders: tuple[str, ...], transcripts: tuple[str, ...],
    valences: tuple[str, ...], words: str,
) -> None:  # fmt: skip
    documents = store.documents()
    expected = {
        one.id
        for one in store.segments()
        if (not codes or one.code in codes)
        and (not coders or one.layer in coders)
        and (not transcripts or documents[one.document].transcript_id in transcripts)
        and (not valences or one.valence in valences)
        and words in documents[one.document].text[one.start : one.end].lower()
    }
    found = store.search(Search(codes, coders, transcripts, valences, words))
    assert {one.state.id for one in found} == expected
    assert all(TEXTS[one.transcript_id][one.state.start : one.state.end] == one.quote for one in found)


def test_what_was_recoded_is_found_as_it_is_now_and_what_was_erased_is_not(tmp_path: Path) -> None:
    store, keys = new_store(tmp_path)
    store.record("AB", [a_coding(keys, valence="enabler"), a_coding(keys, transcript="int02", start=5)], AT)
    store.record("AB", [a_coding(keys, valence="barrier")], AT)
    assert store.search(Search(valences=("enabler",))) == [], "the later coding of a passage counts"
    other = store.search(Search(transcript_ids=("int02",)))[0].state
    store.record("AB", [recoded(other.id, codebook="c" * 64, code="list")], AT)
    assert [one.transcript_id for one in store.search(Search(code_ids=("list",)))] == ["int02"]
    store.erase("AB", Erasing([keys["int02"]]), AT)
    assert [one.transcript_id for one in store.search(Search())] == ["int01"]
    store.close()
