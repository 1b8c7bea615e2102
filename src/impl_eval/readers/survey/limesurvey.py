"""LimeSurvey exports (CSV or Excel), with question codes, texts or both in the heading.

A response without submit date is partial: left out and counted. Columns get their question codes as
names where the heading has them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from impl_eval.readers.survey.choices import ReadingChoices
from impl_eval.readers.survey.naming import has_placeholder, repeated_note, unique_names, without_markup
from impl_eval.readers.survey.raw_table import Companions, RawTable, TidyTable, left_out

NOT_SHOWN = "N/A"
NOT_SHOWN_REASON = "not shown: the question did not apply"
_CODE = r"[A-Za-z][A-Za-z0-9_]*(?:\[[^\]\s]*\])*"
_CODE_AND_TEXT = re.compile(rf"\s*(?P<code>{_CODE})\s*\.\s+(?P<text>.*)\Z", re.DOTALL)
_ONLY_CODE = re.compile(rf"\s*(?P<code>{_CODE})\.?\s*\Z")
_FACT_CODES = frozenset(
    {
        "id",
        "submitdate",
        "lastpage",
        "startlanguage",
        "seed",
        "startdate",
        "datestamp",
        "ipaddr",
        "refurl",
        "token",
    }
)
# The headings of the same facts where an export has texts only.
_WORDS = {
    "id": "response id, antwort id, id de la réponse, id de respuesta, antwoord-id, id risposta",
    "submitdate": (
        "date submitted, datum abgeschickt, date de soumission, fecha de envío, datum ingestuurd, data invio"
    ),
    "lastpage": "last page, letzte seite, dernière page, última página, laatste pagina, ultima pagina",
    "startlanguage": (
        "start language, start-sprache, langue de départ, idioma inicial, lenguaje inicial, starttaal, "
        "lingua iniziale"
    ),
    "seed": "seed, zufallsstartwert",
    "startdate": "date started, datum gestartet, date de lancement, fecha de inicio, startdatum, data inizio",
    "datestamp": "date last action, datum letzte aktivität, date de la dernière action, datum laatste actie",
    "ipaddr": "ip address, ip-adresse, adresse ip, dirección ip, ip-adres, indirizzo ip",
    "refurl": "referrer url",
    "token": "token, access code, zugangsschlüssel, zugangscode",
}
_FACT_TEXTS: Mapping[str, str] = {
    word.strip(): fact for fact, words in _WORDS.items() for word in words.split(",")
}
_FEWEST_FACTS = 3
_MOSTLY = 0.7
_NO_DATE = "1980-01-01"  # what LimeSurvey writes where a survey keeps no dates


@dataclass(frozen=True)
class _Heading:
    """k columns: codes ("" where the heading has none), texts on one line, and the facts they hold."""

    codes: tuple[str, ...]
    texts: tuple[str, ...]
    facts: Mapping[str, int]


def recognise(raw: RawTable) -> str:
    """Return what shows that a table is a LimeSurvey export, "" where nothing does."""
    heading = _heading(raw)
    coded = sum(bool(_CODE_AND_TEXT.match(cell)) for cell in raw.header)
    mostly_coded = coded > _MOSTLY * len(raw.header)
    if "id" in heading.facts and mostly_coded and _CODE_AND_TEXT.match(raw.header[heading.facts["id"]]):
        return 'headings of the form "code. text"'
    if {"submitdate", "lastpage"} & set(heading.facts) and len(heading.facts) >= _FEWEST_FACTS:
        return f"columns {', '.join(without_markup(raw.header[at]) for at in sorted(heading.facts.values()))}"
    return ""


def tidy(raw: RawTable, choices: ReadingChoices, companions: Companions) -> TidyTable:
    """Return the complete responses of a LimeSurvey export; no companion file is needed."""
    heading = _heading(raw)
    wanted = [code or text for code, text in zip(heading.codes, heading.texts, strict=True)]
    names, repeated = unique_names(wanted)
    kept, rows_dropped, notes = _kept_rows(raw, heading, choices)
    cells = {name: [raw.rows[index][at] for index in kept] for at, name in enumerate(names)}
    fact_columns = {names[at] for at in heading.facts.values()}
    not_shown = [
        name
        for name in names
        if name not in fact_columns and any(cell.strip() == NOT_SHOWN for cell in cells[name])
    ]
    unfilled = [name for name, text in zip(names, heading.texts, strict=True) if has_placeholder(text)]
    return TidyTable(
        "LimeSurvey",
        names,
        kept,
        cells,
        variable_labels={name: text for name, text in zip(names, heading.texts, strict=True) if text},
        user_missing={name: frozenset({NOT_SHOWN}) for name in not_shown},
        reasons={
            name: [NOT_SHOWN_REASON if cell.strip() == NOT_SHOWN else None for cell in cells[name]]
            for name in not_shown
        },
        personal={names[heading.facts["ipaddr"]]: "IP address"} if "ipaddr" in heading.facts else {},
        date_columns=tuple(
            names[heading.facts[fact]]
            for fact in ("submitdate", "startdate", "datestamp")
            if fact in heading.facts
        ),
        rows_dropped=rows_dropped,
        notes=(
            *notes,
            *((repeated_note(repeated, "Headings"),) if repeated else ()),
            *_cell_notes(cells, fact_columns, not_shown, unfilled),
        ),
        identifier=names[heading.facts["id"]] if "id" in heading.facts else "",
    )


def _heading(raw: RawTable) -> _Heading:
    codes, texts = [], []
    facts: dict[str, int] = {}
    for at, cell in enumerate(raw.header):
        match = _CODE_AND_TEXT.match(cell) or _ONLY_CODE.match(cell)
        code = match["code"] if match else ""
        text = without_markup(match["text"] if match and "text" in match.groupdict() else cell)
        fact = code if code in _WORDS else _FACT_TEXTS.get(text.lower(), "")
        if fact:
            facts.setdefault(fact, at)
        codes.append(code)
        texts.append("" if text == code else text)
    return _Heading(tuple(codes), tuple(texts), facts)


def _kept_rows(
    raw: RawTable, heading: _Heading, choices: ReadingChoices
) -> tuple[list[int], tuple[tuple[str, str], ...], list[str]]:
    every = list(range(1, len(raw.rows)))
    submitted = heading.facts.get("submitdate")
    if submitted is None:
        note = "There is no submit date in the export: partial responses cannot be told apart, all were kept."
        return every, (), [note]
    complete = [index for index in every if raw.rows[index][submitted].strip() not in {"", NOT_SHOWN}]
    notes = []
    undated = sum(raw.rows[index][submitted].startswith(_NO_DATE) for index in complete)
    if undated:
        notes.append(f"Submit dates of {_NO_DATE} ({undated}) only say that a response is complete.")
    partial = sorted(set(every) - set(complete))
    if choices.keep_unfinished or not partial:
        return every, (), notes
    if not complete:
        notes.append(
            "No response has a submit date: either all are partial, or dates were taken away; all were kept."
        )
        return every, (), notes
    why = "partial: no submit date (keep_unfinished keeps them)"
    return complete, left_out(raw, partial, why), notes


def _cell_notes(
    cells: Mapping[str, Sequence[str]], facts: set[str], not_shown: Sequence[str], unfilled: Sequence[str]
) -> list[str]:
    coded, ticks = [], []
    for name, given in cells.items():
        present = {cell.strip() for cell in given} - {"", NOT_SHOWN}
        if name in facts or not present:
            continue
        if all(re.fullmatch(r"A[O]?\d{1,3}", text) for text in present):
            coded.append(name)
        if present == {"Y"} and "[" in name:
            ticks.append(name)
    notes = []
    if coded:
        notes.append(f"Answers stand as LimeSurvey's codes (A1, A2, ...), in: {', '.join(coded)}.")
    if ticks:
        notes.append(f"Tick boxes with Y where ticked; a blank cell is 'not ticked', in: {', '.join(ticks)}.")
    if not_shown:
        notes.append(
            f'"{NOT_SHOWN}" means {NOT_SHOWN_REASON} (declared missing), in: {", ".join(not_shown)}.'
        )
    if unfilled:
        notes.append(f"Headings with places that were never filled in: {', '.join(unfilled)}.")
    return notes
