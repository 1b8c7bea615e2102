"""How far two who decide on fits agree: by hand, and where kappa has no meaning."""

import pytest

from impl_eval.protocols.integration_words import FitDecision
from impl_eval.qualitative.agreement.deciders import agreement_of_deciders

A, P, D = "agreement", "partial agreement", "dissonance"


def decisions(by: str, words: list[str], *, settles: str = "no") -> list[FitDecision]:
    return [
        FitDecision.model_validate(
            {
                "mechanism": f"m{number}", "fit": word, "decided_by": by, "date": "2024-03-20",
                "reason": "So", "seen": "0" * 12, "settles": settles,
            }
        )
        for number, word in enumerate(words)
    ]  # fmt: skip


def test_percent_and_kappa_by_hand() -> None:
    """Six mechanisms, four alike. AB: 3 A, 3 P. CD: 4 A, 1 P, 1 D. By chance (3*4 + 3*1) / 36 = 15/36;
    kappa = (24/36 - 15/36) / (21/36) = 9/21 = 3/7.
    """
    both = [*decisions("AB", [A, A, P, P, P, A]), *decisions("CD", [A, A, A, D, P, A])]
    percent, kappa = agreement_of_deciders(both)
    assert percent.estimate.value == pytest.approx(100 * 4 / 6)
    assert kappa.estimate.value == pytest.approx(3 / 7)
    assert (percent.estimate.n, kappa.estimate.n, kappa.estimate.low) == (6, 6, None)
    assert percent.label == "Decisions on fit by AB and CD"


def test_kappa_of_few_mechanisms_is_not_estimable() -> None:
    percent, kappa = agreement_of_deciders([*decisions("AB", [A, P]), *decisions("CD", [A, A])])
    assert percent.estimate.value == 50
    assert kappa.estimate.value is None
    assert kappa.estimate.reason == "both decided on 2, and kappa needs at least 5 mechanisms"


def test_one_word_throughout_leaves_kappa_undefined() -> None:
    _, kappa = agreement_of_deciders([*decisions("AB", [A] * 6), *decisions("CD", [A] * 6)])
    assert (kappa.estimate.value, kappa.estimate.reason) == (None, "both coders used a single label")


def test_one_decider_and_decisions_taken_together_compare_nothing() -> None:
    alone = decisions("AB", [A, A])
    assert agreement_of_deciders(alone) == ()
    assert agreement_of_deciders([*alone, *decisions("AB and CD", [P, P], settles="yes")]) == ()


def test_three_deciders_give_three_pairs_whoever_comes_first() -> None:
    three = [*decisions("C", [A, P]), *decisions("A", [A, A]), *decisions("B", [P, P])]
    found = agreement_of_deciders(three)
    assert [one.label for one in found[::2]] == [
        "Decisions on fit by A and B", "Decisions on fit by A and C", "Decisions on fit by B and C",
    ]  # fmt: skip
    assert found == agreement_of_deciders(three[::-1])
