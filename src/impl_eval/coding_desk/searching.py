"""Finds codings in the store of a study, without reading the study's files but for study.yaml.

What may not be shown is not found: layers of others in transcripts that are coded blind.
"""

from pathlib import Path

from impl_eval.coding.searching import FoundCoding, Search
from impl_eval.coding.store import CodingStore
from impl_eval.coding_desk.blindness import Blindness, blindness_in
from impl_eval.coding_desk.desk import STORE_FILE, has_store, store_path
from impl_eval.errors import AnalysisRefused, StudyProblems, did_you_mean
from impl_eval.readers.yaml_text import read_yaml_text
from impl_eval.study.declared_files import Gathering, located_yaml, parse_declared
from impl_eval.study.journal import refuse_unfinished
from impl_eval.study.study_file import StudyFile

STUDY_FILE = "study.yaml"


def search_study(root: Path, search: Search, viewer: str = "") -> list[FoundCoding]:
    """Return the codings that a search finds and that may be shown, by transcript, place, code and coder.

    `viewer` is a coder, whose own blind layers are shown too. Passages are those of the transcripts as the
    last command that used the store saw them.

    Raises
    ------
    StudyProblems : study.yaml has faults, or an interrupted step has to be finished first.
    AnalysisRefused : there is no store, or nothing is found and a coder or transcript is not known.
    """
    refuse_unfinished(root)
    declared = _declared(root)
    if not has_store(root):
        raise AnalysisRefused("Nothing is on record yet: the coding store is made by the first import.")
    with CodingStore(store_path(root), STORE_FILE) as store:
        names = store.transcript_ids()
        blindness = blindness_in(declared, store.locks(), names)
        found = _shown(store.search(search), blindness, viewer)
        if not found:
            _refuse_unknown(search.transcript_ids, sorted(set(names.values())), "transcript")
            _refuse_unknown(search.coders, store.layers(), "coder")
    return found


def _declared(root: Path) -> StudyFile:
    gathering = Gathering()
    source = located_yaml(read_yaml_text(root / STUDY_FILE, STUDY_FILE))
    declared = parse_declared(StudyFile, source, gathering)
    if declared is None:
        raise StudyProblems(gathering.problems)
    return declared


def _shown(found: list[FoundCoding], blindness: Blindness, viewer: str) -> list[FoundCoding]:
    return [one for one in found if blindness.shows(one.transcript_id, one.state.layer, viewer)]


def _refuse_unknown(asked: tuple[str, ...], known: list[str], what: str) -> None:
    for name in asked:
        if name not in known:
            near = did_you_mean(name, known) or f"On record are: {', '.join(known) or 'none'}."
            raise AnalysisRefused(f'No {what} "{name}" is on record. {near}')
