"""Reads an instrument from its folder: instrument.yaml, items.csv and, where it is locked, its lock."""

from collections.abc import Mapping
from typing import Any

from impl_eval.declared import Path as KeyPath
from impl_eval.instruments import Instrument
from impl_eval.instruments.advice import advise_on_instrument, mechanism_cover
from impl_eval.instruments.checks import check_instrument
from impl_eval.instruments.model import UNSCORED
from impl_eval.instruments.version_rule import (
    InstrumentLock,
    allowed_version,
    changes_since,
    version_is_allowed,
)
from impl_eval.protocols import Framework
from impl_eval.readers.yaml_text import YamlText
from impl_eval.study.declared_files import Gathering, Located, Place, located_yaml, parse_declared
from impl_eval.study.declared_things import read_declared, read_yaml_file
from impl_eval.study.files import StudyFiles
from impl_eval.study.rows import Row, read_rows

INSTRUMENT_FILE, ITEMS_FILE, LOCK_FILE = "instrument.yaml", "items.csv", "instrument.lock.yaml"
ITEM_COLUMNS = {
    "item_id": "id",
    "scale": "scale",
    "choices": "choices",
    "short_label": "short_label",
    "wording": "wording",
}
OPTIONAL_ITEM_COLUMNS = {"reverse_scored": "reverse_scored", "show_if": "show_if"}
UNANSWERED = "?"


def read_instrument(
    instrument_id: str, place: Place, files: StudyFiles, folder: str = "", *, against_lock: bool = True
) -> tuple[Instrument | None, Located | None]:
    """Read instruments/<id>/ (or another folder) as one Instrument, checked, also against its lock."""
    folder = folder or f"instruments/{instrument_id}"
    text = read_yaml_file(f"{folder}/{INSTRUMENT_FILE}", place, files)
    items_name = f"{folder}/{ITEMS_FILE}"
    items_path = files.existing(items_name, place)
    if text is None or items_path is None:
        return None, None
    noted = len(files.gathering.problems)
    rows = read_rows(files, items_path, items_name, tuple(ITEM_COLUMNS), tuple(OPTIONAL_ITEM_COLUMNS)).rows
    if len(files.gathering.problems) > noted and not rows:
        return None, None
    source = _with_items(text, rows, items_name)
    if _note_unanswered(text, rows, source, files.gathering):
        return None, source
    instrument = parse_declared(Instrument, source, files.gathering)
    if instrument is None:
        return None, source
    if instrument.id != instrument_id:
        found = f'"{instrument.id}"'
        files.gathering.add(source.place(("id",)), found, instrument_id, "Folder and id have the same name.")
    faults = check_instrument(instrument)
    files.gathering.add_findings(faults, source)
    files.gathering.add_advice(advise_on_instrument(instrument), source)
    lock = read_instrument_lock(folder, files) if against_lock else None
    if lock is not None and not faults:
        _check_lock(instrument, lock, source, files.gathering)
    return instrument, source


def read_instrument_lock(folder: str, files: StudyFiles) -> InstrumentLock | None:
    """Read the lock of an instrument, None where it was never locked; an edited lock is a problem."""
    name = f"{folder}/{LOCK_FILE}"
    path = files.inside(name, (name, None, ""))
    if path is None or not path.is_file():
        return None
    lock, source = read_declared(InstrumentLock, name, (name, None, ""), files)
    if lock is not None and source is not None and not lock.fingerprint.is_intact:
        remedy = "Restore the file as 'impl-eval instrument lock' wrote it: an edited lock proves nothing."
        found = "parts that do not have this hash"
        files.gathering.add(
            source.place(("fingerprint", "sha256")), found, "the lock as it was written", remedy
        )
        return None
    return lock


def _check_lock(instrument: Instrument, lock: InstrumentLock, source: Located, gathering: Gathering) -> None:
    """Content and version are the locked ones, or the lock was renewed with its reason."""
    changes = changes_since(lock, instrument)
    if not changes and instrument.version == lock.version:
        return
    place = source.place(("version",))
    since = f"since {lock.version} was locked on {lock.locked_on.isoformat()}"
    if not version_is_allowed(lock, changes, instrument.version):
        found = f'"{instrument.version}"' + (
            f", although this changed {since}: {changes.as_text()}" if changes else ""
        )
        remedy = (
            "Restore the locked content, or raise the version and lock it again: "
            f'impl-eval instrument lock {instrument.id} --amend "reason".'
        )
        gathering.add(place, found, allowed_version(lock, changes), remedy)
        return
    found = f'"{instrument.version}", which is not locked (the lock is of {lock.version})'
    remedy = f'Lock it: impl-eval instrument lock {instrument.id} --amend "reason".'
    gathering.add(place, found, "the locked version", remedy)


def advise_on_cover(
    framework: Framework,
    framework_source: Located,
    instruments: Mapping[str, tuple[Instrument, Located]],
    gathering: Gathering,
) -> None:
    """Advise where mechanisms are measured unevenly, or one item id means two things."""
    declared = [instrument for instrument, _ in instruments.values()]
    for mechanism, count in mechanism_cover(framework.mechanism_ids, declared):
        index = framework.mechanism_ids.index(mechanism)
        asked = {0: "no item asks", 1: "one item asks"}.get(count, f"{count} items ask")
        found = f"{mechanism}, which {asked} about"
        remedy = "It is measured more coarsely than the others, or not at all: the report shows it as it is."
        gathering.advise(framework_source.place(("mechanisms", index)), found, "even cover", remedy)
    _advise_on_shared_ids(instruments, gathering)


def _advise_on_shared_ids(
    instruments: Mapping[str, tuple[Instrument, Located]], gathering: Gathering
) -> None:
    first: dict[str, tuple[str, object]] = {}
    for instrument, source in instruments.values():
        for index, item in enumerate(instrument.items):
            options = instrument.options_of(item) if item.choices in instrument.choices else None
            meant = (item.wording, options, item.reverse_scored)
            other, before = first.setdefault(item.id, (instrument.id, meant))
            if other != instrument.id and before != meant:
                found = f'"{item.id}", an item of {other} too, with another wording, options or key'
                remedy = "Answers under this name are not comparable; give one of them another id."
                gathering.advise(source.place(("items", index)), found, "one meaning for each item", remedy)


def _note_unanswered(text: YamlText, rows: tuple[Row, ...], source: Located, gathering: Gathering) -> bool:
    """Note every question mark that a draft left for a person to answer; tell whether there are any."""
    noted = len(gathering.problems)
    for path in _unanswered_paths(text.value, ()):
        remedy = "A draft leaves this to you: see the comment beside it."
        gathering.add(source.place(path), "a question that is not answered yet", "an answer", remedy)
    declared = text.value.get("scales")
    scales = (
        [one["id"] for one in declared if isinstance(one, dict) and one.get("id", UNANSWERED) != UNANSWERED]
        if (isinstance(declared, list))
        else []
    )
    answers = {
        "reverse_scored": ("yes or no", "Write yes if agreeing with this item means a WORSE score."),
        "scale": (
            ", ".join((*map(str, scales), UNSCORED)),
            f"Name the scale it belongs to; write {UNSCORED} for an item that no scale uses.",
        ),
    }
    for row in rows:
        for column in (one for one, cell in row.cells.items() if cell == UNANSWERED):
            allowed, remedy = answers.get(column, ("an answer", ""))
            found = "a question that is not answered yet"
            gathering.add(_item_place(row, column), found, allowed, remedy)
    return len(gathering.problems) > noted


def _unanswered_paths(value: Any, path: KeyPath) -> list[KeyPath]:
    if value == UNANSWERED:
        return [path]
    if isinstance(value, dict):
        return [found for key, entry in value.items() for found in _unanswered_paths(entry, (*path, key))]
    if isinstance(value, list):
        entries = enumerate(value)
        return [found for index, entry in entries for found in _unanswered_paths(entry, (*path, index))]
    return []


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
