"""What a study's files tell of the words of one person, to find what else may hold them."""

import json
from collections import defaultdict
from collections.abc import Collection

from impl_eval.qualitative.withdrawn_traces import Traces
from impl_eval.study.model import Study

_READABLE = (".yaml", ".md", ".csv", ".txt")


def traces_of(study: Study, participant_id: str, respondent: str, gone: Collection[str]) -> Traces:
    """Return what the person said, and what others said or the study's own files say.

    What was said by others in transcripts that go whole (`gone`) does not count: it goes too.
    """
    material = study.interviews
    theirs: list[str] = []
    others = [_text(study, name) for name in reference_files(study)] + _codebook_words(study)
    labels: dict[str, set[str]] = defaultdict(set)
    for transcript in material.transcripts if material is not None else ():
        for speaker in transcript.speakers:
            labels[speaker.label].add(speaker.participant_id)
        for turn in transcript.turns:
            words = transcript.text[turn.start : turn.end]
            if turn.participant_id == participant_id:
                theirs.append(words)
            elif transcript.id not in gone:
                others.append(words)
    own_labels = {label for label, people in labels.items() if people == {participant_id}}
    shared = " ".join(others)
    ids = {one for one in (participant_id, respondent) if _is_code(one)}
    ids |= {one for one in own_labels if _is_code(one) or one.casefold() not in shared.casefold()}
    return Traces(theirs, others, frozenset(ids))


def reference_files(study: Study) -> tuple[str, ...]:
    """Return the files that say what the study asks and how, and hold nothing that anybody said."""
    guide = study.declared.interviews.topic_guide if study.declared.interviews is not None else None
    names = ["study.yaml", *([guide] if guide else [])]
    for folder in ("protocols", "instruments"):
        found = (path for path in (study.root / folder).rglob("*") if path.suffix in _READABLE)
        names += [path.relative_to(study.root).as_posix() for path in found]
    return tuple(sorted(names))


def files_of_others(study: Study) -> tuple[str, ...]:
    """Return the files that hold what others said: a word of theirs there is theirs."""
    material, declared = study.interviews, study.declared.interviews
    if material is None or declared is None:
        return ()
    transcripts = [f"{declared.transcripts}/{file}" for file in material.transcript_files.values()]
    transcripts += [f"{declared.transcripts}/{one.id}.txt" for one in material.transcripts]
    return (*transcripts, declared.codebook, declared.coded_segments, declared.rejected_suggestions)


def _codebook_words(study: Study) -> list[str]:
    """Return what the codebook says, its examples aside: those may be somebody's words."""
    codes = study.interviews.codebook.codes if study.interviews is not None else ()
    dumped = (one.model_dump(mode="json", exclude={"examples", "counter_examples"}) for one in codes)
    return [json.dumps(one, ensure_ascii=False) for one in dumped]


def _is_code(name: str) -> bool:
    """Tell whether a name is one that no sentence holds by chance."""
    return len(name) > 1 and any(one.isdigit() for one in name) and not name.isdigit()


def _text(study: Study, name: str) -> str:
    path = study.root / name
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
