"""Which versions of the codebook a study was coded under, and what of it deserves another look."""

from dataclasses import dataclass
from pathlib import Path

from impl_eval.coding_desk.blindness import blindness_of
from impl_eval.coding_desk.desk import Desk, has_store, open_desk
from impl_eval.errors import AnalysisRefused
from impl_eval.qualitative.codebook import Codebook
from impl_eval.qualitative.codebook_json import parse_codebook_json
from impl_eval.qualitative.codebook_versions import VersionUse, codings_by_version
from impl_eval.study.load import load_study

SHORTEST = 6
"""Signs of a hash that name a version; fewer could be a word."""


@dataclass(frozen=True)
class UsedVersion:
    """A version with codings, and when the log saw it first: date and time, or empty."""

    use: VersionUse
    since: str


def used_versions(root: Path) -> tuple[UsedVersion, ...]:
    """Return the versions under which codings stand that may be shown, the oldest first."""
    study = load_study(root, check_places=False, look_for_names=False)
    if not has_store(root):
        return ()
    with open_desk(study) as desk:
        since = _first_seen(desk)
        blindness = blindness_of(desk)
        codings = [
            (state.code, state.codebook)
            for state in desk.store.segments()
            if state.document in desk.documents
            and blindness.shows(desk.documents[state.document].transcript_id, state.layer)
        ]
        uses = codings_by_version(codings, _kept(desk, since), desk.material.codebook)
    return tuple(UsedVersion(use, since.get(use.codebook_hash, "")) for use in uses)


def kept_codebook(root: Path, beginning: str) -> Codebook | None:
    """Return the version whose hash begins so, of those that the store of a study keeps."""
    if len(beginning) < SHORTEST or not has_store(root):
        return None
    with open_desk(load_study(root, check_places=False, look_for_names=False)) as desk:
        kept = _kept(desk, _first_seen(desk))
    found = [digest for digest in kept if digest.startswith(beginning.lower())]
    if len(found) > 1:
        raise AnalysisRefused(f"Several versions begin with {beginning}: {', '.join(found)}.")
    return kept[found[0]] if found else None


def _first_seen(desk: Desk) -> dict[str, str]:
    seen: dict[str, str] = {}
    for event in desk.store.events():
        if event.kind == "codebook_changed":
            seen.setdefault(str(event.said["codebook"]), event.at)
    return seen


def _kept(desk: Desk, digests: dict[str, str]) -> dict[str, Codebook]:
    contents = {digest: desk.store.codebook(digest) for digest in digests}
    return {digest: parse_codebook_json(text) for digest, text in contents.items() if text is not None}
