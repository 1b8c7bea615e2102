"""Our own Word template: an empty package in the looks of the house, made in memory.

Nothing is taken from python-docx's default template, which carries US English, compatibility mode and
headings of too little contrast. `template_docx` is opened wherever a document begins.
"""

import io
import zipfile
from functools import cache

from impl_eval.outputs.canonical_zip import canonical_zip
from impl_eval.outputs.word.looks import BLUE, CHART_COLOURS, FONT, INK, PLUM, WHITE
from impl_eval.outputs.word.sections import section_properties
from impl_eval.outputs.word.styles import numbering_xml, settings_xml, styles_xml
from impl_eval.outputs.word.xml_text import W_NAMESPACES

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"


@cache
def template_docx() -> bytes:
    """Return the template as the bytes of a .docx file: styles, settings, numbering, theme; no text."""
    members = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(
            (f"{_OFFICE}/relationships/officeDocument", "word/document.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            (f"{_OFFICE}/relationships/extended-properties", "docProps/app.xml"),
        ),
        "docProps/app.xml": _application(),
        "docProps/core.xml": _core(),
        "word/document.xml": (
            f"<w:document {W_NAMESPACES}><w:body>{section_properties(landscape=False)}</w:body></w:document>"
        ),
        "word/_rels/document.xml.rels": _relationships(
            *((f"{_OFFICE}/relationships/{kind}", target) for kind, target, _ in _PARTS)
        ),
        "word/styles.xml": styles_xml(),
        "word/settings.xml": settings_xml(),
        "word/numbering.xml": numbering_xml(),
        "word/fontTable.xml": _fonts(),
        "word/theme/theme1.xml": _theme(),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, DECLARATION + text)
    return canonical_zip(file.getvalue())


_PARTS = (
    ("styles", "styles.xml", f"{_WORD}.styles+xml"),
    ("settings", "settings.xml", f"{_WORD}.settings+xml"),
    ("numbering", "numbering.xml", f"{_WORD}.numbering+xml"),
    ("fontTable", "fontTable.xml", f"{_WORD}.fontTable+xml"),
    ("theme", "theme/theme1.xml", "application/vnd.openxmlformats-officedocument.theme+xml"),
)


def _content_types() -> str:
    parts = (
        ("word/document.xml", f"{_WORD}.document.main+xml"),
        *((f"word/{target}", kind) for _, target, kind in _PARTS),
        ("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        ("docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml"),
    )
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in parts)
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relationships(*relationships: tuple[str, str]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(relationships, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'


def _application() -> str:
    return (
        f'<Properties xmlns="{_OFFICE}/extended-properties"><Template>Normal.dotm</Template>'
        "<Application>Microsoft Office Word</Application><DocSecurity>0</DocSecurity>"
        "<AppVersion>16.0000</AppVersion></Properties>"
    )


def _core() -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/>'
    )


def _fonts() -> str:
    return (
        f'<w:fonts {W_NAMESPACES}><w:font w:name="{FONT}"><w:panose1 w:val="020B0604020202020204"/>'
        '<w:charset w:val="00"/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>'
    )


def _theme() -> str:
    """Return a theme of our colours: Word offers them first to whoever edits text or charts."""
    accents = [f"accent{number}" for number in range(1, 7)]
    named = [("dk1", INK), ("lt1", WHITE), ("dk2", BLUE), ("lt2", "E9EFF5")]
    named += [*zip(accents, CHART_COLOURS, strict=True), ("hlink", BLUE), ("folHlink", PLUM)]
    colours = "".join(f'<a:{name}><a:srgbClr val="{colour}"/></a:{name}>' for name, colour in named)
    font = f'<a:latin typeface="{FONT}"/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="9525" cap="flat" cmpd="sng" algn="ctr">{fill}<a:prstDash val="solid"/></a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Evaluation report">'
        f'<a:themeElements><a:clrScheme name="Evaluation report">{colours}</a:clrScheme>'
        f'<a:fontScheme name="{FONT}"><a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont>'
        f'</a:fontScheme><a:fmtScheme name="Plain"><a:fillStyleLst>{fill * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{line * 3}</a:lnStyleLst><a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )
