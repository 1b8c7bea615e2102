"""Qualtrics exports (CSV, TSV or Excel): real, finished responses, explained by the .qsf beside them.

Previews and unfinished responses are left out and counted. Negative codes that the survey gives to "no
basis to judge", and -99 for questions that were seen and not answered, are declared missing with a reason:
no scoring takes them for answers.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from impl_eval.readers.report import Question
from impl_eval.readers.survey.choices import ReadingChoices
from impl_eval.readers.survey.naming import has_placeholder
from impl_eval.readers.survey.qualtrics_header import QualtricsHeader, evidence, read_header
from impl_eval.readers.survey.qualtrics_qsf import QsfQuestion, column_of
from impl_eval.readers.survey.qualtrics_survey_file import survey_file_of
from impl_eval.readers.survey.raw_table import Companions, RawTable, TidyTable, left_out

QUALTRICS = "Qualtrics"
_PREVIEW_CODES = frozenset({"1", "2", "17"})  # survey preview, survey test, offline preview
_PREVIEW_WORDS = re.compile(
    r"preview|survey test|vorschau|aperçu|vista previa|anteprima|voorbeeld|プレビュー", re.I
)
_UNFINISHED = frozenset({"0", "false", "no", "falsch", "faux", "falso", "nein", "non", "onwaar"})
_FINISHED = frozenset({"1", "true", "yes", "wahr", "vrai", "verdadero", "vero", "ja", "oui", "waar"})
_DATES = ("started", "ended", "recorded")
_SEEN = "-99"
SEEN_REASON = "seen, not answered"
_PEOPLE = {
    "ip": "IP address", "last name": "name", "first name": "name", "name": "name",
    "e-mail": "e-mail address", "place": "place where somebody was",
}  # fmt: skip
_NUMBER = re.compile(r"-?\d+(\.\d+)?\Z")
_NAMED = 12


def recognise(raw: RawTable) -> str:
    """Return what shows that a table is a Qualtrics export, "" where nothing does."""
    return evidence(raw)


def tidy(raw: RawTable, choices: ReadingChoices, companions: Companions) -> TidyTable:
    """Return the finished, real responses of a Qualtrics export.

    Raises StudyProblems where several .qsf files may belong to it, or the one that does is damaged.
    """
    header = read_header(raw, choices.header_rows)
    kept, rows_dropped = _kept_rows(raw, header, choices)
    companion, questions, companion_notes = survey_file_of(raw, header, companions)
    texts = {
        header.names[position]: [raw.rows[index][position] for index in kept] for position in header.positions
    }
    meaning = _meanings(header, questions, texts)
    named = {fact: header.names[position] for position, fact in header.facts.items()}
    return TidyTable(
        QUALTRICS,
        tuple(header.names[position] for position in header.positions),
        kept,
        texts,
        header_rows=header.rows,
        companions=(companion.name,) if companion else (),
        variable_labels=meaning.labels,
        value_labels=meaning.value_labels,
        user_missing=meaning.missing,
        reasons=meaning.reasons,
        personal={
            header.names[position]: _PEOPLE[fact]
            for position, fact in header.facts.items()
            if fact in _PEOPLE
        },
        date_columns=tuple(named[fact] for fact in _DATES if fact in named),
        stored_scores=tuple(
            header.names[position] for position in header.positions if _is_score(header, position)
        ),
        rows_dropped=rows_dropped,
        columns_dropped=header.columns_dropped,
        notes=(*header.notes, *companion_notes, *_kind_note(raw, header), *meaning.notes()),
        identifier=named.get("response id", ""),
        several_answers=frozenset(meaning.several),
        dates_at=tuple(position for position, fact in header.facts.items() if fact in _DATES),
    )


def _is_score(header: QualtricsHeader, position: int) -> bool:
    scored = r"SC\d+\Z|SC_\w+\Z"
    return bool(re.match(scored, header.tags[position]) or re.match(scored, header.import_ids[position]))


def _column(header: QualtricsHeader, fact: str) -> int | None:
    return next((position for position, one in header.facts.items() if one == fact), None)


def _kept_rows(
    raw: RawTable, header: QualtricsHeader, choices: ReadingChoices
) -> tuple[list[int], tuple[tuple[str, str], ...]]:
    status, finished = _column(header, "status"), _column(header, "finished")
    previews, unfinished, kept = [], [], []
    for index in range(header.rows, len(raw.rows)):
        row = raw.rows[index]
        if status is not None and not choices.keep_previews and _is_preview(row[status].strip()):
            previews.append(index)
        elif (
            finished is not None
            and not choices.keep_unfinished
            and row[finished].strip().lower() in _UNFINISHED
        ):
            unfinished.append(index)
        else:
            kept.append(index)
    why_preview = "previews or tests by the makers of the survey (keep_previews keeps them)"
    why_unfinished = "not finished (keep_unfinished keeps them)"
    return kept, left_out(raw, previews, why_preview) + left_out(raw, unfinished, why_unfinished)


def _is_preview(status: str) -> bool:
    return status in _PREVIEW_CODES or bool(_PREVIEW_WORDS.search(status))


def _kind_note(raw: RawTable, header: QualtricsHeader) -> list[str]:
    """Say whether answers were exported as numbers or as texts, told from Finished."""
    finished = _column(header, "finished")
    if finished is None:
        return ["There is no column Finished: unfinished responses cannot be told apart."]
    cells = {cell.strip().lower() for cell in raw.column(finished, header.rows)} - {""}
    notes = (
        []
        if cells <= _FINISHED | _UNFINISHED
        else ["Finished holds words that are not known: all were kept."]
    )
    if cells and cells <= {"0", "1"}:
        return [*notes, "Answers were exported as numbers, as Finished is."]
    return [*notes, "Answers were exported as choice texts, as Finished is."] if cells else notes


_SAY_WHICH_KIND = (
    "Say of which kind codes for no answer are, in missing_codes of instrument.yaml or in missing_texts of "
    "the column map."
)


@dataclass
class _Meanings:
    """What header, survey file and cells say about the columns."""

    labels: dict[str, str] = field(default_factory=dict)
    value_labels: dict[str, Mapping[str, str]] = field(default_factory=dict)
    missing: dict[str, frozenset[str]] = field(default_factory=dict)
    reasons: dict[str, list[str | None]] = field(default_factory=dict)
    no_basis: list[str] = field(default_factory=list)
    recoded: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    negative: list[str] = field(default_factory=list)
    unfilled: list[str] = field(default_factory=list)
    several: list[str] = field(default_factory=list)

    def notes(self) -> list[str]:
        """Return a sentence for each kind of finding."""
        sentences = (
            (self.no_basis, "Codes that the survey gives to no answer, and that are missing for that: {}."),
            (self.recoded, "Answers whose code is not the number of the choice (recoded in the survey): {}."),
            (self.seen, f"{_SEEN} stands for '{SEEN_REASON}' (declared missing), in: {{}}."),
            (
                self.negative,
                "Negative codes among positive ones, often 'no basis to judge': {}. Put the survey's .qsf "
                "file beside the export to know what they mean.",
            ),
            (self.several, "Several answers in one cell, separated by commas, in: {}."),
            (self.unfilled, "Places in question texts that were never filled in: {}."),
        )
        notes = [text.format(_some(found)) for found, text in sentences if found]
        return [*notes, Question(_SAY_WHICH_KIND)] if self.no_basis else notes


def _some(found: Sequence[str]) -> str:
    more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
    return ", ".join(found[:_NAMED]) + more


def _meanings(
    header: QualtricsHeader, questions: tuple[QsfQuestion, ...], texts: Mapping[str, Sequence[str]]
) -> _Meanings:
    meanings = _Meanings()
    for position in header.positions:
        column, label = header.names[position], header.texts[position]
        if header.facts.get(position):
            meanings.labels |= {column: label} if label else {}
            continue
        found = (
            column_of(questions, header.tags[position], header.import_ids[position]) if questions else None
        )
        label = label or (found.label if found else "")
        meanings.labels |= {column: label} if label else {}
        if has_placeholder(label):
            meanings.unfilled.append(column)
        present = {cell.strip() for cell in texts[column]} - {""}
        if found and found.question.lists_answers and any("," in cell for cell in present):
            meanings.several.append(column)
        missing = _question_codes(meanings, column, found.question, present) if found else {}
        if _SEEN in present and _SEEN not in missing and all(map(_NUMBER.match, present)):
            missing[_SEEN] = SEEN_REASON
            meanings.seen.append(f"{column} ({sum(cell.strip() == _SEEN for cell in texts[column])})")
        elif found is None and (odd := _odd_negatives(present)):
            meanings.negative.append(f"{column} ({', '.join(odd)})")
        if missing:
            meanings.missing[column] = frozenset(missing)
            meanings.reasons[column] = [missing.get(cell.strip()) for cell in texts[column]]
    return meanings


def _question_codes(
    meanings: _Meanings, column: str, question: QsfQuestion, present: set[str]
) -> dict[str, str]:
    """Note what the survey file says of a column's codes; return the cell texts that are no answer."""
    if question.several or not question.codes:
        return {}
    if question.recoded:
        meanings.recoded.append(f"{column} ({', '.join(sorted(question.recoded, key=_as_number))})")
    as_numbers = all(map(_NUMBER.match, present)) and bool(present)
    if as_numbers:
        meanings.value_labels[column] = dict(question.codes)
    if not question.no_basis:
        return {}
    named = ", ".join(f'{code} "{label}"' for code, label in question.no_basis.items())
    meanings.no_basis.append(f"{column} ({named})")
    if as_numbers:
        return dict(question.no_basis)
    return {label: label for label in question.no_basis.values() if label}


def _as_number(code: str) -> tuple[float, str]:
    return (float(code) if _NUMBER.match(code) else 0.0, code)


def _odd_negatives(present: set[str]) -> list[str]:
    """Negative whole numbers that no scale from 1 upwards holds."""
    if not present or not all(re.fullmatch(r"-?\d+", text) for text in present):
        return []
    numbers = sorted({int(text) for text in present})
    negative = [number for number in numbers if number < 0]
    rest = [number for number in numbers if number >= 0]
    apart = bool(rest) and rest[0] >= 1 and len(negative) < len(rest)
    mirrored = sorted(-number for number in negative) == rest
    return [str(number) for number in negative] if apart and not mirrored else []
