"""The result model: what strands return and what every renderer reads.

An Estimate is a number with its uncertainty, or the reason why there is none. A Reported wraps it
with what it is about. Tables and charts hold Reported values, never bare numbers, so that whatever
a reader sees stands in results.json under the same id.
"""

from impl_eval.results.evidence import (
    DecidedFit,
    Fit,
    FitState,
    InterviewEvidence,
    JointDisplay,
    JointRow,
    SurveyEvidence,
)
from impl_eval.results.shown import (
    Cell,
    Chart,
    ChartKind,
    ChartPoint,
    Direction,
    Estimate,
    EstimateState,
    FitWord,
    Quote,
    Reported,
    Section,
    Strand,
    Table,
)
from impl_eval.results.whole import (
    Disclosure,
    Evaluation,
    Headline,
    InputFile,
    InstrumentSummary,
    MechanismSummary,
    Provenance,
    StudyFacts,
)

__all__ = [
    "Cell",
    "Chart",
    "ChartKind",
    "ChartPoint",
    "DecidedFit",
    "Direction",
    "Disclosure",
    "Estimate",
    "EstimateState",
    "Evaluation",
    "Fit",
    "FitState",
    "FitWord",
    "Headline",
    "InputFile",
    "InstrumentSummary",
    "InterviewEvidence",
    "JointDisplay",
    "JointRow",
    "MechanismSummary",
    "Provenance",
    "Quote",
    "Reported",
    "Section",
    "Strand",
    "StudyFacts",
    "SurveyEvidence",
    "Table",
]
