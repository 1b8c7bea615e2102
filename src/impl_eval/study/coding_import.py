"""What people decided, back into the study: a reviewed workbook, or comments in a Word copy."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from impl_eval.errors import Problem, StudyProblems
from impl_eval.qualitative.coding import CodedSegment, RejectedSuggestion
from impl_eval.qualitative.interview_counts import counted_coders
from impl_eval.readers.coding_review import read_coding_review
from impl_eval.readers.word_comments import read_word_comments
from impl_eval.study.comment_import import decisions_of_comments
from impl_eval.study.decisions import Decisions
from impl_eval.study.model import Study
from impl_eval.study.review_import import decisions_of_review

Segments = dict[tuple[str, int, int, str, str], CodedSegment]


@dataclass(frozen=True)
class Merged:
    """The study's decisions after an import, with counts of what it changed."""

    segments: tuple[CodedSegment, ...]
    rejected: tuple[RejectedSuggestion, ...]
    added: int
    updated: int
    unchanged: int
    turned_down: int

    @property
    def changed(self) -> bool:
        """True where the import decides anything that was not decided before."""
        return bool(self.added or self.updated or self.turned_down)


def read_decisions(path: Path, coder: str, study: Study) -> Decisions:
    """Read a reviewed workbook (.xlsx) or a commented Word copy (.docx) of a transcript.

    Raises StudyProblems with every row or comment that cannot be placed; nothing is then imported.
    """
    material = study.interviews
    if material is None or not material.transcripts:
        problem = Problem("study.yaml", None, "interviews", "no transcripts", "a study with transcripts")
        raise StudyProblems([problem])
    mechanisms = study.framework.mechanism_ids
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        rows = read_coding_review(path, path.name)
        return decisions_of_review(rows, path.name, coder, material.transcripts, mechanisms)
    if suffix == ".docx":
        document = read_word_comments(path, path.name)
        return decisions_of_comments(document, path, coder, material.transcripts, _names(study))
    allowed = "a reviewed workbook (.xlsx) or a Word copy of a transcript (.docx)"
    raise StudyProblems([Problem(path.name, None, "", f'a file that ends in "{suffix}"', allowed)])


def _names(study: Study) -> dict[str, str]:
    """Return what a comment may call a mechanism, in lower case: its id, or one of its labels."""
    names: dict[str, str] = {}
    for one in study.framework.mechanisms:
        names |= {name.lower(): one.id for name in (one.label, one.short_label, one.id)}
    return names


def merge_decisions(
    segments: Iterable[CodedSegment], rejected: Iterable[RejectedSuggestion], new: Decisions
) -> Merged:
    """Add an import to what was decided before. A coder's newer decision on a place replaces the older.

    Importing the same file twice changes nothing.
    """
    kept: Segments = {_key(segment): segment for segment in segments}
    turned_down = {_key(entry): entry for entry in rejected}
    added = updated = unchanged = rejections = 0
    for segment in new.segments:
        key = _key(segment)
        before = kept.get(key)
        # A passage coded by hand and accepted again as a suggestion stays a coding by hand.
        incoming = replace(segment, origin=before.origin) if before is not None else segment
        turned_down.pop(key, None)
        added += before is None
        unchanged += before == incoming
        updated += before is not None and before != incoming
        kept[key] = incoming
    for entry in new.rejected:
        key = _key(entry)
        kept.pop(key, None)
        rejections += turned_down.get(key) != entry
        turned_down[key] = entry
    return Merged(
        tuple(sorted(kept.values())),
        tuple(sorted(turned_down.values())),
        added,
        updated,
        unchanged,
        rejections,
    )


def not_counted(
    segments: Iterable[CodedSegment], new: Iterable[CodedSegment], counted_coder: str | None
) -> tuple[str, ...]:
    """Say of which new segments the evidence takes no account, because another coder's are counted."""
    counted = counted_coders(tuple(segments), counted_coder)
    theirs = {(one.transcript_id, one.coder) for one in new}
    others = sorted((name, counted[name]) for name, coder in theirs if counted[name] != coder)
    return tuple(
        f"In {transcript_id} the segments of {coder} are the evidence: these serve for comparing coders "
        "only. To choose otherwise, write counted_coder in the analysis plan."
        for transcript_id, coder in others
    )


def _key(entry: CodedSegment | RejectedSuggestion) -> tuple[str, int, int, str, str]:
    return entry.transcript_id, entry.start, entry.end, entry.applied_code, entry.coder
