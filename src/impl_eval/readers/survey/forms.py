"""Google Forms and Microsoft Forms exports: the question texts are the headings.

Both write in the language of whoever made the form: they are known by their time stamps as well as by
the words for them.
"""

import re
from collections.abc import Sequence

from impl_eval.readers.survey.choices import ReadingChoices
from impl_eval.readers.survey.dates import looks_like_dates
from impl_eval.readers.survey.form_words import MICROSOFT_HEADINGS, SCORE_WORDS, TIMESTAMP_WORDS
from impl_eval.readers.survey.naming import on_one_line, repeated_note, unique_names
from impl_eval.readers.survey.raw_table import Companions, RawTable, TidyTable

_GRADING = re.compile(
    r"(points|feedback|punkte|punti|puntos|pontos|punten)\s*[-\u2010-\u2015]\s*(?P<question>.+)\Z", re.I
)
_GOOGLE_GRADING = re.compile(r"(?P<question>.+)\s\[(?P<what>score|feedback)\]\Z", re.I)
_GRID = re.compile(r"(?P<stem>.+\S)\s*\[(?P<row>[^\[\]]+)\]\Z")
_QUESTION_WORDS = 3


def recognise_google(raw: RawTable) -> str:
    """Return what shows that a table is from Google Forms: its first column, by heading or by content."""
    if len(raw.header) < 2:
        return ""
    first = on_one_line(raw.header[0])
    if first.casefold() in TIMESTAMP_WORDS and not _microsoft_facts(raw):
        return f'first column "{first}"'
    stamps = {cell.strip() for cell in raw.column(0)} - {""}
    with_time = bool(stamps) and all(":" in stamp for stamp in stamps)
    asked = sum(_is_question(name) for name in raw.header[1:])
    if (
        with_time
        and looks_like_dates(stamps)
        and asked * 2 > len(raw.header) - 1
        and not _microsoft_facts(raw)
    ):
        return f'first column "{first}" with nothing but time stamps, and questions as headings'
    return ""


def recognise_microsoft(raw: RawTable) -> str:
    """Return what shows that a table is from Microsoft Forms: an ID, start and completion times."""
    facts = _microsoft_facts(raw)
    if {"id", "started", "completed"} <= set(facts):
        return "columns " + ", ".join(
            on_one_line(raw.header[facts[one]]) for one in ("id", "started", "completed")
        )
    return ""


def tidy_google(raw: RawTable, choices: ReadingChoices, companions: Companions) -> TidyTable:
    """Return the responses of a Google Forms export; score and feedback columns of a quiz are told apart."""
    asked = [on_one_line(name) for name in raw.header]
    grading = {at: match for at, name in enumerate(asked) if (match := _GOOGLE_GRADING.match(name))}
    feedback = {
        at
        for at, match in grading.items()
        if match["question"] in asked and match["what"].lower() == "feedback"
    }
    scores = [at for at, match in grading.items() if match["question"] in asked and at not in feedback]
    scores += [at for at, name in enumerate(asked) if name.casefold() in SCORE_WORDS]
    return _form(raw, "Google Forms", asked, feedback, [0], scores, "", _grid_notes(asked))


def tidy_microsoft(raw: RawTable, choices: ReadingChoices, companions: Companions) -> TidyTable:
    """Return the responses of a Microsoft Forms export, without the points and feedback of a quiz."""
    asked = [on_one_line(name) for name in raw.header]
    facts = _microsoft_facts(raw)
    graded = {
        at for at, name in enumerate(asked) if (match := _GRADING.match(name)) and match["question"] in asked
    }
    graded |= {facts["feedback"]} if "feedback" in facts else set()
    dates = [facts[one] for one in ("started", "completed", "modified") if one in facts]
    scores = [facts["total"]] if "total" in facts else []
    return _form(raw, "Microsoft Forms", asked, graded, dates, scores, asked[facts["id"]], [])


def _form(
    raw: RawTable,
    platform: str,
    asked: Sequence[str],
    graded: set[int],
    dates: Sequence[int],
    scores: Sequence[int],
    identifier: str,
    notes: Sequence[str],
) -> TidyTable:
    names, repeated = unique_names(asked)
    body = raw.rows[1:]
    cells: dict[str, list[str | None]] = {}
    several, dropped = [], []
    for at, name in enumerate(names):
        column: list[str | None] = [row[at] for row in body]
        if at in graded:
            dropped.append((name, "points or feedback of a quiz, no answer"))
        elif not asked[at] and not any(map(str.strip, (row[at] for row in body))):
            dropped.append((name, "no name and no cells"))
        else:
            cells[name] = column
            if platform == "Microsoft Forms" and _ends_in_semicolons(column):
                several.append(name)
                cells[name] = [cell.strip().removesuffix(";") if cell else cell for cell in column]
    told = [*notes]
    if repeated:
        told.append(repeated_note(repeated, "Headings"))
    if several:
        told.append(f"Several answers in one cell, separated by semicolons, in: {', '.join(several)}.")
    return TidyTable(
        platform,
        tuple(cells),
        range(1, len(raw.rows)),
        cells,
        variable_labels={names[at]: text for at, text in enumerate(asked) if text and names[at] in cells},
        date_columns=tuple(names[at] for at in dates),
        stored_scores=tuple(names[at] for at in scores),
        columns_dropped=tuple(dropped),
        notes=tuple(told),
        identifier=identifier if identifier in cells else "",
        dates_at=tuple(dates),
    )


def _microsoft_facts(raw: RawTable) -> dict[str, int]:
    facts: dict[str, int] = {}
    for at, name in enumerate(raw.header):
        fact = MICROSOFT_HEADINGS.get(on_one_line(name).casefold())
        if fact:
            facts.setdefault(fact, at)
    return facts


def _is_question(heading: str) -> bool:
    return (
        "?" in heading
        or "？" in heading
        or len(heading.split()) >= _QUESTION_WORDS
        or bool(_GRID.match(heading))
    )


def _grid_notes(asked: Sequence[str]) -> list[str]:
    stems: dict[str, int] = {}
    for name in asked:
        match = _GRID.match(name)
        if match and not _GOOGLE_GRADING.match(name):
            stems[match["stem"]] = stems.get(match["stem"], 0) + 1
    grids = [count for count in stems.values() if count > 1]
    return (
        [f"Grids of questions (stem [row]): {len(grids)}, of {', '.join(map(str, grids))} rows."]
        if grids
        else []
    )


def _ends_in_semicolons(column: Sequence[str | None]) -> bool:
    present = [cell.strip() for cell in column if cell and cell.strip()]
    return bool(present) and sum(cell.endswith(";") for cell in present) * 2 > len(present)
