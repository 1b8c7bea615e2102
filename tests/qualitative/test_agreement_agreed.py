"""What coders agree on without anybody settling it."""

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from impl_eval.qualitative.agreement import agreed_segments
from impl_eval.qualitative.coding import CodedSegment

BOTH = {"t1": ("AB", "CD"), "t2": ("AB", "CD", "EF")}
ONE = CodedSegment("t1", 10, 20, "knowledge", "AB", "words", "barrier", "worse", "human", "memo", "steps")
OTHER = replace(ONE, start=15, end=30, coder="CD", note="")


def test_the_segment_of_the_coder_first_by_name_stands_for_both() -> None:
    assert agreed_segments([OTHER, ONE], BOTH) == (ONE,)
    assert agreed_segments([ONE, replace(OTHER, start=20)], BOTH) == ()
    assert agreed_segments([ONE, replace(OTHER, transcript_id="t2")], BOTH) == ()
    assert agreed_segments([ONE, replace(OTHER, origin="accepted_suggestion")], BOTH) == ()
    assert agreed_segments([ONE, OTHER], {}) == ()


def test_two_sub_codes_agree_on_their_mechanism_and_codes_beside_it_on_nothing() -> None:
    assert agreed_segments([ONE, replace(OTHER, code_id="doses")], BOTH) == (replace(ONE, code_id=""),)
    beside = replace(ONE, mechanism_id="", code_id="time")
    assert agreed_segments([beside, replace(OTHER, mechanism_id="", code_id="pay")], BOTH) == ()
    assert agreed_segments([beside, replace(OTHER, mechanism_id="", code_id="time")], BOTH) == (beside,)


def test_what_was_settled_does_not_come_again() -> None:
    for code_id in ("steps", "knowledge"):
        assert agreed_segments([ONE, OTHER], BOTH, [("t1", code_id, 19, 40)]) == ()
        assert agreed_segments([ONE, OTHER], BOTH, [("t1", code_id, 20, 40)]) == (ONE,)
    assert agreed_segments([ONE, OTHER], BOTH, [("t2", "steps", 0, 40), ("t1", "trust", 0, 40)]) == (ONE,)


SEGMENTS = st.builds(
    lambda name, start, length, code_id, coder: replace(
        ONE, transcript_id=name, start=start, end=start + length, code_id=code_id, coder=coder
    ),
    st.sampled_from(["t1", "t2", "t3"]), st.integers(0, 30), st.integers(1, 20),
    st.sampled_from(["", "steps", "doses"]), st.sampled_from(["AB", "CD", "EF"]),
)  # fmt: skip


@given(st.lists(SEGMENTS, max_size=8, unique=True), st.randoms())
def test_agreement_needs_two_and_does_not_depend_on_the_order(
    segments: list[CodedSegment], order: random.Random
) -> None:
    found = agreed_segments(segments, BOTH)
    shuffled = list(segments)
    order.shuffle(shuffled)
    assert agreed_segments(shuffled, BOTH) == found
    for one in found:
        assert any(
            other.coder > one.coder and other.transcript_id == one.transcript_id
            and other.start < one.end and one.start < other.end
            for other in segments
        )  # fmt: skip
    keys = [(one.transcript_id, one.start, one.end, one.applied_code) for one in found]
    assert len(keys) == len(set(keys))
