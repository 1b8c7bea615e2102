"""A REFI-QDA project (.qdpx) as a QdaProject: tolerant of what real programs write, strict about faults."""

from dataclasses import replace
from pathlib import Path

from impl_eval.errors import StudyProblems
from impl_eval.readers.faults import fault
from impl_eval.readers.files import read_content
from impl_eval.readers.refi.code_elements import (
    inside,
    read_cases,
    read_codes,
    read_sets,
    read_users,
    read_variables,
    references,
)
from impl_eval.readers.refi.findings import Findings
from impl_eval.readers.refi.guids import same_spelling
from impl_eval.readers.refi.links import with_linked_notes
from impl_eval.readers.refi.model import QdaCase, QdaNote, QdaProject, QdaReading
from impl_eval.readers.refi.package import Package, open_package
from impl_eval.readers.refi.positions import STANDARD, Counting, choose_counting
from impl_eval.readers.refi.source_elements import CodeTargets, SourceReader
from impl_eval.readers.refi.texts import Texts
from impl_eval.readers.refi.xml_tree import Element, parse_tree

NAMESPACE = "urn:QDA-XML:project:1.0"


def read_qdpx(path: Path, name: str, *, partial: bool = False) -> QdaProject:
    """Read a REFI-QDA project.

    Parameters
    ----------
    path, name : where the file lies, and how people know it.
    partial : read what can be read, and list in `reading.left_out` what cannot.

    Raises
    ------
    StudyProblems : it is no such file, is damaged or not to be trusted (this also with `partial`); the
        text of a source is missing, a coding names no known code or lies outside its text, two elements
        have one guid.
    """
    return parse_qdpx(read_content(path, name), name, partial=partial)


def parse_qdpx(content: bytes, name: str, *, partial: bool = False) -> QdaProject:
    """Read a REFI-QDA project from its bytes, as `read_qdpx` does."""
    package = open_package(content, name)
    root, elements = parse_tree(package.project, f"{name}: {package.project_member}")
    if root.name.casefold() != "project":
        allowed = "the root Project of REFI-QDA"
        raise fault(name, f"the root {root.name[:40]} in {package.project_member}", allowed)
    findings = Findings(name, package.project_member)
    project = _project(root, package, findings, elements)
    if findings.faults and not partial:
        raise StudyProblems(findings.faults_shown)
    return project


def _project(root: Element, package: Package, findings: Findings, elements: dict[str, int]) -> QdaProject:
    users = read_users(root, findings)
    codes = read_codes(root.first("CodeBook"), findings)
    variables, cases = read_variables(root, findings), read_cases(root, findings)
    targets = CodeTargets(frozenset(code.guid for code in codes), frozenset(case.guid for case in cases))
    texts = Texts(root, package, findings)
    reader = SourceReader(findings, texts, targets)
    reader.read(root)
    counting = choose_counting([part.counted for part in reader.parts])
    project = QdaProject(
        name=" ".join(root.get("name").split()) or "project without a name",
        origin=" ".join(root.get("origin").split()),
        users=users,
        codes=codes,
        variables=variables,
        cases=_with_sources(cases, reader.case_sources),
        sources=tuple(reader.sources),
        selections=reader.selections(counting),
        areas=tuple(reader.areas),
        notes=_notes(root, texts, findings),
        sets=read_sets(root, findings),
        description=root.said("Description"),
        note_guids=references(root, "NoteRef"),
        companion=package.companion,
    )
    _count_missing_notes(project, findings)
    project, note_links = with_linked_notes(project, root)
    assigned = (len(selection.case_guids) for selection in project.selections)
    reading = QdaReading(
        elements=dict(sorted(elements.items())),
        changed=_changed(counting),
        notes=(*package.notes, *_odd_names(root), *findings.notes()),
        left_out=tuple(findings.faults),
        left_out_codings=findings.left_out_codings,
        case_codings=len(reader.case_sources) + sum(assigned),
        note_codings=sum(map(_codings_of_note, inside(root, "Notes", "Note"))),
        note_links=note_links,
        checks=reader.checks(counting),
    )
    return replace(project, reading=reading)


def _count_missing_notes(project: QdaProject, findings: Findings) -> None:
    known = {note.guid for note in project.notes}
    said = [*project.note_guids]
    for holders in (project.codes, project.sources, project.selections, project.areas, project.codings):
        said += [guid for one in holders for guid in one.note_guids]
    missing = sum(guid not in known for guid in said)
    if missing:
        findings.odd["references to memos that the file does not have"] += missing


def _codings_of_note(note: Element) -> int:
    passages = sum(len(list(passage.all("Coding"))) for passage in note.all("PlainTextSelection"))
    return len(list(note.all("Coding"))) + passages


def _notes(root: Element, texts: Texts, findings: Findings) -> tuple[QdaNote, ...]:
    return tuple(
        QdaNote(
            guid=findings.guid_of(element),
            name=" ".join(element.get("name").split()),
            text=texts.text_of(element).text or element.said("Description") or None,
            user_guid=same_spelling(element.get("creatingUser")),
            created=element.get("creationDateTime").strip(),
        )
        for element in inside(root, "Notes", "Note")
    )


def _with_sources(cases: tuple[QdaCase, ...], assigned: list[tuple[str, str]]) -> tuple[QdaCase, ...]:
    """Add the sources that were assigned to a case by a coding."""
    return tuple(
        replace(
            case,
            source_guids=tuple(
                dict.fromkeys(
                    (*case.source_guids, *(source for guid, source in assigned if guid == case.guid))
                )
            ),
        )
        for case in cases
    )


def _changed(counting: Counting) -> tuple[str, ...]:
    if counting == STANDARD:
        return ()
    return (
        f"Positions in the file {counting.sentence()}, unlike those of most programs: the words around them "
        "show it. All passages were placed accordingly.",
    )


def _odd_names(root: Element) -> tuple[str, ...]:
    found = root.get("xmlns")
    return () if found in ("", NAMESPACE) else (f"The file names the standard {found[:60]}.",)
