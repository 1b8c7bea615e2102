"""Reads what a study declares: framework, plan, instruments, codebook, topic guide."""

from typing import TypeVar

from pydantic import BaseModel

from impl_eval.declared import Path as KeyPath
from impl_eval.errors import StudyProblems
from impl_eval.instruments import Instrument
from impl_eval.instruments.checks import check_instrument
from impl_eval.readers.report import ReadingReport
from impl_eval.readers.yaml_text import YamlText, read_yaml_text
from impl_eval.study.declared_files import Located, Place, located_yaml, parse_declared
from impl_eval.study.files import StudyFiles
from impl_eval.study.rows import Row, read_rows

Declared = TypeVar("Declared", bound=BaseModel)
ITEM_COLUMNS = {
    "item_id": "id",
    "scale": "scale",
    "choices": "choices",
    "short_label": "short_label",
    "wording": "wording",
}
OPTIONAL_ITEM_COLUMNS = {"reverse_scored": "reverse_scored"}


def read_yaml_file(name: str, place: Place, files: StudyFiles) -> YamlText | None:
    """Read a YAML file of the study, or note why it cannot be read."""
    path = files.existing(name, place)
    if path is None:
        return None
    try:
        text = read_yaml_text(path, name)
    except StudyProblems as error:
        files.gathering.problems.extend(error.problems)
        return None
    files.note(name, path, ReadingReport("YAML", "utf-8"))
    return text


def read_declared(
    model: type[Declared], name: str, place: Place, files: StudyFiles
) -> tuple[Declared | None, Located | None]:
    """Read a YAML file as a declared thing; returns it with its places, or None for what failed."""
    text = read_yaml_file(name, place, files)
    if text is None:
        return None, None
    source = located_yaml(text)
    return parse_declared(model, source, files.gathering), source


def read_instrument(
    instrument_id: str, place: Place, files: StudyFiles
) -> tuple[Instrument | None, Located | None]:
    """Read instruments/<id>/instrument.yaml with its items.csv as one Instrument, statically checked."""
    folder = f"instruments/{instrument_id}"
    text = read_yaml_file(f"{folder}/instrument.yaml", place, files)
    items_name = f"{folder}/items.csv"
    items_path = files.existing(items_name, place)
    if text is None or items_path is None:
        return None, None
    noted = len(files.gathering.problems)
    rows = read_rows(files, items_path, items_name, tuple(ITEM_COLUMNS), tuple(OPTIONAL_ITEM_COLUMNS)).rows
    if len(files.gathering.problems) > noted and not rows:
        return None, None
    source = _with_items(text, rows, items_name)
    instrument = parse_declared(Instrument, source, files.gathering)
    if instrument is None:
        return None, source
    if instrument.id != instrument_id:
        found = f'"{instrument.id}"'
        files.gathering.add(source.place(("id",)), found, instrument_id, "Folder and id have the same name.")
    files.gathering.add_findings(check_instrument(instrument), source)
    return instrument, source


def _with_items(text: YamlText, rows: tuple[Row, ...], items_name: str) -> Located:
    columns = {**ITEM_COLUMNS, **OPTIONAL_ITEM_COLUMNS}
    items = [
        {columns[column]: cell for column, cell in row.cells.items() if column in columns} for row in rows
    ]
    yaml_source = located_yaml(text)
    column_of = {key: column for column, key in columns.items()}

    def place(path: KeyPath) -> Place:
        if path and path[0] == "items" and "items" not in text.value:
            if len(path) == 1 or not isinstance(path[1], int):
                return items_name, None, ""
            column = column_of.get(str(path[2]), str(path[2])) if len(path) > 2 else ""
            return _item_place(rows[path[1]], column)
        return yaml_source.place(path)

    return Located({"items": items, **text.value}, place)


def _item_place(row: Row, column: str) -> Place:
    file, line, where = row.place(column)
    item_id = row.cells.get("item_id", "")
    return file, line, f"{item_id} > {where}" if item_id and where else where or item_id
