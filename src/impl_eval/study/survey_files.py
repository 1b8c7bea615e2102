"""Survey exports and their column maps become Responses: every cell is an answer or has its reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from impl_eval.errors import StudyProblems, did_you_mean
from impl_eval.instruments import Instrument
from impl_eval.readers.report import ReadingReport
from impl_eval.readers.survey import SurveyTable, read_survey
from impl_eval.study.answers import decode_answers
from impl_eval.study.column_checks import columns_fit
from impl_eval.study.declared_files import Gathering, Located, Place
from impl_eval.study.declared_things import read_declared
from impl_eval.study.export_rows import kept_rows, shared_notes, with_shared_facts
from impl_eval.study.file_labels import check_file_labels
from impl_eval.study.files import StudyFiles
from impl_eval.study.mapped_export import MappedExport
from impl_eval.study.reading_choices import companion_name, reading_choices
from impl_eval.study.reading_notes import advise_on_reading, completed_report
from impl_eval.study.row_facts import RowFacts, Texts
from impl_eval.study.rows import SIMULATED_COLUMN
from impl_eval.study.study_file import ColumnMap, StudyFile, SurveyFile


@dataclass(frozen=True)
class SurveyPart:
    """The rows of one export, before those of all exports of an instrument are put together."""

    column_map: ColumnMap
    respondent: Texts
    site: Texts
    group: Texts
    timepoint: Texts
    values: npt.NDArray[np.float64]
    reasons: npt.NDArray[np.int8]
    row_labels: tuple[str, ...]
    simulated: bool
    covariates: Mapping[str, Texts]
    stored_scores: Mapping[str, npt.NDArray[np.float64]]


def read_survey_parts(
    declared: StudyFile,
    instruments: Mapping[str, Instrument],
    known: Mapping[str, Sequence[str]],
    study_place: Mapping[int, Place],
    files: StudyFiles,
) -> list[tuple[str, SurveyPart]]:
    """Read every survey file; `known` holds the declared ids of sites, timepoints and groups."""
    parts = []
    already_read: set[Path] = set()
    for index, survey in enumerate(declared.surveys):
        place = study_place[index]
        column_map, source = read_declared(ColumnMap, survey.column_map, place, files)
        path = files.existing(survey.file, place)
        if column_map is None or source is None or path is None:
            continue
        if path.resolve() in already_read:
            files.gathering.add(place, f'"{survey.file}" a second time', "each export once")
            continue
        already_read.add(path.resolve())
        instrument = _instrument_of(column_map, source, declared, instruments, files.gathering)
        if instrument is None:
            continue
        table = _read_table(survey, path, column_map, source, files)
        if table is None:
            continue
        export = MappedExport(survey.file, table, column_map, source, instrument)
        part, report = _part(export, known, files.gathering)
        files.note(survey.file, path, report)
        _note_companions(survey.file, table, place, files)
        if part is not None:
            advise_on_reading(survey.file, report, files.gathering)
            parts.append((survey.file, part))
    return parts


def _instrument_of(
    column_map: ColumnMap,
    source: Located,
    declared: StudyFile,
    instruments: Mapping[str, Instrument],
    gathering: Gathering,
) -> Instrument | None:
    """Return the instrument of a column map; None where it has faults of its own, or, noted, is unknown."""
    instrument = instruments.get(column_map.instrument)
    if instrument is None and column_map.instrument not in declared.instruments:
        near = did_you_mean(column_map.instrument, instruments)
        allowed = ", ".join(instruments) or "an instrument that study.yaml names"
        gathering.add(source.place(("instrument",)), f'"{column_map.instrument}"', allowed, near)
    return instrument


def _read_table(
    survey: SurveyFile, path: Path, column_map: ColumnMap, source: Located, files: StudyFiles
) -> SurveyTable | None:
    """Read one export as `reading` of its column map says, or note why it cannot be read."""
    dictionary_place = source.place(("reading", "dictionary"))
    choices = reading_choices(column_map.reading, survey.file, dictionary_place, files)
    if choices is None:
        return None
    try:
        return read_survey(path, survey.file, choices=choices)
    except StudyProblems as error:
        files.gathering.problems.extend(error.problems)
        return None


def _note_companions(export: str, table: SurveyTable, place: Place, files: StudyFiles) -> None:
    """Remember the files that explained an export: what they say decides what its cells mean."""
    for companion in table.report.companions:
        name = companion_name(export, companion)
        path = files.existing(name, place)
        if path is not None:
            files.note(name, path, ReadingReport("explains a survey export"))


def _part(
    export: MappedExport, known: Mapping[str, Sequence[str]], gathering: Gathering
) -> tuple[SurveyPart | None, ReadingReport]:
    """Return what the rows of an export say, None where its column map does not fit, and how it was read."""
    if not columns_fit(export, gathering):
        return None, export.table.report
    check_file_labels(export, gathering)
    export, filled = with_shared_facts(export)
    keep, dropped = kept_rows(export)
    kept = replace(export, table=export.table.keeping(keep))
    column_map, facts = kept.column_map, RowFacts(kept, gathering)
    answers = decode_answers(kept, facts.seen_at, gathering)
    part = SurveyPart(
        column_map,
        facts.texts(column_map.respondent),
        facts.resolved("site", known),
        facts.resolved("stakeholder_group", known),
        facts.resolved("timepoint", known),
        answers.values,
        answers.reasons,
        tuple(f"{kept.name}, {label}" for label in kept.table.row_labels),
        _is_simulated(kept, gathering),
        {meaning: facts.stated(rule) for meaning, rule in column_map.covariates.items()},
        {scale: facts.numbers(column, scale) for scale, column in column_map.stored_scores.items()},
    )
    return part, completed_report(kept, answers, dropped, shared_notes(filled, keep))


def _is_simulated(export: MappedExport, gathering: Gathering) -> bool:
    cells = export.table.cells
    if SIMULATED_COLUMN not in cells.columns or not len(cells):
        return False
    marked = cells[SIMULATED_COLUMN].fillna("").str.strip().str.lower().eq("yes")
    if marked.any() and not marked.all():
        found = f"{int((~marked).sum())} rows without the simulated mark among rows with it"
        gathering.add((export.name, None, f"column {SIMULATED_COLUMN}"), found, "yes in every row")
    return bool(marked.any())
