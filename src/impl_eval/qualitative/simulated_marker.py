"""The mark that every simulated transcript carries as its first words."""

SIMULATED_MARK = "[SIMULATED TRANSCRIPT"


def is_simulated(text: str) -> bool:
    """Return whether the first line that is not empty starts with the mark."""
    return text.removeprefix("\ufeff").lstrip().startswith(SIMULATED_MARK)
