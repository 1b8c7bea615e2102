"""The prior: what the codebook alone says of each turn, before anybody has coded anything.

It adds up four parts, each standardised over the turns of the study: phrases of the code, likeness to
its definition, phrases and examples, and both again for the preceding question at half weight. A study
that has a sentence encoder adds a fifth: likeness in meaning.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from impl_eval.qualitative.codebook import Code, Codebook
from impl_eval.qualitative.phrases import GAP, Stems, TokenStems
from impl_eval.qualitative.tagger.meaning import SentenceEncoder, likeness_in_meaning
from impl_eval.qualitative.tagger.rules import PhraseRules
from impl_eval.qualitative.tagger.similarity import ContentStems, TermSpace, directions
from impl_eval.qualitative.tagger.units import Span, Unit
from impl_eval.qualitative.transcript import Transcript

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Floats = npt.NDArray[np.float64]
QUESTION_WEIGHT = 0.5
MOST_PHRASES = 3
"""Phrases beyond the third add nothing: a long turn must not win by its length."""


class Vocabulary:
    """The caches of stems that all of one run share."""

    def __init__(self) -> None:
        stems = Stems()
        self.tokens = TokenStems(stems)
        self.content = ContentStems(stems)


@dataclass(frozen=True)
class Corpus:
    """Turns (n) and codes (c) as numbers. What one row says, the row of the same number heard as question.

    `words`, `question_words`: n x m vectors of length one. `phrases`, `question_phrases`: n x c counts of
    different phrases, at most MOST_PHRASES. `similarity`, `question_similarity`: n x c cosines.
    `said` and `asked` name the phrases of each code in a turn and in its question. `meaning` (n x c) holds
    cosines of a sentence encoder, `encoder_hash` says of which; None and empty without one.
    """

    units: tuple[Unit, ...]
    code_ids: tuple[str, ...]
    space: TermSpace
    directions: Floats
    words: "csr_array"
    question_words: "csr_array"
    phrases: Floats
    question_phrases: Floats
    similarity: Floats
    question_similarity: Floats
    said: tuple[Mapping[str, tuple[str, ...]], ...] = field(repr=False)
    asked: tuple[Mapping[str, tuple[str, ...]], ...] = field(repr=False)
    meaning: Floats | None = None
    encoder_hash: str = ""


def texts_of_code(code: Code, transcripts: Mapping[str, Transcript]) -> list[str]:
    """Return what a turn about the code may be like: definition, phrases, and each example.

    An example that is a place of a transcript counts where that transcript is given.
    """
    texts = [f"{code.definition} {code.include or ''}"]
    if code.phrases:
        texts.append(" ".join(code.phrases).replace(GAP, " "))
    for example in code.examples:
        if example.text is not None:
            texts.append(example.text)
        elif example.segment is not None:
            transcript_id, _, place = example.segment.rpartition(":")
            start, _, end = place.partition("-")
            if transcript_id in transcripts:
                texts.append(transcripts[transcript_id].text[int(start) : int(end)])
    return texts


def read_corpus(
    transcripts: Sequence[Transcript],
    codebook: Codebook,
    units: Sequence[Unit],
    vocabulary: Vocabulary,
    *,
    without_examples_of: Collection[str] = (),
    encoder: SentenceEncoder | None = None,
) -> Corpus:
    """Turn what was said, and what the codebook says, into numbers.

    `without_examples_of` names transcripts whose own passages may not serve as examples: those that are
    held out when the tagger is judged.
    """
    by_id = {transcript.id: transcript for transcript in transcripts}
    rules = PhraseRules(codebook, vocabulary.tokens)
    counted, said = _heard(units, [(unit.start, unit.end) for unit in units], by_id, rules, vocabulary)
    asked_counts, asked = _heard(units, [unit.question for unit in units], by_id, rules, vocabulary)
    space = TermSpace.of(counted)
    words, question_words = space.vectors(counted), space.vectors(asked_counts)
    teaching = {key: transcript for key, transcript in by_id.items() if key not in without_examples_of}
    texts = [texts_of_code(code, teaching) for code in codebook.by_id.values()]
    documents = [[vocabulary.content.counted(text) for text in of_code] for of_code in texts]
    towards = directions(space, documents)
    spoken = [] if encoder is None else [by_id[one.transcript_id].text[one.start : one.end] for one in units]
    code_ids = tuple(codebook.by_id)
    return Corpus(
        units=tuple(units),
        code_ids=code_ids,
        space=space,
        directions=towards,
        words=words,
        question_words=question_words,
        phrases=_phrase_counts(said, code_ids),
        question_phrases=_phrase_counts(asked, code_ids),
        similarity=np.asarray(words @ towards.T),
        question_similarity=np.asarray(question_words @ towards.T),
        said=tuple(said),
        asked=tuple(asked),
        meaning=None if encoder is None else likeness_in_meaning(encoder, spoken, texts),
        encoder_hash="" if encoder is None else encoder.sha256,
    )


def _heard(
    units: Sequence[Unit],
    spans: Sequence[Span | None],
    transcripts: Mapping[str, Transcript],
    rules: PhraseRules,
    vocabulary: Vocabulary,
) -> tuple[list[Counter[str]], list[Mapping[str, tuple[str, ...]]]]:
    """Count the stems, and find the phrases, of a span of each unit's transcript; each span once."""
    wanted: dict[str, dict[Span, None]] = {}
    for unit, span in zip(units, spans, strict=True):
        if span is not None:
            wanted.setdefault(unit.transcript_id, {})[span] = None
    counts: dict[tuple[str, Span], Counter[str]] = {}
    phrases: dict[tuple[str, Span], Mapping[str, tuple[str, ...]]] = {}
    for name, of_transcript in wanted.items():
        text, places = transcripts[name].text, list(of_transcript)
        for span, said in zip(places, rules.phrases_said(text, places), strict=True):
            counts[name, span] = vocabulary.content.counted(text[span[0] : span[1]])
            phrases[name, span] = said
    keys = [
        None if span is None else (unit.transcript_id, span) for unit, span in zip(units, spans, strict=True)
    ]
    return (
        [Counter() if key is None else counts[key] for key in keys],
        [{} if key is None else phrases[key] for key in keys],
    )


def _phrase_counts(heard: Sequence[Mapping[str, tuple[str, ...]]], code_ids: Sequence[str]) -> Floats:
    column = {code_id: index for index, code_id in enumerate(code_ids)}
    counts = np.zeros((len(heard), len(code_ids)))
    for row, phrases in zip(counts, heard, strict=True):
        for code_id, found in phrases.items():
            row[column[code_id]] = min(len(found), MOST_PHRASES)
    return counts
