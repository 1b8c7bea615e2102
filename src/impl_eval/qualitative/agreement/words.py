"""What a reader is told of a comparison of coders: units, methods, and what to be careful about."""

from collections.abc import Mapping
from dataclasses import dataclass

from impl_eval.qualitative.agreement.options import Comparison, Unit

TITLE = "Agreement between coders"
NOTHING_TWICE = "Agreement between coders is not reported: no transcript was coded by two coders."
UNDECLARED = (
    "The study does not declare which transcripts were coded twice in full: every transcript in which two "
    "coders have segments of their own is compared, and agreement looks worse where one of them coded only "
    "parts."
)
OUTSIDE_TURNS = "Some segments lie in no participant's turn: they are not part of the agreement of coders."
ACCEPTED = (
    "Suggestions that coders accepted are left out of the agreement of coders ({counts}): two people who "
    "accept the same suggestion have not coded independently."
)
BESIDE_FRAMEWORK = (
    "Some segments have a code beside the framework: they are compared at the level of codes only."
)


@dataclass(frozen=True)
class UnitWords:
    """A unit in the words of a report: in full, short, and as the header of a column."""

    plural: str
    short: str
    header: str
    singular: str


WORDS: Mapping[Unit, UnitWords] = {
    "utterance": UnitWords("participants' turns", "turns", "Turns", "turn"),
    "sentence": UnitWords("sentences", "sentences", "Sentences", "sentence"),
    "character": UnitWords("characters", "characters", "Characters", "character"),
    "overlap": UnitWords("passages", "passages", "Passages", "passage"),
}
_UNIT_IS: Mapping[Unit, str] = {
    "utterance": "The unit of agreement is a participant's turn, which a coder has coded with a {code} or "
    "has not. A segment that runs over several turns counts in each of them.",
    "sentence": "The unit of agreement is a sentence of a participant, which a coder has coded with a {code} "
    "or has not. A segment counts in every sentence of which it holds a character. Sentences are told by "
    "rule.",
    "character": "The unit of agreement is a character of the whole transcript, as in NVivo: headings, "
    "speakers' names and the interviewer's words count too. Long transcripts weigh more than short ones.",
    "overlap": "What is compared is passages: two of them match where the characters that both hold are at "
    "least half of those that either holds (intersection over union). As many as possible are matched, one "
    "to one. Precision takes the first coder for the reference, recall the second; F1 takes neither.",
}
_UNCODED = (
    "{Units} that neither coder coded count as agreement. They are the rule for a {code} that is seldom "
    "spoken of, and percent agreement is then high by itself: read Cohen's kappa beside it."
)
_PARADOX = (
    "Cohen's kappa and Krippendorff's alpha take off what chance would give; where nearly all {units} are "
    "alike, a few differences make them low. Gwet's AC1 and PABAK are not pulled down by a rare {code}; a "
    "high one then says little more than that it is rare. Read them together, with how often the {code} was "
    "coded. No word such as good or poor is put on them."
)
_INTERVALS = (
    "Intervals resample whole transcripts, and are widened for few; of five or ten they are still a little "
    "too narrow, and of fewer than five there is none."
)


def methods(comparison: Comparison) -> tuple[str, ...]:
    """Return the sentences that explain the tables of a comparison."""
    words = WORDS[comparison.unit]
    named = {
        "code": comparison.level,
        "units": words.short,
        "Units": words.header,
    }
    sentences = [_UNIT_IS[comparison.unit]]
    if comparison.unit != "overlap":
        sentences += [_UNCODED, _PARADOX]
    return tuple(sentence.format(**named) for sentence in (*sentences, _INTERVALS))
