"""codebook: ready codebooks, and what changed between versions."""

import click


@click.group()
def codebook() -> None:
    """Ready codebooks, versions of a codebook, and what changed in them."""
