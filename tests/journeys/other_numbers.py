"""Numbers of a report that are no results: each kind is recognised by a rule of its own, and by no other.

A rule takes away what it explains; a digit that is left over belongs to nothing.
"""

import re
from collections.abc import Callable, Iterable
from pathlib import Path

import yaml

from tests.journeys.alt_numbers import alt_left
from tests.journeys.known_numbers import Known, day, month
from tests.journeys.numbers_in_word import TAKEN, Piece, WordReport, plain

LIBRARY = Path(__file__).parents[2] / "src/impl_eval/protocols/checklist_library"
NAMES = r"\b(?:CR2|AC1|SHA-256|ICC\(1\))"
"""Names of methods that hold a digit."""
_DECIDED = r"([A-Z]{2}(?: and [A-Z]{2})?), (\d+ \w+ \d{4})"
Check = Callable[[re.Match[str], Piece], bool]


class OtherNumbers:
    """The rules, for one report of one study."""

    def __init__(self, known: Known, report: WordReport) -> None:
        self.known = known
        self.report = report
        self.named = {_whole(one) for one in report.pieces if re.match("Heading|Caption", one.place)}
        self.cells = {(one.block, one.place): one for one in report.pieces}
        self.checklists = {
            one["id"]: one
            for one in (
                yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
                for path in sorted(LIBRARY.glob("*.yaml"))
            )
        }
        level = rf"{float(known.settings['confidence_level']) * 100:g}"
        smallest = known.document["smallest_count_shown"]
        self.rules: list[tuple[str, str, str, Check | None]] = [
            ("", "", NAMES, None),
            ("", "header", rf"\({level}% CI(?: in brackets)?\)", None),
            (r"\.fit\.text$|^joint\.display$", "", _DECIDED, self._decided),
            (r"^outcomes\.", r"label|cell", r"^((?:\d+ )?\w+ \d{4})$", self._outcome_date),
            (r"^interviews\.transcripts$", r"cell \d+,0", r"^(\S+)$", self._transcript),
            ("", "TableNote", rf"\bfewer than {smallest} people\b", None),
            ("", "header|alt", r"\bp \(CR2\)", None),
            (r"^(executive\.recommendation|recommendations|board)\.", "", r"^(\d+)\. (.*)", self._advice),
            (r"^survey\.matching$", "cell", r"punctuation, O and 0$", None),
            (r"^survey\.item_changes$", r"cell \d+,0", r": at least (\d+)$", self._threshold),
            (r"^survey\.sensitivity$", "cell", r"at least (\d+)% of the items", self._prorating),
            (r"^survey\.sensitivity$", "cell", r"smallest p possible: ([\d.e-]+)", self._flips),
            (r"^survey\.tipping_point$", "TableNote", r"the interval includes 0 already", None),
            (r"^survey\.transitions\.", "TableNote", r"(\d+): ([^;.]+)", self._option),
            (r"^survey\.missing_patterns", "TableNote", r"(\d+) rows have one of (\d+) other", self._others),
            (r"^(title\.version|control\.)", "", r"(?:^|: )(\d+\.\d+)$", self._version),
            (r"^(codebook\.codes|methods\.instruments)", "", r"[Vv]ersion (\d[\d.]*\d)", self._version),
            (r"^checklists\.(\w+)\.table$", "Caption|tbl", r"version (\d{4})$", self._checklist),
            (r"^checklists\.", r"cell \d+,0$", r"^(\S+)$", self._checklist_item),
            (r"^provenance\.text_2$", "", r"([\w-]+) (\d[\d.]*\d)(?=[,.])", self._software),
            (r"^provenance\.inputs$", "cell", r"^(.+)$", self._input),
            (r"^provenance\.settings$", "cell", r"^(.+)$", self._setting),
            (r"^instruments\..*\.items$", r"cell \d+,0", r"^(\w+)(?: \(reversed\))?$", self._item),
            (r"^instruments\..*\.items$", r"cell \d+,2", r"^(\d+) to (\d+)$", self._answers),
            (r"^instruments\..*\.items$", "TableNote", r"(\d+) to (\d+): ([^.]+?) to ([^.]+)\.", self._ends),
            (r"^survey\.distribution\.", r"label \(0, \d+\)", r"^(\d+)$", self._option_name),
        ]  # fmt: skip

    def left(self, piece: Piece) -> str:
        """Return what is left of a piece once every rule took away what it explains."""
        if piece.place == "alt":
            return alt_left(piece.text, self.report.sources[piece.block], self.known)
        if piece.block.startswith("contents."):
            return "" if piece.text in self.named else piece.text
        text, self.refused = piece.text, False
        for block, place, pattern, check in self.rules:
            if re.search(block, piece.block) and re.search(place, piece.place):
                text = re.sub(pattern, lambda match, check=check: self._taken(match, piece, check), text)
        for date in self.known.dates:
            text = re.sub(rf"(?<![\w-]){re.escape(date)}(?![\w-])", "", text)
        return text if self.refused else _without(text, self.known.declared)

    def _taken(self, match: re.Match[str], piece: Piece, check: Check | None) -> str:
        """Take a match away; one that its rule refuses stays, and is no word of the study's files either."""
        if check is None or check(match, piece):
            return " "
        self.refused = True
        return match[0]

    def _row(self, piece: Piece) -> tuple[int, int]:
        row, column = piece.place.removeprefix("cell ").split(",")
        return int(row), int(column)

    def _beside(self, piece: Piece, column: int) -> str:
        return self.cells[piece.block, f"cell {self._row(piece)[0]},{column}"].text

    def _advice(self, match: re.Match[str], piece: Piece) -> bool:
        """A recommendation bears its place among those of the study's file."""
        words = self.known.report_words["recommendations"]
        number = int(match[1])
        return number <= len(words) and match[2].startswith(plain(words[number - 1]["what"]).rstrip("."))

    def _decided(self, match: re.Match[str], piece: Piece) -> bool:
        """Who decided on a fit, and when, stands in the study's file, for this very mechanism."""
        mechanisms = [one["id"] for one in self.known.document["mechanisms"]]
        inside = piece.block.split(".")[1]
        mechanism = inside if inside in mechanisms else mechanisms[self._row(piece)[0] - 1]
        return any(
            (one["mechanism"], one["decided_by"], day(one["date"])) == (mechanism, match[1], match[2])
            for one in self.known.decisions
        )

    def _outcome_date(self, match: re.Match[str], piece: Piece) -> bool:
        """The date of an outcome is that of the results in its row."""
        row = int(re.findall(r"\d+", piece.place)[0])
        ids = [named[0][0] for one in self.report.sheets if one.block == piece.block
               for at, named in one.named.items() if at[0] == row]  # fmt: skip
        ids += [of for one in self.report.pieces if one.block == piece.block
                and one.place.startswith(f"cell {row},") for of, _ in one.values]  # fmt: skip
        dates = {iso for of in ids for iso in re.findall(r"\d{4}-\d\d-\d\d", of)}
        return bool(dates) and all(match[1] in (day(iso), month(iso)) for iso in dates)

    def _transcript(self, match: re.Match[str], piece: Piece) -> bool:
        row = self._row(piece)[0]
        ids = [of for of, _ in self.cells[piece.block, f"cell {row},1"].values]
        return ids == [f"interviews.transcript.{match[1]}.participants"]

    def _threshold(self, match: re.Match[str], piece: Piece) -> bool:
        label = piece.text[: match.start()]
        for instrument in self.known.instruments:
            for item in instrument["items"]:
                if label.startswith(item["short_label"]):
                    return match[1] == self.known.settings.get(f"items > thresholds > {item['choices']}")
        return False

    def _prorating(self, match: re.Match[str], piece: Piece) -> bool:
        shares = self.known.settings["sensitivity > prorating_shares"].split(", ")
        return int(match[1]) / 100 in [float(share) for share in shares]

    def _flips(self, match: re.Match[str], piece: Piece) -> bool:
        """With n sites there are two to the n ways to flip signs; two of them are as far out as can be."""
        row, column = self._row(piece)
        ((result_id, _),) = self.cells[piece.block, f"cell {row},{column + 1}"].values
        sites = self.known.sites_that_changed(self.known.results[result_id]["scale_id"])
        return match[1] == f"{2 ** (1 - sites):.1e}"

    def _options(self) -> Iterable[dict[str, str]]:
        return [each["labels"] for one in self.known.instruments for each in one["choices"].values()]

    def _option(self, match: re.Match[str], piece: Piece) -> bool:
        return any(labels.get(match[1]) == match[2] for labels in self._options())

    def _option_name(self, match: re.Match[str], piece: Piece) -> bool:
        ranges = [each for one in self.known.instruments for each in one["choices"].values()]
        place = int(piece.place.removesuffix(")").rpartition(" ")[2])
        return any(int(match[1]) == int(each["min"]) + place - 1 <= int(each["max"]) for each in ranges)

    def _others(self, match: re.Match[str], piece: Piece) -> bool:
        others = self.known.patterns()[5:]
        return (int(match[1]), int(match[2])) == (sum(rows for _, rows in others), len(others))

    def _version(self, match: re.Match[str], piece: Piece) -> bool:
        return match[1] in self.known.versions

    def _checklist(self, match: re.Match[str], piece: Piece) -> bool:
        return match[1] == self.checklists[piece.block.split(".")[1]]["version"]

    def _checklist_item(self, match: re.Match[str], piece: Piece) -> bool:
        items = self.checklists[piece.block.split(".")[1]]["items"]
        return match[1] == items[self._row(piece)[0] - 1]["number"]

    def _software(self, match: re.Match[str], piece: Piece) -> bool:
        return self.known.provenance["versions"].get(match[1]) == match[2]

    def _input(self, match: re.Match[str], piece: Piece) -> bool:
        found = [one for one in self.known.provenance["inputs"] if one["file"] == self._beside(piece, 0)]
        keys = ("file", "kind", "sha256", "rows_read", "rows_kept")
        said = found[0][keys[self._row(piece)[1]]] if found else None
        text = (
            f"{said:,}"
            if isinstance(said, int)
            else str(said)[:12]
            if "sha" in keys[self._row(piece)[1]]
            else said
        )
        return match[1] == text

    def _setting(self, match: re.Match[str], piece: Piece) -> bool:
        name, column = self._beside(piece, 0), self._row(piece)[1]
        said = plain(self.known.settings.get(name, "")).strip("()[]{}").replace("'", "")
        return name in self.known.settings and (column == 0 or match[1] == said)

    def _item_of(self, name: str) -> dict[str, str]:
        for instrument in self.known.instruments:
            for item in instrument["items"]:
                if item["item_id"] == name:
                    return item | instrument["choices"][item["choices"]]
        return {}

    def _item(self, match: re.Match[str], piece: Piece) -> bool:
        """Items stand in the order of the questionnaire."""
        instrument = next(one for one in self.known.instruments if one["id"] == piece.block.split(".")[1])
        return match[1] == instrument["items"][self._row(piece)[0] - 1]["item_id"]

    def _answers(self, match: re.Match[str], piece: Piece) -> bool:
        item = self._item_of(self._beside(piece, 0).split(" ")[0])
        return (match[1], match[2]) == (item["min"], item["max"])

    def _ends(self, match: re.Match[str], piece: Piece) -> bool:
        ends = match[1], match[2]
        return any(
            (labels.get(ends[0]), labels.get(ends[1])) == (match[3], match[4]) for labels in self._options()
        )


def _whole(piece: Piece) -> str:
    """Return a caption with its number, or a heading."""
    return piece.text.replace(TAKEN, piece.fields[0][1], 1) if piece.fields else piece.text


def _without(text: str, declared: Iterable[str]) -> str:
    """Return a text without what stands word for word in the study's files, the longest first."""
    small = text.lower()
    for fact in declared:
        if small.strip(" .") == fact:
            return ""
        if len(fact) >= 8 and fact in small:
            small = re.sub(rf"(?<!\w){re.escape(fact)}(?!\w)", " ", small)
    return small
