"""Rules of the file format that Word is strict about: the order of properties, and the words it knows.

The full schema is the business of openxml-audit; this is the part that editing by programs breaks most.
Source: ECMA-376, 5th edition, part 1, annex A (wml.xsd).
"""

import re
from collections.abc import Iterator

from impl_eval.outputs.quality.document import WordFile
from impl_eval.outputs.quality.finding import Finding, must
from impl_eval.outputs.refresh.names import W, local, w

ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd"
    " tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi"
    " adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection"
    " textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr pPrChange",
    "rPr": "ins del moveFrom moveTo rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow"
    " emboss imprint noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u"
    " effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath rPrChange",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc"
    " tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription"
    " tblPrChange",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign"
    " hideMark headers cellIns cellDel cellMerge tcPrChange",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders"
    " lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid"
    " printerSettings sectPrChange",
}
_RANKS = {name: {child: rank for rank, child in enumerate(order.split())} for name, order in ORDER.items()}
# LibreOffice writes the end of a section before all other properties of a paragraph, and Word takes it so.
_ANYWHERE = frozenset({("pPr", "sectPr")})
_MANY = frozenset({"headerReference", "footerReference"})
KNOWN_WORDS = {
    ("jc", "val"): "left center right both start end distribute numTab lowKashida mediumKashida highKashida"
    " thaiDistribute",
    ("fldChar", "fldCharType"): "begin separate end",
    ("br", "type"): "page column textWrapping",
    ("vAlign", "val"): "top center bottom both",
    ("vertAlign", "val"): "baseline superscript subscript",
    ("vMerge", "val"): "restart continue",
    ("pgSz", "orient"): "portrait landscape",
    ("tblLayout", "type"): "fixed autofit",
    ("tblW", "type"): "nil pct dxa auto",
    ("tcW", "type"): "nil pct dxa auto",
    ("type", "val"): "nextPage nextColumn continuous evenPage oddPage",
    ("tab", "val"): "clear start center end decimal bar num left right",
    ("spacing", "lineRule"): "auto exact atLeast",
    ("tab", "leader"): "none dot hyphen underscore heavy middleDot",
    ("highlight", "val"): "black blue cyan green magenta red yellow white darkBlue darkCyan darkGreen"
    " darkMagenta darkRed darkYellow darkGray lightGray none",
}
_WORDS = {key: frozenset(words.split()) for key, words in KNOWN_WORDS.items()}
_SWITCHES = frozenset(
    {"b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "vanish", "keepNext", "keepLines"}
    | {"pageBreakBefore", "widowControl", "contextualSpacing", "cantSplit", "tblHeader", "titlePg", "noWrap"}
)
_ON_OFF = frozenset({"0", "1", "true", "false", "on", "off"})
_REPAIR = "Open the file in Word, let it repair the file, and save it."
_PART = re.compile(r"(document|styles|numbering|header\d*|footer\d*|comments|footnotes|endnotes)\.xml\Z")


def schema_faults(file: WordFile) -> Iterator[Finding]:
    """Yield breaches of the order of properties and of the words that attributes may have."""
    names = sorted(name for name in file.package.parts if _PART.search(name) and name.startswith("word/"))
    for name in names:
        for element in file.package.tree(name).iter(f"{{{W}}}*"):
            place = file.where(element) if name == file.package.document_name else f"in the part {name}"
            kind = local(element.tag)
            if kind in _RANKS:
                yield from _order(kind, [local(child.tag) for child in element if _ours(child.tag)], place)
            yield from _words(kind, dict(element.attrib), place)


def _order(kind: str, children: list[str], place: str) -> Iterator[Finding]:
    ranks = _RANKS[kind]
    before = -1
    for child in children:
        rank = ranks.get(child)
        if (kind, child) in _ANYWHERE:
            continue
        if rank is None:
            yield must("unknown property", place, f"{child} is no property of {kind}", _REPAIR)
        elif rank < before or (rank == before and child not in _MANY):
            yield must("order of properties", place, f"{child} stands in the wrong place of {kind}", _REPAIR)
            return
        before = before if rank is None or child in _MANY else rank


def _words(kind: str, attributes: dict[str | bytes, str | bytes], place: str) -> Iterator[Finding]:
    for name, value in attributes.items():
        if not _ours(name):
            continue
        attribute = local(name)
        known = _WORDS.get((kind, attribute))
        if known is None and kind in _SWITCHES and attribute == "val":
            known = _ON_OFF
        if known is not None and value not in known:
            yield must("unknown word", place, f'{kind} cannot be "{value!s}"', _REPAIR)


def _ours(name: object) -> bool:
    return isinstance(name, str) and name.startswith(w(""))
