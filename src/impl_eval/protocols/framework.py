"""The mechanisms a programme is meant to work through, as protocols/framework.yaml declares them.

Nothing in the package knows how many there are or what they are called.
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from impl_eval.declared import DeclaredModel, Identifier, Text


class DomainLink(DeclaredModel):
    """A link from a mechanism to a domain of a theory; `stated` in the citation, or our inference."""

    framework: Text
    domain: Text
    status: Literal["stated", "inferred"]
    citation: Text


class Mechanism(DeclaredModel):
    """One mechanism: what must be true for the change to happen."""

    id: Identifier
    label: Text
    short_label: Annotated[Text, StringConstraints(max_length=28)]
    definition: Text
    links: tuple[DomainLink, ...] = ()


class Framework(DeclaredModel):
    """All mechanisms, in the order in which reports show them."""

    schema_: Literal["impl-eval/framework/1"] = Field(alias="schema")
    id: Identifier
    title: Text
    citation: Text
    mechanisms: tuple[Mechanism, ...] = Field(min_length=1)

    @property
    def mechanism_ids(self) -> tuple[str, ...]:
        """Ids in report order."""
        return tuple(mechanism.id for mechanism in self.mechanisms)
