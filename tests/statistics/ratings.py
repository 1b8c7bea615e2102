"""Published ratings, and made-up ones, for the tests of agreement.

Each published table stands as printed in its source; the sums beside it are the source's own and are
checked, so that a slip of copying shows.
"""

import numpy as np
from hypothesis import strategies as st

from impl_eval.statistics import Ratings

# Krippendorff (2011), section C: 4 observers, 12 units, missing data. The data set "raw_4raters" of
# irrCAC and of Gwet (2014) holds the same ratings.
FOUR_OBSERVERS = ("123321412***", "1233224125*3", "*3332342251*", "12332441251*")

# Fleiss (1971), table 1: 30 patients, 6 psychiatrists; depression, personality disorder, schizophrenia,
# neurosis, other. Sums of the columns as printed there: 26, 26, 30, 55, 43.
FLEISS_1971 = (
    "00060", "03003", "01401", "00006", "03030", "20400", "00402", "20310", "20040", "00006",
    "10050", "11040", "03300", "10050", "02031", "00501", "30012", "51000", "02040", "10203",
    "00006", "01050", "02013", "20040", "10041", "05010", "40002", "02040", "10500", "00006",
)  # fmt: skip
FLEISS_1971_SUMS = [26, 26, 30, 55, 43]


def observers(rows: tuple[str, ...]) -> Ratings:
    """Return ratings of one row of signs per coder; * is a unit that the coder did not look at."""
    return Ratings.of_labels(*([None if sign == "*" else sign for sign in row] for row in rows))


def from_counts(counts: list[list[int]]) -> Ratings:
    """Return ratings of units given as how many coders chose each label; who did is lost, and no matter."""
    labels = [[label for label, count in enumerate(row) for _ in range(count)] for row in counts]
    return Ratings.of_labels(*zip(*labels, strict=True))


def from_table(table: list[list[int]]) -> tuple[list[int], list[int]]:
    """Turn counts (rows coder a, columns coder b) into two label sequences."""
    labels = [(i, j) for i, row in enumerate(table) for j, count in enumerate(row) for _ in range(count)]
    return [a for a, _ in labels], [b for _, b in labels]


@st.composite
def any_ratings(
    draw: st.DrawFn, *, coders: tuple[int, int] = (2, 4), labels: int = 2, complete: bool = False
) -> Ratings:
    """Ratings of up to 15 runs with lengths, in up to 7 transcripts; some units not looked at."""
    count = draw(st.integers(*coders))
    runs = draw(st.integers(1, 15))
    lowest = 0 if complete else -1
    row = st.lists(st.integers(lowest, labels - 1), min_size=count, max_size=count)
    table = draw(st.lists(row, min_size=runs, max_size=runs))
    lengths = draw(st.lists(st.integers(1, 5), min_size=runs, max_size=runs))
    transcripts = draw(st.lists(st.integers(0, 6), min_size=runs, max_size=runs))
    return Ratings(np.array(table), np.array(lengths), np.array(transcripts), labels)


def unit_by_unit(ratings: Ratings) -> Ratings:
    """Return the same ratings with one run for each unit."""
    return Ratings(
        np.repeat(ratings.labels, ratings.lengths, axis=0),
        np.ones(int(ratings.lengths.sum()), dtype=np.int64),
        np.repeat(ratings.transcripts, ratings.lengths),
        ratings.label_count,
        ratings.unit,
    )
