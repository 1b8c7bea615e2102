"""summaries.csv: what analysts wrote into the framework matrix.

The file is made by the first import; absent means that nobody has written a summary yet. Where there is a
coding store, the file is its export.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from impl_eval.declared import DeclaredModel, Text, YesNo
from impl_eval.errors import did_you_mean
from impl_eval.outputs.csv_text import csv_bytes
from impl_eval.qualitative.framework_matrix import (
    CASE_KINDS,
    LONGEST_SUMMARY,
    CaseKind,
    CellKey,
    Summary,
    fingerprint_text,
    in_order,
    parse_fingerprint,
    parse_places,
    places_text,
    tidy_text,
)
from impl_eval.study.declared_files import shown
from impl_eval.study.files import StudyFiles
from impl_eval.study.rows import Row, parse_row, read_rows

SUMMARIES_FILE = "qualitative/summaries.csv"
COLUMNS = ("case_kind", "case", "code_id", "coder", "summary", "rests_on", "fingerprint", "undecided")
_REQUIRED, _OPTIONAL = COLUMNS[:5], COLUMNS[5:]
_WORDS: dict[CaseKind, str] = {
    "participant": "a participant of the study",
    "stakeholder_group": "a stakeholder group of study.yaml",
    "site": "a site of the study",
}


class SummaryRow(DeclaredModel):
    """One row of summaries.csv. A summary may have several lines.

    Rows of one cell that all say `undecided` were written apart; nobody has decided between them yet.
    """

    case_kind: Text
    case: Text
    code_id: Text
    coder: Text
    summary: str
    rests_on: str = ""
    fingerprint: str = ""
    undecided: YesNo | None = None


@dataclass(frozen=True)
class MayName:
    """What rows may name. What is None could not be read, and is not held against a row."""

    participants: Collection[str] | None
    groups: Collection[str]
    codes: Collection[str] | None
    sites: Collection[str] | None = None

    def cases(self, kind: CaseKind) -> Collection[str] | None:
        """Return the cases of a kind."""
        return {"participant": self.participants, "stakeholder_group": self.groups, "site": self.sites}[kind]


def read_summaries(known: MayName, files: StudyFiles) -> tuple[Summary, ...]:
    """Read summaries.csv; faults are noted, never raised."""
    path = files.inside(SUMMARIES_FILE, (SUMMARIES_FILE, None, ""))
    if path is None or not path.is_file():
        return ()
    first: dict[CellKey, tuple[str, bool]] = {}
    summaries: dict[Summary, None] = {}
    for row in read_rows(files, path, SUMMARIES_FILE, _REQUIRED, _OPTIONAL).rows:
        parsed = parse_row(SummaryRow, row, files)
        summary = None if parsed is None else _summary(row, parsed, known, files)
        if parsed is None or summary is None:
            continue
        label, waits = first.setdefault(summary.key, (row.label, bool(parsed.undecided)))
        if label != row.label and not (waits and parsed.undecided):
            allowed = "one summary for a case and code"
            files.gathering.add(row.place(), f"the cell of {label} again", allowed, "Join the two rows.")
        summaries[summary] = None
    return in_order(summaries)


def _summary(row: Row, parsed: SummaryRow, known: MayName, files: StudyFiles) -> Summary | None:
    noted = len(files.gathering.problems)
    kind = next((one for one in CASE_KINDS if one == parsed.case_kind.replace(" ", "_")), None)
    if kind is None:
        near = did_you_mean(parsed.case_kind, CASE_KINDS)
        files.gathering.add(row.place("case_kind"), shown(parsed.case_kind), ", ".join(CASE_KINDS), near)
        return None
    _check_name(row, "case", parsed.case, known.cases(kind), _WORDS[kind], files)
    _check_name(row, "code_id", parsed.code_id, known.codes, "a mechanism, or a code of the codebook", files)
    places, strange = parse_places(parsed.rests_on)
    if strange:
        allowed = "places such as int01:935-1020; int02:5-60"
        files.gathering.add(row.place("rests_on"), shown(strange[0]), allowed)
    try:
        seen = parse_fingerprint(parsed.fingerprint)
    except ValueError:
        seen = None
        remedy = "Empty the cell: the summary then counts as not linked to any segments."
        files.gathering.add(row.place("fingerprint"), "no fingerprint", "what impl-eval wrote", remedy)
    text = tidy_text(parsed.summary)
    if len(text) > LONGEST_SUMMARY:
        found = f"a summary of {len(text):,} characters"
        files.gathering.add(row.place("summary"), found, f"up to {LONGEST_SUMMARY:,}")
    if len(files.gathering.problems) > noted:
        return None
    return Summary(CellKey(kind, parsed.case, parsed.code_id), parsed.coder, text, places, seen)


def _check_name(
    row: Row, column: str, name: str, known: Collection[str] | None, allowed: str, files: StudyFiles
) -> None:
    if known is not None and name not in known:
        files.gathering.add(row.place(column), shown(name), allowed, did_you_mean(name, known))


def summaries_csv(summaries: Iterable[Summary]) -> bytes:
    """Return summaries as summaries.csv holds them, in order of their cells; empty ones are left out.

    Several summaries of one cell are marked as undecided.
    """
    ordered = in_order(one for one in summaries if one.text)
    times = Counter(one.key for one in ordered)
    return csv_bytes(
        COLUMNS,
        (
            (
                one.key.case_kind, one.key.case_id, one.key.code_id, one.coder, one.text,
                places_text(one.rests_on), "" if one.seen is None else fingerprint_text(one.seen),
                "yes" if times[one.key] > 1 else "",
            )
            for one in ordered
        ),
        mark=False,
    )  # fmt: skip
