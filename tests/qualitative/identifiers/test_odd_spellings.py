"""Names, numbers and addresses as they stand in real transcripts. All are invented."""

import pytest

from impl_eval.qualitative.identifiers import ListedName, find_identifiers

FOUND = [
    ("Dr Llŷr ap Gwilym and Mrs Siân Ffion Llewelyn came.", ["Llŷr ap Gwilym", "Siân Ffion Llewelyn"]),
    ("Dr Ó Súilleabháin and Sister Ní Dhomhnaill rang.", ["Ó Súilleabháin", "Ní Dhomhnaill"]),
    ("Mr Singh-Gill's and Dr A. K. Chaudhary-Roy's list", ["Singh-Gill", "A. K. Chaudhary-Roy"]),
    ("I saw Dr J. Smith, Dr. A Patel and Prof. R.J. O'Neil.", ["J. Smith", "A Patel", "R.J. O'Neil"]),
    ("Dr d'Souza, then Dr D'Souza", ["d'Souza", "D'Souza"]),
    ("Drs Patel and Shah", ["Patel", "Shah"]),
    ("Auntie Mavis and Uncle Raj came.", ["Mavis", "Raj"]),
    ("They call me Jazz. My wife Carol said so, and my GP, Helen, too.", ["Jazz", "Carol", "Helen"]),
    ("My NHS number's 999.000.0018, or 999–000–0018", ["999.000.0018", "999–000–0018"]),
    ("NHS number 999  000  0018", ["999  000  0018"]),
    ("a.bell [at] nhs [dot] net", ["a.bell [at] nhs [dot] net"]),
    ("anita.bell at nhs.net", ["anita.bell at nhs.net"]),
    ("my email is A B E L L at btinternet dot com", ["A B E L L at btinternet dot com"]),
    ("I live at 14 Acacia Avenue, before that flat 3, 22b High Street",
     ["14 Acacia Avenue", "flat 3, 22b High Street"]),
    ("hospital number K1234567", ["K1234567"]),
    ("born the first of May, nineteen seventy", ["first of May, nineteen seventy"]),
]  # fmt: skip
NOTHING = [
    "Dr's orders. Mr Right. Doctor Appointments are hard. My GP Surgery is near. My doctor said no.",
    "Dr I Think said so, said nobody. Call me back. They called me Monday.",
    "It took 14 weeks on Main Street. We have 20 Close friends? No.",
    "The case number is 12. Version 1.2.3.4, then 10.20.30 mg.",
    "Look at the dot on the page. Arrive at nine. We met at Reading.",
]


@pytest.mark.parametrize(("text", "words"), FOUND)
def test_what_is_found(text: str, words: list[str]) -> None:
    assert [text[one.start : one.end] for one in find_identifiers(text)] == words


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_no_identifier(text: str) -> None:
    found = find_identifiers(text)
    assert [text[one.start : one.end] for one in found if one.certainty == "certain"] == []


@pytest.mark.parametrize("written", ["O'Brien", "O’BRIEN", "O Brien", "obrien"])
def test_a_listed_name_whose_apostrophe_a_transcriber_left_out(written: str) -> None:
    (found,) = find_identifiers(f"and then {written} came", [ListedName("O'Brien", "person")])
    assert (found.kind, found.value) == ("person", "o'brien")
