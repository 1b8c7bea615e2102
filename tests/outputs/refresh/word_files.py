"""Small reports as Word files, made by hand for the tests of refreshing, and edits as people make them."""

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from impl_eval.outputs.canonical_zip import canonical_zip
from impl_eval.outputs.refresh.names import W, w

SPACES = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
STYLES = (
    ("Normal", "Normal"),
    ("BodyText", "Body Text"),
    ("Heading1", "heading 1"),
    ("Heading2", "heading 2"),
    ("Caption", "caption"),
    ("Figure", "Figure"),
    ("TableText", "Table Text"),
    ("TableNote", "Table Note"),
)


@dataclass(frozen=True)
class Value:
    """A number in running text."""

    result: str
    text: str


Piece = str | Value


@dataclass(frozen=True)
class Text:
    """A block of one paragraph."""

    id: str
    pieces: tuple[Piece, ...]
    style: str = "BodyText"


@dataclass(frozen=True)
class Grid:
    """A block of caption, table and note."""

    id: str
    title: str
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True)
class Picture:
    """A block of caption and picture."""

    id: str
    title: str
    png: bytes
    alt: str = "What the picture shows, in words that are long enough."


Block = Text | Grid | Picture


def text(block_id: str, *pieces: Piece, style: str = "BodyText") -> Text:
    return Text(block_id, pieces, style)


def run(words: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def paragraph(content: str, style: str = "BodyText") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{content}</w:p>'


def own(words: str) -> str:
    """A paragraph that the lead typed."""
    return paragraph(run(words), "Normal")


def field(instruction: str, shown: str) -> str:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
    return mark("begin") + code + mark("separate") + run(shown) + mark("end")


class _Writer:
    def __init__(self) -> None:
        self.number = 0
        self.captions = {"Table": 0, "Figure": 0}
        self.pictures: list[bytes] = []
        self.records: list[str] = []
        self.values: list[str] = []

    def next(self) -> int:
        self.number += 1
        return self.number

    def bookmarked(self, name: str, content: str) -> str:
        number = self.next()
        start = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
        return f'{start}{content}<w:bookmarkEnd w:id="{number}"/>'

    def control(self, tag: str, title: str, content: str) -> str:
        properties = f"<w:alias w:val={quoteattr(title)}/><w:tag w:val={quoteattr(tag)}/>"
        properties += f'<w:id w:val="{1000 + self.next()}"/>'
        return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    def block(self, block: Block) -> str:
        bookmark = f"ie_{block.id.replace('.', '_')}"
        title = f"Auto: {block.id}"
        self.records.append(
            f'<block id="{block.id}" tag="ie:{block.id}" bookmark="{bookmark}" alias="{title}" sources=""/>'
        )
        match block:
            case Text():
                content = "".join(self.piece(block.id, piece) for piece in block.pieces)
                inside = paragraph(self.bookmarked(bookmark, content), block.style)
            case Grid():
                inside = self.caption("Table", block.id, block.title, bookmark) + table(block.rows)
                inside += paragraph(run(block.note), "TableNote") if block.note else ""
            case Picture():
                inside = self.caption("Figure", block.id, block.title, bookmark)
                inside += paragraph(self.picture(block), "Figure")
        return self.control(f"ie:{block.id}", title, inside)

    def piece(self, block_id: str, piece: Piece) -> str:
        if isinstance(piece, str):
            return run(piece)
        tag = f"ie:val:{piece.result}"
        self.values.append(
            f'<value result="{piece.result}" block="{block_id}" tag="{tag}" text={quoteattr(piece.text)}/>'
        )
        return self.control(tag, f"Auto: number, {piece.result}", run(piece.text))

    def caption(self, label: str, block_id: str, title: str, bookmark: str) -> str:
        self.captions[label] += 1
        number = field(f"SEQ {label} \\* ARABIC", str(self.captions[label]))
        named = self.bookmarked(f"c_{block_id.replace('.', '_')}", run(f"{label} ") + number)
        return paragraph(self.bookmarked(bookmark, named) + run(f". {title}"), "Caption")

    def picture(self, block: Picture) -> str:
        self.pictures.append(block.png)
        number = len(self.pictures)
        return (
            '<w:r><w:drawing><wp:inline><wp:extent cx="99" cy="99"/>'
            f'<wp:docPr id="{number}" name="P{number}" descr={quoteattr(block.alt)}/>'
            '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
            f'<pic:cNvPr id="{number}" name="P{number}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
            f'<a:blip r:embed="rIdP{number}"/></pic:blipFill><pic:spPr/></pic:pic></a:graphicData>'
            "</a:graphic></wp:inline></w:drawing></w:r>"
        )


def table(rows: Sequence[Sequence[str]]) -> str:
    """A table whose first row is its header."""
    columns = "".join('<w:gridCol w:w="1000"/>' for _ in rows[0])
    lines = ""
    for number, row in enumerate(rows):
        header = "<w:trPr><w:cantSplit/>" + ("<w:tblHeader/>" if not number else "") + "</w:trPr>"
        cells = "".join(f"<w:tc><w:tcPr/>{paragraph(run(cell), 'TableText')}</w:tc>" for cell in row)
        lines += f"<w:tr>{header}{cells}</w:tr>"
    about = '<w:tblCaption w:val="About"/><w:tblDescription w:val="What it holds"/>'
    return f"<w:tbl><w:tblPr>{about}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{lines}</w:tbl>"


def report(blocks: Sequence[Block], study: str = "exampleshire", *, hashed: bool = True) -> bytes:
    """A report as the Word renderer writes it, with its base hashes."""
    from impl_eval.outputs.refresh import block_hashes

    writer = _Writer()
    body = "".join(writer.block(block) for block in blocks)
    file = _package(body, writer, study, {})
    return _package(body, writer, study, block_hashes(file)) if hashed else file


def _package(body: str, writer: _Writer, study: str, hashes: dict[str, str]) -> bytes:
    records = "".join(writer.records)
    for block_id, base in hashes.items():
        records = records.replace(f'<block id="{block_id}"', f'<block id="{block_id}" hash="{base}"')
    rels = [("rIdS", "styles", "styles.xml"), ("rIdC", "customXml", "../customXml/item1.xml")]
    parts = {f"word/media/image{number}.png": png for number, png in enumerate(writer.pictures, 1)}
    rels += [(f"rIdP{number}", "image", f"media/image{number}.png") for number in range(1, len(parts) + 1)]
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{style}"><w:name w:val="{name}"/></w:style>'
        for style, name in STYLES
    )
    section = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
    texts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        f'<Override PartName="/word/document.xml" ContentType="{MAIN}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{MAIN}.styles+xml"/></Types>',
        "_rels/.rels": relationships([("rId1", "officeDocument", "word/document.xml")]),
        "word/_rels/document.xml.rels": relationships(rels),
        "word/document.xml": f"<w:document {SPACES}><w:body>{body}{section}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {SPACES}>{styles}</w:styles>",
        "customXml/item1.xml": f'<report xmlns="urn:impl-eval:1" version="1" study="{study}">{records}'
        f"{''.join(writer.values)}</report>",
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in {**{name: one.encode() for name, one in texts.items()}, **parts}.items():
            archive.writestr(name, content)
    return canonical_zip(file.getvalue())


def relationships(lines: Sequence[tuple[str, str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="{id_}" Type="{OFFICE}/{kind}" Target="{target}"/>' for id_, kind, target in lines
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'


def part(file: bytes, name: str = "word/document.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return archive.read(name).decode()


def edited(file: bytes, change: Callable[[etree._Element], None]) -> bytes:
    """A file whose body somebody changed."""
    root = etree.fromstring(part(file).encode())
    body = root.find(w("body"))
    assert body is not None
    change(body)
    return canonical_zip(file, {"word/document.xml": etree.tostring(root)})


def control(body: etree._Element, block_id: str) -> etree._Element:
    """The control of a block."""
    for each in body.iter(w("sdt")):
        tag = each.find(f"{w('sdtPr')}/{w('tag')}")
        if tag is not None and tag.get(w("val")) == f"ie:{block_id}":
            return each
    raise LookupError(block_id)


def retype(block_id: str, old: str, new: str) -> Callable[[etree._Element], None]:
    """Somebody types over words of a block."""

    def change(body: etree._Element) -> None:
        for each in control(body, block_id).iter(w("t")):
            if old in (each.text or ""):
                each.text = (each.text or "").replace(old, new)
                return
        raise LookupError(old)

    return change


def element(xml: str) -> etree._Element:
    """XML of a document's body as an element."""
    return etree.fromstring(f"<w:body {SPACES}>{xml}</w:body>")[0]


def delete(block_id: str) -> Callable[[etree._Element], None]:
    """Somebody deletes a block with its control."""

    def change(body: etree._Element) -> None:
        gone = control(body, block_id)
        parent = gone.getparent()
        assert parent is not None
        parent.remove(gone)

    return change


def words(file: bytes) -> list[str]:
    """What a person reads, paragraph by paragraph, deleted text left out."""
    from impl_eval.outputs.refresh.words import plain_words

    root = etree.fromstring(part(file).encode())
    return [said for said in (plain_words(each) for each in root.iter(w("p"))) if said]
