"""Small studies with more to say: a second transcript, double coding, sub-codes."""

import csv
from collections.abc import Mapping
from pathlib import Path

AT = "2026-11-25T09:00:00Z"
T2 = (
    "Interviewer: What has changed?\r\n"
    "P02: I know what to do when it goes wrong. Nobody showed us that before.\r\n"
    "P01: We trust each other, mostly 🙂 and the list helps.\r\n"
)
SUB_CODES = """  - id: list_helps
    parent: knowledge
    definition: A list says what is next.
  - id: workload
    origin: inductive
    definition: Talk about having no time.
"""


def enlarge(study: Path, *, double_coded: str = "") -> Path:
    """Add a focus group of two and codes of one's own to the small study."""
    folder = study / "qualitative"
    (folder / "transcripts" / "t2.txt").write_bytes(T2.encode())
    with (folder / "speakers.csv").open("a", encoding="utf-8") as file:
        file.write("t2,t2.txt,Interviewer,interviewer,,\nt2,t2.txt,P01,participant,P01,gp\n")
        file.write("t2,t2.txt,P02,participant,P02,patient\n")
    with (folder / "codebook.yaml").open("a", encoding="utf-8") as file:
        file.write(SUB_CODES)
    if double_coded:
        text = (study / "study.yaml").read_text(encoding="utf-8")
        mark = "  coded_segments: qualitative/coded_segments.csv\n"
        lines = f"{mark}  double_coded: [{double_coded}]\n"
        (study / "study.yaml").write_text(text.replace(mark, lines), encoding="utf-8")
    return study


def rows(study: Path, name: str = "coded_segments.csv") -> list[dict[str, str]]:
    """Return the rows of a file of the interviews."""
    with (study / "qualitative" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def row_of(words: str, text: str = T2, **cells: str) -> dict[str, str]:
    """Return a row that codes words of the second transcript."""
    start = text.index(words)
    row = {
        "transcript_id": "t2", "start": str(start), "end": str(start + len(words)), "quote": words,
        "mechanism_id": "", "code_id": "", "valence": "unclear", "reported_change": "not_said",
        "coder": "AB", "origin": "human", "note": "",
    }  # fmt: skip
    return row | cells


def write_rows(path: Path, content: list[dict[str, str]]) -> Path:
    """Write rows as a table of segments."""
    columns = list(row_of("know"))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows({column: one.get(column, "") for column in columns} for one in content)
    return path


def all_content(folder: Path) -> Mapping[str, bytes]:
    """Return the content of every file of a folder by name."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
