"""Instrument, Item and Scale, as an instrument.yaml and its items.csv declare them."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from impl_eval.declared import DeclaredModel, Identifier, Number, OptionalText, Text, WholeNumber, YesNo

MissingKind = Literal["not answered", "not applicable", "not shown"]
ScoringRule = Literal["mean", "sum"]
UNSCORED = "unscored"


def _whole_number_keys(value: Any) -> Any:
    """YAML keys are text; keep them unique once they are numbers."""
    if not isinstance(value, dict):
        return value
    keys: dict[Any, Any] = {}
    for key, entry in value.items():
        try:
            number: Any = int(key)
        except (TypeError, ValueError):
            number = key
        if number in keys:
            number = f"{key} (a second time)"
        keys[number] = entry
    return keys


class ResponseOptions(DeclaredModel):
    """The answers an item allows: whole numbers from `min` to `max`, some or all with a label."""

    min: WholeNumber
    max: WholeNumber
    labels: Annotated[dict[WholeNumber, Text], BeforeValidator(_whole_number_keys)] = Field(
        default_factory=dict
    )


class Licence(DeclaredModel):
    """Who holds the wording and on which terms it may be passed on.

    Without `text_included` the instrument is a shell: ids, scales and scoring, no wording.
    `permission` says where the holder's agreement can be found, for wording under no open licence.
    """

    spdx: Text
    holder: Text
    text_included: YesNo
    source_url: Text | None = None
    permission: Text | None = None
    changes_made: YesNo = False


class Item(DeclaredModel):
    """One questionnaire item. Reverse scored: agreeing means a worse score.

    `wording` is empty in a shell. `show_if` says to whom the item is shown (see `show_if.py`).
    """

    id: Identifier
    scale: str = ""
    choices: Identifier
    reverse_scored: YesNo = False
    short_label: Text
    wording: OptionalText = ""
    show_if: OptionalText = ""

    @property
    def text(self) -> str:
        """The wording, or the short label where the wording may not be passed on."""
        return self.wording or self.short_label


class Scale(DeclaredModel):
    """A set of items and the rule that makes one score of them.

    A score is made of the answered items, after reverse scoring, where at least `min_valid` are
    answered. Rule "mean": their mean. Rule "sum": their mean times the number of items of the scale,
    which is the plain sum where all are answered. `mid` is a published minimal important difference,
    or None, in points of the score.
    """

    id: Identifier
    label: Text
    mechanism: Identifier | None = None
    rule: ScoringRule = "mean"
    min_valid: WholeNumber = Field(ge=1)
    direction: Literal["higher_is_better", "lower_is_better"] = "higher_is_better"
    reverse_scored_items: tuple[Identifier, ...] | None = None
    mid: Number | None = None
    mid_source: Text | None = None


class Instrument(DeclaredModel):
    """A survey instrument, complete: nothing about scoring lives anywhere else."""

    schema_: Literal["impl-eval/instrument/1"] = Field(alias="schema")
    id: Identifier
    version: Text
    title: Text
    status: Literal["validated", "adapted", "unvalidated"]
    source: Text
    licence: Licence
    introduction: Text | None = None
    choices: dict[Identifier, ResponseOptions]
    missing_codes: Annotated[dict[WholeNumber, MissingKind], BeforeValidator(_whole_number_keys)] = Field(
        default_factory=dict
    )
    scales: tuple[Scale, ...] = Field(min_length=1)
    items: tuple[Item, ...] = Field(min_length=1)

    @property
    def is_shell(self) -> bool:
        """True where no item has a wording: the user fills it in from the publication."""
        return not any(item.wording for item in self.items)

    def items_of(self, scale_id: str) -> tuple[Item, ...]:
        """Return the items of a scale, in the order of items.csv."""
        return tuple(item for item in self.items if item.scale == scale_id)

    def options_of(self, item: Item) -> ResponseOptions:
        """Return the response options of an item."""
        return self.choices[item.choices]

    def scale(self, scale_id: str) -> Scale:
        """Return the scale with this id; KeyError where there is none."""
        return {scale.id: scale for scale in self.scales}[scale_id]

    def item_range_of(self, scale: Scale) -> tuple[int, int]:
        """Return lowest and highest answer to an item of a scale: the range its items share."""
        options = self.options_of(self.items_of(scale.id)[0])
        return options.min, options.max

    def range_of(self, scale: Scale) -> tuple[int, int]:
        """Return lowest and highest possible score of a scale: for a sum, of all its items together."""
        low, high = self.item_range_of(scale)
        items = len(self.items_of(scale.id)) if scale.rule == "sum" else 1
        return items * low, items * high
