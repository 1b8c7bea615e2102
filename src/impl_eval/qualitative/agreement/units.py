"""Transcripts cut into units, and who coded which of them with what, as arrays.

A transcript of characters is cut where a segment begins or ends: between two such places all
characters are coded alike, and are one run with its length.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from impl_eval.qualitative.agreement.options import Unit
from impl_eval.qualitative.coding import CodedSegment
from impl_eval.qualitative.sentences import sentence_spans
from impl_eval.qualitative.transcript import Transcript
from impl_eval.statistics import Ratings

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
_BITS = 24
_START, _END, _TURN, _SENTENCE = range(4)


@dataclass(frozen=True, eq=False)
class CodedUnits:
    """r runs of units, c coders, k codes.

    places : (r, 4) start and end in code points, number of the turn, number of the sentence in it (0
        where the unit is none). Turns are counted from 1, the interviewer's included.
    transcripts : (r,) position in transcript_ids.
    rated : (r, c) whether the coder coded the transcript.
    coded : (r, c, k) whether the coder gave the unit the code.
    """

    unit: Unit
    coders: tuple[str, ...]
    codes: tuple[str, ...]
    transcript_ids: tuple[str, ...]
    places: IntArray
    transcripts: IntArray
    rated: BoolArray
    coded: BoolArray

    @property
    def lengths(self) -> IntArray:
        """(r,) units in each run: its characters, or one."""
        if self.unit == "character":
            return self.places[:, _END] - self.places[:, _START]
        return np.ones(len(self.places), dtype=np.int64)

    def seen_by(self, coders: Sequence[str]) -> BoolArray:
        """(r,) whether at least two of the coders coded the transcript."""
        counts: IntArray = self.rated[:, self._columns(coders)].sum(axis=1)
        seen: BoolArray = counts >= 2
        return seen

    def coded_by_any(self, coders: Sequence[str]) -> BoolArray:
        """(r,) whether any of the coders gave the unit any code."""
        columns = self._columns(coders)
        coded: BoolArray = np.logical_or.reduce(self.coded[:, columns], axis=(1, 2))
        return coded

    def labels(self, coders: Sequence[str], code: str) -> IntArray:
        """(r, coders) 1 where coded, 0 where not, -1 where the coder did not code the transcript."""
        columns = self._columns(coders)
        coded = self.coded[:, columns, self.codes.index(code)]
        return np.where(self.rated[:, columns], coded, -1).astype(np.int64)

    def ratings(self, coders: Sequence[str], code: str, rows: BoolArray, unit: str) -> Ratings | None:
        """Return who coded the rows with a code; None where there is no row."""
        return self._ratings(self.labels(coders, code), 2, rows, unit)

    def set_ratings(
        self, coders: Sequence[str], rows: BoolArray, unit: str
    ) -> tuple[Ratings, tuple[frozenset[str], ...]] | None:
        """Return which set of codes each coder gave the rows, and the sets; None where there is no row."""
        columns = self._columns(coders)
        distinct, numbers = _distinct_rows(
            self.coded[:, columns].reshape(len(self.places) * len(columns), len(self.codes))
        )
        labels = np.where(self.rated[:, columns], numbers.reshape(-1, len(columns)), -1).astype(np.int64)
        sets = tuple(
            frozenset(code for code, is_in in zip(self.codes, row, strict=True) if is_in) for row in distinct
        )
        ratings = self._ratings(labels, len(sets), rows, unit)
        return None if ratings is None else (ratings, sets)

    def _ratings(self, labels: IntArray, count: int, rows: BoolArray, unit: str) -> Ratings | None:
        if not rows.any():
            return None
        return _gathered(labels[rows], self.lengths[rows], self.transcripts[rows], count, unit)

    def _columns(self, coders: Sequence[str]) -> list[int]:
        return [self.coders.index(coder) for coder in coders]

    def place_name(self, row: int) -> str:
        """Return where a run stands, in words."""
        start, end, turn, sentence = self.places[row].tolist()
        if self.unit == "character":
            return f"characters {start} to {end}"
        return f"turn {turn}, sentence {sentence}" if self.unit == "sentence" else f"turn {turn}"


def _gathered(labels: IntArray, lengths: IntArray, transcripts: IntArray, count: int, unit: str) -> Ratings:
    """Make one run of all units of a transcript that have the same labels: where they stand is no matter."""
    key = transcripts
    for column in labels.T:
        _, key = np.unique(key * (count + 1) + column + 1, return_inverse=True)
    _, first = np.unique(key, return_index=True)
    together = np.bincount(key, weights=lengths).astype(np.int64)
    return Ratings(labels[first], together, transcripts[first], count, unit)


def _distinct_rows(rows: BoolArray) -> tuple[BoolArray, IntArray]:
    """Return the different rows (d, k) of a table (n, k), and which of them each row is (n,)."""
    key = np.zeros(len(rows), dtype=np.int64)
    # As bits of one number at a time: rows of many codes would sort slowly.
    for begin in range(0, rows.shape[1], _BITS):
        part = rows[:, begin : begin + _BITS]
        _, key = np.unique(
            (key << part.shape[1]) | (part @ (1 << np.arange(part.shape[1]))), return_inverse=True
        )
    _, first, number = np.unique(key, return_index=True, return_inverse=True)
    return rows[first], number


def code_units(
    transcripts: Sequence[Transcript],
    segments: Iterable[CodedSegment],
    coded_by: Mapping[str, Sequence[str]],
    codes: Sequence[str],
    unit: Unit,
    *,
    by_code: bool = False,
) -> CodedUnits:
    """Cut the transcripts of `coded_by` into units and mark what its coders coded.

    Segments of others, and of codes that are not asked for, are left out. `by_code` tells codes by the
    code applied; otherwise a sub-code counts for its mechanism.
    """
    coders = tuple(sorted({name for names in coded_by.values() for name in names}))
    by_id = {each.id: each for each in transcripts}
    ids = tuple(sorted(coded_by))
    of_transcript: dict[str, list[CodedSegment]] = defaultdict(list)
    for segment in segments:
        code = segment.applied_code if by_code else segment.mechanism_id
        if code in codes and segment.coder in coded_by.get(segment.transcript_id, ()):
            of_transcript[segment.transcript_id].append(segment)
    places = [units_in(by_id[name], unit, of_transcript[name]) for name in ids]
    numbers = np.repeat(np.arange(len(ids)), [len(part) for part in places])
    who = np.array([[coder in coded_by[name] for coder in coders] for name in ids], dtype=np.bool_)
    coded = [
        _marked(part, of_transcript[name], coders, codes, by_code)
        for name, part in zip(ids, places, strict=True)
    ]
    empty = np.zeros((0, len(coders), len(codes)), dtype=np.bool_)
    return CodedUnits(
        unit,
        coders,
        tuple(codes),
        ids,
        np.concatenate([np.zeros((0, 4), dtype=np.int64), *places]),
        numbers,
        who.reshape(len(ids), len(coders))[numbers],
        np.concatenate([empty, *coded]),
    )


def units_in(transcript: Transcript, unit: Unit, segments: Sequence[CodedSegment]) -> IntArray:
    """(u, 4) the units of one transcript in order, as in CodedUnits.places."""
    if unit == "character":
        ends = {0, len(transcript.text)}
        for segment in segments:
            ends |= {segment.start, segment.end}
        cuts = np.array(sorted(ends), dtype=np.int64)
        nothing = np.zeros(len(cuts) - 1, dtype=np.int64)
        return np.column_stack([cuts[:-1], cuts[1:], nothing, nothing])
    rows = []
    for number, turn in enumerate(transcript.turns, start=1):
        if turn.role != "participant":
            continue
        spans = [(turn.start, turn.end)]
        if unit == "sentence":
            spans = sentence_spans(transcript.text, turn.start, turn.end)
        rows += [(*span, number, at) for at, span in enumerate(spans, start=1)]
    return np.array(rows, dtype=np.int64).reshape(-1, 4)


def _marked(
    places: IntArray,
    segments: Sequence[CodedSegment],
    coders: Sequence[str],
    codes: Sequence[str],
    by_code: bool,
) -> BoolArray:
    """(u, coders, codes): a unit is coded where it shares a character with a segment."""
    coded = np.zeros((len(places), len(coders), len(codes)), dtype=np.bool_)
    coder_at = {coder: at for at, coder in enumerate(coders)}
    code_at = {code: at for at, code in enumerate(codes)}
    starts, ends = places[:, _START], places[:, _END]
    for segment in segments:
        first = np.searchsorted(ends, segment.start, side="right")
        last = np.searchsorted(starts, segment.end, side="left")
        code = segment.applied_code if by_code else segment.mechanism_id
        coded[first:last, coder_at[segment.coder], code_at[code]] = True
    return coded
