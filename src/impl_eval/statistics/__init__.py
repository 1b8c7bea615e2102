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
from impl_eval.statistics.equivalence import Equivalence, equivalence
from impl_eval.statistics.hodges_lehmann import hodges_lehmann_change, hodges_lehmann_change_zeros_dropped
from impl_eval.statistics.individual_change import (
    IndividualChange,
    MeasurementError,
    individual_change,
    measurement_error,
    reliable_change_index,
)
from impl_eval.statistics.intraclass import icc_of_sites
from impl_eval.statistics.mixed_model import (
    MixedModelChange,
    MixedModelDifferenceInDifferences,
    MixedModelInteraction,
    mixed_model_change,
    mixed_model_difference_in_differences,
    mixed_model_interaction,
)
from impl_eval.statistics.multiplicity import holm
from impl_eval.statistics.omega import omega_total
from impl_eval.statistics.paired_change import (
    paired_degrees_of_freedom,
    paired_mean_change,
    paired_p_value,
    paired_standard_error,
)
from impl_eval.statistics.partially_overlapping import (
    PartiallyOverlappingChange,
    partially_overlapping_change,
)
from impl_eval.statistics.polychoric import ordinal_alpha
from impl_eval.statistics.rank_biserial import probability_of_improvement, rank_biserial, rank_biserial_pratt
from impl_eval.statistics.reliability import cronbachs_alpha
from impl_eval.statistics.scale_correlations import score_correlation
from impl_eval.statistics.sign_flip import SiteSignFlip, sign_flip_test, site_sign_flip
from impl_eval.statistics.signed_rank import SignedRankTest, signed_rank_test
from impl_eval.statistics.site_summary import SiteSummaryChange, site_summary_change
from impl_eval.statistics.standardised_change import (
    standardised_mean_change_av,
    standardised_mean_change_av_hedges,
    standardised_mean_change_z,
    standardised_mean_change_z_hedges,
)

__all__ = [
    "MINIMUM_DEGREES_OF_FREEDOM",
    "MINIMUM_SITES",
    "AllRowsChange",
    "ClusterRobustFit",
    "Equivalence",
    "IndividualChange",
    "MeasurementError",
    "MixedModelChange",
    "MixedModelDifferenceInDifferences",
    "MixedModelInteraction",
    "PartiallyOverlappingChange",
    "SignedRankTest",
    "SiteSignFlip",
    "SiteSummaryChange",
    "all_rows_change",
    "cohens_kappa",
    "cronbachs_alpha",
    "equivalence",
    "hodges_lehmann_change",
    "hodges_lehmann_change_zeros_dropped",
    "holm",
    "icc_of_sites",
    "individual_change",
    "mean_score",
    "measurement_error",
    "mixed_model_change",
    "mixed_model_difference_in_differences",
    "mixed_model_interaction",
    "ols_cr2",
    "omega_total",
    "ordinal_alpha",
    "paired_degrees_of_freedom",
    "paired_mean_change",
    "paired_p_value",
    "paired_standard_error",
    "partially_overlapping_change",
    "percent_agreement",
    "probability_of_improvement",
    "rank_biserial",
    "rank_biserial_pratt",
    "reliable_change_index",
    "score_correlation",
    "share",
    "sign_flip_test",
    "signed_rank_test",
    "site_sign_flip",
    "site_summary_change",
    "standard_deviation",
    "standardised_mean_change_av",
    "standardised_mean_change_av_hedges",
    "standardised_mean_change_z",
    "standardised_mean_change_z_hedges",
    "welch_mean_difference",
]
