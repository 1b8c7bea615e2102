"""A clean report, and ways to put a fault into a copy of it."""

import io
import zipfile
from collections.abc import Callable
from functools import cache

from impl_eval.outputs.charts import draw_all
from impl_eval.outputs.quality import Checked, check_word_file
from impl_eval.outputs.word import render_report
from impl_eval.outputs.word.body import LOGO_HERE
from tests.outputs.report_fixture import full_evaluation

DOCUMENT, STYLES, SETTINGS = "word/document.xml", "word/styles.xml", "word/settings.xml"
RELATIONSHIPS = "word/_rels/document.xml.rels"
Parts = dict[str, bytes]
Fault = Callable[[Parts], None]


@cache
def report() -> bytes:
    evaluation = full_evaluation()
    return render_report(evaluation, draw_all(evaluation))


@cache
def clean_parts() -> tuple[tuple[str, bytes], ...]:
    """A report whose questions are answered, with words where a logo may stand."""
    with zipfile.ZipFile(io.BytesIO(report())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    asked = b"[Write your answer here, then delete this line.]"
    parts[DOCUMENT] = parts[DOCUMENT].replace(asked, b"We have answered this.")
    parts[DOCUMENT] = parts[DOCUMENT].replace(LOGO_HERE.encode(), b"The example board")
    return tuple(parts.items())


def zipped(parts: Parts) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def checked(*faults: Fault, audit: bool = False) -> Checked:
    parts = dict(clean_parts())
    for fault in faults:
        fault(parts)
    return check_word_file(zipped(parts), "report.docx", audit=audit)


def swap(old: str, new: str, part: str = DOCUMENT) -> Fault:
    """Replace the first of some words in a part."""

    def fault(parts: Parts) -> None:
        assert old.encode() in parts[part], old
        parts[part] = parts[part].replace(old.encode(), new.encode(), 1)

    return fault


def between(start: str, end: str, new: str, part: str = DOCUMENT) -> Fault:
    """Replace what stands between two words for the first time."""

    def fault(parts: Parts) -> None:
        text = parts[part].decode()
        first = text.index(start) + len(start)
        parts[part] = (text[:first] + new + text[text.index(end, first) :]).encode()

    return fault


def before_end(xml: str) -> Fault:
    """Put something in just before the section at the end of the document."""

    def fault(parts: Parts) -> None:
        text = parts[DOCUMENT].decode()
        place = text.rindex("<w:sectPr")
        parts[DOCUMENT] = (text[:place] + xml + text[place:]).encode()

    return fault
