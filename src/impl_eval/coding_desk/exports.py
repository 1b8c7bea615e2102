"""Coding out of the study: the log as JSON lines for each coder, and the study's own files afresh."""

from pathlib import Path

from impl_eval.coding.bundle import bundle_bytes, bundle_of
from impl_eval.coding_desk.blindness import blindness_of
from impl_eval.coding_desk.desk import Desk, has_store, open_desk
from impl_eval.coding_desk.recording import write_study_files
from impl_eval.coding_desk.standing import load_settled_study
from impl_eval.errors import AnalysisRefused
from impl_eval.outputs.atomic import write_all
from impl_eval.study.load import load_study

NO_STORE = "Nothing is on record yet: the coding store is made by the first import."


def export_bundles(root: Path, folder: Path, coder: str = "") -> list[Path]:
    """Write the log of each coder, or of one, as coding-AB.jsonl; returns the paths.

    A coder with layers that are coded blind and not yet shown is left out unless named: the file is then
    the coder's own.
    """
    study = load_settled_study(root)
    if not has_store(root):
        raise AnalysisRefused(NO_STORE)
    with open_desk(study) as desk:
        coders = sorted({event.coder for event in desk.store.events()})
        if coder and coder not in coders:
            raise AnalysisRefused(f"{coder} has decided nothing. On record are: {', '.join(coders)}.")
        chosen = [coder] if coder else [one for one in coders if one not in hidden_coders(desk)]
        contents = {
            folder / f"coding-{_file_name(one)}.jsonl": (bundle_bytes(bundle_of(desk.store, one)), True)
            for one in chosen
        }
    write_all(contents)
    return list(contents)


def hidden_coders(desk: Desk) -> frozenset[str]:
    """Return the coders of whom some layer may not be shown yet."""
    blindness = blindness_of(desk)
    return frozenset(
        one.coder for one in desk.layers.segments if not blindness.shows(one.transcript_id, one.coder)
    )


def _file_name(coder: str) -> str:
    return "".join(sign if sign.isalnum() else "-" for sign in coder)


def restore_study_files(root: Path) -> None:
    """Write coded_segments.csv and rejected_suggestions.csv as the store has them."""
    if not has_store(root):
        raise AnalysisRefused(NO_STORE)
    with open_desk(load_study(root, check_places=False)) as desk:
        write_study_files(desk)
