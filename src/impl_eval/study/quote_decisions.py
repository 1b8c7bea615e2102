"""What people decide on quotes, out to a workbook and back: which passages, and what was filled in."""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from impl_eval.errors import Problem, StudyProblems
from impl_eval.outputs.quotes_workbook import COLUMNS, SHEET, QuoteLine
from impl_eval.qualitative.framework_matrix import PassagePlace
from impl_eval.qualitative.released_quotes import Release, is_part_of, words_mark
from impl_eval.qualitative.transcript import Transcript
from impl_eval.readers.workbook_rows import ReturnedRow, returned_rows
from impl_eval.study.model import Study


def quote_lines(study: Study) -> tuple[QuoteLine, ...]:
    """Return every coded passage of one participant, in order, with what was decided on it so far."""
    material = study.interviews
    if material is None:
        return ()
    transcripts = {one.id: one for one in material.transcripts}
    decided = {one.place: one for one in material.releases or ()}
    groups = {group.id: group.label for group in study.declared.stakeholder_groups}
    labels = {one.id: one.short_label for one in study.framework.mechanisms}
    about: dict[tuple[str, int, int], set[str]] = defaultdict(set)
    for segment in material.coded_segments:
        if segment.mechanism_id:
            place = (segment.transcript_id, segment.start, segment.end)
            about[place].add(labels.get(segment.mechanism_id, segment.mechanism_id))
    lines = []
    for place, mechanisms in sorted(about.items()):
        transcript = transcripts[place[0]]
        turn = transcript.turn_of(place[1], place[2])
        if turn is None or not (turn.start <= place[1] and place[2] <= turn.end):
            continue
        passage = transcript.text[place[1] : place[2]]
        mark, before = words_mark(passage), decided.get(place)
        holds = before is not None and before.mark == mark
        lines.append(
            QuoteLine(
                place=str(PassagePlace(*place)),
                about=", ".join(sorted(mechanisms)),
                said_by=groups.get(_group_of(transcript, turn.participant_id), ""),
                passage=" ".join(passage.split()),
                released="" if before is None or not holds else ("yes" if before.released else "no"),
                shortened=before.shortened if before is not None and holds else "",
                mark=mark,
            )
        )
    return tuple(lines)


def _group_of(transcript: Transcript, participant_id: str) -> str:
    found = (one.stakeholder_group for one in transcript.speakers if one.participant_id == participant_id)
    return next(found, "") or ""


def read_quote_decisions(path: Path, study: Study, by: str, date: str) -> tuple[Release, ...]:
    """Return all releases of a study after a workbook came back: rows that say the same as before keep
    who decided them.

    Raises StudyProblems with every fault of every row.
    """
    problems: list[Problem] = []
    rows = returned_rows(path, path.name, SHEET, COLUMNS, problems, "impl-eval quotes export")
    material = study.interviews
    transcripts = {} if material is None else {one.id: one for one in material.transcripts}
    releases = {one.place: one for one in (material.releases or () if material is not None else ())}
    for row in rows:
        release = _release(row, transcripts, by, date)
        if release is None:
            continue
        before = releases.get(release.place)
        said = (release.released, release.mark, release.shortened)
        if before is None or said != (before.released, before.mark, before.shortened):
            releases[release.place] = release
    if problems:
        raise StudyProblems(problems)
    return tuple(sorted(releases.values()))


def _release(row: ReturnedRow, transcripts: Mapping[str, Transcript], by: str, date: str) -> Release | None:
    """Return the decision of a row, None where there is none; faults are noted without any speech."""
    released, shortened, mark = row.text("released").casefold(), row.text("shortened"), row.text("words")
    if not (released or shortened):
        return None
    place = PassagePlace.parse(row.text("place"))
    transcript = transcripts.get(place.transcript_id) if place is not None else None
    if place is None or transcript is None:
        row.fault("place", "no passage of the study", "what impl-eval wrote")
        return None
    passage = transcript.text[place.start : place.end]
    if released not in ("yes", "no"):
        row.fault("released", "another word" if released else "nothing", "yes, no")
    elif words_mark(passage) != mark:
        row.fault("words", "a passage whose words have changed since", "a workbook exported again")
    elif shortened and not is_part_of(shortened, passage):
        allowed = "its words in order, with [...] between"
        row.fault("shortened", "a text that is not part of the passage", allowed)
    return Release(place.transcript_id, place.start, place.end, released == "yes", by, date, mark, shortened)
