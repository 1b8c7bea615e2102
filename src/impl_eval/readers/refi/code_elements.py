"""Users, codes, variables, cases, sets and references of a REFI-QDA file, from elements to plain values."""

import re
from collections.abc import Iterator

from impl_eval.readers.refi.findings import Findings
from impl_eval.readers.refi.guids import same_spelling
from impl_eval.readers.refi.model import QdaCase, QdaCode, QdaSet, QdaUser, QdaValue, QdaVariable
from impl_eval.readers.refi.xml_tree import Element

_COLOR = re.compile(r"#([0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})\Z")
_VALUES = ("TextValue", "BooleanValue", "IntegerValue", "FloatValue", "DateValue", "DateTimeValue")


def references(element: Element, name: str) -> tuple[str, ...]:
    """Return the guids that an element refers to by children of a name (`targetGUID`, in .qdc `guid`)."""
    found = (child.get("targetGUID") or child.get("guid") for child in element.all(name))
    return tuple(dict.fromkeys(same_spelling(guid) for guid in found if guid.strip()))


def inside(element: Element, *path: str) -> Iterator[Element]:
    """Yield the elements at the end of a path of names."""
    if len(path) == 1:
        yield from element.all(path[0])
        return
    for child in element.all(path[0]):
        yield from inside(child, *path[1:])


def read_users(root: Element, findings: Findings) -> tuple[QdaUser, ...]:
    """Return the users; one who stands twice with the same guid counts once."""
    users: dict[str, QdaUser] = {}
    for element in inside(root, "Users", "User"):
        guid = findings.guid_of(element)
        users.setdefault(guid, QdaUser(guid, element.get("name").strip(), element.get("id").strip()))
    return tuple(users.values())


def read_codes(codebook: Element | None, findings: Findings) -> tuple[QdaCode, ...]:
    """Return all codes, parents before their children, siblings in their order."""
    if codebook is None:
        return ()
    codes: list[QdaCode] = []
    # Some programs leave the element Codes out.
    top = [*inside(codebook, "Codes", "Code"), *codebook.all("Code")]
    waiting = [("", element) for element in reversed(top)]
    while waiting:
        parent, element = waiting.pop()
        code = _code(element, parent, findings)
        codes.append(code)
        waiting += [(code.guid, child) for child in reversed(list(element.all("Code")))]
    return tuple(codes)


def _code(element: Element, parent: str, findings: Findings) -> QdaCode:
    name = " ".join(element.get("name").split())
    if not name:
        findings.odd["codes without a name"] += 1
    color = element.get("color").strip()
    if color and not _COLOR.match(color):
        findings.odd["colours that are not written as #RRGGBB, left out"] += 1
        color = ""
    return QdaCode(
        guid=findings.guid_of(element),
        name=name or "code without a name",
        parent=parent,
        description=element.said("Description"),
        color=color,
        is_codable=element.get("isCodable").strip().lower() not in ("false", "0"),
        note_guids=references(element, "NoteRef"),
    )


def read_variables(root: Element, findings: Findings) -> tuple[QdaVariable, ...]:
    """Return the variables."""
    return tuple(
        QdaVariable(
            findings.guid_of(element),
            " ".join(element.get("name").split()),
            element.get("typeOfVariable").strip() or "Text",
            element.said("Description"),
        )
        for element in inside(root, "Variables", "Variable")
    )


def values_of(element: Element) -> tuple[QdaValue, ...]:
    """Return the values of variables that stand in a case or source; those without a value are left out."""
    return tuple(
        QdaValue(guid, said.text)
        for value in element.all("VariableValue")
        for said in [next(value.all(*_VALUES), None)]
        for guid in references(value, "VariableRef")
        if said is not None and said.text.strip()
    )


def read_cases(root: Element, findings: Findings) -> tuple[QdaCase, ...]:
    """Return the cases."""
    return tuple(
        QdaCase(
            guid=findings.guid_of(element),
            name=" ".join(element.get("name").split()),
            description=element.said("Description"),
            code_guids=references(element, "CodeRef"),
            values=values_of(element),
            source_guids=references(element, "SourceRef"),
            selection_guids=references(element, "SelectionRef"),
        )
        for element in inside(root, "Cases", "Case")
    )


def read_sets(root: Element, findings: Findings) -> tuple[QdaSet, ...]:
    """Return the sets of codes, sources and notes; programs also write an empty list of them."""
    return tuple(
        QdaSet(
            guid=findings.guid_of(element),
            name=" ".join(element.get("name").split()),
            description=element.said("Description"),
            code_guids=references(element, "MemberCode"),
            source_guids=references(element, "MemberSource"),
            note_guids=references(element, "MemberNote"),
        )
        for element in inside(root, "Sets", "Set")
    )
