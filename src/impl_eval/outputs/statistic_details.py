"""The statistics behind the main results: sensitivity, items, persons, measurement, missing answers."""

from impl_eval.outputs.statistic_kinds import NONE, POINTS, StatisticName

DETAILS: tuple[StatisticName, ...] = (
    StatisticName(
        "hodges_lehmann_change",
        "change",
        POINTS,
        "Median of all Walsh averages of the changes, pairs without change kept.",
    ),
    StatisticName(
        "hodges_lehmann_change_zeros_dropped",
        "change",
        POINTS,
        "The same among pairs that changed: it describes those who changed, not all.",
    ),
    StatisticName(
        "signed_rank_p_value_pratt",
        "p value",
        "probability",
        "Two-sided signed rank test, pairs without change ranked as Pratt does.",
    ),
    StatisticName(
        "signed_rank_p_value_zeros_dropped",
        "p value",
        "probability",
        "Two-sided signed rank test, pairs without change dropped.",
    ),
    StatisticName(
        "standardised_mean_change_z_hedges",
        "change",
        "standard deviations of the change",
        "d_z with the exact correction for few pairs.",
    ),
    StatisticName(
        "standardised_mean_change_av_hedges",
        "change",
        "average standard deviations",
        "d_av with the exact correction for few pairs.",
    ),
    StatisticName(
        "rank_biserial",
        "coefficient",
        NONE,
        "Rank sum of increases minus that of decreases, of all; pairs without change dropped.",
    ),
    StatisticName(
        "rank_biserial_pratt",
        "coefficient",
        NONE,
        "The same on Pratt's ranks: pairs without change count in the total.",
    ),
    StatisticName(
        "probability_of_improvement",
        "share",
        "proportion from 0 to 1",
        "Share of pairs that improved plus half of those without change.",
    ),
    StatisticName(
        "share_difference",
        "coefficient",
        "difference of proportions",
        "Share after minus share before, of the matched.",
    ),
    StatisticName("exact_p_value", "p value", "probability", "Exact McNemar test of the matched."),
    StatisticName(
        "mid_p_value",
        "p value",
        "probability",
        "McNemar test of the matched, half of the probability of what was observed.",
    ),
    StatisticName(
        "odds_ratio",
        "rate",
        NONE,
        "Odds after divided by odds before; above 1 means more, or higher answers, after.",
    ),
    StatisticName("log_odds_ratio", "coefficient", NONE, "Natural logarithm of an odds ratio."),
    StatisticName(
        "stuart_maxwell",
        "coefficient",
        NONE,
        "Chi-squared of Stuart and Maxwell: each answer as frequent after as before.",
    ),
    StatisticName("bhapkar", "coefficient", NONE, "Bhapkar's Wald chi-squared of the same."),
    StatisticName(
        "bowker",
        "coefficient",
        NONE,
        "Bowker's chi-squared: as many moved one way as back, for all pairs of answers.",
    ),
    StatisticName("ordinal_marginal", "coefficient", NONE, "z of the mean change in category scores."),
    StatisticName("discordant_pairs", "count", "pairs", "Pairs whose answer crossed the threshold."),
    StatisticName(
        "minimal_detectable_change",
        "mean",
        POINTS,
        "Smallest change of one person beyond error of measurement, at 95%.",
    ),
    StatisticName(
        "standard_error_of_measurement",
        "mean",
        POINTS,
        "Error of one score: SD times the root of 1 minus reliability.",
    ),
    StatisticName(
        "standard_error_of_difference",
        "mean",
        POINTS,
        "Error of the difference of two scores of one person.",
    ),
    StatisticName(
        "difference_in_differences",
        "change",
        POINTS,
        "Change at programme sites minus change at comparison sites.",
    ),
    StatisticName("f_value", "coefficient", NONE, "F of Kenward and Roger: all subgroups changed alike."),
    StatisticName("numerator_df", "rate", NONE, "Numerator degrees of freedom of an F test."),
    StatisticName("denominator_df", "rate", NONE, "Denominator degrees of freedom of an F test."),
    StatisticName(
        "smallest_attainable_p_value",
        "p value",
        "probability",
        "What p would be had all sites changed one way.",
    ),
    StatisticName(
        "share_unmatched", "share", "proportion from 0 to 1", "Baseline respondents without a match."
    ),
    StatisticName(
        "interval_delta",
        "change",
        POINTS,
        "How much less the unmatched must have changed for the interval to reach zero.",
    ),
    StatisticName("unmatched_change", "change", POINTS, "Mean change of the unmatched there."),
    StatisticName(
        "zero_delta",
        "change",
        POINTS,
        "How much less the unmatched must have changed for the change to be zero.",
    ),
    StatisticName(
        "effective_n", "rate", "respondents", "So many equally weighted respondents would be as informative."
    ),
    StatisticName("smallest_weight", "coefficient", NONE, "Smallest weight for non-response."),
    StatisticName("largest_weight", "coefficient", NONE, "Largest weight for non-response."),
    StatisticName(
        "response_share", "share", "proportion from 0 to 1", "Baseline respondents who answered at follow-up."
    ),
    StatisticName(
        "missing_information",
        "share",
        "proportion from 0 to 1",
        "Share of information missing, by multiple imputation.",
    ),
    StatisticName(
        "between_share", "share", "proportion from 0 to 1", "Share of the total variance between imputations."
    ),
    StatisticName(
        "omega_total", "coefficient", NONE, "Reliability by one factor, maximum likelihood on covariances."
    ),
    StatisticName(
        "improper_resamples",
        "share",
        "proportion from 0 to 1",
        "Resamples in which one factor had no proper solution.",
    ),
    StatisticName("ordinal_alpha", "coefficient", NONE, "Standardised alpha of polychoric correlations."),
    StatisticName(
        "inter_item_correlation", "coefficient", NONE, "Mean correlation between the items of a scale."
    ),
    StatisticName("spearman_brown", "coefficient", NONE, "Reliability of a scale of two items."),
    StatisticName("floor", "share", "proportion from 0 to 1", "At the lowest possible score or option."),
    StatisticName("ceiling", "share", "proportion from 0 to 1", "At the highest possible score or option."),
    StatisticName(
        "item_rest_correlation", "coefficient", NONE, "Correlation of an item with the rest of its scale."
    ),
    StatisticName("cronbachs_alpha_if_dropped", "coefficient", NONE, "Alpha of the scale without the item."),
    StatisticName("score_correlation", "coefficient", NONE, "Pearson correlation of two scores."),
    StatisticName("correlation", "coefficient", NONE, "Pearson correlation."),
    StatisticName(
        "icc1", "coefficient", NONE, "Share of the variance of single scores between sites; can be negative."
    ),
    StatisticName(
        "design_effect",
        "coefficient",
        NONE,
        "Factor by which likeness within sites widens the variance of a mean.",
    ),
    StatisticName("missing_patterns", "count", "patterns", "Different patterns of missing scores."),
    StatisticName("chi_squared", "coefficient", NONE, "Chi-squared of Little's test."),
    StatisticName("chi_square", "coefficient", NONE, "Chi-squared of a factor model."),
    StatisticName("cfi", "coefficient", NONE, "Comparative fit index."),
    StatisticName("tli", "coefficient", NONE, "Tucker-Lewis index."),
    StatisticName("rmsea", "coefficient", NONE, "Root mean square error of approximation."),
    StatisticName("srmr", "coefficient", NONE, "Standardised root mean square residual."),
    StatisticName(
        "signed_rank_sum_pratt",
        "rate",
        NONE,
        "Sum of the signed ranks of increases; pairs without change ranked, then left out.",
    ),
    StatisticName(
        "signed_rank_z_pratt",
        "coefficient",
        NONE,
        "Standardised signed rank sum; pairs without change ranked, then left out.",
    ),
    StatisticName(
        "signed_rank_asymptotic_p_value_pratt",
        "p value",
        "probability",
        "Two-sided signed rank test, normal approximation; pairs without change ranked, then left out.",
    ),
    StatisticName(
        "signed_rank_sum_zeros_dropped",
        "rate",
        NONE,
        "Sum of the signed ranks of increases; pairs without change dropped.",
    ),
    StatisticName(
        "signed_rank_z_zeros_dropped",
        "coefficient",
        NONE,
        "Standardised signed rank sum; pairs without change dropped.",
    ),
    StatisticName(
        "signed_rank_asymptotic_p_value_zeros_dropped",
        "p value",
        "probability",
        "Two-sided signed rank test, normal approximation; pairs without change dropped.",
    ),
    StatisticName(
        "p_value_above_low_margin",
        "p value",
        "probability",
        "One-sided test that the change lies above the low margin.",
    ),
    StatisticName(
        "p_value_below_high_margin",
        "p value",
        "probability",
        "One-sided test that the change lies below the high margin.",
    ),
    StatisticName(
        "p_value_equivalence", "p value", "probability", "The larger of the two one-sided p values."
    ),
    StatisticName(
        "share_reliably_improved",
        "share",
        "proportion from 0 to 1",
        "Share of pairs whose change passes 1.96 standard errors of a difference, for the better.",
    ),
    StatisticName("share_reliably_worsened", "share", "proportion from 0 to 1", "The same for the worse."),
    StatisticName("share_not_reliably_changed", "share", "proportion from 0 to 1", "The rest."),
    StatisticName(
        "log_deviation_error",
        "mean",
        NONE,
        "Standard error of the logarithm of the standard deviation of respondents.",
    ),
)
