"""Changes single values of a YAML file and leaves every comment and line around them as it is."""

from collections.abc import Mapping, Sequence, Set

import yaml


def edit_yaml(
    text: str, values: Mapping[tuple[str, ...], str], remove: Sequence[tuple[str, ...]] = ()
) -> str:
    """Return the text with scalar values replaced and whole entries removed, named by their path of keys.

    Raises KeyError for a path that the text does not hold: the caller knows its template.
    """
    root = yaml.compose(text, Loader=yaml.BaseLoader)
    edits: list[tuple[int, int, str]] = []
    for path, value in values.items():
        _, node = _entry(root, path)
        edits.append((node.start_mark.index, node.end_mark.index, _scalar(value)))
    for path in remove:
        key, node = _entry(root, path)
        edits.append((_line_start(text, key.start_mark.index), _block_end(text, node), ""))
    for start, end, replacement in sorted(edits, reverse=True):
        text = text[:start] + replacement + text[end:]
    return text


def _entry(root: yaml.Node | None, path: tuple[str, ...]) -> tuple[yaml.Node, yaml.Node]:
    node, key = root, root
    for part in path:
        entries = node.value if isinstance(node, yaml.MappingNode) else []
        found = next(((k, v) for k, v in entries if k.value == part), None)
        if found is None:
            raise KeyError(" > ".join(path))
        key, node = found
    if key is None or node is None:
        raise KeyError(" > ".join(path))
    return key, node


def _scalar(value: str) -> str:
    return str(yaml.safe_dump(value, width=10_000, allow_unicode=True)).removesuffix("\n...\n").rstrip("\n")


def _line_start(text: str, index: int) -> int:
    return text.rfind("\n", 0, index) + 1


def _block_end(text: str, node: yaml.Node) -> int:
    # A block's end mark lies at the start of what follows; that of a scalar or [list] on its own line.
    end = int(node.end_mark.index)
    if isinstance(node, yaml.ScalarNode) or getattr(node, "flow_style", False):
        newline = text.find("\n", end)
        return len(text) if newline < 0 else newline + 1
    return _line_start(text, end)


def remove_from_list(text: str, path: tuple[str, ...], value: str) -> str:
    """Return the text without one scalar of a list, written in [brackets] or with a dash on each line.

    Raises KeyError where the list, or the value in it, is not there.
    """
    _, node = _entry(yaml.compose(text, Loader=yaml.BaseLoader), path)
    entries = node.value if isinstance(node, yaml.SequenceNode) else []
    found = next((entry for entry in entries if entry.value == value), None)
    if found is None:
        raise KeyError(value)
    start, end = found.start_mark.index, found.end_mark.index
    if not getattr(node, "flow_style", False):
        newline = text.find("\n", end)
        return text[: _line_start(text, start)] + ("" if newline < 0 else text[newline + 1 :])
    position = entries.index(found)
    if position + 1 < len(entries):
        return text[:start] + text[entries[position + 1].start_mark.index :]
    if position:
        return text[: entries[position - 1].end_mark.index] + text[end:]
    return text[:start] + text[end:]


def remove_examples(text: str, gone: Set[str]) -> str:
    """Return a codebook without the examples whose text or segment is in `gone`.

    A list that holds nothing else goes whole. Raises KeyError where an example is written within [brackets]:
    it cannot be taken out line by line.
    """
    root = yaml.compose(text, Loader=yaml.BaseLoader)
    cuts: list[tuple[int, int]] = []
    for code in _children(root, "codes"):
        for name in ("examples", "counter_examples"):
            entries = _children(code, name)
            theirs = [one for one in entries if not gone.isdisjoint(_scalars(one))]
            if not theirs:
                continue
            key, node = _entry(code, (name,))
            if len(theirs) < len(entries) and getattr(node, "flow_style", False):
                raise KeyError(name)
            if len(theirs) == len(entries):
                cuts.append((_line_start(text, key.start_mark.index), _block_end(text, node)))
            else:
                cuts += [(_line_start(text, one.start_mark.index), _block_end(text, one)) for one in theirs]
    for start, end in sorted(cuts, reverse=True):
        text = text[:start] + text[end:]
    return text


def _children(node: yaml.Node | None, name: str) -> list[yaml.Node]:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    found = next((value for key, value in pairs if key.value == name), None)
    return list(found.value) if isinstance(found, yaml.SequenceNode) else []


def _scalars(node: yaml.Node) -> set[str]:
    if isinstance(node, yaml.ScalarNode):
        return {node.value}
    return {value.value for _, value in node.value if isinstance(value, yaml.ScalarNode)}
