"""A chart that Word draws and people can edit, as DrawingML. Axis ids are positive, as the schema asks."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

from impl_eval.outputs.figures.looks import GREY, INK, RULE, readable_on
from impl_eval.outputs.word.chart_data import ChartData, ChartSeries
from impl_eval.outputs.word.chart_workbook import SHEET, column_letter
from impl_eval.outputs.word.looks import FONT
from impl_eval.outputs.word.xml_text import attribute, clean

WORKBOOK_RELATION = "rId1"
_MAIN = "http://schemas.openxmlformats.org/drawingml/2006"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CATEGORY_AXIS, _VALUE_AXIS = 111111111, 222222222
_TEXT_SIZE = 1000
_MARKERS = ("circle", "square", "triangle", "diamond", "x", "star", "plus", "dash")
_ALL_LABELS = '<c:tickLblSkip val="1"/>'
_QUARTERS = '<c:majorUnit val="0.25"/>'
_LARGEST_SHARE = '<c:max val="1"/>'
_DASHES = ("solid", "dash", "sysDot", "dashDot", "lgDash")


def chart_xml(data: ChartData) -> bytes:
    """Return the chart part of data; its numbers also stand in a workbook, related as WORKBOOK_RELATION."""
    plot = _lines(data) if data.kind == "lines" else _bars(data)
    legend = (
        f'<c:legend><c:legendPos val="t"/><c:overlay val="0"/>{_text_look()}</c:legend>'
        if len(data.series) > 1
        else ""
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<c:chartSpace xmlns:c="{_MAIN}/chart" xmlns:a="{_MAIN}/main" xmlns:r="{_RELATIONS}">'
        '<c:date1904 val="0"/><c:lang val="en-GB"/><c:roundedCorners val="0"/>'
        '<c:chart><c:autoTitleDeleted val="1"/>'
        f"<c:plotArea><c:layout/>{plot}{_category_axis(data)}{_value_axis(data)}</c:plotArea>{legend}"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:spPr>{_fill('FFFFFF')}<a:ln><a:noFill/></a:ln></c:spPr>{_text_look()}"
        f'<c:externalData r:id="{WORKBOOK_RELATION}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    ).encode()


def _bars(data: ChartData) -> str:
    grouping = "percentStacked" if data.kind == "shares" else "stacked"
    series = "".join(
        f"<c:ser>{_heading(place, one)}<c:spPr>{_bar_fill(one)}{_line('FFFFFF', 6350)}</c:spPr>"
        f'<c:invertIfNegative val="0"/>{_numbers_on_bars(one, data.number_format)}'
        f"{_cells(place, one, data)}</c:ser>"
        for place, one in enumerate(data.series)
    )
    return (
        f'<c:barChart><c:barDir val="bar"/><c:grouping val="{grouping}"/><c:varyColors val="0"/>{series}'
        f'<c:gapWidth val="45"/><c:overlap val="100"/>{_axis_ids()}</c:barChart>'
    )


def _lines(data: ChartData) -> str:
    parts = []
    for place, one in enumerate(data.series):
        dash = _DASHES[place % len(_DASHES)]
        symbol = _MARKERS[place % len(_MARKERS)]
        marker = (
            f'<c:marker><c:symbol val="{symbol}"/><c:size val="7"/><c:spPr>{_fill(one.colour)}'
            f"{_line(one.colour, 9525)}</c:spPr></c:marker>"
        )
        parts.append(
            f"<c:ser>{_heading(place, one)}<c:spPr>{_line(one.colour, 22225, dash)}</c:spPr>{marker}"
            f'{_cells(place, one, data)}<c:smooth val="0"/></c:ser>'
        )
    return (
        f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{"".join(parts)}'
        f'<c:marker val="1"/>{_axis_ids()}</c:lineChart>'
    )


def _heading(place: int, series: ChartSeries) -> str:
    cell = f"{SHEET}!${column_letter(place + 1)}$1"
    return (
        f'<c:idx val="{place}"/><c:order val="{place}"/>'
        f"<c:tx><c:strRef><c:f>{cell}</c:f>{_text_cache([series.name])}</c:strRef></c:tx>"
    )


def _cells(place: int, series: ChartSeries, data: ChartData) -> str:
    last = len(data.categories) + 1
    letter = column_letter(place + 1)
    points = "".join(
        f'<c:pt idx="{row}"><c:v>{value!r}</c:v></c:pt>'
        for row, value in enumerate(series.values)
        if value is not None
    )
    return (
        f"<c:cat><c:strRef><c:f>{SHEET}!$A$2:$A${last}</c:f>{_text_cache(data.categories)}</c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>{SHEET}!${letter}$2:${letter}${last}</c:f><c:numCache>"
        f'<c:formatCode>General</c:formatCode><c:ptCount val="{len(series.values)}"/>{points}</c:numCache>'
        "</c:numRef></c:val>"
    )


def _text_cache(texts: Sequence[str]) -> str:
    points = "".join(
        f'<c:pt idx="{place}"><c:v>{escape(clean(text))}</c:v></c:pt>' for place, text in enumerate(texts)
    )
    return f'<c:strCache><c:ptCount val="{len(texts)}"/>{points}</c:strCache>'


def _numbers_on_bars(series: ChartSeries, number_format: str) -> str:
    """Print numbers on bars, on a patch of the bar's colour so that the pattern does not cross them."""
    colour = readable_on(f"#{series.colour}").removeprefix("#")
    return (
        f'<c:dLbls><c:numFmt {attribute(number_format, "formatCode")} sourceLinked="0"/>'
        f"<c:spPr>{_fill(series.colour)}<a:ln><a:noFill/></a:ln></c:spPr>{_text_look(colour)}"
        '<c:dLblPos val="ctr"/><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
    )


def _category_axis(data: ChartData) -> str:
    upside_down = data.kind != "lines"  # bars come in the order of the chart, from the top
    return (
        f'<c:catAx><c:axId val="{_CATEGORY_AXIS}"/><c:scaling>'
        f'<c:orientation val="{"maxMin" if upside_down else "minMax"}"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{"l" if upside_down else "b"}"/>{_title(data.category_title)}'
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:spPr>{_line(GREY, 9525)}</c:spPr>'
        f'{_text_look()}<c:crossAx val="{_VALUE_AXIS}"/><c:crosses val="autoZero"/><c:auto val="0"/>'
        f'<c:lblAlgn val="ctr"/><c:lblOffset val="100"/>{_ALL_LABELS if upside_down else ""}'
        '<c:noMultiLvlLbl val="0"/></c:catAx>'
    )


def _value_axis(data: ChartData) -> str:
    bars = data.kind != "lines"
    shares = data.kind == "shares"
    return (
        f'<c:valAx><c:axId val="{_VALUE_AXIS}"/><c:scaling><c:orientation val="minMax"/>'
        f'{_LARGEST_SHARE if shares else ""}{_lowest(data)}</c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{"b" if bars else "l"}"/>'
        f"<c:majorGridlines><c:spPr>{_line(RULE, 6350)}</c:spPr></c:majorGridlines>"
        f"{_title(data.value_title, upright=not bars)}"
        f'<c:numFmt formatCode="{"0%" if shares else "General"}" sourceLinked="0"/>'
        '<c:majorTickMark val="out"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        f'<c:spPr>{_line(GREY, 9525)}</c:spPr>{_text_look()}<c:crossAx val="{_CATEGORY_AXIS}"/>'
        f'<c:crosses val="{"max" if bars else "autoZero"}"/><c:crossBetween val="between"/>'
        f"{_QUARTERS if shares else ''}</c:valAx>"
    )


def _lowest(data: ChartData) -> str:
    """Begin at zero, unless values lie below it."""
    below = any(value is not None and value < 0 for one in data.series for value in one.values)
    return "" if below else '<c:min val="0"/>'


def _title(text: str, *, upright: bool = False) -> str:
    if not text:
        return ""
    turned = ' rot="-5400000" vert="horz"' if upright else ""
    look = f'<a:pPr><a:defRPr sz="{_TEXT_SIZE}" b="0"/></a:pPr>'
    words = f'<a:r><a:rPr lang="en-GB" sz="{_TEXT_SIZE}" b="0"/><a:t>{escape(clean(text))}</a:t></a:r>'
    return (
        f"<c:title><c:tx><c:rich><a:bodyPr{turned}/><a:lstStyle/><a:p>{look}{words}</a:p></c:rich></c:tx>"
        '<c:overlay val="0"/></c:title>'
    )


def _text_look(colour: str = INK.removeprefix("#")) -> str:
    return (
        f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{_TEXT_SIZE}" b="0">{_fill(colour)}'
        f'<a:latin typeface="{FONT}"/></a:defRPr></a:pPr><a:endParaRPr lang="en-GB"/></a:p></c:txPr>'
    )


def _bar_fill(series: ChartSeries) -> str:
    if not series.pattern:
        return _fill(series.colour)
    ink = "FFFFFF" if readable_on(f"#{series.colour}") == "#FFFFFF" else GREY.removeprefix("#")
    return (
        f'<a:pattFill prst="{series.pattern}"><a:fgClr><a:srgbClr val="{ink}"/></a:fgClr>'
        f'<a:bgClr><a:srgbClr val="{series.colour}"/></a:bgClr></a:pattFill>'
    )


def _fill(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour.removeprefix("#")}"/></a:solidFill>'


def _line(colour: str, width: int, dash: str = "solid") -> str:
    return f'<a:ln w="{width}">{_fill(colour)}<a:prstDash val="{dash}"/></a:ln>'


def _axis_ids() -> str:
    return f'<c:axId val="{_CATEGORY_AXIS}"/><c:axId val="{_VALUE_AXIS}"/>'
