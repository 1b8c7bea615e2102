"""The codebook as a table for readers of a report: what each code means, counts and does not count."""

from collections.abc import Sequence

from impl_eval.qualitative.codebook import Code, Codebook
from impl_eval.qualitative.codebook_outline import OutlineLine, outline
from impl_eval.results import Table

_DEPTH = "› "


def codebook_table(codebook: Codebook, mechanisms: Sequence[tuple[str, str]]) -> Table:
    """Return every code with its definition, parents before their sub-codes.

    Parameters
    ----------
    mechanisms : (id, short label) in the order of the framework. One without a code of its own is left out.

    Returns
    -------
    Table without numbers. No example is in it: examples may be words that people said.
    """
    lines = [line for line in outline(codebook, mechanisms, {}) if line.code is not None]
    return Table(
        "codebook.codes",
        f"{codebook.title}, version {codebook.version}",
        ("Code", "What it means", "Counts, and does not count"),
        tuple((_label(line), line.code.definition, _limits(line.code)) for line in lines if line.code),
        note=f"Source: {codebook.source}" if codebook.source else "",
    )


def _label(line: OutlineLine) -> str:
    origin = " (from the interviews)" if line.code is not None and line.code.origin == "inductive" else ""
    return f"{_DEPTH * line.depth}{line.label}{origin}"


def _limits(code: Code) -> str:
    counts = f"Counts: {code.include}" if code.include else ""
    not_counts = f"Does not count: {code.exclude}" if code.exclude else ""
    return " ".join(filter(None, (counts, not_counts)))
