"""Which passages a person has released to be quoted, and in which words.

Nothing that a participant said leaves the team unless somebody looked at the passage and released it. A
release is about the words that were looked at: where the passage has changed since, it no longer holds.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from impl_eval.qualitative.transcript import Transcript

Place = tuple[str, int, int]
"""A passage: transcript id, start and end in code points, end exclusive."""
EveryPassage = Literal["every passage"]
EVERY_PASSAGE: EveryPassage = "every passage"
"""Where no text leaves the team: nothing has to be released."""
_LEFT_OUT = re.compile(r"\s*\[(?:\.\.\.|…)\]\s*")
NO_RELEASES = "No participant is quoted: nobody has released a passage."


@dataclass(frozen=True, order=True)
class Release:
    """What a person decided on one passage. `mark` is `words_mark` of the words they looked at.

    `shortened` is what may be printed in place of the whole passage.
    """

    transcript_id: str
    start: int
    end: int
    released: bool
    by: str
    date: str
    mark: str
    shortened: str = ""

    @property
    def place(self) -> Place:
        """The passage."""
        return self.transcript_id, self.start, self.end


Releases = Sequence[Release] | EveryPassage | None
"""What was released: a list, everything, or nothing because nobody has decided."""


def words_mark(words: str) -> str:
    """Return a mark of words, 12 signs; spaces and line ends do not count."""
    return hashlib.sha256(" ".join(words.split()).encode("utf-8")).hexdigest()[:12]


def is_part_of(shortened: str, passage: str) -> bool:
    """Whether a shortened text holds words of the passage only, in their order, with [...] between them."""
    whole, at = " ".join(passage.split()), 0
    parts = [" ".join(part.split()) for part in _LEFT_OUT.split(shortened)]
    if not any(parts):
        return False
    for part in filter(None, parts):
        found = whole.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return True


def released_words(
    releases: Releases, transcripts: Mapping[str, Transcript]
) -> tuple[dict[Place, str] | None, tuple[str, ...]]:
    """Return the words that may be quoted, by passage, and sentences for the team.

    None stands for a study without the file: nothing may be quoted. EVERY_PASSAGE comes back as None: no
    limit. A release of words that are no longer there, and a shortened text that is not of the passage,
    release nothing.
    """
    if releases == EVERY_PASSAGE:
        return None, ()
    if releases is None:
        return {}, (NO_RELEASES,)
    words: dict[Place, str] = {}
    changed = 0
    for one in releases:
        transcript = transcripts.get(one.transcript_id)
        passage = transcript.text[one.start : one.end] if transcript is not None else ""
        if not one.released:
            continue
        if words_mark(passage) != one.mark or (one.shortened and not is_part_of(one.shortened, passage)):
            changed += 1
            continue
        words[one.place] = " ".join((one.shortened or passage).split())
    if not changed:
        return words, ()
    passages = "1 released passage is" if changed == 1 else f"{changed} released passages are"
    return words, (f"{passages} not quoted, because the words have changed since: look at them again.",)
