"""report: the Word report, its tables and its figures."""

from pathlib import Path, PurePosixPath
from typing import Literal

import click

from impl_eval.cli.evaluated import evaluated
from impl_eval.cli.outputs_folder import (
    refuse_nothing,
    say_where_and_what,
    warn_of_two_releases,
    write_outputs,
)
from impl_eval.cli.report_files import (
    check_file,
    edition_to_refresh,
    read_template_file,
    refresh_file,
    template_option,
)
from impl_eval.cli.terminal import json_option, say, steps, study_argument

Edition = Literal["board", "full", "technical"]


@click.command()
@study_argument
@click.option(
    "--edition",
    type=click.Choice(["board", "full", "technical"]),
    help="Two pages for a board, the whole report (full, the default), or all long tables too.",
)
@click.option(
    "--format",
    "file_format",
    type=click.Choice(["word", "markdown", "html", "json"]),
    default="word",
    show_default=True,
    help="Word, or the same text as Markdown, as a web page or as JSON.",
)
@template_option
@click.option(
    "--refresh",
    "edited",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="An edited report: write a copy beside it with the new results and your text.",
)
@click.option(
    "--check",
    "checked",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Only say what is wrong with this Word file (exit code 4: something has to be mended).",
)
@json_option
def report(
    study: Path,
    edition: Edition | None,
    file_format: Literal["word", "markdown", "html", "json"],
    template_file: Path | None,
    edited: Path | None,
    checked: Path | None,
    as_json: bool,
) -> None:
    """Write the report, its tables and figures, and nothing else.

    --refresh brings a report that you edited up to date, --check looks for faults in a Word file.
    """
    if checked is not None:
        check_file(checked, as_json=as_json)
        return
    if as_json and edited is None:
        raise click.UsageError("--json goes with --check or --refresh; --format json writes the report.")
    for option, given in (("--template", template_file), ("--refresh", edited)):
        if given is not None and file_format != "word":
            raise click.UsageError(f"{option} is for Word only.")
    from impl_eval.coding_desk.standing import load_settled_study
    from impl_eval.deliverables import KEPT_WORK, report_files, report_inputs, report_name
    from impl_eval.outputs.kept_work import KeptWork
    from impl_eval.outputs.suppression import suppress

    template = read_template_file(template_file)
    edition = edition or (edition_to_refresh(edited) if edited else "full")
    with steps(9) as progress:
        progress("reading the study")
        loaded = load_settled_study(study)
        refuse_nothing(loaded)
        kept = KeptWork.opened(study / "outputs" / KEPT_WORK)
        evaluation = evaluated(loaded, kept, progress)
        progress("report and figures")
        inputs = report_inputs(loaded, edition)
        shown = suppress(evaluation)
        files = report_files(shown, inputs, file_format, kept, template)
        name = PurePosixPath(report_name(evaluation, edition, file_format))
        warn_of_two_releases(study, evaluation)
        write_outputs(study, {path: files[path] for path in files if path != name or edited is None})
        progress("done")
    if edited is not None:
        refresh_file(edited, files[name], as_json=as_json)
        return
    say_where_and_what(study / "outputs" / report_name(shown, edition, file_format), shown)
    if file_format == "word":
        _say_about_page_numbers()


def _say_about_page_numbers() -> None:
    from impl_eval.outputs.word.page_numbers import office_program

    if office_program() is None:
        say("Note: the contents have links and no page numbers: LibreOffice, which counts them, is not here.")
