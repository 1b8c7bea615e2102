"""A .docx as its parts: read once, checked, changed in memory, written the same way every time.

Knows parts, relationships and content types, and nothing of what the parts say.
"""

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from impl_eval.outputs.canonical_zip import canonical_zip
from impl_eval.outputs.refresh.names import CONTENT_TYPES, RELATIONSHIPS, R

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_BYTES = 600 * 1024 * 1024
"""More than this, unpacked, is no report: a file that swells is not read."""
MOST_MEMBERS = 20_000
TYPES_PART = "[Content_Types].xml"


class UnreadablePackage(ValueError):
    """The bytes are no package that can be read; the message says why, in words for its owner."""


@dataclass(frozen=True)
class Relationship:
    """One line of a .rels part: `target` is a part's name, or an address where `external`."""

    id: str
    type: str
    target: str
    external: bool = False

    @property
    def kind(self) -> str:
        """The last word of the type: image, chart, hyperlink, comments ..."""
        return self.type.rpartition("/")[2]


class Package:
    """The parts of a .docx by name, without a leading slash."""

    def __init__(self, parts: dict[str, bytes]) -> None:
        self.parts = parts
        self._trees: dict[str, _Element] = {}

    @classmethod
    def opened(cls, content: bytes) -> "Package":
        """Return the package of a file's bytes.

        Raises
        ------
        UnreadablePackage : not a zip archive, damaged, encrypted, or far too large.
        """
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                members = [each for each in archive.infolist() if not each.is_dir()]
                if len(members) > MOST_MEMBERS or sum(each.file_size for each in members) > MOST_BYTES:
                    raise UnreadablePackage("a file that unpacks to far more than a report holds")
                return cls({each.filename.lstrip("/"): archive.read(each) for each in members})
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise UnreadablePackage("a damaged file, or no Word file at all") from error

    def tree(self, name: str) -> "_Element":
        """Return the root of an XML part, parsed once; changes to it are written by `to_bytes`.

        Raises
        ------
        UnreadablePackage : the part is missing or is not XML.
        """
        if name not in self._trees:
            if name not in self.parts:
                raise UnreadablePackage(f"a Word file without its part {name}")
            self._trees[name] = parsed(self.parts[name], name)
        return self._trees[name]

    @cached_property
    def document_name(self) -> str:
        """The name of the part that holds the text."""
        for each in self.relationships(""):
            if each.kind == "officeDocument" and each.target in self.parts:
                return each.target
        raise UnreadablePackage("a file without a Word document in it")

    def relationships(self, of: str) -> list[Relationship]:
        """Return the relationships of a part, or of the package itself where `of` is empty."""
        name = rels_name(of)
        if name not in self.parts and name not in self._trees:
            return []
        folder = posixpath.dirname(of)
        found = []
        for each in self.tree(name):
            if not isinstance(each.tag, str):
                continue
            external = each.get("TargetMode") == "External"
            target = each.get("Target") or ""
            inside = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            found.append(
                Relationship(
                    each.get("Id") or "",
                    each.get("Type") or "",
                    target if external else posixpath.normpath(inside),
                    external,
                )
            )
        return found

    def related(self, of: str, kind: str) -> str:
        """Return the name of the first part of this kind that a part is related to, or an empty text."""
        for each in self.relationships(of):
            if each.kind == kind and not each.external and each.target in self.parts:
                return each.target
        return ""

    def relate(self, of: str, relationship_type: str, target: str, *, external: bool = False) -> str:
        """Return the id of a relationship, adding it where a part does not have it yet."""
        wanted = (relationship_type, target, external)
        existing = self.relationships(of)
        for each in existing:
            if (each.type, each.target, each.external) == wanted:
                return each.id
        taken = {each.id for each in existing}
        number = len(taken) + 1
        while f"rId{number}" in taken:
            number += 1
        name = rels_name(of)
        if name not in self.parts and name not in self._trees:
            self.add_tree(name, f'<Relationships xmlns="{RELATIONSHIPS}"/>')
        line = self.tree(name).makeelement(f"{{{RELATIONSHIPS}}}Relationship")
        line.set("Id", f"rId{number}")
        line.set("Type", relationship_type)
        line.set("Target", target if external else posixpath.relpath(target, posixpath.dirname(of) or "."))
        if external:
            line.set("TargetMode", "External")
        self.tree(name).append(line)
        return f"rId{number}"

    def add_tree(self, name: str, xml: str) -> "_Element":
        """Add an XML part and return its root."""
        self.parts[name] = xml.encode("utf-8")
        return self.tree(name)

    def content_type(self, name: str) -> str:
        """Return the content type of a part, or an empty text where none is declared."""
        default = ""
        extension = name.rpartition(".")[2].lower()
        for each in self.tree(TYPES_PART):
            if each.get("PartName") == f"/{name}":
                return each.get("ContentType") or ""
            if (each.get("Extension") or "").lower() == extension:
                default = each.get("ContentType") or ""
        return default

    def declare(self, name: str, content_type: str) -> None:
        """Say which content type a part has."""
        if self.content_type(name) == content_type:
            return
        line = self.tree(TYPES_PART).makeelement(f"{{{CONTENT_TYPES}}}Override")
        line.set("PartName", f"/{name}")
        line.set("ContentType", content_type)
        self.tree(TYPES_PART).append(line)

    def forget(self, name: str) -> None:
        """Drop the tree of a part whose bytes were replaced."""
        self._trees.pop(name, None)

    def free_name(self, like: str) -> str:
        """Return the name of a part that does not exist yet, in the same folder."""
        stem, dot, extension = like.rpartition(".")
        stem = stem.rstrip("0123456789")
        number = 1
        while f"{stem}{number}{dot}{extension}" in self.parts:
            number += 1
        return f"{stem}{number}{dot}{extension}"

    def remove(self, name: str) -> None:
        """Take a part out, with its relationships and its content type."""
        for gone in (name, rels_name(name)):
            self.parts.pop(gone, None)
            self._trees.pop(gone, None)
        for each in list(self.tree(TYPES_PART)):
            if each.get("PartName") == f"/{name}":
                self.tree(TYPES_PART).remove(each)

    def reachable(self) -> set[str]:
        """Return the names of all parts that relationships lead to from the package's root."""
        found: set[str] = set()
        waiting = [""]
        while waiting:
            for each in self.relationships(waiting.pop()):
                if not each.external and each.target in self.parts and each.target not in found:
                    found.add(each.target)
                    waiting.append(each.target)
        return found

    def to_bytes(self) -> bytes:
        """Return the package as a canonical archive."""
        from lxml import etree

        for name, tree in self._trees.items():
            written = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
            if etree.tostring(parsed(self.parts[name], name)) != etree.tostring(tree):
                self.parts[name] = written
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
            for name in sorted(self.parts):
                archive.writestr(zipfile.ZipInfo(name), self.parts[name])
        return canonical_zip(target.getvalue())


def rels_name(of: str) -> str:
    """Return the name of the part that holds the relationships of a part."""
    folder, name = posixpath.split(of)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def parsed(content: bytes, name: str) -> "_Element":
    """Return XML as a tree: no entities are resolved, nothing is fetched."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadablePackage(f"a Word file whose part {name} is damaged") from error


def relationship_attribute(attribute: str) -> bool:
    """Say whether an attribute names a relationship."""
    return attribute.startswith(f"{{{R}}}")
