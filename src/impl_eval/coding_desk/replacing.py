"""Pseudonyms take the place of identifiers: files and coding store of a study together, or not at all.

Key and originals are written first: they change nothing. Then the journal decides the step, and from
there on it is finished, if need be by running the command again.
"""

from pathlib import Path

from impl_eval.coding.drafts import IDENTIFIERS
from impl_eval.coding.events import document_key
from impl_eval.coding.moved_documents import Move
from impl_eval.coding_desk.desk import Desk, has_store, open_desk
from impl_eval.coding_desk.finishing import finish
from impl_eval.coding_desk.rewriting import Rewriting
from impl_eval.coding_desk.standing import load_settled_study
from impl_eval.outputs.atomic import write_all
from impl_eval.qualitative.identifiers import ListedName, find_identifiers
from impl_eval.qualitative.identifiers.replacement import pseudonyms_placed
from impl_eval.qualitative.offset_map import OffsetMap
from impl_eval.study.declared_files import Gathering
from impl_eval.study.files import StudyFiles
from impl_eval.study.identifier_files import read_names
from impl_eval.study.identifier_replacing import Replacement, plan_replacement
from impl_eval.study.journal import begin, unfinished
from impl_eval.study.model import Study


def replace_in_study(root: Path, key_path: Path, originals: Path, at: str) -> tuple[Replacement, bool]:
    """Replace what people decided to replace; returns what was done, and whether a step was finished first.

    Raises StudyProblems where something stands in the way, and OutputNotWritten; the study is then as it
    was, or says that a step waits to be finished.
    """
    journal = unfinished(root)
    if journal is not None:
        finish(journal)
    study = load_settled_study(root)
    if study.interviews is None or not study.interviews.transcripts or not has_store(root):
        plan, rewriting = plan_replacement(study, key_path, originals), None
    else:
        with open_desk(study) as desk:
            shown = set(study.interviews.coded_segments)
            unseen = [one for one in desk.layers.segments if one not in shown]
            plan = plan_replacement(study, key_path, originals, unseen)
            rewriting = _rewriting(desk, plan, at) if plan.files else None
    if plan.files:
        write_all(plan.apart)
        facts = {} if rewriting is None else rewriting.facts()
        finish(begin(root, "replacing", facts, plan.files, plan.removed))
    return plan, journal is not None


def _rewriting(desk: Desk, plan: Replacement, at: str) -> Rewriting:
    texts = {name: one.transcript.text for name, one in plan.replaced.items()}
    moves = {desk.keys[name]: _move(name, texts[name], one.offsets) for name, one in plan.replaced.items()}
    earlier = []
    for key, transcript_id, text, offsets in _earlier_versions(desk, plan):
        new_text = offsets.apply(text)
        moves[key] = _move(transcript_id, new_text, offsets)
        earlier.append((transcript_id, new_text))
    return Rewriting(IDENTIFIERS, at, texts, earlier=earlier, moves=moves, notes=plan.notes)


def _move(transcript_id: str, text: str, offsets: OffsetMap) -> Move:
    edits = tuple((edit.start, edit.end, len(edit.replacement)) for edit in offsets.edits)
    return Move(document_key(transcript_id, text), edits)


def _earlier_versions(desk: Desk, plan: Replacement) -> list[tuple[str, str, str, OffsetMap]]:
    """Return earlier versions on which codings stand, with the edits that replace the same things there."""
    standing = {one.document for one in desk.store.all_segments()}
    standing |= {one.document for one in desk.store.rejections()}
    names = _names(desk.study)
    found = []
    for key, document in sorted(desk.documents.items()):
        things = plan.things.get(document.transcript_id, {})
        if key in standing and key not in desk.keys.values() and things:
            chosen = [
                one for one in find_identifiers(document.text, names) if (one.kind, one.value) in things
            ]
            offsets = pseudonyms_placed(document.text, chosen, things)
            found.append((key, document.transcript_id, document.text, offsets))
    return found


def _names(study: Study) -> tuple[ListedName, ...]:
    return read_names(StudyFiles(study.root, Gathering()))
