"""How far coders who coded the same transcripts agree, in which units, and where they do not.

Segments become units here and arrive in `statistics` as numbers. Results give places, never speech;
only the disagreements made for adjudication point at passages.
"""

from impl_eval.qualitative.agreement.adjudication import (
    DECISIONS,
    Adjudication,
    Adjudications,
    adjudications_of,
)
from impl_eval.qualitative.agreement.agreed import agreed_segments
from impl_eval.qualitative.agreement.comparison import compare_coders
from impl_eval.qualitative.agreement.disagreements import Disagreement, disagreements
from impl_eval.qualitative.agreement.double_coding import double_codings, earlier_name, of_two_times
from impl_eval.qualitative.agreement.options import LEVELS, UNITS, Comparison, Level, Unit
from impl_eval.qualitative.agreement.words import NOTHING_TWICE, TITLE, UNDECLARED

__all__ = [
    "DECISIONS",
    "LEVELS",
    "NOTHING_TWICE",
    "TITLE",
    "UNDECLARED",
    "UNITS",
    "Adjudication",
    "Adjudications",
    "Comparison",
    "Disagreement",
    "Level",
    "Unit",
    "adjudications_of",
    "agreed_segments",
    "compare_coders",
    "disagreements",
    "double_codings",
    "earlier_name",
    "of_two_times",
]
