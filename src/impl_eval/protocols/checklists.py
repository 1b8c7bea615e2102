"""Reporting checklists as declared: item numbers, short labels of our own, and where a report answers.

No published sentence is kept here: each checklist names its source, where the full wording stands.
"""

from typing import Annotated, Literal, get_args

from pydantic import Field

from impl_eval.declared import DeclaredModel, Identifier, Text

ChecklistId = Literal["stari", "gramms", "cherries", "srqr", "coreq", "tidier"]
CHECKLIST_IDS: tuple[ChecklistId, ...] = get_args(ChecklistId)
Status = Literal["done", "partly", "missing", "not applicable"]
STATUSES: tuple[Status, ...] = get_args(Status)
Filled = Literal["data", "place", "person"]
"""By whom an item is answered: from data and settings, by where the report speaks of it, by a person."""


class ChecklistColumn(DeclaredModel):
    """One of the columns in which a checklist asks some of its items, each with an answer of its own."""

    id: Identifier
    label: Text


class ChecklistItem(DeclaredModel):
    """One item, or one column of an item that is asked in several. `found_in` names blocks of the report."""

    number: Text
    column: Identifier | None = None
    label: Text
    filled: Filled
    found_in: tuple[Text, ...] = ()


class Checklist(DeclaredModel):
    """A checklist in one version. `for_strand` says without which strand it has no use.

    `verified` says with what numbers and subjects of the items were compared. `asked_once` is what reports
    write beside items without a column, where the checklist has columns.
    """

    schema_: Literal["impl-eval/checklist/1"] = Field(alias="schema")
    id: ChecklistId
    version: Text
    title: Text
    citation: Text
    link: Text
    verified: Text
    note: Text | None = None
    for_strand: Literal["survey", "interviews", "both"] | None = None
    columns: tuple[ChecklistColumn, ...] = ()
    asked_once: Text | None = None
    items: tuple[ChecklistItem, ...] = Field(min_length=1)

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers of all items, in order, each once."""
        return tuple(dict.fromkeys(item.number for item in self.items))

    def columns_of(self, number: str) -> tuple[str, ...]:
        """Return the columns in which an item is asked; none where it is asked once."""
        return tuple(item.column for item in self.items if item.number == number and item.column)

    def column_label(self, item: ChecklistItem) -> str:
        """Return what reports write beside an item to say which of its columns this is."""
        labels = {column.id: column.label for column in self.columns}
        return labels[item.column] if item.column else self.asked_once or ""


class ChecklistAnswer(DeclaredModel):
    """What a person says of one item: its status, why, and where else it is answered.

    Without a `column` the answer counts for every column in which the item is asked.
    """

    checklist: ChecklistId
    item: Text
    column: str = ""
    status: Status
    reason: Annotated[str, Field(max_length=600)] = ""
    where: str = ""
