"""withdraw: somebody takes part no longer, and their words go."""

from pathlib import Path

import click

from impl_eval.cli.terminal import now, say, study_argument


@click.command()
@click.argument("participant")
@study_argument
@click.option("--respondent", default="", help="The code under which the person answered the survey.")
def withdraw(participant: str, study: Path, respondent: str) -> None:
    """Erase what a study holds of one participant: transcript, quotes, notes, summaries, survey rows.

    The coding store and its backups then record that somebody withdrew, and not who. It cannot be undone.
    What may be left is listed with file and place, and the exit code is then 3. Interrupted, run it again.
    """
    from impl_eval.coding_desk.withdrawal import withdraw as withdraw_from
    from impl_eval.errors import StudyProblems

    withdrawn = withdraw_from(study, participant, now(), respondent)
    for sentence in withdrawn.done:
        click.echo(sentence)
    if withdrawn.left:
        say("Left for you to look at, in every file of the study's folder:")
        raise StudyProblems(withdrawn.left)
