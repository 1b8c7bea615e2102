"""A word wherever it is said, with what stands before and after it. It counts nothing and codes nothing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from impl_eval.qualitative.transcript import Transcript, Turn

CONTEXT = 60
"""Characters shown on either side."""
_APOSTROPHES = "['\u2018\u2019\u02bc]"
_DASHES = "[-\u2010\u2011\u2013]"


@dataclass(frozen=True)
class KeywordHit:
    """One place: text[start:end] of the transcript, offsets in code points, end exclusive.

    `left` and `right` are what the same speaker says around it, on one line.
    """

    transcript_id: str
    start: int
    end: int
    speaker: str
    role: str
    left: str
    word: str
    right: str


def keyword_pattern(keyword: str) -> re.Pattern[str]:
    """Return what finds a word or phrase: whole words, any case, '*' for any ending or part of a word.

    Curly and straight apostrophes are the same, and so are hyphens; blanks match any white space.

    Raises
    ------
    ValueError : the keyword holds no letter or digit.
    """
    words = keyword.split()
    if not any(character.isalnum() for character in keyword):
        raise ValueError("a keyword needs a letter or a digit")
    pattern = r"\s+".join("".join(map(_sign, word)) for word in words)
    before = r"(?<!\w)" if words[0][0] != "*" else ""
    after = r"(?!\w)" if words[-1][-1] != "*" else ""
    return re.compile(f"{before}{pattern}{after}", re.IGNORECASE)


def _sign(sign: str) -> str:
    if sign == "*":
        return r"\w*"
    if re.match(_APOSTROPHES, sign):
        return _APOSTROPHES
    return _DASHES if re.match(_DASHES, sign) else re.escape(sign)


def keyword_in_context(
    transcripts: Sequence[Transcript],
    keyword: str,
    *,
    context: int = CONTEXT,
    with_interviewers: bool = False,
) -> Iterator[KeywordHit]:
    """Yield every place of a keyword in turns, by transcript and place. Labels are never searched."""
    pattern = keyword_pattern(keyword)
    for transcript in sorted(transcripts, key=lambda each: each.id):
        for turn in transcript.turns:
            if turn.role != "participant" and not with_interviewers:
                continue
            for match in pattern.finditer(transcript.text, turn.start, turn.end):
                if match.end() > match.start():
                    yield _hit(transcript, turn, match.start(), match.end(), context)


def _hit(transcript: Transcript, turn: Turn, start: int, end: int, context: int) -> KeywordHit:
    text = transcript.text
    return KeywordHit(
        transcript_id=transcript.id,
        start=start,
        end=end,
        speaker=turn.speaker,
        role=turn.role,
        left=_one_line(text[max(turn.start, start - context) : start], left=True),
        word=_one_line(text[start:end]),
        right=_one_line(text[end : min(turn.end, end + context)]),
    )


def _one_line(text: str, *, left: bool = False) -> str:
    joined = " ".join(text.split())
    if left:
        return joined + (" " if text[-1:].isspace() and joined else "")
    return (" " if text[:1].isspace() and joined else "") + joined
