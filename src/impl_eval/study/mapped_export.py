"""A survey export together with the column map that says what its columns are for."""

from dataclasses import dataclass
from functools import cached_property

from impl_eval.declared import Path as KeyPath
from impl_eval.instruments import Instrument
from impl_eval.readers.survey import SurveyTable
from impl_eval.study.declared_files import Located, Place
from impl_eval.study.study_file import ColumnMap, ColumnRule


@dataclass(frozen=True)
class ColumnUse:
    """What a column is used for, and the keys of the column map that say so (none: an item by its id)."""

    column: str
    purpose: str
    key: KeyPath


@dataclass(frozen=True, eq=False)
class MappedExport:
    """`name` is how the study names the export; `source` knows the lines of the column map."""

    name: str
    table: SurveyTable
    column_map: ColumnMap
    source: Located
    instrument: Instrument

    @cached_property
    def columns(self) -> dict[str, str]:
        """The column of each item, in the order of the instrument."""
        return {item.id: self.column_map.items.get(item.id, item.id) for item in self.instrument.items}

    @cached_property
    def rules(self) -> dict[KeyPath, ColumnRule]:
        """Every rule of the column map, by its keys."""
        column_map = self.column_map
        rules: dict[KeyPath, ColumnRule | None] = {
            ("site",): column_map.site,
            ("timepoint",): column_map.timepoint,
            ("stakeholder_group",): column_map.stakeholder_group,
            **{("covariates", name): rule for name, rule in column_map.covariates.items()},
        }
        return {key: rule for key, rule in rules.items() if rule is not None}

    @cached_property
    def uses(self) -> tuple[ColumnUse, ...]:
        """Every use of a column: items first, then what the rows say of who, where and when."""
        named = self.column_map.items
        of_items = [
            ColumnUse(column, f"item {item}", ("items", item) if item in named else ())
            for item, column in self.columns.items()
        ]
        of_rules = [
            ColumnUse(rule.column, _said(key), key)
            for key, rule in self.rules.items()
            if rule.column is not None
        ]
        of_scores = [
            ColumnUse(column, f"stored score of {scale}", ("stored_scores", scale))
            for scale, column in self.column_map.stored_scores.items()
        ]
        respondent = self.column_map.respondent
        of_respondent = [] if respondent is None else [ColumnUse(respondent, "respondent", ("respondent",))]
        return (*of_items, *of_rules, *of_scores, *of_respondent)

    def place(self, use: ColumnUse) -> Place:
        """Return where a person would look: the entry of the column map, else the column of the export."""
        return self.source.place(use.key) if use.key else (self.name, None, f'column "{use.column}"')


def _said(key: KeyPath) -> str:
    return " ".join(("covariate" if part == "covariates" else str(part)).replace("_", " ") for part in key)
