"""REFI-QDA: projects (.qdpx) and codebooks (.qdc) of other programs for qualitative analysis."""

from impl_eval.readers.refi.codebook_file import parse_qdc, read_qdc
from impl_eval.readers.refi.model import (
    QdaArea,
    QdaCase,
    QdaCode,
    QdaCoding,
    QdaNote,
    QdaProject,
    QdaReading,
    QdaSelection,
    QdaSet,
    QdaSource,
    QdaUser,
    QdaValue,
    QdaVariable,
    QuoteCheck,
)
from impl_eval.readers.refi.project_file import parse_qdpx, read_qdpx

__all__ = [
    "QdaArea",
    "QdaCase",
    "QdaCode",
    "QdaCoding",
    "QdaNote",
    "QdaProject",
    "QdaReading",
    "QdaSelection",
    "QdaSet",
    "QdaSource",
    "QdaUser",
    "QdaValue",
    "QdaVariable",
    "QuoteCheck",
    "parse_qdc",
    "parse_qdpx",
    "read_qdc",
    "read_qdpx",
]
