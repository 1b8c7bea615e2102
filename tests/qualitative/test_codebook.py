"""The tree of codes, examples in transcripts, and a codebook as text without loss."""

import pytest
from hypothesis import given

from impl_eval.qualitative.codebook import Code, Example
from impl_eval.qualitative.codebook_checks import check_codebook
from impl_eval.qualitative.codebook_choice import choose_codes, ids_taken, named_but_absent
from impl_eval.qualitative.codebook_examples import Passage, passage_of, passages_of, segment_text, words_of
from impl_eval.qualitative.codebook_json import codebook_json, parse_codebook_json
from impl_eval.qualitative.codebook_outline import outline
from impl_eval.qualitative.tagger import check_phrases, suggest_segments
from tests.qualitative.codebook_strategies import codebooks
from tests.qualitative.examples import codebook_of, transcript_of

TEXT = "Interviewer: And then?\n\nP01: I was unsure of the dose 🙂 at first.\n"


def code(code_id: str, **fields: object) -> Code:
    return Code.model_validate({"id": code_id, "definition": f"Talk about {code_id}.", **fields})


BOOK = codebook_of(
    Code.model_validate({"mechanism": "trust", "definition": "Trust."}),
    code("doubts", parent="trust"),
    code("old_doubts", parent="doubts", origin="inductive"),
    code("steps", mechanism="knowledge", origin="inductive"),
    code("weather"),
    code("rain", parent="weather"),
)


def test_a_code_belongs_to_the_mechanism_above_it_or_to_none() -> None:
    places = {each: BOOK.mechanism_of(each) for each in BOOK.by_id}
    assert places == {
        "trust": "trust", "doubts": "trust", "old_doubts": "trust", "steps": "knowledge", "weather": "",
        "rain": "",
    }  # fmt: skip
    assert [each.code_id for each in BOOK.top_codes] == ["trust", "steps", "weather"]
    assert [(depth, each.code_id) for depth, each in BOOK.family_of("trust")] == [
        (0, "trust"), (1, "doubts"), (2, "old_doubts"),
    ]  # fmt: skip
    assert list(BOOK.family_of("nothing")) == []


def test_a_circle_of_parents_ends_and_only_codes_on_it_are_named() -> None:
    book = codebook_of(code("a", parent="b"), code("b", parent="a"), code("c", parent="b"))
    assert [finding.path for finding in check_codebook(book)] == [
        ("codes", 0, "parent"), ("codes", 1, "parent"),
    ]  # fmt: skip
    assert [each.code_id for _, each in book.family_of("a")] == ["a", "b", "c"]
    assert [each.code_id for each in book.line_of("c")] == ["c", "b", "a"]


def test_the_outline_puts_codes_under_mechanisms_and_counts_upwards() -> None:
    """Counted by hand: trust 2 + doubts 1 + old_doubts 4 = 7; the mechanism knowledge has no own code."""
    counts = {"trust": 2, "doubts": 1, "old_doubts": 4, "knowledge": 3, "steps": 5, "rain": 6}
    lines = outline(BOOK, [("knowledge", "Knowledge of it"), ("trust", "Trust in it")], counts)
    assert [(line.depth, line.code_id, line.codings, line.with_sub_codes) for line in lines] == [
        (0, "knowledge", 3, 8), (1, "steps", 5, 5), (0, "trust", 2, 7), (1, "doubts", 1, 5),
        (2, "old_doubts", 4, 4), (0, "weather", 0, 6), (1, "rain", 6, 6),
    ]  # fmt: skip
    assert [line.label for line in lines[:3]] == ["Knowledge of it", "steps", "Trust in it"]
    assert lines[0].code is None


@given(codebooks())
def test_the_outline_holds_every_code_once_and_loses_no_coding(book) -> None:
    counts = {code_id: number for number, code_id in enumerate((*book.by_id, "m1", "m2"), 1)}
    lines = outline(book, [("m1", "One"), ("m2", "Two")], counts)
    assert sorted(line.code_id for line in lines if line.code is not None) == sorted(book.by_id)
    assert sum(line.with_sub_codes for line in lines if line.depth == 0) == sum(counts.values())


def test_codes_without_phrases_suggest_nothing_and_are_no_fault() -> None:
    book = codebook_of(code("trust"), code("doubts", parent="trust", phrases=["unsure"]))
    assert check_phrases(book) == check_codebook(book) == ()
    transcript = transcript_of(TEXT)
    assert [each.applied_code for each in suggest_segments([transcript], book)] == ["doubts"]
    assert suggest_segments([transcript], codebook_of(code("trust"))) == ()


def test_the_words_of_an_example_are_counted_in_code_points() -> None:
    """By hand: 'I was' begins at 29; the emoji is one code point, so the sentence of 36 ends at 65."""
    transcripts = {"int01": transcript_of(TEXT)}
    assert words_of(Example(segment="int01:29-65"), transcripts) == "I was unsure of the dose 🙂 at first."
    assert words_of(Example(text="My own words"), {}) == "My own words"
    for nowhere in ("int01:29-4000", "int01:65-29", "int01:29-29", "int02:0-4"):
        assert words_of(Example(segment=nowhere), transcripts) is None


@pytest.mark.parametrize("text", ["int01", "int01:", "int01:3", "int01:-3-4", ":3-4", "int01:3-x", "a:٣-٤"])
def test_what_is_no_passage_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="transcript:start-end"):
        passage_of(text)
    with pytest.raises(ValueError, match=r"a place such as int01:935-1020"):
        Example(segment=text)


def test_a_passage_is_written_as_it_is_read() -> None:
    assert passage_of(segment_text("int-01_b", 9, 12)) == Passage("int-01_b", 9, 12)
    shown = code("a", examples=["words", {"segment": "t1:1-2"}], counter_examples=[{"segment": "t2:3-4"}])
    assert passages_of([shown]) == (("a", Passage("t1", 1, 2)), ("a", Passage("t2", 3, 4)))


@given(codebooks())
def test_json_loses_nothing_and_is_canonical(book) -> None:
    text = codebook_json(book)
    assert parse_codebook_json(text) == book
    assert codebook_json(parse_codebook_json(text)) == text


def test_json_leaves_defaults_out() -> None:
    assert codebook_json(codebook_of(code("a", examples=["so"]))) == (
        '{"codes":[{"definition":"Talk about a.","examples":[{"text":"so"}],"id":"a"}],"id":"test",'
        '"licence":"CC0-1.0","schema":"impl-eval/codebook/1","title":"Test","version":"1"}'
    )


def test_a_text_that_is_no_codebook_is_refused_without_its_words() -> None:
    text = codebook_json(codebook_of(code("a"))).replace('"definition"', '"definitoin"')
    with pytest.raises(ValueError, match=r"no codebook: .*codes\.0\.definitoin") as refusal:
        parse_codebook_json(text)
    assert "Talk about" not in str(refusal.value)
    with pytest.raises(ValueError, match="no codebook"):
        parse_codebook_json("{")


def test_chosen_codes_keep_their_chosen_parents_and_say_where_they_come_from() -> None:
    chosen = choose_codes(BOOK, ["old_doubts", "trust", "rain"], parent="home", origin="inductive")
    assert [(each.id, each.mechanism, each.parent, each.origin) for each in chosen] == [
        ("trust", None, "home", "inductive"), ("old_doubts", None, "trust", "inductive"),
        ("rain", None, "home", "inductive"),
    ]  # fmt: skip
    assert {each.source for each in chosen} == {"Test (test 1)"}
    below = choose_codes(BOOK, ["weather"], mechanism="m1", with_sub_codes=True)
    assert [(each.id, each.mechanism, each.parent) for each in below] == [
        ("weather", "m1", None), ("rain", None, "weather"),
    ]  # fmt: skip
    assert [each.found for each in ids_taken(below, codebook_of(code("rain")), ["weather"])] == [
        '"weather", which is a mechanism', '"rain", which the codebook has already',
    ]  # fmt: skip
    with pytest.raises(KeyError):
        choose_codes(BOOK, ["nothing"])
    with pytest.raises(ValueError, match="under a mechanism or under a code"):
        choose_codes(BOOK, ["rain"], mechanism="m1", parent="home")


def test_codes_that_rules_name_and_the_study_lacks_are_listed() -> None:
    library = codebook_of(code("a", exclude="What is (b), (c) or (d_e)."), code("b"), code("c"), code("d_e"))
    study = codebook_of(code("a"), code("c"))
    assert named_but_absent(library.codes[:1], library, study) == ("b", "d_e")
