"""A study's coding as a QdaProject, to be written as REFI-QDA for other programs and for ourselves."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from impl_eval.qualitative.codebook import Codebook
from impl_eval.qualitative.codebook_outline import OutlineLine, outline
from impl_eval.qualitative.coding import CodedSegment, RejectedSuggestion
from impl_eval.qualitative.exchange.companion import Companion, RejectedPlace, companion_text
from impl_eval.qualitative.exchange.descriptions import code_description, passage_description
from impl_eval.qualitative.exchange.line_ends import PlainLines
from impl_eval.qualitative.exchange.memos import MEMO_NAME, ExchangedMemo
from impl_eval.qualitative.exchange.naming import ORIGIN, code_guid, coder_guid, source_guid
from impl_eval.qualitative.transcript import Transcript
from impl_eval.readers.refi import QdaCode, QdaCoding, QdaNote, QdaProject, QdaSelection, QdaSource, QdaUser
from impl_eval.readers.refi.guids import stable_guid

SIMULATED = "SIMULATED DATA: nobody said any of this."
_NAME_LENGTH = 60


def project_of_study(
    codebook: Codebook,
    transcripts: Sequence[Transcript],
    segments: Iterable[CodedSegment],
    mechanisms: Sequence[tuple[str, str]],
    title: str,
    *,
    memos: Sequence[ExchangedMemo] = (),
    rejected: Iterable[RejectedSuggestion] = (),
    coded_at: Mapping[CodedSegment, str] | None = None,
) -> QdaProject:
    """Return all coding of a study, of every coder, as a project.

    Parameters
    ----------
    codebook : without faults (`check_codebook`).
    transcripts, segments, rejected : those to export; segments and rejections of transcripts that are not
        among them are left out.
    mechanisms : (id, label) in the order of the framework.
    title : name of the project.
    memos : a memo about something that is not exported is about the project.
    coded_at : when a segment was coded, as ISO 8601 in UTC; others have no date.

    Notes
    -----
    Texts are exported with LF line ends and without byte order mark, offsets mapped accordingly. Guids
    and order depend on the content alone: the same coding gives the same project.
    """
    export = _Export(codebook, transcripts)
    codes = export.codes(mechanisms)
    placed = sorted(one for one in set(segments) if one.transcript_id in export.lines)
    codes = (*codes, *export.unknown_codes(placed, codes))
    selections = export.selections(placed, coded_at or {})
    notes = export.notes(memos, {code.guid for code in codes})
    turned_down = [one for one in sorted(rejected) if one.transcript_id in export.lines]
    simulated = any(one.simulated for one in transcripts)
    coders = {one.coder for one in placed} | {one.coder for one in memos if one.coder}
    return QdaProject(
        name=f"{title} (SIMULATED DATA)" if simulated else title,
        origin=ORIGIN,
        users=tuple(QdaUser(coder_guid(coder), coder) for coder in sorted(coders)),
        codes=tuple(replace(one, note_guids=export.noted_at(one.guid)) for one in codes),
        sources=tuple(export.source(one) for one in transcripts),
        selections=tuple(replace(one, note_guids=export.noted_at(one.guid)) for one in selections),
        notes=notes,
        description=SIMULATED if simulated else "",
        note_guids=export.noted_at(""),
        companion=companion_text(export.companion(turned_down)),
    )


def codebook_project(codebook: Codebook, mechanisms: Sequence[tuple[str, str]]) -> QdaProject:
    """Return a codebook by itself as a project without sources, to be written as .qdc."""
    return QdaProject(codebook.title, ORIGIN, codes=_Export(codebook, ()).codes(mechanisms))


@dataclass
class _Export:
    """One export: what was given, and the guids that belong to what so far."""

    codebook: Codebook
    transcripts: Sequence[Transcript]
    noted: dict[str, list[str]] = field(default_factory=dict)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    by_segment: dict[CodedSegment, str] = field(default_factory=dict)
    code_ids: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.lines = {one.id: PlainLines(one.text) for one in self.transcripts}
        self.guids = {one.id: source_guid(one.id, one.text_sha256) for one in self.transcripts}

    def code_guid(self, code_id: str) -> str:
        guid = code_guid(self.codebook.id, code_id)
        self.code_ids[guid] = code_id
        return guid

    def noted_at(self, guid: str) -> tuple[str, ...]:
        """Return the notes about something; those about the project stand under an empty guid."""
        return tuple(self.noted.get(guid, ()))

    def codes(self, mechanisms: Sequence[tuple[str, str]]) -> tuple[QdaCode, ...]:
        """Return mechanisms and codes as a tree, in the order of the framework and codebook."""
        above: list[str] = []
        found = []
        for line in outline(self.codebook, mechanisms, {}):
            del above[line.depth :]
            found.append(self._code(line, above[-1] if above else ""))
            above.append(found[-1].guid)
        return tuple(found)

    def _code(self, line: OutlineLine, parent: str) -> QdaCode:
        description = code_description(line.code) if line.code is not None else f"Id: {line.code_id}"
        return QdaCode(self.code_guid(line.code_id), line.label, parent, description)

    def unknown_codes(
        self, segments: Iterable[CodedSegment], codes: Iterable[QdaCode]
    ) -> tuple[QdaCode, ...]:
        """Return codes that were given and stand neither in the framework nor in the codebook."""
        known = {code.guid for code in codes}
        ids = sorted({one.applied_code for one in segments})
        return tuple(
            QdaCode(self.code_guid(one), one, description=f"Id: {one}")
            for one in ids
            if self.code_guid(one) not in known
        )

    def source(self, transcript: Transcript) -> QdaSource:
        guid = self.guids[transcript.id]
        text = self.lines[transcript.id].text
        return QdaSource(guid, transcript.id, text=text, note_guids=self.noted_at(guid))

    def selections(
        self, segments: Iterable[CodedSegment], coded_at: Mapping[CodedSegment, str]
    ) -> tuple[QdaSelection, ...]:
        """Return a passage of its own for each segment: what is said of one code is not said of another."""
        again: Counter[str] = Counter()
        found = []
        for segment in segments:
            source, plain = self.guids[segment.transcript_id], self.lines[segment.transcript_id]
            start, end = plain.to_plain(segment.start), plain.to_plain(segment.end)
            code = self.code_guid(segment.applied_code)
            names = (source, f"{segment.start}-{segment.end}", code, segment.coder)
            again["\x1f".join(names)] += 1
            number = str(again["\x1f".join(names)])
            coding = QdaCoding(
                stable_guid("coding", *names, number),
                code,
                coder_guid(segment.coder),
                coded_at.get(segment, ""),
            )
            if (plain.to_original(start), plain.to_original(end)) != (segment.start, segment.end):
                self.places[coding.guid] = (segment.start, segment.end)
            guid = stable_guid("passage", *names, number)
            self.by_segment[segment] = guid
            found.append(
                QdaSelection(
                    guid,
                    source,
                    start,
                    end,
                    name=_shortened(segment.quote),
                    description=passage_description(segment),
                    user_guid=coding.user_guid,
                    created=coding.created,
                    codings=(coding,),
                )
            )
        return tuple(found)

    def notes(self, memos: Sequence[ExchangedMemo], codes: set[str]) -> tuple[QdaNote, ...]:
        """Return memos as notes, and keep what each is about."""
        again: Counter[tuple[str, str]] = Counter()
        found = []
        for memo in memos:
            target = self._target(memo, codes)
            again[target, memo.text] += 1
            guid = stable_guid("memo", target, memo.text, memo.coder, memo.at, str(again[target, memo.text]))
            self.noted.setdefault(target, []).append(guid)
            user = coder_guid(memo.coder) if memo.coder else ""
            found.append(QdaNote(guid, MEMO_NAME, memo.text, user, memo.at))
        return tuple(found)

    def _target(self, memo: ExchangedMemo, codes: set[str]) -> str:
        """Return the guid of what a memo is about; empty for the project."""
        if memo.about == "transcript":
            return self.guids.get(memo.target, "")
        if memo.about == "code":
            guid = self.code_guid(memo.target)
            return guid if guid in codes else ""
        return self.by_segment.get(memo.segment, "") if memo.segment is not None else ""

    def companion(self, rejected: Iterable[RejectedSuggestion]) -> Companion:
        transcripts = {self.guids[one.id]: (one.id, one.text_sha256) for one in self.transcripts}
        turned_down = tuple(self._turned_down(one) for one in rejected)
        return Companion(self.codebook, self.code_ids, transcripts, self.places, turned_down)

    def _turned_down(self, one: RejectedSuggestion) -> RejectedPlace:
        plain = self.lines[one.transcript_id]
        return RejectedPlace(
            self.guids[one.transcript_id],
            plain.to_plain(one.start),
            plain.to_plain(one.end),
            (one.start, one.end),
            one.applied_code,
            one.coder,
            one.note,
        )


def _shortened(quote: str) -> str:
    words = " ".join(quote.split())
    return words if len(words) <= _NAME_LENGTH else words[:_NAME_LENGTH].rstrip() + "…"
