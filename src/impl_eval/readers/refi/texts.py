"""The words that elements of a project stand for: in the archive, or in the XML itself."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from impl_eval.readers.refi.findings import Findings
from impl_eval.readers.refi.package import MemberText, Package
from impl_eval.readers.refi.xml_tree import Element

_WITH_WORDS = frozenset({"TextSource", "Representation", "Transcript", "TextDescription", "Note"})
_BOM = "\ufeff"


@dataclass(frozen=True)
class SourceText:
    """The text of an element without byte order mark; None where it is missing. `named` is its path."""

    text: str | None = field(repr=False)
    had_mark: bool = False
    named: str = ""


class Texts:
    """The texts of one project; those in the archive are read once, all together."""

    def __init__(self, root: Element, package: Package, findings: Findings) -> None:
        self._package, self._findings = package, findings
        self._members = {id(element): self._member(element) for element in _with_words(root)}
        wanted = {member for member in self._members.values() if member}
        self._texts: dict[str, MemberText] = package.texts(wanted) if wanted else {}
        for text in self._texts.values():
            for note in text.notes:
                findings.odd[f"texts: {note.rstrip('.')}"] += 1

    def _member(self, element: Element) -> str:
        """Return the member that holds the text: by its path or, without one, by the guid."""
        path = element.get("plainTextPath").strip()
        found = self._package.member_of(path) if path else ""
        if path and not found:
            found = self._package.member_of(path.replace("{", "").replace("}", ""))
        if found and not path.lower().startswith("internal:"):
            self._findings.odd["texts with a path outside the file, found inside it"] += 1
        guid = element.get("guid").strip().strip("{}")
        return found or (self._package.member_of(f"{guid}.txt") if guid else "")

    def text_of(self, element: Element) -> SourceText:
        """Return the text of an element that may hold words."""
        named = element.get("plainTextPath").strip()
        member = self._members.get(id(element), "")
        if member:
            read = self._texts[member]
            return SourceText(read.text, read.had_mark, named)
        inline = element.first("PlainTextContent")
        if inline is not None:
            return SourceText(inline.text.removeprefix(_BOM), inline.text.startswith(_BOM), named)
        return SourceText(None, named=named)


def _with_words(element: Element) -> Iterator[Element]:
    waiting = [element]
    while waiting:
        one = waiting.pop()
        if one.name in _WITH_WORDS:
            yield one
        waiting += one.children
