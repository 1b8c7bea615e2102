"""The primary analysis of change: a linear mixed model with Kenward-Roger tests, and CR2 beside it.

Numbers in, Estimates out. Rows are scores with their site, respondent and timepoint; nothing here knows
a study, a scale or a file.
"""

from impl_eval.statistics.mixed_model.change import MixedModelChange, mixed_model_change
from impl_eval.statistics.mixed_model.fit import MixedModelFit, NotFitted, VarianceComponent, fit_mixed_model
from impl_eval.statistics.mixed_model.inference import ChangeInference

__all__ = [
    "ChangeInference",
    "MixedModelChange",
    "MixedModelFit",
    "NotFitted",
    "VarianceComponent",
    "fit_mixed_model",
    "mixed_model_change",
]
