"""What a report says of itself in its hidden part: its blocks, their base hashes, its numbers.

The part is written by `word.custom_part`; here it is read from a file that people have had in hand.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from impl_eval.outputs.refresh.package import Package, UnreadablePackage

if TYPE_CHECKING:
    from lxml.etree import _Element

NAMESPACE = "urn:impl-eval:1"
ANY_VERSION = "urn:impl-eval:"


@dataclass(frozen=True)
class BlockRecord:
    """One block: how its control is called, and what the reader said of it when it was written."""

    id: str
    tag: str
    bookmark: str
    title: str
    base: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class ValueRecord:
    """One number in running text, with the words that stood there when it was written."""

    result_id: str
    block_id: str
    tag: str
    text: str


@dataclass(frozen=True)
class CellRecord:
    """One number in a cell of a table (row 0 is the header), with the words that stood there."""

    row: int
    column: int
    text: str


@dataclass(frozen=True)
class ReportRecord:
    """All that a report says of itself. `part` is the name of the part; `about` its attributes.

    `cells` are by the id of their block, `inputs` the SHA-256 of every file of the study by its name.
    """

    part: str
    about: tuple[tuple[str, str], ...]
    blocks: tuple[BlockRecord, ...]
    values: tuple[ValueRecord, ...]
    cells: Mapping[str, tuple[CellRecord, ...]]
    inputs: Mapping[str, str]

    def attribute(self, name: str) -> str:
        """Return an attribute of the part (study, edition, version), or an empty text."""
        return dict(self.about).get(name, "")


def record_part(package: Package) -> tuple[str, str]:
    """Return the name and the namespace of the part in which a report describes itself; empty: none."""
    for each in package.relationships(package.document_name):
        if each.kind != "customXml" or each.external or each.target not in package.parts:
            continue
        try:
            root = package.tree(each.target)
        except UnreadablePackage:  # somebody else's part: not ours to judge
            continue
        namespace, _, name = str(root.tag).lstrip("{").rpartition("}")
        if namespace.startswith(ANY_VERSION) and name == "report":
            return each.target, namespace
    return "", ""


def report_record(package: Package) -> ReportRecord | None:
    """Return what a report says of itself; None if it says nothing, or in another version's words."""
    part, namespace = record_part(package)
    if namespace != NAMESPACE:
        return None
    root = package.tree(part)
    blocks = tuple(_block(each) for each in root.iter(f"{{{NAMESPACE}}}block"))
    values = tuple(_value(each) for each in root.iter(f"{{{NAMESPACE}}}value"))
    about = tuple((str(name), str(value)) for name, value in sorted(root.attrib.items()))
    cells = {each.get("block", ""): tuple(_cells(each)) for each in root.iter(f"{{{NAMESPACE}}}cells")}
    inputs = {each.get("file", ""): each.get("sha256", "") for each in root.iter(f"{{{NAMESPACE}}}input")}
    return ReportRecord(part, about, blocks, values, cells, inputs)


def _cells(element: "_Element") -> Iterator[CellRecord]:
    for each in element:
        row, column = each.get("row", ""), each.get("column", "")
        if row.isdigit() and column.isdigit():
            yield CellRecord(int(row), int(column), each.get("text", ""))


def _block(element: "_Element") -> BlockRecord:
    return BlockRecord(
        element.get("id", ""),
        element.get("tag", ""),
        element.get("bookmark", ""),
        element.get("alias", ""),
        element.get("hash", ""),
        tuple(element.get("sources", "").split()),
    )


def _value(element: "_Element") -> ValueRecord:
    return ValueRecord(
        element.get("result", ""), element.get("block", ""), element.get("tag", ""), element.get("text", "")
    )
