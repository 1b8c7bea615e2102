"""Valence: cues, and the negation that turns them round inside their clause only."""

import pytest

from impl_eval.qualitative.codebook import ValenceCues
from impl_eval.qualitative.phrases import Stems
from impl_eval.qualitative.valence import compile_cues, is_negation, propose_valence

GENERAL = ValenceCues(enabler=("easier", "clear", "works well"), barrier=("difficult", "too hard", "problem"))
OF_MECHANISM = ValenceCues(enabler=("consistent",), barrier=("play * off against",))
CUES = compile_cues(GENERAL, OF_MECHANISM, Stems())


@pytest.mark.parametrize(
    ("sentence", "valence", "cue"),
    [
        ("It is easier now.", "enabler", "easier"),
        ("It is difficult.", "barrier", "difficult"),
        ("It is easier, and the rest is difficult.", "mixed", "easier; difficult"),
        ("We talked.", "unclear", ""),
        ("It is not clear.", "barrier", "not clear"),
        ("It isn’t really clear.", "barrier", "isn’t … clear"),
        ("It wasnt clear.", "barrier", "wasnt clear"),
        ("It went without a problem.", "enabler", "without … problem"),
        ("It was hardly easier.", "barrier", "hardly easier"),
        ("It is no longer difficult.", "enabler", "no … difficult"),
        ("No, it is easier.", "enabler", "easier"),
        ("I never liked it but it is easier.", "enabler", "easier"),
        ("I never liked it – it is easier.", "enabler", "easier"),
        ("Nobody told us whose job it was.", "barrier", "Nobody told"),
        ("I just hadn't ever been told.", "barrier", "hadn't … told"),
        ("They told us whose job it was.", "unclear", ""),
        ("They play one of us off against another.", "barrier", "play one of us off against"),
        ("It is clear, it is clear.", "enabler", "clear"),
    ],
)
def test_cues_and_negation(sentence: str, valence: str, cue: str) -> None:
    assert propose_valence([sentence], CUES) == (valence, cue)


def test_negation_does_not_reach_over_the_end_of_a_sentence() -> None:
    assert propose_valence(["I would not.", "Easier now."], CUES) == ("enabler", "Easier")


def test_the_longer_cue_wins_over_one_inside_it() -> None:
    cues = compile_cues(ValenceCues(enabler=("better",), barrier=("no better off",)), ValenceCues(), Stems())
    assert propose_valence(["We are no better off."], cues) == ("barrier", "no better off")


@pytest.mark.parametrize("word", ["want", "Grant", "plant", "note", "know", "nobly"])
def test_words_that_only_look_like_a_negation(word: str) -> None:
    assert not is_negation(word)
