"""Results as spans of text. Digits come from number_text alone; each span names the result it shows."""

import re
from collections.abc import Iterable

from impl_eval.outputs import number_text
from impl_eval.outputs.reasons import is_suppressed
from impl_eval.outputs.report.model import CellLine, Span, Spans, TableCell, spans
from impl_eval.results import Reported

NOTHING = "–"
NO_BREAK = "\N{NO-BREAK SPACE}"

_INTERVAL = re.compile(r"\([^()]*\)")
_FEWER_THAN = re.compile(r"fewer than [\d,]+")


def shown(reported: Reported) -> Span:
    """Return value and interval: '+0.42 (95% CI 0.18 to 0.66)'."""
    return Span(number_text.value_text(reported), result_id=reported.id)


def shown_number(reported: Reported) -> Span:
    """Return the value alone."""
    return Span(number_text.number(reported), result_id=reported.id)


def shown_n(reported: Reported) -> Span:
    """Return how many an estimate rests on, or 'an undisclosed number of' where that is hidden."""
    n = reported.estimate.n
    text = "an undisclosed number of" if n is None else number_text.plain(n, 0)
    return Span(text, result_id=reported.id)


def fact(text: str, fact_id: str) -> Span:
    """Return a declared fact: its value as it reads here, and the name under which it is declared."""
    return Span(text, fact_id=fact_id)


def is_one(reported: Reported) -> bool:
    """Whether a count is exactly one."""
    return reported.estimate.value == 1


def counted(reported: Reported, one: str, many: str) -> Spans:
    """Return a count with its noun: '1 participant', '12 participants'."""
    return spans(shown_number(reported), f" {one if is_one(reported) else many}")


def has_value(reported: Reported) -> bool:
    """Whether there is a number to show."""
    return reported.estimate.value is not None


def text_cell(*parts: str | Span | Spans) -> TableCell:
    """Return a table cell of one paragraph."""
    return (CellLine(spans(*parts)),)


def value_cell(reported: Reported | None, *, in_one_line: bool = True) -> TableCell:
    """Return a cell with value and interval; the interval's level stands in the column's header.

    The interval stays in one line, or may be broken after "to".
    """
    if reported is None:
        return text_cell(NOTHING)
    estimate = reported.estimate
    text = number_text.value_text(reported)
    if estimate.level is not None:
        text = text.replace(f"({number_text.level_text(estimate.level)} ", "(")
    text = _INTERVAL.sub(lambda match: match[0].replace(" ", NO_BREAK), text)
    if not in_one_line:
        text = text.replace(f"{NO_BREAK}to{NO_BREAK}", f"{NO_BREAK}to ")
    return text_cell(Span(text, result_id=reported.id))


def level_of(results: Iterable[Reported | None]) -> str:
    """Return the name of the level of the intervals among results, '95% CI', or nothing."""
    levels = {
        reported.estimate.level
        for reported in results
        if reported is not None and reported.estimate.low is not None and reported.estimate.level is not None
    }
    return number_text.level_text(levels.pop()) if len(levels) == 1 else ""


def with_level(header: str, results: Iterable[Reported | None]) -> str:
    """Return a header that says what stands in brackets below it: 'Mean (95% CI)'."""
    level = level_of(results)
    return f"{header} ({level})" if level else header


def reasons_note(results: Iterable[Reported | None]) -> str:
    """Return why values are missing, each reason once, as sentences under a table.

    What was not supplied says so in its cell; all that is hidden shares one sentence.
    """
    missing = [
        reported
        for reported in results
        if reported is not None
        and not has_value(reported)
        and number_text.number(reported) != number_text.NOT_SUPPLIED
    ]
    hidden = [reported.estimate.reason for reported in missing if is_suppressed(reported.estimate)]
    reasons = [
        f"{sentence_case(number_text.reason_text(reported)).rstrip('.')}."
        for reported in missing
        if not is_suppressed(reported.estimate)
    ]
    return joined_sentences(*reasons, _hidden_note(hidden))


def _hidden_note(reasons: list[str]) -> str:
    if not reasons:
        return ""
    few = _FEWER_THAN.search(" ".join(reasons))
    if few is None:
        return "Some numbers are hidden so that others cannot be worked out from them."
    return f"Some numbers are hidden because they rest on {few[0]} people."


def joined_sentences(*sentences: str) -> str:
    """Return sentences as one text, each of them once."""
    return " ".join(dict.fromkeys(filter(None, sentences)))


def sentence_case(text: str) -> str:
    """Return text with a capital first letter and the rest as it is."""
    return text[:1].upper() + text[1:]


def mid_sentence(label: str) -> str:
    """Return a label as it reads inside a sentence: a small first letter, unless it is an abbreviation."""
    first = label.split(" ", 1)[0]
    return label if len(first) > 1 and first.isupper() else label[:1].lower() + label[1:]


def listed(words: Iterable[str], last: str = "and") -> str:
    """Return 'a', 'a and b' or 'a, b and c'; with `last` "or", 'a, b or c'."""
    names = list(words)
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"
