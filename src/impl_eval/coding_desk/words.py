"""Counts in words, as several sentences of the desk need them."""


def segments_text(count: int) -> str:
    """Return '1 segment' or '12 segments'."""
    return "1 segment" if count == 1 else f"{count:,} segments"
