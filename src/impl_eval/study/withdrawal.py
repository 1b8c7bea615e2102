"""What has to change in a study's files when somebody withdraws; nothing is written here.

Transcripts of theirs alone go; conversations with others lose their turns. Rows that speak of them go
from every table the program knows.
"""

from dataclasses import dataclass, field, replace
from pathlib import Path

from impl_eval.errors import Problem, StudyProblems
from impl_eval.outputs.csv_text import csv_bytes
from impl_eval.qualitative.offset_map import OffsetMap
from impl_eval.qualitative.transcript import Transcript
from impl_eval.qualitative.withdrawn_traces import Traces
from impl_eval.qualitative.withdrawn_words import LABEL, without_words
from impl_eval.quantitative.code_normalisation import plain_code
from impl_eval.readers.tables import read_table
from impl_eval.study.declared_files import Gathering
from impl_eval.study.declared_things import read_declared
from impl_eval.study.files import StudyFiles
from impl_eval.study.identifier_check import check_identifiers, review_after
from impl_eval.study.identifier_files import REVIEW_FILE
from impl_eval.study.model import Study
from impl_eval.study.study_file import ColumnMap
from impl_eval.study.withdrawn_rows import without_respondent
from impl_eval.study.withdrawn_tables import plan_tables
from impl_eval.study.withdrawn_traces import traces_of
from impl_eval.study.yaml_edit import remove_from_list


@dataclass
class Withdrawal:
    """The change of a study's files: `write` and `delete` by path.

    `gone` are transcripts that go whole; `kept` those that others speak in too, with their new text and
    where places of the old one lie now. `traces` tell what else may speak of the person.
    """

    gone: list[Transcript] = field(default_factory=list)
    kept: dict[str, tuple[Transcript, Transcript, OffsetMap]] = field(default_factory=dict)
    write: dict[Path, tuple[bytes, bool]] = field(default_factory=dict)
    delete: list[Path] = field(default_factory=list)
    survey_rows: int = 0
    to_write_again: list[str] = field(default_factory=list)
    traces: Traces = field(default_factory=lambda: Traces((), (), frozenset()))

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
    plan.traces = traces_of(study, participant_id, respondent, {one.id for one in plan.gone})
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
            rows = _rows_of(study, survey.file, code)
            if rows:
                problems += [replace(one, where="; ".join(rows)) for one in error.problems]
            continue
        if count:
            plan.survey_rows += count
            plan.write[path] = (content, False)


def _rows_of(study: Study, file: str, code: str) -> list[str]:
    """Return the rows of an export that are this respondent's, as people find them."""
    start = f"{file}, "
    found = {
        label.removeprefix(start)
        for responses in study.responses
        for label, who in zip(responses.row_labels, responses.respondent_id.tolist(), strict=True)
        if label.startswith(start) and plain_code(str(who)) == plain_code(code)
    }
    return sorted(found, key=lambda label: (len(label), label))


def _plan_tables(study: Study, participant_id: str, plan: Withdrawal) -> None:
    declared = study.declared.interviews
    assert declared is not None
    gone = {transcript.id for transcript in plan.gone}
    _plan_speakers(study, participant_id, plan)
    plan.write |= plan_tables(
        study,
        participant_id,
        gone,
        lambda place: map_place(plan, participant_id, place),
        plan.traces,
        plan.to_write_again,
    )
    if (study.root / REVIEW_FILE).is_file():
        rewritten = {name: (after, moves) for name, (_, after, moves) in plan.kept.items()}
        content = review_after(study, check_identifiers(study), rewritten, gone=gone)
        plan.write[study.root / REVIEW_FILE] = (content, True)
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
