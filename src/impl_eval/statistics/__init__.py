"""Numbers in, Estimate out: one function per statistic, each naming its method and its source.

Knows no study, file or respondent. A statistic that cannot be estimated is an Estimate without value
and with its reason; a method is never switched. Importing this package loads numpy only: scipy and
pingouin are imported by the functions that need them.
"""

from impl_eval.statistics.agreement import (
    NO_INTERVAL,
    Ratings,
    SpanCounts,
    agreement_where_either_coded,
    cohens_kappa,
    cohens_kappa_of,
    fleiss_kappa,
    gwets_ac1,
    krippendorffs_alpha,
    masi_alpha,
    match_spans,
    pabak,
    percent_agreement,
    percent_agreement_of,
    prevalence,
    span_f1,
    span_iou,
    span_precision,
    span_recall,
)
from impl_eval.statistics.all_rows_change import (
    MINIMUM_DEGREES_OF_FREEDOM,
    MINIMUM_SITES,
    AllRowsChange,
    all_rows_change,
)
from impl_eval.statistics.cluster_robust import ClusterRobustFit, ols_cr2
from impl_eval.statistics.cumulative_link import CumulativeLinkChange, cumulative_link_change
from impl_eval.statistics.cumulative_link_mixed import CumulativeLinkMixedChange, cumulative_link_mixed_change
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
from impl_eval.statistics.little_mcar import LittleTest, little_mcar_test
from impl_eval.statistics.marginal_homogeneity import (
    MarginalTest,
    bhapkar,
    bowker,
    ordinal_marginal_test,
    stuart_maxwell,
    transition_table,
)
from impl_eval.statistics.mcnemar import McNemarTest, mcnemar_from_counts
from impl_eval.statistics.mixed_model import (
    MixedModelChange,
    MixedModelDifferenceInDifferences,
    MixedModelInteraction,
    mixed_model_change,
    mixed_model_difference_in_differences,
    mixed_model_interaction,
)
from impl_eval.statistics.multiple_imputation import (
    CompletedAnalysis,
    ImputedScores,
    impute_scores,
    pooled_change,
)
from impl_eval.statistics.multiplicity import holm
from impl_eval.statistics.nonresponse_weights import WeightedChange, nonresponse_weighted_change
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
from impl_eval.statistics.rubin import PooledEstimate, pool_rubin
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
from impl_eval.statistics.threshold_share import (
    ThresholdChange,
    paired_share_difference,
    share_at_or_above,
    threshold_change,
)
from impl_eval.statistics.tipping_point import TippingPoint, tipping_point

__all__ = [
    "MINIMUM_DEGREES_OF_FREEDOM",
    "MINIMUM_SITES",
    "NO_INTERVAL",
    "AllRowsChange",
    "ClusterRobustFit",
    "CompletedAnalysis",
    "CumulativeLinkChange",
    "CumulativeLinkMixedChange",
    "Equivalence",
    "ImputedScores",
    "IndividualChange",
    "LittleTest",
    "MarginalTest",
    "McNemarTest",
    "MeasurementError",
    "MixedModelChange",
    "MixedModelDifferenceInDifferences",
    "MixedModelInteraction",
    "PartiallyOverlappingChange",
    "PooledEstimate",
    "Ratings",
    "SignedRankTest",
    "SiteSignFlip",
    "SiteSummaryChange",
    "SpanCounts",
    "ThresholdChange",
    "TippingPoint",
    "WeightedChange",
    "agreement_where_either_coded",
    "all_rows_change",
    "bhapkar",
    "bowker",
    "cohens_kappa",
    "cohens_kappa_of",
    "cronbachs_alpha",
    "cumulative_link_change",
    "cumulative_link_mixed_change",
    "equivalence",
    "fleiss_kappa",
    "gwets_ac1",
    "hodges_lehmann_change",
    "hodges_lehmann_change_zeros_dropped",
    "holm",
    "icc_of_sites",
    "impute_scores",
    "individual_change",
    "krippendorffs_alpha",
    "little_mcar_test",
    "masi_alpha",
    "match_spans",
    "mcnemar_from_counts",
    "mean_score",
    "measurement_error",
    "mixed_model_change",
    "mixed_model_difference_in_differences",
    "mixed_model_interaction",
    "nonresponse_weighted_change",
    "ols_cr2",
    "omega_total",
    "ordinal_alpha",
    "ordinal_marginal_test",
    "pabak",
    "paired_degrees_of_freedom",
    "paired_mean_change",
    "paired_p_value",
    "paired_share_difference",
    "paired_standard_error",
    "partially_overlapping_change",
    "percent_agreement",
    "percent_agreement_of",
    "pool_rubin",
    "pooled_change",
    "prevalence",
    "probability_of_improvement",
    "rank_biserial",
    "rank_biserial_pratt",
    "reliable_change_index",
    "score_correlation",
    "share",
    "share_at_or_above",
    "sign_flip_test",
    "signed_rank_test",
    "site_sign_flip",
    "site_summary_change",
    "span_f1",
    "span_iou",
    "span_precision",
    "span_recall",
    "standard_deviation",
    "standardised_mean_change_av",
    "standardised_mean_change_av_hedges",
    "standardised_mean_change_z",
    "standardised_mean_change_z_hedges",
    "stuart_maxwell",
    "threshold_change",
    "tipping_point",
    "transition_table",
    "welch_mean_difference",
]
