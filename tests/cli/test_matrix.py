"""matrix on the command line: what is printed, what is written, and what is refused."""

import json
import stat
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from impl_eval.cli.main import cli
from impl_eval.cli.matrix import KINDS
from impl_eval.errors import AnalysisRefused
from impl_eval.qualitative.framework_matrix import CASE_KINDS

WORKBOOK = Path("outputs/internal/framework_matrix_participants.xlsx")
SPEECH = "I know what to do"


def matrix(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["matrix", *map(str, arguments)])


def fill_in(path: Path, text: str = "Knows what to do.") -> None:
    book = openpyxl.load_workbook(path)
    book["Matrix"]["D3"] = text
    book.save(path)


def test_the_words_of_the_options_are_those_of_the_matrix() -> None:
    assert tuple(KINDS.values()) == CASE_KINDS


def test_out_and_back(small_study: Path) -> None:
    done = matrix("export", small_study)
    assert (done.exit_code, done.stdout) == (0, f"{small_study / WORKBOOK}\n")
    assert done.stderr == "2 cells, 0 with a summary, 0 of them stale.\n"
    assert stat.S_IMODE((small_study / WORKBOOK).stat().st_mode) == 0o600
    fill_in(small_study / WORKBOOK)
    back = matrix("import", small_study / WORKBOOK, small_study, "--coder", "AB")
    assert back.stdout == "Summaries: 1 written, 0 taken back. Cells as before: 1.\n"
    again = matrix("import", small_study / WORKBOOK, small_study, "--coder", "AB")
    assert again.stdout == "Summaries: 0 written, 0 taken back. Cells as before: 2.\n"
    assert matrix("export", small_study).exit_code == 0


def test_work_that_nobody_imported_is_not_written_over(small_study: Path) -> None:
    matrix("export", small_study)
    fill_in(small_study / WORKBOOK)
    done = matrix("export", small_study)
    assert isinstance(done.exception, AnalysisRefused)
    assert "nobody has imported yet" in str(done.exception)
    assert matrix("export", small_study, "--to", small_study / "other.xlsx").exit_code == 0


def test_word_goes_where_it_is_told(small_study: Path) -> None:
    target = small_study / "matrix.docx"
    assert (
        matrix("export", small_study, "--cases", "groups", "--format", "docx", "--to", target).exit_code == 0
    )
    assert target.read_bytes().startswith(b"PK")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_status_says_what_is_stale(small_study: Path) -> None:
    matrix("export", small_study)
    fill_in(small_study / WORKBOOK)
    matrix("import", small_study / WORKBOOK, small_study, "--coder", "AB")
    segments = small_study / "qualitative/coded_segments.csv"
    text = segments.read_text(encoding="utf-8")
    segments.write_text(text.replace("now,knowledge,,enabler", "now,knowledge,,barrier"), encoding="utf-8")
    CliRunner().invoke(cli, ["coding", "import", str(segments), str(small_study), "--coder", "AB"])
    done = matrix("status", small_study)
    assert "1 segment coded anew since the summary was written" in done.stdout
    assert SPEECH not in done.output
    document = json.loads(matrix("status", small_study, "--json").stdout)
    assert [(one["case"], one["code"], one["state"]) for one in document["summaries"]] == [
        ("P01", "knowledge", "stale")
    ]


def test_counts_are_tables_or_json(small_study: Path) -> None:
    done = matrix("counts", small_study)
    assert "Valence and reported change by code and stakeholder group" in done.stdout
    estimates = json.loads(matrix("counts", small_study, "--json").stdout)["estimates"]
    values = {one["id"]: one["value"] for one in estimates}
    assert values["interviews.code.knowledge.participants.group.other_groups"] == 1


def test_keyword_prints_places_and_writes_a_table(small_study: Path) -> None:
    done = matrix("keyword", "know*", small_study)
    text = (small_study / "qualitative/transcripts/t1.txt").read_text(encoding="utf-8")
    places = [text.index("know what"), text.index("know how")]
    assert [line.split()[0] for line in done.stdout.splitlines()] == [f"t1:{at}" for at in places]
    assert done.stderr == "2 places in 1 of 1 transcripts.\n"
    target = small_study / "hits.csv"
    matrix("keyword", "know*", small_study, "--to", target)
    assert target.read_text(encoding="utf-8-sig").startswith(
        "transcript_id,start,end,speaker,role,left,word,right\n"
    )
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


@pytest.mark.parametrize("word", ["*", "--", " "])
def test_a_keyword_of_signs_alone_is_wrong_usage(small_study: Path, word: str) -> None:
    assert matrix("keyword", "--", word, small_study).exit_code == 2


def test_counts_by_case(small_study: Path) -> None:
    done = matrix("counts", small_study, "--by", "participants")
    lines = [line.split() for line in done.stdout.splitlines()]
    assert ["Code", "P01", "Cases", "Passages"] in lines
    document = json.loads(matrix("counts", small_study, "--by", "groups", "--json").stdout)
    assert document["counts"] == [
        {"case": "gp", "code": code, "passages": 1} for code in ("knowledge", "trust")
    ]
