"""Adds codes to a codebook file as text: every comment and line that stands there already stays."""

from collections.abc import Iterator, Sequence
from typing import Any

import yaml

from impl_eval.qualitative.codebook import Code, Example

_WIDTH = 100
_TEXT_KEYS = ("id", "mechanism", "parent", "label", "origin", "source", "definition", "include", "exclude")
_LIST_KEYS = ("phrases", "counter_phrases")


class _Writer(yaml.SafeDumper):
    """Writes lists indented under their key, as our files do."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def add_code_text(text: str, codes: Sequence[Code]) -> str:
    """Return the text of a codebook file with codes added after its last one.

    Comments, layout, line ends and everything else stay as they are. Whether the ids are free is for the
    caller to check.

    Raises
    ------
    ValueError : the text has no block list of codes to add to ("codes:" with one code below the other).
    """
    if not codes:
        return text
    sequence = _codes_of(text)
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = code_lines(codes, sequence.start_mark.column)
    known = [_plain(node) for node in sequence.value]
    wanted = [*known, *(_plain(node) for node in _composed("\n".join(["codes:", *lines])).value)]
    for at in _places(text, int(sequence.end_mark.index)):
        head = text[:at] if text[:at].endswith("\n") else text[:at] + newline
        added = head + newline.join(["", *lines, ""]) + text[at:]
        if _is_as_wanted(added, wanted):
            return added
    raise ValueError("no place after the last code was found")


def code_lines(codes: Sequence[Code], indent: int = 2) -> list[str]:
    """Return codes as lines of YAML, an empty line between two; defaults are left out."""
    lines: list[str] = []
    for code in codes:
        shown = yaml.dump([_entry(code)], Dumper=_Writer, sort_keys=False, allow_unicode=True, width=_WIDTH)
        lines += ["", *(" " * indent + line if line else "" for line in shown.rstrip("\n").split("\n"))]
    return lines[1:]


def _entry(code: Code) -> dict[str, Any]:
    entry: dict[str, Any] = {key: getattr(code, key) for key in _TEXT_KEYS}
    if code.origin == "deductive":
        del entry["origin"]
    entry |= {key: list(getattr(code, key)) for key in _LIST_KEYS}
    entry["examples"] = [_example(each) for each in code.examples]
    entry["counter_examples"] = [_example(each) for each in code.counter_examples]
    cues = {"enabler": list(code.valence_cues.enabler), "barrier": list(code.valence_cues.barrier)}
    entry["valence_cues"] = {key: value for key, value in cues.items() if value}
    entry["links"] = [each.model_dump() for each in code.links]
    return {key: value for key, value in entry.items() if value}


def _example(example: Example) -> str | dict[str, str]:
    return example.text if example.text is not None else {"segment": example.segment or ""}


def _composed(text: str) -> yaml.SequenceNode:
    root = yaml.compose(text, Loader=yaml.BaseLoader)
    entries = root.value if isinstance(root, yaml.MappingNode) else []
    node = next((value for key, value in entries if key.value == "codes"), None)
    if not isinstance(node, yaml.SequenceNode):
        raise ValueError("the text has no list of codes")
    return node


def _codes_of(text: str) -> yaml.SequenceNode:
    node = _composed(text)
    if node.flow_style or not node.value:
        raise ValueError("the codes do not stand one below the other")
    return node


def _places(text: str, end: int) -> Iterator[int]:
    """Yield where the next code may begin: before the comments that follow the last one, else after them.

    What looks like a comment may be the end of a text over several lines: the caller tries.
    """
    start_of_next = text.rfind("\n", 0, end) + 1 if end < len(text) else end
    at = start_of_next
    while at > 0:
        line_start = text.rfind("\n", 0, at - 1) + 1
        line = text[line_start:at].strip()
        if line and not line.startswith("#"):
            break
        at = line_start
    yield at
    yield start_of_next


def _is_as_wanted(text: str, wanted: list[Any]) -> bool:
    try:
        return [_plain(node) for node in _codes_of(text).value] == wanted
    except (yaml.YAMLError, ValueError):
        return False


def _plain(node: yaml.Node) -> Any:
    """Return what a node holds, styles and places left out."""
    if isinstance(node, yaml.MappingNode):
        return [(_plain(key), _plain(value)) for key, value in node.value]
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child) for child in node.value]
    # Written over several lines or in one: our reader takes text on one line.
    return " ".join(str(node.value).split())
