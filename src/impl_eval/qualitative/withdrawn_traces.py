"""What tells that a text still holds something of a person who withdrew: by rule, and never certain.

Some traces are sure: the person's id, and a sentence or five words in a row of theirs. Others are only
likely: long words and names that nobody else in the study uses.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from impl_eval.qualitative.sentences import sentence_spans

SHORTEST_SENTENCE = 25
"""Signs of a sentence, blanks aside; shorter ones are said by many."""
RUN = 5
"""Words in a row; shorter runs are said by many."""
LONG_WORD, LONG_NAME = 8, 4
"""Letters of an own word that counts, and of one with a capital within a sentence."""
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_NAME = re.compile(r"(?<=[^\s.?!:…\"“‘] )[^\W\d_a-zß-ÿ][^\W_]{3,}")


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


@dataclass(frozen=True)
class Traces:
    """What somebody said (`theirs`, turn by turn), what others said or the study says, and `ids`.

    `ids` are the participant id, and labels that stand for nobody else.
    """

    theirs: Sequence[str]
    others: Sequence[str]
    ids: frozenset[str]

    @cached_property
    def _sentences(self) -> frozenset[str]:
        spans = ((text, sentence_spans(text, 0, len(text))) for text in self.theirs)
        said = ("".join(text[a:b].split()).casefold() for text, places in spans for a, b in places)
        return frozenset(one for one in said if len(one) >= SHORTEST_SENTENCE)

    @cached_property
    def _runs(self) -> frozenset[tuple[str, ...]]:
        return frozenset(_runs(self.theirs)) - frozenset(_runs(self.others))

    @cached_property
    def own_words(self) -> frozenset[str]:
        """Long words and names, in lower case, that nobody else uses."""
        shared = {word for text in self.others for word in _words(text)}
        long = {word for text in self.theirs for word in _words(text) if len(word) >= LONG_WORD}
        named = {match.casefold() for text in self.theirs for match in _NAME.findall(text)}
        return frozenset((long | named) - shared)

    @cached_property
    def _ids(self) -> re.Pattern[str] | None:
        forms = sorted(self.ids - {""})
        return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, forms))})(?![\w-])") if forms else None

    def names_them(self, text: str) -> bool:
        """Tell whether a text names the person by id."""
        return self._ids is not None and self._ids.search(text) is not None

    def surely_in(self, text: str) -> bool:
        """Tell whether a text names the person by id, or repeats what they said."""
        if self.names_them(text):
            return True
        plain = "".join(text.split()).casefold()
        if any(sentence in plain for sentence in self._sentences):
            return True
        return not self._runs.isdisjoint(_runs([text]))

    def perhaps_in(self, text: str) -> bool:
        """Tell whether a text uses a word that only they used."""
        return not self.own_words.isdisjoint(_words(text))


def _runs(texts: Iterable[str]) -> Iterable[tuple[str, ...]]:
    for text in texts:
        words = _words(text)
        yield from (tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1))
