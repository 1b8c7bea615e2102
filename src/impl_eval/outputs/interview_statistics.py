"""The statistics of codes in interviews: codes that come up together, and codes that are new."""

from impl_eval.outputs.statistic_kinds import NONE, StatisticName

INTERVIEWS: tuple[StatisticName, ...] = (
    StatisticName(
        "code_overlap",
        "coefficient",
        NONE,
        "Turns that carry both codes, of the turns that carry either (Jaccard); `n` is the number of those.",
    ),
    StatisticName(
        "expected_codes",
        "mean",
        "codes",
        "Different codes in so many transcripts: the mean over all orders; `n` is that of all transcripts.",
    ),
)
