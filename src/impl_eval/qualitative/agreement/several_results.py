"""All coders together: coefficients of three and more, and agreement on whole sets of codes."""

from collections.abc import Callable, Sequence

from impl_eval.qualitative.agreement.options import Comparison
from impl_eval.qualitative.agreement.pair_results import NO_UNIT, PairResults
from impl_eval.qualitative.agreement.tables import code_header, table_id, without_interval
from impl_eval.qualitative.agreement.units import CodedUnits
from impl_eval.qualitative.agreement.words import WORDS
from impl_eval.results import Cell, Estimate, Reported, Table
from impl_eval.statistics import (
    fleiss_kappa,
    gwets_ac1,
    krippendorffs_alpha,
    masi_alpha,
    percent_agreement_of,
    prevalence,
)

_SEVERAL: tuple[tuple[str, str, Callable[..., Estimate]], ...] = (
    ("prevalence", "How often coded", prevalence),
    ("percent_agreement", "Percent agreement", percent_agreement_of),
    ("fleiss_kappa", "Fleiss' kappa", fleiss_kappa),
    ("krippendorffs_alpha", "Krippendorff's alpha", krippendorffs_alpha),
    ("gwets_ac1", "Gwet's AC1", gwets_ac1),
)
_GAPS = (
    "Every transcript that at least two of the coders coded. Percent agreement is that of pairs of coders. "
    "Where the coders of transcripts differ, Fleiss' kappa is generalised as by Gwet (2014)."
)


def several_table(
    units: CodedUnits, codes: Sequence[tuple[str, str]], comparison: Comparison
) -> tuple[Table, ...]:
    """Return the coefficients of all coders together, where there are more than two."""
    coders = units.coders
    if len(coders) < 3:
        return ()
    words = WORDS[comparison.unit]
    rows: list[tuple[Cell, ...]] = []
    for code in codes:
        ratings = units.ratings(coders, code[0], units.seen_by(coders), words.plural)
        cells = [
            _reported(
                comparison,
                f"{code[0]}.{statistic}.all_coders",
                f"{code[1]}: {name} of {_listed(coders)}",
                Estimate.not_estimable(statistic, NO_UNIT, n=0)
                if ratings is None
                else compute(ratings, level=comparison.confidence_level),
                code[0],
            )
            for statistic, name, compute in _SEVERAL
        ]
        rows.append((code[1], *cells))
    return (
        Table(
            table_id(comparison, "several.overall"),
            f"Agreement of {_listed(coders)} together, by {comparison.level}",
            (code_header(comparison), *(name for _, name, _ in _SEVERAL)),
            tuple(rows),
            note=f"{_GAPS} {without_interval(rows)}".strip(),
        ),
    )


def sets_table(pairs: Sequence[PairResults], units: CodedUnits, comparison: Comparison) -> Table:
    """Return agreement on the set of codes of each unit: of each pair, and of all where there are more."""
    groups: list[tuple[Sequence[str], str, str]] = [
        (pair.pair.coders, pair.pair.key, pair.pair.label) for pair in pairs
    ]
    if len(units.coders) > 2:
        groups.append((units.coders, "all_coders", _listed(units.coders)))
    words = WORDS[comparison.unit]
    rows: list[tuple[Cell, ...]] = []
    for coders, key, label in groups:
        made = units.set_ratings(coders, units.seen_by(coders), words.plural)
        if made is None:
            estimate = Estimate.not_estimable("masi_alpha", NO_UNIT, n=0)
        else:
            estimate = masi_alpha(*made, level=comparison.confidence_level)
        count = Estimate("count", float(estimate.n or 0), unit=words.short, reason="a count has no interval")
        names = (f"masi_alpha.{key}", f"masi_alpha.units.{key}")
        rows.append(
            (
                label,
                _reported(comparison, names[1], f"{words.header} of {label}, all codes together", count),
                _reported(comparison, names[0], f"Krippendorff's alpha with MASI of {label}", estimate),
            )
        )
    return Table(
        table_id(comparison, "sets"),
        f"Agreement on all {comparison.level}s of a {words.singular} at once",
        ("Coders", words.header, "Krippendorff's alpha (MASI)"),
        tuple(rows),
        note="Two sets of codes that share some agree in part; no code at all is a set too. "
        f"{without_interval(rows)}".strip(),
    )


def _reported(
    comparison: Comparison, name: str, label: str, estimate: Estimate, code_id: str = ""
) -> Reported:
    mechanism_id = code_id if comparison.level == "mechanism" else ""
    return Reported(f"{comparison.prefix}.{name}", "agreement", label, estimate, mechanism_id=mechanism_id)


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"
