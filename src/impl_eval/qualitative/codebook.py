"""Codebook and topic guide as declared: what counts as talk about a mechanism, and what was asked."""

from typing import Literal

from pydantic import Field

from impl_eval.declared import DeclaredModel, Identifier, Text


class ValenceCues(DeclaredModel):
    """Words that make a passage look like a help or a hindrance. Suggestions only."""

    enabler: tuple[Text, ...] = ()
    barrier: tuple[Text, ...] = ()


class Code(DeclaredModel):
    """How one mechanism shows in talk. In phrases, '*' stands for up to three words."""

    mechanism: Identifier
    definition: Text
    include: Text | None = None
    exclude: Text | None = None
    phrases: tuple[Text, ...] = Field(min_length=1)
    counter_phrases: tuple[Text, ...] = ()
    examples: tuple[Text, ...] = ()
    valence_cues: ValenceCues = ValenceCues()


class Codebook(DeclaredModel):
    """All codes of a study, one for each mechanism that is coded."""

    schema_: Literal["impl-eval/codebook/1"] = Field(alias="schema")
    id: Identifier
    version: Text
    title: Text
    licence: Text
    valence_cues: ValenceCues = ValenceCues()
    codes: tuple[Code, ...] = Field(min_length=1)


class Question(DeclaredModel):
    """An interview question and the mechanisms it asks about."""

    id: Identifier
    text: Text
    mechanisms: tuple[Identifier, ...] = ()
    prompts: tuple[Text, ...] = ()


class TopicGuide(DeclaredModel):
    """The questions of the interviews: without it nobody can tell 'silent' from 'not asked'."""

    schema_: Literal["impl-eval/topic-guide/1"] = Field(alias="schema")
    title: Text
    questions: tuple[Question, ...] = Field(min_length=1)

    @property
    def mechanisms_asked(self) -> frozenset[str]:
        """Ids of all mechanisms that some question asks about."""
        return frozenset(mechanism for question in self.questions for mechanism in question.mechanisms)
