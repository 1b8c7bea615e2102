"""Writes REFI-QDA: a project (.qdpx) or a codebook (.qdc) as bytes, checked against the schemas.

The same project gives the same bytes. No path, name of a machine or clock gets into them.
"""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from impl_eval.coding.refi_elements import codebook_element, member_of, project_element
from impl_eval.coding.refi_validation import invalid_parts
from impl_eval.outputs.canonical_zip import canonical_zip
from impl_eval.readers.refi.model import QdaProject
from impl_eval.readers.refi.package import COMPANION
from impl_eval.readers.refi.xml_tree import DEEPEST_CODES


def qdpx_bytes(project: QdaProject) -> bytes:
    """Return a project as the bytes of a .qdpx: hold them back from others, they are full of speech.

    Parameters
    ----------
    project : users, codes, text sources with passages and codings, notes. (What our exports do not have
        is not written: cases, variables, sets, pictures and recordings.)

    Raises
    ------
    ValueError : it has something that is not written, or refers to something that it does not have, or
        what was written is not as the schema of REFI-QDA wants it.
    """
    faults = [*_unwritten(project), *_loose_ends(project)]
    if faults:
        raise ValueError(f"the project cannot be written: {'; '.join(faults[:5])}")
    members = {"project.qde": _checked(project_element(project))}
    for source in project.sources:
        members[f"sources/{member_of(source)}"] = (source.text or "").encode()
    if project.companion:
        members[COMPANION] = project.companion.encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return canonical_zip(packed.getvalue())


def qdc_bytes(project: QdaProject) -> bytes:
    """Return the codes of a project as the bytes of a .qdc.

    Raises
    ------
    ValueError : there are no codes, or what was written is not as the schema wants it.
    """
    faults = list(_loose_codes(project))
    if not project.codes or faults:
        raise ValueError(f"the codebook cannot be written: {'; '.join(faults[:5]) or 'it has no codes'}")
    return _checked(codebook_element(project))


def _checked(root: Any) -> bytes:
    from lxml import etree

    content: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    faults = sorted(set(invalid_parts(content)))
    if faults:
        raise ValueError(f"what was written is no REFI-QDA: {'; '.join(faults[:5])}")
    return content


def _unwritten(project: QdaProject) -> Iterator[str]:
    others = (
        ("cases", project.cases),
        ("variables", project.variables),
        ("sets", project.sets),
        ("areas", project.areas),
        ("sources without text", [one for one in project.sources if one.text is None]),
        ("values of sources", [one for one in project.sources if one.values]),
        ("passages of cases", [one for one in project.selections if one.case_guids]),
        ("notes without text", [one for one in project.notes if one.text is None]),
    )
    return (f"it has {name}" for name, things in others if things)


def _loose_codes(project: QdaProject) -> Iterator[str]:
    seen = {""}
    depth = {"": 0}
    for code in project.codes:
        if code.parent not in seen:
            yield "a code stands before the one above it"
        if code.guid in seen:
            yield "two codes have one guid"
        depth[code.guid] = depth.get(code.parent, 0) + 1
        seen.add(code.guid)
    if max(depth.values()) > DEEPEST_CODES:
        yield f"codes on more than {DEEPEST_CODES} levels"


def _loose_ends(project: QdaProject) -> Iterator[str]:
    yield from _loose_codes(project)
    codes, users = {one.guid for one in project.codes}, {"", *(one.guid for one in project.users)}
    notes = {one.guid for one in project.notes}
    lengths = {one.guid: len(one.text or "") for one in project.sources}
    if len(lengths) < len(project.sources):
        yield "two sources have one guid"
    for one in project.selections:
        if not 0 <= one.start <= one.end <= lengths.get(one.source_guid, -1):
            yield "a passage lies outside its text"
    for coding in project.codings:
        if coding.code_guid not in codes:
            yield "a coding names no code of the project"
        if coding.user_guid not in users:
            yield "a coding names no user of the project"
    holders: tuple[Any, ...] = (project, *project.codes, *project.sources, *project.selections)
    if any(guid not in notes for one in (*holders, *project.codings) for guid in one.note_guids):
        yield "something refers to a note that the project does not have"
