"""What people decided, back into the study: a reviewed workbook, or comments in a Word copy."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from impl_eval.errors import Problem, StudyProblems
from impl_eval.qualitative.code_names import CodeNames
from impl_eval.qualitative.coding import CodedSegment, RejectedSuggestion
from impl_eval.qualitative.interview_counts import counted_coders
from impl_eval.readers.coding_review import read_coding_review
from impl_eval.readers.segment_table import holds_segments, read_segment_table
from impl_eval.readers.word_comments import read_word_comments
from impl_eval.study.comment_import import decisions_of_comments
from impl_eval.study.decisions import Decisions
from impl_eval.study.model import Study
from impl_eval.study.review_import import decisions_of_review
from impl_eval.study.segment_import import decisions_of_segments

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
    removed: int = 0

    @property
    def changed(self) -> bool:
        """True where the import decides anything that was not decided before."""
        return bool(self.added or self.updated or self.turned_down or self.removed)


def read_decisions(
    path: Path,
    coder: str,
    study: Study,
    authors: Mapping[str, str] | None = None,
    coders: Iterable[str] = (),
) -> Decisions:
    """Read a reviewed workbook, a table of segments, or a commented Word copy of a transcript.

    `authors` gives the initials of the coder for each author of Word comments whose comments are to be
    taken; without it only those of `coder` are. `coders` are further coders of the study, whose comments
    are not taken for the coder's, where `study` does not show what they decided.
    Raises StudyProblems with every row or comment that cannot be placed; nothing is then imported.
    """
    material = study.interviews
    if material is None or not material.transcripts:
        problem = Problem("study.yaml", None, "interviews", "no transcripts", "a study with transcripts")
        raise StudyProblems([problem])
    names = CodeNames.of(study.framework.mechanisms, material.codebook)
    known, before = material.transcripts, material.coded_segments
    suffix = path.suffix.lower()
    if suffix == ".docx":
        document = read_word_comments(path, path.name)
        return decisions_of_comments(
            document, path, coder, known, names, before=before, authors=authors, coders=coders
        )
    if suffix == ".csv" or (suffix == ".xlsx" and holds_segments(path, path.name)):
        table = read_segment_table(path, path.name)
        return decisions_of_segments(table, path.name, coder, known, names, before)
    if suffix == ".xlsx":
        rows = read_coding_review(path, path.name)
        return decisions_of_review(rows, path.name, coder, known, names)
    allowed = (
        "a reviewed workbook (.xlsx), a table of segments (.xlsx or .csv) or a Word copy of a transcript "
        "(.docx)"
    )
    raise StudyProblems([Problem(path.name, None, "", f'a file that ends in "{suffix}"', allowed)])


def merge_decisions(
    segments: Iterable[CodedSegment],
    rejected: Iterable[RejectedSuggestion],
    new: Decisions,
    *,
    remove: bool = False,
) -> Merged:
    """Add an import to what was decided before. A coder's newer decision on a place replaces the older.

    What the file no longer has goes only with `remove`. Importing the same file twice changes nothing.
    """
    kept: Segments = {_key(segment): segment for segment in segments}
    gone = {_key(segment) for segment in (*new.replaced, *(new.removed if remove else ()))}
    removed = len(gone & kept.keys())
    kept = {key: segment for key, segment in kept.items() if key not in gone}
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
    for entry in new.coded_otherwise:
        if _key(entry) not in kept:
            turned_down.setdefault(_key(entry), entry)
    return Merged(
        tuple(sorted(kept.values())),
        tuple(sorted(turned_down.values())),
        added,
        updated,
        unchanged,
        rejections,
        removed,
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
