"""From a file of text to a declared thing: pydantic's errors become Problems with file and line."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError

from impl_eval.declared import Finding
from impl_eval.declared import Path as KeyPath
from impl_eval.errors import Problem, did_you_mean
from impl_eval.readers.yaml_text import YamlText

LONGEST_SHOWN = 24
LONGEST_OPTION = 60
"""Letters of a cell that a message shows: of any cell, and of one that stands in several rows."""
Declared = TypeVar("Declared", bound=BaseModel)
Place = tuple[str, int | None, str]


@dataclass(frozen=True)
class Located:
    """Content as text, and for each path of keys the (file, line, place) a person would look at."""

    value: Any
    place: Callable[[KeyPath], Place]


@dataclass
class Gathering:
    """Problems found so far: everything is looked at before anything is refused.

    `advice` is what somebody should look at and what stops nothing.
    """

    problems: list[Problem] = field(default_factory=list)
    advice: list[Problem] = field(default_factory=list)

    def add(self, place: Place, found: str, allowed: str = "", remedy: str = "") -> None:
        """Note one problem at a place."""
        file, line, where = place
        self.problems.append(Problem(file, line, where, found, allowed, remedy))

    def add_findings(self, findings: tuple[Finding, ...], source: Located) -> None:
        """Note findings of a static check at their places."""
        for finding in findings:
            self.add(source.place(finding.path), finding.found, finding.allowed, finding.remedy)

    def advise(self, place: Place, found: str, allowed: str = "", remedy: str = "") -> None:
        """Note something doubtful at a place."""
        file, line, where = place
        self.advice.append(Problem(file, line, where, found, allowed, remedy))

    def add_advice(self, findings: tuple[Finding, ...], source: Located) -> None:
        """Note findings that are no faults at their places."""
        for finding in findings:
            self.advise(source.place(finding.path), finding.found, finding.allowed, finding.remedy)


def located_yaml(text: YamlText) -> Located:
    """Return the content of a YAML file with its places."""

    def place(path: KeyPath) -> Place:
        keys = _as_written(path, text.value)
        return text.name, text.line_of(keys), _shown(keys, text.value)

    return Located(text.value, place)


def parse_declared(model: type[Declared], source: Located, gathering: Gathering) -> Declared | None:
    """Return the declared thing, or None after noting every fault of its text."""
    try:
        return model.model_validate(source.value)
    except ValidationError as error:
        for fault in _without_echoes(error.errors(include_url=False)):
            path = tuple(part for part in fault["loc"] if part != "[key]")
            found, allowed, remedy = _explained(model, path, fault)
            gathering.add(source.place(path), found, allowed, remedy)
        return None


def _without_echoes(faults: Sequence[Any]) -> list[Any]:
    """Leave out 'too short' of a list whose entries are themselves at fault: it only repeats them."""

    def holds_another(path: KeyPath) -> bool:
        return any(len(other["loc"]) > len(path) and other["loc"][: len(path)] == path for other in faults)

    return [fault for fault in faults if fault["type"] != "too_short" or not holds_another(fault["loc"])]


def _explained(model: type[BaseModel], path: KeyPath, fault: Mapping[str, Any]) -> tuple[str, str, str]:
    kind, context = fault["type"], fault.get("ctx", {})
    found = str(context.get("found") or _found(fault["input"]))
    if kind == "extra_forbidden":
        known = _keys_allowed(model, path[:-1])
        return f'the unknown key "{path[-1]}"', ", ".join(known), did_you_mean(str(path[-1]), known)
    if kind == "missing":
        return f'no "{path[-1]}"', "an entry here", f'Add "{path[-1]}".'
    if kind == "literal_error":
        allowed = str(context["expected"]).replace("'", "")
        near = did_you_mean(str(fault["input"]), allowed.replace(" or ", ", ").split(", "))
        return found, allowed, _made_by_a_newer_version(str(fault["input"]), allowed) or near
    return found, _allowed(kind, context), ""


def _made_by_a_newer_version(given: str, allowed: str) -> str:
    """Return what to do about a file of a later format; empty where it is none."""
    (kind, _, version), (known, _, ours) = given.rpartition("/"), allowed.rpartition("/")
    if kind != known or not (version.isdecimal() and ours.isdecimal() and int(version) > int(ours)):
        return ""
    return (
        f"The file was made for a newer impl-eval (format {version}; this one reads {ours}): install that "
        "one. Do not change the number: the file may say things that this version would misread."
    )


def _allowed(kind: str, context: Mapping[str, Any]) -> str:
    fixed = {
        "string_pattern_mismatch": "a name of letters, digits, _ and -, beginning with a letter",
        "string_too_short": "some text",
        "string_type": "one text",
        "tuple_type": "a list",
        "dict_type": "keys with values",
        "model_type": "keys with values",
        "model_attributes_type": "keys with values",
    }
    if kind in fixed:
        return fixed[kind]
    if kind == "not_allowed":
        return str(context["allowed"])
    bounds = {
        "greater_than": "a number above {gt}", "greater_than_equal": "a number of at least {ge}",
        "less_than": "a number below {lt}", "less_than_equal": "a number of at most {le}",
        "too_short": "at least {min_length} entry", "string_too_long": "at most {max_length} characters",
        "too_long": "at most {max_length} characters",
    }  # fmt: skip
    return bounds[kind].format(**context) if kind in bounds else kind.replace("_", " ")


def _found(value: Any) -> str:
    if isinstance(value, dict):
        return "a block of keys"
    if isinstance(value, (list, tuple)):
        return "a list" if value else "an empty list"
    return shown(str(value))


def shown(text: str, longest: int = LONGEST_SHOWN) -> str:
    """Return a value for a message; a long one may be somebody's words and is not shown."""
    if len(text) > longest:
        return f"a text of {len(text)} characters"
    return (
        '"'
        + "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)
        + '"'
    )


def _keys_allowed(model: type[BaseModel], path: KeyPath) -> list[str]:
    current: Any = model
    for part in path:
        current = _step(current, part)
    if isinstance(current, type) and issubclass(current, BaseModel):
        return [info.alias or name for name, info in current.model_fields.items()]
    return []


def _step(annotation: Any, part: str | int) -> Any:
    """Return the type of one entry inside a type: a field of a model, an element of a list or map."""
    for candidate in _members(annotation):
        if isinstance(candidate, type) and issubclass(candidate, BaseModel):
            fields = {info.alias or name: info for name, info in candidate.model_fields.items()}
            if part in fields:
                return _model_inside(fields[str(part)].annotation)
        elif get_origin(candidate) in (tuple, list):
            return _model_inside(get_args(candidate)[0])
        elif get_origin(candidate) is dict:
            return _model_inside(get_args(candidate)[1])
    return annotation


def _members(annotation: Any) -> tuple[Any, ...]:
    if hasattr(annotation, "__metadata__"):
        return _members(get_args(annotation)[0])
    origin = get_origin(annotation)
    return get_args(annotation) if origin is not None and origin not in (tuple, list, dict) else (annotation,)


def _model_inside(annotation: Any) -> Any:
    members = [member for member in _members(annotation) if member is not type(None)]
    return members[0] if len(members) == 1 else annotation


def _as_written(path: KeyPath, value: Any) -> KeyPath:
    """Return a path with the keys of maps as text again: models may hold them as numbers."""
    keys: list[str | int] = []
    for part in path:
        keys.append(part if isinstance(value, list) else str(part))
        at = keys[-1]
        try:
            value = value[at]
        except (KeyError, IndexError, TypeError):
            value = None
    return tuple(keys)


def _shown(path: KeyPath, value: Any) -> str:
    """Return the path of keys for people: list entries by their id where they have one."""
    shown: list[str] = []
    for part in path:
        if isinstance(part, int):
            entry = value[part] if isinstance(value, list) and part < len(value) else None
            identity = entry.get("id") if isinstance(entry, dict) else None
            shown.append(str(identity) if isinstance(identity, str) else f"entry {part + 1}")
            value = entry
        else:
            shown.append(part)
            value = value.get(part) if isinstance(value, dict) else None
    return " > ".join(shown)
