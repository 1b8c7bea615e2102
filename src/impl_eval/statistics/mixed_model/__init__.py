"""The primary analysis of change: a linear mixed model with Kenward-Roger tests, and CR2 beside it.

Numbers in, Estimates out. Rows are scores with their site, respondent and timepoint; nothing here knows
a study, a scale or a file.
"""

from impl_eval.statistics.mixed_model.change import (
    ChangeSettings,
    MixedModelChange,
    mixed_model_change,
    model_based_change,
)
from impl_eval.statistics.mixed_model.difference_in_differences import (
    MixedModelDifferenceInDifferences,
    mixed_model_difference_in_differences,
)
from impl_eval.statistics.mixed_model.fit import MixedModelFit, NotFitted, VarianceComponent, fit_mixed_model
from impl_eval.statistics.mixed_model.inference import ChangeInference
from impl_eval.statistics.mixed_model.interaction import (
    MixedModelInteraction,
    SubgroupChange,
    mixed_model_interaction,
)

__all__ = [
    "ChangeInference",
    "ChangeSettings",
    "MixedModelChange",
    "MixedModelDifferenceInDifferences",
    "MixedModelFit",
    "MixedModelInteraction",
    "NotFitted",
    "SubgroupChange",
    "VarianceComponent",
    "fit_mixed_model",
    "mixed_model_change",
    "mixed_model_difference_in_differences",
    "mixed_model_interaction",
    "model_based_change",
]
