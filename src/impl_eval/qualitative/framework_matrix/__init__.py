"""The framework matrix: cases by mechanisms and codes, with the analyst's summaries and what they rest on."""

from impl_eval.qualitative.framework_matrix.cases import Case, People, cases_of, people_of
from impl_eval.qualitative.framework_matrix.matrix import (
    FrameworkMatrix,
    MatrixCell,
    MatrixCode,
    build_matrix,
    matrix_codes,
)
from impl_eval.qualitative.framework_matrix.passages import (
    PassagePlace,
    SeenPassage,
    compare_passages,
    fingerprint_text,
    parse_fingerprint,
    parse_places,
    passages_of,
    places_text,
    seen_passages,
)
from impl_eval.qualitative.framework_matrix.summaries import (
    CASE_KINDS,
    LONGEST_SUMMARY,
    CaseKind,
    CellKey,
    Standing,
    Summary,
    places_now,
    standing_of,
    tidy_text,
)

__all__ = [
    "CASE_KINDS",
    "LONGEST_SUMMARY",
    "Case",
    "CaseKind",
    "CellKey",
    "FrameworkMatrix",
    "MatrixCell",
    "MatrixCode",
    "PassagePlace",
    "People",
    "SeenPassage",
    "Standing",
    "Summary",
    "build_matrix",
    "cases_of",
    "compare_passages",
    "fingerprint_text",
    "matrix_codes",
    "parse_fingerprint",
    "parse_places",
    "passages_of",
    "people_of",
    "places_now",
    "places_text",
    "seen_passages",
    "standing_of",
    "tidy_text",
]
