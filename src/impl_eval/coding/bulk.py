"""Handling very many small values at once."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collecting() -> Iterator[None]:
    """Leave the search for circular references out meanwhile.

    Events hold none, and hundreds of thousands of them would be searched again and again: a fifth of the
    time of a large merge.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
