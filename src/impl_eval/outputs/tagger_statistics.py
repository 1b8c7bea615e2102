"""The statistics by which the tagger is judged (`impl-eval tag --evaluate`)."""

from impl_eval.outputs.statistic_kinds import NONE, StatisticName

_PROPORTION = "proportion from 0 to 1"

TAGGER: tuple[StatisticName, ...] = (
    StatisticName("precision", "share", _PROPORTION, "Suggested turns that a person gave the code."),
    StatisticName("recall", "share", _PROPORTION, "Turns that a person gave the code which were suggested."),
    StatisticName(
        "suggestions_per_accepted",
        "rate",
        "suggestions",
        "Suggested turns for each suggested turn that a person gave the code.",
    ),
    StatisticName(
        "prevalence_index",
        "coefficient",
        NONE,
        "Turns that both gave the code minus turns that neither did, of all turns; near -1 for a rare code.",
    ),
    StatisticName(
        "bias_index", "coefficient", NONE, "Turns suggested minus turns coded, of all turns; 0 for none."
    ),
    StatisticName("macro_f1", "coefficient", NONE, "Mean over codes of the F1 of suggestions."),
    StatisticName("mean_kappa", "coefficient", NONE, "Mean over codes of Cohen's kappa."),
    StatisticName(
        "expected_calibration_error",
        "coefficient",
        _PROPORTION,
        "Mean gap between promised and observed shares, in ten bins weighted by size.",
    ),
    StatisticName(
        "observed_share",
        "share",
        _PROPORTION,
        "Turns that carry the code, among those with such a probability.",
    ),
)
