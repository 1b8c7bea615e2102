"""What a comment says, and that it says what was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.outputs.coded_transcript import CodedPassage
from impl_eval.outputs.coded_transcript.comment_text import comment_text
from impl_eval.qualitative.code_names import CodeNames, one_line
from impl_eval.qualitative.coding import REPORTED_CHANGES, VALENCES
from impl_eval.study.comment_grammar import ParsedComment, parse_comment

NAMES = CodeNames(
    {
        "trust": ("trust",),
        "trust more": ("trust_more",),
        "knowledge of what to do": ("knowledge",),
        "the patient's view": ("view",),
    },
    {"trust": "trust", "trust_more": "trust", "knowledge": "knowledge", "view": ""},
)


def said(comment: str) -> tuple[object, ...]:
    parsed = parse_comment(comment, NAMES)
    assert parsed is not None
    return parsed.code_ids[0], parsed.valence, parsed.reported_change, parsed.memo


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("trust", ("trust", "unclear", "not said", "")),
        ("  TRUST  barrier\u00a0worse ", ("trust", "barrier", "worse", "")),
        ("trust_more, mixed", ("trust_more", "mixed", "not said", "")),
        ("Trust more – mixed", ("trust_more", "mixed", "not said", "")),
        ("The patient\u2019s view; better", ("view", "unclear", "better", "")),
        ("trust worse, enabler", ("trust", "enabler", "worse", "")),
        ("trust (enabler) - better. They say so", ("trust", "enabler", "better", "They say so")),
        ("trust: not_said, mixed", ("trust", "mixed", "not said", "")),
        ("trust: better", ("trust", "unclear", "better", "")),
        ("trust: better access would help", ("trust", "unclear", "not said", "better access would help")),
        ("trust enabler: better than before", ("trust", "enabler", "not said", "better than before")),
        ("trust enabler: better", ("trust", "enabler", "better", "")),
        ("trust: barrier, they say", ("trust", "barrier", "not said", "they say")),
        ("trust barriers everywhere", ("trust", "unclear", "not said", "barriers everywhere")),
        ("trust, enabler, not said: barrier: talk", ("trust", "enabler", "not said", "barrier: talk")),
        ("trust enabler barrier", ("trust", "enabler", "not said", "barrier")),
        ("trust\nbarrier\nwhat a\tday", ("trust", "barrier", "not said", "what a day")),
    ],
)
def test_code_valence_change_and_memo_in_any_punctuation(comment: str, expected: tuple[str, ...]) -> None:
    assert said(comment) == expected


@pytest.mark.parametrize(
    "comment", ["", "hello", "trusty", "trust_mor", "new:", "new: ; x", "newer: x", "renew: x"]
)
def test_what_is_no_coding(comment: str) -> None:
    assert parse_comment(comment, NAMES) is None


def test_a_new_code_ends_at_a_semicolon_a_colon_or_the_line() -> None:
    assert parse_comment("New: Waiting, long; barrier worse: see CD", NAMES) == ParsedComment(
        (), "barrier", "worse", "see CD", "Waiting, long"
    )
    assert parse_comment("new: Trust", NAMES) == ParsedComment(("trust",), new_label="Trust")


@given(
    st.sampled_from(sorted(NAMES.mechanism_of)),
    st.sampled_from(VALENCES),
    st.sampled_from(REPORTED_CHANGES),
    st.one_of(
        st.text(),
        st.lists(
            st.sampled_from(["barrier", "better", "not said", ":", "-", "(see)", "new: x", "trust"])
        ).map(" ".join),
    ),
)
def test_reading_a_comment_is_the_inverse_of_writing_it(
    code_id: str, valence: str, change: str, memo: str
) -> None:
    passage = CodedPassage(0, 1, code_id, "Label", "AB", valence, change, memo)
    names = CodeNames(
        {"trust": ("trust",), **{one.replace("_", " "): (one,) for one in NAMES.mechanism_of}},
        NAMES.mechanism_of,
    )
    parsed = parse_comment(comment_text(passage), names)
    assert parsed == ParsedComment((code_id,), valence, change, one_line(memo))
