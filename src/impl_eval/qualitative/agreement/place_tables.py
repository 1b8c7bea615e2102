"""Where coders agree and where not: by transcript, and every unit on which two differ. Never speech."""

from collections.abc import Sequence

import numpy as np

from impl_eval.qualitative.agreement.options import Comparison
from impl_eval.qualitative.agreement.pair_results import PairResults
from impl_eval.qualitative.agreement.tables import code_header, table_id
from impl_eval.qualitative.agreement.words import WORDS
from impl_eval.results import Cell, Table

_STATISTICS = ("percent_agreement", "cohens_kappa", "agreement_where_either_coded")


def transcript_table(pairs: Sequence[PairResults], comparison: Comparison) -> Table:
    """Return percent agreement and kappa of each pair in each transcript."""
    rows: list[tuple[Cell, ...]] = []
    for pair in pairs:
        for transcript in pair.pair.transcripts:
            units = pair.unit_count(transcript_id=transcript.id)
            rows += [
                (
                    transcript.id,
                    code[1],
                    pair.pair.label,
                    units,
                    *pair.coefficients(code, _STATISTICS, transcript_id=transcript.id),
                )
                for code in pair.codes
            ]
    return Table(
        table_id(comparison, "by_transcript"),
        "Agreement between coders in each transcript",
        (
            "Transcript",
            code_header(comparison),
            "Coders",
            WORDS[comparison.unit].header,
            "Percent agreement",
            "Cohen's kappa",
            "Agreed where either coded",
        ),
        tuple(rows),
    )


def disagreement_table(pairs: Sequence[PairResults], comparison: Comparison) -> Table:
    """Return every unit that one coder of a pair coded and the other did not."""
    words = WORDS[comparison.unit]
    rows = [row for pair in pairs for code in pair.codes for row in _differences(pair, code)]
    note = "Turns are counted from the start of the transcript, the interviewer's turns included."
    if comparison.unit == "character":
        note = "Characters are counted from 0, the end not included."
    return Table(
        table_id(comparison, "disagreements"),
        f"{words.header} on which coders differ",
        ("Transcript", "Place", code_header(comparison), "Coded by", "Not coded by"),
        tuple(rows),
        note=note,
    )


def _differences(pair: PairResults, code: tuple[str, str]) -> list[tuple[Cell, ...]]:
    units = pair.units
    first, second = units.labels(pair.pair.coders, code[0]).T
    differing = np.flatnonzero(pair.rows & (first != second))
    found: list[tuple[Cell, ...]] = []
    open_since, before = -1, -1
    for row in differing.tolist():
        coders = pair.pair.coders if first[row] == 1 else pair.pair.coders[::-1]
        transcript_id = units.transcript_ids[units.transcripts[row]]
        # Runs of characters that another code cut apart are one place for this one.
        is_next = units.unit == "character" and row == before + 1 and found
        if is_next and found[-1][0] == transcript_id and found[-1][3] == coders[0]:
            place = f"characters {units.places[open_since, 0]} to {units.places[row, 1]}"
            found[-1] = (transcript_id, place, *found[-1][2:])
        else:
            found.append((transcript_id, units.place_name(row), code[1], *coders))
            open_since = row
        before = row
    return found
