"""Survey exports and their column maps become Responses: every cell is an answer or has its reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from impl_eval.errors import StudyProblems, did_you_mean
from impl_eval.instruments import Instrument
from impl_eval.quantitative.responses import ANSWERED
from impl_eval.readers.report import ReadingReport
from impl_eval.readers.survey import SurveyTable, read_survey
from impl_eval.study.answers import decode_answers
from impl_eval.study.declared_files import Gathering, Place
from impl_eval.study.declared_things import read_declared
from impl_eval.study.files import StudyFiles
from impl_eval.study.row_facts import RowFacts, Texts
from impl_eval.study.rows import SIMULATED_COLUMN
from impl_eval.study.study_file import ColumnMap, ColumnRule, StudyFile

if TYPE_CHECKING:
    import pandas as pd


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
        column_map, source = read_declared(ColumnMap, survey.column_map, study_place[index], files)
        path = files.existing(survey.file, study_place[index])
        if column_map is None or source is None or path is None:
            continue
        if path.resolve() in already_read:
            files.gathering.add(study_place[index], f'"{survey.file}" a second time', "each export once")
            continue
        already_read.add(path.resolve())
        instrument = instruments.get(column_map.instrument)
        if instrument is None and column_map.instrument in declared.instruments:
            continue
        if instrument is None:
            near = did_you_mean(column_map.instrument, instruments)
            allowed = ", ".join(instruments) or "an instrument that study.yaml names"
            files.gathering.add(source.place(("instrument",)), f'"{column_map.instrument}"', allowed, near)
            continue
        try:
            table = read_survey(path, survey.file)
        except StudyProblems as error:
            files.gathering.problems.extend(error.problems)
            continue
        part, report = _part(survey.file, table, column_map, instrument, known, files.gathering)
        files.note(survey.file, path, report)
        if part is not None:
            parts.append((survey.file, part))
    return parts


def _part(
    name: str,
    table: SurveyTable,
    column_map: ColumnMap,
    instrument: Instrument,
    known: Mapping[str, Sequence[str]],
    gathering: Gathering,
) -> tuple[SurveyPart | None, ReadingReport]:
    columns = {item.id: column_map.items.get(item.id, item.id) for item in instrument.items}
    if not _columns_present(name, table, column_map, columns, instrument, gathering):
        return None, table.report
    keep = np.ones(len(table.cells), dtype=bool)
    dropped: list[tuple[str, str]] = []
    for rule in _rules(column_map).values():
        if rule.column is not None and rule.drop:
            unwanted = table.cells[rule.column].isin(rule.drop).to_numpy()
            count = int((unwanted & keep).sum())
            reason = f"{rule.column} is {' or '.join(rule.drop)}: the column map drops them"
            dropped.append((f"{count} rows", reason))
            keep &= ~unwanted
    cells = table.cells[keep]
    labels = tuple(label for label, kept in zip(table.row_labels, keep, strict=True) if kept)
    lines = [line for line, kept in zip(table.line_numbers, keep, strict=True) if kept]
    facts = RowFacts(name, cells, lines, labels, gathering)
    values, reasons = decode_answers(
        name, cells, columns, instrument, column_map, table.user_missing, facts.seen_at, gathering
    )
    no_ids = np.full(len(cells), "", dtype=str)
    respondent = no_ids
    if column_map.respondent is not None:
        respondent = cells[column_map.respondent].fillna("").str.strip().to_numpy(dtype=str)
    part = SurveyPart(
        column_map,
        respondent,
        facts.resolved(column_map.site, "site", known["site"]),
        facts.resolved(column_map.stakeholder_group, "stakeholder group", known["stakeholder group"]),
        facts.resolved(column_map.timepoint, "timepoint", known["timepoint"]),
        values,
        reasons,
        tuple(f"{name}, {label}" for label in labels),
        _is_simulated(name, cells, gathering),
        {meaning: facts.stated(rule) for meaning, rule in column_map.covariates.items()},
        {scale: facts.numbers(column, scale) for scale, column in column_map.stored_scores.items()},
    )
    return part, _completed(table.report, columns, column_map, reasons, dropped, len(cells))


def _columns_present(
    name: str,
    table: SurveyTable,
    column_map: ColumnMap,
    columns: Mapping[str, str],
    instrument: Instrument,
    gathering: Gathering,
) -> bool:
    needed = {column: f"item {item}" for item, column in columns.items()}
    for meaning, rule in _rules(column_map).items():
        if rule.column is not None:
            needed[rule.column] = meaning
    needed |= _single_columns(column_map)
    twice = _columns_used_twice(column_map, columns)
    for column, uses in twice.items():
        gathering.add(
            (name, None, f'column "{column}"'), f"a column used for {' and '.join(uses)}", "one use each"
        )
    absent = [column for column in needed if column not in table.columns]
    unused = [column for column in table.columns if column not in needed]
    for column in absent:
        remedy = did_you_mean(column, unused) or "Name the right column in the column map."
        gathering.add(
            (name, None, f'column "{column}"'), f"no such column (needed for {needed[column]})", "", remedy
        )
    known_items = {item.id for item in instrument.items}
    unknown = [item for item in column_map.items if item not in known_items]
    for item in unknown:
        gathering.add(
            (name, None, f"column map, items > {item}"),
            f'"{item}", which is no item of {instrument.id}',
            "an item of the instrument",
            did_you_mean(item, known_items),
        )
    strangers = _strange_scales(name, column_map, instrument, gathering)
    return not absent and not unknown and not twice and not strangers


def _strange_scales(
    name: str, column_map: ColumnMap, instrument: Instrument, gathering: Gathering
) -> list[str]:
    """Return, after noting them, the stored scores of scales that the instrument does not have."""
    known = [scale.id for scale in instrument.scales]
    strange = [scale for scale in column_map.stored_scores if scale not in known]
    for scale in strange:
        place = (name, None, f"column map, stored_scores > {scale}")
        found = f'"{scale}", which is no scale of {instrument.id}'
        gathering.add(place, found, ", ".join(known), did_you_mean(scale, known))
    return strange


def _columns_used_twice(column_map: ColumnMap, columns: Mapping[str, str]) -> dict[str, list[str]]:
    uses: dict[str, list[str]] = {}
    for item, column in columns.items():
        uses.setdefault(column, []).append(f"item {item}")
    for meaning, rule in _rules(column_map).items():
        if rule.column is not None:
            uses.setdefault(rule.column, []).append(meaning.replace("_", " "))
    for column, meaning in _single_columns(column_map).items():
        uses.setdefault(column, []).append(meaning)
    return {column: names for column, names in uses.items() if len(names) > 1}


def _rules(column_map: ColumnMap) -> dict[str, ColumnRule]:
    """Return every rule of a column map, by what it says of a row."""
    rules = {
        "site": column_map.site,
        "timepoint": column_map.timepoint,
        "stakeholder_group": column_map.stakeholder_group,
        **{f"covariate {name}": rule for name, rule in column_map.covariates.items()},
    }
    return {meaning: rule for meaning, rule in rules.items() if rule is not None}


def _single_columns(column_map: ColumnMap) -> dict[str, str]:
    """Return the columns that are named without a rule, with what they are used for."""
    used = {column: f"stored score of {scale}" for scale, column in column_map.stored_scores.items()}
    if column_map.respondent is not None:
        used[column_map.respondent] = "respondent"
    return used


def _is_simulated(name: str, cells: "pd.DataFrame", gathering: Gathering) -> bool:
    if SIMULATED_COLUMN not in cells.columns or not len(cells):
        return False
    marked = cells[SIMULATED_COLUMN].fillna("").str.strip().str.lower().eq("yes")
    if marked.any() and not marked.all():
        found = f"{int((~marked).sum())} rows without the simulated mark among rows with it"
        gathering.add((name, None, f"column {SIMULATED_COLUMN}"), found, "yes in every row")
    return bool(marked.any())


def _completed(
    report: ReadingReport,
    columns: Mapping[str, str],
    column_map: ColumnMap,
    reasons: npt.NDArray[np.int8],
    dropped: list[tuple[str, str]],
    kept: int,
) -> ReadingReport:
    used = {
        *columns.values(),
        *(rule.column for rule in _rules(column_map).values()),
        *_single_columns(column_map),
        SIMULATED_COLUMN,
    }
    unused = tuple(
        (column, "the column map does not use it") for column in report.columns_kept if column not in used
    )
    empty = int((reasons != ANSWERED).all(axis=1).sum())
    notes = (
        (*report.notes, f"{empty} rows hold no answer to any item; they are kept") if empty else report.notes
    )
    return replace(
        report,
        rows_kept=kept,
        rows_dropped=(*report.rows_dropped, *dropped),
        columns_kept=tuple(column for column in report.columns_kept if column in used),
        columns_dropped=(*report.columns_dropped, *unused),
        notes=notes,
    )
