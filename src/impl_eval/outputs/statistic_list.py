"""The statistics of the main results; those behind them are in statistic_details.py."""

from impl_eval.outputs.interview_statistics import INTERVIEWS
from impl_eval.outputs.statistic_details import DETAILS
from impl_eval.outputs.statistic_kinds import NONE, POINTS, SQUARED, StatisticName
from impl_eval.outputs.tagger_statistics import TAGGER

PROPORTION = "proportion from 0 to 1"

STATISTICS: tuple[StatisticName, ...] = (
    *DETAILS,
    *TAGGER,
    *INTERVIEWS,
    StatisticName("count", "count", "what is counted", "How many there are."),
    StatisticName("mean", "mean", POINTS, "Arithmetic mean."),
    StatisticName("standard_deviation", "mean", POINTS, "Sample standard deviation (denominator n - 1)."),
    StatisticName("standard_error", "mean", POINTS, "Standard error of the estimate it stands beside."),
    StatisticName("share", "share", "proportion from 0 to 1", "Part of n; printed as a whole per cent."),
    StatisticName(
        "mean_change",
        "change",
        POINTS,
        "Follow-up minus baseline; `analysis` says whether in pairs or over all rows.",
    ),
    StatisticName(
        "mean_difference", "change", POINTS, "Mean of one group minus mean of another, not paired."
    ),
    StatisticName(
        "standardised_mean_change_z",
        "change",
        "standard deviations of the change",
        "Mean change divided by the standard deviation of the changes.",
    ),
    StatisticName(
        "standardised_mean_change_av",
        "change",
        "average standard deviations",
        "Mean change divided by the root of the mean of the two variances, before and after.",
    ),
    StatisticName(
        "degrees_of_freedom", "rate", NONE, "Degrees of freedom; Satterthwaite's may be fractional."
    ),
    StatisticName("p_value", "p value", "probability", "Two-sided p value, not adjusted."),
    StatisticName(
        "p_value_holm",
        "p value",
        "probability",
        "Two-sided p value, adjusted by Holm's method in its family.",
    ),
    StatisticName(
        "detectable_change",
        "change",
        POINTS,
        "Change that a design would detect with the wanted power, by simulation.",
    ),
    StatisticName(
        "standardised_mean_difference",
        "change",
        "standard deviations",
        "Mean of one group minus mean of another, divided by the root of the mean of the two variances.",
    ),
    StatisticName(
        "expected_false_matches",
        "rate",
        "pairs",
        "Pairs of different people among those compared whose codes lie that near by chance; "
        "`n` is the number of pairs certainly different.",
    ),
    StatisticName("variance_site", "mean", SQUARED, "Variance between sites in a mixed model."),
    StatisticName("variance_site_slope", "mean", SQUARED, "Variance between sites of their change."),
    StatisticName("variance_site_by_timepoint", "mean", SQUARED, "Variance of site by timepoint."),
    StatisticName("variance_respondent", "mean", SQUARED, "Variance between respondents of a site."),
    StatisticName("variance_residual", "mean", SQUARED, "Variance that no term of a mixed model takes up."),
    StatisticName(
        "cronbachs_alpha", "coefficient", NONE, "Internal consistency of a scale on complete cases."
    ),
    StatisticName("cohens_kappa", "coefficient", NONE, "Agreement of two coders beyond chance."),
    StatisticName(
        "percent_agreement",
        "per cent",
        "per cent from 0 to 100",
        "Part of the units coded alike; of more than two coders, part of the pairs that agree.",
    ),
    StatisticName(
        "agreement_where_either_coded",
        "per cent",
        "per cent from 0 to 100",
        "Units that both coders coded, of those that at least one coded.",
    ),
    StatisticName("prevalence", "share", PROPORTION, "Units coded, averaged over the coders."),
    StatisticName("fleiss_kappa", "coefficient", NONE, "Agreement of several coders beyond chance."),
    StatisticName(
        "krippendorffs_alpha", "coefficient", NONE, "Agreement beyond chance, of nominal labels; with gaps."
    ),
    StatisticName(
        "masi_alpha", "coefficient", NONE, "Krippendorff's alpha of the sets of codes of a unit, by MASI."
    ),
    StatisticName(
        "gwets_ac1", "coefficient", NONE, "Agreement beyond chance that a rare code does not pull down."
    ),
    StatisticName("pabak", "coefficient", NONE, "Kappa had both labels been equally frequent."),
    StatisticName(
        "span_precision", "share", PROPORTION, "Passages of the second coder that the first has too."
    ),
    StatisticName("span_recall", "share", PROPORTION, "Passages of the first coder that the second has too."),
    StatisticName("span_f1", "coefficient", NONE, "Twice the matched passages, by those of both coders."),
    StatisticName("span_iou", "coefficient", NONE, "Characters that both coded, of those that either coded."),
    StatisticName("value", "amount", "as supplied", "A programme outcome as supplied; never tested."),
    StatisticName(
        "denominator", "amount", "as supplied", "What a programme outcome's value is divided by, as supplied."
    ),
    StatisticName("rate", "rate", "per stated denominator", "Value divided by its denominator, times `per`."),
)
