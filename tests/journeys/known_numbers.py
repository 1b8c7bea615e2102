"""What the numbers of a report may be: results as printed, settings, and texts that a study declares.

A small formatter of its own, written from docs/reference/statistics.md; it shares no code with the report.
"""

import csv
import datetime
import io
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import mean
from typing import Any

import yaml

from tests.journeys.numbers_in_word import plain

COUNTS = {"count", "missing_patterns"}
SHARES = {
    "share", "ceiling", "floor", "improper_resamples", "prevalence", "probability_of_improvement",
    "share_unmatched",
}  # fmt: skip
PER_CENTS = {"percent_agreement", "agreement_where_either_coded"}
SIGNED = {
    "mean_change", "mean_difference", "hodges_lehmann_change", "hodges_lehmann_change_zeros_dropped",
    "interval_delta", "zero_delta", "unmatched_change", "standardised_mean_change_av",
    "standardised_mean_change_z", "standardised_mean_change_z_hedges", "standardised_mean_difference",
}  # fmt: skip
BY_SIZE = {"rate", "degrees_of_freedom", "expected_false_matches", "odds_ratio"}
AMOUNTS = {"value", "denominator"}
RULES = {
    "rule.quotes.most": "2", "rule.quotes.shortest": "60", "rule.quotes.longest": "260",
    "rule.quotes.best": "140", "rule.few_pairs": "10",
}  # fmt: skip
"""Rules of the program that stand in no file, written here by hand from the documentation."""
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December")  # fmt: skip
DATA = ("survey_baseline", "survey_follow_up", "invitations", "coded_segments")
"""Files with rows of data: what stands there is no declared fact."""
Result = dict[str, Any]


class Known:
    """A study and what its run left: the one source of the expected texts."""

    def __init__(self, study: Path) -> None:
        internal = study / "outputs" / "internal"
        self.document = json.loads((internal / "results.json").read_text(encoding="utf-8"))
        self.provenance = json.loads((internal / "provenance.json").read_text(encoding="utf-8"))
        self.results: dict[str, Result] = {one["id"]: one for one in self.document["estimates"]}
        self.settings: dict[str, str] = self.provenance["settings"]
        self.hidden = {
            one if isinstance(one, str) else one["id"] for one in self.provenance["suppression"]["hidden"]
        }
        self.instruments = [
            yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
            | {"items": _rows(path.parent / "items.csv")}
            for path in sorted(study.glob("instruments/*/instrument.yaml"))
        ]
        library = Path(__file__).parents[2] / "src/impl_eval/protocols/checklist_library"
        texts = {plain(text).rstrip(".") for folder in (study, library) for text in _declared(folder)}
        dated = (study / "study.yaml").read_text(encoding="utf-8")
        dated += (study / "protocols" / "report.yaml").read_text(encoding="utf-8")
        self.dates = set(_dates(dated))
        self.versions = {text for text in texts if re.fullmatch(r"\d+(\.\d+)+", text)}
        words = {text.lower() for text in texts if re.search(r"\d", text) and re.search(r"[^\W\d_]", text)}
        self.declared = sorted(words, key=lambda text: (-len(text), text))
        self.report_words = yaml.load(
            (study / "protocols" / "report.yaml").read_text(encoding="utf-8"), yaml.BaseLoader
        )
        integration = (study / "protocols" / "integration.yaml").read_text(encoding="utf-8")
        self.decisions = yaml.load(integration, yaml.BaseLoader)["decisions"]
        self.scored = _rows(internal / "scored_responses.csv")

    def accepts(self, value_id: str, text: str) -> bool:
        """Whether a text is what a result or a declared fact says."""
        if value_id in self.results:
            return text in self.printed(value_id)
        return text in self.fact(value_id)

    def printed(self, result_id: str) -> set[str]:
        """Return all that a result may read as: value, n, interval, level, reason."""
        one = self.results[result_id]
        if result_id in self.hidden:
            smallest = self.document["smallest_count_shown"]
            return {"suppressed", f"fewer than {smallest}", "an undisclosed number of"}
        kind, value, low, high = one["statistic"], one["value"], one["low"], one["high"]
        n = set() if one["n"] is None else {f"{one['n']:,}", f"n = {one['n']:,}"}
        if value is None:
            reason = plain(one["reason"]).rstrip(".")
            bare = reason.removeprefix("not estimable: ")
            capital = {text[:1].upper() + text[1:] for text in (reason, bare)}
            return n | capital | {"not estimable", "not supplied", reason, bare}
        number = _number(kind, value, value)
        signed = f"+{number}" if kind in SIGNED and value > 0 and number.strip("0.") else number
        said = n | {number, signed, f"n = {number}"}
        if low is not None:
            bounds = f"{_number(kind, low, value)} to {_number(kind, high, value)}"
            level = f"{one['level'] * 100:.4g}%"
            said |= {bounds, level, f"{signed} ({bounds})", f"{signed} ({level} CI {bounds})"}
        return said

    def fact(self, fact_id: str) -> set[str]:
        """Return what a declared fact may read as, or nothing where there is no such fact."""
        kind, _, name = fact_id.partition(".")
        if kind == "scale":
            return {" to ".join(self._range(name.removesuffix(".range")))}
        if kind == "study":
            groups = [
                one
                for id_, one in self.results.items()
                if re.search(r"^interviews\.transcript\..*\.participants$", id_)
            ]
            told = {
                "site_count": self.document["study"]["site_count"],
                "group_discussions": sum(one["value"] > 1 for one in groups),
            }
            return {str(told.get(name, ""))}
        return self._setting(name) if kind == "plan" else {RULES.get(fact_id, "")}

    def _setting(self, name: str) -> set[str]:
        settings = self.settings
        level = float(settings["confidence_level"])
        smallest = self.document["smallest_count_shown"]
        special = {
            "confidence_level": {f"{level * 100:.4g}%"},
            "significance_level": {f"{1 - level:.4g}"},
            "smallest_count_shown": {str(smallest), f"1 to {smallest - 1}"},
            "family.scales": {str(len(settings["family"].split(", ")))},
            "sensitivity.kinds": {str(len(settings["sensitivity > analyses"].split(", ")))},
            "fit.majority_share": {f"{float(settings['fit > majority_share']) * 100:.4g}%"},
        }
        plain_value = settings.get(name.replace(".", " > "), "")
        return special.get(name) or {plain_value.removesuffix(".0")}

    def _range(self, scale: str) -> tuple[str, str]:
        for instrument in self.instruments:
            for item in instrument["items"]:
                if item["scale"] == scale:
                    options = instrument["choices"][item["choices"]]
                    return options["min"], options["max"]
        raise KeyError(scale)

    def sites_that_changed(self, scale: str) -> int:
        """Return how many sites have another mean of a scale at the second survey."""
        scores: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
        for row in self.scored:
            if row[scale]:
                scores[row["site"]][row["timepoint"]].append(float(row[scale]))
        means = [[mean(each) for each in site.values()] for site in scores.values() if len(site) == 2]
        return sum(abs(after - before) > 1e-9 for before, after in means)

    def patterns(self) -> list[tuple[frozenset[str], int]]:
        """Return the patterns of missing answers with their numbers of rows, the most frequent first."""
        items = [item["item_id"] for instrument in self.instruments for item in instrument["items"]]
        rows = [frozenset(item for item in items if not row[item]) for row in self.scored]
        return Counter(row for row in rows if len(row) < len(items)).most_common()


def _number(kind: str, value: float, main: float) -> str:
    if kind in SHARES | PER_CENTS:
        return f"{int(round(value * (100 if kind in SHARES else 1), 9) + 0.5)}%"
    if "p_value" in kind:
        return "<0.001" if value < 0.001 else ">0.999" if value >= 0.9995 else f"{value:.3f}"
    if kind in COUNTS or (kind in AMOUNTS and value == round(value)):
        return _fixed(value, 0)
    if kind in BY_SIZE | AMOUNTS:
        return _fixed(value, 0 if abs(main) >= 1000 else 1 if abs(main) >= 1 else 2)
    return _fixed(value, 2)


def _fixed(value: float, decimals: int) -> str:
    text = f"{abs(value):,.{decimals}f}"
    return text if value >= 0 or not text.strip("0.,") else f"−{text}"


def _rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def _declared(folder: Path) -> Iterator[str]:
    """Yield every text of the declared files of a study: values and keys of YAML, cells of CSV."""
    for path in sorted(folder.rglob("*")):
        if "outputs" in path.relative_to(folder).parts or path.name.startswith(DATA):
            continue
        if path.suffix == ".yaml":
            yield from _leaves(yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader))
        elif path.suffix == ".csv":
            for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))):
                yield from row


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield str(key)
            yield from _leaves(each)
    elif isinstance(value, list):
        for each in value:
            yield from _leaves(each)
    else:
        yield str(value)


def _dates(text: str) -> Iterator[str]:
    for found in set(re.findall(r"\b\d{4}-\d\d-\d\d\b", text)):
        yield from (day(found), month(found))


def day(iso: str) -> str:
    """Return '2024-03-31' as '31 March 2024'."""
    date = datetime.date.fromisoformat(iso)
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def month(iso: str) -> str:
    """Return '2024-03-31' as 'Mar 2024'."""
    date = datetime.date.fromisoformat(iso)
    return f"{_MONTHS[date.month - 1][:3]} {date.year}"
