"""A QdaProject of any program as coding of this study, with a report of what became of it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from impl_eval.qualitative.code_names import one_line
from impl_eval.qualitative.codebook import Code, Codebook
from impl_eval.qualitative.coding import CodedSegment, RejectedSuggestion
from impl_eval.qualitative.exchange.arriving import Arrivals
from impl_eval.qualitative.exchange.code_choices import CodeChoices
from impl_eval.qualitative.exchange.companion import Companion, parse_companion
from impl_eval.qualitative.exchange.incoming_report import code_report, project_report, with_more_lost
from impl_eval.qualitative.exchange.loss_report import LossReport
from impl_eval.qualitative.exchange.matching_codes import CodeMatches, KnownCodes, match_codes
from impl_eval.qualitative.exchange.matching_sources import MatchedSource, NewTranscript, match_sources
from impl_eval.qualitative.exchange.memos import MEMO_NAME, About, ExchangedMemo
from impl_eval.qualitative.transcript import Transcript
from impl_eval.readers.refi import QdaNote, QdaProject, QdaUser


@dataclass(frozen=True)
class ImportedProject:
    """What a file brings into the study.

    `segments` refer to transcripts of the study and to `new_transcripts`, and to codes of the study and
    to `new_codes` (parents first). `coded_at` has the date that the file gives a segment, `codings` how
    many codings of the file it stands for, `code_ids` the code by the guid of the file.
    """

    segments: tuple[CodedSegment, ...]
    rejected: tuple[RejectedSuggestion, ...]
    new_transcripts: tuple[NewTranscript, ...]
    new_codes: tuple[Code, ...]
    memos: tuple[ExchangedMemo, ...]
    report: LossReport
    coded_at: Mapping[CodedSegment, str] = field(default_factory=dict)
    codings: Mapping[CodedSegment, int] = field(default_factory=dict)
    code_ids: Mapping[str, str] = field(default_factory=dict)

    def without(self, reasons: Mapping[CodedSegment, str]) -> "ImportedProject":
        """Return it without some segments: the report counts their codings as lost, by reason.

        Memos on them are about their transcript then.
        """
        kept = tuple(one for one in self.segments if one not in reasons)
        lost: Counter[str] = Counter()
        for one, reason in reasons.items():
            lost[reason] += self.codings[one]
        memos = tuple(
            replace(one, about="transcript", target=one.segment.transcript_id, segment=None)
            if one.segment is not None and one.segment in reasons
            else one
            for one in self.memos
        )
        return replace(self, segments=kept, memos=memos, report=with_more_lost(self.report, lost, len(kept)))


def segments_of_project(
    project: QdaProject,
    transcripts: Sequence[Transcript],
    codebook: Codebook,
    mechanisms: Sequence[tuple[str, str]],
    *,
    transcript_names: Mapping[str, str] | None = None,
    coder_names: Mapping[str, str] | None = None,
    coder: str = "unnamed",
    choices: CodeChoices | None = None,
) -> ImportedProject:
    """Return the coding of a file as coding of a study. Doing it again with what it brought adds nothing.

    Parameters
    ----------
    transcripts, codebook : what the study has.
    mechanisms : (id, label) in the order of the framework.
    transcript_names : file names of the transcripts by id, under which the file may know them.
    coder_names : the coder's name here for the name of a user in the file; others keep theirs.
    coder : the coder of codings that name nobody.
    choices : what the analyst chose for codes of the file.
    """
    companion = parse_companion(project.companion)
    codes = match_codes(project, codebook, mechanisms, companion, choices)
    known = KnownCodes.of(codebook, mechanisms)
    matched, new = match_sources(project.sources, transcripts, transcript_names or {}, companion)
    coders = _coders(project.users, coder_names or {}, coder)
    arrivals = Arrivals(project, matched, _columns(codes, known), coders, coder)
    if companion is not None:
        arrivals.exact = _exact_places(companion, matched, transcripts)
    arrivals.take_all()
    memos, without_words = _memos(project, codes, matched, arrivals, coders)
    rejected, rejected_lost = _rejected(companion, codes, matched, known, transcripts)
    report = project_report(
        project, codes, matched, arrivals, coders, memos=len(memos), notes_lost=without_words,
        rejected=len(rejected), rejected_lost=rejected_lost,
    )  # fmt: skip
    return ImportedProject(
        tuple(sorted(arrivals.segments.values())),
        tuple(sorted(set(rejected))),
        new,
        codes.new_codes,
        memos,
        report,
        arrivals.coded_at,
        {segment: arrivals.times[key] for key, segment in arrivals.segments.items()},
        codes.code_ids,
    )


def codes_of_project(
    project: QdaProject,
    codebook: Codebook,
    mechanisms: Sequence[tuple[str, str]],
    choices: CodeChoices | None = None,
) -> tuple[tuple[Code, ...], LossReport]:
    """Return the codes of a file (.qdc) that the codebook lacks, parents first, and the report."""
    codes = match_codes(project, codebook, mechanisms, parse_companion(project.companion), choices)
    return codes.new_codes, code_report(project, codes)


def known_codes_of_project(
    project: QdaProject, codebook: Codebook, mechanisms: Sequence[tuple[str, str]]
) -> dict[str, str]:
    """Return the id of each code of a file that the study has already, by the guid of the file."""
    known = KnownCodes.of(codebook, mechanisms)
    found = match_codes(project, codebook, mechanisms, parse_companion(project.companion))
    return {guid: code_id for guid, code_id in found.code_ids.items() if code_id in known.labels}


def _coders(users: Iterable[QdaUser], names: Mapping[str, str], otherwise: str) -> dict[str, str]:
    """Return the coder for each user, by guid."""
    coders = {}
    for number, user in enumerate(users, start=1):
        said = one_line(user.name) or one_line(user.id) or f"{otherwise} {number}"
        coders[user.guid] = names.get(said) or names.get(one_line(user.id)) or said
    return coders


def _columns(codes: CodeMatches, known: KnownCodes) -> dict[str, tuple[str, str]]:
    """Return mechanism_id and code_id, as segments have them, by the guid of the file."""
    new = {code.code_id: code for code in codes.new_codes}

    def mechanism_of(code_id: str) -> str:
        while code_id in new:
            code = new[code_id]
            if code.mechanism:
                return code.mechanism
            code_id = code.parent or ""
        return code_id if code_id in known.mechanism_ids else known.codebook.mechanism_of(code_id)

    columns = {}
    for guid, code_id in codes.code_ids.items():
        mechanism_id = mechanism_of(code_id)
        columns[guid] = (mechanism_id, "" if code_id == mechanism_id else code_id)
    return columns


def _same_version(
    companion: Companion, matched: Mapping[str, MatchedSource], transcripts: Sequence[Transcript]
) -> frozenset[str]:
    """Return the sources whose transcript here is the very text that was exported."""
    digests = {one.id: one.text_sha256 for one in transcripts}
    return frozenset(
        guid
        for guid, (_, digest) in companion.transcripts.items()
        if guid in matched and digests.get(matched[guid].transcript_id) == digest
    )


def _exact_places(
    companion: Companion, matched: Mapping[str, MatchedSource], transcripts: Sequence[Transcript]
) -> dict[tuple[str, str], tuple[int, int]]:
    """Return by source and coding the places that line ends would have shifted."""
    same = _same_version(companion, matched, transcripts)
    return {(source, coding): place for coding, place in companion.places.items() for source in same}


def _memos(
    project: QdaProject,
    codes: CodeMatches,
    matched: Mapping[str, MatchedSource],
    arrivals: Arrivals,
    coders: Mapping[str, str],
) -> tuple[tuple[ExchangedMemo, ...], int]:
    """Return the memos, each once for everything that it is about, and how many have no words."""
    notes = {note.guid: note for note in project.notes}
    found: list[ExchangedMemo] = []
    used: set[str] = set()

    def add(
        guids: Iterable[str], about: About, target: str = "", segment: CodedSegment | None = None
    ) -> None:
        for guid in guids:
            note = notes.get(guid)
            if note is not None and (note.text or "").strip():
                used.add(guid)
                found.append(_memo(note, about, target, segment, coders))

    add(project.note_guids, "study")
    for code in project.codes:
        add(code.note_guids, "code", codes.code_ids[code.guid])
    for source in project.sources:
        if source.guid in matched:
            add(source.note_guids, "transcript", matched[source.guid].transcript_id)
    for guids, segment in arrivals.noted:
        add(guids, "segment", segment=segment)
    for guids, transcript_id in arrivals.noted_places:
        add(guids, "transcript", transcript_id)
    add((guid for guid in notes if guid not in used), "study")
    found += arrivals.annotations
    return tuple(found), sum(not (note.text or "").strip() for note in project.notes)


def _memo(
    note: QdaNote, about: About, target: str, segment: CodedSegment | None, coders: Mapping[str, str]
) -> ExchangedMemo:
    text = note.text or ""
    if note.name and note.name != MEMO_NAME and not text.startswith(note.name):
        text = f"{note.name}: {text}"
    return ExchangedMemo(
        about,
        text,
        target,
        segment,
        coders.get(note.user_guid, ""),
        note.created,
    )


def _rejected(
    companion: Companion | None,
    codes: CodeMatches,
    matched: Mapping[str, MatchedSource],
    known: KnownCodes,
    transcripts: Sequence[Transcript],
) -> tuple[list[RejectedSuggestion], int]:
    """Return the suggestions that were turned down, and how many cannot be placed here."""
    if companion is None:
        return [], 0
    same = _same_version(companion, matched, transcripts)
    columns = _columns(codes, known)
    by_code_id = {code_id: columns.get(guid) for guid, code_id in companion.code_ids.items()}
    found, lost = [], 0
    for one in companion.rejected:
        source, pair = matched.get(one.source_guid), by_code_id.get(one.code_id)
        if source is None or pair is None or source.how == "same name":
            lost += 1
            continue
        start, end = one.original if one.source_guid in same else source.from_plain(one.start, one.end)
        if not 0 <= start < end <= len(source.text):
            lost += 1
            continue
        found.append(
            RejectedSuggestion(source.transcript_id, start, end, pair[0], one.coder, one.note, pair[1])
        )
    return found, lost
