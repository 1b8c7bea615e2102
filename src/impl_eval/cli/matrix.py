"""matrix: the framework matrix, out to Excel and back."""

import click


@click.group()
def matrix() -> None:
    """The framework matrix: cases by codes, with the analyst's summaries."""
