"""Comments of a Word copy of a transcript, as codings: a comment that begins with a code is one."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from impl_eval.errors import Problem, StudyProblems, did_you_mean
from impl_eval.outputs.coded_transcript import text_in_word
from impl_eval.qualitative.code_names import CodeNames, one_line
from impl_eval.qualitative.coding import CodedSegment
from impl_eval.qualitative.placing import CONTEXT, Placed, Placer
from impl_eval.qualitative.transcript import Transcript
from impl_eval.readers.word_comments import WordComment, WordComments
from impl_eval.study.comment_authors import Authors
from impl_eval.study.comment_grammar import ParsedComment, parse_comment
from impl_eval.study.decisions import Decisions, ProposedCode
from impl_eval.study.placed_words import moved_sentence

SegmentPlace = tuple[str, int, int, str, str]


def decisions_of_comments(
    document: WordComments,
    path: Path,
    coder: str,
    transcripts: Sequence[Transcript],
    names: CodeNames,
    *,
    before: Collection[CodedSegment] = (),
    authors: Mapping[str, str] | None = None,
    coders: Iterable[str] = (),
) -> Decisions:
    """Return the codings of a Word copy; StudyProblems with every coding that cannot be placed.

    Parameters
    ----------
    coder : whose comments are taken, where `authors` says nothing else.
    before, coders : what the study has coded already, and further names of coders: they tell which
        authors are other coders.
    authors : initials of the coder for each author's name; then the comments of all these are taken.
    """
    everyone = {*coders, *(segment.coder for segment in before)}
    whose = Authors(document, path.name, coder, everyone, authors)
    known = {_place(segment) for segment in before}
    reading = _Reading(document, path, _places(document, path, transcripts), names, known)
    for number, comment in enumerate(document.comments, 1):
        if whose.of(comment.author):
            reading.take(number, comment, whose.of(comment.author))
    if reading.problems:
        raise StudyProblems(reading.problems)
    return Decisions(
        tuple(segment for _, segment in reading.segments.values()),
        removed=_removed(reading.segments, before),
        not_codings=tuple(reading.not_codings),
        proposed=tuple(sorted(reading.proposed)),
        moved=reading.moved_places(),
        not_taken=whose.not_taken(),
    )


def _removed(found: Collection[SegmentPlace], before: Collection[CodedSegment]) -> tuple[CodedSegment, ...]:
    """Return what the coders had in a transcript and the document lacks, if it holds some of it.

    A document without any earlier coding of a coder is a fresh copy, from which nothing was removed.
    """
    still = {(one.transcript_id, one.coder) for one in before if _place(one) in found}
    return tuple(
        sorted(one for one in before if (one.transcript_id, one.coder) in still and _place(one) not in found)
    )


def _place(segment: CodedSegment) -> SegmentPlace:
    return segment.transcript_id, segment.start, segment.end, segment.applied_code, segment.coder


class _Reading:
    """Takes the comments of one Word copy one by one: codings, other remarks, and what is wrong."""

    def __init__(
        self,
        document: WordComments,
        path: Path,
        places: "_Places",
        names: CodeNames,
        known: Collection[SegmentPlace],
    ) -> None:
        self.document, self.path, self.places, self.names = document, path, places, names
        self.known = known
        self.problems: list[Problem] = []
        self.not_codings: list[str] = []
        self.proposed: list[ProposedCode] = []
        self.by_likeness: list[str] = []
        self.by_words = 0
        self.segments: dict[SegmentPlace, tuple[int, CodedSegment]] = {}

    def take(self, number: int, comment: WordComment, coder: str) -> None:
        """Take one comment for a coder."""
        parsed = parse_comment(comment.text, self.names)
        if parsed is None:
            self._take_remark(number, comment)
            return
        called = parsed.code_ids[0] if len(parsed.code_ids) == 1 else parsed.new_label or "?"
        where = f"comment {number} ({called})"
        if len(parsed.code_ids) > 1:
            found = "a label that several codes carry"
            self._refuse(where, found, "the id of one: " + ", ".join(parsed.code_ids))
            return
        placed = self._words(where, comment, (called, coder))
        if placed is None:
            return
        transcript, at = placed
        memo = _with_replies(parsed.memo, comment, coder)
        if parsed.code_ids:
            self._add(number, where, _segment(transcript, at, self.names, parsed, coder, memo))
            return
        self.proposed.append(
            ProposedCode(
                parsed.new_label, transcript.id, at.start, at.end, coder, parsed.valence,
                parsed.reported_change, memo,
            )
        )  # fmt: skip

    def _words(
        self, where: str, comment: WordComment, code_and_coder: tuple[str, str]
    ) -> tuple[Transcript, Placed] | None:
        placed = self.places.of(comment, code_and_coder, self.known)
        if isinstance(placed, str):
            self._refuse(where, placed, "words of a transcript, unchanged", _REMEDY[placed])
            return None
        transcript, at = placed
        self._note_move(where, transcript, at)
        return transcript, at

    def _add(self, number: int, where: str, segment: CodedSegment) -> None:
        earlier, other = self.segments.setdefault(_place(segment), (number, segment))
        if (other.valence, other.reported_change) != (segment.valence, segment.reported_change):
            found = f"another decision on the words of comment {earlier}"
            self._refuse(where, found, "one decision on a passage and code")

    def _take_remark(self, number: int, comment: WordComment) -> None:
        """Keep a comment that codes nothing in the list of remarks, unless a code was misspelt."""
        first = re.split(r"[\s,;:]", comment.text.strip(), maxsplit=1)[0]
        near = did_you_mean(first, self.names.ids_of)
        if near:
            self._refuse(f"comment {number}", f'"{first}", which is no code', "", near)
        else:
            self.not_codings.append(f"comment {number} by {comment.author or 'nobody named'}")

    def _note_move(self, where: str, transcript: Transcript, at: Placed) -> None:
        self.by_words += at.certainty == "whitespace"
        if at.certainty == "fuzzy":
            self.by_likeness.append(moved_sentence(where, transcript.id, at))

    def moved_places(self) -> tuple[str, ...]:
        """Say which comments stand on words that are not quite those of the transcript."""
        if not self.by_words:
            return tuple(self.by_likeness)
        count = "1 comment was" if self.by_words == 1 else f"{self.by_words} comments were"
        alike = f"{count} placed by the same words; spaces, line breaks or quotation marks differ."
        return (alike, *self.by_likeness)

    def _refuse(self, where: str, found: str, allowed: str, remedy: str = "") -> None:
        self.problems.append(Problem(self.path.name, None, where, found, allowed, remedy))


_POINT = "a comment on a point, not on words"
_ABSENT = "words that do not stand in the transcript"
_UNCLEAR = "words that could stand in several places"
_REMEDY = {
    _POINT: "Mark the words that the comment is about.",
    _ABSENT: "Undo the changes to these words, or comment on the words of the transcript.",
    _UNCLEAR: "Mark more words around them.",
}


class _Places:
    """Finds where in the study's transcripts the words of a comment stand."""

    def __init__(self, document: WordComments, transcripts: Sequence[Transcript], exact: bool) -> None:
        self.document, self.exact = document, exact
        self.placers = [(transcript, Placer(transcript.text)) for transcript in transcripts]

    def of(
        self, comment: WordComment, code_and_coder: tuple[str, str], known: Collection[SegmentPlace]
    ) -> tuple[Transcript, Placed] | str:
        """Return transcript and place of a comment, or why it has none."""
        raw = self.document.text[comment.start : comment.end]
        if not raw.strip():
            return _POINT
        start = comment.start + len(raw) - len(raw.lstrip())
        end = comment.end - (len(raw) - len(raw.rstrip()))
        if self.exact:
            transcript = self.placers[0][0]
            if (transcript.id, comment.start, comment.end, *code_and_coder) in known:
                return transcript, Placed(comment.start, comment.end, "exact")
            return transcript, Placed(start, end, "exact")
        return self._by_words(raw.strip(), start, end)

    def _by_words(self, quote: str, start: int, end: int) -> tuple[Transcript, Placed] | str:
        text = self.document.text
        before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
        found = [(one, placer.place(quote, before, after)) for one, placer in self.placers]
        sure = [(one, placed) for one, placed in found if placed is not None]
        if not sure:
            stands = any(len(placer.candidates(quote)) > 1 for _, placer in self.placers)
            return _UNCLEAR if stands else _ABSENT
        if len(sure) > 1:
            best = max(placed.score for _, placed in sure)
            sure = [(one, placed) for one, placed in sure if placed.score == best]
        return sure[0] if len(sure) == 1 else _UNCLEAR


def _places(document: WordComments, path: Path, transcripts: Sequence[Transcript]) -> _Places:
    """Search the transcript that the document is a copy of, else the one it is named after, else all."""
    for transcript in transcripts:
        if document.text in (transcript.text, text_in_word(transcript.text)):
            return _Places(document, [transcript], exact=True)
    named = [
        transcript
        for transcript in transcripts
        if re.search(rf"(?<![A-Za-z0-9]){re.escape(transcript.id)}(?![A-Za-z0-9])", path.stem, re.IGNORECASE)
    ]
    return _Places(document, named if len(named) == 1 else transcripts, exact=False)


def _with_replies(memo: str, comment: WordComment, coder: str) -> str:
    """Return the memo with what was answered to the comment; others are named."""
    said = [memo] if memo else []
    for reply in comment.replies:
        by = "" if reply.author in (comment.author, coder) else f"{reply.author or 'nobody named'}: "
        said.append(by + reply.text)
    return one_line(" / ".join(said))


def _segment(
    transcript: Transcript, at: Placed, names: CodeNames, parsed: ParsedComment, coder: str, memo: str
) -> CodedSegment:
    mechanism_id, code_id = names.columns(parsed.code_ids[0])
    return CodedSegment(
        transcript_id=transcript.id,
        start=at.start,
        end=at.end,
        mechanism_id=mechanism_id,
        coder=coder,
        quote=transcript.text[at.start : at.end],
        valence=parsed.valence,
        reported_change=parsed.reported_change,
        origin="human",
        note=memo,
        code_id=code_id,
    )
