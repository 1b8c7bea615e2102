"""Reporting checklists as declared: item numbers, short labels of our own, and where a report answers.

No published sentence is kept here: each checklist names its source, where the full wording stands.
"""

from typing import Annotated, Literal, get_args

from pydantic import Field

from impl_eval.declared import DeclaredModel, Text

ChecklistId = Literal["stari", "gramms", "cherries", "srqr", "coreq", "tidier"]
CHECKLIST_IDS: tuple[ChecklistId, ...] = get_args(ChecklistId)
Status = Literal["done", "partly", "missing", "not applicable"]
STATUSES: tuple[Status, ...] = get_args(Status)
Filled = Literal["data", "place", "person"]
"""By whom an item is answered: from data and settings, by where the report speaks of it, by a person."""


class ChecklistItem(DeclaredModel):
    """One item. `found_in` names blocks of the report; one that ends in .* names all that begin so."""

    number: Text
    label: Text
    filled: Filled
    found_in: tuple[Text, ...] = ()


class Checklist(DeclaredModel):
    """A checklist in one version. `for_strand` says without which strand it has no use."""

    schema_: Literal["impl-eval/checklist/1"] = Field(alias="schema")
    id: ChecklistId
    version: Text
    title: Text
    citation: Text
    link: Text
    note: Text | None = None
    for_strand: Literal["survey", "interviews", "both"] | None = None
    items: tuple[ChecklistItem, ...] = Field(min_length=1)

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers of all items, in order."""
        return tuple(item.number for item in self.items)


class ChecklistAnswer(DeclaredModel):
    """What a person says of one item: its status, why, and where else it is answered."""

    checklist: ChecklistId
    item: Text
    status: Status
    reason: Annotated[str, Field(max_length=600)] = ""
    where: str = ""
