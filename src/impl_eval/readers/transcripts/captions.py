"""Captions: WebVTT (Teams, Zoom) and SubRip (.srt). Each cue is an utterance, its voice the speaker.

A cue names its speaker by <v Name>, or by `Name:` at its start where most cues of the file do so.
"""

import html
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from impl_eval.readers.encodings import decode_text
from impl_eval.readers.faults import damaged, fault
from impl_eval.readers.transcripts.text import TranscriptText, Utterance

if TYPE_CHECKING:
    from webvtt import Caption

_VOICE = re.compile(r"<v(?:\.[^\s<>.]*)*[^\S\r\n]+([^\s<>][^<>]*)>")
_NAMED_START = re.compile(r"\s*([^\W\d_][^:<>\r\n]{0,59}?)\s*:(?!//|\d)\s*")
_TIMINGS = re.compile(r"^[^\S\r\n]*[\d:.,]+[^\S\r\n]*-->", re.MULTILINE)
_NOTE = re.compile(r"^NOTE\b", re.MULTILINE)
_LEAST_SHARE_NAMED = 0.5


def read_captions(content: bytes, name: str, kind: str) -> TranscriptText:
    """Read captions; `kind` is "vtt" or "srt".

    The text has a line for each turn: cues of one voice that follow each other share it, with a space
    between them. A cue without a voice keeps its lines. Raises StudyProblems where the file is damaged,
    or holds no words.
    """
    decoded = decode_text(content, name)
    captions = _captions(decoded.text, name, kind)
    utterances = [spoken for caption in captions for spoken in _utterances(caption)]
    if not utterances:
        raise fault(name, "captions without words", "cues with text")
    utterances, notes = _names_taken_as_speakers(utterances)
    nameless = sum(not spoken.speaker for spoken in utterances)
    if 0 < nameless < len(utterances):
        said = "each is read as going on from the cue before it"
        notes.append(f"{nameless} of {len(utterances)} cues do not say who speaks: {said}.")
    comments = len(_NOTE.findall(_with_plain_line_ends(decoded.text))) if kind == "vtt" else 0
    notes += [f"Notes in the file, which are not part of the text: {comments}."] if comments else []
    title = {"vtt": "WebVTT captions", "srt": "SubRip captions"}[kind]
    one_kind = nameless in (0, len(utterances))
    return TranscriptText(
        _text(utterances),
        title,
        decoded.encoding,
        (*decoded.notes, *notes),
        tuple(utterances) if one_kind else (),
        speakers=tuple(dict.fromkeys(spoken.speaker for spoken in utterances if spoken.speaker)),
    )


def _captions(text: str, name: str, kind: str) -> Sequence["Caption"]:
    import webvtt
    from webvtt.errors import MalformedCaptionError, MalformedFileError

    lines = text.strip("\ufeff\r\n\t ") if kind == "srt" else text
    try:
        captions: Sequence[Caption] = webvtt.from_buffer([lines], format=kind).captions
    except (MalformedFileError, MalformedCaptionError):
        raise fault(name, f"text that is not in the form of .{kind} captions", "", _REMEDY) from None
    # The parser passes over cues it cannot read, and cues without text: times are counted to notice.
    plain = _with_plain_line_ends(text)
    stated = len(_TIMINGS.findall(plain)) - _empty_cues(plain)
    if stated > sum(bool(caption.raw_text.strip()) for caption in captions):
        raise damaged(name)
    return captions


_REMEDY = "Export the captions again, or give the file the ending of what it is (.txt for plain text)."


def _with_plain_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _empty_cues(text: str) -> int:
    """Count cues whose line of times is followed by an empty line or by the end of the file."""
    lines = text.split("\n")
    following = [*lines[1:], ""]
    return sum(
        bool(_TIMINGS.match(line)) and not after.strip() for line, after in zip(lines, following, strict=True)
    )


def _utterances(caption: "Caption") -> list[Utterance]:
    """Cut a cue at its voice tags: a cue may hold several voices."""
    start = caption.start_time.in_milliseconds() / 1000
    end = caption.end_time.in_milliseconds() / 1000
    pieces = _VOICE.split(caption.raw_text)
    spoken = [("", pieces[0]), *zip(pieces[1::2], pieces[2::2], strict=True)]
    found = [(_plain(voice), _words(words)) for voice, words in spoken]
    return [Utterance(start, end, voice, words) for voice, words in found if words]


def _words(marked: str) -> str:
    lines = [" ".join(_plain(line).split()) for line in marked.split("\n")]
    return "\n".join(line for line in lines if line)


def _plain(marked: str) -> str:
    """Return text without tags, its entities resolved once."""
    return html.unescape(re.sub(r"</?[A-Za-z0-9][^<>]*>", "", marked)).replace("\xa0", " ").strip()


def _names_taken_as_speakers(utterances: list[Utterance]) -> tuple[list[Utterance], list[str]]:
    """Take `Name:` at the start of cues as their speaker, where most cues of the file start so."""
    if any(spoken.speaker for spoken in utterances):
        return utterances, []
    often = Counter(start[1] for spoken in utterances if (start := _NAMED_START.match(spoken.text)))
    names = frozenset(name for name, count in often.items() if count > 1)
    named = sum(often[name] for name in names)
    if named < _LEAST_SHARE_NAMED * len(utterances):
        return utterances, []
    taken = [_under_its_name(spoken, names) for spoken in utterances]
    count = sum(bool(spoken.speaker) for spoken in taken)
    note = f"Names before a colon were taken as the speakers of {count} of {len(utterances)} cues."
    return [spoken for spoken in taken if spoken.text], [note] if count else []


def _under_its_name(spoken: Utterance, names: frozenset[str]) -> Utterance:
    """Return a cue that one of the names opens under that name; one in which several speak stays as it is."""
    start = _NAMED_START.match(spoken.text)
    if start is None or start[1] not in names:
        return spoken
    others = (_NAMED_START.match(line) for line in spoken.text.split("\n")[1:])
    if any(other and other[1] in names for other in others):
        return spoken
    return replace(spoken, speaker=start[1], text=spoken.text[start.end() :])


def _text(utterances: Sequence[Utterance]) -> str:
    """Return a line for each turn, in the file's order; lines of cues without a voice stay lines."""
    lines: list[str] = []
    for speaker, cues in groupby(utterances, key=lambda spoken: spoken.speaker):
        words = [spoken.text for spoken in cues]
        if speaker:
            lines.append(f"{speaker}: {' '.join(' '.join(words).split())}")
        else:
            lines += words
    return "\n".join(lines)
