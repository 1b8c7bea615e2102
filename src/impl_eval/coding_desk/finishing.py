"""Carries out a step that the journal decided, from the beginning or from where it was interrupted."""

from pathlib import Path

from impl_eval.coding_desk.desk import Desk, erased_transcripts, has_store, open_desk
from impl_eval.coding_desk.recording import write_study_files
from impl_eval.coding_desk.rewriting import Rewriting, rewrite_store
from impl_eval.coding_desk.summaries import summary_drafts
from impl_eval.outputs.stale import remove_generated
from impl_eval.study.journal import Journal, close, put_files
from impl_eval.study.load import load_study

FINISHED = "What was interrupted before is finished now."


def finish(journal: Journal) -> None:
    """Rewrite the store, then the files, and these once more as the store has them. Twice does no harm."""
    root = journal.root
    if journal.step == "withdrawal":
        remove_generated(root / "outputs")
    if journal.facts and has_store(root):
        rewriting = Rewriting.of_facts(journal.facts)
        rewrite_store(root, rewriting)
        put_files(journal)
        _settle(root, rewriting)
    else:
        put_files(journal)
    close(journal)


def _settle(root: Path, rewriting: Rewriting) -> None:
    study = load_study(root, check_places=False, unfinished=True)
    if study.interviews is None or not study.interviews.transcripts:
        return
    if erased_transcripts(study):  # another of them withdrew elsewhere: settled when that is done here too
        return
    with open_desk(study) as desk:
        _move_summaries(desk, rewriting)
        write_study_files(desk)


def _move_summaries(desk: Desk, rewriting: Rewriting) -> None:
    """Summaries name places and digests of words: those that stay are as the file has them now."""
    desk.store.record(rewriting.why, summary_drafts(desk, desk.material.summaries), rewriting.at)
    desk.forget()
