"""Answers of a REDCap export against the data dictionary: missing data codes, unknown values, checks.

A missing data code is a project's own word in place of an answer (NASK, UNK, -99). REDCap does not put its
list into the dictionary: the codes that it proposes are known here, any other is listed as unknown.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from impl_eval.readers.survey.labelled_text import answers_in_words, some_names
from impl_eval.readers.survey.redcap_dictionary import RedcapDictionary, RedcapField, code_in_name
from impl_eval.readers.survey.redcap_forms import Cells, FormFindings

# The null flavours of HL7 that REDCap proposes for its missing data codes.
_PROPOSED: Mapping[str, str] = {
    "NI": "no information",
    "INV": "invalid",
    "UNK": "unknown",
    "NASK": "not asked",
    "ASKU": "asked but unknown",
    "NAV": "temporarily unavailable",
    "MSK": "masked",
    "NA": "not applicable",
    "NAVU": "not available",
    "NP": "not present",
    "OTH": "other",
    "DER": "derived",
    "UNC": "unencoded",
    "PINF": "positive infinity",
    "NINF": "negative infinity",
    "QS": "sufficient quantity",
    "TRC": "trace",
}
_NUMBER = re.compile(r"-?[0-9]*\.?[0-9]+\Z")
_NUMERIC = re.compile(r"(?:number|integer)")
_COMMA_DECIMAL = "comma_decimal"


def decimal_points(cells: Cells, dictionary: RedcapDictionary, findings: FormFindings) -> None:
    """Write the numbers of fields with decimal comma, as the dictionary declares it, with a point."""
    turned = []
    for field in dictionary.fields.values():
        if _COMMA_DECIMAL in field.validation and any(
            cell and "," in cell for cell in cells.get(field.name, ())
        ):
            cells[field.name] = [cell.replace(",", ".") if cell else cell for cell in cells[field.name]]
            turned.append(field.name)
    if turned:
        findings.notes.append(
            "Decimal commas, declared in the data dictionary, were read as decimal points, in: "
            f"{some_names(turned)}."
        )


def missing_codes(
    cells: Cells, dictionary: RedcapDictionary, findings: FormFindings
) -> dict[str, frozenset[str]]:
    """Return by column the proposed missing data codes that occur where the dictionary allows no such answer.

    Free text is left alone: there "NA" may be an answer.
    """
    found: dict[str, frozenset[str]] = {}
    counts: dict[str, int] = {}
    for name, field in dictionary.fields.items():
        if name not in cells or not (field.choices or field.validation or field.type in ("calc", "slider")):
            continue
        codes = {cell for cell in cells[name] if cell and cell in _PROPOSED and cell not in field.choices}
        if not codes:
            continue
        found[name] = frozenset(codes)
        for index, cell in enumerate(cells[name]):
            if cell in codes:
                reason = f"missing data code {cell} ({_PROPOSED[cell]})"
                findings.add(name, index, len(cells[name]), reason)
                counts[cell] = counts.get(cell, 0) + 1
    counts = _boxes_of_codes(cells, dictionary, findings, counts)
    if counts:
        listed = [f"{code} ({count})" for code, count in sorted(counts.items())]
        findings.notes.append(f"Missing data codes in place of answers: {some_names(listed)}.")
    return found


def _boxes_of_codes(
    cells: Cells, dictionary: RedcapDictionary, findings: FormFindings, counts: dict[str, int]
) -> dict[str, int]:
    """Blank all boxes of a question for which a missing data code was ticked, in a column of its own."""
    by_column = dictionary.by_column()
    for column in [one for one in cells if "___" in one and one not in by_column]:
        question, _, code = column.partition("___")
        field = dictionary.fields.get(question)
        if field is None or field.type != "checkbox":
            continue
        shown = next((one for one in _PROPOSED if code_in_name(one) == code), code.replace("_", "-"))
        boxes = [one for one in cells if one.startswith(f"{question}___") and one in by_column]
        for index, cell in enumerate(cells[column]):
            if cell != "1":
                continue
            counts[shown] = counts.get(shown, 0) + 1
            for box in boxes:
                cells[box][index] = None
                reason = f"missing data code {shown}"
                findings.add(box, index, len(cells[box]), reason)
    return counts


def check_notes(
    cells: Mapping[str, Sequence[str | None]],
    dictionary: RedcapDictionary,
    missing: Mapping[str, frozenset[str]],
) -> list[str]:
    """Count the answers that the dictionary does not allow: unknown choices, no numbers, out of range."""
    unknown, odd, outside = [], [], []
    for name, field in dictionary.fields.items():
        answers = [cell for cell in cells.get(name, ()) if cell and cell not in missing.get(name, ())]
        if field.choices and field.type != "checkbox":
            strange = sorted({cell for cell in answers if cell not in field.choices})
            if strange:
                unknown.append(f"{name} ({answers_in_words(strange)})")
        elif _NUMERIC.match(field.validation):
            numbers = [cell for cell in answers if _NUMBER.match(cell.replace(",", "."))]
            if len(numbers) < len(answers):
                odd.append(f"{name} ({len(answers) - len(numbers)})")
            count = sum(_is_outside(float(cell.replace(",", ".")), field) for cell in numbers)
            if count:
                outside.append(f"{name} ({count})")
    notes = []
    if unknown:
        notes.append(
            f"Answers that the data dictionary does not have: {some_names(unknown)}. They were kept; if they "
            "are missing data codes of the project, add them to missing_codes of instrument.yaml."
        )
    if odd:
        notes.append(f"Answers that are no numbers, in fields for numbers: {some_names(odd)}.")
    if outside:
        notes.append(f"Numbers outside the range of the data dictionary: {some_names(outside)}.")
    return notes


def _is_outside(number: float, field: RedcapField) -> bool:
    limits: list[tuple[str, Callable[[float, float], bool]]] = [
        (field.low, lambda value, limit: value < limit),
        (field.high, lambda value, limit: value > limit),
    ]
    return any(
        bool(_NUMBER.match(limit.replace(",", "."))) and beyond(number, float(limit.replace(",", ".")))
        for limit, beyond in limits
    )
