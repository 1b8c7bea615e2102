"""identifiers: what may name a person in transcripts."""

import click


@click.group()
def identifiers() -> None:
    """Look for what may name a person in transcripts; replace it by pseudonyms."""
