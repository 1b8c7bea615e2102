"""Adds, changes and removes entries of a list in a YAML file; every comment and line around them stays.

One change at a time, and the file is read anew after each. What comes out is compared with what was wanted.
"""

from collections.abc import Mapping, Sequence

import yaml

from impl_eval.readers.yaml_text import NULLS

Entry = Mapping[str, str]
Document = dict[str, object]


def edit_entries(
    text: str, name: str, changes: Mapping[int, Entry | None], added: Sequence[Entry] = ()
) -> str:
    """Return the text with some entries of the list `name` changed and others added.

    Parameters
    ----------
    changes : by position in the list, the entry as it shall be, or None where it goes. Values that read the
        same, but for white space, are left as they are written.
    added : entries that follow the last one. The list is made where there is none.

    Raises
    ------
    ValueError : the file is written in a way that cannot be edited line by line, as a list in [brackets].
    """
    wanted = _content(text)
    standing = wanted.get(name) or []
    if not isinstance(standing, list) or any(position >= len(standing) for position in changes):
        raise ValueError(f"{name} is no such list")
    kept = [changes.get(position, entry) for position, entry in enumerate(standing)]
    wanted[name] = _tidy([entry for entry in (*kept, *added) if entry is not None])
    breaks = "\r\n" if "\r\n" in text else "\n"
    for position, entry in sorted(changes.items(), reverse=True):
        if entry is None:
            text = _without_entry(text, name, position)
        else:
            text = _with_values(text, name, position, entry, breaks)
    if added:
        text = _with_added(text, name, added, breaks)
    if {**wanted} != {name: [], **_content(text)}:
        raise ValueError(f"{name} cannot be edited in this file")
    return text


def _with_values(text: str, name: str, position: int, entry: Entry, breaks: str) -> str:
    for key in (*entry, *(pair[0].value for pair in _pairs(text, name, position))):
        pairs = {pair[0].value: pair for pair in _pairs(text, name, position)}
        if key not in entry:
            if pairs[key][1].value not in NULLS:
                text = _without_value(text, _item(text, name, position), key)
        elif key not in pairs:
            text = _with_value(text, _item(text, name, position), f"{key}: {_rendered(entry[key])}", breaks)
        elif _one_line(pairs[key][1].value) != _one_line(entry[key]):
            value = pairs[key][1]
            start, end = value.start_mark.index, _end_of(text, value)
            space = "" if text[start - 1].isspace() else " "
            text = text[:start] + space + _rendered(entry[key]) + text[end:]
    return text


def _with_value(text: str, item: yaml.MappingNode, line: str, breaks: str) -> str:
    end = _end_of(text, item.value[-1][1])
    if item.flow_style:
        return f"{text[:end]}, {line}{text[end:]}"
    end = _line_end(text, end)
    return f"{text[:end]}{breaks}{' ' * item.value[0][0].start_mark.column}{line}{text[end:]}"


def _without_value(text: str, item: yaml.MappingNode, name: str) -> str:
    at = next(number for number, pair in enumerate(item.value) if pair[0].value == name)
    key, value = item.value[at]
    is_last = at + 1 == len(item.value)
    if at and not item.flow_style:
        return text[: _line_start(text, key.start_mark.index)] + _after_line(text, _end_of(text, value))
    if not is_last:
        return text[: key.start_mark.index] + text[item.value[at + 1][0].start_mark.index :]
    if not at:
        raise ValueError(name)
    return text[: _end_of(text, item.value[at - 1][1])] + text[_end_of(text, value) :]


def _without_entry(text: str, name: str, position: int) -> str:
    item = _item(text, name, position)
    end = item.end_mark.index if item.flow_style else _end_of(text, item.value[-1][1])
    dash = text.rfind("-", 0, item.start_mark.index)
    return text[: _line_start(text, dash)] + _after_line(text, end)


def _with_added(text: str, name: str, added: Sequence[Entry], breaks: str) -> str:
    key, node = _list(text, name)
    pad = "  "
    if node is None:
        text = text if not text or text.endswith("\n") else text + breaks
        start = len(text)
        if key is None:
            text += f"{name}:{breaks}"
            start = len(text)
        else:
            start = _line_end(text, key.end_mark.index)
    elif not node.value:
        # An empty list in brackets gives way to entries on lines of their own.
        text = text[: node.start_mark.index].rstrip(" ") + text[node.end_mark.index :]
        start = _line_end(text, node.start_mark.index - 1)
    else:
        pad = " " * node.start_mark.column
        item = _item(text, name, len(node.value) - 1)
        last = item.end_mark.index if item.flow_style else _end_of(text, item.value[-1][1])
        start = _line_end(text, last)
    lines = [
        f"{pad}{'- ' if not number else '  '}{key}: {_rendered(value)}"
        for entry in added
        for number, (key, value) in enumerate(entry.items())
    ]
    block = breaks.join(lines)
    if not start or text[start - 1] == "\n":
        return text[:start] + block + breaks + text[start:]
    return text[:start] + breaks + block + (text[start:] or breaks)


def _list(text: str, name: str) -> tuple[yaml.Node | None, yaml.SequenceNode | None]:
    """Return the key of the list and the list, None where they are not there."""
    root = yaml.compose(text, Loader=yaml.BaseLoader)
    if root is None:
        return None, None
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        raise ValueError("a file that is no block of keys")
    key, node = next(((key, value) for key, value in root.value if key.value == name), (None, None))
    if isinstance(node, yaml.SequenceNode):
        if node.flow_style and node.value:
            raise ValueError(f"{name} in [brackets]")
        return key, node
    return key, None


def _item(text: str, name: str, position: int) -> yaml.MappingNode:
    node = _list(text, name)[1]
    item = node.value[position] if node is not None else None
    if not isinstance(item, yaml.MappingNode):
        raise ValueError(f"entry {position} of {name}")
    return item


def _pairs(text: str, name: str, position: int) -> list[tuple[yaml.ScalarNode, yaml.ScalarNode]]:
    return list(_item(text, name, position).value)


def _rendered(value: str) -> str:
    """Return a text as YAML that reads the same in a block and within {braces}."""
    listed = yaml.safe_dump([value], default_flow_style=True, width=100_000, allow_unicode=True)
    written = listed.strip()[1:-1]
    # Dates, yes and numbers are texts wherever this program reads them: quotes would only disturb.
    return (
        value
        if written == f"'{value}'" and value.replace("-", "").isalnum() and value not in NULLS
        else written
    )


def _content(text: str) -> Document:
    content = _plain(yaml.compose(text, Loader=yaml.BaseLoader)) or {}
    if not isinstance(content, dict):
        raise ValueError("a file that is no block of keys")
    return {key: _tidy(value) for key, value in content.items() if value not in ("", [])}


def _plain(node: yaml.Node | None) -> object:
    if isinstance(node, yaml.MappingNode):
        return {key.value: _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(one) for one in node.value]
    return None if node is None else node.value


def _tidy(value: object) -> object:
    """Return what people read: white space evened out, empty values absent."""
    if isinstance(value, dict):
        return {key: _tidy(one) for key, one in value.items() if not _is_null(one)}
    if isinstance(value, list):
        return [_tidy(one) for one in value]
    return _one_line(value) if isinstance(value, str) else value


def _is_null(value: object) -> bool:
    return isinstance(value, str) and value in NULLS


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _end_of(text: str, node: yaml.Node) -> int:
    """Return where a value ends: a block of lines takes the breaks after it along."""
    return max(node.start_mark.index, len(text[: node.end_mark.index].rstrip()))


def _line_start(text: str, index: int) -> int:
    return text.rfind("\n", 0, index) + 1


def _line_end(text: str, index: int) -> int:
    found = text.find("\n", index)
    if found < 0:
        return len(text)
    return found - 1 if text[found - 1] == "\r" else found


def _after_line(text: str, index: int) -> str:
    found = text.find("\n", index)
    return "" if found < 0 else text[found + 1 :]
