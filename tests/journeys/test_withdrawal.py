"""A canary withdraws: unusual words in every kind of file, and no byte of them is left unlisted."""

import csv
import io
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook

from tests.coding_desk.interviews import T2, enlarge, row_of, rows, write_rows
from tests.command_line import impl_eval
from tests.conftest import SMALL_STUDY

HERS = "The quibblesnatch of Yarmouthless Surgery never showed us the flumboggle."
CANARIES = ("quibblesnatch", "Yarmouthless", "flumboggle", "P02", "R077", "17.125")
GROUP = T2.replace("Nobody showed us that before.", HERS).replace("P02: I know what", "P02: I know what")


def unpacked(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    yield name, content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.namelist():
                yield from unpacked(f"{name} > {member}", archive.read(member))


def held(folder: Path) -> set[str]:
    """Return the files below a folder that hold a canary in some byte, unpacked, or in their name."""
    found = set()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        parts = unpacked(name, path.read_bytes()) if path.is_file() else iter(())
        for _, content in parts:
            forms = [form for one in CANARIES for form in (one.encode(), one.encode("utf-16-le"))]
            found |= {name for form in forms if form in content}
        found |= {name for one in CANARIES if one in name}
    return found


def run(*arguments: str | Path, code: int = 0) -> str:
    done = impl_eval(*arguments)
    assert done.returncode == code, done.stderr
    return done.stdout + done.stderr


def append(path: Path, text: str) -> None:
    path.write_text((path.read_text(encoding="utf-8") if path.is_file() else "") + text, encoding="utf-8")


@pytest.fixture
def study(everywhere: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(everywhere, tmp_path / "study"))


@pytest.fixture(scope="module")
def everywhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study in which P02 stands in every kind of file that impl-eval knows."""
    small_study = Path(shutil.copytree(SMALL_STUDY, tmp_path_factory.mktemp("canary") / "study"))
    enlarge(small_study)
    folder = small_study / "qualitative"
    (folder / "transcripts" / "t2.txt").write_bytes(GROUP.encode())
    (folder / "transcripts" / "t3.txt").write_bytes(f"Interviewer: And?\nP02: {HERS}\n".encode())
    more = "t3,t3.txt,Interviewer,interviewer,,\nt3,t3.txt,P02,participant,P02,patient\n"
    append(folder / "speakers.csv", more)
    start = GROUP.index(HERS)
    hers = f"t2:{start}-{start + len(HERS)}"
    trusts = f"t2:{GROUP.index('We trust each other')}-{GROUP.index(', mostly')}"
    codebook = folder / "codebook.yaml"
    text = codebook.read_text(encoding="utf-8")
    examples = f"    examples:  # from the pilot\n      - segment: {hers}\n      - segment: {trusts}\n"
    examples += f"    counter_examples:\n      - text: {HERS}\n"
    mark = "    phrases:\n      - trust"
    codebook.write_text(text.replace(mark, examples + mark), encoding="utf-8")
    codings = [
        row_of(HERS, GROUP, mechanism_id="knowledge", note="flumboggle again"),
        row_of("We trust each other", GROUP, mechanism_id="trust", note="unlike P02"),
        row_of("the list helps", GROUP, mechanism_id="knowledge", note="keep me"),
        row_of(HERS, f"Interviewer: And?\nP02: {HERS}\n", mechanism_id="trust") | {"transcript_id": "t3"},
    ]
    coded = write_rows(folder / "coded_segments.csv", [*rows(small_study), *codings])
    run("coding", "import", coded, small_study, "--coder", "AB")
    run("coding", "memo", "P02 is quibblesnatch", small_study, "--coder", "AB", "--about", "study")
    run("coding", "memo", "on hers: flumboggle", small_study, "--coder", "AB", "--about", hers)
    run("coding", "memo", "a memo to keep", small_study, "--coder", "AB", "--about", "transcript:t2")
    append(
        folder / "summaries.csv",
        "case_kind,case,code_id,coder,summary,rests_on\n"
        "participant,P02,trust,AB,Of the flumboggle.,\n"
        f"stakeholder_group,patient,knowledge,AB,Patients tell of the quibblesnatch.,{hers}\n"
        f"stakeholder_group,gp,trust,AB,They trust.,{trusts}\n",
    )
    run("matrix", "import", folder / "summaries.csv", small_study, "--coder", "AB")
    append(
        folder / "notes.csv",
        "kind,coder,note,in_report,code_id,transcript_id\n"
        "deviant_case,AB,Another tone.,no,trust,t3\n"
        "deviant_case,AB,P02 against all.,no,trust,\n"
        f"reflexivity,AB,I liked {trusts}.,yes,,\n"
        f"deviant_case,AB,See {hers}.,no,trust,t2\n",
    )
    append(folder / "participant_sites.csv", "participant_id,site_id\nP02,a\nP01,a\n")
    append(folder / "names.csv", "name,kind,pseudonym\nYarmouthless Surgery,organisation,\nMr List,person,\n")
    run("identifiers", "check", small_study)
    run("coding", "backup", small_study)
    survey = small_study / "quantitative" / "survey.csv"
    lines = survey.read_text(encoding="utf-8").splitlines()
    cells = lines[1].split(",")
    survey.write_text("\n".join([*lines, ",".join(["R077", *cells[1:]])]) + "\n", encoding="utf-8")
    run("tag", small_study)
    return small_study


def test_nothing_of_hers_is_left_in_any_file(study: Path) -> None:
    before = held(study)
    assert {name.split("/")[0] for name in before} == {"qualitative", "quantitative", "coding", "outputs"}
    told = run("withdraw", "P02", study, "--respondent", "R077")
    assert "1 transcript erased, 1 conversation kept without their words, 1 survey row taken out" in told
    assert "The summary of patient on knowledge by AB rested on their words, and was erased" in told
    assert held(study) == set()
    run("check", study)
    run("tag", study)
    assert held(study) == set()
    log = run("coding", "log", study)
    assert "P02" not in log
    folder = study / "qualitative"
    now = (folder / "transcripts" / "t2.txt").read_bytes().decode()
    start = now.index("We trust each other")
    trusts = f"t2:{start}-{start + 19}"
    codebook = (folder / "codebook.yaml").read_text(encoding="utf-8")
    assert f"    examples:  # from the pilot\n      - segment: {trusts}\n" in codebook
    assert "counter_examples" not in codebook
    with (folder / "notes.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["note"] for row in csv.DictReader(file)] == [f"I liked {trusts}."]
    with (folder / "summaries.csv").open(encoding="utf-8-sig", newline="") as file:
        kept = [(row["summary"], row["rests_on"]) for row in csv.DictReader(file)]
    assert kept == [("They trust.", trusts)]
    with sqlite3.connect(study / "coding" / "coding.sqlite") as store:
        words = {row[0] for row in store.execute("SELECT text FROM written_text")}
    store.close()
    assert {"keep me", "a memo to keep"} <= words
    assert not [one for one in words if "unlike" in one]


def test_what_rules_cannot_take_out_is_listed_with_its_place(study: Path) -> None:
    append(study / "qualitative" / "notes.csv", "reflexivity,AB,What a flumboggle.,no,,\n")
    report = Document()
    report.add_paragraph(f"A patient said: {HERS}")
    report.save(str(study / "draft.docx"))
    book = Workbook()
    book.active.append(["Yarmouthless"])
    book.save(study / "old.xlsx")
    with zipfile.ZipFile(study / "sent.zip", "w") as archive:
        archive.write(study / "draft.docx", "inner/draft.docx")
    shutil.copy(study / "qualitative" / "transcripts" / "t3.txt", study / "P02 raw.txt")
    told = run("withdraw", "P02", study, "--respondent", "R077", code=3)
    listed = {name for name in ("draft.docx", "old.xlsx", "sent.zip", "P02 raw.txt") if f"\n{name}: " in told}
    assert listed == {"draft.docx", "old.xlsx", "sent.zip", "P02 raw.txt"}
    assert "qualitative/notes.csv, line" in told
    assert held(study) == listed | {"qualitative/notes.csv"}
    assert "inner/draft.docx > word/document.xml" in told
    assert "quibblesnatch" not in told
    assert "flumboggle" not in told


def test_an_export_that_is_no_text_is_left_to_a_person_row_by_row(small_study: Path) -> None:
    lines = (small_study / "quantitative" / "survey.csv").read_text(encoding="utf-8").splitlines()
    book = Workbook()
    for line in lines:
        book.active.append(line.split(","))
    book.save(small_study / "quantitative" / "survey.xlsx")
    path = small_study / "study.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("survey.csv", "survey.xlsx"), encoding="utf-8")
    before = path.read_bytes()
    who = lines[2].split(",")[0]
    told = run("withdraw", who, small_study, code=3)
    found = [number for number, line in enumerate(lines, start=1) if line.split(",")[0] == who]
    assert "quantitative/survey.xlsx" in told
    assert all(f"row {number}" in told for number in found)
    assert path.read_bytes() == before
    assert not (small_study / "coding").exists()


def test_decisions_that_nobody_imported_stop_a_withdrawal(small_study: Path) -> None:
    from openpyxl import load_workbook

    enlarge(small_study)
    run("tag", small_study)
    path = small_study / "outputs" / "internal" / "coding_review.xlsx"
    book = load_workbook(path)
    sheet = next(one for one in book if one.max_row > 1 and "decision" in [cell.value for cell in one[1]])
    column = [cell.value for cell in sheet[1]].index("decision") + 1
    sheet.cell(2, column).value = "accept"
    book.save(path)
    told = run("withdraw", "P02", small_study, code=4)
    assert "holds decisions that nobody has imported" in told
    assert path.is_file()
