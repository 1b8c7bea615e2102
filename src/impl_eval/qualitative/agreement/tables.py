"""Tables of a comparison in units: by code and pair of coders, over all text and over coded text."""

from collections.abc import Iterable, Sequence

from impl_eval.qualitative.agreement.options import Comparison
from impl_eval.qualitative.agreement.pair_results import PairResults
from impl_eval.qualitative.agreement.words import WORDS
from impl_eval.results import Cell, Reported, Table

_WITHOUT = (
    "Only {units} to which at least one of the two coders gave some {code}: text that nobody coded is left "
    "out."
)


def code_header(comparison: Comparison) -> str:
    """Return the header of the column that names the code."""
    return "Mechanism" if comparison.level == "mechanism" else "Code"


def table_id(comparison: Comparison, name: str) -> str:
    """Return the id of a table: those of the default comparison stand in reports."""
    return f"{comparison.prefix}.{name}"


def without_interval(rows: Iterable[Sequence[Cell]]) -> str:
    """Return why results with a value have no interval, each reason once, as sentences for a note."""
    reasons = {
        cell.estimate.reason
        for row in rows
        for cell in row
        if not isinstance(cell, str) and cell.estimate.value is not None and cell.estimate.low is None
    }
    return " ".join(
        f"{reason[0].upper()}{reason[1:]}." for reason in sorted(reasons) if reason.startswith("no interval")
    )


def overall_table(pairs: Sequence[PairResults], comparison: Comparison, *, only_coded: bool = False) -> Table:
    """Return percent agreement and kappa; over all units with the segments of each, or over coded text."""
    words = WORDS[comparison.unit]
    rows: list[tuple[Cell, ...]] = []
    for pair in pairs:
        units = pair.unit_count(only_coded=only_coded)
        for code in pair.codes:
            statistics = ("percent_agreement", "cohens_kappa", *(("gwets_ac1",) if only_coded else ()))
            cells = pair.coefficients(code, statistics, only_coded=only_coded)
            if not only_coded:
                cells += [pair.segments_of(coder, code) for coder in pair.pair.coders]
            rows.append((code[1], pair.pair.label, units, *cells))
    shared = (code_header(comparison), "Coders", words.header, "Percent agreement", "Cohen's kappa")
    by_code = f"by {comparison.level}"
    if only_coded:
        without = _WITHOUT.format(units=words.short, code=comparison.level)
        return Table(
            table_id(comparison, "coded_text"),
            f"Agreement between coders {by_code}, without text that nobody coded",
            (*shared, "Gwet's AC1"),
            tuple(rows),
            note=f"{without} {without_interval(rows)}".strip(),
        )
    return Table(
        table_id(comparison, "overall"),
        f"Agreement between coders {by_code}",
        (*shared, "Segments, first coder", "Segments, second coder"),
        tuple(rows),
        note=without_interval(rows),
    )


def coefficients_table(pairs: Sequence[PairResults], comparison: Comparison) -> Table:
    """Return how often each code was given, agreement where either gave it, and the other coefficients."""
    statistics = ("prevalence", "agreement_where_either_coded", "krippendorffs_alpha", "gwets_ac1", "pabak")
    rows: list[tuple[Cell, ...]] = [
        (code[1], pair.pair.label, *pair.coefficients(code, statistics))
        for pair in pairs
        for code in pair.codes
    ]
    columns = ("How often coded", "Agreed where either coded", "Krippendorff's alpha", "Gwet's AC1", "PABAK")
    return Table(
        table_id(comparison, "coefficients.overall"),
        f"Further coefficients of agreement by {comparison.level}",
        (code_header(comparison), "Coders", *columns),
        tuple(rows),
        note=f"How often coded: the share of {WORDS[comparison.unit].short}, averaged over the coders. "
        f"{without_interval(rows)}".strip(),
    )


def reported_in(tables: Iterable[Table]) -> tuple[Reported, ...]:
    """Return every result that stands in the tables, once, in order."""
    found = {
        cell.id: cell for table in tables for row in table.rows for cell in row if not isinstance(cell, str)
    }
    return tuple(found.values())
