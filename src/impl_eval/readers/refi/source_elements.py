"""Sources of a REFI-QDA project with their passages, from elements to plain values.

A source of any kind is read for its words: a text, the text of a PDF, the transcript of a recording, the
description of a picture. What has codes and no place in a text is kept as an area.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from impl_eval.readers.refi.code_elements import inside, references, values_of
from impl_eval.readers.refi.findings import Findings
from impl_eval.readers.refi.guids import same_spelling, stable_guid
from impl_eval.readers.refi.model import (
    AreaKind,
    QdaArea,
    QdaCoding,
    QdaSelection,
    QdaSource,
    QuoteCheck,
    SourceKind,
)
from impl_eval.readers.refi.positions import CountedText, Counting, Ruler, check_of
from impl_eval.readers.refi.texts import SourceText, Texts
from impl_eval.readers.refi.xml_tree import Element

_KINDS: Mapping[str, SourceKind] = {
    "TextSource": "text",
    "PDFSource": "pdf",
    "PictureSource": "picture",
    "AudioSource": "audio",
    "VideoSource": "video",
}
_AREAS: Mapping[str, AreaKind] = {
    "PDFSelection": "page area",
    "PictureSelection": "picture area",
    "AudioSelection": "sound clip",
    "VideoSelection": "film clip",
    "TranscriptSelection": "passage without sync points",
}


_POSITION = re.compile(r"[ \t\r\n]*[+-]?[0-9]{1,15}[ \t\r\n]*\Z")


@dataclass(frozen=True)
class TextPart:
    """An element that holds the words of a source, and its passages as counted in the file."""

    source: QdaSource
    element: Element = field(repr=False)
    counted: CountedText
    passages: tuple[tuple[Element, int, int], ...] = field(repr=False)


@dataclass(frozen=True)
class CodeTargets:
    """What codings may point to, in one spelling."""

    codes: frozenset[str]
    cases: frozenset[str]


class SourceReader:
    """Reads the sources of one project."""

    def __init__(self, findings: Findings, texts: Texts, targets: CodeTargets) -> None:
        self._findings, self._texts, self._targets = findings, texts, targets
        self.sources: list[QdaSource] = []
        self.parts: list[TextPart] = []
        self.areas: list[QdaArea] = []
        self.case_sources: list[tuple[str, str]] = []

    def read(self, root: Element) -> None:
        """Read all sources; their passages wait in `parts` until the way of counting is known."""
        for element in inside(root, "Sources"):
            for child in element.children:
                if child.name in _KINDS:
                    self._source(child, _KINDS[child.name])
                else:
                    codings = sum(1 for _ in _all_codings(child))
                    self._findings.fault(
                        child, f"a source of an unknown kind ({child.name})", codings=codings
                    )

    def _source(self, element: Element, kind: SourceKind) -> None:
        source = self._facts(element, kind)
        if kind == "text":
            self._with_text(source, element)
        elif kind in ("pdf", "picture"):
            words = element.first("Representation") or element.first("TextDescription")
            if words is None:
                self.sources.append(source)
            else:
                self._with_text(source, words, element)
        else:
            self.sources.append(source)
            for transcript in element.all("Transcript"):
                facts = self._facts(transcript, "text")
                self._with_text(replace(facts, name=facts.name or source.name, kind=kind), transcript)
        for selection in element.all(*_AREAS):
            self.areas.append(self._area(selection, source.guid))

    def _facts(self, element: Element, kind: SourceKind) -> QdaSource:
        guid = self._findings.guid_of(element)
        codings, cases = self.codings_of(element, "")
        self.case_sources += [(case, guid) for case in cases]
        return QdaSource(
            guid=guid,
            name=" ".join(element.get("name").split()),
            kind=kind,
            description=element.said("Description"),
            user_guid=same_spelling(element.get("creatingUser")),
            created=element.get("creationDateTime").strip(),
            codings=codings,
            note_guids=references(element, "NoteRef"),
            values=values_of(element),
        )

    def _with_text(self, source: QdaSource, element: Element, around: Element | None = None) -> None:
        """Keep a source with the words that an element holds, or say that they are missing.

        `around` is the page or picture that the words are those of: some programs put passages there.
        """
        found = self._texts.text_of(element)
        is_needed = element.name in ("TextSource", "Transcript") or bool(found.named)
        if element.name not in ("TextSource", "Transcript"):
            more, cases = self.codings_of(element, "")
            self.case_sources += [(case, source.guid) for case in cases]
            notes = (*source.note_guids, *references(element, "NoteRef"))
            source = replace(source, codings=(*source.codings, *more), note_guids=notes)
        if found.text is None and is_needed:
            self._without_text(source, element, found, around)
            return
        source = replace(source, text=found.text)
        self.sources.append(source)
        passages = tuple(
            one for part in (element, around) if part is not None for one in self._passages(part)
        )
        named = tuple((start, end, selection.get("name")) for selection, start, end in passages)
        counted = CountedText(source.guid, found.text or "", found.had_mark, named)
        self.parts.append(TextPart(source, element, counted, passages))

    def _without_text(
        self, source: QdaSource, element: Element, found: SourceText, around: Element | None
    ) -> None:
        codings = len(source.codings) + sum(1 for _ in _all_codings(element, whole=False))
        passages = around.all("PlainTextSelection") if around is not None else ()
        codings += sum(len(list(passage.all("Coding"))) for passage in passages)
        self.sources.append(replace(source, codings=()))
        if element.name == "Transcript" and not found.named and not codings:
            return
        what = f"a source whose text is missing: {found.named or 'no plain text is named'}"
        allowed = "the text inside the archive, under the name that the project gives"
        self._findings.fault(element, what, allowed, where=f'"{source.name}"', codings=codings)

    def _passages(self, element: Element) -> Iterator[tuple[Element, int, int]]:
        """Yield the passages of a text with their positions as the file counts them."""
        points = {
            same_spelling(point.get("guid")): point.get("position") for point in element.all("SyncPoint")
        }
        for selection in element.all("PlainTextSelection", "TranscriptSelection"):
            start, end = selection.get("startPosition"), selection.get("endPosition")
            if selection.name == "TranscriptSelection":
                start = points.get(same_spelling(selection.get("fromSyncPoint")), "")
                end = points.get(same_spelling(selection.get("toSyncPoint")), "")
                if not (start.strip() and end.strip()):
                    self.areas.append(self._area(selection, same_spelling(element.get("guid"))))
                    continue
            if _POSITION.match(start) and _POSITION.match(end):
                yield selection, int(start), int(end)
                continue
            codings = len(list(selection.all("Coding")))
            found, allowed = "a passage without proper positions", "whole numbers as positions"
            self._findings.fault(selection, found, allowed, codings=codings)

    def _area(self, selection: Element, source_guid: str) -> QdaArea:
        user_guid = same_spelling(selection.get("creatingUser"))
        codings, cases = self.codings_of(selection, user_guid, is_twin=True)
        self.case_sources += [(case, source_guid) for case in cases]
        words = selection.first("Representation")
        return QdaArea(
            guid=self._findings.guid_of(selection, is_twin=True),
            source_guid=source_guid,
            what=_AREAS[selection.name],
            words=(self._texts.text_of(words).text or "") if words is not None else "",
            description=selection.said("Description"),
            codings=codings,
            note_guids=references(selection, "NoteRef"),
        )

    def codings_of(
        self, holder: Element, user_guid: str, *, is_twin: bool = False
    ) -> tuple[tuple[QdaCoding, ...], tuple[str, ...]]:
        """Return the codings directly in an element, and the cases that it is assigned to."""
        codings: list[QdaCoding] = []
        cases: list[str] = []
        for element in holder.all("Coding"):
            targets = references(element, "CodeRef")
            if not targets:
                self._findings.fault(element, "a coding that names no code", codings=1)
                continue
            guid = self._findings.guid_of(element, is_twin=is_twin)
            for number, target in enumerate(targets):
                if target in self._targets.cases:
                    cases.append(target)
                elif target not in self._targets.codes:
                    found = "a coding with a code that the codebook does not have"
                    self._findings.fault(element, found, "the guid of a code", codings=1)
                else:
                    own = stable_guid("further code", guid, target) if number else guid
                    codings.append(_coding(element, own, target, user_guid))
        return tuple(codings), tuple(cases)

    def selections(self, counting: Counting) -> tuple[QdaSelection, ...]:
        """Return every passage at its place; one that lies outside its text is a fault."""
        placed: list[QdaSelection] = []
        for part in self.parts:
            ruler = Ruler(part.counted, counting)
            for element, start, end in part.passages:
                places = ruler.places(start, end)
                codings = list(element.all("Coding"))
                if places is None:
                    if codings or element.said("Description").strip():
                        found = f"a passage outside its text: {start} to {end}"
                        allowed = (
                            f"positions from 0 to {len(part.counted.text)}, the end not before the start"
                        )
                        where = f'"{part.source.name}"'
                        self._findings.fault(element, found, allowed, where=where, codings=len(codings))
                    else:
                        self._findings.odd["passages outside their text, without a code or words"] += 1
                    continue
                placed.append(self._selection(part, element, places))
        return tuple(placed)

    def checks(self, counting: Counting) -> tuple[QuoteCheck, ...]:
        """Return for each text with passages what the words around them say."""
        return tuple(check_of(part.counted, counting) for part in self.parts if part.passages)

    def _selection(self, part: TextPart, element: Element, places: tuple[int, int]) -> QdaSelection:
        user_guid = same_spelling(element.get("creatingUser"))
        codings, cases = self.codings_of(element, user_guid)
        return QdaSelection(
            guid=self._findings.guid_of(element),
            source_guid=part.source.guid,
            start=places[0],
            end=places[1],
            name=" ".join(element.get("name").split()),
            description=element.said("Description"),
            user_guid=user_guid,
            created=element.get("creationDateTime").strip(),
            codings=codings,
            case_guids=cases,
            note_guids=references(element, "NoteRef"),
        )


def _coding(element: Element, guid: str, code_guid: str, user_guid: str) -> QdaCoding:
    return QdaCoding(
        guid,
        code_guid,
        same_spelling(element.get("creatingUser")) or user_guid,
        element.get("creationDateTime").strip(),
        references(element, "NoteRef"),
    )


def _all_codings(element: Element, *, whole: bool = True) -> Iterator[Element]:
    """Yield the codings anywhere below an element; without `whole`, only those of passages."""
    for child in element.children:
        if child.name == "Coding":
            if whole:
                yield child
        else:
            yield from _all_codings(child)
