"""Pictures and charts in line with the text, with the words that stand for them."""

import struct

from impl_eval.outputs.word.xml_text import attribute

_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
_SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"


def png_pixels(png: bytes) -> tuple[int, int]:
    """Return width and height of a PNG in pixels; ValueError if it is not one."""
    if not png.startswith(_PNG_SIGNATURE) or png[12:16] != b"IHDR":
        raise ValueError("not a PNG picture")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def picture_size(png: bytes, widest: int, tallest: int) -> tuple[int, int]:
    """Return width and height on the page, in the unit of the bounds: as wide as allowed, unless too tall."""
    return fitted(*png_pixels(png), widest, tallest)


def fitted(width: int, height: int, widest: int, tallest: int) -> tuple[int, int]:
    """Return the largest width and height of these proportions within the bounds."""
    tall = widest * height / width
    shrink = min(1.0, tallest / tall)
    return round(widest * shrink), round(tall * shrink)


def picture_run(png: str, svg: str, number: int, name: str, alt: str, size: tuple[int, int]) -> str:
    """Return the run that shows a picture: sharp from its SVG where Word can, else from its PNG.

    `png` and `svg` are relationships, `svg` is empty where there is none; `number` is unique in the
    document; `size` is in EMU.
    """
    width, height = size
    labels = _labels(number, name, alt)
    sharp = (
        f'<a:extLst><a:ext uri="{_SVG_EXTENSION}"><asvg:svgBlip xmlns:asvg="{_SVG}" r:embed="{svg}"/></a:ext>'
        "</a:extLst>"
        if svg
        else ""
    )
    picture = (
        f'<pic:pic xmlns:pic="{_DRAWING}/picture"><pic:nvPicPr><pic:cNvPr {labels}/><pic:cNvPicPr/>'
        f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="{png}">{sharp}</a:blip><a:stretch><a:fillRect/>'
        '</a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        "</pic:spPr></pic:pic>"
    )
    return _inline(
        labels,
        size,
        "picture",
        picture,
        f'<a:graphicFrameLocks xmlns:a="{_DRAWING}/main" noChangeAspect="1"/>',
    )


def chart_run(chart: str, number: int, name: str, alt: str, size: tuple[int, int]) -> str:
    """Return the run that shows a chart that Word draws; `chart` is its relationship."""
    shown = f'<c:chart xmlns:c="{_DRAWING}/chart" r:id="{chart}"/>'
    return _inline(_labels(number, name, alt), size, "chart", shown, "")


def _labels(number: int, name: str, alt: str) -> str:
    return f'id="{number}" {attribute(name, "name")} {attribute(alt, "descr")}'


def _inline(labels: str, size: tuple[int, int], kind: str, content: str, locks: str) -> str:
    width, height = size
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" distT="0" distB="0"'
        f' distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/><wp:docPr {labels}/>'
        f'<wp:cNvGraphicFramePr>{locks}</wp:cNvGraphicFramePr><a:graphic xmlns:a="{_DRAWING}/main">'
        f'<a:graphicData uri="{_DRAWING}/{kind}">{content}</a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></w:r>"
    )
