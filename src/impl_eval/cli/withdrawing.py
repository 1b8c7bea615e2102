"""withdraw: somebody takes part no longer, and their words go."""

from pathlib import Path

import click

from impl_eval.cli.terminal import now, study_argument


@click.command()
@click.argument("participant")
@study_argument
@click.option("--respondent", default="", help="The code under which the person answered the survey.")
def withdraw(participant: str, study: Path, respondent: str) -> None:
    """Erase what a study holds of one participant: transcript, quotes, notes, survey rows.

    The coding store then records that somebody withdrew, and not who. It cannot be undone.
    """
    from impl_eval.coding_desk.withdrawal import withdraw as withdraw_from

    for sentence in withdraw_from(study, participant, now(), respondent):
        click.echo(sentence)
