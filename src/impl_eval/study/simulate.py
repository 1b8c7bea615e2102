"""Writes the simulated files of a study from its declared truth, and never over a real file."""

from pathlib import Path

from impl_eval.errors import Problem, StudyProblems
from impl_eval.instruments import Instrument
from impl_eval.outputs.atomic import write_all
from impl_eval.outputs.csv_text import csv_bytes
from impl_eval.readers.delimited import read_delimited
from impl_eval.simulation.invitations import simulate_invitations
from impl_eval.simulation.outcomes import simulate_outcomes
from impl_eval.simulation.survey import simulate_survey
from impl_eval.simulation.table import SIMULATED_COLUMN, SIMULATED_MARK, SimulatedTable
from impl_eval.simulation.truth import SimulationTruth, truth_findings
from impl_eval.study.declared_files import Gathering
from impl_eval.study.declared_things import read_declared
from impl_eval.study.files import StudyFiles
from impl_eval.study.instrument_files import read_instrument
from impl_eval.study.small_tables import read_sites
from impl_eval.study.study_file import ColumnMap, StudyFile


def simulate_study(root: Path) -> tuple[Path, ...]:
    """Write survey exports, invitations and outcomes of a simulated study; returns their paths.

    Raises StudyProblems where the study is not simulated, declares no truth, or where a file to be
    written holds data without the simulated mark.
    """
    gathering = Gathering()
    files = StudyFiles(root, gathering)
    declared, source = read_declared(StudyFile, "study.yaml", ("study.yaml", None, ""), files)
    if declared is None or source is None:
        raise StudyProblems(gathering.problems)
    if declared.data != "simulated":
        remedy = "Only a study that says data: simulated is given simulated files."
        gathering.add(source.place(("data",)), f'"{declared.data}"', "simulated", remedy)
    if declared.simulation is None:
        remedy = "Declare the truth, as protocols/simulation.yaml of a new study does."
        gathering.add(source.place(()), 'no "simulation"', "a file that declares the truth", remedy)
        raise StudyProblems(gathering.problems)
    truth, truth_source = read_declared(
        SimulationTruth, declared.simulation, source.place(("simulation",)), files
    )
    instruments = {
        name: read_instrument(name, source.place(("instruments", index)), files)[0]
        for index, name in enumerate(declared.instruments)
    }
    if truth is not None and truth_source is not None:
        known = [instrument for instrument in instruments.values() if instrument is not None]
        gathering.add_findings(truth_findings(truth, known), truth_source)
    sites = read_sites(declared.sites, source.place(("sites",)), files)
    maps = [
        read_declared(ColumnMap, survey.column_map, source.place(("surveys", index)), files)[0]
        for index, survey in enumerate(declared.surveys)
    ]
    if gathering.problems or truth is None:
        raise StudyProblems(gathering.problems)
    tables = _surveys(declared, maps, instruments, truth, [site.id for site in sites])
    if declared.invitations is not None and tables:
        everyone = _together(list(tables.values()))
        tables[declared.invitations] = simulate_invitations(
            everyone,
            truth,
            sites=[site.id for site in sites],
            timepoints=[timepoint.id for timepoint in declared.timepoints][:2],
        )
    if declared.outcomes.file is not None and declared.programme.start is not None:
        places = list(dict.fromkeys(site.place for site in sites))[:2]
        tables[declared.outcomes.file] = simulate_outcomes(
            truth, declared.outcomes.expected, places, declared.programme.start
        )
    return _write(root, tables)


def _surveys(
    declared: StudyFile,
    maps: list[ColumnMap | None],
    instruments: dict[str, Instrument | None],
    truth: SimulationTruth,
    sites: list[str],
) -> dict[str, SimulatedTable]:
    timepoints = [timepoint.id for timepoint in declared.timepoints][:2]
    tables: dict[str, SimulatedTable] = {}
    by_instrument: dict[str, list[str]] = {}
    for survey, column_map in zip(declared.surveys, maps, strict=True):
        if column_map is not None:
            by_instrument.setdefault(column_map.instrument, []).append(survey.file)
    for instrument_id, names in by_instrument.items():
        instrument = instruments.get(instrument_id)
        if instrument is None:
            continue
        everyone = simulate_survey(instrument, truth, sites=sites, timepoints=timepoints)
        if len(names) == len(timepoints):
            at = everyone.columns.index("timepoint")
            for name, timepoint in zip(names, timepoints, strict=True):
                rows = tuple(row for row in everyone.rows if row[at] == timepoint)
                tables[name] = SimulatedTable(everyone.columns, rows)
        else:
            tables[names[0]] = everyone
    return tables


def _together(tables: list[SimulatedTable]) -> SimulatedTable:
    first = tables[0]
    return SimulatedTable(
        first.columns, tuple(row for table in tables if table.columns == first.columns for row in table.rows)
    )


def _write(root: Path, tables: dict[str, SimulatedTable]) -> tuple[Path, ...]:
    problems = [
        Problem(
            name,
            None,
            "",
            "data without the simulated mark",
            "a simulated file, or none",
            "Move it away first.",
        )
        for name in tables
        if (root / name).is_file() and not _is_simulated(root / name, name)
    ]
    if problems:
        raise StudyProblems(problems)
    write_all(
        {
            root / name: (csv_bytes(table.columns, table.rows, mark=False), False)
            for name, table in tables.items()
        }
    )
    return tuple(root / name for name in tables)


def _is_simulated(path: Path, name: str) -> bool:
    text = read_delimited(path, name)
    if SIMULATED_COLUMN not in text.columns:
        return False
    at = text.columns.index(SIMULATED_COLUMN)
    return all(row[at] == SIMULATED_MARK for row in text.rows)
