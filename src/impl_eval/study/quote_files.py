"""qualitative/quotes.csv: which passages a person has released to be quoted. The file may be absent."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from impl_eval.declared import DeclaredModel, IsoDate, Text, YesNo
from impl_eval.errors import did_you_mean
from impl_eval.outputs.csv_text import csv_bytes
from impl_eval.qualitative.framework_matrix import PassagePlace, parse_places
from impl_eval.qualitative.identifiers.replacement import ReplacedTranscript
from impl_eval.qualitative.released_quotes import Release, is_part_of, words_mark
from impl_eval.qualitative.transcript import Transcript
from impl_eval.study.declared_files import shown
from impl_eval.study.files import StudyFiles
from impl_eval.study.rows import Row, parse_row, read_rows

QUOTES_FILE = "qualitative/quotes.csv"
COLUMNS = ("place", "released", "by", "date", "words")
OPTIONAL_COLUMNS = ("shortened",)


class QuoteRow(DeclaredModel):
    """One row: `place` as int01:935-1020, `words` the mark that 'impl-eval quotes' writes."""

    place: Text
    released: YesNo
    by: Text
    date: IsoDate
    words: Text
    shortened: Text | None = None


def read_quotes(
    transcripts: Mapping[str, Transcript], registered: Collection[str] | None, files: StudyFiles
) -> tuple[Release, ...] | None:
    """Read what was released; None where the study has no such file. Faults are noted, never raised.

    Words that have changed since are no fault: the passage is not quoted, and the results say so.
    """
    path = files.inside(QUOTES_FILE, (QUOTES_FILE, None, ""))
    if path is None or not path.is_file():
        return None
    releases: dict[PassagePlace, Release] = {}
    for row in read_rows(files, path, QUOTES_FILE, COLUMNS, OPTIONAL_COLUMNS).rows:
        parsed = parse_row(QuoteRow, row, files)
        place = None if parsed is None else _place(row, parsed.place, transcripts, registered, files)
        if parsed is None or place is None:
            continue
        if place in releases:
            files.gathering.add(row.place("place"), f"{place} a second time", "each passage once")
        release = Release(
            place.transcript_id, place.start, place.end, parsed.released, parsed.by,
            parsed.date.isoformat(), parsed.words, parsed.shortened or "",
        )  # fmt: skip
        _check_shortened(row, release, transcripts.get(place.transcript_id), files)
        releases[place] = release
    return tuple(sorted(releases.values()))


def _place(
    row: Row,
    text: str,
    transcripts: Mapping[str, Transcript],
    registered: Collection[str] | None,
    files: StudyFiles,
) -> PassagePlace | None:
    places, strange = parse_places(text)
    if strange or len(places) != 1:
        files.gathering.add(row.place("place"), shown(text), "a place such as int01:935-1020")
        return None
    place = places[0]
    if registered is not None and place.transcript_id not in registered:
        near = did_you_mean(place.transcript_id, registered)
        files.gathering.add(row.place("place"), shown(place.transcript_id), "a transcript of the study", near)
        return None
    return place


def _check_shortened(row: Row, release: Release, transcript: Transcript | None, files: StudyFiles) -> None:
    """A shortened quote holds nothing that was not said; of changed words nobody can tell."""
    passage = transcript.text[release.start : release.end] if transcript is not None else ""
    if not release.shortened or words_mark(passage) != release.mark:
        return
    if not is_part_of(release.shortened, passage):
        found = "a shortened text that is not part of the passage"
        remedy = "Write [...] where words are left out, and change nothing else."
        files.gathering.add(row.place("shortened"), found, "words of the passage in their order", remedy)


def quotes_csv(releases: Iterable[Release]) -> bytes:
    """Return releases as quotes.csv holds them, in order of their places."""
    return csv_bytes(
        (*COLUMNS, *OPTIONAL_COLUMNS),
        (
            (
                f"{one.transcript_id}:{one.start}-{one.end}", "yes" if one.released else "no", one.by,
                one.date, one.mark, one.shortened,
            )
            for one in sorted(releases)
        ),
        mark=False,
    )  # fmt: skip


def quotes_after_replacement(
    root: Path, releases: tuple[Release, ...] | None, replaced: Mapping[str, ReplacedTranscript]
) -> dict[Path, tuple[bytes, bool]]:
    """Return quotes.csv with the new places; a passage whose words were replaced is to be released again."""
    if releases is None:
        return {}
    kept = []
    for one in releases:
        new = replaced.get(one.transcript_id)
        if new is None:
            kept.append(one)
            continue
        start, end = new.offsets.map(one.start, one.end)
        if words_mark(new.transcript.text[start:end]) == one.mark:
            kept.append(replace(one, start=start, end=end))
    content = quotes_csv(kept)
    return {root / QUOTES_FILE: (content, True)} if tuple(kept) != releases else {}
