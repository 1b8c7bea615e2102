"""A study whose one transcript names people, for the tests of the identifier check. All are invented."""

import csv
import io
from pathlib import Path

from impl_eval.study.identifier_files import REVIEW_FILE

TALK = """\
Interview with Anita Bell

Interviewer: What has changed for you?

P01: I know what to do now, and Anita Bell rang me on 07700 900123. Now I know.

Interviewer: And how to get started?

P01: My NHS number is 999 000 0018, I trust Anita's team in Green Lane.
Anita came.
Anita went.
"""
CODED = (
    ("I know what to do now", "knowledge"),
    ("Bell rang me on 07700", "trust"),
    ("Now I know.", "knowledge"),
    ("I trust Anita's team", "trust"),
)
AFTER = (
    "I know what to do now",
    "[Person 1] rang me on [Phone number 1]",
    "Now I know.",
    "I trust [Person 1]'s team",
)


def with_identifiers(study: Path, talk: str = TALK) -> Path:
    """Give a small study a transcript, codings and a list that name people."""
    (study / "qualitative/transcripts/t1.txt").write_bytes(talk.encode("utf-8"))
    rows = ["transcript_id,start,end,quote,mechanism_id,valence,reported_change,coder,origin,note"]
    for words, mechanism in CODED:
        if words not in talk:
            continue
        start = talk.index(words)
        rows.append(f't1,{start},{start + len(words)},"{words}",{mechanism},enabler,better,AB,human,')
    (study / "qualitative/coded_segments.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    names = "name,kind\nAnita Bell,person\nGreen Lane,place\n"
    (study / "qualitative/names.csv").write_text(names, encoding="utf-8")
    return study


def review_rows(study: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((study / REVIEW_FILE).read_text(encoding="utf-8-sig"))))


def decide(study: Path, decision: str, **chosen: str) -> None:
    """Write a decision into every open row of the review list; `chosen` gives decisions by kind."""
    rows = review_rows(study)
    for row in rows:
        row["decision"] = row["decision"] or chosen.get(row["kind"], decision)
    write_rows(study, rows)


def write_rows(study: Path, rows: list[dict[str, str]]) -> None:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    (study / REVIEW_FILE).write_text(text.getvalue(), encoding="utf-8-sig")


def everything(folder: Path) -> dict[str, bytes]:
    """All files below a folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
