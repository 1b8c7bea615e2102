"""Do the study's files and its coding store say the same? Else a person settles it first."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from impl_eval.coding_desk.blindness import blindness_of
from impl_eval.coding_desk.desk import STORE_FILE, Desk, has_store, key_of, open_desk
from impl_eval.coding_desk.summaries import summary_differences
from impl_eval.coding_desk.words import segments_text
from impl_eval.errors import Problem, StudyProblems
from impl_eval.qualitative.coding import CodedSegment, RejectedSuggestion
from impl_eval.study.load import load_study
from impl_eval.study.model import Study

SHOWN = 10


def load_settled_study(root: Path, *, look_for_names: bool = True) -> Study:
    """Load a study, and refuse it where its files and its coding store disagree.

    Who has locked what stands only in the store: it comes with the study.
    """
    study = load_study(root, look_for_names=look_for_names)
    problems = disagreements(study)
    if problems:
        raise StudyProblems(problems)
    if study.interviews is None or not study.interviews.transcripts or not has_store(root):
        return study
    with open_desk(study) as desk:
        material = replace(study.interviews, finished=blindness_of(desk).finished)
    return replace(study, interviews=material)


def disagreements(study: Study) -> tuple[Problem, ...]:
    """Return where coded segments, rejections or transcripts differ from what the store holds."""
    material = study.interviews
    declared = study.declared.interviews
    if material is None or declared is None or not material.transcripts or not has_store(study.root):
        return ()
    with open_desk(study) as desk:
        problems = list(_changed_transcripts(desk))
        if problems:
            return tuple(problems)
        blindness = blindness_of(desk)
        pairs: list[tuple[str, Iterable[_Decision], Iterable[_Decision]]] = [
            (declared.coded_segments, material.coded_segments, blindness.shown(desk.layers.segments)),
            (declared.rejected_suggestions, material.rejected, blindness.shown(desk.layers.rejected)),
        ]
        for file, in_file, in_store in pairs:
            problems += _differences(file, set(in_file), set(in_store))
        problems += summary_differences(desk)
    return tuple(problems)


_Decision = CodedSegment | RejectedSuggestion


def _changed_transcripts(desk: Desk) -> Iterable[Problem]:
    stale: dict[str, int] = {}
    for one in desk.store.segments():
        document = desk.documents.get(one.document)
        if document is not None and not document.is_current:
            stale[document.transcript_id] = stale.get(document.transcript_id, 0) + 1
    declared = desk.study.declared.interviews
    folder = declared.transcripts if declared is not None else ""
    for transcript_id, count in sorted(stale.items()):
        if transcript_id not in desk.keys:
            continue
        found = f"another text than the one in which {segments_text(count)} of it stood"
        remedy = "To find the segments in the new text: impl-eval coding reanchor --coder YOUR_INITIALS."
        file = desk.material.transcript_files[transcript_id]
        yield Problem(f"{folder}/{file}", None, transcript_id, found, "the text that was coded", remedy)


def _differences(file: str, in_file: set[_Decision], in_store: set[_Decision]) -> list[Problem]:
    only_file, only_store = sorted(in_file - in_store, key=key_of), sorted(in_store - in_file, key=key_of)
    if not only_file and not only_store:
        return []
    extra, missing = len(only_file), len(only_store)
    found = f"{extra} decisions that the coding store does not hold so, and {missing} missing that it holds"
    remedy = (
        f"If the file was edited on purpose: impl-eval coding import {file} --coder YOUR_INITIALS. To write "
        "the file afresh from the store: impl-eval coding export --format study."
    )
    listed = [_place(one) for one in (*only_file, *only_store)]
    where = "; ".join(sorted(set(listed))[:SHOWN])
    return [Problem(file, None, where, found, f"what {STORE_FILE} holds", remedy)]


def _place(one: _Decision) -> str:
    return f"{one.transcript_id}:{one.start}-{one.end} {one.applied_code} of {one.coder}"


def seen_by(study: Study, viewer: str) -> Study:
    """Return the study with what one coder may see: the own layers, and those shown to everybody."""
    if study.interviews is None or not study.interviews.transcripts or not has_store(study.root):
        return study
    with open_desk(study) as desk:
        blindness = blindness_of(desk)
        material = replace(
            study.interviews,
            coded_segments=blindness.shown(desk.layers.segments, viewer),
            rejected=blindness.shown(desk.layers.rejected, viewer),
        )
    return replace(study, interviews=material)


def coders_of(study: Study) -> tuple[str, ...]:
    """Return everybody who coded something, also those whose layers may not be shown yet."""
    material = study.interviews
    if material is None or not material.transcripts:
        return ()
    if not has_store(study.root):
        return tuple(sorted({one.coder for one in material.coded_segments}))
    with open_desk(study) as desk:
        return tuple(sorted({one.coder for one in desk.layers.segments}))
