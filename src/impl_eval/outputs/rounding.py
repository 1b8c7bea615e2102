"""Rule 9 of suppression.py: counts of people rounded to a multiple, and shares made of rounded counts.

Comes after small counts were hidden. Every count is rounded by itself, totals too, so that no difference
of two of them, in one report or in two, tells a number of people better than to the multiple.
"""

import dataclasses
import re
from collections.abc import Mapping

from impl_eval.outputs.counting import counts_people
from impl_eval.outputs.outcome_suppression import DENOMINATOR, names_people
from impl_eval.outputs.reasons import SECONDARY_REASON
from impl_eval.outputs.statistic_names import statistic_named
from impl_eval.outputs.walk import every_reported, replace_reported
from impl_eval.results import Cell, Chart, Estimate, Evaluation, InputFile, Reported, Section, Table

SHARES_OF_PEOPLE = frozenset({"share", "floor", "ceiling", "share_unmatched"})
_NO_INTERVAL = "no interval: it would give the counts away that are rounded"
_COUNT_IN_WORDS = re.compile(
    r"\b(\d[\d,]*)"
    r"(?= (?:more |other |matched |unmatched )?(?:rows?|respondents?|people|persons?|pairs?|codes?)\b)"
)
_NOT_COUNTED = frozenset({"missing_patterns"})


def round_to(count: float, multiple: int) -> float:
    """Return the nearest multiple; halves go up, as people round."""
    return float(multiple * int((count + multiple / 2) // multiple))


def round_counts(evaluation: Evaluation) -> Evaluation:
    """Return a suppressed evaluation with its counts of people rounded, wherever they stand."""
    multiple, smallest = evaluation.disclosure.rounding, evaluation.smallest_count_shown
    rows_of_outcomes = _outcome_factors(evaluation, multiple)

    def rounded(reported: Reported) -> Reported:
        if reported.strand == "survey":
            return dataclasses.replace(reported, estimate=_survey(reported, multiple))
        if reported.strand == "outcomes":
            return dataclasses.replace(reported, estimate=_outcome(reported, multiple, rows_of_outcomes))
        return reported

    counted = replace_reported(evaluation, rounded)
    provenance = dataclasses.replace(
        counted.provenance,
        inputs=tuple(_input_file(one, multiple, smallest) for one in counted.provenance.inputs),
    )
    sections = tuple(_in_words(section, multiple, smallest) for section in counted.sections)
    return dataclasses.replace(counted, sections=sections, provenance=provenance)


def _survey(reported: Reported, multiple: int) -> Estimate:
    estimate = reported.estimate
    n = None if estimate.n is None else int(round_to(estimate.n, multiple))
    if estimate.value is None:
        return dataclasses.replace(estimate, n=n)
    is_of_people = counts_people(reported) or "rows" in estimate.unit.split()
    if is_of_people and estimate.statistic not in _NOT_COUNTED:
        return dataclasses.replace(estimate, value=round_to(estimate.value, multiple), n=n)
    if estimate.statistic in SHARES_OF_PEOPLE and estimate.n:
        people = round_to(round(estimate.value * estimate.n), multiple)
        share = min(1.0, people / n) if n else estimate.value
        return dataclasses.replace(
            estimate, value=share, low=None, high=None, level=None, n=n, reason=_NO_INTERVAL
        )
    if estimate.statistic == "degrees_of_freedom" and estimate.value == round(estimate.value):
        # Whole degrees of freedom are a number of people, less one or two.
        return dataclasses.replace(estimate, value=None, n=n, reason=SECONDARY_REASON, suppressed=True)
    return dataclasses.replace(estimate, n=n)


def _is_outcome_count(reported: Reported) -> bool:
    kind = statistic_named(reported.estimate.statistic).kind
    of_people = names_people(reported.estimate.unit) or reported.estimate.statistic == DENOMINATOR
    return kind in ("count", "amount") and of_people and reported.estimate.value is not None


def _outcome_row(reported: Reported) -> str:
    return ".".join(part for part in reported.id.split(".") if part != reported.estimate.statistic)


def _outcome_factors(evaluation: Evaluation, multiple: int) -> dict[str, float]:
    """Return by which factor the rate of each outcome changes once its counts are rounded."""
    factors: dict[str, float] = {}
    seen: set[str] = set()
    for reported in every_reported(evaluation):
        if reported.strand != "outcomes" or reported.id in seen or not _is_outcome_count(reported):
            continue
        seen.add(reported.id)
        value = reported.estimate.value or 0.0
        if value <= 0:
            continue
        factor = round_to(value, multiple) / value
        is_base = reported.estimate.statistic == DENOMINATOR
        row = _outcome_row(reported)
        factors[row] = factors.get(row, 1.0) * (1 / factor if is_base and factor else factor)
    return factors


def _outcome(reported: Reported, multiple: int, factors: Mapping[str, float]) -> Estimate:
    estimate = reported.estimate
    if estimate.value is None:
        return estimate
    if _is_outcome_count(reported):
        return dataclasses.replace(estimate, value=round_to(estimate.value, multiple))
    if statistic_named(estimate.statistic).kind == "rate" and _outcome_row(reported) in factors:
        factor = factors[_outcome_row(reported)]
        return dataclasses.replace(
            estimate, value=estimate.value * factor, low=None, high=None, level=None, reason=_NO_INTERVAL
        )
    return estimate


def _in_words(section: Section, multiple: int, smallest: int) -> Section:
    """Round the counts that the sentences and the text cells of a section hold."""
    if section.strand != "survey":
        return section

    def said(text: str) -> str:
        return count_words(text, multiple, smallest)

    def table(one: Table) -> Table:
        rows = tuple(
            tuple(_cell(name, cell, multiple, smallest) for name, cell in zip(one.columns, row, strict=True))
            for row in one.rows
        )
        return dataclasses.replace(one, rows=rows, note=said(one.note))

    def chart(one: Chart) -> Chart:
        return dataclasses.replace(one, note=said(one.note))

    return dataclasses.replace(
        section,
        tables=tuple(map(table, section.tables)),
        charts=tuple(map(chart, section.charts)),
        cautions=tuple(map(said, section.cautions)),
        methods=section.methods,
    )


def count_words(text: str, multiple: int, smallest: int) -> str:
    """Return a sentence with its counts of people rounded, and small ones as 'fewer than 8'."""
    return _COUNT_IN_WORDS.sub(lambda match: _count_text(match[1], multiple, smallest), text)


def _count_text(digits: str, multiple: int, smallest: int) -> str:
    count = int(digits.replace(",", ""))
    if count == 0:
        return digits
    return f"fewer than {smallest}" if count < smallest else f"about {round_to(count, multiple):,.0f}"


def _cell(column: str, cell: Cell, multiple: int, smallest: int) -> Cell:
    """Round a number that stands in a column of numbers of people as text."""
    is_n = column == "n" or column.startswith("n, ")
    if not isinstance(cell, str) or not is_n or not cell.replace(",", "").isdecimal():
        return cell
    count = int(cell.replace(",", ""))
    if 0 < count < smallest:
        return f"fewer than {smallest}"
    return f"{round_to(count, multiple):,.0f}"


def _input_file(file: InputFile, multiple: int, smallest: int) -> InputFile:
    """Round how many rows were read, and leave out notes that name single rows."""

    def rows(count: int | None) -> int | None:
        if count is None or 0 < count < smallest:
            return None
        return int(round_to(count, multiple))

    notes = tuple(count_words(note, multiple, smallest) for note in file.notes if "line " not in note)
    return dataclasses.replace(
        file, rows_read=rows(file.rows_read), rows_kept=rows(file.rows_kept), notes=notes
    )
