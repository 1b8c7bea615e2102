"""`impl-eval preview`: how a file was read, and a draft of what the study needs to use it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from impl_eval.errors import StudyProblems
from impl_eval.instruments import Instrument
from impl_eval.qualitative.turns import draft_speakers
from impl_eval.readers.report import ReadingReport
from impl_eval.readers.survey import SurveyTable, read_survey
from impl_eval.readers.transcripts import TranscriptText, read_transcript
from impl_eval.study.declared_files import Gathering
from impl_eval.study.declared_things import read_declared
from impl_eval.study.files import StudyFiles
from impl_eval.study.instrument_files import read_instrument
from impl_eval.study.small_tables import read_sites
from impl_eval.study.study_file import StudyFile

TRANSCRIPT_ENDINGS = frozenset({".txt", ".docx", ".textgrid"})
MOST_VALUES_LISTED = 12
GUESSES = {
    "respondent": (
        *("respondent", "respondent_id", "participant", "id", "code", "your code", "personal code"),
        *("uniqueresponsenumber", "urn"),
    ),
    "site": ("site", "practice", "site_id", "surgery", "clinic", "organisation", "study"),
    "timepoint": ("timepoint", "time", "wave", "occasion", "phase"),
    "stakeholder_group": (
        *("stakeholder_group", "role", "profession", "group"),
        *("job", "job role", "job title"),
    ),
}


@dataclass(frozen=True)
class Draft:
    """How the file was read, for a person; and text to save in the study and complete."""

    reading: str
    text: str


def draft_for(path: Path, study: Path | None) -> Draft:
    """Read a survey export or a transcript and draft its column map or its rows of speakers.csv."""
    if path.suffix.lower() in TRANSCRIPT_ENDINGS:
        transcript = read_transcript(path, path.name)
        return Draft(_reading_of_transcript(transcript), _speakers(path, transcript))
    table = read_survey(path, path.name)
    known = _known(study) if study is not None else _Known()
    return Draft(describe_report(path.name, table.report), _column_map(table, known))


def describe_report(name: str, report: ReadingReport) -> str:
    """Return a reading report as text for a terminal."""
    facts = [
        ("kind", report.kind),
        ("encoding", report.encoding),
        ("delimiter", report.delimiter),
        ("sheet", report.sheet),
        ("rows", f"{report.rows_read} read, {report.rows_kept} kept"),
        ("columns", f"{len(report.columns_kept)} kept"),
    ]
    lines = [f"{name} was read as:", *(f"  {fact:<10} {value}" for fact, value in facts if value)]
    lines += [f"  left out   {what}: {why}" for what, why in (*report.rows_dropped, *report.columns_dropped)]
    return "\n".join([*lines, *(f"  note       {note}" for note in report.notes)])


@dataclass(frozen=True)
class _Known:
    """What a study declares that a column map can refer to."""

    instruments: tuple[Instrument, ...] = ()
    ids: Mapping[str, Sequence[str]] = field(default_factory=dict)


def _known(study: Path) -> _Known:
    gathering = Gathering()
    files = StudyFiles(study, gathering)
    declared, source = read_declared(StudyFile, "study.yaml", ("study.yaml", None, ""), files)
    if declared is None or source is None:
        raise StudyProblems(gathering.problems)
    found = [
        read_instrument(name, ("study.yaml", None, "instruments"), files)[0] for name in declared.instruments
    ]
    sites = read_sites(declared.sites, ("study.yaml", None, "sites"), files)
    if gathering.problems:
        raise StudyProblems(gathering.problems)
    ids = {
        "site": [site.id for site in sites],
        "timepoint": [timepoint.id for timepoint in declared.timepoints],
        "stakeholder_group": [group.id for group in declared.stakeholder_groups],
    }
    return _Known(tuple(instrument for instrument in found if instrument is not None), ids)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _guess(meaning: str, columns: Sequence[str]) -> str | None:
    by_plain = {_plain(column): column for column in columns}
    return next((by_plain[_plain(guess)] for guess in GUESSES[meaning] if _plain(guess) in by_plain), None)


def _column_map(table: SurveyTable, known: _Known) -> str:
    instruments = known.instruments
    columns = table.columns
    matches = {instrument.id: _matching_items(instrument, table) for instrument in instruments}
    best = max(matches, key=lambda name: len(matches[name]), default=None)
    items = matches[best] if best is not None else {}
    guessed = {
        meaning: _guess(meaning, [one for one in columns if one not in items.values()]) for meaning in GUESSES
    }
    lines = [
        "# A draft: complete every line that holds a question mark, then save it in quantitative/.",
        "schema: impl-eval/column-map/1",
        f"instrument: {best or '?'}",
        f"respondent: {_quoted(guessed['respondent'])}",
        *_rule("site", guessed["site"], table, known.ids.get("site", ())),
        *_rule("timepoint", guessed["timepoint"], table, known.ids.get("timepoint", ())),
    ]
    if guessed["stakeholder_group"] is not None:
        groups = known.ids.get("stakeholder_group", ())
        lines += _rule("stakeholder_group", guessed["stakeholder_group"], table, groups)
    renamed = {item: column for item, column in items.items() if item != column}
    if renamed:
        lines += ["items:", *(f"  {item}: {_quoted(column)}" for item, column in renamed.items())]
    if best is not None:
        instrument = next(one for one in instruments if one.id == best)
        missing = [item.id for item in instrument.items if item.id not in items]
        if missing and not renamed:
            lines.append("items:")
        lines += [f"  {item}: ?      # {_item(instrument, item)}" for item in missing]
    lines.append("duplicates: refuse")
    used = {*items.values(), *guessed.values()}
    lines += [f"# Not used so far: {column}" for column in columns if column not in used]
    return "\n".join(lines) + "\n"


def _item(instrument: Instrument, item_id: str) -> str:
    return next(item.text for item in instrument.items if item.id == item_id)


def _matching_items(instrument: Instrument, table: SurveyTable) -> dict[str, str]:
    """Pair items with columns of the same id, or whose name or label is the item's wording."""
    by_plain = {_plain(column): column for column in table.columns}
    by_label = {_plain(label): column for column, label in table.variable_labels.items() if label}
    found = {}
    for item in instrument.items:
        wording = _plain(item.text)
        column = by_plain.get(_plain(item.id)) or by_plain.get(wording) or by_label.get(wording)
        if column is not None:
            found[item.id] = column
    return found


def _rule(meaning: str, column: str | None, table: SurveyTable, known: Sequence[str]) -> list[str]:
    """Return the lines for one fact; values that are no declared id get a question mark."""
    if column is None:
        return [f"{meaning}: ?"]
    values = sorted(set(table.cells[column].dropna().astype(str)))
    if len(values) > MOST_VALUES_LISTED or (known and set(values) <= set(known)):
        return [f"{meaning}: {_quoted(column)}"]
    choice = f"?   # one of: {', '.join(known)}" if known else "?   # an id of the study"
    head = [
        f"{meaning}:",
        f"  column: {_quoted(column)}",
        "  values:      # value of the export: id in the study",
    ]
    given = {value: _quoted(value) if value in known else choice for value in values}
    return [*head, *(f"    {_quoted(value)}: {meant}" for value, meant in given.items())]


def _quoted(text: str | None) -> str:
    if text is None:
        return "?"
    if re.fullmatch(r"[A-Za-z][A-Za-z0-9_ ]*", text) and text.lower() not in {
        "null",
        "yes",
        "no",
        "true",
        "false",
    }:
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _reading_of_transcript(transcript: TranscriptText) -> str:
    words = len(transcript.text.split())
    encoding = f" ({transcript.encoding})" if transcript.encoding else ""
    lines = [f"Read as {transcript.kind}{encoding}, {words:,} words"]
    return "\n".join([*lines, *(f"  note: {note}" for note in transcript.notes)])


def _speakers(path: Path, transcript: TranscriptText) -> str:
    labels = (
        tuple(dict.fromkeys(utterance.speaker for utterance in transcript.utterances))
        if transcript.utterances
        else draft_speakers(transcript.text)
    )
    lines = ["transcript_id,file,speaker,role,participant_id,stakeholder_group"]
    for label in labels:
        asks = re.match(r"(interviewer|moderator|facilitator|researcher|int|i)\d*\Z", label, re.IGNORECASE)
        lines.append(f"{path.stem},{path.name},{label}," + ("interviewer,," if asks else "participant,?,?"))
    return "\n".join(lines) + "\n"
