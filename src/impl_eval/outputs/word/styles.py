"""styles.xml, settings.xml and numbering.xml of the report, written from the looks.

They replace those of python-docx's template, which carries US English, compatibility mode, headings of
too little contrast and three hundred styles that nobody uses.
"""

from impl_eval.outputs.word.looks import BLUE, FONT, GREY, INK, LANGUAGE, LINE, LOOKS, PLUM, Look
from impl_eval.outputs.word.xml_text import W_NAMESPACES, attribute

_BULLET_LIST = 1

CHARACTER_LOOKS = (
    ("Strong", "Strong", "<w:qFormat/>", "<w:b/><w:bCs/>"),
    ("Hyperlink", "Hyperlink", "", f'<w:color w:val="{BLUE}"/><w:u w:val="single"/>'),
    ("FollowedHyperlink", "FollowedHyperlink", "", f'<w:color w:val="{PLUM}"/><w:u w:val="single"/>'),
    ("PlaceholderText", "Placeholder Text", "", f'<w:color w:val="{GREY}"/>'),
    ("CommentReference", "annotation reference", "", '<w:sz w:val="16"/><w:szCs w:val="16"/>'),
)
"""Id, name, further marks and look of each character style."""


def styles_xml() -> str:
    """Return the whole styles part: defaults, the paragraph styles, one table style."""
    paragraph_styles = "".join(_paragraph_style(look) for look in LOOKS)
    return (
        f"<w:styles {W_NAMESPACES}>{_defaults()}"
        f"{paragraph_styles}{_CHARACTER_STYLES}{_TABLE_STYLES}</w:styles>"
    )


def settings_xml() -> str:
    """Return the settings part: compatibility mode 15, British English, pictures left as they are."""
    uri = "http://schemas.microsoft.com/office/word"
    modes = (
        ("compatibilityMode", 15),
        ("overrideTableStyleFontSizeAndJustification", 1),
        ("enableOpenTypeFeatures", 1),
        ("doNotFlipMirrorIndents", 1),
        ("differentiateMultirowTableHeaders", 1),
        ("useWord2013TrackBottomHyphenation", 0),
    )
    compat = "".join(f'<w:compatSetting w:name="{name}" w:uri="{uri}" w:val="{on}"/>' for name, on in modes)
    return (
        f'<w:settings {W_NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        f'<w:compat>{compat}</w:compat><w:themeFontLang w:val="{LANGUAGE}"/>'
        '<w:clrSchemeMapping w:bg1="light1" w:t1="dark1" w:bg2="light2" w:t2="dark2" w:accent1="accent1"'
        ' w:accent2="accent2" w:accent3="accent3" w:accent4="accent4" w:accent5="accent5"'
        ' w:accent6="accent6" w:hyperlink="hyperlink" w:followedHyperlink="followedHyperlink"/>'
        '<w:doNotAutoCompressPictures/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def numbering_xml() -> str:
    """Return the numbering part: one bulleted list."""
    return (
        f'<w:numbering {W_NAMESPACES}><w:abstractNum w:abstractNumId="0">'
        '<w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="bullet"/><w:pStyle w:val="ListBullet"/><w:lvlText w:val="•"/>'
        '<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="397" w:hanging="284"/></w:pPr>'
        f'<w:rPr><w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}"/></w:rPr></w:lvl>'
        f'</w:abstractNum><w:num w:numId="{_BULLET_LIST}"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


def _defaults() -> str:
    return (
        "<w:docDefaults><w:rPrDefault><w:rPr>"
        f'<w:rFonts w:ascii="{FONT}" w:eastAsia="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}"/>'
        f'<w:color w:val="{INK}"/><w:sz w:val="24"/><w:szCs w:val="24"/>'
        f'<w:lang w:val="{LANGUAGE}" w:eastAsia="{LANGUAGE}" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )


def _paragraph_style(look: Look) -> str:
    default = ' w:default="1"' if look.id == "Normal" else ""
    custom = "" if look.built_in else ' w:customStyle="1"'
    parts = [
        f'<w:style w:type="paragraph"{default}{custom} w:styleId="{look.id}"><w:name {attribute(look.name)}/>'
    ]
    if look.based_on:
        parts.append(f'<w:basedOn w:val="{look.based_on}"/>')
    if look.following:
        parts.append(f'<w:next w:val="{look.following}"/>')
    parts.append(f"<w:qFormat/><w:pPr>{_paragraph_properties(look)}</w:pPr>")
    parts.append(f"<w:rPr>{_run_properties(look)}</w:rPr></w:style>")
    return "".join(parts)


def _paragraph_properties(look: Look) -> str:
    """Return the children of w:pPr in the order the schema asks for."""
    parts: list[str] = []
    if look.keep_next:
        parts.append("<w:keepNext/>")
    if look.keep_lines:
        parts.append("<w:keepLines/>")
    if look.id == "Normal":
        parts.append("<w:widowControl/>")
    if look.bullet:
        parts.append(f'<w:numPr><w:numId w:val="{_BULLET_LIST}"/></w:numPr>')
    parts.append(_borders(look))
    if look.fill:
        parts.append(f'<w:shd w:val="clear" w:color="auto" w:fill="{look.fill}"/>')
    parts.append(_spacing(look))
    if look.indent or look.right_indent:
        parts.append(f'<w:ind w:left="{look.indent}" w:right="{look.right_indent}"/>')
    if look.align:
        parts.append(f'<w:jc w:val="{look.align}"/>')
    if look.outline is not None:
        parts.append(f'<w:outlineLvl w:val="{look.outline}"/>')
    return "".join(parts)


def _borders(look: Look) -> str:
    if look.box:
        sides = "".join(
            f'<w:{side} w:val="single" w:sz="8" w:space="5" w:color="{look.box}"/>'
            for side in ("top", "left", "bottom", "right")
        )
        return f"<w:pBdr>{sides}</w:pBdr>"
    if look.bar:
        bar = f'<w:left w:val="single" w:sz="24" w:space="8" w:color="{look.bar}"/>'
        if not look.fill:
            return f"<w:pBdr>{bar}</w:pBdr>"
        top, bottom = (
            f'<w:{side} w:val="single" w:sz="4" w:space="4" w:color="{look.fill}"/>'
            for side in ("top", "bottom")
        )
        return f"<w:pBdr>{top}{bar}{bottom}</w:pBdr>"
    return ""


def _spacing(look: Look) -> str:
    values = (
        ("before", None if look.before is None else round(look.before * 20)),
        ("after", None if look.after is None else round(look.after * 20)),
        ("line", None if look.line is None else round(look.line * 240)),
        ("lineRule", None if look.line is None else "auto"),
    )
    given = " ".join(f'w:{name}="{value}"' for name, value in values if value is not None)
    return f"<w:spacing {given}/>" if given else ""


def _run_properties(look: Look) -> str:
    parts: list[str] = []
    if look.bold is not None:
        parts.append("<w:b/><w:bCs/>" if look.bold else '<w:b w:val="0"/><w:bCs w:val="0"/>')
    if look.colour:
        parts.append(f'<w:color w:val="{look.colour}"/>')
    if look.size is not None:
        half_points = round(look.size * 2)
        parts.append(f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>')
    return "".join(parts)


_CHARACTER_STYLES = (
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    + "".join(
        f'<w:style w:type="character" w:styleId="{style_id}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="DefaultParagraphFont"/>{extra}<w:rPr>{properties}</w:rPr></w:style>'
        for style_id, name, extra, properties in CHARACTER_LOOKS
    )
)

_TABLE_STYLES = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
    '<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    '<w:style w:type="table" w:customStyle="1" w:styleId="ReportTable"><w:name w:val="Report Table"/>'
    '<w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr><w:tblBorders>'
    f'<w:top w:val="single" w:sz="8" w:space="0" w:color="{INK}"/>'
    f'<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{INK}"/>'
    f'<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/></w:tblBorders></w:tblPr>'
    '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr></w:tblStylePr></w:style>'
    '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
)
