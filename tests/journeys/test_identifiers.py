"""Names, decisions and reports: what a study lists as a name is not quoted, what somebody keeps is."""

import hashlib
import html
import re
import zipfile
from pathlib import Path

from tests.command_line import impl_eval_here as impl_eval
from tests.study.identifier_study import decide, review_rows, write_rows

NAMED = "We trust Tumbleweed a bit more"
"""A nickname: only the study's own list says that it names somebody."""


def said_in_report(study: Path) -> str:
    done = impl_eval("run", study)
    assert done.returncode == 0, done.stderr
    (report,) = (study / "outputs").glob("*.docx")
    with zipfile.ZipFile(report) as parts:
        return html.unescape(re.sub(r"<[^<>]*>", "", parts.read("word/document.xml").decode("utf-8")))


def naming_study(study: Path) -> Path:
    for name in ("transcripts/t1.txt", "coded_segments.csv"):
        path = study / "qualitative" / name
        text = path.read_text(encoding="utf-8").replace("We trust each other a bit more", NAMED)
        path.write_text(text, encoding="utf-8")
    mark = hashlib.sha256(NAMED.encode()).hexdigest()[:12]
    (study / "qualitative" / "quotes.csv").write_text(
        f"place,released,by,date,words\nt1:107-137,yes,AB,2024-06-01,{mark}\n", encoding="utf-8"
    )
    assert len(NAMED) == 30, "as long as what it replaces: offsets stay"
    return study


def test_a_quote_is_held_back_by_the_list_and_released_by_a_decision(small_study: Path) -> None:
    study = naming_study(small_study)
    assert NAMED in said_in_report(study), "no rule knows this name"
    (study / "qualitative/names.csv").write_text("name,kind\nTumbleweed,person\n", encoding="utf-8")
    told = said_in_report(study)
    assert NAMED not in told
    assert "2 coded passages are not quoted, because the turn holds what may name a person." in told
    assert impl_eval("identifiers", "check", study).returncode == 0
    decide(study, "keep")
    told = said_in_report(study)
    assert NAMED in told
    assert "not quoted, because" not in told
    rows = review_rows(study)
    rows[0]["decision"] = "replace"
    write_rows(study, rows)
    assert NAMED not in said_in_report(study), "a name that is still to be replaced is not quoted"
