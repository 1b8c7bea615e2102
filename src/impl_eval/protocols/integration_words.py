"""What people decide and write where survey and interviews meet, as protocols/integration.yaml declares it.

Fits, meta-inferences, threads followed from one strand into the other, and pillars. All of it may be left
out: then the fits are proposals, and the report says so.
"""

from typing import Literal, get_args

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from impl_eval.declared import DeclaredModel, Identifier, IsoDate, Text, YesNo

DecidedWord = Literal["agreement", "partial agreement", "dissonance", "silence"]
Discordance = Literal[
    "method artefact", "difference of samples", "timing", "ceiling of the scale", "genuine paradox", "other"
]
DISCORDANCES: tuple[Discordance, ...] = get_args(Discordance)
"""Why strands may contradict each other: a closed list, so that reports can be compared."""
StrandName = Literal["survey", "interviews", "outcomes"]
Stage = Literal["listing", "matching", "checking", "pillar building"]
"""Stages of the pillar integration process: Johnson, Grove & Clarke (2017), J Mix Methods Res 13(3)."""
_EXPLAINED = ("partial agreement", "dissonance")


def _refuse(found: str, allowed: str) -> PydanticCustomError:
    return PydanticCustomError("not_allowed", "{allowed}", {"found": found, "allowed": allowed})


class FitDecision(DeclaredModel):
    """How one person decides that the strands fit for a mechanism, when, why, and on which results.

    `seen` is what 'impl-eval joint show' prints for the results of that day. Where several people decide
    and differ, one decision that `settles` holds. `explained_by` says why strands that differ may do so.
    """

    mechanism: Identifier
    fit: DecidedWord
    decided_by: Text
    date: IsoDate
    reason: Text
    seen: Text
    settles: YesNo = False
    explained_by: Discordance | None = None
    explanation: Text | None = None

    @model_validator(mode="after")
    def _is_complete(self) -> "FitDecision":
        if len(self.seen) != 12 or not set(self.seen) <= set("0123456789abcdef"):
            raise _refuse("a mark that 'impl-eval joint show' does not print", "12 signs out of 0-9 and a-f")
        if self.explained_by is not None and self.fit not in _EXPLAINED:
            raise _refuse(f'explained_by beside "{self.fit}"', f"it beside {' or '.join(_EXPLAINED)} only")
        if self.explained_by == "other" and self.explanation is None:
            raise _refuse("explained_by: other, without words", "an explanation in words beside it")
        return self


class MetaInference(DeclaredModel):
    """What both strands together tell of a mechanism, in the words of a person."""

    mechanism: Identifier
    text: Text
    by: Text


class Thread(DeclaredModel):
    """A question that arose in one strand and was followed into the other.

    Source: O'Cathain, Murphy & Nicholl (2010), BMJ 341:c4587.
    """

    from_: StrandName = Field(alias="from")
    to: StrandName
    question: Text
    result: Text

    @model_validator(mode="after")
    def _goes_elsewhere(self) -> "Thread":
        if self.from_ == self.to:
            raise _refuse(f'a thread from "{self.to}" to itself', "another strand")
        return self


class Pillar(DeclaredModel):
    """A row of a pillar display: numbers and their category, words and theirs, and the theme between them."""

    quantitative_data: Text | None = None
    quantitative_category: Text | None = None
    pillar_theme: Text | None = None
    qualitative_category: Text | None = None
    qualitative_code: Text | None = None
    stage: Stage

    @model_validator(mode="after")
    def _built_pillars_have_a_theme(self) -> "Pillar":
        if self.stage == "pillar building" and self.pillar_theme is None:
            raise _refuse(
                "a pillar that is being built, without pillar_theme", "a theme, or an earlier stage"
            )
        if not (self.quantitative_data or self.qualitative_code):
            raise _refuse("a pillar without data", "quantitative_data, qualitative_code, or both")
        return self


class IntegrationWords(DeclaredModel):
    """All that people decide and write on how the strands go together."""

    schema_: Literal["impl-eval/integration/1"] = Field(alias="schema", default="impl-eval/integration/1")
    decisions: tuple[FitDecision, ...] = ()
    meta_inferences: tuple[MetaInference, ...] = ()
    threads: tuple[Thread, ...] = ()
    pillars: tuple[Pillar, ...] = ()
