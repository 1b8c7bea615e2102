"""Coding out of the study: the log as JSON lines for each coder, and the study's own files afresh."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from shlex import quote

from impl_eval.coding.bundle import bundle_bytes, bundle_of
from impl_eval.coding_desk.blindness import blindness_of
from impl_eval.coding_desk.desk import Desk, has_store, open_desk
from impl_eval.coding_desk.exchange import project_file
from impl_eval.coding_desk.recording import write_study_files
from impl_eval.coding_desk.standing import load_settled_study, seen_by
from impl_eval.errors import AnalysisRefused
from impl_eval.outputs.atomic import write_all
from impl_eval.study.coded_files import CodedFileKind, coded_files
from impl_eval.study.load import load_study

KINDS: dict[str, CodedFileKind] = {"word": "word", "page": "page", "xlsx": "xlsx", "csv": "csv"}
_LONGEST_NAME = 60
NO_STORE = "Nothing is on record yet: the coding store is made by the first import."


def export_bundles(root: Path, folder: Path, coder: str = "") -> tuple[list[Path], tuple[str, ...]]:
    """Write the log of each coder, or of one, as coding-AB.jsonl; returns the paths, and who was left out.

    A coder with layers that are coded blind and not yet shown is left out unless named: the file is then
    the coder's own.
    """
    study = load_settled_study(root, look_for_names=False)
    if not has_store(root):
        raise AnalysisRefused(NO_STORE)
    with open_desk(study) as desk:
        coders = desk.store.coders()
        if coder and coder not in coders:
            raise AnalysisRefused(f"{coder} has decided nothing. On record are: {', '.join(coders)}.")
        left_out = [] if coder else [one for one in coders if one in hidden_coders(desk)]
        chosen = [coder] if coder else [one for one in coders if one not in left_out]
        names = bundle_names(coders)
        contents = {folder / names[one]: (bundle_bytes(bundle_of(desk.store, one)), True) for one in chosen}
    sentences = [_left_out(one) for one in left_out]
    if not contents:
        raise AnalysisRefused("\n".join(["Nothing was written.", *sentences]))
    write_all(contents)
    return list(contents), tuple(sentences)


def _left_out(coder: str) -> str:
    why = "codes blind, and not everything is locked by two coders yet"
    return f"{coder} was left out: {coder} {why}. {coder} alone may send it: add --coder {quote(coder)}."


def export_codings(
    root: Path, folder: Path, kind: str, coder: str = "", transcripts: Sequence[str] = ()
) -> tuple[list[Path], tuple[str, ...]]:
    """Write codings as Word copies, pages, tables or for other programs; returns paths and remarks."""
    if kind in ("qdpx", "qdc"):
        content, lines = project_file(root, kind, coder)
        path = folder / f"coding.{kind}"
        write_all({path: (content, True)})
        return [path], lines
    study = seen_by(load_settled_study(root, look_for_names=False), coder)
    chosen = KINDS[kind]
    files = coded_files(study, chosen, transcript_ids=transcripts, coders=(coder,) if coder else ())
    write_all({folder / name: (content, True) for name, content in files.items()})
    return [folder / name for name in files], ()


def hidden_coders(desk: Desk) -> frozenset[str]:
    """Return the coders of whom some layer may not be shown yet."""
    blindness = blindness_of(desk)
    return frozenset(
        one.coder for one in desk.layers.segments if not blindness.shows(one.transcript_id, one.coder)
    )


def bundle_names(coders: Sequence[str]) -> dict[str, str]:
    """Return a file name for each coder: coding-AB.jsonl, told apart by a hash where signs do not suffice."""
    plain = {one: "".join(sign if sign.isalnum() else "-" for sign in one)[:_LONGEST_NAME] for one in coders}
    shapes = Counter(name.casefold() for name in plain.values())
    return {one: f"coding-{name}{_tail(one, name, shapes)}.jsonl" for one, name in plain.items()}


def _tail(coder: str, name: str, shapes: Counter[str]) -> str:
    if shapes[name.casefold()] == 1 and len(coder) <= _LONGEST_NAME:
        return ""
    return "-" + hashlib.sha256(coder.encode()).hexdigest()[:8]


def restore_study_files(root: Path) -> None:
    """Write coded_segments.csv, rejected_suggestions.csv and summaries.csv as the store has them."""
    if not has_store(root):
        raise AnalysisRefused(NO_STORE)
    with open_desk(load_study(root, check_places=False, look_for_names=False)) as desk:
        write_study_files(desk)
