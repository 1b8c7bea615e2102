"""How alike words are: TF-IDF vectors of stems, each of length one, so that a product is a cosine.

Weights are those of the usual TF-IDF with sublinear counts and smoothed document frequency, as in
scikit-learn's TfidfVectorizer with `sublinear_tf`: (1 + ln count) x (ln((1 + n) / (1 + df)) + 1).
Computed here, in a few lines, because explanations need each word's share.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from impl_eval.qualitative.phrases import WORD, Stems
from impl_eval.qualitative.tagger.stopwords import says_nothing

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Floats = npt.NDArray[np.float64]


class ContentStems(dict[str, tuple[str, ...]]):
    """What stands between white space to the stems of its words, those that say nothing left out."""

    def __init__(self, stems: Stems) -> None:
        super().__init__()
        self.stems = stems

    def __missing__(self, token: str) -> tuple[str, ...]:
        found = tuple(self.stems[word] for word in WORD.findall(token) if not says_nothing(word))
        self[token] = found
        return found

    def counted(self, text: str) -> Counter[str]:
        """Return how often each stem stands in a text."""
        counts: Counter[str] = Counter()
        for token, count in Counter(text.split()).items():
            for stem in self[token]:
                counts[stem] += count
        return counts


@dataclass(frozen=True)
class TermSpace:
    """The stems (m, sorted) of the texts it was made from, and the weight of each (m)."""

    terms: tuple[str, ...]
    weights: Floats

    @classmethod
    def of(cls, counted: Sequence[Counter[str]]) -> "TermSpace":
        """Make the space of n texts, each given as counts of its stems."""
        documents = Counter(stem for counts in counted for stem in counts)
        terms = tuple(sorted(documents))
        frequency = np.array([documents[term] for term in terms], dtype=float)
        return cls(terms, np.log((1 + len(counted)) / (1 + frequency)) + 1)

    def vectors(self, counted: Iterable[Counter[str]]) -> "csr_array":
        """Return the texts as rows (n x m) of length one; stems outside the space are left out.

        A text without any stem of the space is a row of zeros.
        """
        from scipy.sparse import csr_array

        column = {term: index for index, term in enumerate(self.terms)}
        columns: list[int] = []
        counts: list[int] = []
        starts = [0]
        for text in counted:
            known = sorted((column[stem], count) for stem, count in text.items() if stem in column)
            columns += [index for index, _ in known]
            counts += [count for _, count in known]
            starts.append(len(columns))
        values = (1 + np.log(np.array(counts, dtype=float))) * self.weights[columns]
        rows = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
        squares = np.bincount(rows, weights=values**2, minlength=len(starts) - 1)
        values /= np.sqrt(squares)[rows]
        shape = (len(starts) - 1, len(self.terms))
        return csr_array((values, np.array(columns, np.int32), np.array(starts, np.int32)), shape=shape)


def directions(space: TermSpace, documents: Sequence[Sequence[Counter[str]]]) -> Floats:
    """Return one row of length one for each code (c x m): the mean of the vectors of its texts.

    A code of whose texts no word was ever spoken is a row of zeros: nothing is like it.
    """
    rows = np.zeros((len(documents), len(space.terms)))
    for number, texts in enumerate(documents):
        summed = np.asarray(space.vectors(texts).sum(axis=0))
        length = float(np.linalg.norm(summed))
        if length:
            rows[number] = summed / length
    return rows
