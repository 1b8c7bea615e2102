"""YAML read as text only, with the line of every entry.

No value is ever guessed: `no`, `0501011` and `12:30` stay text until a field says otherwise. Repeated
keys, aliases, tags, tabs and deep nesting are refused; an empty or null entry is absent.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from impl_eval.declared import Path as KeyPath
from impl_eval.errors import Problem, StudyProblems

MAXIMUM_DEPTH = 50
MAXIMUM_BYTES = 5_000_000
NULLS = frozenset({"", "~", "null", "Null", "NULL"})
Value = str | list["Value"] | dict[str, "Value"]

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True)
class YamlText:
    """The content of a YAML file as nested dicts, lists and texts, and the line each entry starts on."""

    name: str
    value: dict[str, Value]
    lines: Mapping[KeyPath, int]

    def line_of(self, path: KeyPath) -> int:
        """Return the line of an entry, or of the nearest one that holds it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_yaml_text(path: Path, name: str) -> YamlText:
    """Read one YAML file whose top level is a block of keys.

    Raises StudyProblems with every fault found; `name` is the file as people know it.
    """
    text = _decoded(path, name)
    _refuse(_tabs(text, name))
    try:
        _refuse(_forbidden_constructs(text, name))
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        raise StudyProblems([_syntax_problem(error, name)]) from None
    except yaml.YAMLError:
        found = "characters that YAML does not allow"
        raise StudyProblems(
            [Problem(name, None, "", found, "plain text", "Save it as UTF-8 text.")]
        ) from None
    if not isinstance(root, yaml.MappingNode):
        found = "nothing" if root is None else "no keys"
        raise StudyProblems([Problem(name, 1, "", found, "keys with values, such as 'title: ...'")])
    builder = _Builder(name)
    value = builder.mapping(root, ())
    _refuse(builder.problems)
    return YamlText(name, value, builder.lines)


def _decoded(path: Path, name: str) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise StudyProblems(
            [Problem(name, None, "", f"a file that cannot be read ({error.strerror})")]
        ) from None
    if len(raw) > MAXIMUM_BYTES:
        raise StudyProblems(
            [Problem(name, None, "", f"{len(raw):,} bytes", f"at most {MAXIMUM_BYTES:,} bytes")]
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        problem = Problem(name, line, "", "text that is not UTF-8", "UTF-8", "Save the file as UTF-8.")
        raise StudyProblems([problem]) from None


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise StudyProblems(problems)


def _tabs(text: str, name: str) -> list[Problem]:
    indents = (
        (number, line[: len(line) - len(line.lstrip())]) for number, line in enumerate(text.split("\n"), 1)
    )
    return [
        Problem(name, number, "", "a tab before the text", "spaces", "Replace the tab by two spaces.")
        for number, indent in indents
        if "\t" in indent
    ]


def _forbidden_constructs(text: str, name: str) -> list[Problem]:
    problems, depth = [], 0
    for event in yaml.parse(text, Loader=_LOADER):
        line = _line(event.start_mark)
        if isinstance(event, yaml.AliasEvent):
            problems.append(
                Problem(name, line, "", f"an alias (*{event.anchor})", "plain values", "Write it out.")
            )
        elif anchor := getattr(event, "anchor", None):
            problems.append(Problem(name, line, "", f"an anchor (&{anchor})", "plain values", "Remove it."))
        if isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent)) and event.tag:
            problems.append(Problem(name, line, "", f"a tag ({event.tag})", "plain values", "Remove it."))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAXIMUM_DEPTH:
                found = f"more than {MAXIMUM_DEPTH} levels of nesting"
                return [*problems, Problem(name, line, "", found, f"at most {MAXIMUM_DEPTH} levels")]
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return problems


def _syntax_problem(error: yaml.MarkedYAMLError, name: str) -> Problem:
    line = _line(error.problem_mark or error.context_mark)
    found = f"text that cannot be read as YAML ({error.problem or error.context})"
    remedy = "Look at this line and the one before it: a colon, a quote mark or an indent is often the cause."
    return Problem(name, line, "", found, "", remedy)


class _Builder:
    """Turns nodes into dicts, lists and texts, and notes lines and faults on the way."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[KeyPath, int] = {}
        self.problems: list[Problem] = []

    def mapping(self, node: yaml.MappingNode, path: KeyPath) -> dict[str, Value]:
        seen: dict[str, int] = {}
        entries: dict[str, Value] = {}
        for key_node, value_node in node.value:
            line = _line(key_node.start_mark)
            if not isinstance(key_node, yaml.ScalarNode):
                self.problems.append(Problem(self.name, line, _shown(path), "a key that is not text", "text"))
                continue
            key = str(key_node.value)
            if key in seen:
                found = f'the key "{key}" a second time (first in line {seen[key]})'
                self.problems.append(
                    Problem(self.name, line, _shown(path), found, "each key once", "Keep one of the two.")
                )
                continue
            seen[key] = line
            self.lines[(*path, key)] = line
            if not _is_null(value_node):
                entries[key] = self.value(value_node, (*path, key))
        return entries

    def value(self, node: yaml.Node, path: KeyPath) -> Value:
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            present = [child for child in node.value if not _is_null(child)]
            for index, child in enumerate(present):
                self.lines[(*path, index)] = _line(child.start_mark)
            return [self.value(child, (*path, index)) for index, child in enumerate(present)]
        return str(node.value)


def _line(mark: Any) -> int:
    return int(mark.line) + 1 if mark is not None else 1


def _is_null(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and not node.style and node.value in NULLS


def _shown(path: KeyPath) -> str:
    return " > ".join(str(part) for part in path)
