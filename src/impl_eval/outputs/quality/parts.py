"""Rules on the file itself: parts that are missing, doubled, broken or not declared."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from impl_eval.outputs.quality.finding import Finding, must
from impl_eval.outputs.refresh.package import Package, UnreadablePackage, relationship_attribute

_IN_THE_FILE = "in the file"
_BEGINNING = 2000
_NUMBERED = re.compile(r"\d*\.xml\Z")
_TYPES = {"header": "header+xml", "footer": "footer+xml", "styles": "styles+xml", "chart": "chart+xml"}
_TYPES |= {name: f"{name}+xml" for name in ("settings", "numbering", "comments", "footnotes", "endnotes")}
_OPEN_IN_WORD = "Open the file in Word, let it repair the file, and save it."


def part_faults(package: Package, names: Sequence[str]) -> Iterator[Finding]:
    """Yield faults of the parts; `names` are the members of the archive as they stand in it."""
    for name, number in sorted(Counter(names).items()):
        if number > 1:
            yield must("doubled part", _IN_THE_FILE, f"{name} stands {number} times", _OPEN_IN_WORD)
    for name in sorted(package.parts):
        if name.endswith((".xml", ".rels")):
            try:
                package.tree(name)
            except UnreadablePackage:
                yield must("broken part", _IN_THE_FILE, f"{name} is damaged", _OPEN_IN_WORD)
                continue
        if name != "[Content_Types].xml" and not package.content_type(name):
            yield must("undeclared part", _IN_THE_FILE, f"{name} has no content type", _OPEN_IN_WORD)
        elif (wanted := _wanted_type(package, name)) and not package.content_type(name).endswith(wanted):
            found = f"{name} is declared as something else than it is"
            yield must("wrong content type", _IN_THE_FILE, found, _OPEN_IN_WORD)
        if b"<!DOCTYPE" in package.parts[name][:_BEGINNING] and name.endswith((".xml", ".rels")):
            yield must("document type", _IN_THE_FILE, f"{name} has a DOCTYPE: Word does not open it")
    for of in ("", *sorted(name for name in package.parts if not name.endswith(".rels"))):
        yield from _relationship_faults(package, of)


def _wanted_type(package: Package, name: str) -> str:
    """Return how the content type of one of Word's own parts has to end; empty where anything goes."""
    folder, _, _ = name.partition("/")
    kind = _NUMBERED.sub("", name.rpartition("/")[2])
    return (
        "document.main+xml"
        if name == package.document_name
        else _TYPES.get(kind, "")
        if folder == "word"
        else ""
    )


def _relationship_faults(package: Package, of: str) -> Iterator[Finding]:
    known = set()
    for each in package.relationships(of):
        if each.id in known:
            yield must(
                "doubled relationship",
                _IN_THE_FILE,
                f"{of or 'the file'} names {each.id} twice",
                _OPEN_IN_WORD,
            )
        known.add(each.id)
        if not each.external and each.target not in package.parts:
            found = f"{each.kind} {each.target} is missing"
            yield must("missing part", _IN_THE_FILE, found, "Put the picture or part in again.")
    if not of.endswith(".xml") or of.startswith("customXml/"):
        return
    try:
        root = package.tree(of)
    except UnreadablePackage:
        return
    used = {
        str(value)
        for element in root.iter()
        for name, value in element.attrib.items()
        if relationship_attribute(str(name))
    }
    for identifier in sorted(used - known - {""}):
        found = f"{of} asks for {identifier}, which leads nowhere"
        yield must("missing relationship", _IN_THE_FILE, found, "Put the picture, chart or link in again.")
