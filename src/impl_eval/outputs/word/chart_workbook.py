"""The workbook behind a native chart: one sheet with what the chart shows, for "Edit data" in Word."""

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

from impl_eval.outputs.canonical_zip import canonical_zip
from impl_eval.outputs.word.chart_data import ChartData
from impl_eval.outputs.word.xml_text import clean

SHEET = "Sheet1"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def chart_workbook(data: ChartData) -> bytes:
    """Return an .xlsx: categories in the first column, one column for each series. Same data, same bytes."""
    header = _row(1, ["", *(one.name for one in data.series)], ())
    members = {
        "[Content_Types].xml": (
            f'<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>'
        ),
        "_rels/.rels": _relationship("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_SHEETS}" xmlns:r="{_OFFICE}"><sheets>'
            f'<sheet name="{SHEET}" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": _relationship("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": (
            f'<worksheet xmlns="{_SHEETS}"><sheetData>{header}{_rows(data)}</sheetData></worksheet>'
        ),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, _DECLARATION + text)
    return canonical_zip(file.getvalue())


def column_letter(place: int) -> str:
    """Return the letters of a column, counted from 0: A, B, ..., Z, AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _rows(data: ChartData) -> str:
    return "".join(
        _row(number + 2, [label], [one.values[number] for one in data.series])
        for number, label in enumerate(data.categories)
    )


def _row(number: int, texts: list[str], values: Sequence[float | None]) -> str:
    cells = [
        f'<c r="{column_letter(place)}{number}" t="inlineStr"><is><t>{escape(clean(text))}</t></is></c>'
        for place, text in enumerate(texts)
        if text
    ]
    cells += [
        f'<c r="{column_letter(len(texts) + place)}{number}"><v>{value!r}</v></c>'
        for place, value in enumerate(values)
        if value is not None
    ]
    return f'<row r="{number}">{"".join(cells)}</row>'


def _relationship(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/{kind}" Target="{target}"/></Relationships>'
    )
