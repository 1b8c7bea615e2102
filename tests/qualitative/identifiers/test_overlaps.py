"""Hits that overlap become one; nothing that was found is lost."""

from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from impl_eval.qualitative.identifiers import Identifier, ListedName, find_identifiers
from impl_eval.qualitative.identifiers.find import merge_overlaps
from impl_eval.qualitative.identifiers.model import KINDS
from tests.qualitative.identifiers.hits import certain, hits

SPANS = st.tuples(st.integers(0, 30), st.integers(1, 8))
HITS = st.lists(
    st.builds(
        lambda span, kind, certainty: Identifier(span[0], span[0] + span[1], kind, certainty, "because"),
        SPANS,
        st.sampled_from(KINDS),
        st.sampled_from(("certain", "possible")),
    ),
    max_size=8,
)


@given(HITS)
def test_merged_hits_are_apart_and_cover_the_same_characters(found: list[Identifier]) -> None:
    merged = merge_overlaps(found)
    assert all(before.end <= after.start for before, after in pairwise(merged))
    assert {at for one in merged for at in range(one.start, one.end)} == {
        at for one in found for at in range(one.start, one.end)
    }


@given(HITS)
def test_what_is_certain_stays_certain(found: list[Identifier]) -> None:
    merged = merge_overlaps(found)
    for hit in found:
        if hit.certainty == "certain":
            (over,) = (one for one in merged if one.start <= hit.start and hit.end <= one.end)
            assert over.certainty == "certain"


@given(HITS, st.randoms())
def test_the_order_of_rules_does_not_matter(found: list[Identifier], random: Random) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)
    places = [(one.start, one.end, one.certainty) for one in merge_overlaps(found)]
    assert [(one.start, one.end, one.certainty) for one in merge_overlaps(shuffled)] == places


def test_a_name_inside_an_address_is_part_of_the_address() -> None:
    name = ListedName("Anna Bell", "person")
    assert certain("to anna.bell@example.org", name) == [("email_address", "anna.bell@example.org")]


def test_a_listed_name_after_a_title_is_the_listed_person() -> None:
    (one,) = find_identifiers("I saw Dr Bell", [ListedName("Anna Bell", "person", "The GP")])
    assert (one.value, one.pseudonym) == ("anna bell", "The GP")


def test_pseudonyms_are_not_found_again() -> None:
    text = "I saw Dr [Person 1] at [Place 2], born on [Date of birth 1], NHS number [NHS number 12]."
    assert hits(text, ListedName("Place", "place"), ListedName("Person", "person")) == []


def test_an_identifier_shows_no_words() -> None:
    (one,) = find_identifiers("Mrs Ofori rang", [ListedName("Ofori", "person", "Pseudonym")])
    assert "ofori" not in repr(one).lower()
    assert "Pseudonym" not in repr(one)
    assert "Bell" not in repr(ListedName("Bell", "person"))


@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    for one in find_identifiers(text, [ListedName("Anna Bell", "person"), ListedName("Will", "person")]):
        assert 0 <= one.start < one.end <= len(text)


PIECES = (*"0123456789-./+()", "dr", "Mr", "AB", "one", "two", "double", "oh", "at", "dot", "born", "\n", "'")


@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_no_pile_of_likely_pieces_breaks_it(pieces: list[str]) -> None:
    text = " ".join(pieces)
    for one in find_identifiers(text):
        assert 0 <= one.start < one.end <= len(text)


def test_a_text_without_anything() -> None:
    assert find_identifiers("") == ()
    assert find_identifiers("Nothing to see here.") == ()
