"""Blind audits of the tagger: the sheet that a person fills in, and what a filled one says."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from impl_eval.errors import Problem, StudyProblems, did_you_mean
from impl_eval.outputs.audit_sheet import PLACE_COLUMNS, AuditLine, audit_sheet
from impl_eval.readers.tables import TableRecord, read_table
from impl_eval.study.model import Study
from impl_eval.study.tagging import interviews_of, tag_study

if TYPE_CHECKING:
    from impl_eval.qualitative.tagger.audit_sample import AuditedTurn
    from impl_eval.results import Section

YES, NO = frozenset({"x", "yes", "y", "1"}), frozenset({"", "no", "n", "0"})


def audit_file(study: Study, size: int, coder: str = "") -> tuple[bytes, int]:
    """Return a sheet of turns drawn at random, and how many there are.

    With `coder`, turns of transcripts that this person has coded are left out: they know them. The draw
    depends on the transcripts alone, so that two people who ask for as many get the same turns.
    """
    from impl_eval.qualitative.tagger.audit_sample import draw_audit_sample
    from impl_eval.qualitative.tagger.units import units_of

    material = interviews_of(study)
    known = {each.transcript_id for each in material.coded_segments if each.coder == coder}
    unknown = [each for each in material.transcripts if each.id not in known]
    units = draw_audit_sample(units_of(unknown), size)
    texts = {each.id: each.text for each in material.transcripts}
    lines = []
    for unit in units:
        text = texts[unit.transcript_id]
        question = "" if unit.question is None else text[unit.question[0] : unit.question[1]]
        turn = text[unit.start : unit.end]
        lines.append(AuditLine(unit.transcript_id, unit.start, unit.end, question, turn))
    return audit_sheet(lines, list(material.codebook.by_id)), len(units)


def judge_audit_files(study: Study, files: Sequence[Path], coder: str = "") -> "Section":
    """Compare the suggestions with filled audit sheets, each known by the name of its file.

    With `coder`, the suggestions are those that this person gets.

    Raises
    ------
    StudyProblems : a sheet has a mark that is neither yes nor no, or turns that are not in the study.
    """
    from impl_eval.qualitative.tagger.audit_sample import judge_audit

    material = interviews_of(study)
    labels = {code_id: code.shown_label for code_id, code in material.codebook.by_id.items()}
    tagging = tag_study(study, coder=coder).tagging
    places = {unit.place for unit in tagging.corpus.units}
    audits = {path.stem: read_audit(path, list(labels), places) for path in files}
    return judge_audit(tagging, labels, audits)


def read_audit(path: Path, code_ids: Sequence[str], places: "set[str]") -> "tuple[AuditedTurn, ...]":
    """Read a filled sheet; StudyProblems with every cell that cannot be understood."""
    table = read_table(path, path.name)
    missing = [name for name in (*PLACE_COLUMNS, *code_ids) if name not in table.columns]
    problems = [
        Problem(
            path.name,
            1,
            "header",
            f'no column "{name}"',
            "the columns of the sheet",
            did_you_mean(name, table.columns),
        )
        for name in missing
    ]
    if problems:
        raise StudyProblems(problems)
    turns = [_audited(record, path.name, code_ids, places, problems) for record in table.records()]
    if problems:
        raise StudyProblems(problems)
    return tuple(turn for turn in turns if turn is not None)


def _audited(
    record: TableRecord, file: str, code_ids: Sequence[str], places: "set[str]", problems: list[Problem]
) -> "AuditedTurn | None":
    from impl_eval.qualitative.tagger.audit_sample import AuditedTurn

    transcript_id, start, end = (record.cells[name].strip() for name in PLACE_COLUMNS)
    if f"{transcript_id}:{start}-{end}" not in places:
        remedy = "Draw a new sample if a transcript or its speakers have changed."
        problems.append(
            Problem(file, record.line, record.place, "a place that is no turn", "a turn of the study", remedy)
        )
        return None
    given = set()
    for code_id in code_ids:
        mark = record.cells[code_id].strip().lower()
        if mark in YES:
            given.add(code_id)
        elif mark not in NO:
            where = f"{record.place}, column {code_id}"
            problems.append(Problem(file, record.line, where, "another mark", "x, or nothing"))
    return AuditedTurn(transcript_id, int(start), int(end), frozenset(given))
