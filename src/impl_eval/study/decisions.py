"""What a file of human decisions brings into a study."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from impl_eval.qualitative.coding import CodedSegment, RejectedSuggestion, ReportedChange, Valence

DecisionKey = tuple[str, int, int, str, str]
"""Transcript, start, end, code and coder: a coder gives a passage a code once."""


@dataclass(frozen=True, order=True)
class ProposedCode:
    """A passage for which a coder proposes a code that the codebook does not have. No code is made."""

    label: str
    transcript_id: str
    start: int
    end: int
    coder: str
    valence: Valence = "unclear"
    reported_change: ReportedChange = "not said"
    memo: str = ""


@dataclass(frozen=True)
class TakenUp:
    """What was suggested where a coder took a suggestion up; "" is what the file does not say."""

    start: int
    end: int
    code_id: str
    valence: str

    def facts(self) -> dict[str, int | str]:
        """Return what is known of the suggestion, under the names that the log has."""
        known: dict[str, int | str] = {"start": self.start, "end": self.end}
        return known | {
            name: said for name, said in (("code", self.code_id), ("valence", self.valence)) if said
        }


@dataclass(frozen=True)
class Decisions:
    """What a file brings: segments and rejections, and everything that it could not bring.

    `undecided` counts rows nobody decided on; `not_codings` are comments that code nothing; `proposed`
    are passages for codes that the codebook does not have; `moved` says what was placed where the words
    are not quite the same; `not_taken` says whose work in the file is not imported; `removed` are
    segments that the file no longer has: they stay in the study unless the import is told to remove them;
    `replaced` are segments that got another code or other words: those of `segments` take their place.
    `taken_up` says what was suggested of segments that were suggestions; `coded_otherwise` are suggestions
    that got a code of another kind: they are turned down unless the coder gave their code too. `coded_at`
    says when segments were coded, where another program says it.
    """

    segments: tuple[CodedSegment, ...] = ()
    rejected: tuple[RejectedSuggestion, ...] = ()
    undecided: int = 0
    not_codings: tuple[str, ...] = ()
    proposed: tuple[ProposedCode, ...] = ()
    moved: tuple[str, ...] = ()
    not_taken: tuple[str, ...] = ()
    removed: tuple[CodedSegment, ...] = ()
    replaced: tuple[CodedSegment, ...] = ()
    taken_up: Mapping[DecisionKey, TakenUp] = field(default_factory=dict)
    coded_otherwise: tuple[RejectedSuggestion, ...] = ()
    coded_at: Mapping[DecisionKey, str] = field(default_factory=dict)

    @property
    def remarks(self) -> tuple[str, ...]:
        """Sentences on what the person who imports should look at; they hold no speech."""
        proposals: dict[str, list[ProposedCode]] = {}
        for one in self.proposed:
            proposals.setdefault(one.label, []).append(one)
        listed = [
            f'Proposed code "{label}", not in the codebook: {_places(found)}. Add it to the codebook, then '
            "import again."
            for label, found in sorted(proposals.items())
        ]
        gone = [
            f"No longer in the file, still in the study: {one.transcript_id}:{one.start}-{one.end} "
            f"({one.applied_code}, {one.coder})."
            for one in self.removed
        ]
        return (*self.moved, *self.not_taken, *listed, *gone)


def _places(found: list[ProposedCode]) -> str:
    return ", ".join(f"{one.transcript_id}:{one.start}-{one.end} ({one.coder})" for one in found)
