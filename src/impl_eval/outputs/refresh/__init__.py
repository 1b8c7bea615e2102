"""Refreshing a report that people have edited: what each block says, what changed, and the new file."""

from impl_eval.outputs.refresh.reading import block_hashes

__all__ = ["block_hashes"]
