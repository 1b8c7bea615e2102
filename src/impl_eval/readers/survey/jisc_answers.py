"""The answers of a Jisc export beside its key: texts back to codes, tick boxes, and where the two differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from impl_eval.readers.survey.jisc_key import JiscKey
from impl_eval.readers.survey.labelled_text import answers_in_words, counted, some_names
from impl_eval.readers.survey.naming import without_markup


@dataclass(frozen=True)
class JiscAnswers:
    """n texts by column ("" where blank), the columns of tick boxes among them, and what was done."""

    cells: Mapping[str, Sequence[str]]
    ticks: tuple[str, ...]
    notes: list[str] = field(default_factory=list)


def decoded_texts(cells: Mapping[str, Sequence[str]], key: JiscKey) -> JiscAnswers:
    """Find the tick boxes by the key, and turn answers that were exported as texts back into codes.

    Only a column in which every answer is the label of exactly one code is turned.
    """
    decoded: dict[str, Sequence[str]] = {}
    ticks, turned = [], []
    for column, texts in cells.items():
        tick = key.tick_box(column)
        question = key.questions.get(tick[0] if tick else column)
        labels = question.labels if question else {}
        distinct = {text for text in texts if text}
        decoded[column] = texts
        if tick:
            option = labels[tick[1]]
            if distinct <= {"0", "1"}:
                ticks.append(column)
            elif {without_markup(text) for text in distinct} == {option}:
                ticks.append(column)
                turned.append(column)
                decoded[column] = ["1" if text else "0" for text in texts]
        elif labels and distinct and not distinct <= set(labels):
            codes = _code_of_label(labels)
            if all(without_markup(text) in codes for text in distinct):
                decoded[column] = [codes[without_markup(text)] if text else "" for text in texts]
                turned.append(column)
    notes = [f"Texts of answers were turned into the codes of the key, in: {some_names(turned)}."]
    return JiscAnswers(decoded, tuple(ticks), notes if turned else [])


def _code_of_label(labels: Mapping[str, str]) -> dict[str, str]:
    codes: dict[str, str] = {}
    for code, label in labels.items():
        if label in codes:
            return {}
        codes[label] = code
    return codes


def key_notes(key: JiscKey, cells: Mapping[str, Sequence[str | None]]) -> list[str]:
    """Say where answers and key do not fit together: it may be the key of another version."""
    notes = []
    unexplained = key.unexplained(list(cells))
    if unexplained:
        count = counted(len(unexplained), "column is", "columns are")
        notes.append(f"{count} not in the key {key.name}: {some_names(unexplained)}.")
    absent = key.without_column(list(cells))
    if absent:
        count = counted(len(absent), "question of the key has", "questions of the key have")
        notes.append(f"{count} no column: {some_names(absent)}.")
    options = [
        f"{question} ({some_names(codes)})"
        for question, codes in key.options_without_column(list(cells)).items()
    ]
    if options:
        notes.append(f"Options of the key without a column: {some_names(options)}.")
    strange = []
    for column, texts in cells.items():
        tick = key.tick_box(column)
        known = (
            {"0", "1"} if tick else set(key.questions[column].labels) if column in key.questions else set()
        )
        codes = sorted({text for text in texts if text} - known) if known else []
        if codes:
            strange.append(f"{column} ({answers_in_words(codes)})")
    if strange:
        notes.append(
            f"Answers that the key does not know: {some_names(strange)}. They were kept as they are."
        )
    if unexplained or absent or options or strange:
        notes.append(
            "The key is probably of another version of the survey: compare both before relying on it."
        )
    return notes


def tick_notes(ticks: Sequence[str], cells: Mapping[str, Sequence[str | None]]) -> list[str]:
    """Count the responses in which no box of a question was ticked: not shown, or none applies."""
    groups: dict[str, list[str]] = {}
    for column in ticks:
        groups.setdefault(column.rpartition("_")[0], []).append(column)
    untouched = []
    for question, columns in groups.items():
        rows = zip(*(cells[column] for column in columns), strict=True)
        count = sum(not any(cell == "1" for cell in row) for row in rows)
        if count and len(columns) > 1:
            untouched.append(f"{question} ({count})")
    if not ticks:
        return []
    note = f"{counted(len(ticks), 'column is a tick box', 'columns are tick boxes')}: 0 means 'not ticked'."
    if untouched:
        note += (
            " Responses without any tick, where it cannot be told whether the question was shown: "
            f"{some_names(untouched)}."
        )
    return [note]
