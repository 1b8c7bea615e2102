"""The tagger on transcripts it has not learned from: each hand-coded transcript is held out in turn."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from impl_eval.qualitative.codebook import Codebook
from impl_eval.qualitative.codebook_versions import codebook_hash
from impl_eval.qualitative.coding import CodedSegment, RejectedSuggestion
from impl_eval.qualitative.phrases import Stems, TokenStems
from impl_eval.qualitative.tagger.labels import Labels, hand_coded, read_labels
from impl_eval.qualitative.tagger.meaning import SentenceEncoder
from impl_eval.qualitative.tagger.model import train
from impl_eval.qualitative.tagger.prior import Corpus, Vocabulary, read_corpus
from impl_eval.qualitative.tagger.rules import PhraseRules
from impl_eval.qualitative.tagger.suggestions import Tagging
from impl_eval.qualitative.tagger.units import units_of
from impl_eval.qualitative.transcript import Transcript

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
MOST_HELD_OUT = 30


@dataclass(frozen=True)
class Material:
    """What people coded, and the turns as numbers. `truth` (n x c): a person gave the turn the code."""

    transcripts: tuple[Transcript, ...]
    codebook: Codebook
    corpus: Corpus
    labels: Labels
    truth: Flags
    transcript_ids: tuple[str, ...]
    encoder: SentenceEncoder | None = None

    @property
    def transcript_number(self) -> npt.NDArray[np.int64]:
        """Number of the hand-coded transcript of each turn (n); -1 for turns of others."""
        number = {name: index for index, name in enumerate(self.transcript_ids)}
        return np.array([number.get(unit.transcript_id, -1) for unit in self.corpus.units], dtype=np.int64)


@dataclass(frozen=True)
class HeldOut:
    """What was suggested for the turns (n) and codes (c) of held-out transcripts; other rows are empty.

    `probabilities` are NaN where nothing was calibrated.
    """

    chosen: Flags
    probabilities: Floats


def read_material(
    transcripts: Sequence[Transcript],
    codebook: Codebook,
    segments: Iterable[CodedSegment],
    rejected: Iterable[RejectedSuggestion] = (),
    *,
    include_interviewers: bool = False,
    encoder: SentenceEncoder | None = None,
) -> Material:
    """Return what the tagger is judged on: every turn of the transcripts that people coded by hand.

    Such a transcript is taken as coded to its end: a turn without a code is a turn about something else.
    """
    segments, rejected = tuple(segments), tuple(rejected)
    units = units_of(transcripts, include_interviewers=include_interviewers)
    corpus = read_corpus(transcripts, codebook, units, Vocabulary(), encoder=encoder)
    known = {transcript.id for transcript in transcripts}
    return Material(
        transcripts=tuple(transcripts),
        codebook=codebook,
        corpus=corpus,
        labels=read_labels(units, codebook, segments, rejected),
        truth=read_labels(units, codebook, segments, in_full=True).positive,
        transcript_ids=tuple(name for name in hand_coded(segments) if name in known),
        encoder=encoder,
    )


def hold_out_each(
    material: Material, learned_from: int | None, progress: Callable[[int], None] = lambda done: None
) -> HeldOut:
    """Hold out each hand-coded transcript, learn from others, and suggest passages in it.

    Beyond MOST_HELD_OUT transcripts, whole transcripts are held out in as many groups: learning a
    thousand times would take hours and change little.

    Parameters
    ----------
    learned_from : how many transcripts to learn from: those that follow the ones held out, in the order
        of their ids and from the first again. None means all others.
    """
    shape = material.truth.shape
    chosen, probabilities = np.zeros(shape, dtype=bool), np.full(shape, np.nan)
    number = material.transcript_number
    hash_of_codebook = codebook_hash(material.codebook)
    for held in held_out_groups(material):
        teachers = _teachers(held, len(material.transcript_ids), learned_from)
        corpus = _without_examples_of(material, [material.transcript_ids[one] for one in held])
        known = material.labels.known & np.isin(number, teachers)[:, None]
        labels = Labels(known, material.labels.positive & known, material.labels.rejected & known)
        model = train(corpus, labels, hash_of_codebook)
        tagging = Tagging(corpus, labels, model, model.scores(corpus))
        rows = np.isin(number, held)
        chosen[rows] = tagging.chosen()[rows]
        for code in range(shape[1]):
            found = tagging.probabilities(code)
            if found is not None:
                probabilities[rows, code] = found[rows]
        progress(1)
    return HeldOut(chosen, probabilities)


def held_out_groups(material: Material) -> list[list[int]]:
    """Return the numbers of the transcripts that are held out together: one each, where not too many."""
    count = len(material.transcript_ids)
    groups = min(count, MOST_HELD_OUT)
    return [list(range(group, count, groups)) for group in range(groups)]


def _teachers(held: Sequence[int], count: int, learned_from: int | None) -> list[int]:
    following = [(held[0] + step) % count for step in range(1, count)]
    teachers = [one for one in following if one not in held]
    return teachers if learned_from is None else teachers[:learned_from]


def _without_examples_of(material: Material, names: Sequence[str]) -> Corpus:
    """Return the corpus without what the codebook quotes from some transcripts as examples."""
    quotes = any(
        example.segment is not None and example.segment.rpartition(":")[0] in names
        for code in material.codebook.codes
        for example in code.examples
    )
    if not quotes:
        return material.corpus
    units, codebook = material.corpus.units, material.codebook
    return read_corpus(
        material.transcripts,
        codebook,
        units,
        Vocabulary(),
        without_examples_of=names,
        encoder=material.encoder,
    )


class _ExactWords(Stems):
    """Words as they are, in lower case: what a search for exact phrases finds."""

    def __missing__(self, word: str) -> str:
        lower = word.lower().replace("’", "'")
        self[word] = lower
        return lower


def exact_phrases(material: Material) -> Flags:
    """Return where the phrases of a code stand word for word (n x c): a plain search, as a baseline."""
    rules = PhraseRules(material.codebook, TokenStems(_ExactWords()))
    texts = {transcript.id: transcript.text for transcript in material.transcripts}
    column = {code_id: index for index, code_id in enumerate(material.corpus.code_ids)}
    found = np.zeros(material.truth.shape, dtype=bool)
    for row, unit in enumerate(material.corpus.units):
        (said,) = rules.phrases_said(texts[unit.transcript_id], [(unit.start, unit.end)])
        for code_id in said:
            found[row, column[code_id]] = True
    return found
