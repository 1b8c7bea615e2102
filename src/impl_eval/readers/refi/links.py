"""Links between a memo and what it is about, taken as the references to notes that they stand for."""

from dataclasses import replace

from impl_eval.readers.refi.code_elements import inside
from impl_eval.readers.refi.guids import same_spelling
from impl_eval.readers.refi.model import QdaProject
from impl_eval.readers.refi.xml_tree import Element


def with_linked_notes(project: QdaProject, root: Element) -> tuple[QdaProject, int]:
    """Return a project whose links from or to a memo are references to it, and how many links that were.

    ATLAS.ti ties memos to passages, codes and documents by links; others have references.
    """
    about: dict[str, list[str]] = {}
    notes = {note.guid for note in project.notes}
    known = {one.guid for one in project.codes} | {one.guid for one in project.selections}
    known |= {one.guid for one in project.sources if one.text is not None}
    used = 0
    for link in inside(root, "Links", "Link"):
        ends = [same_spelling(link.get(name)) for name in ("originGUID", "targetGUID")]
        note = next((end for end in ends if end in notes), "")
        target = next((end for end in ends if end in known), "")
        if note and target:
            about.setdefault(target, []).append(note)
            used += 1
    if not about:
        return project, 0

    def linked(guid: str, references: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*references, *about.pop(guid, ()))))

    selections = tuple(
        replace(one, note_guids=linked(one.guid, one.note_guids)) for one in project.selections
    )
    codes = tuple(replace(one, note_guids=linked(one.guid, one.note_guids)) for one in project.codes)
    sources = tuple(replace(one, note_guids=linked(one.guid, one.note_guids)) for one in project.sources)
    return replace(project, codes=codes, sources=sources, selections=selections), used
