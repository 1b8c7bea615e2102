"""The cells of one column as trimmed text: whole numbers without point, decimal commas, lost zeros."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from impl_eval.readers.survey.choices import line_to_add

_WHOLE_OR_POINT_ZERO = re.compile(r"-?(0|[1-9][0-9]*)(\.0+)?\Z")
_DECIMAL_COMMA = re.compile(r"-?[0-9]+,[0-9]+\Z")
_NUMBER_WITH_COMMA = re.compile(r"-?[0-9]+(,[0-9]+)?\Z")
_THOUSANDS = re.compile(r"-?[1-9][0-9]{0,2},[0-9]{3}\Z")
_PLACES_NAMED = 5
UNCERTAIN = "uncertain"


@dataclass
class CellFindings:
    """What was found about columns while their cells became text; `notes` says it."""

    shortened: list[str] = field(default_factory=list)
    commas_read: list[str] = field(default_factory=list)
    commas_left: list[str] = field(default_factory=list)
    lost_zeros: list[str] = field(default_factory=list)

    def notes(self) -> list[str]:
        """Return a sentence for each kind of finding."""
        notes = []
        if self.shortened:
            notes.append(f"Whole numbers written as 3.0 were read as 3, in: {', '.join(self.shortened)}.")
        if self.commas_read:
            notes.append(f"Decimal commas were read as decimal points, in: {', '.join(self.commas_read)}.")
        if self.commas_left:
            notes.append(
                f"Numbers with a comma stand in: {', '.join(self.commas_left)}. They were left as written. "
                f"If it is a decimal comma: {line_to_add('decimal', 'comma')}"
            )
        return notes + self.lost_zeros


def column_text(
    column: str,
    raw: Sequence[str | None],
    decimal: str,
    place: Callable[[int], str],
    findings: CellFindings,
) -> list[str | None]:
    """Return n cells as trimmed text, None where blank; `place` says in words where a cell stands.

    `decimal` is "comma", "point" (a comma is no decimal one), "" (it is one where it can be nothing else), or
    UNCERTAIN (nothing but a person can tell).
    """
    texts: dict[str | None, str | None] = {cell: cell.strip() or None if cell else None for cell in set(raw)}
    present = {text for text in texts.values() if text}
    change = _change(column, present, decimal, findings)
    if change is not None:
        texts = {cell: change(text) if text else None for cell, text in texts.items()}
    cells = [texts[cell] for cell in raw]
    _note_lost_zeros(column, cells, present, place, findings)
    return cells


def _change(
    column: str, present: set[str], decimal: str, findings: CellFindings
) -> Callable[[str], str] | None:
    if any("." in text for text in present) and all(map(_WHOLE_OR_POINT_ZERO.match, present)):
        findings.shortened.append(column)
        return lambda text: text.split(".")[0]
    with_comma = {text for text in present if _DECIMAL_COMMA.match(text)}
    if not with_comma or decimal == "point":
        return None
    numbers_only = all(map(_NUMBER_WITH_COMMA.match, present))
    certain = decimal == "comma" or (decimal != UNCERTAIN and not all(map(_THOUSANDS.match, with_comma)))
    if numbers_only and certain:
        findings.commas_read.append(column)
        return lambda text: text.replace(",", ".")
    findings.commas_left.append(column)
    return None


def _note_lost_zeros(
    column: str,
    cells: Sequence[str | None],
    present: set[str],
    place: Callable[[int], str],
    findings: CellFindings,
) -> None:
    """Numbers shorter than others that begin with 0: a spreadsheet has probably taken their zeros."""
    padded = max(
        (len(text) for text in present if len(text) > 1 and text[0] == "0" and text.isdigit()), default=0
    )
    short = {text for text in present if len(text) < padded and text.isdigit() and text[0] != "0"}
    if not short:
        return
    where = [index for index, cell in enumerate(cells) if cell in short]
    named = ", ".join(map(place, where[:_PLACES_NAMED]))
    more = f" and {len(where) - _PLACES_NAMED} more" if len(where) > _PLACES_NAMED else ""
    findings.lost_zeros.append(
        f"{column}: {len(where)} numbers are shorter than others that begin with 0 ({named}{more}): leading "
        "zeros were probably lost in a spreadsheet. Format such columns as text, and import them as text."
    )
