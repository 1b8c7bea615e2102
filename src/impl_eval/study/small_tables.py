"""Sites, invitations and outcomes: the small tables that study.yaml names."""

from collections.abc import Mapping, Sequence

from pydantic import Field

from impl_eval.declared import DeclaredModel, Identifier, IsoDate, Number, Text, WholeNumber, YesNo
from impl_eval.errors import did_you_mean
from impl_eval.quantitative.outcomes import OutcomeValue
from impl_eval.study.declared_files import Place
from impl_eval.study.files import StudyFiles
from impl_eval.study.model import Invitation, Site
from impl_eval.study.rows import Row, parse_row, read_rows

MOST_PEOPLE = 10_000_000


class SiteRow(DeclaredModel):
    """One row of the sites file."""

    site_id: Text
    name: Text
    place: Text
    start: IsoDate | None = None
    comparison: YesNo = False


class InvitationRow(DeclaredModel):
    """One row of the invitations file."""

    site: Text
    timepoint: Identifier
    stakeholder_group: Identifier | None = None
    invited: WholeNumber | None = Field(default=None, ge=0, le=MOST_PEOPLE)
    eligible: WholeNumber | None = Field(default=None, ge=0, le=MOST_PEOPLE)


class OutcomeRow(DeclaredModel):
    """One row of the outcomes file."""

    outcome: Identifier
    place: Text
    date: IsoDate
    value: Number
    denominator: Number | None = None
    source: Text


def read_sites(name: str, place: Place, files: StudyFiles) -> tuple[Site, ...]:
    """Read the sites file; every site once."""
    path = files.existing(name, place)
    if path is None:
        return ()
    sites: dict[str, Site] = {}
    for row in read_rows(files, path, name, ("site_id", "name", "place"), ("start", "comparison")).rows:
        site = parse_row(SiteRow, row, files)
        if site is None:
            continue
        if site.site_id in sites:
            files.gathering.add(row.place("site_id"), f'"{site.site_id}" a second time', "each site once")
        sites[site.site_id] = Site(site.site_id, site.name, site.place, site.start, site.comparison)
    return tuple(sites.values())


def read_invitations(
    name: str, place: Place, known: Mapping[str, Sequence[str]], files: StudyFiles
) -> tuple[tuple[Invitation, ...], bool]:
    """Read how many were invited and eligible; returns them and whether the file is simulated.

    `known` holds the declared ids of sites, timepoints and stakeholder groups. A site gives either one
    number for all at a timepoint, or one for each group.
    """
    path = files.existing(name, place)
    if path is None:
        return (), False
    optional = ("stakeholder_group", "invited", "eligible")
    table = read_rows(files, path, name, ("site", "timepoint"), optional)
    invitations: dict[tuple[str, str, str], Invitation] = {}
    for row in table.rows:
        given = parse_row(InvitationRow, row, files)
        if given is None:
            continue
        group = given.stakeholder_group or ""
        _declared(row, "site", given.site, known["site"], files)
        _declared(row, "timepoint", given.timepoint, known["timepoint"], files)
        if group:
            _declared(row, "stakeholder_group", group, known["stakeholder group"], files)
        if given.invited is not None and given.eligible is not None and given.eligible > given.invited:
            found = f"{given.eligible} eligible of {given.invited} invited"
            files.gathering.add(row.place("eligible"), found, "at most as many as were invited")
        key = (given.site, given.timepoint, group)
        if key in invitations:
            files.gathering.add(row.place("site"), f"{key[0]} at {key[1]} a second time", "each once")
        elif any(other[:2] == key[:2] and bool(other[2]) != bool(group) for other in invitations):
            found = f"{key[0]} at {key[1]} both for all groups and for one"
            files.gathering.add(
                row.place("stakeholder_group"), found, "a number for all, or one for each group"
            )
        invitations[key] = Invitation(given.site, given.timepoint, given.invited, given.eligible, group)
    return tuple(invitations.values()), table.simulated


def read_outcomes(
    name: str, place: Place, outcomes: Sequence[str], places: Sequence[str], files: StudyFiles
) -> tuple[tuple[OutcomeValue, ...], bool]:
    """Read programme outcomes; returns them and whether the file is simulated."""
    path = files.existing(name, place)
    if path is None:
        return (), False
    columns = ("outcome", "place", "date", "value", "source")
    table = read_rows(files, path, name, columns, ("denominator",))
    values: dict[tuple[str, str, str], OutcomeValue] = {}
    for row in table.rows:
        given = parse_row(OutcomeRow, row, files)
        if given is None:
            continue
        _declared(row, "outcome", given.outcome, outcomes, files)
        _declared(row, "place", given.place, places, files)
        if given.denominator is not None and given.denominator < 0:
            files.gathering.add(row.place("denominator"), f"{given.denominator:g}", "a number of at least 0")
        if given.denominator is not None and given.value < 0:
            files.gathering.add(row.place("value"), f"{given.value:g}", "a count of at least 0")
        key = (given.outcome, given.place, given.date.isoformat())
        if key in values:
            files.gathering.add(row.place(), f"{', '.join(key)} a second time", "each once")
        values[key] = OutcomeValue(
            given.outcome, given.place, given.date, given.value, given.denominator, given.source
        )
    return tuple(values[key] for key in sorted(values)), table.simulated


def _declared(row: Row, column: str, value: str, known: Sequence[str], files: StudyFiles) -> None:
    if value not in known:
        files.gathering.add(row.place(column), f'"{value}"', ", ".join(known), did_you_mean(value, known))
