"""Stores of several machines become one; a store is checked; a copy of it is kept."""

from collections.abc import Sequence
from pathlib import Path

from impl_eval.coding.backups import write_backup
from impl_eval.coding.bundle import Bundle, parse_bundle
from impl_eval.coding.events import Event
from impl_eval.coding.store import CodingStore
from impl_eval.coding.verification import verify
from impl_eval.coding_desk.blindness import waiting
from impl_eval.coding_desk.desk import STORE_FILE, Desk, has_store, open_desk, store_path
from impl_eval.coding_desk.recording import adopt, write_study_files
from impl_eval.coding_desk.standing import load_settled_study
from impl_eval.coding_desk.summaries import undecided_sentences
from impl_eval.coding_desk.words import segments_text
from impl_eval.errors import AnalysisRefused, Problem, StudyProblems
from impl_eval.readers.files import read_content

MERGING = "merge"
"""Who takes over the study's files when a merge is the first thing that happens to a store."""


def merge_files(root: Path, paths: Sequence[Path], at: str) -> list[str]:
    """Merge exported coding into a study; returns what arrived, as sentences.

    Raises StudyProblems with every fault of every file; then nothing of any file is taken in.
    """
    study = load_settled_study(root, look_for_names=False)
    with open_desk(study) as desk:
        adopt(desk, MERGING, at)
        bundles = _parsed(desk, paths)
        _refuse_other_studies(desk, paths, bundles)
        sentences = []
        for path, bundle in zip(paths, bundles, strict=True):
            new = desk.store.unite(bundle.events, bundle.texts, bundle.codebooks, bundle.bodies)
            coders = ", ".join(sorted({event.coder for event in bundle.events})) or "nobody"
            sentences.append(f"{path.name}: {len(bundle.events)} events of {coders}, {new} of them new here.")
        erased = desk.store.erase_again()
        desk.forget()
        write_study_files(desk)
        sentences += _not_placed(desk, bundles)
        sentences += undecided_sentences(desk)
        if erased:
            sentences.append(
                "Words were erased on another machine, and now in this store: somebody withdrew (run "
                "impl-eval withdraw here too, so that their files go as well), or identifiers were replaced "
                "(put the new transcripts and speakers file in place of those here, then run impl-eval "
                "coding export --format study)."
            )
        sentences += waiting(desk)
    return sentences


def _parsed(desk: Desk, paths: Sequence[Path]) -> list[Bundle]:
    """Read all files: one may build on what another brings, so that each knows the others' events."""
    problems: list[Problem] = []
    bundles: list[Bundle] = []
    arriving: dict[str, Event] = {}

    def known(identity: str) -> Event | None:
        return arriving.get(identity) or desk.store.event(identity)

    for path in paths:
        try:
            bundles.append(parse_bundle(read_content(path, path.name), path.name, known))
            arriving.update((event.id, event) for event in bundles[-1].events)
        except StudyProblems as error:
            problems += error.problems
    if problems:
        raise StudyProblems(problems)
    return bundles


def _refuse_other_studies(desk: Desk, paths: Sequence[Path], bundles: Sequence[Bundle]) -> None:
    """Nothing of a file stays out of a log again: one that knows no transcript of the study is refused."""
    here = {*desk.keys, *desk.documents, *desk.store.erased_keys()}
    remedy = "Is it of another study? A merge cannot be taken back."
    problems = [
        Problem(path.name, None, "", "coding of other transcripts only", "transcripts of this study", remedy)
        for path, bundle in zip(paths, bundles, strict=True)
        if bundle.documents and not here & {*bundle.documents, *bundle.documents.values()}
    ]
    if problems:
        raise StudyProblems(problems)


def _not_placed(desk: Desk, bundles: Sequence[Bundle]) -> list[str]:
    """Say which codings are of transcripts, or versions of them, that this study does not have."""
    names = {key: name for bundle in bundles for key, name in bundle.documents.items()}
    erased = desk.store.erased_keys()
    waiting_for: dict[str, int] = {}
    for state in desk.store.segments():
        if state.document not in desk.documents and state.document not in erased:
            name = names.get(state.document, "a transcript")
            waiting_for[name] = waiting_for.get(name, 0) + 1
    return [
        f"Kept until it can be placed: {segments_text(count)} of {name}, in another version than here, "
        "or of a transcript that is not here."
        for name, count in sorted(waiting_for.items())
    ]


def verify_store(root: Path, *, rebuild: bool = False) -> tuple[tuple[str, ...], tuple[str, ...], int]:
    """Return what is wrong with the store of a study, what is worth knowing, and how many events it has."""
    if not has_store(root):
        raise AnalysisRefused("There is no coding store yet: it is made by the first import.")
    with CodingStore(store_path(root), STORE_FILE) as store:
        if rebuild:
            store.rebuild()
        wrong, notes = verify(store)
        return wrong, notes, store.count_events()


def back_up(root: Path, at: str) -> Path:
    """Write a checked copy of the store to coding/backups; returns its path."""
    if not has_store(root):
        raise AnalysisRefused("There is no coding store yet: it is made by the first import.")
    with CodingStore(store_path(root), STORE_FILE) as store:
        return write_backup(store, at)
