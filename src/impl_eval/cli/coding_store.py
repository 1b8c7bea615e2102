"""coding merge, verify, backup: the store as a whole."""

from pathlib import Path

import click

from impl_eval.cli.terminal import now, say, study_argument
from impl_eval.errors import AnalysisRefused


@click.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--study", default=".", type=click.Path(exists=True, file_okay=False, path_type=Path))
def merge(files: tuple[Path, ...], study: Path) -> None:
    """Unite what coders exported elsewhere ('impl-eval coding export') with this study.

    The order of the files does not matter, and merging a file twice changes nothing.
    """
    from impl_eval.coding_desk.merging import merge_files

    for sentence in merge_files(study, files, now()):
        click.echo(sentence)


@click.command()
@study_argument
@click.option("--rebuild", is_flag=True, help="Replay the log into the tables first.")
def verify(study: Path, rebuild: bool) -> None:
    """Check every event, chain and text of the store against what was written."""
    from impl_eval.coding_desk.merging import verify_store

    wrong, notes, count = verify_store(study, rebuild=rebuild)
    for note in notes:
        say(f"Note: {note}")
    if wrong:
        raise AnalysisRefused("\n".join(["The coding store is not what was written.", *wrong]))
    click.echo(f"The coding store is as it was written: {count:,} events.")


@click.command()
@study_argument
def backup(study: Path) -> None:
    """Copy the store to coding/backups, and check the copy."""
    from impl_eval.coding_desk.merging import back_up

    click.echo(f"Backup: {back_up(study, now())}")
