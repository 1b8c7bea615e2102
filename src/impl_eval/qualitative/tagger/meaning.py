"""Likeness in meaning: vectors of a sentence encoder, for those who have one. The tagger works without.

An encoder knows that "the kids' school" and "where my son learns" are alike, though they share no word. What
it says cannot be traced to words: it is one number for a turn and a code, shown as such.
"""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from impl_eval.qualitative.sentences import sentence_spans

Floats = npt.NDArray[np.float64]
MOST_WORDS = 120
"""Words of a piece: what encoders of sentences were made for, and well below what they cut off."""


class SentenceEncoder(Protocol):
    """Turns texts into vectors. `sha256` says which encoder it is."""

    @property
    def sha256(self) -> str:
        """Return the hash of what the encoder was read from."""

    def vectors(self, texts: Sequence[str]) -> Floats:
        """Return one row for each text (n x d), of length one."""


class Remembering:
    """An encoder that encodes each text once: questions and held-out corpora come again and again."""

    def __init__(self, encoder: SentenceEncoder) -> None:
        self._encoder = encoder
        self._known: dict[str, Floats] = {}

    @property
    def sha256(self) -> str:
        """Return the hash of what the encoder was read from."""
        return self._encoder.sha256

    def vectors(self, texts: Sequence[str]) -> Floats:
        """Return one row for each text (n x d), of length one."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known |= zip(new, self._encoder.vectors(new), strict=True)
        return np.vstack([self._known[text] for text in texts]) if texts else np.zeros((0, 0))


def pieces_of(text: str) -> list[str]:
    """Cut a text into pieces of at most MOST_WORDS words: whole sentences, or parts of a longer one."""
    pieces: list[list[str]] = [[]]
    for start, end in sentence_spans(text, 0, len(text)):
        words = text[start:end].split()
        for first in range(0, len(words), MOST_WORDS):
            part = words[first : first + MOST_WORDS]
            if pieces[-1] and len(pieces[-1]) + len(part) > MOST_WORDS:
                pieces.append([])
            pieces[-1] += part
    return [" ".join(piece) for piece in pieces if piece]


def mean_vector(encoder: SentenceEncoder, pieces: Sequence[str]) -> Floats | None:
    """Return the mean of the vectors of pieces, of length one; None where there is nothing to encode."""
    if not pieces:
        return None
    summed = encoder.vectors(pieces).sum(axis=0)
    length = float(np.linalg.norm(summed))
    return summed / length if length else None


def likeness_in_meaning(
    encoder: SentenceEncoder, spoken: Sequence[str], documents: Sequence[Sequence[str]]
) -> Floats:
    """Return the cosine (n x c) of what was said in n turns and the texts of c codes.

    A code is the mean of its texts. Where there is nothing to encode, the cosine is 0.
    """
    turns = [mean_vector(encoder, pieces_of(text)) for text in spoken]
    codes = [
        mean_vector(encoder, [piece for text in texts for piece in pieces_of(text)]) for texts in documents
    ]
    found = np.zeros((len(spoken), len(documents)))
    for row, turn in enumerate(turns):
        for column, code in enumerate(codes):
            if turn is not None and code is not None:
                found[row, column] = float(turn @ code)
    return found
