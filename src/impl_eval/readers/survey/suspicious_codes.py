"""Numbers that look like missing answers although nothing declares them so: 99, 999, -9 and their kin.

They stay answers until a person says otherwise; here they are only found, for the reading report.
"""

import re
from collections.abc import Collection, Mapping

from impl_eval.readers.report import Question
from impl_eval.readers.survey.labelled_text import some_names

_NUMBER = re.compile(r"-?[0-9]+(\.0+)?\Z")
_REPEATED = re.compile(r"(9{2,6}|8{2,6}|7{2,6}|9{1,5}[5-8])\Z")
_MISSING_WORDS = re.compile(
    r"\b(missing|skipped|refused|refusal|no answer|not answered|unanswered|not asked|not seen|not shown|"
    r"not applicable|n/?a|no response|prefer not|bad data|"
    r"(?:don['\u2018\u2019]?t|do not) know(?!\s+(?!or\b)\w))\b",  # but not: "Don't know how to use it"
    re.IGNORECASE,
)
_MOST_CODES = 25  # of one scale, missing codes included; ages and ids have more
_LARGEST_SINGLE = 7  # a lone 9 is suspicious only where all labelled answers end at 7 or before


def may_be_codes(distinct: Collection[str]) -> bool:
    """Tell whether the different cells of a column are few enough for the codes of one scale."""
    return 1 < len(distinct) <= _MOST_CODES


def suspicious_codes(
    distinct: Collection[str], labels: Mapping[str, str], declared: Collection[str]
) -> tuple[str, ...]:
    """Return the values of one column that look like undeclared missing codes, smallest first.

    `distinct` are the cells that occur, as text; `labels` by cell text; `declared` those that the file
    declares missing. Suspicious are: a code of nines, eights or sevens with more digits than any other
    answer; a 9 (and an 8 beside it) without a label beyond labelled answers that end at 7 or before; a
    negative code below answers that are otherwise 0 or more (-1 to -9 only without a label of their own);
    and a code whose label says that there is no answer.
    A column that holds anything but whole numbers has none, except by its labels.
    """
    undeclared = [text for text in distinct if text not in declared]
    found = {text for text in undeclared if _MISSING_WORDS.search(labels.get(text, ""))}
    numbers = {text: int(float(text)) for text in undeclared if _NUMBER.match(text) and len(text) < 16}
    if len(numbers) == len(undeclared):
        found |= _by_number(numbers, labels)
    return tuple(sorted(found, key=lambda text: (numbers.get(text, 0), text)))


def _by_number(numbers: Mapping[str, int], labels: Mapping[str, str]) -> set[str]:
    labelled = {int(float(code)) for code in labels if _NUMBER.match(code)}
    rest = {number for number in labelled | set(numbers.values()) if not _is_candidate(number)}
    if not rest:
        return set()
    found = {
        text
        for text, number in numbers.items()
        if number > 9 and _is_candidate(number) and len(str(number)) > len(str(max(rest)))
    }
    found |= _negative(numbers, labels, rest)
    if labels and max(rest) <= _LARGEST_SINGLE and "9" in numbers and "9" not in labels:
        found |= {text for text in ("8", "9") if text in numbers and text not in labels}
    return found


def _negative(numbers: Mapping[str, int], labels: Mapping[str, str], rest: set[int]) -> set[str]:
    """Return negative codes below answers that are otherwise 0 or more; not the left half of -3 to 3."""
    negative = {number for number in numbers.values() if number < 0}
    lowest = min(negative, default=0)
    left_half = 0 in rest and len(negative) == -lowest > 1 and -lowest <= max(rest)
    if min(rest) < 0 or left_half:
        return set()
    return {text for text, number in numbers.items() if _is_candidate(number) and number < 0} - {
        text for text, number in numbers.items() if number > -10 and labels.get(text)
    }


def _is_candidate(number: int) -> bool:
    if number < 0:
        return number > -10 or bool(_REPEATED.match(str(-number)))
    return number in (8, 9) or bool(_REPEATED.match(str(number)))


def suspicious_codes_note(
    distinct: Mapping[str, Collection[str]],
    labels: Mapping[str, Mapping[str, str]],
    declared: Mapping[str, Collection[str]],
) -> str:
    """Say, as a Question, which columns hold suspicious codes, and what to do; "" where none does."""
    named = []
    for column, texts in distinct.items():
        codes = suspicious_codes(texts, labels.get(column, {}), declared.get(column, ()))
        if codes:
            named.append(f"{column} ({', '.join(codes)})")
    if not named:
        return ""
    return Question(
        f"Values that look like missing codes, but are not declared missing: {some_names(named)}. They count "
        "as answers, unless missing_codes of instrument.yaml names them."
    )
