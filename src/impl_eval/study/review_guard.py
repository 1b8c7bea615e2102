"""Work in a review workbook that nobody has imported yet must not be written over."""

from pathlib import Path

from impl_eval.errors import StudyProblems
from impl_eval.readers.coding_review import read_coding_review
from impl_eval.study.coding_import import decided_places
from impl_eval.study.model import Study


def holds_unimported_work(path: Path, study: Study) -> bool:
    """Tell whether a workbook at this path holds decisions, or added rows, that the study does not have.

    A workbook that cannot be read is taken for one that does.
    """
    if not path.is_file() or study.interviews is None:
        return False
    try:
        rows = read_coding_review(path, path.name)
    except StudyProblems:
        return True
    known = decided_places(study)
    return any(
        (row.decision or row.note or not row.suggestion)
        and (row.transcript_id, row.start, row.end, row.mechanism_id) not in known
        for row in rows
    )
