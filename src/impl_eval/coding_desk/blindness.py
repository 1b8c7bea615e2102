"""Blind double coding: whose layer may be seen by whom.

In a transcript that two people code without seeing each other's codes, a layer is shown to nobody but
its coder until two layers of it are locked; then the locked ones are shown. The consensus layer, and
all transcripts that are not double coded, are open.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from impl_eval.coding_desk.desk import Desk, is_consensus
from impl_eval.coding_desk.words import segments_text
from impl_eval.qualitative.coding import CodedSegment, RejectedSuggestion
from impl_eval.study.study_file import StudyFile

Decision = TypeVar("Decision", CodedSegment, RejectedSuggestion)


@dataclass(frozen=True)
class Blindness:
    """Which transcripts are coded blind, and which layers of each are locked."""

    blind: frozenset[str]
    locked: dict[str, frozenset[str]]

    def is_revealed(self, transcript_id: str) -> bool:
        """Tell whether two coders have finished with a transcript."""
        return transcript_id not in self.blind or len(self.locked.get(transcript_id, ())) >= 2

    def is_locked(self, transcript_id: str, coder: str) -> bool:
        """Tell whether a coder has finished with a transcript."""
        return coder in self.locked.get(transcript_id, ())

    @property
    def finished(self) -> dict[str, tuple[str, ...]]:
        """Who has finished with each transcript that is coded blind and shown now."""
        return {
            name: tuple(sorted(self.locked[name])) for name in sorted(self.blind) if self.is_revealed(name)
        }

    def shows(self, transcript_id: str, coder: str, viewer: str = "") -> bool:
        """Tell whether a coder's layer of a transcript may be shown, to everybody or to one viewer."""
        if transcript_id not in self.blind or is_consensus(coder) or coder == viewer:
            return True
        return self.is_revealed(transcript_id) and self.is_locked(transcript_id, coder)

    def shown(self, decisions: Iterable[Decision], viewer: str = "") -> tuple[Decision, ...]:
        """Keep what may be shown."""
        return tuple(one for one in decisions if self.shows(one.transcript_id, one.coder, viewer))


def blindness_of(desk: Desk) -> Blindness:
    """Return what is coded blind in a study, and how far it has come."""
    names = {key: one.transcript_id for key, one in desk.documents.items()}
    return blindness_in(desk.study.declared, desk.store.locks(), names)


def blindness_in(
    declared: StudyFile, locks: Iterable[tuple[str, str]], transcript_ids: Mapping[str, str]
) -> Blindness:
    """Return what is coded blind; `transcript_ids` are those of the versions that locks name."""
    interviews = declared.interviews
    doubled: Sequence[str] = (interviews.double_coded or ()) if interviews is not None else ()
    blind = frozenset(doubled) if interviews is not None and interviews.blind_coding else frozenset()
    locked: dict[str, set[str]] = defaultdict(set)
    for coder, document in locks:
        if document in transcript_ids:
            locked[transcript_ids[document]].add(coder)
    return Blindness(blind, {name: frozenset(coders) for name, coders in locked.items()})


def waiting(desk: Desk) -> tuple[str, ...]:
    """Say which layers are not shown yet, and what they wait for."""
    blindness = blindness_of(desk)
    hidden: dict[tuple[str, str], int] = defaultdict(int)
    for one in desk.layers.segments:
        if not blindness.shows(one.transcript_id, one.coder):
            hidden[one.transcript_id, one.coder] += 1
    return tuple(_sentence(blindness, *place, count) for place, count in sorted(hidden.items()))


def _sentence(blindness: Blindness, transcript_id: str, coder: str, count: int) -> str:
    segments = segments_text(count)
    if blindness.is_locked(transcript_id, coder):
        waits = "shown once another coder has locked it too"
    else:
        waits = f"shown once locked (impl-eval coding lock {transcript_id} --coder {coder})"
    return f"{transcript_id}: {segments} of {coder}, coded blind, left out of coded_segments.csv: {waits}."
