"""Numbers in, Estimate out: one function per statistic, each naming its method and its source.

Knows no study, file or respondent. A statistic that cannot be estimated is an Estimate without value
and with its reason; a method is never switched. Importing this package loads numpy only: scipy and
pingouin are imported by the functions that need them.
"""

from impl_eval.statistics.agreement import cohens_kappa, percent_agreement
from impl_eval.statistics.all_rows_change import (
    MINIMUM_DEGREES_OF_FREEDOM,
    MINIMUM_SITES,
    AllRowsChange,
    all_rows_change,
)
from impl_eval.statistics.cluster_robust import ClusterRobustFit, ols_cr2
from impl_eval.statistics.descriptive import mean_score, share, standard_deviation, welch_mean_difference
from impl_eval.statistics.intraclass import icc_of_sites
from impl_eval.statistics.mixed_model import MixedModelChange, mixed_model_change
from impl_eval.statistics.multiplicity import holm
from impl_eval.statistics.omega import omega_total
from impl_eval.statistics.paired_change import (
    paired_degrees_of_freedom,
    paired_mean_change,
    paired_p_value,
    paired_standard_error,
)
from impl_eval.statistics.polychoric import ordinal_alpha
from impl_eval.statistics.reliability import cronbachs_alpha
from impl_eval.statistics.scale_correlations import score_correlation
from impl_eval.statistics.standardised_change import standardised_mean_change_av, standardised_mean_change_z

__all__ = [
    "MINIMUM_DEGREES_OF_FREEDOM",
    "MINIMUM_SITES",
    "AllRowsChange",
    "ClusterRobustFit",
    "MixedModelChange",
    "all_rows_change",
    "cohens_kappa",
    "cronbachs_alpha",
    "holm",
    "icc_of_sites",
    "mean_score",
    "mixed_model_change",
    "ols_cr2",
    "omega_total",
    "ordinal_alpha",
    "paired_degrees_of_freedom",
    "paired_mean_change",
    "paired_p_value",
    "paired_standard_error",
    "percent_agreement",
    "score_correlation",
    "share",
    "standard_deviation",
    "standardised_mean_change_av",
    "standardised_mean_change_z",
    "welch_mean_difference",
]
