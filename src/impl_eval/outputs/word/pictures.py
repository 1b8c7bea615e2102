"""A picture in line with the text, with the words that stand for it."""

import struct

from impl_eval.outputs.word.looks import EMU_PER_CM, PICTURE_WIDTH_CM, TALLEST_PICTURE_CM
from impl_eval.outputs.word.xml_text import attribute

_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def png_pixels(png: bytes) -> tuple[int, int]:
    """Return width and height of a PNG in pixels; ValueError if it is not one."""
    if not png.startswith(_PNG_SIGNATURE) or png[12:16] != b"IHDR":
        raise ValueError("not a PNG picture")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def picture_size(png: bytes) -> tuple[int, int]:
    """Return width and height on the page in EMU: as wide as the text, unless too tall for a page."""
    width, height = png_pixels(png)
    wide = PICTURE_WIDTH_CM * EMU_PER_CM
    tall = wide * height / width
    shrink = min(1.0, TALLEST_PICTURE_CM * EMU_PER_CM / tall)
    return round(wide * shrink), round(tall * shrink)


def picture_run(relationship: str, number: int, name: str, alt: str, size: tuple[int, int]) -> str:
    """Return the run that shows a picture. `number` is unique in the document."""
    width, height = size
    drawing = "http://schemas.openxmlformats.org/drawingml/2006"
    labels = f'id="{number}" {attribute(name, "name")} {attribute(alt, "descr")}'
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{drawing}/wordprocessingDrawing" distT="0" distB="0" distL="0"'
        f' distR="0"><wp:extent cx="{width}" cy="{height}"/><wp:docPr {labels}/>'
        f'<wp:cNvGraphicFramePr><a:graphicFrameLocks xmlns:a="{drawing}/main" noChangeAspect="1"/>'
        f'</wp:cNvGraphicFramePr><a:graphic xmlns:a="{drawing}/main"><a:graphicData uri="{drawing}/picture">'
        f'<pic:pic xmlns:pic="{drawing}/picture"><pic:nvPicPr><pic:cNvPr {labels}/><pic:cNvPicPr/>'
        "</pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="{relationship}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )
