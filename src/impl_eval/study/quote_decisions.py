"""What people decide on quotes, out to a workbook and back: which passages, and what was filled in."""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from impl_eval.errors import Problem, StudyProblems
from impl_eval.outputs.quotes_workbook import COLUMNS, SHEET, QuoteLine
from impl_eval.qualitative.framework_matrix import PassagePlace
from impl_eval.qualitative.released_quotes import Release, is_part_of, words_mark
from impl_eval.qualitative.transcript import Transcript
from impl_eval.readers.files import read_content, require_kind
from impl_eval.readers.workbook import read_sheet
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
    name = path.name
    content = read_content(path, name)
    require_kind(path, name, content, {".xlsx": "excel"})
    sheet = read_sheet(content, name, SHEET)
    absent = [column for column in COLUMNS if column not in sheet.columns]
    if absent:
        found = f'no column "{absent[0]}"'
        raise StudyProblems([Problem(name, 1, "header row", found, ", ".join(COLUMNS))])
    material = study.interviews
    transcripts = {} if material is None else {one.id: one for one in material.transcripts}
    releases = {one.place: one for one in (material.releases or () if material is not None else ())}
    problems: list[Problem] = []
    for number, values in zip(sheet.row_numbers, sheet.rows, strict=True):
        cells = {key: cell.strip() for key, cell in zip(sheet.columns, values, strict=True)}
        if not (cells["released"] or cells["shortened"]):
            continue
        release = _release(cells, transcripts, by, date)
        if isinstance(release, tuple):
            column, found, allowed = release
            problems.append(Problem(name, None, f"row {number}, column {column}", found, allowed))
            continue
        before = releases.get(release.place)
        said = (release.released, release.mark, release.shortened)
        if before is None or said != (before.released, before.mark, before.shortened):
            releases[release.place] = release
    if problems:
        raise StudyProblems(problems)
    return tuple(sorted(releases.values()))


def _release(
    cells: Mapping[str, str], transcripts: Mapping[str, Transcript], by: str, date: str
) -> Release | tuple[str, str, str]:
    """Return the decision of a row, or (column, found, allowed) of its fault. No message holds speech."""
    place = PassagePlace.parse(cells["place"])
    if place is None or place.transcript_id not in transcripts:
        return "place", "no passage of the study", "what impl-eval wrote"
    if cells["released"].casefold() not in ("yes", "no"):
        return "released", f"{'nothing' if not cells['released'] else 'another word'}", "yes, no"
    passage = transcripts[place.transcript_id].text[place.start : place.end]
    if words_mark(passage) != cells["words"]:
        return "words", "a passage whose words have changed since", "a workbook exported again"
    if cells["shortened"] and not is_part_of(cells["shortened"], passage):
        return "shortened", "a text that is not part of the passage", "its words in order, with [...] between"
    released = cells["released"].casefold() == "yes"
    return Release(
        place.transcript_id, place.start, place.end, released, by, date, cells["words"], cells["shortened"]
    )
