"""Work in a review workbook that nobody has imported yet must not be written over."""

from pathlib import Path

from impl_eval.errors import StudyProblems
from impl_eval.qualitative.code_names import CodeNames
from impl_eval.readers.coding_review import read_coding_review
from impl_eval.study.coding_import import merge_decisions
from impl_eval.study.model import Study
from impl_eval.study.review_import import decisions_of_review


def holds_unimported_work(path: Path, study: Study) -> bool:
    """Tell whether a workbook at this path holds decisions, added rows or notes that the study does not have.

    It does not where importing it once more, for some coder of the study, would change nothing. One that
    cannot be read or placed is taken for one that does.
    """
    material = study.interviews
    if not path.is_file() or material is None:
        return False
    coders = sorted(
        {entry.coder for entry in material.coded_segments} | {entry.coder for entry in material.rejected}
    )
    try:
        rows = read_coding_review(path, path.name)
        if any(row.note and row.suggestion and not row.decision for row in rows):
            return True
        if not any(row.decision or not row.suggestion for row in rows):
            return False
        known, names = material.transcripts, CodeNames.of(study.framework.mechanisms, material.codebook)
        imports = [decisions_of_review(rows, path.name, coder, known, names) for coder in sorted(coders)]
    except StudyProblems:
        return True
    return all(merge_decisions(material.coded_segments, material.rejected, one).changed for one in imports)
