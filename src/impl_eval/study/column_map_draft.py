"""A column map drafted from an export and what the study declares; question marks where a person decides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from impl_eval.instruments import Instrument, ResponseOptions
from impl_eval.readers.survey import SurveyTable
from impl_eval.readers.survey.redcap import REDCAP
from impl_eval.study.cell_decoder import STATED_BY_THE_PLATFORM
from impl_eval.study.declared_files import LONGEST_OPTION
from impl_eval.study.export_rows import is_stated_once
from impl_eval.study.file_labels import (
    WHOLE_NUMBER,
    keys_of_values,
    labels_to_translate,
    numbers_of_label,
    plain,
)
from impl_eval.study.reading_draft import OpenChoice, reading_lines
from impl_eval.study.wordings import columns_of_wordings, plain_name
from impl_eval.study.yaml_words import quoted

MOST_VALUES_LISTED = 12
GUESSES = {
    "respondent": (
        *("respondent", "respondent_id", "participant", "id", "code", "your code", "personal code"),
        *("record_id", "your personal code"),
    ),
    "site": (
        *("site", "practice", "site_id", "surgery", "clinic", "organisation", "study"),
        "redcap_data_access_group",
    ),
    "timepoint": ("timepoint", "time", "wave", "occasion", "phase", "redcap_event_name"),
    "stakeholder_group": (
        *("stakeholder_group", "role", "profession", "group"),
        *("job", "job role", "job title"),
    ),
}


@dataclass(frozen=True)
class Known:
    """What a study declares that a column map can refer to."""

    instruments: tuple[Instrument, ...] = ()
    ids: Mapping[str, Sequence[str]] = field(default_factory=dict)


def draft_column_map(table: SurveyTable, taken: tuple[OpenChoice, ...], known: Known) -> str:
    """Return the text of a column map for the instrument of which most items have a column."""
    columns = table.columns
    matches = {instrument.id: _matching_items(instrument, table) for instrument in known.instruments}
    best = max(known.instruments, key=lambda one: len(matches[one.id]), default=None)
    items = matches[best.id] if best is not None else {}
    aside = {*items.values(), *_response_numbers(table)}
    guessed = {meaning: _guess(meaning, [one for one in columns if one not in aside]) for meaning in GUESSES}
    lines = [
        "# A draft: complete every line that holds a question mark, then save it in quantitative/.",
        "schema: impl-eval/column-map/1",
        f"instrument: {best.id if best is not None else '?'}",
        *reading_lines(table.report, taken),
        *_respondent(guessed["respondent"]),
        *_rule("site", guessed, table, known.ids.get("site", ())),
        *_rule("timepoint", guessed, table, known.ids.get("timepoint", ())),
    ]
    if guessed["stakeholder_group"] is not None:
        groups = known.ids.get("stakeholder_group", ())
        lines += _rule("stakeholder_group", guessed, table, groups)
    if best is not None:
        lines += _items(best, items)
        lines += _item_values(best, items, table)
        lines += _missing_texts(best, items, table)
    lines += _stored_scores(table, known.instruments)
    lines.append("duplicates: refuse")
    used = {*items.values(), *guessed.values()}
    lines += [f"# Not used so far: {column}" for column in columns if column not in used]
    return "\n".join(lines) + "\n"


def _guess(meaning: str, columns: Sequence[str]) -> str | None:
    by_plain = {plain_name(column): column for column in columns}
    guesses = map(plain_name, GUESSES[meaning])
    return next((by_plain[guess] for guess in guesses if guess in by_plain), None)


def _response_numbers(table: SurveyTable) -> set[str]:
    """Return the columns in which a survey program numbers responses: they link nobody's answers."""
    if table.platform in {"", REDCAP}:
        return set()
    return {column for column in table.columns if plain_name(column) in {"id", "responseid", "urn"}}


def _respondent(column: str | None) -> list[str]:
    if column is not None:
        return [f"respondent: {quoted(column)}"]
    return ["respondent: ?   # or take this line out: nobody is matched then"]


def _matching_items(instrument: Instrument, table: SurveyTable) -> dict[str, str]:
    """Pair items with the columns of their wording, else of their id.

    The wording decides: survey programs number questions in ways that look like ids of items. A column is
    not proposed by its id where its wording is that of another item.
    """
    by_wording = columns_of_wordings(instrument, table)
    by_name = {plain_name(column): column for column in table.columns}
    taken = set(by_wording.values())
    found = {}
    for item in instrument.items:
        named = by_name.get(plain_name(item.id))
        column = by_wording.get(item.id) or (named if named not in taken else None)
        if column is not None:
            found[item.id] = column
    return found


def _rule(
    meaning: str, guessed: Mapping[str, str | None], table: SurveyTable, known: Sequence[str]
) -> list[str]:
    """Return the lines for one fact; values that are no declared id get a question mark."""
    column, respondent = guessed[meaning], guessed["respondent"]
    if column is None:
        hint = "   # a column; or {value: ID}, if the whole file is of one" if meaning == "timepoint" else ""
        return [f"{meaning}: ?{hint}"]
    values = sorted(set(table.cells[column].dropna().astype(str)))
    once = respondent is not None and is_stated_once(table.cells, column, respondent)
    shared = ["  once_per_respondent: yes"] if once else []
    if len(values) > MOST_VALUES_LISTED or (known and set(values) <= set(known)):
        return (
            [f"{meaning}:", f"  column: {quoted(column)}", *shared]
            if once
            else [f"{meaning}: {quoted(column)}"]
        )
    choice = f"one of: {', '.join(known)}" if known else "an id of the study"
    labels = table.value_labels.get(column, {})
    lines = [
        f"{meaning}:",
        f"  column: {quoted(column)}",
        *shared,
        "  values:      # value of the export: id in the study",
    ]
    for value in values:
        named = f'"{labels[value]}", ' if value in labels else ""
        meant = quoted(value) if value in known else f"?   # {named}{choice}"
        lines.append(f"    {quoted(value)}: {meant}")
    return lines


def _items(instrument: Instrument, items: Mapping[str, str]) -> list[str]:
    renamed = {item: column for item, column in items.items() if item != column}
    missing = [item for item in instrument.items if item.id not in items]
    lines = ["items:"] if renamed or missing else []
    lines += [f"  {item}: {quoted(column)}" for item, column in renamed.items()]
    return lines + [f"  {item.id}: ?      # {item.text}" for item in missing]


def _item_values(instrument: Instrument, items: Mapping[str, str], table: SurveyTable) -> list[str]:
    """Propose a translation where labels give codes other numbers, and ask for one where texts are none."""
    contradicting: dict[tuple[str, str], list[str]] = {}
    asked: dict[str, set[str]] = {}
    for item in instrument.items:
        column, options = items.get(item.id, ""), instrument.options_of(item)
        missing = {*table.user_missing.get(column, ()), *map(str, instrument.missing_codes)}
        proposed = labels_to_translate(table.value_labels.get(column, {}), missing, options)
        if proposed:
            pairs = ", ".join(f"{quoted(given)}: {value}" for given, value in proposed.items())
            contradicting.setdefault((item.choices, pairs), []).append(item.id)
        elif column:
            texts = {str(cell).strip() for cell in table.cells[column].dropna()} - missing
            asked.setdefault(item.choices, set()).update(_unknown_texts(texts, options))
    lines = [
        f"  {key}: {{{pairs}}}   # labels of {', '.join(items[one] for one in of_items)}"
        for (_, pairs), of_items in contradicting.items()
        for key in keys_of_values(instrument, of_items)
    ]
    done = {choices for choices, _ in contradicting}
    for choices, words in asked.items():
        if words and choices not in done:
            pairs = ", ".join(f"{quoted(word)}: ?" for word in sorted(words))
            lines.append(f"  {choices}: {{{pairs}}}   # those that are answers")
    return ["item_values:      # value of the export: value of the instrument", *lines] if lines else []


def _unknown_texts(texts: set[str], options: ResponseOptions) -> set[str]:
    """Return the texts of a column that are no label of the instrument; none where it is free text."""
    words = {text for text in texts if not WHOLE_NUMBER.match(text)}
    if len(words) > MOST_VALUES_LISTED or any(len(text) > LONGEST_OPTION for text in words):
        return set()
    return {text for text in words if len(numbers_of_label(text, options)) != 1}


def _missing_texts(instrument: Instrument, items: Mapping[str, str], table: SurveyTable) -> list[str]:
    """Ask of which kind the values are that the file declares missing and nobody has named."""
    known = {*map(str, instrument.missing_codes)}
    asked: dict[str, str] = {}
    for column in items.values():
        labels = table.value_labels.get(column, {})
        cells = table.cells[column].tolist()
        reasons = table.reasons.get(column, (None,) * len(cells))
        declared = table.user_missing.get(column, frozenset())
        for cell, reason in zip(cells, reasons, strict=True):
            word = cell if cell in declared else None if cell else reason
            if word and word not in known and (reason or "") not in STATED_BY_THE_PLATFORM:
                asked.setdefault(word, reason if reason != word and reason else labels.get(word, ""))
    lines = [
        f"  {quoted(word)}: ?   # {f'{called}: ' if called else ''}not answered, not applicable or not shown"
        for word, called in sorted(asked.items(), key=lambda one: plain(one[0]))
    ]
    return ["missing_texts:", *lines] if lines else []


def _stored_scores(table: SurveyTable, instruments: Sequence[Instrument]) -> list[str]:
    """Name the columns in which the file seems to hold scores of its own, for a person to use or not."""
    scales = " or ".join(scale.id for instrument in instruments for scale in instrument.scales)
    scale = scales or "SCALE"
    return [
        f"# If it is a score: stored_scores: {{{scale}: {quoted(column)}}}"
        for column in table.report.stored_scores
    ]
