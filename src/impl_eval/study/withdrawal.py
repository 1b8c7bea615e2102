"""What has to change in a study's files when somebody withdraws; nothing is written here.

Transcripts of theirs alone go; conversations with others lose their turns. Rows that speak of them go
from every table the program knows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from impl_eval.errors import Problem, StudyProblems
from impl_eval.outputs.csv_text import csv_bytes
from impl_eval.qualitative.offset_map import OffsetMap
from impl_eval.qualitative.transcript import Transcript
from impl_eval.qualitative.withdrawn_words import LABEL, without_words
from impl_eval.readers.tables import read_table
from impl_eval.study.declared_files import Gathering
from impl_eval.study.declared_things import read_declared
from impl_eval.study.files import StudyFiles
from impl_eval.study.identifier_files import REVIEW_FILE
from impl_eval.study.model import Study
from impl_eval.study.study_file import ColumnMap
from impl_eval.study.withdrawn_rows import without_respondent, without_rows
from impl_eval.study.yaml_edit import remove_from_list

SUMMARIES_FILE = "qualitative/summaries.csv"


@dataclass
class Withdrawal:
    """The change of a study's files: `write` and `delete` by path.

    `gone` are transcripts that go whole; `kept` those that others speak in too, with their new text and
    where places of the old one lie now.
    """

    gone: list[Transcript] = field(default_factory=list)
    kept: dict[str, tuple[Transcript, Transcript, OffsetMap]] = field(default_factory=dict)
    write: dict[Path, tuple[bytes, bool]] = field(default_factory=dict)
    delete: list[Path] = field(default_factory=list)
    survey_rows: int = 0
    to_look_at: list[str] = field(default_factory=list)

    @property
    def finds_nobody(self) -> bool:
        """True where the study holds nothing of this person."""
        return not (self.gone or self.kept or self.survey_rows)


def plan_withdrawal(study: Study, participant_id: str, respondent: str = "") -> Withdrawal:
    """Work out what has to change. Raises StudyProblems with everything that a person has to do first.

    `respondent` is the code under which the person answered the survey, where that is another one.
    """
    plan = Withdrawal()
    problems: list[Problem] = []
    _plan_transcripts(study, participant_id, plan, problems)
    _plan_survey(study, respondent or participant_id, plan, problems)
    if problems:
        raise StudyProblems(problems)
    if plan.gone or plan.kept:
        _plan_tables(study, participant_id, plan)
    return plan


def _plan_transcripts(study: Study, participant_id: str, plan: Withdrawal, problems: list[Problem]) -> None:
    material, declared = study.interviews, study.declared.interviews
    if material is None or declared is None:
        return
    for transcript in material.transcripts:
        people = {one.participant_id for one in transcript.speakers if one.role == "participant"}
        if participant_id not in people:
            continue
        if people == {participant_id}:
            plan.gone.append(transcript)
            continue
        found = without_words(transcript, participant_id)
        if found is None:
            remedy = (
                "Take their words out by hand, then run: impl-eval coding reanchor --coder YOUR_INITIALS."
            )
            what = "a conversation from which one speaker cannot be taken out safely"
            problems.append(Problem(declared.transcripts, None, transcript.id, what, "", remedy))
            continue
        plan.kept[transcript.id] = (transcript, found.transcript, found.moves)
        label = next(one.label for one in transcript.speakers if one.participant_id == participant_id)
        if label in found.transcript.text:
            plan.to_look_at.append(f"{transcript.id}: others speak of {label} by this label.")


def _plan_survey(study: Study, code: str, plan: Withdrawal, problems: list[Problem]) -> None:
    for survey in study.declared.surveys:
        files = StudyFiles(study.root, Gathering())
        column_map, _ = read_declared(ColumnMap, survey.column_map, (survey.column_map, None, ""), files)
        if column_map is None or column_map.respondent is None:
            continue
        path = study.root / survey.file
        try:
            content, count = without_respondent(path, survey.file, column_map.respondent, code)
        except StudyProblems as error:
            if _may_hold(study, code):
                problems += error.problems
            continue
        if count:
            plan.survey_rows += count
            plan.write[path] = (content, False)


def _may_hold(study: Study, code: str) -> bool:
    """Tell whether any answer of the study is this respondent's."""
    return any(code in {str(one) for one in responses.respondent_id} for responses in study.responses)


def _plan_tables(study: Study, participant_id: str, plan: Withdrawal) -> None:
    declared = study.declared.interviews
    assert declared is not None
    gone = {transcript.id for transcript in plan.gone}
    _plan_speakers(study, participant_id, plan)
    touched = gone | plan.kept.keys()
    filters = {
        REVIEW_FILE: lambda row: row.get("transcript_id") in touched,
        SUMMARIES_FILE: lambda row: row.get("case") == participant_id,
    }
    for name, is_theirs in filters.items():
        path = study.root / name
        content = without_rows(path, name, is_theirs) if path.is_file() else None
        if content is not None:
            plan.write[path] = (content, True)
    doubled = [name for name in declared.double_coded or () if name in gone]
    if doubled:
        path = study.root / "study.yaml"
        text = path.read_text(encoding="utf-8")
        for name in doubled:
            text = remove_from_list(text, ("interviews", "double_coded"), name)
        plan.write[path] = (text.encode(), False)


def _plan_speakers(study: Study, participant_id: str, plan: Withdrawal) -> None:
    """Rewrite the speakers file, and name each transcript that others speak in as plain text."""
    declared = study.declared.interviews
    assert declared is not None
    path = study.root / declared.speakers
    table = read_table(path, declared.speakers)
    folder = study.root / declared.transcripts
    gone = {transcript.id for transcript in plan.gone}
    rows: list[list[str]] = []
    labelled: set[str] = set()
    for record in table.records():
        cells = record.cells
        name, file = cells["transcript_id"].strip(), cells["file"].strip()
        if name not in gone and name not in plan.kept:
            rows.append(list(cells.values()))
            continue
        _delete_once(plan, folder / file)
        if name in gone:
            continue
        new_file = f"{name}.txt"
        if cells.get("participant_id", "").strip() == participant_id:
            continue
        labelled.add(name) if cells["speaker"].strip() == LABEL else None
        rows.append(list((cells | {"file": new_file}).values()))
    for name, (_, after, _) in plan.kept.items():
        new = {"transcript_id": name, "file": f"{name}.txt", "speaker": LABEL, "role": "other"}
        if name not in labelled:
            rows.append([new.get(column, "") for column in table.columns])
        plan.write[folder / f"{name}.txt"] = (after.text.encode("utf-8"), True)
    plan.delete = [one for one in plan.delete if one not in plan.write]
    plan.write[path] = (csv_bytes(list(table.columns), rows, mark=False), False)


def _delete_once(plan: Withdrawal, path: Path) -> None:
    if path not in plan.delete:
        plan.delete.append(path)


def map_place(plan: Withdrawal, participant_id: str, place: tuple[str, int, int]) -> tuple[int, int] | None:
    """Return where a passage stands after the withdrawal; None where it goes with the words."""
    transcript_id, start, end = place
    if transcript_id in {transcript.id for transcript in plan.gone}:
        return None
    if transcript_id not in plan.kept:
        return start, end
    before, after, moves = plan.kept[transcript_id]
    turn = before.turn_of(start, end)
    if turn is not None and turn.participant_id == participant_id:
        return None
    new_start, new_end = moves.map(start, end)
    return (new_start, new_end) if after.turn_of(new_start, new_end) is not None else None


Places = Mapping[str, tuple[int, int]]
