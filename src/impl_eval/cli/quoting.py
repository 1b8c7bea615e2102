"""quotes: which passages may be quoted outside the team, out to Excel and back."""

from pathlib import Path

import click

from impl_eval.cli.terminal import coder_option, now, study_argument


@click.group()
def quotes() -> None:
    """Which passages of participants may be quoted: nothing is, unless a person releases it."""


@quotes.command()
@study_argument
@click.option("--to", "target", type=click.Path(dir_okay=False, path_type=Path), help="File to write.")
def export(study: Path, target: Path | None) -> None:
    """Write a workbook of all coded passages, to release them one by one.

    The file goes into the study's outputs/internal folder unless --to names another. Only you can read it:
    it holds words of participants.
    """
    from impl_eval.coding_desk.standing import load_settled_study
    from impl_eval.outputs.atomic import write_whole
    from impl_eval.outputs.quotes_workbook import quotes_workbook
    from impl_eval.study.quote_decisions import quote_lines

    lines = quote_lines(load_settled_study(study))
    path = target or study / "outputs" / "internal" / "quotes.xlsx"
    write_whole(path, quotes_workbook(lines), private=True)
    undecided = sum(not line.released for line in lines)
    click.echo(f"{path}: {len(lines)} passages, {undecided} to decide on")


@quotes.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@study_argument
@coder_option
def import_(file: Path, study: Path, coder: str) -> None:
    """Take the decisions of a workbook into qualitative/quotes.csv, under your initials."""
    from impl_eval.coding_desk.standing import load_settled_study
    from impl_eval.outputs.atomic import write_all
    from impl_eval.study.quote_decisions import read_quote_decisions
    from impl_eval.study.quote_files import QUOTES_FILE, quotes_csv

    loaded = load_settled_study(study)
    releases = read_quote_decisions(file, loaded, coder, now()[:10])
    write_all({study / QUOTES_FILE: (quotes_csv(releases), True)})
    released = sum(one.released for one in releases)
    click.echo(f"{study / QUOTES_FILE}: {released} passages released, {len(releases) - released} not")
