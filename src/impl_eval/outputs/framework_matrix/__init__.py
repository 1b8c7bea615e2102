"""The framework matrix for people: a workbook to write summaries in, and a Word document to read."""

from impl_eval.outputs.framework_matrix.model import (
    ShownCase,
    ShownCell,
    ShownColumn,
    ShownMatrix,
    ShownSegment,
)
from impl_eval.outputs.framework_matrix.word import matrix_docx
from impl_eval.outputs.framework_matrix.workbook import matrix_workbook

__all__ = [
    "ShownCase",
    "ShownCell",
    "ShownColumn",
    "ShownMatrix",
    "ShownSegment",
    "matrix_docx",
    "matrix_workbook",
]
