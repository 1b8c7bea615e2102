"""init, preview, simulate."""

from pathlib import Path

import click

from impl_eval.cli.terminal import say, study_argument


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--ics", required=True, help="Name of the integrated care system.")
@click.option("--empty", is_flag=True, help="Without data: 'check' then says what to supply next.")
def init(folder: Path, ics: str, empty: bool) -> None:
    """Make a new study folder, with simulated data to try everything on."""
    from impl_eval.study.new_study import new_study

    new_study(folder, ics, empty=empty)
    kind = "without data" if empty else "with simulated data"
    click.echo(f"Made a study {kind} in {folder}.")
    click.echo(f"Next: impl-eval check {folder}")
    if not empty:
        click.echo(f"Then: impl-eval run {folder}")


@click.command()
@click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option(
    "--study",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A study whose instruments the columns are compared with.",
)
def preview(files: tuple[Path, ...], study: Path | None) -> None:
    """Show how a survey export or transcripts are read, and draft what the study needs to use them."""
    from impl_eval.study.draft import draft_for, draft_for_transcripts, is_transcript

    others = [file.name for file in files if not is_transcript(file)] if len(files) > 1 else []
    if others:
        raise click.UsageError(f"Several files must all be transcripts; {others[0]} is not one.")
    drafted = draft_for_transcripts(files) if len(files) > 1 else draft_for(files[0], study)
    say(drafted.reading)
    click.echo(drafted.text, nl=False)


@click.command()
@study_argument
def simulate(study: Path) -> None:
    """Write the simulated files of a study from its declared truth; never over real data."""
    from impl_eval.study.simulate import simulate_study

    for path in simulate_study(study):
        click.echo(str(path))
