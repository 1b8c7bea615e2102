"""How small numbers are protected in what leaves the team: presets, each with whose rule it is."""

from dataclasses import dataclass
from typing import Literal

from impl_eval.declared import DeclaredModel

Preset = Literal["less_than_five", "nhs_hes", "opensafely", "internal"]


@dataclass(frozen=True)
class PresetRule:
    """The smallest count shown, to which multiple counts are rounded (1: not at all), and whose rule."""

    smallest: int
    rounding: int
    source: str


PRESETS: dict[Preset, PresetRule] = {
    "less_than_five": PresetRule(
        5, 1, "fewer than five hidden, with secondary suppression: usual in public health statistics"
    ),
    "nhs_hes": PresetRule(
        8,
        5,
        "NHS Digital, disclosure control for Hospital Episode Statistics, from September 2018: 1 to 7 "
        "hidden, other counts rounded to the nearest 5, percentages from rounded counts, no mean of 1 to 7",
    ),
    "opensafely": PresetRule(
        8,
        5,
        "OpenSAFELY, ehrQL measures (opensafely-core/ehrql pull request 1746, November 2023): up to 7 "
        "redacted, other counts rounded to the nearest 5, ratios from rounded counts",
    ),
    "internal": PresetRule(1, 1, "nothing is hidden: for the team alone"),
}


class DisclosurePlan(DeclaredModel):
    """Which preset applies to the report, its tables and its figures."""

    preset: Preset = "less_than_five"

    @property
    def rule(self) -> PresetRule:
        """What the preset means."""
        return PRESETS[self.preset]
