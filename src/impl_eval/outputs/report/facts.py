"""Declared facts as named values: settings of the plan, and rules of the program, inside sentences.

Strands write what they did as sentences. A number in such a sentence becomes a named value where the words
around it are those of a setting below and it says what the setting says. A number that says something else
stays a word, and the test that reads every number back finds it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from impl_eval.outputs.number_text import plain
from impl_eval.outputs.report.model import Spans, spans
from impl_eval.outputs.report.values import fact
from impl_eval.results import Evaluation

Settings = Mapping[str, str]
_SMALLEST, _SITES, _ROUNDING = "smallest_count_shown", "site_count", "rounding"


@dataclass(frozen=True)
class _Named:
    """A number that a setting says: the words around it (its one group), and how it is made from settings.

    `said` returns None where the plan does not decide the number, and "" for a rule of the program.
    """

    fact_id: str
    words: re.Pattern[str]
    said: Callable[[Settings], str | None]


def _percent(key: str) -> Callable[[Settings], str | None]:
    return lambda settings: f"{float(settings[key]) * 100:.4g}%" if key in settings else None


def _whole(key: str) -> Callable[[Settings], str | None]:
    return lambda settings: plain(float(settings[key]), 0) if key in settings else None


def _how_many(key: str) -> Callable[[Settings], str | None]:
    return lambda settings: plain(len(settings[key].split(", ")), 0) if key in settings else None


def _complement(key: str) -> Callable[[Settings], str | None]:
    return lambda settings: f"{1 - float(settings[key]):.4g}" if key in settings else None


def _hidden(settings: Settings) -> str:
    """Return which counts are hidden: '1 to 4'."""
    smallest = int(settings[_SMALLEST])
    return "1" if smallest == 2 else f"1 to {plain(smallest - 1, 0)}"


def _named(fact_id: str, words: str, said: Callable[[Settings], str | None]) -> _Named:
    return _Named(fact_id, re.compile(words), said)


_NUMBERS = (
    _named("plan.confidence_level", r"interval \((\d[\d.]*%)\)", _percent("confidence_level")),
    _named("plan.confidence_level", r"(\d[\d.]*%) intervals", _percent("confidence_level")),
    _named("plan.significance_level", r"is below (0\.\d+)", _complement("confidence_level")),
    _named(
        "plan.mixed_model.minimum_sites", r"fewer than (\d+) sites", _whole("mixed_model > minimum_sites")
    ),
    _named(
        "plan.mixed_model.minimum_degrees_of_freedom",
        r"fewer than (\d+) degrees of freedom",
        _whole("mixed_model > minimum_degrees_of_freedom"),
    ),
    _named("plan.minimum_pairs", r"at least (\d+) pairs", _whole("minimum_pairs")),
    _named(
        "plan.fit.minimum_participants",
        r"at least (\d+) participants say",
        _whole("fit > minimum_participants"),
    ),
    _named("plan.fit.majority_share", r"at least (\d+%) of them", _percent("fit > majority_share")),
    _named("plan.family.scales", r"\((\d+) scales of this instrument\)", _how_many("family")),
    _named("plan.sensitivity.kinds", r"names (\d+) kinds of", _how_many("sensitivity > analyses")),
    _named("plan.smallest_count_shown", r"count (1(?: to \d+)?) people", _hidden),
    _named("plan.smallest_count_shown", r"fewer than (\d+) people", _whole(_SMALLEST)),
    _named("study.site_count", r"[Oo]nly (\d+) sites?\b", _whole(_SITES)),
    _named("rule.few_pairs", r"[Ff]ewer than (\d+) matched pairs", lambda _: ""),
    _named("plan.smallest_count_shown", r"[Cc]ounts of (1(?: to \d+)?) survey", _hidden),
    _named("disclosure.rounding", r"rounded to the nearest (\d+)", _whole(_ROUNDING)),
    _named("rule.quotes.most", r"Up to (\d+) segments per mechanism", lambda _: ""),
    _named("rule.quotes.shortest", r"Segments of (\d+) to \d+ characters", lambda _: ""),
    _named("rule.quotes.longest", r"Segments of \d+ to (\d+) characters", lambda _: ""),
    _named("rule.quotes.best", r"nearest to (\d+) characters", lambda _: ""),
)
"""Numbers of sentences on methods. Rules of the program (`rule.`) stand in no file: any number is theirs."""


def with_facts(sentence: str, evaluation: Evaluation) -> Spans:
    """Return a sentence on methods with its numbers as named values."""
    parts: list[Spans] = []
    end = 0
    settings = dict(evaluation.provenance.settings) | {
        _SMALLEST: str(evaluation.smallest_count_shown),
        _SITES: str(evaluation.facts.site_count),
        _ROUNDING: str(evaluation.disclosure.rounding),
    }
    for start, stop, fact_id in sorted(_found(sentence, settings)):
        parts.append(spans(sentence[end:start], fact(sentence[start:stop], fact_id)))
        end = stop
    return spans(*parts, sentence[end:])


def _found(sentence: str, settings: Settings) -> Iterator[tuple[int, int, str]]:
    for one in _NUMBERS:
        for match in one.words.finditer(sentence):
            said = one.said(settings)
            if said is not None and said in ("", match[1]):
                yield match.start(1), match.end(1), one.fact_id


def sites(evaluation: Evaluation) -> Spans:
    """Return how many sites the study has: '1 site', '20 sites'."""
    count = evaluation.facts.site_count
    return spans(fact(plain(count, 0), "study.site_count"), " site" if count == 1 else " sites")
