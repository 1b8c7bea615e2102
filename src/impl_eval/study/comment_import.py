"""Comments of a Word copy of a transcript, as codings: a comment that begins with a mechanism id is one."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from impl_eval.errors import Problem, StudyProblems, did_you_mean
from impl_eval.qualitative.coding import (
    REPORTED_CHANGES,
    VALENCES,
    CodedSegment,
    ReportedChange,
    Valence,
)
from impl_eval.qualitative.transcript import Transcript
from impl_eval.readers.word_comments import WordComment, WordComments
from impl_eval.study.coded_segments import takes_in_interviewer
from impl_eval.study.decisions import Decisions

SEPARATORS = " \t\n,;:.-–—()[]/"


def decisions_of_comments(
    document: WordComments,
    path: Path,
    coder: str,
    transcripts: Sequence[Transcript],
    mechanisms: Mapping[str, str],
) -> Decisions:
    """Return the codings of a Word copy; StudyProblems with every coding that cannot be placed."""
    reading = _Reading(document, path, coder, transcripts, mechanisms)
    for number, comment in enumerate(document.comments, 1):
        reading.take(number, comment)
    if reading.problems:
        raise StudyProblems(reading.problems)
    segments = tuple(segment for _, segment in reading.segments.values())
    return Decisions(segments, (), 0, tuple(reading.not_codings))


class _Reading:
    """Takes the comments of one Word copy one by one: codings, other remarks, and what is wrong."""

    def __init__(
        self,
        document: WordComments,
        path: Path,
        coder: str,
        transcripts: Sequence[Transcript],
        mechanisms: Mapping[str, str],
    ) -> None:
        self.document, self.path, self.coder = document, path, coder
        self.transcripts, self.mechanisms = transcripts, mechanisms
        self.problems: list[Problem] = []
        self.not_codings: list[str] = []
        self.segments: dict[tuple[str, int, int, str], tuple[int, CodedSegment]] = {}

    def take(self, number: int, comment: WordComment) -> None:
        parsed = _parse_comment(comment.text, self.mechanisms)
        if parsed is None:
            self._take_remark(number, comment)
            return
        where = f"comment {number} ({parsed[0]})"
        placed = _place_comment(comment, self.document, self.path, self.transcripts)
        if placed is None:
            found = "words that do not stand once in any transcript of the study"
            remedy = "Mark the words that the comment is about, not a single point."
            self._refuse(where, found, "words of a transcript, unchanged", remedy)
            return
        transcript, start, end = placed
        if transcript.turn_of(start, end) is None or takes_in_interviewer(transcript, start, end):
            self._refuse(where, "words of an interviewer", "words of participants only")
            return
        mechanism_id, valence, change, note = parsed
        segment = CodedSegment(
            transcript_id=transcript.id,
            start=start,
            end=end,
            mechanism_id=mechanism_id,
            coder=self.coder,
            quote=transcript.text[start:end],
            valence=valence,
            reported_change=change,
            origin="human",
            note=note,
        )
        key = (transcript.id, start, end, mechanism_id)
        earlier, other = self.segments.setdefault(key, (number, segment))
        if (other.valence, other.reported_change) != (valence, change):
            found = f"another decision on the words of comment {earlier}"
            self._refuse(where, found, "one decision on a passage and mechanism")

    def _take_remark(self, number: int, comment: WordComment) -> None:
        """Keep a comment that codes nothing in the list of remarks, unless a mechanism was misspelt."""
        first = re.split(r"[\s,;:]", comment.text.strip(), maxsplit=1)[0]
        near = did_you_mean(first, self.mechanisms)
        if near:
            allowed = ", ".join(dict.fromkeys(self.mechanisms.values()))
            self._refuse(f"comment {number}", f'"{first}", which is no mechanism', allowed, near)
        else:
            self.not_codings.append(f"comment {number} by {comment.author or 'nobody named'}")

    def _refuse(self, where: str, found: str, allowed: str, remedy: str = "") -> None:
        self.problems.append(Problem(self.path.name, None, where, found, allowed, remedy))


def _parse_comment(text: str, names: Mapping[str, str]) -> tuple[str, Valence, ReportedChange, str] | None:
    """Read 'mechanism [valence] [reported change] [note]' in any punctuation; None: no coding.

    `names` holds ids and labels of mechanisms in lower case, with the id each stands for.
    """
    rest = text.strip()
    match = next(
        (
            name
            for name in sorted(names, key=len, reverse=True)
            if rest.lower().startswith(name) and (rest[len(name) : len(name) + 1] or " ") in SEPARATORS
        ),
        None,
    )
    if match is None:
        return None
    rest = rest[len(match) :].lstrip(SEPARATORS)
    valence: Valence = "unclear"
    change: ReportedChange = "not said"
    found = True
    while found:
        found = False
        lowered = rest.lower().replace("_", " ")
        for candidate in VALENCES:
            if _begins_with(lowered, candidate):
                valence, rest, found = candidate, rest[len(candidate) :].lstrip(SEPARATORS), True
                break
        else:
            for word in REPORTED_CHANGES:
                if _begins_with(lowered, word):
                    change, rest, found = word, rest[len(word) :].lstrip(SEPARATORS), True
                    break
    return names[match], valence, change, " ".join(rest.split())


def _begins_with(text: str, word: str) -> bool:
    return text.startswith(word) and (text[len(word) : len(word) + 1] or " ") in SEPARATORS


def _place_comment(
    comment: WordComment, document: WordComments, path: Path, transcripts: Sequence[Transcript]
) -> tuple[Transcript, int, int] | None:
    raw = document.text[comment.start : comment.end]
    quote = raw.strip()
    if not quote:
        return None
    start = comment.start + len(raw) - len(raw.lstrip())
    for transcript in transcripts:
        if transcript.text == document.text:
            return transcript, start, start + len(quote)
    named = [transcript for transcript in transcripts if path.stem.lower().startswith(transcript.id.lower())]
    for candidates in (named, transcripts):
        places = [place for transcript in candidates for place in _occurrences(transcript, quote)]
        if len(places) == 1:
            return places[0]
        before = _squeezed(document.text[:start])[-40:]
        agreeing = [place for place in places if _squeezed(place[0].text[: place[1]]).endswith(before)]
        if len(agreeing) == 1:
            return agreeing[0]
    return None


def _occurrences(transcript: Transcript, quote: str) -> list[tuple[Transcript, int, int]]:
    """Find a quote whose line breaks may differ: Word has one break where a text file has two."""
    pattern = r"\s+".join(re.escape(word) for word in quote.split())
    return [(transcript, match.start(), match.end()) for match in re.finditer(pattern, transcript.text)]


def _squeezed(text: str) -> str:
    return "".join(text.split())
