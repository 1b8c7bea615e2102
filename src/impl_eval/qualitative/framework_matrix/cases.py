"""The rows of a framework matrix: participants, stakeholder groups or sites."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from impl_eval.qualitative.framework_matrix.summaries import CaseKind
from impl_eval.qualitative.transcript import Transcript

NO_GROUP_LABEL = "no stakeholder group"


@dataclass(frozen=True)
class Case:
    """One row: who is in it, and a word on who that is (the group of a participant, the size of a group)."""

    kind: CaseKind
    id: str
    label: str
    about: str
    participants: frozenset[str]


@dataclass(frozen=True)
class People:
    """Who speaks in the transcripts of a study.

    `group_of` gives the stakeholder group of each participant ("" for none), `groups` the labels of groups
    in the order of the study. `site_of` need not hold everybody; `sites` are the names of sites.
    """

    group_of: Mapping[str, str]
    groups: Mapping[str, str]
    site_of: Mapping[str, str]
    sites: Mapping[str, str]

    def label_of_group(self, participant_id: str) -> str:
        """Return the label of a participant's group."""
        group_id = self.group_of.get(participant_id, "")
        return self.groups.get(group_id, group_id) or NO_GROUP_LABEL


def people_of(
    transcripts: Sequence[Transcript],
    groups: Mapping[str, str],
    site_of: Mapping[str, str] | None = None,
    sites: Mapping[str, str] | None = None,
) -> People:
    """Gather who speaks; `groups` and `sites` are labels by id, `site_of` says where participants work."""
    group_of = {
        turn.participant_id: turn.stakeholder_group
        for transcript in sorted(transcripts, key=lambda each: each.id)
        for turn in transcript.participant_turns
    }
    return People(group_of, groups, site_of or {}, sites or {})


def cases_of(kind: CaseKind, people: People) -> tuple[Case, ...]:
    """Return the cases of a kind: participants by group and id, groups and sites in the study's order.

    Groups without participants, and sites at which no participant is known to work, are no cases.
    """
    if kind == "participant":
        return _participants(people)
    if kind == "stakeholder_group":
        return _sets(kind, people.group_of, people.groups)
    return _sets(kind, {person: people.site_of.get(person, "") for person in people.group_of}, people.sites)


def _participants(people: People) -> tuple[Case, ...]:
    order = [*people.groups, *sorted(set(people.group_of.values()) - set(people.groups))]
    ordered = sorted(people.group_of, key=lambda person: (order.index(people.group_of[person]), person))
    return tuple(
        Case("participant", person, person, people.label_of_group(person), frozenset({person}))
        for person in ordered
    )


def _sets(kind: CaseKind, set_of: Mapping[str, str], labels: Mapping[str, str]) -> tuple[Case, ...]:
    order = [*labels, *sorted(set(set_of.values()) - set(labels))]
    cases = []
    for set_id in filter(None, order):
        members = frozenset(person for person, belongs_to in set_of.items() if belongs_to == set_id)
        if members:
            count = "1 participant" if len(members) == 1 else f"{len(members)} participants"
            cases.append(Case(kind, set_id, labels.get(set_id, set_id), count, members))
    return tuple(cases)
