"""How a phrase is said: negated, hedged, quoted."""

import pytest

from impl_eval.qualitative.tagger.hedges import is_hedged, is_negated, is_quoted


@pytest.mark.parametrize(
    ("sentence", "negated", "hedged", "quoted"),
    [
        ("It is my job.", False, False, False),
        ("It is not my job.", True, False, False),
        ("It isn’t really my job.", True, False, False),
        ("I never liked it, but my job it is.", False, False, False),
        ("Maybe it is my job.", False, True, False),
        ("It is my job, I guess.", False, True, False),
        ("It is sort of my job.", False, True, False),
        ("I think it is my job.", False, False, False),
        ("He said “it is my job now” and left.", False, False, True),
        ('He said "that" of my job.', False, False, False),
        ("I don’t know, it isn’t ‘my’ job, my job is another.", False, False, False),
    ],
)
def test_how_it_is_said(sentence: str, negated: bool, hedged: bool, quoted: bool) -> None:
    start = sentence.rindex("my job")
    span = (sentence, start, start + len("my job"))
    assert (is_negated(*span), is_hedged(*span), is_quoted(*span)) == (negated, hedged, quoted)


def test_a_hedge_far_away_does_not_count() -> None:
    sentence = "Maybe " + "and so on " * 10 + "my job"
    start = sentence.index("my job")
    assert not is_hedged(sentence, start, start + 6)
