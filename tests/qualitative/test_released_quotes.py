"""Which passages may be quoted: those that a person released, in the words they released."""

from hypothesis import given
from hypothesis import strategies as st

from impl_eval.qualitative.quotes import choose_quotes
from impl_eval.qualitative.released_quotes import (
    EVERY_PASSAGE,
    NO_RELEASES,
    Release,
    is_part_of,
    released_words,
    words_mark,
)
from tests.qualitative.examples import segment, transcript_of

TALK = "Interviewer: Well?\n\nP01: I know what to do now, and where to ring, which I did not before.\n"
FROM, TO = TALK.index("I know"), TALK.index(", which")


def release(**more: object) -> Release:
    given_ = {"released": True, "by": "AB", "date": "2024-03-20", "mark": words_mark(TALK[FROM:TO])}
    return Release("t1", FROM, TO, **{**given_, **more})  # type: ignore[arg-type]


def released(*releases: Release) -> tuple[dict[tuple[str, int, int], str] | None, tuple[str, ...]]:
    return released_words(releases, {"t1": transcript_of(TALK, name="t1")})


def test_a_released_passage_may_be_quoted_whole_or_shortened() -> None:
    assert released(release()) == ({("t1", FROM, TO): "I know what to do now, and where to ring"}, ())
    assert released(release(shortened="I know [...] where to ring")) == (
        {("t1", FROM, TO): "I know [...] where to ring"},
        (),
    )
    assert released(release(released=False)) == ({}, ())


def test_nobody_decided_means_nothing_is_quoted_and_says_so() -> None:
    assert released_words(None, {}) == ({}, (NO_RELEASES,))
    assert released_words(EVERY_PASSAGE, {}) == (None, ())


def test_words_that_changed_since_are_not_released() -> None:
    changed = "1 released passage is not quoted, because the words have changed since: look at them again."
    assert released(release(mark="0" * 12)) == ({}, (changed,))
    assert released(release(shortened="I know nothing")) == ({}, (changed,))


def test_only_the_released_segment_is_chosen() -> None:
    transcript = transcript_of(TALK, name="t1")
    segments = [
        segment(transcript, "I know what to do now, and where to ring"),
        segment(transcript, "to ring"),
    ]
    by_id, names = {"t1": transcript}, {"P01": "GP"}
    allowed, _ = released(release(shortened="where to ring"))
    assert [one.text for one in choose_quotes(segments, by_id, names, {}, allowed)] == ["where to ring"]
    assert choose_quotes(segments, by_id, names, {}, {}) == ()


@given(st.text("ab c", min_size=1, max_size=12), st.data())
def test_what_is_cut_out_of_a_passage_is_part_of_it(passage: str, data: st.DataObject) -> None:
    cut = sorted(data.draw(st.lists(st.integers(0, len(passage)), min_size=4, max_size=4)))
    parts = passage[cut[0] : cut[1]], passage[cut[2] : cut[3]]
    assert is_part_of(" [...] ".join(parts), passage) == any(part.strip() for part in parts)


def test_words_in_another_order_or_beside_it_are_no_part() -> None:
    assert not is_part_of("ring [...] know", "I know where to ring")
    assert not is_part_of("I know it", "I know where to ring")
    assert not is_part_of("[...]", "I know")
    assert is_part_of("I know […] ring", "I  know\nwhere to ring")
