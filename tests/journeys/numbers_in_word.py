"""A finished Word report as pieces of text, each with the values that its file names in it.

Reads the file alone, with lxml and zipfile and none of the report's own code: content controls by their
number, cells and charts by their place, as the hidden part of the file lists them.
"""

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_OURS = "{urn:impl-eval:1}"
TAKEN = "\N{WHITE SQUARE}"
"""Stands in a text where a named value, or the value of a field, was taken out."""


@dataclass
class Piece:
    """One paragraph, cell or other text: what is left of it, its named values, and the values of fields."""

    block: str
    place: str
    text: str
    values: list[tuple[str, str]] = field(default_factory=list)
    fields: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Sheet:
    """Numbers of a chart by (row, column): as the hidden part lists them, in its XML, in its workbook."""

    block: str
    named: dict[tuple[int, int], list[tuple[str, str]]]
    drawn: dict[tuple[int, int], str]
    stored: dict[tuple[int, int], str]


@dataclass
class WordReport:
    """All that a file says. `faults` are values that the file does not place as it says itself."""

    pieces: list[Piece]
    sheets: list[Sheet]
    sources: dict[str, list[str]]
    bookmarks: dict[str, str]
    faults: list[str]


def plain(text: str) -> str:
    """Return text with ordinary spaces, one at a time."""
    return " ".join(text.replace("\xa0", " ").split())


class Reader:
    """Reads one file."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        hidden = [name for name in self.parts if re.fullmatch(r"customXml/item\d+\.xml", name)]
        (part,) = [root for root in map(self.tree, hidden) if root.tag == f"{_OURS}report"]
        self.block_of = {one.get("tag"): one.get("id", "") for one in part.iter(f"{_OURS}block")}
        self.sources = {
            one.get("id", ""): one.get("sources", "").split() for one in part.iter(f"{_OURS}block")
        }
        self.controls = {one.get("control"): one for one in part.iter(f"{_OURS}value")}
        self.cells: dict[tuple[str, int, int], list[tuple[str, str]]] = defaultdict(list)
        for cells in part.iter(f"{_OURS}cells"):
            for one in cells:
                at = (cells.get("block", ""), int(one.get("row", "")), int(one.get("column", "")))
                self.cells[at].append((one.get("result", ""), plain(one.get("text", ""))))
        self.targets = {
            one.get("Id"): one.get("Target", "") for one in self.tree("word/_rels/document.xml.rels")
        }
        self.faults: list[str] = []
        self.sheets: list[Sheet] = []
        self.seen: set[str | None] = set()
        self.in_field: list[str] = []
        self.bookmarks: dict[str, str] = {}

    def tree(self, name: str) -> _Element:
        return etree.fromstring(self.parts[name])

    def read(self) -> WordReport:
        body = self.tree("word/document.xml").find(f"{_W}body")
        assert body is not None
        pieces = [piece for child in body for piece in self._top(child)]
        for name in sorted(self.parts):
            if re.match(r"word/(header|footer|footnotes|comments)\d*\.xml", name):
                pieces += [self._paragraph(one, "", name) for one in self.tree(name).iter(f"{_W}p")]
        self._all_found()
        return WordReport(pieces, self.sheets, self.sources, self.bookmarks, self.faults)

    def _all_found(self) -> None:
        missing = [f"control {number} is not in the text" for number in self.controls.keys() - self.seen]
        missing += [f"cell {at} shows no {left}" for at, left in self.cells.items() if left]
        self.faults += sorted(missing)

    def _top(self, child: _Element) -> Iterator[Piece]:
        block, children = "", [child]
        if child.tag == f"{_W}sdt":
            tag = child.find(f"{_W}sdtPr/{_W}tag")
            block = self.block_of.get(tag.get(f"{_W}val") if tag is not None else None, "")
            children = list(child.find(f"{_W}sdtContent"))  # type: ignore[arg-type]
        for one in children:
            if one.tag == f"{_W}p":
                yield self._paragraph(one, block, _style(one))
                yield from self._drawings(one, block)
            elif one.tag == f"{_W}tbl":
                yield from self._table(one, block)

    def _paragraph(self, paragraph: _Element, block: str, place: str) -> Piece:
        piece = Piece(block, place, "")
        marks: dict[str, str] = {}
        parts = list(self._parts(paragraph, piece, marks))
        piece.text = plain("".join(parts))
        return piece

    def _parts(self, element: _Element, piece: Piece, marks: dict[str, str]) -> Iterator[str]:
        """Yield the words below an element; values and fields are taken out of them, and kept."""
        for child in element:
            match str(child.tag).removeprefix(_W):
                case "sdt":
                    self._control(child, piece)
                    yield TAKEN
                case "t":
                    yield self._words(child.text or "", piece, marks)
                case "tab" | "br":
                    yield " "
                case "fldChar" | "instrText":
                    self._field(child)
                case "bookmarkStart":
                    marks[child.get(f"{_W}id", "")] = child.get(f"{_W}name", "")
                case "bookmarkEnd":
                    marks.pop(child.get(f"{_W}id", ""), "")
                case "pPr" | "rPr" | "drawing":
                    pass
                case _:
                    yield from self._parts(child, piece, marks)

    def _field(self, mark: _Element) -> None:
        kind = mark.get(f"{_W}fldCharType")
        if kind == "begin":
            self.in_field.append("")
        elif kind == "end":
            self.in_field.pop()
        elif mark.tag == f"{_W}instrText":
            self.in_field[-1] += (mark.text or "").strip()

    def _words(self, words: str, piece: Piece, marks: dict[str, str]) -> str:
        for name in marks.values():
            self.bookmarks[name] = self.bookmarks.get(name, "") + words
        if not self.in_field or self.in_field[-1].startswith("TOC"):
            return words
        piece.fields.append((self.in_field[-1], words))
        return TAKEN

    def _control(self, control: _Element, piece: Piece) -> None:
        number = control.find(f"{_W}sdtPr/{_W}id").get(f"{_W}val")  # type: ignore[union-attr]
        tag = control.find(f"{_W}sdtPr/{_W}tag").get(f"{_W}val")  # type: ignore[union-attr]
        listed = self.controls.get(number)
        if listed is None or listed.get("tag") != tag or listed.get("block") != piece.block:
            self.faults.append(f"{piece.block}: control {tag} is not listed")
            return
        self.seen.add(number)
        said = plain(_words(control))
        if said != plain(listed.get("text", "")):
            self.faults.append(f"{piece.block}: “{said}” was written as “{listed.get('text')}”")
        piece.values.append((listed.get("result", ""), said))

    def _table(self, table: _Element, block: str) -> Iterator[Piece]:
        rows = table.findall(f"{_W}tr")
        for number, row in enumerate(rows):
            for column, cell in enumerate(row.findall(f"{_W}tc")):
                place = f"cell {number},{column}" if number else "header"
                lines = [self._paragraph(one, block, place) for one in cell.iter(f"{_W}p")]
                piece = Piece(block, place, " ⏎ ".join(line.text for line in lines))
                piece.values = [value for line in lines for value in line.values]
                piece.fields = [value for line in lines for value in line.fields]
                self._take_out(piece, (block, number, column))
                yield piece
        for name in ("tblCaption", "tblDescription"):
            mark = table.find(f"{_W}tblPr/{_W}{name}")
            if mark is not None:
                headers = [_words(cell) for cell in rows[0].findall(f"{_W}tc")]
                ending = (
                    f": {len(rows) - 1} row{'s'[: len(rows) != 2]}, with the columns {', '.join(headers)}."
                )
                said = plain(mark.get(f"{_W}val", ""))
                yield Piece(block, name, said.removesuffix(plain(ending)))

    def _take_out(self, piece: Piece, at: tuple[str, int, int]) -> None:
        """Take the values out of a cell in their order; what does not stand there stays listed."""
        start = 0
        for value, text in list(self.cells.get(at, ())):
            found = piece.text.find(text, start)
            if found >= 0:
                piece.text = piece.text[:found] + TAKEN + piece.text[found + len(text) :]
                start = found + 1
                piece.values.append((value, text))
                self.cells[at].remove((value, text))

    def _drawings(self, paragraph: _Element, block: str) -> Iterator[Piece]:
        for mark in paragraph.iter():
            if mark.get("descr"):
                yield Piece(block, "alt", plain(mark.get("descr", "")))
        for chart in paragraph.iter(f"{_C}chart"):
            yield from self._chart("word/" + self.targets[chart.get(f"{_R}id")], block)

    def _chart(self, name: str, block: str) -> Iterator[Piece]:
        root = self.tree(name)
        drawn: dict[tuple[int, int], str] = {}
        names: list[str] = []
        for column, series in enumerate(root.iter(f"{_C}ser"), start=1):
            for point in series.iterfind(f"{_C}val//{_C}pt"):
                drawn[int(point.get("idx", "")) + 1, column] = point.findtext(f"{_C}v", "")
            names += [each.text or "" for each in series.iterfind(f"{_C}tx//{_C}v")]
            if column == 1:
                names += [each.text or "" for each in series.iterfind(f"{_C}cat//{_C}v")]
        stored, words = self._workbook(name.replace("charts/chart", "embeddings/chart")[:-3] + "xlsx")
        mine = {at[1:]: values for at, values in self.cells.items() if at[0] == block}
        labels = {at: values for at, values in mine.items() if at[1] == 0 and values}
        self.sheets.append(Sheet(block, {at: list(v) for at, v in mine.items() if at[1]}, drawn, stored))
        if sorted(names) != sorted(words):
            self.faults.append(f"{block}: names in the chart and in its workbook differ")
        for at, text in ((at, words_at) for at, words_at in self.labels.items()):
            piece = Piece(block, f"label {at}", plain(text))
            self._take_out(piece, (block, *at))
            yield piece
        for at in mine:
            if at not in labels:
                self.cells[(block, *at)].clear()
        titles = [
            each.text or "" for each in root.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}t")
        ]
        yield from (Piece(block, "axis", plain(text)) for text in titles)

    def _workbook(self, name: str) -> tuple[dict[tuple[int, int], str], list[str]]:
        """Return the numbers of a workbook by place, and its names; names by place are kept as `labels`."""
        with zipfile.ZipFile(io.BytesIO(self.parts[name])) as archive:
            sheet = etree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
        numbers: dict[tuple[int, int], str] = {}
        self.labels: dict[tuple[int, int], str] = {}
        for cell in sheet.iter(f"{_S}c"):
            letters, row = re.fullmatch(r"([A-Z]+)(\d+)", cell.get("r", "")).groups()  # type: ignore[union-attr]
            column = 0
            for letter in letters:
                column = column * 26 + ord(letter) - 64
            at = (int(row) - 1, column - 1)
            if cell.find(f"{_S}v") is not None:
                numbers[at] = cell.findtext(f"{_S}v", "")
            else:
                self.labels[at] = "".join(each.text or "" for each in cell.iter(f"{_S}t"))
        return numbers, list(self.labels.values())


def read(content: bytes) -> WordReport:
    """Return what a finished Word report says."""
    return Reader(content).read()


def _style(paragraph: _Element) -> str:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return "" if style is None else style.get(f"{_W}val", "")


def _words(element: _Element) -> str:
    return "".join(each.text or "" for each in element.iter(f"{_W}t"))
