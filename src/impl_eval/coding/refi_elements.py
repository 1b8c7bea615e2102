"""A QdaProject as elements of REFI-QDA, in the order of its schemas."""

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from impl_eval.readers.refi.model import QdaCode, QdaCoding, QdaNote, QdaProject, QdaSelection, QdaSource

if TYPE_CHECKING:
    from typing import Any

Node: TypeAlias = "Any"
PROJECT, CODEBOOK = "urn:QDA-XML:project:1.0", "urn:QDA-XML:codebook:1.0"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?\Z")


def project_element(project: QdaProject) -> Node:
    """Return the root of project.qde. Texts stand in files of their own."""
    root = _root("Project", PROJECT, {"name": project.name, "origin": project.origin})
    users = _container(root, "Users", project.users)
    for user in project.users:
        _add(users, "User", {"guid": user.guid, "name": user.name, "id": user.id})
    if project.codes:
        _codes(_add(root, "CodeBook"), project.codes, with_notes=True)
    sources = _container(root, "Sources", project.sources)
    passages: dict[str, list[QdaSelection]] = {}
    for selection in project.selections:
        passages.setdefault(selection.source_guid, []).append(selection)
    for source in project.sources:
        _source(sources, source, passages.get(source.guid, []))
    notes = _container(root, "Notes", project.notes)
    for note in project.notes:
        _note(notes, note)
    _description(root, project.description)
    _references(root, project.note_guids)
    return root


def codebook_element(project: QdaProject) -> Node:
    """Return the root of a .qdc: the codes only."""
    root = _root("CodeBook", CODEBOOK, {"origin": project.origin})
    _codes(root, project.codes, with_notes=False)
    return root


def member_of(source: QdaSource) -> str:
    """Return the name of the file that holds the text of a source, within the folder of sources."""
    return f"{source.guid}.txt"


def xml_text(text: str) -> str:
    """Return a text as XML can hold it: other characters become U+FFFD, line ends LF."""
    return _NOT_XML.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def _root(name: str, namespace: str, attributes: Mapping[str, str]) -> Node:
    from lxml import etree

    root = etree.Element(f"{{{namespace}}}{name}", nsmap={None: namespace})
    for key, value in attributes.items():
        if value:
            root.set(key, xml_text(value))
    return root


def _add(parent: Node, name: str, attributes: Mapping[str, str] | None = None, text: str = "") -> Node:
    """Add an element; empty attributes are left out."""
    from lxml import etree

    namespace = parent.tag.partition("}")[0]
    element = etree.SubElement(parent, f"{namespace}}}{name}")
    for key, value in (attributes or {}).items():
        if value:
            element.set(key, xml_text(value))
    element.text = xml_text(text) or None
    return element


def _container(root: Node, name: str, content: Iterable[object]) -> Node:
    """Return an element for a list; an empty list has none."""
    return _add(root, name) if tuple(content) else None


def _description(parent: Node, text: str) -> None:
    if text:
        _add(parent, "Description", text=text)


def _references(parent: Node, guids: Iterable[str]) -> None:
    for guid in guids:
        _add(parent, "NoteRef", {"targetGUID": guid})


def _codes(parent: Node, codes: Iterable[QdaCode], *, with_notes: bool) -> None:
    """Add the tree of codes; in the schema those under a code stand after what is said of it."""
    top = _add(parent, "Codes")
    elements: dict[str, Node] = {"": top}
    for code in codes:
        facts = {"guid": code.guid, "name": code.name, "isCodable": str(code.is_codable).lower()}
        element = _add(elements[code.parent], "Code", {**facts, "color": code.color})
        _description(element, code.description)
        _references(element, code.note_guids if with_notes else ())
        elements[code.guid] = element


def _made_by(user_guid: str, created: str) -> dict[str, str]:
    """Return who and when, as attributes; a time in another form than ISO 8601 is left out."""
    return {"creatingUser": user_guid, "creationDateTime": created if _TIME.match(created) else ""}


def _source(parent: Node, source: QdaSource, passages: Iterable[QdaSelection]) -> None:
    facts = {
        "guid": source.guid,
        "name": source.name,
        "plainTextPath": f"internal://{member_of(source)}",
        **_made_by(source.user_guid, source.created),
    }
    element = _add(parent, "TextSource", facts)
    _description(element, source.description)
    for passage in passages:
        _passage(element, passage)
    for coding in source.codings:
        _coding(element, coding)
    _references(element, source.note_guids)


def _passage(parent: Node, passage: QdaSelection) -> None:
    facts = {
        "guid": passage.guid,
        "name": passage.name,
        "startPosition": str(passage.start),
        "endPosition": str(passage.end),
        **_made_by(passage.user_guid, passage.created),
    }
    element = _add(parent, "PlainTextSelection", facts)
    _description(element, passage.description)
    for coding in passage.codings:
        _coding(element, coding)
    _references(element, passage.note_guids)


def _coding(parent: Node, coding: QdaCoding) -> None:
    facts = {"guid": coding.guid, **_made_by(coding.user_guid, coding.created)}
    element = _add(parent, "Coding", facts)
    _add(element, "CodeRef", {"targetGUID": coding.code_guid})
    _references(element, coding.note_guids)


def _note(parent: Node, note: QdaNote) -> None:
    facts = {"guid": note.guid, "name": note.name, **_made_by(note.user_guid, note.created)}
    _add(_add(parent, "Note", facts), "PlainTextContent", text=note.text or "")
