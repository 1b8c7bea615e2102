"""Which program an export is from: the recognisers in their order, and what each makes of a table.

A platform is a module with `recognise(raw) -> str` (the evidence, "" where it is not its own) and
`tidy(raw, choices, companions) -> TidyTable`. The first that recognises a table has it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from impl_eval.readers.survey import forms, jisc, limesurvey, qualtrics, redcap
from impl_eval.readers.survey.choices import ReadingChoices
from impl_eval.readers.survey.raw_table import Companions, RawTable, TidyTable

Recognise: TypeAlias = Callable[[RawTable], str]
Tidy: TypeAlias = Callable[[RawTable, ReadingChoices, Companions], TidyTable]


@dataclass(frozen=True)
class Platform:
    """One survey program: its id in ReadingChoices.platform, and its two functions."""

    id: str
    recognise: Recognise
    tidy: Tidy


# A platform with marks of its own comes before one that is known by common column names only.
REGISTRY: tuple[Platform, ...] = (
    Platform("qualtrics", qualtrics.recognise, qualtrics.tidy),
    Platform("redcap", redcap.recognise, redcap.tidy),
    Platform("jisc", jisc.recognise, jisc.tidy),
    Platform("limesurvey", limesurvey.recognise, limesurvey.tidy),
    Platform("microsoft_forms", forms.recognise_microsoft, forms.tidy_microsoft),
    Platform("google_forms", forms.recognise_google, forms.tidy_google),
)


def tidy_by_platform(raw: RawTable, choices: ReadingChoices, companions: Companions) -> TidyTable | None:
    """Return what the recognised (or chosen) platform makes of a table; None for an ordinary table."""
    if choices.platform:
        chosen = [platform for platform in REGISTRY if platform.id == choices.platform]
        return _tidied(chosen[0], "chosen", raw, choices, companions) if chosen else None
    for platform in REGISTRY:
        evidence = platform.recognise(raw)
        if evidence:
            return _tidied(platform, evidence, raw, choices, companions)
    return None


def _tidied(
    platform: Platform, evidence: str, raw: RawTable, choices: ReadingChoices, companions: Companions
) -> TidyTable:
    tidy = platform.tidy(raw, choices, companions)
    return tidy if tidy.evidence else replace(tidy, evidence=evidence)
