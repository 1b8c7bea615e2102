"""Agreement between coders: of two, of several, of sets of codes, and of the places of passages.

Takes what coders said of the same units, returns Estimate. Knows nothing of transcripts or studies:
units are made in qualitative/ before they arrive here.
"""

from impl_eval.statistics.agreement.bootstrap import FEWEST_TRANSCRIPTS, NO_INTERVAL
from impl_eval.statistics.agreement.ratings import Ratings
from impl_eval.statistics.agreement.set_valued import masi_alpha
from impl_eval.statistics.agreement.several_coders import (
    fleiss_kappa,
    gwets_ac1,
    krippendorffs_alpha,
    percent_agreement_of,
    prevalence,
)
from impl_eval.statistics.agreement.span_overlap import (
    SpanCounts,
    match_spans,
    span_f1,
    span_iou,
    span_precision,
    span_recall,
)
from impl_eval.statistics.agreement.two_coders import (
    agreement_where_either_coded,
    cohens_kappa,
    cohens_kappa_of,
    pabak,
    percent_agreement,
)

__all__ = [
    "FEWEST_TRANSCRIPTS",
    "NO_INTERVAL",
    "Ratings",
    "SpanCounts",
    "agreement_where_either_coded",
    "cohens_kappa",
    "cohens_kappa_of",
    "fleiss_kappa",
    "gwets_ac1",
    "krippendorffs_alpha",
    "masi_alpha",
    "match_spans",
    "pabak",
    "percent_agreement",
    "percent_agreement_of",
    "prevalence",
    "span_f1",
    "span_iou",
    "span_precision",
    "span_recall",
]
