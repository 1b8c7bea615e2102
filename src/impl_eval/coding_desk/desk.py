"""The desk: a checked study and its coding store side by side.

Segments leave it as the study knows them (mechanism, code, quote) and arrive as drafts of the log.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar, get_args

from impl_eval.coding.drafts import CONSENSUS
from impl_eval.coding.events import document_key
from impl_eval.coding.projection import RejectionState, SegmentState
from impl_eval.coding.store import CodingStore, Document
from impl_eval.errors import AnalysisRefused
from impl_eval.qualitative.codebook_json import codebook_json
from impl_eval.qualitative.codebook_versions import codebook_hash
from impl_eval.qualitative.coding import (
    CodedSegment,
    Origin,
    RejectedSuggestion,
    ReportedChange,
    Valence,
)
from impl_eval.study.model import InterviewMaterial, Study

STORE_FILE = "coding/coding.sqlite"
Word = TypeVar("Word", bound=str)
Key = tuple[str, int, int, str, str]
"""Transcript, start, end, code and coder: a coder gives a passage a code once."""


def store_path(root: Path) -> Path:
    """Return where the coding store of a study lies, made already or not."""
    return root / STORE_FILE


def has_store(root: Path) -> bool:
    """Tell whether something stands where a study has its coding store: what is none is refused."""
    return os.path.lexists(store_path(root))


@dataclass(frozen=True)
class Layers:
    """What coders decided, as the study knows it, with the ids of the store by key."""

    segments: tuple[CodedSegment, ...]
    rejected: tuple[RejectedSuggestion, ...]
    ids: Mapping[Key, str]


def key_of(one: CodedSegment | RejectedSuggestion) -> Key:
    """Return what makes a decision the same one when it is changed."""
    return one.transcript_id, one.start, one.end, one.applied_code, one.coder


class Desk:
    """One study, its store open, and the transcripts as both know them."""

    def __init__(self, study: Study, store: CodingStore) -> None:
        self.study, self.store = study, store
        self.texts = {one.id: one.text for one in self.material.transcripts}
        self._refuse_withdrawn()
        self.keys = store.register(self.texts)

    def _refuse_withdrawn(self) -> None:
        """Words of somebody who withdrew do not come back by an older copy of a file."""
        back = _erased_among(self.texts, self.store)
        if back:
            raise AnalysisRefused(came_back(back))

    @property
    def material(self) -> InterviewMaterial:
        """The interviews of the study."""
        if self.study.interviews is None or not self.study.interviews.transcripts:
            raise AnalysisRefused("The study has no transcripts: 'impl-eval check' says what to supply next.")
        return self.study.interviews

    @cached_property
    def documents(self) -> dict[str, Document]:
        """All versions of all transcripts that the store knows, by key."""
        return self.store.documents()

    @cached_property
    def codebook_digest(self) -> str:
        """The hash of the codebook that codings are made under now."""
        return codebook_hash(self.material.codebook)

    def keep_codebook(self, coder: str, at: str) -> None:
        """Let the store know the codebook that codings are made under now."""
        self.store.keep_codebook(self.codebook_digest, codebook_json(self.material.codebook), coder, at)

    def code_pair(self, applied_code: str) -> tuple[str, str]:
        """Return mechanism_id and code_id of a code: code_id is empty for the mechanism's own."""
        if applied_code in self.study.framework.mechanism_ids:
            return applied_code, ""
        return self.material.codebook.mechanism_of(applied_code), applied_code

    @cached_property
    def layers(self) -> Layers:
        """What counts in the store, of every coder and the consensus, on transcripts as they are now."""
        texts = self.store.texts()
        ids: dict[Key, str] = {}
        segments = []
        for state in self.store.segments():
            document = self.documents.get(state.document)
            if document is not None and document.is_current:
                segment = self._segment(state, document, texts)
                ids[key_of(segment)] = state.id
                segments.append(segment)
        rejected = []
        for turned_down in self.store.rejections():
            document = self.documents.get(turned_down.document)
            if document is not None and document.is_current:
                one = self._rejection(turned_down, document, texts)
                if key_of(one) not in ids:  # it was accepted after all
                    rejected.append(one)
        return Layers(tuple(sorted(segments)), tuple(sorted(set(rejected))), ids)

    def _segment(self, state: SegmentState, document: Document, texts: Mapping[str, str]) -> CodedSegment:
        mechanism_id, code_id = self.code_pair(state.code)
        return CodedSegment(
            transcript_id=document.transcript_id,
            start=state.start,
            end=state.end,
            mechanism_id=mechanism_id,
            coder=state.layer,
            quote=document.text[state.start : state.end],
            valence=_one_of(state.valence, get_args(Valence)),
            reported_change=_one_of(state.reported_change, get_args(ReportedChange)),
            origin=_one_of(state.origin, get_args(Origin)),
            note=texts.get(state.note, ""),
            code_id=code_id,
        )

    def _rejection(
        self, state: RejectionState, document: Document, texts: Mapping[str, str]
    ) -> RejectedSuggestion:
        mechanism_id, code_id = self.code_pair(state.code)
        place = (document.transcript_id, state.start, state.end)
        return RejectedSuggestion(*place, mechanism_id, state.layer, texts.get(state.note, ""), code_id)

    def forget(self) -> None:
        """Read the store afresh after something was recorded."""
        for name in ("documents", "layers"):
            self.__dict__.pop(name, None)


def _one_of(value: str, allowed: tuple[Word, ...]) -> Word:
    return next(word for word in allowed if word == value)


def erased_transcripts(study: Study) -> tuple[str, ...]:
    """Return the transcripts of a study whose words its store was told to erase, as by a merge."""
    if study.interviews is None or not has_store(study.root):
        return ()
    with CodingStore(store_path(study.root), STORE_FILE) as store:
        return _erased_among({one.id: one.text for one in study.interviews.transcripts}, store)


def came_back(transcript_ids: Iterable[str]) -> str:
    """Say which transcripts hold words that were erased, and what to do."""
    return (
        f"{', '.join(transcript_ids)} holds words that were erased: of somebody who withdrew, or before "
        "identifiers were replaced. Put the file of the colleague who did that in its place, or take "
        "it away; after a withdrawal run impl-eval withdraw here too."
    )


def _erased_among(texts: Mapping[str, str], store: CodingStore) -> tuple[str, ...]:
    erased = store.erased_keys()
    return tuple(name for name, text in texts.items() if document_key(name, text) in erased)


@contextmanager
def open_desk(study: Study) -> Iterator[Desk]:
    """Open the store of a study, made new where there is none."""
    with CodingStore(store_path(study.root), STORE_FILE) as store:
        yield Desk(study, store)


def is_consensus(coder: str) -> bool:
    """Tell whether a layer is nobody's own."""
    return coder == CONSENSUS
