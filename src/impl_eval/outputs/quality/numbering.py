"""Rules on what Word counts and repeats: captions in their order, references, lists of contents.

A file that was edited and never updated shows the numbers and headings of before.
"""

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import TYPE_CHECKING

from impl_eval.outputs.quality.document import WordFile
from impl_eval.outputs.quality.finding import Finding, should
from impl_eval.outputs.refresh.contents import from_to, listed_by
from impl_eval.outputs.refresh.fields import Field, fields_of, renumber
from impl_eval.outputs.refresh.names import w
from impl_eval.outputs.refresh.words import plain_words

if TYPE_CHECKING:
    from lxml.etree import _Element

_UPDATE = "Select the whole document (Ctrl+A) and press F9."
_DEEPEST = 2


def numbering_faults(file: WordFile) -> Iterator[Finding]:
    """Yield captions, references and lists that are not up to date."""
    updated = deepcopy(file.body)
    renumber(updated)
    old: dict[str, list[tuple[Field, Field]]] = {}
    for each, right in zip(fields_of(file.body), fields_of(updated), strict=True):
        if each.result != right.result and each.begin is not None:
            old.setdefault("caption" if each.words[0].upper() == "SEQ" else "reference", []).append(
                (each, right)
            )
    for kind, pairs in sorted(old.items()):
        each, right = pairs[0]
        counted = f"1 {kind} is" if len(pairs) == 1 else f"{len(pairs)} {kind}s are"
        found = f'{counted} not up to date: "{each.result}" should be "{right.result}"'
        yield should(f"old {kind}", f"{_place(file, each)} (the first)", found, _UPDATE)
    for each in fields_of(file.body):
        if each.words[:1] == ["TOC"]:
            yield from _list(file, each)


def _place(file: WordFile, one: Field) -> str:
    return "in the document" if one.begin is None else file.where(one.begin)


def _list(file: WordFile, toc: Field) -> Iterator[Finding]:
    listed = listed_by(toc.instruction)
    if listed is None or toc.begin is None or toc.end is None:
        return
    first, last = (next(mark.iterancestors(w("p"))) for mark in (toc.begin, toc.end))
    lines = [words for words in map(plain_words, from_to(first, last)) if words]
    if listed == "headings":
        wanted = [words for level, _, words in file.headings if level <= _DEEPEST and words]
    else:
        wanted = list(_captions(file, listed))
    if lines and not _names(lines, wanted):
        missing = next((words for words in wanted if not any(_is_line(line, words) for line in lines)), "")
        about = f'; it lacks "{missing}"' if missing else ""
        yield should(
            "old list", file.where(toc.begin), f"a list of {listed} is not up to date{about}", _UPDATE
        )


def _captions(file: WordFile, listed: str) -> Iterator[str]:
    for paragraph in file.body.iter(w("p")):
        if file.style_name(paragraph) == "caption" and _label(paragraph) == listed:
            yield plain_words(paragraph)


def _label(paragraph: "_Element") -> str:
    numbers = (each.words for each in fields_of(paragraph) if each.words[:1] == ["SEQ"])
    return next((f"{words[1].lower()}s" for words in numbers if len(words) > 1), "")


def _names(lines: Sequence[str], wanted: Sequence[str]) -> bool:
    return len(lines) == len(wanted) and all(map(_is_line, lines, wanted))


def _is_line(line: str, words: str) -> bool:
    """Say whether a line of a list names these words, between a number of a chapter and that of a page."""
    return re.fullmatch(rf"(?:[\dA-Z]+[\d.)]*\s*)?{re.escape(words)}\s*[\divxlc]*", line) is not None
