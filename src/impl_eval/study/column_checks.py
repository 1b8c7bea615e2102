"""Does an export have the columns that its column map names, each for one purpose, and does the map fit?"""

from impl_eval.errors import did_you_mean
from impl_eval.study.declared_files import Gathering
from impl_eval.study.mapped_export import ColumnUse, MappedExport
from impl_eval.study.wordings import columns_of_wordings


def columns_fit(export: MappedExport, gathering: Gathering) -> bool:
    """Tell whether every column that is needed is there and the map knows only what the instrument has.

    Every fault is noted.
    """
    noted = len(gathering.problems)
    _note_used_twice(export, gathering)
    _note_absent(export, gathering)
    _note_strange_items(export, gathering)
    _note_strange_scales(export, gathering)
    _note_strange_values(export, gathering)
    _note_nobody_to_ask(export, gathering)
    _advise_on_wordings(export, gathering)
    return len(gathering.problems) == noted


def _note_used_twice(export: MappedExport, gathering: Gathering) -> None:
    uses: dict[str, list[ColumnUse]] = {}
    for use in export.uses:
        uses.setdefault(use.column, []).append(use)
    for column, of_column in uses.items():
        if len(of_column) > 1:
            named = [use for use in of_column if use.key] or of_column
            purposes = " and ".join(use.purpose for use in of_column)
            found = f'column "{column}", which is used for {purposes}'
            gathering.add(export.place(named[0]), found, "one use each")


def _note_absent(export: MappedExport, gathering: Gathering) -> None:
    """Note the columns that are needed and were not read, each once."""
    table, needed = export.table, {use.column: use for use in export.uses}
    unused = [column for column in table.columns if column not in needed]
    for column, use in needed.items():
        if column in table.columns:
            continue
        if column in table.report.personal_columns:
            found = f'"{column}", which names people and was not read for that (needed for {use.purpose})'
            remedy = "If it is needed, list it under keep_personal_columns in reading of the column map."
            if column == export.column_map.respondent:
                remedy += " In outputs a keyed hash stands in place of what it holds."
        else:
            what = f'"{column}", which is no column of {export.name}' if use.key else "no such column"
            found = f"{what} (needed for {use.purpose})"
            remedy = did_you_mean(column, unused) or "Name the right column in the column map."
        gathering.add(export.place(use), found, "", remedy)


def _note_strange_items(export: MappedExport, gathering: Gathering) -> None:
    known = {item.id for item in export.instrument.items}
    for item in export.column_map.items:
        if item not in known:
            found = f'"{item}", which is no item of {export.instrument.id}'
            place = export.source.place(("items", item))
            gathering.add(place, found, "an item of the instrument", did_you_mean(item, known))


def _note_strange_scales(export: MappedExport, gathering: Gathering) -> None:
    """Note the stored scores of scales that the instrument does not have."""
    known = [scale.id for scale in export.instrument.scales]
    for scale in export.column_map.stored_scores:
        if scale not in known:
            found = f'"{scale}", which is no scale of {export.instrument.id}'
            place = export.source.place(("stored_scores", scale))
            gathering.add(place, found, ", ".join(known), did_you_mean(scale, known))


def _note_nobody_to_ask(export: MappedExport, gathering: Gathering) -> None:
    for key, rule in export.rules.items():
        if rule.once_per_respondent and (rule.column is None or export.column_map.respondent is None):
            found = "yes, without a column" if rule.column is None else "yes, and no respondent is named"
            place = export.source.place((*key, "once_per_respondent"))
            gathering.add(place, found, "a column of its own, and respondent in the column map")


def _advise_on_wordings(export: MappedExport, gathering: Gathering) -> None:
    """Point out items whose column has the wording of another item in its heading or label."""
    by_wording = columns_of_wordings(export.instrument, export.table)
    owners = {column: item for item, column in by_wording.items()}
    for item, column in export.columns.items():
        owner = owners.get(column, item)
        if owner != item:
            use = next(use for use in export.uses if use.purpose == f"item {item}")
            found = f'column "{column}" for item {item}, where the export has the wording of item {owner}'
            gathering.advise(export.place(use), found, "", "Check that no two questions were exchanged.")


def _note_strange_values(export: MappedExport, gathering: Gathering) -> None:
    """Note entries of item_values for what the instrument does not have."""
    instrument = export.instrument
    options = {**instrument.choices, **{one.id: instrument.options_of(one) for one in instrument.items}}
    for key, values in export.column_map.item_values.items():
        if key not in options:
            place = export.source.place(("item_values", key))
            found = f'"{key}", which is no item and no set of response options of {instrument.id}'
            gathering.add(place, found, ", ".join(instrument.choices), did_you_mean(key, options))
            continue
        low, high = options[key].min, options[key].max
        for given, value in values.items():
            if not low <= value <= high and value not in instrument.missing_codes:
                codes = ", ".join(map(str, instrument.missing_codes))
                allowed = f"{low} to {high}" + (f", or a missing code ({codes})" if codes else "")
                gathering.add(export.source.place(("item_values", key, given)), f'"{value}"', allowed)
