"""Small REFI-QDA files, built element by element as programs write them."""

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from impl_eval.readers.refi import QdaProject, parse_qdpx

NAMESPACE = "urn:QDA-XML:project:1.0"
CODE, OTHER, USER, CASE = (f"{number:08d}-aaaa-4bbb-8ccc-00000000dddd" for number in (1, 2, 3, 4))
TEXT = "Ann: I cut the dose slowly.\nBob: Nobody told us how."


def guid(number: int) -> str:
    """Return the guid of a number."""
    return f"{number:08x}-1111-4222-8333-444444444444"


def element(tag: str, /, *children: str, text: str = "", **attributes: object) -> str:
    """Return an element as XML text."""
    said = "".join(f" {key}={quoteattr(str(value))}" for key, value in attributes.items())
    return f"<{tag}{said}>{escape(text)}{''.join(children)}</{tag}>"


def code(code_guid: str, name: str, *children: str, **attributes: object) -> str:
    return element("Code", *children, guid=code_guid, name=name, isCodable="true", **attributes)


def coding(number: int, target: str = CODE, *children: str, **attributes: object) -> str:
    reference = element("CodeRef", targetGUID=target)
    return element("Coding", reference, *children, guid=guid(number), **attributes)


def passage(number: int, start: object, end: object, *children: str, **attributes: object) -> str:
    return element(
        "PlainTextSelection", *children, guid=guid(number), startPosition=start, endPosition=end, **attributes
    )


def source(number: int, *children: str, **attributes: object) -> str:
    """Return a text source whose text is the member sources/GUID.txt unless `plainTextPath` says another."""
    facts = {"name": f"int{number:02d}", "plainTextPath": f"internal://{guid(number)}.txt", **attributes}
    facts = {key: value for key, value in facts.items() if value is not None}
    return element("TextSource", *children, guid=guid(number), **facts)


CODES = element("CodeBook", element("Codes", code(CODE, "Dose"), code(OTHER, "Advice")))
USERS = element("Users", element("User", guid=USER, name="Ann Bell", id="AB"))


def project(
    *sources: str,
    before: str = "",
    after: str = "",
    codes: str = CODES,
    users: str = USERS,
    namespace: str = NAMESPACE,
    **attributes: object,
) -> str:
    """Return project.qde: `before` stands before the sources (variables, cases), `after` behind them."""
    facts = {"name": "A project", "origin": "Some program", "xmlns": namespace, **attributes}
    held = element("Sources", *sources) if sources else ""
    body = element("Project", users, codes, before, held, after, **facts)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{body}'


def packed(
    qde: str | bytes, members: Mapping[str, str | bytes] | None = None, name: str = "project.qde"
) -> bytes:
    """Return the bytes of an archive; texts as UTF-8, their line ends untouched."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, held in {name: qde, **(members or {})}.items():
            archive.writestr(member, held.encode() if isinstance(held, str) else held)
    return content.getvalue()


def member(number: int) -> str:
    """Return the name of the member that holds the text of a source."""
    return f"sources/{guid(number)}.txt"


def read(
    qde: str | bytes, members: Mapping[str, str | bytes] | None = None, *, partial: bool = False
) -> QdaProject:
    return parse_qdpx(packed(qde, members), "a.qdpx", partial=partial)


def quotes(found: QdaProject) -> list[str]:
    """Return the words of each passage, in the order of the file."""
    texts = {one.guid: one.text or "" for one in found.sources}
    return [texts[one.source_guid][one.start : one.end] for one in found.selections]
