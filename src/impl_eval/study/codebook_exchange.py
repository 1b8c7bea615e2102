"""The codes of another program's codebook (.qdc) into a study's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from impl_eval.qualitative.codebook import Code, Codebook
from impl_eval.qualitative.exchange import (
    ChoiceRow,
    CodeChoices,
    LossReport,
    code_choices,
    codes_of_project,
    known_codes_of_project,
)
from impl_eval.readers.refi import QdaProject, read_qdc
from impl_eval.study.code_map_file import read_code_map, write_code_map
from impl_eval.study.codebook_files import codebook_file_of_study, read_codebook
from impl_eval.study.codebook_library import add_codes, framework_of


@dataclass(frozen=True)
class ImportedCodes:
    """The codebook that codes were added to, the codes that were new, and the report."""

    path: Path
    added: tuple[Code, ...]
    report: LossReport


def import_qdc(
    root: Path, path: Path, *, code_map: Path | None = None, partial: bool = False
) -> ImportedCodes:
    """Add the codes of a .qdc that the codebook of a study lacks. Doing it again adds nothing.

    Parameters
    ----------
    code_map : a table that says which codes are codes of the study, and where others go.
    partial : take codes whose guid stands twice, too.

    Raises
    ------
    StudyProblems : the file or the table cannot be relied on, or the codebook would have faults.
    """
    project = read_qdc(path, path.name, partial=partial)
    name, file = codebook_file_of_study(root)
    codebook, mechanisms = read_codebook(file, name), _mechanisms(root)
    choices = choices_of(code_map, project, codebook, mechanisms)
    added, report = codes_of_project(project, codebook, mechanisms, choices)
    if added:
        add_codes(root, added)
    return ImportedCodes(file, added, report)


def draft_code_map_of_qdc(root: Path, path: Path, target: Path) -> int:
    """Write a table of the codes of a .qdc to be completed; returns how many there are."""
    project = read_qdc(path, path.name, partial=True)
    name, file = codebook_file_of_study(root)
    known = read_codebook(file, name)
    same_as = known_codes_of_project(project, known, _mechanisms(root))
    write_code_map(target, project, same_as)
    return len(project.codes)


def choices_of(
    code_map: Path | None,
    project: QdaProject,
    codebook: Codebook,
    mechanisms: Sequence[tuple[str, str]],
) -> CodeChoices:
    """Return what a table chooses for the codes of a file; nothing where there is no table."""
    rows: list[ChoiceRow] = read_code_map(code_map) if code_map is not None else []
    known = [*(identity for identity, _ in mechanisms), *codebook.by_id]
    return code_choices(rows, code_map.name if code_map is not None else "", project, known)


def _mechanisms(root: Path) -> list[tuple[str, str]]:
    return [(one.id, one.label) for one in framework_of(root).mechanisms]
