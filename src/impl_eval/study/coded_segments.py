"""What people decided about passages, as the study's files hold it: coded segments and rejections."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from impl_eval.declared import DeclaredModel, Text, WholeNumber
from impl_eval.errors import did_you_mean
from impl_eval.qualitative.codebook import Codebook
from impl_eval.qualitative.coding import ORIGINS, REPORTED_CHANGES, VALENCES, CodedSegment, RejectedSuggestion
from impl_eval.qualitative.transcript import Transcript
from impl_eval.study.declared_files import Gathering, Place, shown
from impl_eval.study.files import StudyFiles
from impl_eval.study.rows import Row, parse_row, read_rows
from impl_eval.study.transcript_files import Transcripts

Known = TypeVar("Known", bound=str)

SEGMENT_COLUMNS = (
    "transcript_id", "start", "end", "quote", "mechanism_id", "valence", "reported_change", "coder", "origin",
)  # fmt: skip
REJECTED_COLUMNS = ("transcript_id", "start", "end", "mechanism_id", "coder")
OPTIONAL_COLUMNS = ("code_id", "note")
SEGMENT_FILE = (
    "transcript_id", "start", "end", "quote", "mechanism_id", "code_id", "valence", "reported_change",
    "coder", "origin", "note",
)  # fmt: skip
REJECTED_FILE = ("transcript_id", "start", "end", "mechanism_id", "code_id", "coder", "note")
"""Columns in the order in which files are written."""


class SegmentRow(DeclaredModel):
    """One row of coded_segments.csv; words with spaces may be written with an underscore.

    `mechanism_id` may be left out where `code_id` names a code of the codebook.
    """

    transcript_id: Text
    start: WholeNumber
    end: WholeNumber
    quote: str
    mechanism_id: Text | None = None
    code_id: Text | None = None
    valence: Text
    reported_change: Text
    coder: Text
    origin: Text
    note: Text | None = None


class RejectedRow(DeclaredModel):
    """One row of rejected_suggestions.csv."""

    transcript_id: Text
    start: WholeNumber
    end: WholeNumber
    mechanism_id: Text | None = None
    code_id: Text | None = None
    coder: Text
    note: Text | None = None


@dataclass(frozen=True)
class RowsMayName:
    """What rows may name. Without `check_places` segments need not fit their transcripts."""

    transcripts: Transcripts
    mechanism_ids: Sequence[str]
    codebook: Codebook | None
    check_places: bool = True


def read_coded_segments(
    name: str, known: RowsMayName, place: Place, files: StudyFiles
) -> tuple[CodedSegment, ...]:
    """Read coded_segments.csv; every segment is checked against its transcript and the codebook."""
    path = files.existing(name, place)
    if path is None or not _is_csv(name, place, files):
        return ()
    first_row: dict[tuple[str, int, int, str, str], str] = {}
    segments = []
    other_voices: dict[str, list[Row]] = {}
    for row in read_rows(files, path, name, SEGMENT_COLUMNS, OPTIONAL_COLUMNS).rows:
        parsed = parse_row(SegmentRow, row, files)
        segment = None if parsed is None else _segment(row, parsed, known, files.gathering)
        if segment is None:
            continue
        key = (segment.transcript_id, segment.start, segment.end, segment.applied_code, segment.coder)
        if key in first_row:
            found = f"the coding of {first_row[key]} again"
            remedy = "Keep one of the two rows."
            files.gathering.add(row.place(), found, "each passage once for a code and coder", remedy)
        first_row.setdefault(key, row.label)
        segments.append(segment)
        if known.check_places:
            why = other_voice(known.transcripts.read[segment.transcript_id], segment.start, segment.end)
            other_voices.setdefault(why, []).append(row)
    _advise_on_other_voices(other_voices, files.gathering)
    return tuple(sorted(segments))


def _advise_on_other_voices(rows_of: Mapping[str, Sequence[Row]], gathering: Gathering) -> None:
    for why, rows in sorted(rows_of.items()):
        if why:
            segments = "1 segment" if len(rows) == 1 else f"{len(rows)} segments, of which this is the first,"
            gathering.advise(rows[0].place("start"), f"{segments} {why}", "", _OF_OTHER_VOICES[why])


def _segment(row: Row, parsed: SegmentRow, known: RowsMayName, gathering: Gathering) -> CodedSegment | None:
    transcripts = known.transcripts
    noted = len(gathering.problems)
    code = _code(row, parsed.mechanism_id, parsed.code_id, known, gathering)
    valence = _one_of(row, "valence", parsed.valence, VALENCES, gathering)
    change = parsed.reported_change.replace("_", " ")
    reported_change = _one_of(row, "reported_change", change, REPORTED_CHANGES, gathering)
    origin = _one_of(row, "origin", parsed.origin, ORIGINS, gathering)
    transcript = transcripts.read.get(parsed.transcript_id)
    if transcript is None:
        # A transcript that is registered but cannot be read has its own problem already.
        if transcripts.registered is None or parsed.transcript_id in transcripts.registered:
            return None
        near = did_you_mean(parsed.transcript_id, transcripts.read)
        gathering.add(
            row.place("transcript_id"), f'"{parsed.transcript_id}"', "a transcript of the study", near
        )
    elif known.check_places:
        _check_place(row, parsed, transcript, gathering)
    if len(gathering.problems) > noted or not (code and valence and reported_change and origin):
        return None
    mechanism_id, code_id = code
    # A table program may have changed the line ends within a quote: the transcript's own count.
    spoken = transcript.text[parsed.start : parsed.end] if transcript is not None else ""
    quote = spoken if known.check_places and spoken else parsed.quote
    return CodedSegment(
        transcript_id=parsed.transcript_id,
        start=parsed.start,
        end=parsed.end,
        mechanism_id=mechanism_id,
        coder=parsed.coder,
        quote=quote,
        valence=valence,
        reported_change=reported_change,
        origin=origin,
        note=parsed.note or "",
        code_id=code_id,
    )


def _code(
    row: Row, mechanism_id: str | None, code_id: str | None, known: RowsMayName, gathering: Gathering
) -> tuple[str, str] | None:
    """Return the mechanism and code of a row; None after noting that they are unknown or contradict."""
    mechanism_ids, codebook = known.mechanism_ids, known.codebook
    if code_id is None or code_id == mechanism_id:
        if mechanism_id is None:
            gathering.add(
                row.place("mechanism_id"), "nothing", "a mechanism_id, or a code_id of the codebook"
            )
            return None
        # A framework that cannot be read is said elsewhere.
        found = _one_of(row, "mechanism_id", mechanism_id, mechanism_ids or (mechanism_id,), gathering)
        return None if found is None else (found, "")
    if codebook is None:  # said elsewhere
        return mechanism_id or "", code_id
    if _one_of(row, "code_id", code_id, tuple(codebook.by_id), gathering) is None:
        return None
    above = codebook.mechanism_of(code_id)
    if mechanism_id is not None and mechanism_id != above:
        found_text = f'"{mechanism_id}", with the code "{code_id}"'
        allowed = above or "an empty cell: this code stands beside the framework"
        gathering.add(row.place("mechanism_id"), found_text, allowed)
        return None
    return above, "" if code_id == above else code_id


def takes_in_interviewer(transcript: Transcript, start: int, end: int) -> bool:
    """Tell whether a passage of a participant holds words of an interviewer too."""
    asked = any(turn.role == "interviewer" for turn in transcript.turns_in(start, end))
    return asked and transcript.turn_of(start, end) is not None


TAKES_IN_INTERVIEWER = "with words of an interviewer"
NO_PARTICIPANT = "where no participant speaks"
_OF_OTHER_VOICES = {
    TAKES_IN_INTERVIEWER: "Such a segment counts for the participant who says most of it, and is not quoted.",
    NO_PARTICIPANT: "Such a segment counts for no participant. If one speaks there, correct the role in the "
    "speakers file.",
}


def other_voice(transcript: Transcript, start: int, end: int) -> str:
    """Say who else is coded in a passage: an interviewer too, no participant at all; or an empty text."""
    if takes_in_interviewer(transcript, start, end):
        return TAKES_IN_INTERVIEWER
    return NO_PARTICIPANT if transcript.turn_of(start, end) is None else ""


def _is_csv(name: str, place: Place, files: StudyFiles) -> bool:
    """Decisions are written back by `coding import`, as CSV: under another ending they would be damaged."""
    if name.lower().endswith(".csv"):
        return True
    files.gathering.add(place, f'"{name}"', "a name that ends in .csv", "Save the table as CSV.")
    return False


def _one_of(row: Row, column: str, value: str, known: Sequence[Known], gathering: Gathering) -> Known | None:
    for candidate in known:
        if candidate == value:
            return candidate
    gathering.add(row.place(column), shown(value), ", ".join(known), did_you_mean(value, known))
    return None


def _check_place(row: Row, parsed: SegmentRow, transcript: Transcript, gathering: Gathering) -> None:
    text = transcript.text
    if not 0 <= parsed.start < parsed.end <= len(text):
        found = f"{parsed.start} to {parsed.end}, outside transcript {transcript.id}"
        gathering.add(row.place("start"), found, f"0 to {len(text)}, start before end")
        return
    if text[parsed.start : parsed.end].replace("\r\n", "\n") != parsed.quote.replace("\r\n", "\n"):
        at = text.find(parsed.quote)
        stand = f"at {at} to {at + len(parsed.quote)}" if at >= 0 else "nowhere in the transcript"
        changed = "If the transcript was changed after coding: impl-eval coding reanchor."
        remedy = f"These words stand {stand}. {changed}"
        found = f"a quote that is not what stands at {parsed.start} to {parsed.end}"
        gathering.add(row.place("quote"), found, "the words at this place", remedy)


def read_rejected_suggestions(
    name: str, known: RowsMayName, files: StudyFiles
) -> tuple[RejectedSuggestion, ...]:
    """Read rejected_suggestions.csv. The file is made by the first rejection: absent means none."""
    path = files.inside(name, (name, None, ""))
    if path is None or not _is_csv(name, (name, None, ""), files) or not path.is_file():
        return ()
    rejected = []
    for row in read_rows(files, path, name, REJECTED_COLUMNS, OPTIONAL_COLUMNS).rows:
        parsed = parse_row(RejectedRow, row, files)
        if parsed is None:
            continue
        code = _code(row, parsed.mechanism_id, parsed.code_id, known, files.gathering)
        if code is not None:
            place = (parsed.transcript_id, parsed.start, parsed.end)
            rejected.append(RejectedSuggestion(*place, code[0], parsed.coder, parsed.note or "", code[1]))
    return tuple(sorted(rejected))
