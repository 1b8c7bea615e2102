"""All rules over one text, and overlapping hits made one."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from impl_eval.qualitative.identifiers.addresses import find_addresses
from impl_eval.qualitative.identifiers.contact import find_contacts
from impl_eval.qualitative.identifiers.dates import find_dates
from impl_eval.qualitative.identifiers.model import KINDS, Identifier, ListedName
from impl_eval.qualitative.identifiers.names import find_listed_names
from impl_eval.qualitative.identifiers.near_names import find_near_names
from impl_eval.qualitative.identifiers.numbers import find_numbers
from impl_eval.qualitative.identifiers.pseudonyms import PSEUDONYM
from impl_eval.qualitative.identifiers.spoken import find_spoken
from impl_eval.qualitative.identifiers.titles import find_named_people


def find_identifiers(text: str, names: Sequence[ListedName] = ()) -> tuple[Identifier, ...]:
    """Find what may name a person in a text: sorted by place, without overlaps.

    Parameters
    ----------
    text : a transcript, or part of one. Words near a passage count, so a whole transcript is better.
    names : the study's own list.

    Where hits overlap they become one over the whole stretch: of the certain ones the longest says what
    it is. What an earlier check replaced by a pseudonym such as [Person 1] is not found again.
    """
    hits = [
        *find_listed_names(text, names),
        *find_near_names(text, names),
        *find_named_people(text),
        *find_numbers(text),
        *find_contacts(text),
        *find_addresses(text),
        *find_dates(text),
        *find_spoken(text),
    ]
    replaced = [match.span() for match in PSEUDONYM.finditer(text)] if "[" in text else []
    open_hits = (hit for hit in hits if not _lies_in(hit, replaced))
    return merge_overlaps(open_hits)


def _lies_in(hit: Identifier, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= hit.start and hit.end <= end for start, end in spans)


def merge_overlaps(hits: Iterable[Identifier]) -> tuple[Identifier, ...]:
    """Make hits that overlap one: nothing that any rule found is left outside."""
    merged: list[Identifier] = []
    end = -1
    cluster: list[Identifier] = []
    for hit in sorted(hits):
        if cluster and hit.start >= end:
            merged.append(_one_of(cluster))
            cluster = []
        end = max(end, hit.end) if cluster else hit.end
        cluster.append(hit)
    if cluster:
        merged.append(_one_of(cluster))
    return tuple(merged)


def _one_of(cluster: Sequence[Identifier]) -> Identifier:
    def rank(hit: Identifier) -> tuple[bool, int, bool, int]:
        return hit.certainty != "certain", hit.start - hit.end, not hit.pseudonym, KINDS.index(hit.kind)

    best = min(cluster, key=rank)
    return replace(best, start=min(hit.start for hit in cluster), end=max(hit.end for hit in cluster))


def words_of(text: str, identifier: Identifier) -> str:
    """Return what stands at an identifier, white space made single: for the review list only."""
    return re.sub(r"\s+", " ", text[identifier.start : identifier.end])
