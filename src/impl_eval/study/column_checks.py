"""Does an export have the columns that its column map names, each for one purpose, and does the map fit?"""

from collections.abc import Mapping

from impl_eval.errors import did_you_mean
from impl_eval.instruments import Instrument
from impl_eval.readers.survey import SurveyTable
from impl_eval.study.declared_files import Gathering, Located
from impl_eval.study.study_file import ColumnMap, ColumnRule


def columns_fit(
    name: str,
    table: SurveyTable,
    column_map: ColumnMap,
    map_source: Located,
    columns: Mapping[str, str],
    instrument: Instrument,
    gathering: Gathering,
) -> bool:
    """Tell whether every column that is needed is there and the map knows only what the instrument has.

    `columns` are by item. Every fault is noted.
    """
    needed = {column: f"item {item}" for item, column in columns.items()}
    for meaning, rule in rules_of(column_map).items():
        if rule.column is not None:
            needed[rule.column] = meaning
    needed |= single_columns(column_map)
    twice = _columns_used_twice(column_map, columns)
    for column, uses in twice.items():
        gathering.add(
            (name, None, f'column "{column}"'), f"a column used for {' and '.join(uses)}", "one use each"
        )
    absent = _note_absent(name, table, needed, column_map, gathering)
    known_items = {item.id for item in instrument.items}
    unknown = [item for item in column_map.items if item not in known_items]
    for item in unknown:
        gathering.add(
            (name, None, f"column map, items > {item}"),
            f'"{item}", which is no item of {instrument.id}',
            "an item of the instrument",
            did_you_mean(item, known_items),
        )
    strangers = _strange_scales(name, column_map, instrument, gathering)
    odd_values = _strange_values(column_map, map_source, instrument, gathering)
    return not (absent or unknown or twice or strangers or odd_values)


def _note_absent(
    name: str,
    table: SurveyTable,
    needed: Mapping[str, str],
    column_map: ColumnMap,
    gathering: Gathering,
) -> list[str]:
    """Return, after noting them, the columns that are needed and were not read."""
    absent = [column for column in needed if column not in table.columns]
    unused = [column for column in table.columns if column not in needed]
    for column in absent:
        place = (name, None, f'column "{column}"')
        if column in table.report.personal_columns:
            found = f"a column that names people, and was not read for that (needed for {needed[column]})"
            remedy = "If it is needed, list it under keep_personal_columns in reading of the column map."
            if column == column_map.respondent:
                remedy += " In outputs a keyed hash stands in place of what it holds."
        else:
            found = f"no such column (needed for {needed[column]})"
            remedy = did_you_mean(column, unused) or "Name the right column in the column map."
        gathering.add(place, found, "", remedy)
    return absent


def _strange_values(
    column_map: ColumnMap, map_source: Located, instrument: Instrument, gathering: Gathering
) -> bool:
    """Note entries of item_values for what the instrument does not have; tell whether there is one."""
    options = {**instrument.choices, **{one.id: instrument.options_of(one) for one in instrument.items}}
    noted = len(gathering.problems)
    for key, values in column_map.item_values.items():
        if key not in options:
            place = map_source.place(("item_values", key))
            found = f'"{key}", which is no item and no set of response options of {instrument.id}'
            gathering.add(place, found, ", ".join(instrument.choices), did_you_mean(key, options))
            continue
        low, high = options[key].min, options[key].max
        for given, value in values.items():
            if not low <= value <= high and value not in instrument.missing_codes:
                codes = ", ".join(map(str, instrument.missing_codes))
                allowed = f"{low} to {high}" + (f", or a missing code ({codes})" if codes else "")
                gathering.add(map_source.place(("item_values", key, given)), f'"{value}"', allowed)
    return len(gathering.problems) > noted


def _strange_scales(
    name: str, column_map: ColumnMap, instrument: Instrument, gathering: Gathering
) -> list[str]:
    """Return, after noting them, the stored scores of scales that the instrument does not have."""
    known = [scale.id for scale in instrument.scales]
    strange = [scale for scale in column_map.stored_scores if scale not in known]
    for scale in strange:
        place = (name, None, f"column map, stored_scores > {scale}")
        found = f'"{scale}", which is no scale of {instrument.id}'
        gathering.add(place, found, ", ".join(known), did_you_mean(scale, known))
    return strange


def _columns_used_twice(column_map: ColumnMap, columns: Mapping[str, str]) -> dict[str, list[str]]:
    uses: dict[str, list[str]] = {}
    for item, column in columns.items():
        uses.setdefault(column, []).append(f"item {item}")
    for meaning, rule in rules_of(column_map).items():
        if rule.column is not None:
            uses.setdefault(rule.column, []).append(meaning.replace("_", " "))
    for column, meaning in single_columns(column_map).items():
        uses.setdefault(column, []).append(meaning)
    return {column: names for column, names in uses.items() if len(names) > 1}


def rules_of(column_map: ColumnMap) -> dict[str, ColumnRule]:
    """Return every rule of a column map, by what it says of a row."""
    rules = {
        "site": column_map.site,
        "timepoint": column_map.timepoint,
        "stakeholder_group": column_map.stakeholder_group,
        **{f"covariate {name}": rule for name, rule in column_map.covariates.items()},
    }
    return {meaning: rule for meaning, rule in rules.items() if rule is not None}


def single_columns(column_map: ColumnMap) -> dict[str, str]:
    """Return the columns that are named without a rule, with what they are used for."""
    used = {column: f"stored score of {scale}" for scale, column in column_map.stored_scores.items()}
    if column_map.respondent is not None:
        used[column_map.respondent] = "respondent"
    return used
