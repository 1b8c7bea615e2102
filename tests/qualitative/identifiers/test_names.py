"""Names from the study's list and after titles."""

import pytest

from impl_eval.qualitative.identifiers import ListedName, find_identifiers
from tests.qualitative.identifiers.hits import certain, hits

ANITA = ListedName("Anita Patel", "person")
WILL = ListedName("Will", "person")
SURGERY = ListedName("Green Lane Surgery", "organisation")


@pytest.mark.parametrize(
    "text",
    ["{} came", "so {} came", "{}'s list", "{}’s list", "({})", "ask {}.", "“{}”", "P01: {} did", "{}-led"],
)
@pytest.mark.parametrize(
    "written", ["Anita Patel", "ANITA PATEL", "anita patel", "Anita  Patel", "Anita\nPatel"]
)
def test_whole_names_in_any_case(text: str, written: str) -> None:
    assert certain(text.format(written), ANITA) == [("person", written)]


@pytest.mark.parametrize("words", ["Anitapatel", "manita", "Vanitas", "Patelson", "xAnita"])
def test_parts_of_words_are_no_names(words: str) -> None:
    assert hits(f"then {words} came", ANITA) == []


def test_a_possessive_without_its_apostrophe() -> None:
    assert certain("It was Anitas idea.", ANITA) == [("person", "Anita")]


def test_first_names_and_surnames_alone_are_the_same_person() -> None:
    text = "Anita said so, and then Patel said so, and Anita Patel too."
    assert {one.value for one in find_identifiers(text, [ANITA])} == {"anita patel"}


@pytest.mark.parametrize("written", ["Pattel", "Petel", "Patle", "Annita", "Anta"])
def test_a_name_misheard_by_a_letter_is_possible(written: str) -> None:
    expected = [] if len(written) < 5 else [("person", "possible", written)]
    assert hits(f"then {written} came", ANITA) == expected
    assert hits(f"{written} came, and {written.lower()} too.", ANITA) == []


def test_a_surname_that_two_persons_share_is_neither_of_them() -> None:
    text = "then Patel said so"
    (one,) = find_identifiers(text, [ANITA, ListedName("Ravi Patel", "person")])
    assert (one.kind, one.value) == ("person", "patel")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I asked Will about it.", ["certain"]),
        ("He left. Will came.", ["possible"]),
        ("P01: Will came.", ["possible"]),
        ("I WILL do it", ["possible"]),
        ("I will do it. That is all.", []),
    ],
)
def test_everyday_words_need_a_capital_within_a_sentence(text: str, expected: list[str]) -> None:
    assert [certainty for _, certainty, _ in hits(text, WILL)] == expected


def test_in_a_text_without_capitals_everyday_words_are_possible() -> None:
    assert hits("and then will came and will said no", WILL) == [
        ("person", "possible", "will"),
        ("person", "possible", "will"),
    ]


def test_months_are_possible_where_one_speaks_of_months() -> None:
    may = ListedName("May", "person")
    assert [certainty for _, certainty, _ in hits("since May it was so", may)] == ["possible"]
    assert [certainty for _, certainty, _ in hits("I told May it was so", may)] == ["certain"]


def test_short_names_need_a_capital() -> None:
    al = ListedName("Al", "person")
    assert certain("I met Al there", al) == [("person", "Al")]
    assert hits("I met al dente there. So.", al) == []


def test_accents_apostrophes_and_hyphens() -> None:
    assert certain("then Jose came", ListedName("José", "person")) == [("person", "Jose")]
    assert certain("then José came", ListedName("Jose", "person")) == [("person", "José")]
    assert certain("then O’Brien came", ListedName("O'Brien", "person")) == [("person", "O’Brien")]
    assert certain("at Green-Lane Surgery", SURGERY) == [("organisation", "Green-Lane Surgery")]


def test_places_and_organisations_have_no_parts() -> None:
    assert hits("a green lane, the surgery", SURGERY) == []
    assert certain("at green lane surgery", SURGERY) == [("organisation", "green lane surgery")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("I saw Dr Patel about it", "Patel"),
        ("I saw Dr. Patel's nurse", "Patel"),
        ("I saw Doctor Anita Patel.", "Anita Patel"),
        ("Mrs O'Neill-Smith rang", "O'Neill-Smith"),
        ("Sister Mary was there", "Mary"),
        ("my sister Mary was there", "Mary"),
        ("Nurse Bell said", "Bell"),
        ("Professor van der Berg said", "van der Berg"),
        ("MR SMITH SAID", "SMITH"),
        ("Miss Ofori. Then", "Ofori"),
        ("My name's Sarah Jones, hello", "Sarah Jones"),
        ("her name is Mary and", "Mary"),
    ],
)
def test_names_after_titles_and_names_that_people_give(text: str, name: str) -> None:
    if text.isupper():
        assert certain(text)[0][1].startswith(name)
    else:
        assert certain(text) == [("person", name)]


@pytest.mark.parametrize(
    "text",
    [
        "the Nurse Practitioner came", "Doctor I said", "my doctor GP at Hand", "Miss Monday and you wait",
        "the nurse. Then", "Sister And then", "a sister ward", "the doctor said", "my name is on it",
        "I miss April",
    ],
)  # fmt: skip
def test_what_follows_a_title_and_is_no_name(text: str) -> None:
    assert hits(text) == []


def test_an_initial_or_a_word_without_a_capital_is_possible() -> None:
    assert hits("I saw Dr K about it") == [("person", "possible", "K")]
    assert hits("i saw dr patel about it") == [("person", "possible", "patel")]
    assert hits("i saw dr and then mr who") == []


def test_one_title_in_two_spellings_is_one_person() -> None:
    text = "Dr Patel and Doctor Patel, and Mrs Patel."
    assert [one.value for one in find_identifiers(text)] == ["dr patel", "dr patel", "mrs patel"]
