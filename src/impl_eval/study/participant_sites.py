"""participant_sites.csv: where interview participants work, and under which code they answered the survey.

The file is optional and confidential: it joins what a person said to what they ticked. Nothing of it leaves
the team.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from impl_eval.declared import DeclaredModel, Text
from impl_eval.errors import did_you_mean
from impl_eval.study.declared_files import shown
from impl_eval.study.files import StudyFiles
from impl_eval.study.rows import Row, parse_row, read_rows

SITES_FILE = "qualitative/participant_sites.csv"
COLUMNS = ("participant_id", "site_id")
OPTIONAL_COLUMNS = ("respondent_id",)


class SiteRow(DeclaredModel):
    """One row of participant_sites.csv; `respondent_id` as the survey of that site has it."""

    participant_id: Text
    site_id: Text
    respondent_id: Text | None = None


@dataclass(frozen=True)
class Workplace:
    """Where a participant works, and the code they answered the survey with; "" where nobody linked it."""

    site_id: str
    respondent_id: str = ""


def read_workplaces(
    files: StudyFiles, participants: Collection[str], sites: Collection[str]
) -> Mapping[str, Workplace]:
    """Read where participants work, by participant; no file means nobody knows. Faults are noted.

    No respondent code stands in a message.
    """
    path = files.inside(SITES_FILE, (SITES_FILE, None, ""))
    if path is None or not path.is_file():
        return {}
    found: dict[str, Workplace] = {}
    taken: dict[Workplace, str] = {}
    for row in read_rows(files, path, SITES_FILE, COLUMNS, OPTIONAL_COLUMNS).rows:
        parsed = parse_row(SiteRow, row, files)
        if parsed is None:
            continue
        _check_name(row, "participant_id", parsed.participant_id, participants, files)
        _check_name(row, "site_id", parsed.site_id, sites, files)
        workplace = Workplace(parsed.site_id, parsed.respondent_id or "")
        before = found.setdefault(parsed.participant_id, workplace)
        name = shown(parsed.participant_id)
        if before.site_id != workplace.site_id:
            files.gathering.add(row.place("site_id"), f"{name} at two sites", "one site for a participant")
        elif before.respondent_id != workplace.respondent_id:
            said = f"{name} with two entries"
            files.gathering.add(row.place("respondent_id"), said, "one respondent for a participant")
        elif workplace.respondent_id and taken.setdefault(workplace, parsed.participant_id) != (
            parsed.participant_id
        ):
            said = f"the respondent of {shown(taken[workplace])} for {name} too"
            files.gathering.add(row.place("respondent_id"), said, "one participant for a respondent")
    return found


def read_participant_sites(
    files: StudyFiles, participants: Collection[str], sites: Collection[str]
) -> Mapping[str, str]:
    """Read at which site participants work; the file is optional. Faults are noted, never raised."""
    return {one: place.site_id for one, place in read_workplaces(files, participants, sites).items()}


def _check_name(row: Row, column: str, name: str, known: Collection[str], files: StudyFiles) -> None:
    if name not in known:
        allowed = f"a {column.removesuffix('_id')} of the study"
        files.gathering.add(row.place(column), shown(name), allowed, did_you_mean(name, known))
