"""The flow of matching in numbers: codes, pairs, what is only listed, and what chance would match.

Who is whom is decided in matching.py; here it is counted, and put into the words of a report.
"""

from collections import Counter

import numpy as np

from impl_eval.quantitative.code_normalisation import without_look_alikes
from impl_eval.quantitative.coded_respondents import timepoint_bit
from impl_eval.quantitative.design import SurveyDesign
from impl_eval.quantitative.false_matches import PairCounts, count_pairs, expected_false_matches
from impl_eval.quantitative.matching import WHY_LISTED, Candidates, listed_candidates
from impl_eval.quantitative.pairing import Pairing
from impl_eval.quantitative.reporting import count, count_marked, counted
from impl_eval.quantitative.respondent_counts import respondents_reported
from impl_eval.results import Cell, Estimate, Reported, Table
from impl_eval.statistics import share

NO_CODES = "the answers carry no respondent codes, so that nobody can be matched"
MUCH_CHANCE = 0.1
_PARTS = ("other_group", "other_fact", "exact_only", "several", "fact_and_slip", "two_slips")


def no_codes_reason(design: SurveyDesign) -> str:
    """Return why nobody can be matched although two surveys were answered; empty where codes allow it."""
    if design.pairing is None:
        return ""
    has_code = design.pairing.matching.codes.has_code & design.is_answering
    without = [name for name in design.compared if not np.any(has_code & design.at(name))]
    if len(without) == len(design.compared):
        return NO_CODES
    if without:
        return f"the answers of {design.labels.timepoints[without[0]]} carry no respondent codes"
    return ""


def code_rows(design: SurveyDesign, pairing: Pairing) -> list[tuple[str, Reported]]:
    """Return how many answering rows have a code at each timepoint, and how many codes are malformed."""
    codes, rows = pairing.matching.codes, []
    for timepoint in design.compared:
        label = design.labels.timepoints[timepoint]
        coded = design.at(timepoint) & design.is_answering & codes.has_code
        number = count_marked(coded, "rows")
        name = "with a respondent code"
        rows.append((f"{label}: {name}", respondents_reported(design, "with_code", name, number, timepoint)))
        if not codes.code_format:
            continue
        total = int(np.count_nonzero(coded))
        level = design.plan.confidence_level
        faults = share(int(np.count_nonzero(coded & codes.faulty)), total, level=level)
        repaired = count_marked(coded & codes.repaired, "rows")
        for part, name, estimate in (
            ("code_faults", "share of codes that do not follow the declared form", faults),
            ("code_repairs", "codes with O and 0, or I and 1, exchanged as the form says", repaired),
        ):
            rows.append((f"{label}: {name}", respondents_reported(design, part, name, estimate, timepoint)))
    return rows


def pair_rows(design: SurveyDesign, pairing: Pairing) -> list[tuple[str, Reported]]:
    """Return how the matched were matched."""
    ids = design.responses.respondent_id
    respelt = ~pairing.by_slip & (ids[pairing.baseline_rows] != ids[pairing.follow_up_rows])
    entries = [
        ("matched_exact", "Matched by equal codes", ~pairing.by_slip),
        (
            "matched_respelt",
            "Of these, spelt differently: case, spaces, punctuation, O and 0",
            respelt,
        ),
    ]
    if pairing.matching.rule == "distance_1":
        entries.append(("matched_slip", "Matched by codes one slip apart", pairing.by_slip))
    return [
        (label, _of_contrast(design, name, label, count_marked(marked, "pairs")))
        for name, label, marked in entries
    ]


def listed_rows(design: SurveyDesign, pairing: Pairing) -> list[tuple[str, Reported]]:
    """Return how many pairs were only listed, by the reason why they were not matched."""
    found = _listed(design, pairing)
    numbers = Counter(found.why)
    rows = []
    for part, why in zip(_PARTS, WHY_LISTED, strict=True):
        if numbers[why]:
            label = f"Only listed: {why}"
            estimate = count(numbers[why], "pairs")
            rows.append((label, _of_contrast(design, f"listed_{part}", label, estimate)))
    alike = _look_alikes(pairing, found)
    if alike:
        label = "Listed pairs that differ only by O and 0, or I and 1"
        rows.append((label, _of_contrast(design, "listed_look_alikes", label, count(alike, "pairs"))))
    return rows


def false_matches_table(design: SurveyDesign) -> Table | None:
    """Return how many near pairs chance alone would give, beside those found; None without codes."""
    if design.pairing is None or no_codes_reason(design):
        return None
    pairing, pairs = design.pairing, _pair_counts(design, design.pairing)
    rows: list[tuple[Cell, ...]] = []
    for slips, label in ((1, "One slip apart"), (2, "Two slips apart")):
        matched = int(np.count_nonzero(pairing.by_slip)) if slips == 1 else 0
        cells = (
            ("different", count(pairs.different, "pairs")),
            ("different_near", count(pairs.different_near[slips - 1], "pairs")),
            ("compared", count(pairs.compared, "pairs")),
            ("compared_near", count(pairs.compared_near[slips - 1], "pairs")),
            ("matched", count(matched, "pairs")),
            ("expected_false", expected_of(design, pairs, slips)),
        )
        part = f"false_matches.{('one_slip', 'two_slips')[slips - 1]}"
        rows.append(
            (label, *(_of_contrast(design, f"{part}.{name}", f"{label}, {name.replace('_', ' ')}", estimate)
                      for name, estimate in cells))
        )  # fmt: skip
    return Table(
        id=f"{design.prefix}.false_matches",
        title="Matches that chance alone would give",
        columns=(
            *("Codes", "Pairs of different people", "Of these, that near"),
            *("Pairs compared", "Of these, that near", "Matched", "Expected by chance"),
        ),
        rows=tuple(rows),
        note=(
            "Different people: two codes in one survey, site and stakeholder group. Compared: respondents of "
            "one site and group, each in one of the two surveys only. The expected number is the share of "
            "near codes among different people times the pairs compared, with the exact Poisson interval; "
            "pairs compared that are in truth one person make it somewhat too high."
        ),
    )


def expected_of(design: SurveyDesign, pairs: PairCounts, slips: int) -> Estimate:
    """Return the expected number of false pairs at a distance."""
    near = pairs.different_near[slips - 1]
    return expected_false_matches(near, pairs.different, pairs.compared, level=design.plan.confidence_level)


def matching_method(design: SurveyDesign) -> str:
    """Return how respondents are matched, as the plan says."""
    slip = (
        "Codes one slip apart (a sign left out, put in, exchanged or swapped with its neighbour) are matched "
        "too, where neither has another candidate and no stable fact differs. "
        if design.plan.matching == "distance_1"
        else ""
    )
    return (
        "Respondents are matched by site, stakeholder group and respondent code, whatever its case, spaces "
        f"and punctuation. {slip}A code that stands more than once in one survey is quarantined: its rows "
        "are in no pair, but remain among all rows."
    )


def matching_cautions(design: SurveyDesign) -> tuple[str, ...]:
    """Return what a reader must know of the matching: no codes, or matches that chance may have made."""
    if design.pairing is None:
        return ()
    reason = no_codes_reason(design)
    if reason:
        return (f"There is no paired analysis: {reason}.",)
    slipped = int(np.count_nonzero(design.pairing.by_slip))
    if not slipped:
        return ()
    expected = expected_of(design, _pair_counts(design, design.pairing), 1)
    if expected.value is None:
        return (
            f"{counted(slipped, 'pair')} matched by codes one slip apart; how many of them chance made "
            f"cannot be said: {expected.reason}.",
        )
    if expected.value <= MUCH_CHANCE * slipped:
        return ()
    return (
        f"{counted(slipped, 'pair')} matched by codes one slip apart, where chance alone would give about "
        f"{expected.value:.1f}: some of them are probably two different people.",
    )


def _pair_counts(design: SurveyDesign, pairing: Pairing) -> PairCounts:
    bits = [timepoint_bit(design.responses, name) for name in design.compared]
    return count_pairs(pairing.matching.respondents, bits[0], bits[1])


def _listed(design: SurveyDesign, pairing: Pairing) -> Candidates:
    """Return the listed pairs of which one stands at baseline and the other at follow-up."""
    found, times = listed_candidates(pairing.matching), pairing.matching.respondents.timepoints
    before, after = (timepoint_bit(design.responses, name) for name in design.compared)
    one, other = times[found.first], times[found.second]
    across = ((one & before) != 0) & ((other & after) != 0) | ((one & after) != 0) & ((other & before) != 0)
    kept = np.flatnonzero(across)
    return Candidates(
        found.first[kept], found.second[kept], found.slips[kept], tuple(found.why[pair] for pair in kept)
    )


def _look_alikes(pairing: Pairing, found: Candidates) -> int:
    keys = pairing.matching.respondents.keys
    return sum(
        bool(slips) and without_look_alikes(str(keys[one])) == without_look_alikes(str(keys[other]))
        for one, other, slips in zip(found.first, found.second, found.slips, strict=True)
    )


def _of_contrast(design: SurveyDesign, name: str, label: str, estimate: Estimate) -> Reported:
    return respondents_reported(
        design, name, f"{label[0].lower()}{label[1:]}", estimate, contrast=design.contrast
    )
