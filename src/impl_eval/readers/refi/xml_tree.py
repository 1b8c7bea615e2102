"""XML of strangers as a small tree: without document types, entities of its own, or network.

Expat tells a document type declaration in any encoding. Names lose their namespace: programs write
several. Depth and number of elements are limited while the file streams past.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from impl_eval.readers.faults import damaged, fault

MOST_ELEMENTS = 2_000_000
DEEPEST = 130
DEEPEST_CODES = 100
"""Levels of codes under codes; no program shows more, and the standard's own tools fail at twice that."""
_NOT_TRUSTED = "No program for qualitative analysis writes such a file: ask where it came from."
_CHUNK = 1 << 20
_NAMES = (
    "Project CodeBook Codes Code Description Users User Variables Variable VariableValue VariableRef "
    "TextValue BooleanValue IntegerValue FloatValue DateValue DateTimeValue Cases Case CodeRef SourceRef "
    "SelectionRef Sources TextSource PDFSource PictureSource AudioSource VideoSource PlainTextContent "
    "PlainTextSelection PDFSelection PictureSelection AudioSelection VideoSelection Representation "
    "TextDescription Transcript TranscriptSelection SyncPoint Coding Notes Note NoteRef Links Link Sets Set "
    "MemberCode MemberSource MemberNote Graphs Graph"
)
_SPELT = {name.casefold(): name for name in _NAMES.split()}


@dataclass(slots=True)
class Element:
    """One element: its name, attributes, children, own text, and the line where it begins."""

    name: str
    attributes: Mapping[str, str] = field(repr=False)
    line: int
    children: "list[Element]" = field(default_factory=list, repr=False)
    pieces: list[str] = field(default_factory=list, repr=False)

    @property
    def text(self) -> str:
        """The text that stands directly in the element."""
        return "".join(self.pieces)

    def get(self, name: str) -> str:
        """Return an attribute, or an empty text."""
        return self.attributes.get(name, "")

    def all(self, *names: str) -> "Iterator[Element]":
        """Yield the children of these names, in their order."""
        return (child for child in self.children if child.name in names)

    def first(self, name: str) -> "Element | None":
        """Return the first child of a name."""
        return next(self.all(name), None)

    def said(self, name: str) -> str:
        """Return the text of the first child of a name, or an empty text."""
        child = self.first(name)
        return child.text if child is not None else ""


def _in_one_case(name: str) -> str:
    """Return the name of an element as the standard spells it: some programs write Codebook."""
    return _SPELT.get(name.casefold(), name)


class _Builder:
    """Builds the tree as expat reports it."""

    def __init__(self, name: str, counts: dict[str, int]) -> None:
        self._name, self._counts = name, counts
        self._number = 0
        self._open: list[Element] = []
        self._codes = 0
        self.root: Element | None = None
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.ordered_attributes = False
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def _doctype(self, *declaration: object) -> None:
        raise fault(
            self._name,
            "a document type declaration",
            "a project without one",
            _NOT_TRUSTED,
            line=self.parser.CurrentLineNumber,
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = _in_one_case(name.rpartition(":")[2])
        self._number += 1
        self._codes += local == "Code"
        self._counts[local] = self._counts.get(local, 0) + 1
        line = self.parser.CurrentLineNumber
        if self._number > MOST_ELEMENTS:
            raise fault(
                self._name, f"more than {MOST_ELEMENTS:,} elements", "", "Export fewer documents at once."
            )
        if self._codes > DEEPEST_CODES:
            allowed = f"up to {DEEPEST_CODES} levels"
            remedy = "Flatten the codes in the program they came from, and export again."
            raise fault(self._name, f"codes on more than {DEEPEST_CODES} levels", allowed, remedy, line=line)
        if len(self._open) >= DEEPEST:
            raise fault(self._name, f"elements nested more than {DEEPEST} deep", "", _NOT_TRUSTED, line=line)
        named = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        element = Element(local, named, line)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def _end(self, name: str) -> None:
        self._codes -= self._open.pop().name == "Code"

    def _characters(self, text: str) -> None:
        self._open[-1].pieces.append(text)


def parse_tree(content: bytes, name: str) -> tuple[Element, dict[str, int]]:
    """Return the root element of an XML file, and how many elements of each name it has.

    Parameters
    ----------
    content, name : the bytes in any encoding that XML declares, and how people know the file.

    Raises
    ------
    StudyProblems : it is not well formed, declares a document type, is nested too deep or too large.
    """
    counts: dict[str, int] = {}
    builder = _Builder(name, counts)
    line = 0
    try:
        for start in range(0, len(content), _CHUNK):
            builder.parser.Parse(content[start : start + _CHUNK], False)
        builder.parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError):
        line = builder.parser.CurrentLineNumber
    if line:
        allowed, remedy = "well-formed XML", "Export it again; it may have been cut short in transfer."
        raise fault(name, "XML that breaks off or is not well formed", allowed, remedy, line=line)
    if builder.root is None:
        raise damaged(name)
    return builder.root, counts
