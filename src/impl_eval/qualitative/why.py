"""Why a passage is suggested, in a few words for the person who decides."""

from impl_eval.qualitative.coding import Suggestion
from impl_eval.qualitative.explanation import Evidence, Explanation

MOST_WORDS = 4


def why_suggested(suggestion: Suggestion) -> str:
    """Return what a suggestion rests on, in order of use to a reader; empty without an explanation.

    It holds words of the interview: as confidential as the passage itself.
    """
    explanation = suggestion.explanation
    if explanation is None:
        return ""
    parts = [
        *(_how_said(evidence) for evidence in explanation.evidence),
        _words(explanation, "for", 1),
        _words(explanation, "against", -1),
        _question(explanation),
        _meaning(explanation),
        _nearest(explanation),
        _share(explanation),
    ]
    return "; ".join(part for part in parts if part)


def _how_said(evidence: Evidence) -> str:
    marks = [
        word
        for word, is_so in (
            ("negated", evidence.negated),
            ("hedged", evidence.hedged),
            ("in quotation marks: perhaps somebody else's words", evidence.quoted),
        )
        if is_so
    ]
    line = f" (codebook line {evidence.codebook_line})" if evidence.codebook_line else ""
    return f"phrase “{evidence.phrase}”{line}" + (f", {', '.join(marks)}" if marks else "")


def _words(explanation: Explanation, which: str, sign: int) -> str:
    chosen = [
        each
        for each in explanation.contributions
        if each.kind == "word" and each.value * sign > 0 and not each.is_rest
    ]
    words = [each.words for each in chosen[:MOST_WORDS]]
    return f"words {which} it: {', '.join(words)}" if words else ""


def _question(explanation: Explanation) -> str:
    asked = sum(each.value for each in explanation.contributions if each.kind.endswith("question"))
    return "the question before speaks for it" if asked > 0 else ""


def _meaning(explanation: Explanation) -> str:
    """Say which way the sentence encoder points: it gives a number, and no words."""
    part = next((each.value for each in explanation.contributions if each.kind == "meaning"), 0.0)
    if not part:
        return ""
    return f"its meaning, by the sentence encoder, speaks {'for' if part > 0 else 'against'} it ({part:+.2f})"


def _nearest(explanation: Explanation) -> str:
    parts = []
    if explanation.nearest_accepted is not None:
        near = explanation.nearest_accepted
        parts.append(f"most like {near.passage}, which carries the code ({near.similarity:.2f})")
    if explanation.nearest_rejected is not None:
        near = explanation.nearest_rejected
        parts.append(f"also like {near.passage}, which was rejected ({near.similarity:.2f})")
    return "; ".join(parts)


def _share(explanation: Explanation) -> str:
    if explanation.prior_share == 1:
        return "from the codebook alone"
    return (
        f"{explanation.prior_share:.0%} codebook, {1 - explanation.prior_share:.0%} learned from "
        f"{explanation.positives} coded turns"
    )
