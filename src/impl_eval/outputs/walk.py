"""Visits every Reported of an evaluation, or of any part of it, wherever it sits."""

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from impl_eval.results import Reported

Part = TypeVar("Part")


def every_reported(part: object) -> Iterator[Reported]:
    """Yield every Reported inside a part, in field order; one that is used twice comes twice."""
    if isinstance(part, Reported):
        yield part
    elif isinstance(part, tuple):
        for member in part:
            yield from every_reported(member)
    elif dataclasses.is_dataclass(part):
        for field in dataclasses.fields(part):
            yield from every_reported(getattr(part, field.name))


def replace_reported(part: Part, new: Callable[[Reported], Reported]) -> Part:
    """Return the part with every Reported inside it replaced by what `new` makes of it."""
    replaced: Part = _replaced(part, new)
    return replaced


def reported_by_id(part: object) -> dict[str, Reported]:
    """Return every Reported once, by id, in order of id.

    Raises
    ------
    ValueError : two Reported of one id differ; the reader could not tell which is right.
    """
    by_id: dict[str, Reported] = {}
    for reported in every_reported(part):
        if by_id.setdefault(reported.id, reported) != reported:
            raise ValueError(f"two different results have the id {reported.id}")
    return dict(sorted(by_id.items()))


def _replaced(part: Any, new: Callable[[Reported], Reported]) -> Any:
    if isinstance(part, Reported):
        return new(part)
    if isinstance(part, tuple):
        return tuple(_replaced(member, new) for member in part)
    if dataclasses.is_dataclass(part) and not isinstance(part, type):
        fields = {field.name: _replaced(getattr(part, field.name), new) for field in dataclasses.fields(part)}
        return dataclasses.replace(part, **fields)
    return part
