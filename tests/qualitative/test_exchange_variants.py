"""Files as programs write them, one oddity each: every coding arrives on its words, or is counted as lost."""

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from impl_eval.errors import StudyProblems
from impl_eval.qualitative.codebook import Code
from impl_eval.qualitative.exchange import segments_of_project
from impl_eval.readers.refi import parse_qdpx
from tests.qualitative.examples import codebook_of
from tests.readers.refi.building import (
    CASE,
    CODE,
    OTHER,
    USER,
    code,
    coding,
    element,
    guid,
    member,
    packed,
    passage,
    project,
    source,
)

WORDS = ("I cut the dose slowly", "Nobody told us how")
TEXT = f"Ann: {WORDS[0]}.\nBob: {WORDS[1]}."
PATH = f"internal://{guid(1)}.txt"
BOOK = codebook_of(Code.model_validate({"mechanism": "role", "definition": "What it is."}))
Count = Callable[[str, int], int]


@dataclass(frozen=True)
class Variant:
    """A file, the words of the segments that it brings, its codings, and how many of them arrive."""

    content: bytes
    quotes: tuple[str, ...] = WORDS
    in_file: int = 2
    arrived: int = 2
    partial: bool = False


def as_it_is(text: str, at: int) -> int:
    return at


def in_utf_16(text: str, at: int) -> int:
    return len(text[:at].encode("utf-16-le")) // 2


def pairs_as_one(text: str, at: int) -> int:
    return at - text[:at].count("\r\n")


def ones_as_pairs(text: str, at: int) -> int:
    return at + text[:at].count("\n")


def qde(
    text: str = TEXT,
    count: Count = as_it_is,
    *,
    named: bool = False,
    of_source: Mapping[str, object] | None = None,
    of_passage: Mapping[str, object] | None = None,
    **facts: str,
) -> str:
    """Return a project with both sentences coded, the second with another code."""
    passages = [
        passage(
            10 + number,
            count(text, text.index(words)),
            count(text, text.index(words) + len(words)),
            coding(20 + number, (CODE, OTHER)[number]),
            **({"name": words} if named else {}),
            **(of_passage or {}),
        )
        for number, words in enumerate(WORDS)
    ]
    return project(source(1, *passages, **(of_source or {})), **facts)


def file_of(text: str = TEXT, count: Count = as_it_is, **facts: bool) -> bytes:
    return packed(qde(text, count, **facts), {member(1): text})


def with_path(path: str, held: str = "") -> bytes:
    return packed(qde(of_source={"plainTextPath": path}), {held or member(1): TEXT})


def with_codes(*codes: str) -> bytes:
    book = element("CodeBook", element("Codes", *codes))
    return packed(qde(codes=book), {member(1): TEXT})


def one_more(*more: str, words: str = WORDS[0]) -> bytes:
    """Return a file with one good coding, and something beside it among the passages."""
    start = TEXT.index(words)
    return packed(
        project(source(1, *more, passage(11, start, start + len(words), coding(20)))), {member(1): TEXT}
    )


def beside(*sources: str, **facts: str) -> bytes:
    start = TEXT.index(WORDS[0])
    first = source(1, passage(11, start, start + len(WORDS[0]), coding(20)))
    return packed(project(first, *sources, **facts), {member(1): TEXT})


def of_pdf(*parts: str) -> bytes:
    held = element("PDFSource", *parts, guid=guid(5), name="p.pdf", path="internal://p.pdf")
    return packed(project(held), {member(1): TEXT})


def zip_64() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, held in (("project.qde", qde()), (member(1), TEXT)):
            with archive.open(name, "w", force_zip64=True) as entry:
                entry.write(held.encode())
    return content.getvalue()


NAMESPACES = (
    "urn:QDA-XML:project:1.0",
    "urn:QDA-XML:project:1.5",
    "urn:QDA-XML:project:1:0",
    "urn:QDA-XML:project:2.0",
    "http://schema.qdasoftware.org/versions/Project/v1.0",
    "",
)
WITH_SYMBOLS = f"😀 start 👩‍👩‍👧 {TEXT}"
CRLF, CR = TEXT.replace("\n", "\r\n"), TEXT.replace("\n", "\r")
CODING_IN_CASE = element("Cases", element("Case", guid=CASE, name="Ann"))
REPRESENTATION = {"guid": guid(1), "plainTextPath": PATH}
PAGE = {"page": "0", "firstX": "1", "firstY": "1", "secondX": "2", "secondY": "2"}
FIRST = passage(11, 5, 26, coding(20))
INLINE = project(
    source(
        1,
        element("PlainTextContent", text=TEXT),
        *(
            passage(10 + n, TEXT.index(w), TEXT.index(w) + len(w), coding(20 + n))
            for n, w in enumerate(WORDS)
        ),
        plainTextPath=None,
    )
)
ONE: Mapping[str, Any] = {"quotes": WORDS[:1], "arrived": 1}

VARIANTS: dict[str, Variant] = {
    **{
        f"namespace {one or 'none'}": Variant(packed(qde(namespace=one), {member(1): TEXT}))
        for one in NAMESPACES
    },
    **{
        f"project in {one}": Variant(packed(qde(), {member(1): TEXT}, one))
        for one in ("Project.qde", "My study.qde", "PROJECT.QDE", "folder/project.qde")
    },
    **{
        f"text in {one}": Variant(packed(qde(), {one: TEXT}))
        for one in (
            f"Sources/{guid(1)}.txt",
            f"SOURCES/{guid(1).upper()}.TXT",
            f"{guid(1)}.txt",
            f"sources\\{guid(1)}.txt",
        )
    },
    **{
        f"path {one}": Variant(with_path(one % guid(1)))
        for one in (
            "relative:///a/%s.txt",
            "absolute:///C:/x/%s.txt",
            "absolute://C:\\x\\%s.txt",
            "file:///home/x/%s.txt",
            "internal:///%s.txt",
            "internal://sources/%s.txt",
            "INTERNAL://%s.txt",
            "%s.txt",
        )
    },
    "path with spaces": Variant(with_path("internal://My%20interview.txt", "sources/My interview.txt")),
    "no path, the text by the guid": Variant(
        packed(qde(of_source={"plainTextPath": None}), {member(1): TEXT})
    ),
    "words in the XML": Variant(packed(INLINE)),
    "a document beside the plain text": Variant(
        packed(
            qde(of_source={"richTextPath": f"internal://{guid(1)}.docx"}),
            {member(1): TEXT, f"sources/{guid(1)}.docx": b"PK"},
        )
    ),
    "a document only": Variant(
        packed(
            qde(of_source={"plainTextPath": None, "richTextPath": f"internal://{guid(1)}.docx"}),
            {f"sources/{guid(1)}.docx": b"PK"},
        ),
        quotes=(),
        arrived=0,
        partial=True,
    ),
    "text missing": Variant(packed(qde()), quotes=(), arrived=0, partial=True),
    "mark before the text": Variant(packed(qde(), {member(1): "\ufeff" + TEXT})),
    "mark counted": Variant(
        packed(qde(count=lambda text, at: at + 1, named=True), {member(1): "\ufeff" + TEXT})
    ),
    "line ends of two": Variant(file_of(CRLF)),
    "line ends of two counted as one": Variant(file_of(CRLF, pairs_as_one, named=True)),
    "line ends of one counted as two": Variant(file_of(TEXT, ones_as_pairs, named=True)),
    "old line ends": Variant(file_of(CR)),
    "symbols before the codings": Variant(file_of(WITH_SYMBOLS)),
    "symbols counted as two, named": Variant(file_of(WITH_SYMBOLS, in_utf_16, named=True)),
    "symbols counted as two, beyond the end": Variant(file_of(WITH_SYMBOLS, in_utf_16)),
    "text in UTF-16": Variant(packed(qde(), {member(1): TEXT.encode("utf-16")})),
    "text in Windows-1252": Variant(packed(qde(f"é {TEXT}"), {member(1): f"é {TEXT}".encode("cp1252")})),
    "project in UTF-16": Variant(
        packed(qde().replace("utf-8", "utf-16").encode("utf-16"), {member(1): TEXT})
    ),
    "decomposed letters": Variant(file_of(f"e\u0301 {TEXT}")),
    "letters from right to left": Variant(file_of(f"שלום {TEXT}")),
    "characters without width": Variant(file_of(f"\u200b\u00a0{TEXT}")),
    "guids in upper case and braces": Variant(
        packed(qde().replace(f'targetGUID="{CODE}"', f'targetGUID="{{{CODE.upper()}}}"'), {member(1): TEXT})
    ),
    "guids without hyphens": Variant(packed(qde().replace(CODE, CODE.replace("-", "")), {member(1): TEXT})),
    "ids that are no guids": Variant(
        packed(qde().replace(CODE, "c1").replace(OTHER, "c2"), {member(1): TEXT})
    ),
    "two codes of one name": Variant(with_codes(code(CODE, "Dose"), code(OTHER, "Dose"))),
    "codes that only group": Variant(
        with_codes(
            element("Code", code(OTHER, "Advice"), guid=CODE, name="Dose", isCodable="FALSE"),
        )
    ),
    "codes without names": Variant(with_codes(code(CODE, ""), code(OTHER, "  "))),
    "colours in other forms": Variant(
        with_codes(code(CODE, "Dose", color="ff0000"), code(OTHER, "Advice", color="red"))
    ),
    "a very long name": Variant(with_codes(code(CODE, "D" * 3000), code(OTHER, "Advice"))),
    "signs in names": Variant(with_codes(code(CODE, "=1+1\t\"'<>&: #\u2028{}"), code(OTHER, "日本語 😀"))),
    "codes straight in the codebook": Variant(
        packed(qde(codes=element("CodeBook", code(CODE, "Dose"), code(OTHER, "Advice"))), {member(1): TEXT})
    ),
    "elements in another case": Variant(
        packed(qde().replace("CodeBook", "Codebook").replace("TextSource", "textSource"), {member(1): TEXT})
    ),
    "no users": Variant(packed(qde(users=""), {member(1): TEXT})),
    "users who are not listed": Variant(
        packed(qde(users="", of_passage={"creatingUser": USER}), {member(1): TEXT})
    ),
    "dates that are none": Variant(
        packed(qde(of_passage={"creationDateTime": "yesterday"}), {member(1): TEXT})
    ),
    "comments and instructions": Variant(
        packed(qde().replace("<Sources>", "<!-- x --><?pi?><Sources>"), {member(1): TEXT})
    ),
    "what macOS adds": Variant(
        packed(
            qde(),
            {member(1): TEXT, "__MACOSX/._project.qde": b"\0\5", f"__MACOSX/sources/._{guid(1)}.txt": b"\0"},
        )
    ),
    "zip64": Variant(zip_64()),
    "links, sets and graphs": Variant(
        packed(
            qde(
                after=element("Links", element("Link", guid=guid(301), originGUID=CODE, targetGUID=OTHER))
                + element("Sets", element("Set", guid=guid(302), name="s"))
                + element("Graphs", element("Graph", guid=guid(303)))
            ),
            {member(1): TEXT},
        )
    ),
    "one guid for things of several kinds": Variant(
        packed(
            qde(
                after=element("Notes", element("Note", element("PlainTextContent", text="m"), guid=guid(1)))
                + element("Sets", element("Set", guid=CODE, name="s"))
            ),
            {member(1): TEXT},
        )
    ),
    "parts of a vendor's own": Variant(
        packed(qde(after="<Vendor><Coding/></Vendor>"), {member(1): TEXT}), in_file=3
    ),
    "passages without guids": Variant(
        packed(qde().replace(f'guid="{guid(10)}" ', "").replace(f'guid="{guid(11)}" ', ""), {member(1): TEXT})
    ),
    "one coding twice": Variant(one_more(passage(10, 5, 26, coding(19))), quotes=WORDS[:1]),
    "a passage without a code": Variant(one_more(passage(10, 0, 3)), in_file=1, **ONE),
    "a passage without a character": Variant(one_more(passage(10, 5, 5, coding(19))), **ONE),
    "positions with spaces": Variant(one_more(passage(10, " 5 ", " 26 ", coding(19))), quotes=WORDS[:1]),
    **{
        f"positions {start} to {end}": Variant(
            one_more(passage(10, start, end, coding(19))), partial=True, **ONE
        )
        for start, end in (
            (5, 5000),
            (-5, 5),
            (26, 5),
            ("1.5", "3.0"),
            ("1_0", "2_0"),
            ("9" * 400, "9" * 5000),
            ("", ""),
        )
    },
    "a code that is not there": Variant(
        one_more(passage(10, 0, 3, coding(19, guid(999)))), partial=True, **ONE
    ),
    "a coding without a code": Variant(
        one_more(passage(10, 0, 3, element("Coding", guid=guid(19)))), partial=True, **ONE
    ),
    "a coding of a whole text": Variant(
        packed(project(source(1, coding(20))), {member(1): TEXT}), quotes=(TEXT,), in_file=1, arrived=1
    ),
    "a coding of a case": Variant(
        packed(
            project(source(1, passage(10, 0, 3, coding(19, CASE)), FIRST), before=CODING_IN_CASE),
            {member(1): TEXT},
        ),
        **ONE,
    ),
    "codings of a memo": Variant(
        beside(
            after=element(
                "Notes",
                element(
                    "Note",
                    element("PlainTextContent", text="abc"),
                    passage(90, 0, 2, coding(91)),
                    coding(92),
                    guid=guid(93),
                ),
            )
        ),
        in_file=3,
        **ONE,
    ),
    "pictures, sound and film": Variant(
        beside(
            element(
                "VideoSource", element("VideoSelection", coding(50), guid=guid(51)), guid=guid(52), name="v"
            ),
            element("PictureSource", element("PictureSelection", coding(60), guid=guid(61)), guid=guid(62)),
            element("AudioSource", coding(71), guid=guid(72), name="a"),
        ),
        in_file=4,
        **ONE,
    ),
    "the text of a PDF and an area of it": Variant(
        of_pdf(
            element("PDFSelection", coding(70), guid=guid(71), **PAGE),
            element("Representation", FIRST, **REPRESENTATION),
        ),
        **ONE,
    ),
    "an area of a PDF and its words": Variant(
        of_pdf(
            element("PDFSelection", coding(70), guid=guid(11), **PAGE),
            element("Representation", FIRST, **REPRESENTATION),
        ),
        quotes=WORDS[:1],
    ),
    "passages beside the text of a PDF": Variant(
        of_pdf(FIRST, element("Representation", **REPRESENTATION)), in_file=1, **ONE
    ),
    "passages of a PDF without its text": Variant(of_pdf(FIRST), quotes=(), in_file=1, arrived=0),
    "two documents of one name": Variant(
        packed(
            project(source(1, FIRST, name="a"), source(2, passage(12, 5, 26, coding(21)), name="a")),
            {member(1): TEXT, member(2): f"{TEXT} And more of it."},
        ),
        quotes=WORDS[:1] * 2,
    ),
    "one document twice": Variant(
        packed(
            project(source(1, FIRST, name="a"), source(2, passage(12, 5, 26, coding(21)), name="a")),
            {member(1): TEXT, member(2): TEXT},
        ),
        quotes=WORDS[:1],
    ),
    "a document without a word": Variant(
        packed(project(source(1, coding(20))), {member(1): ""}), quotes=(), in_file=1, arrived=0
    ),
    "no documents": Variant(packed(project()), quotes=(), in_file=0, arrived=0),
    "nothing at all": Variant(packed("<Project/>"), quotes=(), in_file=0, arrived=0),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_every_coding_arrives_on_its_words_or_is_counted(name: str) -> None:
    one = VARIANTS[name]
    found = parse_qdpx(one.content, "a.qdpx", partial=one.partial)
    imported = segments_of_project(found, (), BOOK, (("role", "Role"),), coder="XX")
    report = imported.report
    assert report.adds_up
    assert (report.codings_in_file, report.codings_arrived) == (one.in_file, one.arrived)
    assert sorted(segment.quote for segment in imported.segments) == sorted(one.quotes)
    texts = {text.id: text.text for text in imported.new_transcripts}
    assert all(texts[each.transcript_id][each.start : each.end] == each.quote for each in imported.segments)


@pytest.mark.parametrize("name", [name for name, one in VARIANTS.items() if one.partial])
def test_what_cannot_be_placed_is_refused_unless_the_rest_is_asked_for(name: str) -> None:
    with pytest.raises(StudyProblems) as raised:
        parse_qdpx(VARIANTS[name].content, "a.qdpx")
    assert all("--partial" in problem.remedy for problem in raised.value.problems)


def locked() -> bytes:
    """Return an archive whose members say that they are locked with a password."""
    content = bytearray(file_of())
    for mark, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + flag] |= 1
            at = content.find(mark, at + 4)
    return bytes(content)


REFUSED = {
    "a password": locked(),
    "an empty project": packed(b""),
    "two projects": packed(qde(), {member(1): TEXT, "b.qde": qde()}),
    "entities": packed('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><Project/>'),
    "a document type": packed('<?xml version="1.0"?><!DOCTYPE Project><Project/>'),
    "the project outside an archive": qde().encode(),
    "zeros in a text": packed(qde(), {member(1): TEXT + "\0"}),
}


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("partial", [False, True])
def test_files_that_are_not_to_be_trusted_are_refused_in_any_case(name: str, partial: bool) -> None:
    with pytest.raises(StudyProblems):
        parse_qdpx(REFUSED[name], "a.qdpx", partial=partial)
