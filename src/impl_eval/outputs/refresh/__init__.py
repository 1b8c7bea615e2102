"""Refreshing a report that people have edited: what each block says, what changed, and the new file."""

from impl_eval.outputs.refresh.reading import block_hashes
from impl_eval.outputs.refresh.refreshing import Refreshed, refresh

__all__ = ["Refreshed", "block_hashes", "refresh"]
