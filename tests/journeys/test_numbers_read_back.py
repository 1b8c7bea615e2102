"""Every number of a finished Word report is read back: title page to last appendix, in all editions.

A number is a named value that reads as results.json or the plan has it, or it is of one of the other kinds
in other_numbers.py. Nothing else is let through: whoever adds a number to the report has to say whose it is.
"""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.command_line import impl_eval_here as impl_eval
from tests.journeys.known_numbers import SHARES, Known
from tests.journeys.numbers_in_word import Piece, Sheet, WordReport, read
from tests.journeys.other_numbers import OtherNumbers

EDITIONS = {"full": "", "board": "-board", "technical": "-technical"}
FEWEST = {"full": 550, "board": 35, "technical": 2000}
"""Named values that an edition has at least; a report that names fewer has lost them."""


@pytest.fixture(scope="module")
def study(reference_copy: Callable[[], Path]) -> Path:
    """A copy of the reference study with its report in every edition."""
    folder = reference_copy()
    assert impl_eval("run", folder).returncode == 0
    for edition in ("board", "technical"):
        assert impl_eval("report", folder, "--edition", edition).returncode == 0
    return folder


@pytest.fixture(scope="module")
def known(study: Path) -> Known:
    return Known(study)


def finished(study: Path, edition: str) -> bytes:
    name = f"norfolk-and-waveney-evaluation-report{EDITIONS[edition]}-SIMULATED.docx"
    return (study / "outputs" / name).read_bytes()


def faults(content: bytes, known: Known) -> list[str]:
    """Return every number of a report that is not what it should be, or whose source is unknown."""
    report = read(content)
    other = OtherNumbers(known, report)
    found = list(report.faults)
    for piece in report.pieces:
        where = f"{piece.block} ({piece.place})"
        found += [
            f"{where}: “{said}” is not {of}" for of, said in piece.values if not known.accepts(of, said)
        ]
        left = other.left(piece) if re.search(r"\d", piece.text) else ""
        found += [f"{where}: whose number? {left}"] if re.search(r"\d", left) else []
    return [*found, *_fields(report), *(fault for sheet in report.sheets for fault in _sheet(sheet, known))]


def _fields(report: WordReport) -> Iterator[str]:
    """Captions are counted up, and references say what their target says."""
    counted: Counter[str] = Counter()
    for piece in report.pieces:
        for instruction, said in piece.fields:
            words = instruction.split()
            if words[0] == "SEQ":
                counted[words[1]] += 1
                if said != str(counted[words[1]]):
                    yield f"{piece.block}: {words[1]} {said} comes as number {counted[words[1]]}"
            elif words[0] == "REF" and report.bookmarks.get(words[1]) != said:
                yield f"{piece.block}: “{said}” refers to “{report.bookmarks.get(words[1])}”"


def _sheet(sheet: Sheet, known: Known) -> Iterator[str]:
    """A chart, its workbook and the hidden part hold the same numbers, and these are the results."""
    places = {at: text for at, ((_, text),) in sheet.named.items()}
    if not places == sheet.drawn == sheet.stored:
        yield f"{sheet.block}: the chart, its workbook and its list of values differ"
    for ((result_id, text),) in sheet.named.values():
        value = float(text)
        share = known.results[result_id]["statistic"] in SHARES
        said = f"{round(value * 100)}%" if share else f"{value:,.10g}"
        same = {text for text in known.printed(result_id) if text.removesuffix(".0") == said}
        if not same:
            yield f"{sheet.block}: {said} is not {result_id}"


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_number_of_the_finished_file_has_its_source(study: Path, known: Known, edition: str) -> None:
    content = finished(study, edition)
    assert faults(content, known) == []
    report = read(content)
    named = [value for piece in report.pieces for value in piece.values]
    assert len(named) > FEWEST[edition]
    assert {value_id.partition(".")[0] for value_id, _ in named} >= {"survey", "interviews", "scale"}


def test_numbers_of_the_methods_are_those_of_the_plan(study: Path, known: Known) -> None:
    report = read(finished(study, "full"))
    methods = dict(
        value for piece in report.pieces if piece.block.startswith("methods.") for value in piece.values
    )
    assert methods["plan.fit.minimum_participants"] == known.settings["fit > minimum_participants"]
    assert methods["plan.mixed_model.minimum_sites"] == known.settings["mixed_model > minimum_sites"]
    assert methods["plan.significance_level"] == "0.05"
    assert methods["rule.quotes.longest"] == "260"


def changed(content: bytes, part: str, old: str, new: str) -> bytes:
    """Return a copy of a package in which the first such text of a part reads otherwise."""
    parts = unpacked(content)
    text = parts[part].decode("utf-8")
    assert old in text, (part, old)
    parts[part] = text.replace(old, new, 1).encode("utf-8")
    return packed(parts)


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def other_digit(text: str) -> str:
    """Return a text whose last digit is another one."""
    return re.sub(r"\d(?=\D*$)", lambda digit: str((int(digit[0]) + 1) % 10), text)


DOCUMENT = "word/document.xml"


def first(report: WordReport, wanted: Callable[[Piece], bool]) -> Piece:
    return next(piece for piece in report.pieces if wanted(piece))


def test_a_wrong_digit_in_a_control_is_found_even_where_the_file_agrees_with_itself(
    study: Path, known: Known
) -> None:
    content = finished(study, "board")
    piece = first(read(content), lambda one: one.block == "answer.claim" and len(one.values) > 1)
    result_id, said = piece.values[0]
    lie = changed(content, DOCUMENT, f">{said}<", f">{other_digit(said)}<")
    assert any("was written as" in fault for fault in faults(lie, known))
    (part,) = [name for name in unpacked(content) if re.fullmatch(r"customXml/item\d+\.xml", name)]
    lie = changed(lie, part, f'text="{said}"', f'text="{other_digit(said)}"')
    assert any(fault.endswith(f"is not {result_id}") for fault in faults(lie, known))


def test_whichever_digit_of_the_two_pages_is_changed_it_is_found(study: Path, known: Known) -> None:
    parts = unpacked(finished(study, "board"))
    text = parts[DOCUMENT].decode("utf-8")
    places = [
        match.start(1) + at
        for match in re.finditer(r"(?<=[\">])([^<>]*)(?=</w:t>|\"/></w:tblPr>)", text)
        for at, letter in enumerate(match[1])
        if letter.isdecimal()
    ]
    assert len(places) > 100
    missed = []
    for at in places[::3]:
        other = str((int(text[at]) + 1) % 10)
        lie = packed(parts | {DOCUMENT: (text[:at] + other + text[at + 1 :]).encode("utf-8")})
        missed += [] if faults(lie, known) else [text[at - 40 : at + 20]]
    assert missed == []


PLAIN = {
    "a paragraph": (", which began on 16 January 2023", ", which began on 17 January 2023"),
    "a bullet of the methods": ("cluster robust by site (CR2)", "cluster robust by site (CR3)"),
    "a paragraph without a number": ("We call the conditions", "We call the 6 conditions"),
    "a header": ("Change (95%\N{NO-BREAK SPACE}CI)", "Change (90% CI)"),
    "a caption": ("Joint display: survey", "Joint display of 6: survey"),
    "an alternative text": ("Change with its interval for 6 rows", "Change with its interval for 7 rows"),
    "a recommendation": (">2. <", ">3. <"),
    "a table's description": (": 6 rows, with the columns", ": 7 rows, with the columns"),
    "a licence": ("Licence: CC-BY-4.0", "Licence: CC-BY-3.0"),
}


@pytest.mark.parametrize("where", PLAIN)
def test_a_number_that_nobody_names_is_found(study: Path, known: Known, where: str) -> None:
    content = finished(study, "full")
    old, new = PLAIN[where]
    assert faults(changed(content, DOCUMENT, old, new), known) != []


@pytest.mark.parametrize(
    "block", ["scale.knowledge", "joint.display", "agreement.overall", "outcomes.values"]
)
def test_a_wrong_digit_in_a_cell_of_a_table_is_found(study: Path, known: Known, block: str) -> None:
    content = finished(study, "full")
    cells = [one for one in read(content).pieces if one.block == block and one.place.startswith("cell")]
    said = next(said for cell in cells for _, said in cell.values)
    parts = unpacked(content)
    text = parts[DOCUMENT].decode("utf-8")
    start = text.index(f'w:val="ie:{block}"')
    shown = re.compile(f">{re.escape(said)}<".replace(r"\ ", "[ \xa0]"))
    lie = text[:start] + shown.sub(lambda match: other_digit(match[0]), text[start:], count=1)
    assert lie != text
    parts[DOCUMENT] = lie.encode("utf-8")
    assert any(
        fault.startswith((f"cell ('{block}'", f"{block} (cell")) for fault in faults(packed(parts), known)
    )


def test_a_wrong_digit_in_a_chart_or_in_its_workbook_is_found(study: Path, known: Known) -> None:
    content = finished(study, "full")
    parts = unpacked(content)
    chart = next(
        name for name in sorted(parts) if name.startswith("word/charts/chart") and b"n = " in parts[name]
    )
    old = re.search(r"<c:v>0\.\d+</c:v>", parts[chart].decode("utf-8"))
    assert old is not None
    assert any("differ" in one for one in faults(changed(content, chart, old[0], other_digit(old[0])), known))
    book = chart.replace("charts/chart", "embeddings/chart").replace(".xml", ".xlsx")
    sheet = "xl/worksheets/sheet1.xml"
    old = re.search(r"<v>0\.\d+</v>", unpacked(parts[book])[sheet].decode("utf-8"))
    assert old is not None
    parts[book] = changed(parts[book], sheet, old[0], other_digit(old[0]))
    assert any("differ" in fault for fault in faults(packed(parts), known))
    label = re.search(r"n = \d+", parts[chart].decode("utf-8"))
    assert label is not None
    parts[book] = changed(parts[book], sheet, label[0], other_digit(label[0]))
    assert any("label" in fault or "names in the chart" in fault for fault in faults(packed(parts), known))
