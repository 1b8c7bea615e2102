"""Figures in a Word file: charts that Word draws itself, and pictures for the rest."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from impl_eval.outputs.report.model import FigureBlock
from impl_eval.outputs.word.chart_data import ChartData, chart_data, values_in_sheet
from impl_eval.outputs.word.chart_workbook import chart_workbook
from impl_eval.outputs.word.chart_xml import chart_xml
from impl_eval.outputs.word.controls import Controls, ShownInCell
from impl_eval.outputs.word.looks import EMU_PER_CM, EMU_PER_TWIP
from impl_eval.outputs.word.pictures import chart_run, fitted, picture_run, picture_size
from impl_eval.outputs.word.sections import Page
from impl_eval.protocols.logo import LogoPicture
from impl_eval.results import StudyFacts

if TYPE_CHECKING:
    from impl_eval.outputs.charts import Picture

_CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LOGO_CM = (6.0, 2.5)
_LOGO_NUMBER = 100_000
"""Above the numbers of figures: no two drawings of a document may have one number."""
_LETTERS_ON_A_LINE, _LINE_CM, _BAR_CM, _AROUND_CM, _LINES_CM = 26, 0.42, 0.72, 3.0, 8.0


class Illustrations:
    """Adds figures to a document: stores what each needs and returns the run that shows it."""

    def __init__(
        self,
        document: Document,
        pictures: "Mapping[str, Picture]",
        facts: StudyFacts,
        page: Page,
        controls: Controls,
    ) -> None:
        self._controls = controls
        self._document = document
        self._pictures = pictures
        self._facts = facts
        self._width = page.text_width(landscape=False) * EMU_PER_TWIP
        self._tallest = round(page.text_height(landscape=False) * EMU_PER_TWIP * 0.82)

    def figure_run(self, block: FigureBlock, number: int) -> str:
        """Return the run that shows a figure; `number` is unique in the document."""
        data = chart_data(block.chart, self._facts)
        name = f"Figure {number}"
        if data is not None:
            shown = (ShownInCell(block.id, *value) for value in values_in_sheet(data))
            self._controls.cells.extend(shown)
            size = (self._width, min(self._tallest, _height(data)))
            return chart_run(self._add_chart(data, number), number, name, block.alt, size)
        picture = self._pictures[block.chart.id]
        png = self._add(f"/word/media/figure{number}.png", "image/png", picture.png, RT.IMAGE)
        svg = self._add(f"/word/media/figure{number}.svg", "image/svg+xml", picture.svg, RT.IMAGE)
        size = picture_size(picture.png, self._width, self._tallest)
        return picture_run(png, svg, number, name, block.alt, size)

    def logo_run(self, picture: LogoPicture) -> str:
        """Return the run that shows an organisation's logo, no larger than a logo should be."""
        shown = f"/word/media/logo.{picture.kind}"
        raster = self._add(shown, f"image/{picture.kind}", picture.content, RT.IMAGE)
        svg = self._add("/word/media/logo.svg", "image/svg+xml", picture.svg, RT.IMAGE) if picture.svg else ""
        size = fitted(picture.width, picture.height, *(round(side * EMU_PER_CM) for side in _LOGO_CM))
        return picture_run(raster, svg, _LOGO_NUMBER, "Logo", picture.alt, size)

    def _add(self, name: str, content_type: str, content: bytes, kind: str) -> str:
        part = Part(PackURI(name), content_type, content, self._document.part.package)
        return self._document.part.relate_to(part, kind)

    def _add_chart(self, data: ChartData, number: int) -> str:
        package = self._document.part.package
        chart = Part(PackURI(f"/word/charts/chart{number}.xml"), _CHART, chart_xml(data), package)
        name = PackURI(f"/word/embeddings/chart{number}.xlsx")
        chart.relate_to(Part(name, _WORKBOOK, chart_workbook(data), package), RT.PACKAGE)
        return self._document.part.relate_to(chart, RT.CHART)


def _height(data: ChartData) -> int:
    """Return how tall a chart must be, in EMU, for labels of several lines and bars of one height."""
    if data.kind == "lines":
        return round(_LINES_CM * EMU_PER_CM)
    rows = sum(
        max(_BAR_CM, _LINE_CM * (-(-len(label) // _LETTERS_ON_A_LINE)) + 0.2) for label in data.categories
    )
    return round((rows + _AROUND_CM) * EMU_PER_CM)
