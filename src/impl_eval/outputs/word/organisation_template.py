"""Reads an organisation's Word template: what it is, and whether a report can be built on it."""

import io
import re
import zipfile

from impl_eval.errors import Problem, StudyProblems
from impl_eval.outputs.canonical_zip import canonical_zip
from impl_eval.outputs.word.foundation import Template, foundation_of
from impl_eval.outputs.word.template_styles import StyleMap

_CONTENT_TYPES = "[Content_Types].xml"
_DOCUMENT = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TEMPLATE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
_MACROS = re.compile(rb"macroEnabled|vbaProject|vnd\.ms-office\.vba", re.IGNORECASE)
_OLD_OR_ENCRYPTED = b"\xd0\xcf\x11\xe0"
_LARGEST = 100_000_000
ALLOWED = "a Word document or template without macros (.docx or .dotx)"


def read_template(content: bytes, name: str, styles: StyleMap | None = None) -> Template:
    """Return a checked template; `name` is the file as people know it. A .dotx becomes a document.

    Raises
    ------
    StudyProblems : it is no Word file, is encrypted or damaged, or holds macros.
    """
    if content.startswith(_OLD_OR_ENCRYPTED):
        raise _refused(
            name,
            "a file of an old Word (.doc, .dot), or one with a password",
            "Open it in Word and save it as a Word document (.docx) without a password.",
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(member.file_size for member in archive.infolist()) > _LARGEST:
                raise _refused(
                    name, "a file that unpacks to more than 100 MB", "Take large pictures out of it."
                )
            types = archive.read(_CONTENT_TYPES)
            names = archive.namelist()
            damaged = archive.testzip()
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError, EOFError):
        raise _refused(name, "no Word file, or a damaged one", "") from None
    if damaged:
        raise _refused(name, "a damaged Word file", "Open it in Word and save it again.")
    if _MACROS.search(types) or any("vbaProject" in each for each in names):
        raise _refused(
            name,
            "a template with macros (.dotm, .docm)",
            "A report must not carry programs. In Word, save the template as .dotx, which leaves them out.",
        )
    if _DOCUMENT not in types and _TEMPLATE not in types:
        raise _refused(name, "no Word file", "")
    if _TEMPLATE in types:
        content = canonical_zip(content, {_CONTENT_TYPES: types.replace(_TEMPLATE, _DOCUMENT)})
    template = Template(content, styles or StyleMap())
    _try(template, name)
    return template


def notes_of(template: Template) -> tuple[str, ...]:
    """Return what people should know of a template: styles it lacks, what is not taken over."""
    return foundation_of(template).notes


def _try(template: Template, name: str) -> None:
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import XMLSyntaxError

    try:
        foundation_of(template)
    except (KeyError, ValueError, AttributeError, PackageNotFoundError, XMLSyntaxError):
        remedy = "Open it in Word and save it again."
        raise _refused(name, "a Word file of which parts are missing or damaged", remedy) from None


def _refused(name: str, found: str, remedy: str) -> StudyProblems:
    return StudyProblems([Problem(name, None, "", found, ALLOWED, remedy)])
