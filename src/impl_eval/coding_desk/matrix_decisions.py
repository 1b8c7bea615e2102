"""What people decide in the framework matrix: summaries brought back, and one chosen of several."""

from pathlib import Path

from impl_eval.coding_desk.desk import has_store, open_desk
from impl_eval.coding_desk.recording import adopt, settle_from_files, write_study_files
from impl_eval.coding_desk.standing import load_settled_study
from impl_eval.coding_desk.summaries import record_summaries, shown_summaries, written_summaries
from impl_eval.errors import AnalysisRefused
from impl_eval.qualitative.framework_matrix import CaseKind, CellKey
from impl_eval.study.load import load_study
from impl_eval.study.model import Study
from impl_eval.study.summary_files import SUMMARIES_FILE
from impl_eval.study.summary_import import holds_unimported_summaries, read_changed_summaries


def import_summaries(root: Path, file: Path, coder: str, at: str) -> str:
    """Put on record what a workbook, or summaries.csv edited by hand, changes; returns a sentence.

    Raises StudyProblems with every fault; nothing is then taken over.
    """
    if file.resolve() == (root / SUMMARIES_FILE).resolve():
        with open_desk(load_study(root, look_for_names=False)) as desk:
            count = settle_from_files(desk, coder, at)
        decisions = "1 decision that was" if count == 1 else f"{count} decisions that were"
        return f"Taken over from {file.name}: {decisions} added, changed or removed."
    study = load_settled_study(root, look_for_names=False)
    changes = read_changed_summaries(file, study, coder)
    if changes.changed:
        with open_desk(study) as desk:
            adopt(desk, coder, at)
            record_summaries(desk, changes.changed, coder, at)
            write_study_files(desk)
    return (
        f"Summaries: {changes.written} written, {changes.taken_back} taken back. "
        f"Cells as before: {changes.unchanged}."
    )


def holds_unimported_work(path: Path, study: Study) -> bool:
    """Tell whether a matrix workbook at this path holds summaries that were never on record."""
    if not path.is_file() or not has_store(study.root):
        return holds_unimported_summaries(path, study)
    with open_desk(study) as desk:
        recorded = [one.summary for one in written_summaries(desk.store)]
    return holds_unimported_summaries(path, study, recorded)


def settle_summaries(root: Path, cell: tuple[CaseKind, str, str], keep: str, coder: str, at: str) -> str:
    """Let one of several summaries of a cell count; returns what was done as a sentence.

    `cell` is the kind of case, the case and the code. Raises AnalysisRefused where nothing is undecided
    there, or `keep` wrote none of them, or several.
    """
    key = CellKey(*cell)
    with open_desk(load_settled_study(root, look_for_names=False)) as desk:
        rivals = [one for one in shown_summaries(desk) if one.key == key]
        if len(rivals) < 2:
            raise AnalysisRefused(
                f"{key.case_id}, {key.code_id}: there are no two summaries to decide between."
            )
        kept = [one for one in rivals if one.coder == keep]
        if len(kept) != 1:
            names = ", ".join(dict.fromkeys(one.coder for one in rivals))
            found = f"{len(kept)} of them are {keep}'s" if kept else f"none of them is {keep}'s"
            raise AnalysisRefused(
                f"{key.case_id}, {key.code_id}: {found}. They are by {names}. Else write one text into a new "
                "workbook: impl-eval matrix export."
            )
        record_summaries(desk, kept, coder, at)
        write_study_files(desk)
    return f"{key.case_id}, {key.code_id}: the summary of {keep} counts."
