"""The numbers in the words that stand for a figure, computed anew from the results that the figure shows."""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence

from tests.journeys.known_numbers import Known, Result, month

Groups = tuple[str, ...]


def alt_left(text: str, sources: Sequence[str], known: Known) -> str:
    """Return what is left of an alternative text: nothing where each of its numbers is computed alike."""
    if text.startswith("Boxes from top to bottom."):
        return _flow_left(text, sources, known)
    results = [known.results[one] for one in sources]
    for pattern, expected in _KINDS:
        match = re.match(pattern, text)
        if match:
            wanted = expected(results, known, text)
            return "" if match.groups() == wanted else f"{text} (expected {wanted})"
    return text


def _flow_left(text: str, sources: Sequence[str], known: Known) -> str:
    """Return what is left of the words for a flow of respondents, which names every box in order."""
    told = [one.replace(",", "") for one in re.findall(r": ([\d,]+)(?=[;.])", text)]
    counted = [f"{known.results[one]['value']:.0f}" for one in sources]
    return "" if told == counted else text


def _change(results: list[Result], known: Known, text: str) -> Groups:
    values = [one["value"] for one in results]
    ordered = sorted(results, key=lambda one: one["value"])
    return (
        str(len(results)), _signed(ordered[-1], known), _signed(ordered[0], known),
        str(sum(value > 0 for value in values)), str(sum(value < 0 for value in values)),
    )  # fmt: skip


def _signed(one: Result, known: Known) -> str:
    (said,) = [text for text in known.printed(one["id"]) if re.fullmatch(r"[+−]\d+\.\d\d", text)]
    return said


def _means(results: list[Result], known: Known, text: str) -> Groups:
    scales: dict[str, list[float]] = defaultdict(list)
    for one in results:
        scales[one["scale_id"]].append(one["value"])
    before, after = max(scales.values(), key=lambda pair: abs(pair[1] - pair[0]))
    return str(len(scales)), f"{before:.2f}", f"{after:.2f}"


def _segments(results: list[Result], known: Known, text: str) -> Groups:
    mechanisms: dict[str, int] = defaultdict(int)
    valences: dict[str, int] = defaultdict(int)
    for one in results:
        mechanisms[one["mechanism_id"]] += int(one["value"])
        valences[one["id"].rpartition(".")[2]] += int(one["value"])
    told = ", ".join(f"{count} {valence}" for valence, count in valences.items())
    return str(len(mechanisms)), told, str(max(mechanisms.values())), str(min(mechanisms.values()))


def _distribution(results: list[Result], known: Known, text: str) -> Groups:
    options = {one["id"].split(".share.")[1].split(".")[0] for one in results}
    bars = {(one["item_id"], one["timepoint"]) for one in results}
    largest = max(results, key=lambda one: one["value"])
    option = largest["id"].split(".share.")[1].split(".")[0]
    item = next(
        each | one["choices"][each["choices"]]["labels"]
        for one in known.instruments
        for each in one["items"]
        if each["item_id"] == largest["item_id"]
    )
    share = f"{int(largest['value'] * 100 + 0.5)}%"
    return str(len(options)), str(len(bars)), share, str(item.get(option, option))


def _trend(results: list[Result], known: Known, text: str) -> Groups:
    places: dict[str, list[float]] = defaultdict(list)
    for one in sorted(results, key=lambda one: one["id"]):
        places[one["place"]].append(one["value"])
    ends = [values[-1] - values[0] for values in places.values()]
    values = [value for each in places.values() for value in each]
    dates = sorted(re.search(r"\d{4}-\d\d-\d\d", one["id"])[0] for one in results)  # type: ignore[index]
    return (
        results[0]["unit"][:1].upper() + results[0]["unit"][1:],
        str(len(places)), month(dates[0]), month(dates[-1]), f"{min(values):.1f}", f"{max(values):.1f}",
        str(sum(end > 0 for end in ends)), str(sum(end < 0 for end in ends)),
    )  # fmt: skip


def _sensitivity(results: list[Result], known: Known, text: str) -> Groups:
    bounded = [one for one in results if one["low"] is not None]
    apart = sum(one["low"] > 0 or one["high"] < 0 for one in bounded)
    scales, analyses = ({one[key] for one in results} for key in ("scale_id", "analysis"))
    return str(len(scales)), str(len(analyses)), str(len(bounded)), str(apart)


def _transitions(results: list[Result], known: Known, text: str) -> Groups:
    same = later = earlier = 0
    for one in results:
        before, after = map(int, re.search(r"from\.(\d+)\.to\.(\d+)$", one["id"]).groups())  # type: ignore[union-attr]
        same += int(one["value"]) * (after == before)
        later += int(one["value"]) * (after > before)
        earlier += int(one["value"]) * (after < before)
    return str(same), str(later), str(earlier)


def _missing(results: list[Result], known: Known, text: str) -> Groups:
    drawn = known.patterns()[: len(results)]
    items = frozenset[str]().union(*(pattern for pattern, _ in drawn))
    return str(len(drawn)), str(len(items)), str(drawn[0][1])


_KINDS: tuple[tuple[str, Callable[[list[Result], Known, str], Groups]], ...] = (
    (
        r"Change with its interval for (\d+) rows\. Highest (\S+) \(.*\), lowest (\S+) \(.*\)\. "
        r"(\d+) higher after, (\d+) lower after\.$",
        _change,
    ),
    (r"Means at each survey for (\d+) scales\. Largest distance: .*, from (\S+) to (\S+)\.$", _means),
    (
        r"Stacked bars of coded segments for (\d+) mechanisms: ([^.]+)\. "
        r"Most: \D+\((\d+)\); fewest: \D+\((\d+)\)\.$",
        _segments,
    ),
    (
        r"Stacked bars of (\d+) response options, from \"\D+\" to \"\D+\", in (\d+) bars\. "
        r"Largest share: (\d+%) \"(.*?)\" \(\D+\)?\.$",
        _distribution,
    ),
    (
        r"(.*) as lines for (\d+) places, (\w+ \d+) to (\w+ \d+)\. From (\S+) to (\S+), highest \D+; "
        r"first to last, (\d+) rising, (\d+) falling\.$",
        _trend,
    ),
    (
        r"Change in (\d+) scales under (\d+) analyses, primary first: \D+\. "
        r"Of (\d+) intervals, (\d+) leave out zero\.$",
        _sensitivity,
    ),
    (
        r"Heat map of \D+: (\d+) gave the same answer, (\d+) a later option, (\d+) an earlier one\.$",
        _transitions,
    ),
    (
        r"(\d+) patterns of missing answers over (\d+) items\. "
        r"Most frequent: Nothing missing \((\d+) rows\)\.$",
        _missing,
    ),
)
"""How each kind of figure is told, with the numbers in groups, and what these have to be."""
