"""Tables and the codebook of a study without what they say of somebody who withdrew; nothing is written here.

What is surely about them goes. What only may be, is left and listed for a person.
"""

import csv
import io
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from pathlib import Path

from impl_eval.errors import Problem, StudyProblems
from impl_eval.qualitative.framework_matrix import PassagePlace, SeenPassage, Summary
from impl_eval.qualitative.identifiers.names import plain_name
from impl_eval.qualitative.withdrawn_traces import Traces
from impl_eval.readers.files import read_content
from impl_eval.study.analyst_notes import NOTES_FILE
from impl_eval.study.identifier_files import NAMES_FILE
from impl_eval.study.model import Study
from impl_eval.study.participant_sites import SITES_FILE
from impl_eval.study.quote_files import QUOTES_FILE
from impl_eval.study.summary_files import SUMMARIES_FILE, summaries_csv
from impl_eval.study.withdrawn_rows import without_rows
from impl_eval.study.yaml_edit import remove_examples

Files = dict[Path, tuple[bytes, bool]]
MapPlace = Callable[[tuple[str, int, int]], tuple[int, int] | None]
"""Where a passage (transcript, start, end) stands afterwards; None where it goes."""
_PASSAGE = re.compile(r"(?<![\w-])([A-Za-z][\w-]*):(\d+)-(\d+)(?!\d)")
LOOK = "Look whether it speaks of the person who withdrew, and take that out."


def plan_tables(
    study: Study,
    participant_id: str,
    gone: Collection[str],
    map_place: MapPlace,
    traces: Traces,
    said: list[str],
) -> Files:
    """Return the tables that change; `gone` are transcripts that go whole.

    `said` gets a sentence for what has to be written again. Raises StudyProblems where an example of the
    codebook has to be taken out by hand.
    """
    files: Files = {}
    theirs: dict[str, Callable[[Mapping[str, str]], bool]] = {
        NOTES_FILE: lambda row: (
            row.get("transcript_id", "").strip() in gone
            or traces.surely_in(row.get("note", ""))
            or _names_passage(row.get("note", ""), map_place)
        ),
        QUOTES_FILE: lambda row: _names_passage(row.get("place", ""), map_place),
        SITES_FILE: lambda row: row.get("participant_id", "").strip() == participant_id,
        NAMES_FILE: lambda row: _name_goes(row, participant_id, traces),
    }
    for name, is_theirs in theirs.items():
        path = study.root / name
        if not path.is_file():
            continue
        content = without_rows(path, name, is_theirs)
        if name in (NOTES_FILE, QUOTES_FILE):
            content = _with_places_moved(content or read_content(path, name), map_place)
        if content is not None and content != read_content(path, name):
            files[path] = (content, True)
    files |= _summaries(study, participant_id, map_place, traces, said)
    return files | _codebook(study, map_place, traces)


def _names_passage(text: str, map_place: MapPlace) -> bool:
    places = ((one[1], int(one[2]), int(one[3])) for one in _PASSAGE.finditer(text))
    return any(map_place(place) is None for place in places)


def _name_goes(row: Mapping[str, str], participant_id: str, traces: Traces) -> bool:
    """A name that only they spoke of, or that is theirs."""
    name = plain_name(row.get("name", ""))
    if not name:
        return False
    pattern = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    said = any(pattern.search(plain_name(text)) for text in traces.theirs)
    elsewhere = any(pattern.search(plain_name(text)) for text in traces.others)
    known = {plain_name(one) for one in traces.ids}
    return row.get("pseudonym", "").strip() == participant_id or name in known or (said and not elsewhere)


def _with_places_moved(content: bytes, map_place: MapPlace) -> bytes:
    """Return a table in which places of the passages that stay are the new ones."""

    def moved(match: re.Match[str]) -> str:
        place = map_place((match[1], int(match[2]), int(match[3])))
        return match[0] if place is None else f"{match[1]}:{place[0]}-{place[1]}"

    return _PASSAGE.sub(moved, content.decode("utf-8")).encode("utf-8")


def _summaries(
    study: Study, participant_id: str, map_place: MapPlace, traces: Traces, said: list[str]
) -> Files:
    material = study.interviews
    if material is None or not material.summaries:
        return {}
    kept: list[Summary] = []
    for one in material.summaries:
        of_them = one.key.case_kind == "participant" and one.key.case_id == participant_id
        if of_them:
            continue
        rests_on = [_moved(place, map_place) for place in one.rests_on]
        if None in rests_on or traces.surely_in(one.text):
            said.append(
                f"The summary of {one.key.case_id} on {one.key.code_id} by {one.coder} rested on their "
                "words, and was erased: write it again."
            )
            continue
        places = tuple(sorted(place for place in rests_on if place is not None))
        kept.append(replace(one, rests_on=places, seen=_seen(one, map_place)))
    if tuple(kept) == material.summaries:
        return {}
    return {study.root / SUMMARIES_FILE: (summaries_csv(kept), True)}


def _moved(place: PassagePlace, map_place: MapPlace) -> PassagePlace | None:
    new = map_place((place.transcript_id, place.start, place.end))
    return None if new is None else PassagePlace(place.transcript_id, *new)


def _seen(summary: Summary, map_place: MapPlace) -> tuple[SeenPassage, ...] | None:
    """Return what was seen at its new places; not known any more where some of it was theirs."""
    if summary.seen is None:
        return None
    moved = [(_moved(one.place, map_place), one.digest) for one in summary.seen]
    if any(place is None for place, _ in moved):
        return None
    return tuple(sorted(SeenPassage(place, digest) for place, digest in moved if place is not None))


def _codebook(study: Study, map_place: MapPlace, traces: Traces) -> Files:
    """Return the codebook without examples of theirs, the others at their new places; comments stay."""
    material, declared = study.interviews, study.declared.interviews
    if material is None or declared is None:
        return {}
    examples = [one for code in material.codebook.codes for one in (*code.examples, *code.counter_examples)]
    gone = {
        text
        for one in examples
        for text in (one.segment or one.text,)
        if text and (_names_passage(text, map_place) if one.segment else traces.surely_in(text))
    }
    path = study.root / declared.codebook
    before = path.read_bytes().decode("utf-8-sig")
    try:
        after = remove_examples(before, gone) if gone else before
    except KeyError:
        found = "examples in [brackets], one of which goes"
        remedy = "Write each on a line of its own, with a dash, then run this again."
        raise StudyProblems([Problem(declared.codebook, None, "examples", found, "", remedy)]) from None
    for one in {one.segment for one in examples if one.segment} - gone:
        after = after.replace(one, _with_places_moved(one.encode(), map_place).decode())
    return {path: (after.encode("utf-8"), False)} if after != before else {}


def left_in_tables(study: Study, files: Files, traces: Traces) -> list[Problem]:
    """Return the rows of analysts' own tables that may speak of them, as these will be."""
    problems = []
    tables = [(NOTES_FILE, "note"), (SUMMARIES_FILE, "summary")]
    if study.declared.interviews is not None:
        tables.append((study.declared.interviews.coded_segments, "note"))
        tables.append((study.declared.interviews.rejected_suggestions, "note"))
    for name, column in tables:
        path = study.root / name
        if not path.is_file():
            continue
        content = files[path][0] if path in files else read_content(path, name)
        reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        for row in reader:
            if traces.perhaps_in(row.get(column) or ""):
                found = "a word that only the person who withdrew used"
                problems.append(Problem(name, reader.line_num, f"column {column}", found, "", LOOK))
    return problems + _left_in_codebook(study, traces)


def _left_in_codebook(study: Study, traces: Traces) -> list[Problem]:
    material, declared = study.interviews, study.declared.interviews
    codes = material.codebook.codes if material is not None else ()
    name = declared.codebook if declared is not None else ""
    found = "an example with a word that only the person who withdrew used"
    return [
        Problem(name, None, code.code_id, found, "", LOOK)
        for code in codes
        for one in (*code.examples, *code.counter_examples)
        if one.text and traces.perhaps_in(one.text) and not traces.surely_in(one.text)
    ]
