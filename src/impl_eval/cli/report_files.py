"""What `report` and `run` do with Word files that exist already: templates, edited reports, and checks."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from impl_eval.cli.terminal import NOT_AS_PLANNED, print_json, say

if TYPE_CHECKING:
    from impl_eval.outputs.report.inputs import Edition
    from impl_eval.outputs.word.foundation import Template

template_option = click.option(
    "--template",
    "template_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Your organisation's Word template (.docx or .dotx): its styles, headers, footers and page.",
)


def read_template_file(file: Path | None) -> "Template | None":
    """Read an organisation's template and say what people should know of it."""
    if file is None:
        return None
    from impl_eval.outputs.word.organisation_template import notes_of
    from impl_eval.study.report_template import load_report_template

    template = load_report_template(file)
    for note in notes_of(template):
        say(f"Note: {file.name}: {note}")
    return template


def check_file(path: Path, *, as_json: bool) -> None:
    """Print what is wrong with a Word file; exit code 4 where something has to be mended."""
    from impl_eval.outputs.quality import check_word_file
    from impl_eval.outputs.refresh.files import inputs_of, read_word_file
    from impl_eval.study.report_origin import changed_inputs

    content = read_word_file(path)
    checked = check_word_file(content, path.name)
    checked = checked.with_old_results(changed_inputs(path, inputs_of(content)))
    if as_json:
        print_json(checked.as_document())
    else:
        click.echo(checked.as_text())
    if not checked.passed:
        sys.exit(NOT_AS_PLANNED)


def edition_to_refresh(path: Path) -> "Edition":
    """Return the edition that an edited report says it is."""
    from impl_eval.outputs.refresh.files import edition_of, read_word_file
    from impl_eval.outputs.report.inputs import EDITIONS

    said = edition_of(read_word_file(path))
    return next((edition for edition in EDITIONS if edition == said), "full")


def refresh_file(path: Path, new: tuple[bytes, bool], *, as_json: bool) -> None:
    """Bring an edited report up to date with a new one (content, private), and say what was done."""
    from impl_eval.outputs.refresh import refresh
    from impl_eval.outputs.refresh.files import read_word_file, write_refreshed
    from impl_eval.outputs.word.page_numbers import page_numbers

    edited = read_word_file(path)
    fresh, private = new
    refreshed = refresh(edited, fresh, path.name, page_numbers)
    if as_json:
        print_json(refreshed.log.as_document())
    if refreshed.docx == edited:
        say(f"{path} is up to date: nothing was written.")
        return
    written = write_refreshed(path, refreshed, private=private)
    if not as_json:
        click.echo(f"Refreshed report: {written}")
        click.echo(f"What was done: {written.with_name(f'{written.stem}-log.txt')}")
        click.echo()
        click.echo(refreshed.log.as_text().partition("\n\nWhat changed since")[0])
    say(f"{path} is as it was.")
