"""Agreement of coders who coded the same transcripts, mechanism by mechanism.

The unit is a participant's turn: coded with the mechanism or not. Segments are aligned here and arrive
in `statistics` as two sequences of labels. Places are given as turn numbers, never as speech.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from impl_eval.qualitative.coding import CodedSegment
from impl_eval.qualitative.transcript import Transcript
from impl_eval.results import Cell, Estimate, Reported, Section, Table
from impl_eval.statistics import cohens_kappa, percent_agreement

TITLE = "Agreement between coders"
CODED, NOT_CODED = "coded", "not coded"
METHODS = (
    "The unit of agreement is a participant's turn, which a coder has coded with a mechanism or has not. A "
    "segment that runs over several turns counts in each of them.",
    "Turns that neither coder coded count as agreement. They are the rule for a mechanism that is seldom "
    "spoken of, and percent agreement is then high by itself: read Cohen's kappa beside it.",
)

NO_INTERVAL = "a count has no interval"


@dataclass(frozen=True)
class _Pair:
    """Two coders and the transcripts that both coded."""

    coder_a: str
    coder_b: str
    transcripts: tuple[Transcript, ...]

    @property
    def key(self) -> str:
        return f"{self.coder_a}_{self.coder_b}"

    @property
    def label(self) -> str:
        return f"{self.coder_a} and {self.coder_b}"


_Coded = Mapping[tuple[str, str, str], list[CodedSegment]]


def _pairs(transcripts: Sequence[Transcript], segments: Sequence[CodedSegment]) -> list[_Pair]:
    coders: dict[str, set[str]] = {}
    for segment in segments:
        coders.setdefault(segment.transcript_id, set()).add(segment.coder)
    shared: dict[tuple[str, str], list[Transcript]] = {}
    for transcript in sorted(transcripts, key=lambda each: each.id):
        for pair in combinations(sorted(coders.get(transcript.id, ())), 2):
            shared.setdefault(pair, []).append(transcript)
    return [_Pair(*names, tuple(both)) for names, both in sorted(shared.items())]


def _by_place(segments: Iterable[CodedSegment]) -> _Coded:
    coded: dict[tuple[str, str, str], list[CodedSegment]] = {}
    for segment in segments:
        coded.setdefault((segment.transcript_id, segment.coder, segment.mechanism_id), []).append(segment)
    return coded


def _labels(pair: _Pair, coder: str, mechanism_id: str, coded: _Coded) -> list[str]:
    """Say for each participant's turn, in order, whether the coder coded it with the mechanism."""
    labels = []
    for transcript in pair.transcripts:
        segments = coded.get((transcript.id, coder, mechanism_id), [])
        for turn in transcript.participant_turns:
            overlaps = any(segment.start < turn.end and turn.start < segment.end for segment in segments)
            labels.append(CODED if overlaps else NOT_CODED)
    return labels


def _places(pair: _Pair) -> list[tuple[str, str]]:
    """Name each participant's turn, in the order of `_labels`; turns are counted with the interviewer's."""
    return [
        (transcript.id, f"turn {number}")
        for transcript in pair.transcripts
        for number, turn in enumerate(transcript.turns, start=1)
        if turn.role == "participant"
    ]


def _differences(
    pair: _Pair, label: str, labels_a: Sequence[str], labels_b: Sequence[str]
) -> list[tuple[Cell, ...]]:
    """Say where, and by whom alone, a turn was coded with the mechanism."""
    coders = (pair.coder_a, pair.coder_b)
    return [
        (*place, label, *(coders if label_a == CODED else coders[::-1]))
        for place, label_a, label_b in zip(_places(pair), labels_a, labels_b, strict=True)
        if label_a != label_b
    ]


def _agreement(
    pair: _Pair, mechanism: tuple[str, str], labels_a: Sequence[str], labels_b: Sequence[str]
) -> tuple[Reported, Reported]:
    mechanism_id, label = mechanism
    if labels_a:
        estimates = (percent_agreement(labels_a, labels_b), cohens_kappa(labels_a, labels_b))
    else:
        reason = "no participant's turn in the transcripts that both coded"
        estimates = (
            Estimate.not_estimable("percent_agreement", reason, n=0),
            Estimate.not_estimable("cohens_kappa", reason, n=0),
        )
    names = ("percent agreement", "Cohen's kappa")
    percent, kappa = (
        Reported(
            f"agreement.{mechanism_id}.{estimate.statistic}.{pair.key}",
            "agreement",
            f"{label}: {name} of {pair.label}",
            replace(estimate, method=estimate.method.replace("segments", "participants' turns")),
            mechanism_id=mechanism_id,
            contrast=pair.label,
        )
        for estimate, name in zip(estimates, names, strict=True)
    )
    return percent, kappa


def _segments_of(pair: _Pair, coder: str, mechanism: tuple[str, str], coded: _Coded) -> Reported:
    mechanism_id, label = mechanism
    count = sum(len(coded.get((each.id, coder, mechanism_id), [])) for each in pair.transcripts)
    return Reported(
        f"agreement.{mechanism_id}.segments.{pair.key}.{coder}",
        "agreement",
        f"{label}: segments of {coder} in transcripts that {pair.label} coded",
        Estimate("count", float(count), unit="segments", reason=NO_INTERVAL),
        mechanism_id=mechanism_id,
        contrast=pair.label,
    )


def _units(pair: _Pair) -> Reported:
    turns = sum(len(transcript.participant_turns) for transcript in pair.transcripts)
    return Reported(
        f"agreement.units.{pair.key}",
        "agreement",
        f"Participants' turns in transcripts that {pair.label} coded",
        Estimate("count", float(turns), unit="turns", reason=NO_INTERVAL),
        contrast=pair.label,
    )


def _outside_turns(pairs: Sequence[_Pair], segments: Sequence[CodedSegment]) -> tuple[str, ...]:
    doubled = {transcript.id: transcript for pair in pairs for transcript in pair.transcripts}
    outside = any(
        segment.transcript_id in doubled
        and doubled[segment.transcript_id].turn_of(segment.start, segment.end) is None
        for segment in segments
    )
    sentence = "Some segments lie in no participant's turn: they are not part of the agreement of coders."
    return (sentence,) if outside else ()


UNDECLARED = (
    "The study does not declare which transcripts were coded twice in full: every transcript in which two "
    "coders have segments of their own is compared, and agreement looks worse where one of them coded only "
    "parts."
)


def compare_coders(
    transcripts: Sequence[Transcript],
    segments: Sequence[CodedSegment],
    mechanisms: Sequence[tuple[str, str]],
    *,
    double_coded: Sequence[str] | None = None,
) -> Section:
    """Compare every two coders over the transcripts that both coded.

    Parameters
    ----------
    segments : all coders' decisions. Accepted suggestions are left out: two people who accept the same
        suggestion have not coded independently.
    double_coded : ids of the transcripts that were coded twice in full. Without it every transcript in
        which two coders have segments of their own is taken for one, and a caution says so.
    mechanisms : (id, label) in report order.

    Returns
    -------
    Section "agreement". Per pair of coders and mechanism: percent agreement and Cohen's kappa over the
    participants' turns (n), the segments of each, and a list of every turn on which they differ.
    Without numbers, and with a caution, where nothing was coded twice.
    """
    own = [segment for segment in segments if segment.origin == "human"]
    compared = [each for each in transcripts if double_coded is None or each.id in double_coded]
    pairs = _pairs(compared, own)
    segments = own
    if not pairs:
        caution = "Agreement between coders is not reported: no transcript was coded by two coders."
        return Section("agreement", TITLE, cautions=(caution,))
    coded = _by_place(segments)
    rows: list[tuple[Cell, ...]] = []
    differing: list[tuple[Cell, ...]] = []
    for pair in pairs:
        units = _units(pair)
        for mechanism in mechanisms:
            labels_a = _labels(pair, pair.coder_a, mechanism[0], coded)
            labels_b = _labels(pair, pair.coder_b, mechanism[0], coded)
            counts = [_segments_of(pair, coder, mechanism, coded) for coder in (pair.coder_a, pair.coder_b)]
            agreement = _agreement(pair, mechanism, labels_a, labels_b)
            rows.append((mechanism[1], pair.label, units, *agreement, *counts))
            differing += _differences(pair, mechanism[1], labels_a, labels_b)
    reported = {cell.id: cell for row in rows for cell in row if isinstance(cell, Reported)}
    return Section(
        "agreement",
        TITLE,
        reported=tuple(reported.values()),
        tables=(_overall(rows), _disagreements(differing)),
        cautions=(*((UNDECLARED,) if double_coded is None else ()), *_outside_turns(pairs, segments)),
        methods=METHODS,
    )


def _overall(rows: Sequence[tuple[Cell, ...]]) -> Table:
    columns = (
        "Mechanism",
        "Coders",
        "Turns",
        "Percent agreement",
        "Cohen's kappa",
        "Segments, first coder",
        "Segments, second coder",
    )
    return Table("agreement.overall", "Agreement between coders by mechanism", columns, tuple(rows))


def _disagreements(rows: Sequence[tuple[Cell, ...]]) -> Table:
    return Table(
        "agreement.disagreements",
        "Turns on which coders differ",
        ("Transcript", "Place", "Mechanism", "Coded by", "Not coded by"),
        tuple(rows),
        note="Turns are counted from the start of the transcript, the interviewer's turns included.",
    )
