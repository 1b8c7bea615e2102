"""A REFI-QDA codebook (.qdc) as a QdaProject that has codes and sets only."""

from pathlib import Path

from impl_eval.errors import StudyProblems
from impl_eval.readers.faults import fault
from impl_eval.readers.files import file_kind, read_content
from impl_eval.readers.refi.code_elements import read_codes, read_sets
from impl_eval.readers.refi.findings import Findings
from impl_eval.readers.refi.model import QdaProject, QdaReading
from impl_eval.readers.refi.xml_tree import parse_tree

_LARGEST = 64 << 20


def read_qdc(path: Path, name: str, *, partial: bool = False) -> QdaProject:
    """Read a REFI-QDA codebook.

    Parameters
    ----------
    path, name : where the file lies, and how people know it.
    partial : give a second code with a guid used before one of its own, and say so, instead of refusing.

    Raises
    ------
    StudyProblems : it is no such file, is damaged or not to be trusted, or two codes have one guid.
    """
    return parse_qdc(read_content(path, name), name, partial=partial)


def parse_qdc(content: bytes, name: str, *, partial: bool = False) -> QdaProject:
    """Read a REFI-QDA codebook from its bytes, as `read_qdc` does."""
    allowed = "a REFI-QDA codebook (.qdc), which is XML"
    if file_kind(content) not in ("text", "binary"):
        raise fault(name, "a file that is no codebook", allowed, "A project ends in .qdpx.")
    if len(content) > _LARGEST:
        raise fault(name, f"a codebook of more than {_LARGEST >> 20} MB", allowed)
    root, elements = parse_tree(content, name)
    if root.name.casefold() != "codebook":
        raise fault(name, f"the root {root.name[:40]}", "the root CodeBook of REFI-QDA")
    findings = Findings(name, "codebook")
    codes, sets = read_codes(root, findings), read_sets(root, findings)
    if findings.faults and not partial:
        raise StudyProblems(findings.faults_shown)
    left_out = tuple(findings.faults)
    reading = QdaReading(dict(sorted(elements.items())), notes=findings.notes(), left_out=left_out)
    origin = " ".join(root.get("origin").split())
    return QdaProject(name, origin, codes=codes, sets=sets, reading=reading)
