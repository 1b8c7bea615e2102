"""Which coders coded which transcripts, and so which can be compared: with each other, or with themselves."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from impl_eval.qualitative.coding import CodedSegment
from impl_eval.qualitative.transcript import Transcript


@dataclass(frozen=True)
class Pair:
    """Two coders and the transcripts that both coded."""

    coder_a: str
    coder_b: str
    transcripts: tuple[Transcript, ...]

    @property
    def coders(self) -> tuple[str, str]:
        """Both, in the order of their names."""
        return self.coder_a, self.coder_b

    @property
    def key(self) -> str:
        """The pair as a part of an id."""
        return f"{self.coder_a}_{self.coder_b}"

    @property
    def label(self) -> str:
        """The pair in words."""
        return f"{self.coder_a} and {self.coder_b}"


def own_segments(segments: Iterable[CodedSegment]) -> tuple[CodedSegment, ...]:
    """Leave out accepted suggestions: two who accept the same suggestion did not code independently."""
    return tuple(segment for segment in segments if segment.origin == "human")


def double_codings(
    transcripts: Sequence[Transcript],
    segments: Sequence[CodedSegment],
    *,
    coders: Collection[str] = (),
    double_coded: Collection[str] | None = None,
    finished: Mapping[str, Collection[str]] | None = None,
) -> dict[str, tuple[str, ...]]:
    """Return, for each transcript that at least two coders coded, who they are, in order of names.

    Parameters
    ----------
    segments : decisions of all coders; accepted suggestions do not make anybody a coder.
    coders : only these; empty for all.
    double_coded : ids of the transcripts declared as coded twice in full; None where nothing is declared.
    finished : who has finished (locked) a transcript. Of a transcript named here only they are compared,
        whether or not they found anything there, and neither segments nor `double_coded` decide.
    """
    locked = finished or {}
    found: dict[str, set[str]] = {each.id: set(locked.get(each.id, ())) for each in transcripts}
    for segment in own_segments(segments):
        name = segment.transcript_id
        if name in found and name not in locked and _declared(name, double_coded):
            found[name].add(segment.coder)
    wanted = {
        transcript_id: tuple(sorted(name for name in names if not coders or name in coders))
        for transcript_id, names in sorted(found.items())
    }
    return {transcript_id: names for transcript_id, names in wanted.items() if len(names) >= 2}


def _declared(transcript_id: str, double_coded: Collection[str] | None) -> bool:
    return double_coded is None or transcript_id in double_coded


def pairs_of(transcripts: Sequence[Transcript], coded_by: Mapping[str, Sequence[str]]) -> tuple[Pair, ...]:
    """Return every two coders with the transcripts that both coded, in order of names."""
    by_id = {each.id: each for each in transcripts}
    shared: dict[tuple[str, str], list[Transcript]] = {}
    for transcript_id, names in sorted(coded_by.items()):
        for first, second in combinations(names, 2):
            shared.setdefault((first, second), []).append(by_id[transcript_id])
    return tuple(Pair(*names, tuple(both)) for names, both in sorted(shared.items()))


def earlier_name(coder: str) -> str:
    """Return what a coder's earlier coding is called beside the present one."""
    return f"{coder} (earlier)"


def of_two_times(
    now: Iterable[CodedSegment], earlier: Iterable[CodedSegment], coder: str
) -> tuple[CodedSegment, ...]:
    """Return one coder's coding of two times as if two coders had made it: the earlier one renamed."""
    return (
        *(segment for segment in now if segment.coder == coder),
        *(replace(segment, coder=earlier_name(coder)) for segment in earlier if segment.coder == coder),
    )
