"""Places in a transcript: which turns a passage takes in, and whose it is for the most part."""

from hypothesis import given
from hypothesis import strategies as st

from impl_eval.qualitative.transcript import Role, Transcript, Turn

LENGTHS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(1, 9), st.sampled_from(["interviewer", "participant"]))
)


def transcript_of(lengths: list[tuple[int, int, Role]]) -> Transcript:
    """Return a transcript whose turns have these gaps before them, lengths and roles."""
    turns, at = [], 0
    for gap, length, role in lengths:
        turns.append(Turn(role, "P" if role == "participant" else "", role, "", at + gap, at + gap + length))
        at += gap + length
    return Transcript("int01", "x" * (at + 5), tuple(turns), (), True)


@given(LENGTHS, st.integers(0, 60), st.integers(1, 60))
def test_turns_of_a_passage_are_those_that_overlap_it(
    lengths: list[tuple[int, int, Role]], start: int, length: int
) -> None:
    transcript, end = transcript_of(lengths), start + length
    overlaps = {turn: min(end, turn.end) - max(start, turn.start) for turn in transcript.turns}
    assert transcript.turns_in(start, end) == tuple(turn for turn, size in overlaps.items() if size > 0)
    spoken = {turn: size for turn, size in overlaps.items() if turn.role == "participant" and size > 0}
    found = transcript.turn_of(start, end)
    assert (found is None) == (not spoken)
    assert found is None or spoken[found] == max(spoken.values())
