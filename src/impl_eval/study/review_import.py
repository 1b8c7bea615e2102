"""The reviewed workbook of suggestions, back as decisions: accepted, rejected, or added by hand."""

from collections.abc import Sequence

from impl_eval.errors import Problem, StudyProblems, did_you_mean
from impl_eval.qualitative.coding import CodedSegment, RejectedSuggestion
from impl_eval.qualitative.transcript import Transcript
from impl_eval.readers.coding_review import ReviewRow
from impl_eval.study.coded_segments import takes_in_interviewer
from impl_eval.study.decisions import Decisions


def decisions_of_review(
    rows: Sequence[ReviewRow], name: str, coder: str, known: Sequence[Transcript], mechanisms: Sequence[str]
) -> Decisions:
    """Return what a reviewed workbook decides; StudyProblems with every row that cannot be placed."""
    transcripts = {transcript.id: transcript for transcript in known}
    problems: list[Problem] = []
    segments, rejected, undecided = [], [], 0
    decided: dict[tuple[str, int, int, str], ReviewRow] = {}
    for row in rows:
        where = f'sheet "Review", row {row.row}'
        added_by_hand = not row.suggestion
        if not row.decision and not added_by_hand:
            undecided += 1
            continue
        placed = _placed_row(row, name, where, transcripts, mechanisms, problems)
        if placed is None:
            continue
        transcript, start, end = placed
        other = decided.setdefault((transcript.id, start, end, row.mechanism_id), row)
        if other is not row and _decision(other) != _decision(row):
            found = f"another decision on the passage of row {other.row}"
            problems.append(Problem(name, None, where, found, "one decision on a passage and mechanism"))
            continue
        if row.decision == "reject":
            rejected.append(RejectedSuggestion(transcript.id, start, end, row.mechanism_id, coder, row.note))
            continue
        segments.append(
            CodedSegment(
                transcript_id=transcript.id,
                start=start,
                end=end,
                mechanism_id=row.mechanism_id,
                coder=coder,
                quote=transcript.text[start:end],
                valence=row.valence or "unclear",
                reported_change=row.reported_change or "not said",
                origin="human" if added_by_hand else "accepted_suggestion",
                note=row.note,
            )
        )
    if problems:
        raise StudyProblems(problems)
    return Decisions(tuple(segments), tuple(rejected), undecided)


def _decision(row: ReviewRow) -> tuple[str, ...]:
    return "reject" if row.decision == "reject" else "accept", row.valence, row.reported_change


def _placed_row(
    row: ReviewRow,
    name: str,
    where: str,
    transcripts: dict[str, Transcript],
    mechanisms: Sequence[str],
    problems: list[Problem],
) -> tuple[Transcript, int, int] | None:
    noted = len(problems)
    if row.mechanism_id not in mechanisms:
        near = did_you_mean(row.mechanism_id, mechanisms)
        problems.append(
            Problem(
                name, None, f"{where}, column mechanism", f'"{row.mechanism_id}"', ", ".join(mechanisms), near
            )
        )
    transcript = transcripts.get(row.transcript_id)
    if transcript is None:
        near = did_you_mean(row.transcript_id, transcripts)
        found = f'"{row.transcript_id}"'
        problems.append(
            Problem(name, None, f"{where}, column transcript", found, "a transcript of the study", near)
        )
        return None
    at = _find_passage(transcript, row.passage, row.start)
    if at is None:
        problems.append(
            Problem(
                name,
                None,
                f"{where}, column passage",
                *_why_not(transcript, row.passage),
            )
        )
    elif transcript.turn_of(*at) is None or takes_in_interviewer(transcript, *at):
        problems.append(
            Problem(
                name,
                None,
                f"{where}, column passage",
                "words of an interviewer",
                "a participant's words",
            )
        )
    return None if len(problems) > noted or at is None else (transcript, *at)


def _why_not(transcript: Transcript, passage: str) -> tuple[str, str, str]:
    if passage.strip() and passage.strip() in transcript.text:
        found = f"words that stand more than once in {transcript.id}"
        return found, "words that stand there once", "Copy more of the words around them."
    found = f"words that do not stand in {transcript.id}"
    return (
        found,
        "words of the transcript, unchanged",
        "A passage may be cut shorter or longer, not reworded.",
    )


def _find_passage(transcript: Transcript, passage: str, near: int | None) -> tuple[int, int] | None:
    """Place a passage: where the suggestion stood, else nearest to it, else only if it stands once."""
    wanted = passage.strip()
    if not wanted:
        return None
    starts = []
    at = transcript.text.find(wanted)
    while at >= 0:
        starts.append(at)
        at = transcript.text.find(wanted, at + 1)
    if not starts or (near is None and len(starts) > 1):
        return None
    start = starts[0] if near is None else min(starts, key=lambda candidate: abs(candidate - near))
    return start, start + len(wanted)
