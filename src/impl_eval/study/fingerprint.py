"""A fingerprint of everything a study holds: two studies that differ in anything have two fingerprints."""

import dataclasses
import datetime
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from functools import cache
from pathlib import Path, PurePath

import numpy as np
from pydantic import BaseModel

from impl_eval.study.model import Study

_EXACT = (str, int, float, bytes, type(None), datetime.date, Enum, PurePath)


def study_fingerprint(study: Study) -> str:
    """Return 64 hexadecimal digits that stand for all of a study but the folder it lies in.

    Every value counts, with its type: files, answers, texts, coding, plan, what people wrote. The order of
    mappings counts, because reports follow it; that of sets does not.

    Raises
    ------
    TypeError : the study holds a kind of value whose parts are not known here.
    """
    return hashlib.sha256(_framed(_pieces(dataclasses.replace(study, root=Path())))).hexdigest()


def _framed(pieces: Iterable[bytes]) -> bytes:
    """Return pieces as one, so that it shows where each of them ends."""
    return b"".join(len(piece).to_bytes(8, "big") + piece for piece in pieces)


def _pieces(value: object) -> Iterator[bytes]:
    """Yield what a value consists of; its kind and how many parts it has come first."""
    kind = type(value).__qualname__.encode("utf-8")
    if isinstance(value, _EXACT):
        yield kind
        yield repr(value).encode("utf-8", "surrogatepass")
    elif isinstance(value, np.ndarray):
        yield kind
        yield repr((value.dtype.str, value.shape)).encode("utf-8")
        yield from _pieces(value.tolist()) if value.dtype.hasobject else (value.tobytes(),)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        yield kind
        for name in _field_names(type(value)):
            yield from _pieces(getattr(value, name))
    elif isinstance(value, BaseModel):
        yield kind
        for _, member in value:
            yield from _pieces(member)
    elif isinstance(value, tuple | list):
        yield kind + str(len(value)).encode("utf-8")
        for member in value:
            yield from _pieces(member)
    elif isinstance(value, set | frozenset):
        yield kind + str(len(value)).encode("utf-8")
        yield from sorted(_framed(_pieces(member)) for member in value)
    elif isinstance(value, Mapping):
        yield kind + str(len(value)).encode("utf-8")
        for key, member in value.items():
            yield from _pieces(key)
            yield from _pieces(member)
    else:
        raise TypeError(f"no fingerprint of a {type(value).__name__}")


@cache
def _field_names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))
