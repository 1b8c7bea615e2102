"""Agreement of coders: how long 300 transcripts take, and how often the interval holds the true value.

    .venv/bin/python benchmarks/agreement.py

Made-up transcripts of 40,000 characters, two coders, six codes. For the interval, transcripts differ in
how often a code is given and in how well coders agree on it; the true kappa is that of 2,000 of them.
"""

import time
import tracemalloc

import numpy as np

from impl_eval.qualitative.agreement import Comparison, compare_coders
from impl_eval.qualitative.coding import CodedSegment
from impl_eval.qualitative.transcript import Speaker, Transcript
from impl_eval.qualitative.turns import find_turns
from impl_eval.statistics import Ratings, cohens_kappa_of, gwets_ac1, percent_agreement_of

TRANSCRIPTS, TURNS, SEGMENTS = 300, 100, 25
CODES = tuple((f"code_{number}", f"Code {number}") for number in range(6))
STUDIES, UNITS = 500, 60


def transcripts() -> list[Transcript]:
    """Return transcripts of a hundred turns of a participant, each after a question."""
    speakers = (Speaker("Q", "interviewer"), Speaker("P", "participant", "P"))
    text = "\n".join(f"Q: And then?\nP: {'We talked it over. ' * 20}" for _ in range(TURNS))
    turns = find_turns(text, speakers).turns
    return [Transcript(f"int{number:03}", text, turns, speakers, True) for number in range(TRANSCRIPTS)]


def segments(talks: list[Transcript]) -> list[CodedSegment]:
    """Return two coders' segments: the second moves some and leaves some out."""
    random = np.random.default_rng(1)
    found = []
    for talk in talks:
        for start in random.choice(len(talk.text) - 500, SEGMENTS, replace=False).tolist():
            code = CODES[int(random.integers(len(CODES)))][0]
            for coder, moved in (("AB", 0), ("CD", int(random.integers(60)))):
                if coder == "AB" or random.random() < 0.7:
                    place = (start + moved, start + moved + 300)
                    found.append(
                        CodedSegment(talk.id, *place, code, coder, "", "unclear", "not said", "human")
                    )
    return found


def speed() -> None:
    """Print seconds and peak memory of each unit."""
    talks = transcripts()
    coded = segments(talks)
    size = sum(len(talk.text) for talk in talks)
    print(f"{TRANSCRIPTS} transcripts, {size:,} characters, {len(coded):,} segments")
    for unit in ("utterance", "sentence", "character", "overlap"):
        started = time.perf_counter()
        compare_coders(talks, coded, CODES, comparison=Comparison(unit=unit))
        seconds = time.perf_counter() - started
        tracemalloc.start()
        compare_coders(talks, coded, CODES, comparison=Comparison(unit=unit))
        peak = tracemalloc.get_traced_memory()[1] / 1e6
        tracemalloc.stop()
        print(f"{unit:10} {seconds:6.2f} s   peak {peak:6.1f} MB")


def made_up(random: np.random.Generator, count: int, *, alike: bool) -> Ratings:
    """Return two coders on transcripts that differ, or do not, in prevalence and in slips."""
    shape = (count, 1)
    prevalence = np.full(shape, 0.1) if alike else random.beta(1.0, 9.0, shape)
    slips = np.full(shape, 0.05) if alike else random.beta(2.0, 38.0, shape)
    truth = random.random((count, UNITS)) < prevalence
    coders = [np.where(random.random((count, UNITS)) < slips, ~truth, truth) for _ in range(2)]
    labels = np.column_stack([coder.ravel() for coder in coders]).astype(np.int64)
    return Ratings(labels, np.ones(len(labels), dtype=np.int64), np.repeat(np.arange(count), UNITS), 2)


def coverage() -> None:
    """Print how often 95% intervals hold the value of very many transcripts."""
    statistics = (cohens_kappa_of, gwets_ac1, percent_agreement_of)
    for alike in (True, False):
        true = {one: one(made_up(np.random.default_rng(0), 2_000, alike=alike)).value for one in statistics}
        for count in (5, 10, 20, 40):
            random = np.random.default_rng(count)
            held = dict.fromkeys(statistics, 0)
            given = dict.fromkeys(statistics, 0)
            for _ in range(STUDIES):
                ratings = made_up(random, count, alike=alike)
                for one in statistics:
                    estimate = one(ratings)
                    if estimate.low is not None and estimate.high is not None:
                        given[one] += 1
                        held[one] += estimate.low <= (true[one] or 0.0) <= estimate.high
            shares = ", ".join(f"{one.__name__} {held[one] / max(given[one], 1):.2f}" for one in statistics)
            kind = "alike" if alike else "different"
            print(f"{count:3} transcripts, {kind:9}: held by {shares} of {given[statistics[0]]} intervals")


if __name__ == "__main__":
    speed()
    coverage()
