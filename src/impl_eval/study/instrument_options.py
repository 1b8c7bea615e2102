"""Response options of a draft: whole numbers, which codes are missing answers, and shared names.

What is proposed here is said: a person sees it in the draft and corrects it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from impl_eval.instruments import MissingKind
from impl_eval.readers.instruments.draft import DraftItem, DraftOption, Losses

OWN_CODES: Mapping[MissingKind, int] = {"not answered": -99, "not applicable": -88, "not shown": -77}
LONGEST_MISSING_LABEL = 40
_WHOLE = re.compile(r"[+-]?\d{1,9}(\.0+)?\Z")
_KINDS: tuple[tuple[re.Pattern[str], MissingKind], ...] = (
    (re.compile(r"not (been )?shown|skipped|never seen|not asked|filter", re.IGNORECASE), "not shown"),
    (
        re.compile(r"not applicable|does ?n[o']t apply|\bn\.?/?a\.?\b|not relevant|no basis", re.IGNORECASE),
        "not applicable",
    ),
    (
        re.compile(
            r"\A\W*(i )?do(n['’]?t| not) know\W*\Z|no answer|not answered|prefer not|rather not|refused|"
            r"\bmissing\b|can ?not say|no opinion",
            re.IGNORECASE,
        ),
        "not answered",
    ),
)
_USUAL_MISSING = frozenset((*range(7, 10), *range(77, 100), *range(777, 1000)))


@dataclass(frozen=True)
class SettledOptions:
    """The options of one item: lowest and highest answer, labels, and the codes taken for missing."""

    low: int
    high: int
    labels: tuple[tuple[int, str], ...]
    missing: tuple[tuple[int, MissingKind, str], ...]


def settle_options(item: DraftItem, losses: Losses) -> SettledOptions | None:
    """Return the options of an item as whole numbers, None where fewer than two answers are left."""
    numbered = _numbered(item, losses)
    missing = {number for number, option in numbered if option.is_missing}
    missing |= {number for number, _ in numbered if number < 0 and not _is_symmetric(numbered)}
    missing |= _ends_that_read_as_missing([one for one in numbered if one[0] not in missing])
    missing |= _far_above({number for number, _ in numbered} - missing)
    # Programs that want a label for every option write the number itself: that is no label.
    valid = [
        (number, "" if option.label == option.code else option.label)
        for number, option in numbered
        if number not in missing
    ]
    if item.range is None and len(valid) < 2:
        losses.add("Questions with fewer than two answers that count", item.id)
        return None
    low, high = item.range or (min(number for number, _ in valid), max(number for number, _ in valid))
    return SettledOptions(
        low,
        high,
        tuple(sorted((number, label) for number, label in valid if label and low <= number <= high)),
        tuple(
            (number, missing_kind(option.label), option.label)
            for number, option in numbered
            if number in missing
        ),
    )


def missing_kind(label: str) -> MissingKind:
    """Propose what a missing code means, from its label."""
    return next((kind for pattern, kind in _KINDS if pattern.search(label)), "not answered")


def _numbered(item: DraftItem, losses: Losses) -> list[tuple[int, DraftOption]]:
    if all(_WHOLE.match(option.code) for option in item.options):
        return [(int(float(option.code)), option) for option in item.options]
    first, last = item.options[0].code, item.options[-1].code
    losses.add(
        f"Codes that are no whole numbers, such as {first} to {last} (they became 1, 2, 3 ... in order; "
        "translate them in the column map)",
        item.id,
    )
    return list(enumerate(item.options, start=1))


def _ends_that_read_as_missing(numbered: Iterable[tuple[int, DraftOption]]) -> set[int]:
    """Return the codes at the ends whose labels say that there is no answer; one in the middle is one."""
    ranked = sorted(numbered, key=lambda one: one[0])
    found: set[int] = set()
    for end in (-1, 0):
        while ranked and _reads_as_missing(ranked[end][1].label):
            found.add(ranked.pop(end)[0])
    return found


def _reads_as_missing(label: str) -> bool:
    return len(label) <= LONGEST_MISSING_LABEL and any(pattern.search(label) for pattern, _ in _KINDS)


def _is_symmetric(numbered: Iterable[tuple[int, DraftOption]]) -> bool:
    """Tell whether codes run from -k to k: a scale with its middle at nought."""
    numbers = {number for number, _ in numbered}
    return len(numbers) > 2 and numbers == set(range(-max(numbers), max(numbers) + 1))


def _far_above(numbers: set[int]) -> set[int]:
    """Return codes such as 9 or 99 that stand apart above the others."""
    apart: set[int] = set()
    ranked = sorted(numbers)
    while len(ranked) > 2 and ranked[-1] in _USUAL_MISSING and ranked[-1] - ranked[-2] > 1:
        apart.add(ranked.pop())
    return apart


def gather_missing_codes(
    settled: Mapping[str, SettledOptions], losses: Losses
) -> dict[int, tuple[MissingKind, str]]:
    """Return the missing codes of all items, with kind and label; a code that is elsewhere an answer moves.

    The three kinds always have a code: what the file lacks gets -99, -88 or -77.
    """
    ranges = {(one.low, one.high) for one in settled.values()}

    def is_answer(code: int) -> bool:
        return any(low <= code <= high for low, high in ranges)

    codes: dict[int, tuple[MissingKind, str]] = {}
    for item_id, options in settled.items():
        for code, kind, label in options.missing:
            if is_answer(code):
                own = OWN_CODES[kind]
                losses.add(
                    f'The code {code} ("{label}"), which is an answer of other questions (the draft has '
                    f"{own} for it: translate it in the column map)",
                    item_id,
                )
            elif codes.setdefault(code, (kind, label))[0] != kind:
                losses.add(f"A second meaning of the missing code {code}", item_id)
    used = {kind for kind, _ in codes.values()}
    for kind, code in OWN_CODES.items():
        if kind not in used and not is_answer(code):
            codes.setdefault(code, (kind, ""))
    return dict(sorted(codes.items()))


def name_options(
    items: Iterable[DraftItem], settled: Mapping[str, SettledOptions]
) -> tuple[dict[str, str], dict[str, SettledOptions]]:
    """Give equal options one name; returns the name for each item, and the options for each name."""
    name_of: dict[tuple[object, ...], str] = {}
    names: dict[str, str] = {}
    options: dict[str, SettledOptions] = {}
    for item in items:
        one = settled[item.id]
        key = (one.low, one.high, one.labels)
        if key not in name_of:
            wanted = re.sub(r"[^A-Za-z0-9_\-]", "_", item.options_name)[:64]
            if not re.match(r"[A-Za-z]", wanted) or wanted in options:
                wanted = f"options_{len(options) + 1}"
            while wanted in options:
                wanted += "_2"
            name_of[key] = wanted
            options[wanted] = one
        names[item.id] = name_of[key]
    return names, options
