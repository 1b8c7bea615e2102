"""Checks REFI-QDA as it was written against the models that pyrefiqda made of the schemas.

The only module that uses pyrefiqda. Its parser checks types, unknown parts and what is required; order,
numbers and patterns of the schemas, which it passes over, are checked here by the same models.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args, get_origin

from impl_eval.readers.refi.xml_tree import Element, parse_tree

_CHOICES = frozenset({"SourcesType", "VariableValueType"})
"""Elements whose children stand in any order, or of which one is chosen."""


def invalid_parts(content: bytes) -> list[str]:
    """Return what the schemas of REFI-QDA 1.5 forbid in a project (.qde) or codebook (.qdc).

    Element names only: no words of the content are repeated. Nothing invalid gives an empty list.
    """
    from pyrefiqda.models import CodeBook, Project

    root, _ = parse_tree(content, "project.qde")
    model = {"Project": Project, "CodeBook": CodeBook}.get(root.name)
    if model is None:
        return [f"{root.name} as root"]
    return [*_parse_faults(content, model), *_faults(root, model)]


def _parser() -> Any:
    from xsdata.formats.dataclass.parsers.config import ParserConfig
    from xsdata_pydantic.bindings import XmlParser

    strict = ParserConfig(
        fail_on_unknown_properties=True,
        fail_on_unknown_attributes=True,
        fail_on_converter_warnings=True,
    )
    return XmlParser(config=strict)


def _parse_faults(content: bytes, model: type) -> list[str]:
    from pydantic import ValidationError
    from xsdata.exceptions import ParserError

    try:
        _parser().from_bytes(content, model)
    except (ParserError, ValidationError) as error:
        return [f"something that pyrefiqda refuses ({type(error).__name__})"]
    return []


def _faults(root: Element, model: Any) -> Iterator[str]:
    waiting = [(root, model)]
    while waiting:
        element, shape = waiting.pop()
        attributes, children = _shape(shape)
        yield from _attribute_faults(element, attributes)
        yield from _child_faults(element, shape, children)
        waiting += [(one, children[one.name].model) for one in element.children if one.name in children]


@dataclass(frozen=True)
class _Child:
    """What a model says of one kind of child: its place in the order, its model, how often it may stand."""

    place: int
    model: Any
    least: int
    many: bool


@cache
def _shape(model: Any) -> tuple[dict[str, tuple[bool, str]], dict[str, _Child]]:
    """Return the attributes (required, pattern) and the children of a model."""
    attributes: dict[str, tuple[bool, str]] = {}
    children: dict[str, _Child] = {}
    for place, (key, one) in enumerate(getattr(model, "model_fields", {}).items()):
        said = one.xsdata_metadata
        name = said.get("name", key)
        if said["type"] == "Attribute":
            attributes[name] = (one.is_required(), said.get("pattern", ""))
            continue
        inner = next((kind for kind in get_args(one.annotation) if kind is not type(None)), one.annotation)
        least = said.get("min_occurs", int(one.is_required()))
        children[name] = _Child(place, inner, least, get_origin(one.annotation) is list)
    return attributes, children


def _attribute_faults(element: Element, attributes: dict[str, tuple[bool, str]]) -> Iterator[str]:
    for name, (is_required, pattern) in attributes.items():
        value = element.attributes.get(name)
        if value is None and is_required:
            yield f"{element.name} without {name}"
        elif value is not None and pattern and not re.fullmatch(pattern, value):
            yield f"{name} of {element.name} in a form that the standard does not have"


def _child_faults(element: Element, shape: Any, children: dict[str, _Child]) -> Iterator[str]:
    found = [child.name for child in element.children if child.name in children]
    for name, child in children.items():
        number = found.count(name)
        if number < child.least:
            yield f"{element.name} without {name}"
        if number > 1 and not child.many:
            yield f"{element.name} with {number} of {name}"
    places = [children[name].place for name in found]
    if places != sorted(places) and shape.__name__ not in _CHOICES:
        yield f"parts of {element.name} out of order"
    if shape.__name__ in _CHOICES and not found:
        yield f"{element.name} without a part"
