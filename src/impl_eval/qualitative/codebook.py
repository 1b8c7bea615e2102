"""Codebook and topic guide as declared: what counts as talk about a code, and what was asked.

A code is that of a mechanism, a sub-code under another code, or an inductive code beside the framework.
"""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from impl_eval.declared import DeclaredModel, Identifier, Text
from impl_eval.protocols import DomainLink

_PASSAGE = re.compile(r"[A-Za-z][A-Za-z0-9_\-]{0,63}:[0-9]{1,9}-[0-9]{1,9}\Z")


def _passage_id(value: Any) -> Any:
    if isinstance(value, str) and not _PASSAGE.match(value):
        raise PydanticCustomError("not_allowed", "{allowed}", {"allowed": "a place such as int01:935-1020"})
    return value


PassageId = Annotated[str, BeforeValidator(_passage_id)]
"""A place of a transcript, such as int01:935-1020: id, start and end in code points, end exclusive."""


class ValenceCues(DeclaredModel):
    """Words that make a passage look like a help or a hindrance. Suggestions only."""

    enabler: tuple[Text, ...] = ()
    barrier: tuple[Text, ...] = ()


class Example(DeclaredModel):
    """Words that show a code, or where they stand in a transcript of the study. One of the two."""

    text: Text | None = None
    segment: PassageId | None = None

    @model_validator(mode="after")
    def _text_or_segment(self) -> "Example":
        if (self.text is None) == (self.segment is None):
            found = "both text and segment" if self.text else "neither text nor segment"
            context = {"found": found, "allowed": "one of text and segment"}
            raise PydanticCustomError("not_allowed", "{allowed}", context)
        return self


def _text_shorthand(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


ExampleOrText = Annotated[Example, BeforeValidator(_text_shorthand)]


class Code(DeclaredModel):
    """How one code shows in talk. In phrases, '*' stands for up to three words.

    A code that names a mechanism and no id is that of the mechanism. A code under a parent belongs to
    the parent's mechanism. A code with neither stands beside the framework.
    """

    id: Identifier | None = None
    mechanism: Identifier | None = None
    parent: Identifier | None = None
    label: Text | None = None
    origin: Literal["deductive", "inductive"] = "deductive"
    source: Text | None = None
    definition: Text
    include: Text | None = None
    exclude: Text | None = None
    phrases: tuple[Text, ...] = ()
    counter_phrases: tuple[Text, ...] = ()
    examples: tuple[ExampleOrText, ...] = ()
    counter_examples: tuple[ExampleOrText, ...] = ()
    valence_cues: ValenceCues = ValenceCues()
    links: tuple[DomainLink, ...] = ()

    @model_validator(mode="after")
    def _is_named(self) -> "Code":
        if self.id is None and self.mechanism is None:
            context = {"found": "neither id nor mechanism", "allowed": "an id, a mechanism, or both"}
            raise PydanticCustomError("not_allowed", "{allowed}", context)
        return self

    @property
    def code_id(self) -> str:
        """The id by which segments name this code."""
        return self.id or self.mechanism or ""

    @property
    def shown_label(self) -> str:
        """The label, or the id in words."""
        return self.label or self.code_id.replace("_", " ").replace("-", " ")


class Codebook(DeclaredModel):
    """All codes of a study."""

    schema_: Literal["impl-eval/codebook/1"] = Field(alias="schema")
    id: Identifier
    version: Text
    title: Text
    licence: Text
    source: Text | None = None
    valence_cues: ValenceCues = ValenceCues()
    codes: tuple[Code, ...] = Field(min_length=1)

    @cached_property
    def by_id(self) -> dict[str, Code]:
        """Codes by id, in the order of the codebook; of two with one id the first."""
        found: dict[str, Code] = {}
        for code in self.codes:
            found.setdefault(code.code_id, code)
        return found

    def mechanism_of(self, code_id: str) -> str:
        """Return the mechanism that a code lies under; empty for one beside the framework."""
        return next((code.mechanism for code in self.line_of(code_id) if code.mechanism), "")

    def line_of(self, code_id: str) -> Iterator[Code]:
        """Yield a code, its parent, and so on up; a circle of parents ends where it closes."""
        seen: set[str] = set()
        code = self.by_id.get(code_id)
        while code is not None and code.code_id not in seen:
            seen.add(code.code_id)
            yield code
            code = self.by_id.get(code.parent) if code.parent is not None else None

    def children_of(self, code_id: str) -> tuple[Code, ...]:
        """Return the codes directly under a code."""
        return tuple(code for code in self.codes if code.parent == code_id)

    @property
    def top_codes(self) -> tuple[Code, ...]:
        """Codes without a parent: those of mechanisms, those directly under one, and those beside."""
        return tuple(code for code in self.codes if code.parent is None)

    def family_of(self, code_id: str) -> Iterator[tuple[int, Code]]:
        """Yield a code and everything under it with the depth of each (0 for itself), parents first."""
        waiting = [(0, code) for code in [self.by_id.get(code_id)] if code is not None]
        seen: set[str] = set()
        while waiting:
            depth, code = waiting.pop()
            if code.code_id in seen:
                continue
            seen.add(code.code_id)
            yield depth, code
            waiting += [(depth + 1, child) for child in reversed(self.children_of(code.code_id))]


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
