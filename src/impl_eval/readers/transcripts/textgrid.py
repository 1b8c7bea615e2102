"""Praat TextGrid: interval tiers are speakers, labelled intervals are utterances.

Transcribers' marks become words a reader understands: <UNIN/> "[unintelligible]",
<INAUDIBLE_SPEECH/> "[inaudible]"; <UNSURE>x</UNSURE> keeps x.
"""

import math
import re
from collections import Counter
from typing import Any

from impl_eval.errors import Problem, StudyProblems
from impl_eval.readers.encodings import decode_text
from impl_eval.readers.files import damaged
from impl_eval.readers.transcripts.text import TranscriptText, Utterance
from impl_eval.readers.transcripts.utterances import turns_text

_WORDS_OF_MARK = {"<UNIN/>": "[unintelligible]", "<INAUDIBLE_SPEECH/>": "[inaudible]"}
_UNSURE = re.compile(r"</?UNSURE>")
_LONG_SIZE = re.compile(r"^\s*(?:intervals|points): size = (\d+)\s*$", re.MULTILINE)
_SHORT_SIZE = re.compile(
    r'^"(?:IntervalTier|TextTier)"\s*\n"(?:[^"]|"")*"\s*\n[-\d.]+\s*\n[-\d.]+\s*\n(\d+)\s*$', re.MULTILINE
)


def read_textgrid(content: bytes, name: str) -> TranscriptText:
    """Read a TextGrid in Praat's long or short text format.

    Raises StudyProblems where it is damaged, has no interval tier, names a tier twice or holds no words.
    """
    decoded = decode_text(content, name)
    tiers = _tiers(decoded.text, name)
    spoken = [tier for tier in tiers if tier["class"] == "IntervalTier"]
    problems = _tier_problems([str(tier["name"]).strip() for tier in spoken], name)
    if problems:
        raise StudyProblems(problems)
    marks: Counter[str] = Counter()
    utterances = tuple(
        Utterance(_seconds(start, name), _seconds(end, name), str(tier["name"]).strip(), words)
        for tier in spoken
        for start, end, label in tier["entries"]
        if (words := _words(str(label), marks))
    )
    if not utterances:
        raise StudyProblems([Problem(name, None, "", "no labelled interval", "intervals with words in them")])
    notes = list(decoded.notes) + _mark_notes(marks)
    points = len(tiers) - len(spoken)
    notes += [f"{points} point tiers were left out: a point has no duration."] if points else []
    speakers = tuple(dict.fromkeys(spoken.speaker for spoken in utterances))
    return TranscriptText(
        turns_text(utterances),
        "Praat TextGrid",
        decoded.encoding,
        tuple(notes),
        utterances,
        speakers=speakers,
    )


def _tiers(text: str, name: str) -> list[dict[str, Any]]:
    from praatio.utilities.errors import PraatioException
    from praatio.utilities.textgrid_io import parseTextgridStr

    # A file cut short parses without complaint, so the sizes it states are counted; and the parser
    # loses a last entry that has no line end.
    plain = text.replace("\r\n", "\n").replace("\r", "\n").rstrip() + "\n"
    try:
        tiers: list[dict[str, Any]] = parseTextgridStr(plain, includeEmptyIntervals=True)["tiers"]
    except (PraatioException, ValueError, IndexError):
        raise damaged(name) from None
    stated = [int(size) for size in (_LONG_SIZE.findall(plain) or _SHORT_SIZE.findall(plain))]
    if stated != [len(tier["entries"]) for tier in tiers]:
        raise damaged(name)
    return tiers


def _seconds(written: object, name: str) -> float:
    """Return a time as a number; what is none would put an utterance anywhere."""
    try:
        seconds = float(str(written))
    except ValueError:
        raise damaged(name) from None
    if not math.isfinite(seconds):
        raise damaged(name)
    return seconds


def _tier_problems(names: list[str], name: str) -> list[Problem]:
    if not names:
        return [Problem(name, None, "", "no interval tier", "one interval tier for each speaker")]
    remedy = "In Praat, give every tier the name of its speaker."
    found = [f'"{tier}" {count} times' for tier, count in sorted(Counter(names).items()) if count > 1]
    found += ["a tier without a name"] if "" in names else []
    return [Problem(name, None, "tier names", text, "each name once", remedy) for text in found]


def _words(label: str, marks: Counter[str]) -> str:
    for mark, words in _WORDS_OF_MARK.items():
        marks[words] += label.count(mark)
        label = label.replace(mark, words)
    marks["unsure"] += label.count("<UNSURE>")
    return _UNSURE.sub("", label).strip()


def _mark_notes(marks: Counter[str]) -> list[str]:
    counted = [(words, marks[words]) for words in _WORDS_OF_MARK.values() if marks[words]]
    notes = [f"Passages marked {words}: {count}." for words, count in counted]
    unsure = marks["unsure"]
    return notes + ([f"Passages the transcriber was unsure of, kept as written: {unsure}."] if unsure else [])
