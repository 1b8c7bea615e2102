"""instrument: import, export, check, library, fingerprint and lock of survey instruments."""

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from impl_eval.cli.terminal import json_option, print_json, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from impl_eval.errors import Problem

study_option = click.option(
    "--study",
    default=".",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of the study (default: the current one).",
)


@click.group()
def instrument() -> None:
    """Survey instruments as files: check, lock, import from and export to other programs."""


@instrument.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--into", "folder", required=True, type=click.Path(path_type=Path), help="New folder for the draft."
)
def import_instrument(file: Path, folder: Path) -> None:
    """Draft an instrument from the questionnaire of another program.

    FILE is a REDCap data dictionary (.csv), an XLSForm (.xlsx), a Qualtrics survey (.qsf), an SPSS file
    (.sav) or the key of a Jisc export (.csv). Reverse keys and scales are never guessed: the draft asks.
    """
    from impl_eval.study.instrument_draft import draft_instrument

    drafted = draft_instrument(file, folder)
    for name in drafted.files:
        click.echo(str(folder / name))
    _say_losses(drafted.losses, "Nothing that was recognised was left out.")
    if drafted.unanswered:
        say(f"To answer: {drafted.unanswered} question marks, in instrument.yaml and items.csv.")
    say(f"Then: {_check_of(folder)}")


def _check_of(folder: Path) -> str:
    """Return the command that checks a draft, from where the user stands."""
    check = f"impl-eval instrument check {folder.name}"
    if folder.parent.name != "instruments":
        return f"move {folder} into instruments/ of a study, and there: {check}"
    study = folder.parent.parent
    return check if study == Path() else f"{check} --study {shlex.quote(str(study))}"


@instrument.command("export")
@click.argument("instrument_id", metavar="ID")
@click.option(
    "--as",
    "kind",
    required=True,
    type=click.Choice(["redcap", "xlsform", "spss", "word"]),
    help="Form to write.",
)
@study_option
@click.option("--to", "target", type=click.Path(dir_okay=False, path_type=Path), help="File to write.")
def export_instrument(instrument_id: str, kind: str, study: Path, target: Path | None) -> None:
    """Write an instrument as a form of another program, or as a Word questionnaire to print.

    The file goes into the study's outputs folder unless --to names another; what the form cannot carry
    is printed.
    """
    from impl_eval.outputs.atomic import write_whole
    from impl_eval.outputs.instrument_forms import export_form
    from impl_eval.study.instrument_library import load_instrument

    form = export_form(load_instrument(study, instrument_id).instrument, kind)
    path = target or study / "outputs" / "instruments" / f"{instrument_id}{form.suffix}"
    write_whole(path, form.content, private=False)
    click.echo(str(path))
    _say_losses(form.losses)


@instrument.command("check")
@click.argument("instrument_ids", metavar="[ID]...", nargs=-1)
@study_option
@click.option("--library", "in_library", is_flag=True, help="Check instruments of the library instead.")
@json_option
def check_instruments(instrument_ids: tuple[str, ...], study: Path, in_library: bool, as_json: bool) -> None:
    """Check instruments of a study, all or those named, and print what is doubtful."""
    from dataclasses import asdict

    from impl_eval.errors import StudyProblems
    from impl_eval.study import instrument_library as library

    ids = instrument_ids or (library.LIBRARY_IDS if in_library else library.instrument_ids(study))
    problems: list[Problem] = []
    sound = []
    for name in ids:
        try:
            sound.append(
                library.load_library_instrument(name) if in_library else library.load_instrument(study, name)
            )
        except StudyProblems as error:
            problems += error.problems
    advice = [one for loaded in sound for one in loaded.advice]
    if as_json:
        print_json({"problems": [asdict(one) for one in problems], "advice": [asdict(one) for one in advice]})
    elif not problems:
        for loaded in sound:
            one = loaded.instrument
            click.echo(
                f"{one.id} {one.version}: {len(one.items)} items, {len(one.scales)} scales, {one.status}"
            )
        _say_advice(advice)
        click.echo("No problems found." if ids else "There is no instrument yet.")
    if problems:
        raise StudyProblems(problems)


@instrument.group()
def library() -> None:
    """Instruments that come with impl-eval."""


@library.command("list")
@json_option
def list_library(as_json: bool) -> None:
    """List the instruments of the library."""
    from impl_eval.study.instrument_library import LIBRARY_IDS, load_library_instrument

    found = [load_library_instrument(name).instrument for name in LIBRARY_IDS]
    if as_json:
        print_json(
            [
                {"id": one.id, "version": one.version, "title": one.title, "items": len(one.items),
                 "shell": one.is_shell, "source": one.source}
                for one in found
            ]
        )  # fmt: skip
        return
    for one in found:
        kind = "shell, without wording" if one.is_shell else one.licence.spdx
        click.echo(f"{one.id:<14}{one.title} ({len(one.items)} items; {kind})")


@library.command("add")
@click.argument("instrument_id", metavar="ID")
@study_option
def add_to_study(instrument_id: str, study: Path) -> None:
    """Copy an instrument of the library into a study."""
    from impl_eval.study.instrument_library import add_from_library

    for path in add_from_library(study, instrument_id):
        click.echo(str(path))
    say(f"Name it in study.yaml, under instruments: {instrument_id}.")


@instrument.command()
@click.argument("instrument_id", metavar="ID")
@study_option
@json_option
def fingerprint(instrument_id: str, study: Path, as_json: bool) -> None:
    """Print the SHA-256 of an instrument's content: equal for equal content, however it is laid out."""
    from impl_eval.instruments.fingerprint import fingerprint_of
    from impl_eval.study.instrument_library import load_instrument

    one = load_instrument(study, instrument_id).instrument
    made = fingerprint_of(one)
    if as_json:
        print_json({"instrument": one.id, "version": one.version, **made.model_dump(mode="json")})
        return
    click.echo(f"{made.sha256}  {one.id} {one.version}")


@instrument.command()
@click.argument("instrument_id", metavar="ID")
@study_option
@click.option("--amend", default="", metavar="REASON", help="Replace an earlier lock, and say why.")
def lock(instrument_id: str, study: Path, amend: str) -> None:
    """Record what a version of an instrument is today. A later change of it needs another version."""
    import datetime

    from impl_eval.study.instrument_locking import lock_instrument

    today = datetime.datetime.now(datetime.UTC).date()
    path, locked = lock_instrument(study, instrument_id, today, amend.strip())
    click.echo(f"Locked {locked.instrument} {locked.version} on {locked.locked_on.isoformat()}: {path}")
    click.echo(f"Fingerprint (SHA-256): {locked.fingerprint.sha256}")


def _say_losses(losses: "Iterable[str]", otherwise: str = "Everything was carried over.") -> None:
    lines = [f"  - {loss}" for loss in losses]
    say("\n".join(["Not carried over:", *lines]) if lines else otherwise)


def _say_advice(advice: "Iterable[Problem]") -> None:
    from impl_eval.errors import describe_problem

    lines = [describe_problem(one) for one in advice]
    if lines:
        click.echo("\n".join(["", "Worth a look:", *lines, ""]))
