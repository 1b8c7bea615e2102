"""Decisions become events: what differs between what stood and what stands is put on record.

The first command that writes takes over what coded_segments.csv holds, so that nothing coded before
the store was there is lost.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from impl_eval.coding.drafts import (
    Draft,
    Passage,
    coded,
    layer_locked,
    recoded,
    removed,
    suggestion_rejected,
)
from impl_eval.coding_desk.blindness import blindness_of
from impl_eval.coding_desk.desk import STORE_FILE, Desk, Key, key_of
from impl_eval.coding_desk.summaries import adopt_summaries, summary_drafts, summary_files
from impl_eval.errors import Problem, StudyProblems
from impl_eval.outputs.atomic import write_all
from impl_eval.qualitative.coding import CodedSegment, RejectedSuggestion
from impl_eval.study.coding_import import Merged, merge_decisions
from impl_eval.study.decisions import DecisionKey, Decisions, TakenUp
from impl_eval.study.model import Study
from impl_eval.study.summary_files import SUMMARIES_FILE
from impl_eval.study.write import decision_files


@dataclass(frozen=True)
class Standing:
    """Segments and rejections by key, at one moment."""

    segments: Mapping[Key, CodedSegment]
    rejected: Mapping[Key, RejectedSuggestion]

    @classmethod
    def of(cls, segments: Iterable[CodedSegment], rejected: Iterable[RejectedSuggestion]) -> "Standing":
        """Index decisions by key."""
        return cls({key_of(one): one for one in segments}, {key_of(one): one for one in rejected})


def adopt(desk: Desk, coder: str, at: str) -> int:
    """Take the study's files over into an empty store; returns how many decisions that were.

    Where two layers of a double-coded transcript stand in the file, both have been seen already: they
    count as locked. A segment that does not fit its transcript (the study was loaded without checking
    places) stands on its own words, kept as what is left of an earlier version.
    """
    material = desk.material
    if desk.store.count_events() or not (material.coded_segments or material.rejected or material.summaries):
        return 0
    desk.keep_codebook(coder, at)
    drafts = drafts_between(
        desk, Standing({}, {}), Standing.of(material.coded_segments, material.rejected), adopted=True
    )
    layers: dict[str, set[str]] = {}
    for one in material.coded_segments:
        layers.setdefault(one.transcript_id, set()).add(one.coder)
    for transcript_id in sorted(blindness_of(desk).blind & set(layers)):
        if len(layers[transcript_id]) > 1:
            document = desk.keys[transcript_id]
            drafts += [layer_locked(name, [document]) for name in sorted(layers[transcript_id])]
    desk.store.record(coder, drafts, at)
    desk.forget()
    return len(material.coded_segments) + len(material.rejected) + adopt_summaries(desk, coder, at)


def drafts_between(
    desk: Desk,
    before: Standing,
    after: Standing,
    *,
    adopted: bool = False,
    taken_up: Mapping[DecisionKey, TakenUp] | None = None,
    coded_at: Mapping[DecisionKey, str] | None = None,
) -> list[Draft]:
    """Return what has to be put on record so that `before` becomes `after`.

    `taken_up` says what was suggested where a coder accepted a suggestion, `coded_at` when a segment was
    coded where another program says it.
    """
    drafts: list[Draft] = []
    digest = desk.codebook_digest
    for key, segment in sorted(after.segments.items()):
        was = before.segments.get(key)
        if was is None:
            suggested = (taken_up or {}).get(key)
            draft = coded(
                segment.coder,
                _passage(desk, segment, segment.note),
                codebook=digest,
                origin=segment.origin,
                suggested=None if suggested is None else suggested.facts(),
            )
            drafts.append(_marked(draft, adopted=adopted, written=(coded_at or {}).get(key, "")))
        elif was != segment:
            drafts.append(_change(desk.layers.ids[key], was, segment, digest))
    gone = sorted(before.segments.keys() - after.segments.keys())
    drafts += [removed(desk.layers.ids[key]) for key in gone]
    for key, rejection in sorted(after.rejected.items()):
        if before.rejected.get(key) != rejection:
            draft = suggestion_rejected(
                rejection.coder, _passage(desk, rejection, rejection.note), codebook=digest
            )
            drafts.append(_marked(draft, adopted=adopted))
    return drafts


def _marked(draft: Draft, *, adopted: bool, written: str = "") -> Draft:
    facts = dict(draft.facts)
    if adopted:
        facts["adopted"] = True
    if written:
        facts["written"] = written
    return Draft(draft.kind, facts, draft.texts)


def _passage(desk: Desk, one: CodedSegment | RejectedSuggestion, note: str) -> Passage:
    document = _version(desk, one)
    if isinstance(one, RejectedSuggestion):
        return Passage(document, one.start, one.end, one.applied_code, note=note)
    return Passage(document, one.start, one.end, one.applied_code, one.valence, one.reported_change, note)


def _version(desk: Desk, one: CodedSegment | RejectedSuggestion) -> str:
    """Return the version of the transcript that a decision stands on."""
    if isinstance(one, CodedSegment) and desk.texts[one.transcript_id][one.start : one.end] != one.quote:
        return desk.store.keep_earlier(one.transcript_id, " " * one.start + one.quote)
    return desk.keys[one.transcript_id]


def _change(identity: str, was: CodedSegment, now: CodedSegment, digest: str) -> Draft:
    changes: dict[str, str] = {}
    if was.valence != now.valence:
        changes["valence"] = now.valence
    if was.reported_change != now.reported_change:
        changes["change"] = now.reported_change
    if was.origin != now.origin:
        changes["origin"] = now.origin
    note = now.note if was.note != now.note else None
    return recoded(identity, codebook=digest, note=note, **changes)


def record_decisions(
    desk: Desk, decisions: Decisions, coder: str, at: str, *, remove: bool = False
) -> Merged:
    """Put what a file of decisions brings on record, and write the study's files afresh.

    Raises StudyProblems where a layer is locked, so that nothing is half taken in.
    """
    adopt(desk, coder, at)
    before = Standing.of(desk.layers.segments, desk.layers.rejected)
    merged = merge_decisions(desk.layers.segments, desk.layers.rejected, decisions, remove=remove)
    if merged.changed:
        after = Standing.of(merged.segments, merged.rejected)
        put_on_record(
            desk, before, after, coder, at, taken_up=decisions.taken_up, coded_at=decisions.coded_at
        )
    return merged


def is_file_of(study: Study, path: Path) -> bool:
    """Tell whether a file is an export of the store in the study: codings, rejections or summaries."""
    declared = study.declared.interviews
    if declared is None:
        return False
    names = (declared.coded_segments, declared.rejected_suggestions, SUMMARIES_FILE)
    return any((study.root / name).resolve() == path.resolve() for name in names)


def settle_from_files(desk: Desk, coder: str, at: str) -> int:
    """Take the study's own files, edited by hand, for what is decided now; returns the number of events.

    Layers that are coded blind do not stand in the files, and stay as they are.
    """
    material = desk.material
    if adopted := adopt(desk, coder, at):
        return adopted
    blindness = blindness_of(desk)
    before = Standing.of(desk.layers.segments, desk.layers.rejected)
    hidden = Standing(
        {key: one for key, one in before.segments.items() if not blindness.shows(key[0], key[4])},
        {key: one for key, one in before.rejected.items() if not blindness.shows(key[0], key[4])},
    )
    written = Standing.of(material.coded_segments, material.rejected)
    after = Standing({**hidden.segments, **written.segments}, {**hidden.rejected, **written.rejected})
    more = summary_drafts(desk, material.summaries)
    return put_on_record(desk, before, after, coder, at, more)


def put_on_record(
    desk: Desk,
    before: Standing,
    after: Standing,
    coder: str,
    at: str,
    more: Sequence[Draft] = (),
    taken_up: Mapping[DecisionKey, TakenUp] | None = None,
    coded_at: Mapping[DecisionKey, str] | None = None,
) -> int:
    """Record the difference, and `more`; write the study's files. Returns the number of events."""
    drafts = [*drafts_between(desk, before, after, taken_up=taken_up, coded_at=coded_at), *more]
    _refuse_locked(desk, before, after)
    if drafts:
        desk.keep_codebook(coder, at)
        desk.store.record(coder, drafts, at)
        desk.forget()
    write_study_files(desk)
    return len(drafts)


def _refuse_locked(desk: Desk, before: Standing, after: Standing) -> None:
    """A locked layer stays as it is until the other coder's is locked too: that is what was promised."""
    blindness = blindness_of(desk)
    touched = {
        (key[0], key[4])
        for was, now in ((before.segments, after.segments), (before.rejected, after.rejected))
        for key in {*was, *now}
        if was.get(key) != now.get(key)
    }
    problems = [
        locked_problem(transcript_id, name)
        for transcript_id, name in sorted(touched)
        if transcript_id in blindness.blind
        and blindness.is_locked(transcript_id, name)
        and not blindness.is_revealed(transcript_id)
    ]
    if problems:
        raise StudyProblems(problems)


def locked_problem(transcript_id: str, coder: str) -> Problem:
    """Return the problem of a decision in a layer that its coder has finished with."""
    return Problem(
        STORE_FILE,
        None,
        transcript_id,
        f"a decision of {coder}, whose layer is locked",
        "codings of transcripts that are not locked",
        f"To go on coding: impl-eval coding unlock {transcript_id} --coder {coder}.",
    )


def write_study_files(desk: Desk) -> None:
    """Write codings, rejections and summaries as the store has them, without blind layers."""
    blindness = blindness_of(desk)
    shown = blindness.shown(desk.layers.segments), blindness.shown(desk.layers.rejected)
    write_all(decision_files(desk.study, *shown) | summary_files(desk))
