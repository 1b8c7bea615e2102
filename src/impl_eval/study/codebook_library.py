"""The ready codebooks that come with impl-eval, and how a study takes them, whole or code by code."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from impl_eval.errors import Problem, StudyProblems, did_you_mean
from impl_eval.outputs.atomic import write_whole
from impl_eval.protocols import Framework
from impl_eval.qualitative.codebook import Code, Codebook
from impl_eval.qualitative.codebook_checks import check_codebook
from impl_eval.qualitative.codebook_choice import choose_codes, ids_taken
from impl_eval.study.codebook_edit import add_code_text
from impl_eval.study.codebook_files import STUDY_FILE, codebook_file_of_study, read_codebook
from impl_eval.study.declared_files import Gathering
from impl_eval.study.declared_things import read_declared
from impl_eval.study.files import StudyFiles
from impl_eval.study.study_file import StudyFile

CODEBOOK_IDS = ("cfir_2", "com_b", "npt", "re_aim", "tdf_v2")
CODEBOOK_FILE = "codebook.yaml"
CODEBOOK_FILES = tuple(f"{name}/{CODEBOOK_FILE}" for name in CODEBOOK_IDS)
COPIES = "qualitative/codebooks"


@dataclass(frozen=True)
class Placed:
    """Where codes of a library go in a study: under a mechanism or code, or (empty) beside the framework."""

    under: str = ""
    origin: Literal["deductive", "inductive"] = "deductive"
    with_sub_codes: bool = False


def codebook_library_root() -> Path:
    """Return the folder of the ready codebooks: inside the package, else in the checkout."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "codebook_library"
    return inside if inside.is_dir() else package.parents[1] / "qualitative" / "library"


def load_library_codebook(library_id: str) -> Codebook:
    """Read a ready codebook. Raises StudyProblems where there is none of this id."""
    if library_id not in CODEBOOK_IDS:
        found, allowed = f'"{library_id}"', ", ".join(CODEBOOK_IDS)
        near = did_you_mean(library_id, CODEBOOK_IDS)
        raise StudyProblems([Problem("codebook library", None, "", found, allowed, near)])
    path = codebook_library_root() / library_id / CODEBOOK_FILE
    return read_codebook(path, f"codebook library, {library_id}")


def copy_from_library(root: Path, library_id: str) -> Path:
    """Copy a ready codebook into a study, to look at and to edit; returns the path written.

    Nothing of the study uses the copy. Raises StudyProblems where there is none of this id, where the
    folder is no study, or where a copy is there already.
    """
    load_library_codebook(library_id)
    if not (root / STUDY_FILE).is_file():
        found = "no study.yaml in this folder"
        raise StudyProblems([Problem(STUDY_FILE, None, "", found, "a study folder", "Name a study.")])
    name = f"{COPIES}/{library_id}.yaml"
    path = root / name
    if path.exists():
        remedy = "Remove or rename it first: a codebook is never replaced."
        raise StudyProblems([Problem(name, None, "", "a file of this name", "a new file", remedy)])
    content = (codebook_library_root() / library_id / CODEBOOK_FILE).read_bytes()
    write_whole(path, content, private=False)
    return path


def add_library_codes(
    root: Path, library_id: str, code_ids: Sequence[str], placed: Placed
) -> tuple[Path, tuple[Code, ...]]:
    """Add codes of a ready codebook to a study's own; returns its path and the codes as they were added.

    Raises StudyProblems, with every fault at once, where a code is not in the library or its id is taken,
    or where the place for them is neither a mechanism nor a code of the study.
    """
    library = load_library_codebook(library_id)
    unknown = [
        Problem(
            f"codebook library, {library_id}", None, "", f'no code "{code_id}"', "a code of this codebook",
            did_you_mean(code_id, library.by_id)
            or f"'impl-eval codebook library show {library_id}' lists its codes.",
        )
        for code_id in code_ids
        if code_id not in library.by_id
    ]  # fmt: skip
    if unknown:
        raise StudyProblems(unknown)
    mechanism, parent = _place(root, placed.under)
    codes = choose_codes(
        library, code_ids, mechanism=mechanism, parent=parent, origin=placed.origin,
        with_sub_codes=placed.with_sub_codes,
    )  # fmt: skip
    return add_codes(root, codes), codes


def add_codes(root: Path, codes: Sequence[Code]) -> Path:
    """Add codes to the codebook of a study, after its last one; everything that stands there stays.

    Returns the path of the codebook. Raises StudyProblems where the codebook with them would have faults,
    or its codes are not written one below the other; the file is then as it was.
    """
    ((path, (content, private)),) = codebook_with_codes(root, codes).items()
    write_whole(path, content, private=private)
    return path


def codebook_with_codes(root: Path, codes: Sequence[Code]) -> dict[Path, tuple[bytes, bool]]:
    """Return the codebook file of a study with codes added, as path and content; writes nothing.

    Raises StudyProblems as `add_codes` does.
    """
    name, path = codebook_file_of_study(root)
    codebook = read_codebook(path, name)
    findings = ids_taken(codes, codebook, framework_of(root).mechanism_ids)
    both = codebook.model_copy(update={"codes": (*codebook.codes, *codes)})
    # A copy keeps what was worked out for the first: ids are looked up anew.
    findings = findings or check_codebook(Codebook.model_validate(both.model_dump(by_alias=True)))
    if findings:
        raise StudyProblems(
            Problem(name, None, "codes to add", one.found, one.allowed, one.remedy) for one in findings
        )
    text = path.read_bytes().decode("utf-8")
    try:
        added = add_code_text(text, codes)
    except ValueError:
        remedy = "Write each code as an entry of its own, beginning with a dash, and add them again."
        found = "codes that do not stand one below the other"
        raise StudyProblems([Problem(name, None, "codes", found, "a list of codes", remedy)]) from None
    return {path: (added.encode("utf-8"), not path.stat().st_mode & 0o077)}


def _place(root: Path, under: str) -> tuple[str | None, str | None]:
    """Return the mechanism or the parent that a word of the user names; neither where it is empty."""
    if not under:
        return None, None
    mechanism_ids = framework_of(root).mechanism_ids
    if under in mechanism_ids:
        return under, None
    name, path = codebook_file_of_study(root)
    codes = read_codebook(path, name).by_id
    if under in codes:
        return None, under
    known = tuple(dict.fromkeys((*mechanism_ids, *codes)))
    allowed, near = "a mechanism of the framework, or a code of the codebook", did_you_mean(under, known)
    raise StudyProblems([Problem(name, None, "--under", f'"{under}"', allowed, near or ", ".join(known))])


def framework_of(root: Path) -> Framework:
    """Return the framework of a study; the rest of the study is not looked at, faults aside."""
    gathering = Gathering()
    files = StudyFiles(root, gathering)
    declared, source = read_declared(StudyFile, STUDY_FILE, (STUDY_FILE, None, ""), files)
    framework = None
    if declared is not None and source is not None:
        framework, _ = read_declared(Framework, declared.framework, source.place(("framework",)), files)
    if framework is None:
        raise StudyProblems(gathering.problems)
    return framework
