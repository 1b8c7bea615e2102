"""What counts as decided: codes and sub-codes, how far a transcript was read, rejections."""

from dataclasses import replace

import numpy as np

from impl_eval.qualitative.coding import RejectedSuggestion
from impl_eval.qualitative.tagger.labels import Labels, hand_coded, read_labels
from impl_eval.qualitative.tagger.units import units_of
from tests.qualitative.examples import code, codebook_of, segment, transcript_of

TALK = transcript_of("P01: One.\nInterviewer: So?\nP01: Two is two.\nP01: Three.\nP01: Four.")
UNITS = units_of([TALK])
BOOK = codebook_of(code("a", "one"), code("b", "two"))


def of(*decisions: object, in_full: bool = False) -> Labels:
    segments = [each for each in decisions if not isinstance(each, RejectedSuggestion)]
    rejected = [each for each in decisions if isinstance(each, RejectedSuggestion)]
    return read_labels(UNITS, BOOK, segments, rejected, in_full=in_full)  # type: ignore[arg-type]


def rejection(quote: str, code_id: str) -> RejectedSuggestion:
    start = TALK.text.index(quote)
    return RejectedSuggestion(TALK.id, start, start + len(quote), code_id, "AB")


def test_units_are_participants_turns_with_the_question_before() -> None:
    texts = [TALK.text[unit.start : unit.end] for unit in UNITS]
    assert texts == ["One.", "Two is two.", "Three.", "Four."]
    questions = ["" if each.question is None else TALK.text[slice(*each.question)] for each in UNITS]
    assert questions == ["", "So?", "So?", "So?"]
    assert len(units_of([TALK], include_interviewers=True)) == 5


def test_a_transcript_is_read_up_to_the_last_decision() -> None:
    labels = of(segment(TALK, "Three.", "a"))
    assert labels.known.tolist() == [[True, True]] * 3 + [[False, False]]
    assert labels.positive.tolist() == [[False, False], [False, False], [True, False], [False, False]]
    assert of(segment(TALK, "Three.", "a"), in_full=True).known.all()


def test_accepted_suggestions_do_not_make_a_transcript_a_read_one() -> None:
    labels = of(segment(TALK, "Three.", "a", origin="accepted_suggestion"))
    assert np.argwhere(labels.known).tolist() == [[2, 0]]
    assert hand_coded([segment(TALK, "Three.", "a", origin="accepted_suggestion")]) == ()


def test_a_rejection_is_a_negative_of_its_own_code_alone() -> None:
    labels = of(rejection("Two", "b"))
    assert np.argwhere(labels.known).tolist() == np.argwhere(labels.rejected).tolist() == [[1, 1]]
    assert not labels.positive.any()


def test_a_turn_that_carries_the_code_is_no_negative_for_a_rejected_passage_in_it() -> None:
    labels = of(segment(TALK, "Two", "b"), rejection("two.", "b"))
    assert labels.positive[1, 1]
    assert not labels.rejected.any()


def test_a_sub_code_is_talk_about_its_parent() -> None:
    book = codebook_of(code("a", "one"))
    child = replace_code(book.codes[0])
    labels = read_labels(
        UNITS, codebook_of(*book.codes, child), [replace(segment(TALK, "One", "a"), code_id="a_small")]
    )
    assert labels.positive[0].tolist() == [True, True]


def replace_code(parent: object) -> object:
    from impl_eval.qualitative.codebook import Code

    return Code.model_validate({"id": "a_small", "parent": "a", "definition": "Part of it."})


def test_codes_that_the_codebook_does_not_have_are_left_out() -> None:
    labels = of(segment(TALK, "Three.", "gone"), rejection("One", "gone"))
    assert not labels.positive.any()
    assert not labels.rejected.any()
