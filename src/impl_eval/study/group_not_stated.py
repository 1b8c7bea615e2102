"""The stakeholder group of participants of whom it is not known yet, added to study.yaml as text."""

import yaml

NOT_STATED = "not_stated"
_LABEL = "Not stated"
_KEY = "stakeholder_groups"


def with_group_not_stated(text: str) -> str:
    """Return study.yaml with that group after the others; comments, layout and line ends stay."""
    newline = "\r\n" if "\r\n" in text else "\n"
    root = yaml.compose(text, Loader=yaml.BaseLoader)
    entries = root.value if isinstance(root, yaml.MappingNode) else []
    node = next((value for key, value in entries if key.value == _KEY), None)
    if not isinstance(node, yaml.SequenceNode) or not node.value:
        return _after(text, len(text), [f"{_KEY}:", *_lines("  ")], newline)
    if node.flow_style:
        at = int(node.value[-1].end_mark.index)
        return f"{text[:at]}, {{id: {NOT_STATED}, label: {_LABEL}}}{text[at:]}"
    # The last entry ends where its last value does: comments after it stay with what follows.
    end = text.find("\n", int(_last_value(node.value[-1]).end_mark.index))
    at = len(text) if end < 0 else end + 1
    return _after(text, at, _lines(" " * node.start_mark.column), newline)


def _lines(indent: str) -> list[str]:
    return [f"{indent}- id: {NOT_STATED}", f"{indent}  label: {_LABEL}"]


def _after(text: str, at: int, lines: list[str], newline: str) -> str:
    head = text[:at] if not at or text[:at].endswith("\n") else text[:at] + newline
    return head + newline.join([*lines, ""]) + text[at:]


def _last_value(node: yaml.Node) -> yaml.Node:
    while isinstance(node, yaml.MappingNode | yaml.SequenceNode) and node.value and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(node, yaml.MappingNode) else last
    return node
