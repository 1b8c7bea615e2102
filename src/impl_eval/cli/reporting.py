"""report: the Word report, its tables and its figures."""

from pathlib import Path
from typing import Literal

import click

from impl_eval.cli.outputs_folder import refuse_nothing, say_where_and_what, write_outputs
from impl_eval.cli.terminal import steps, study_argument


@click.command()
@study_argument
@click.option(
    "--edition",
    type=click.Choice(["board", "full", "technical"]),
    default="full",
    show_default=True,
    help="Two pages for a board, the whole report, or all long tables too.",
)
@click.option(
    "--format",
    "file_format",
    type=click.Choice(["word", "markdown", "html", "json"]),
    default="word",
    show_default=True,
    help="Word, or the same text as Markdown, as a web page or as JSON.",
)
def report(
    study: Path,
    edition: Literal["board", "full", "technical"],
    file_format: Literal["word", "markdown", "html", "json"],
) -> None:
    """Write the report, its tables and figures, and nothing else."""
    from impl_eval.coding_desk.standing import load_settled_study
    from impl_eval.deliverables import KEPT_WORK, report_files, report_inputs, report_name
    from impl_eval.evaluation import evaluate, suggest
    from impl_eval.outputs.kept_work import KeptWork

    with steps(8) as progress:
        progress("reading the study")
        loaded = load_settled_study(study)
        refuse_nothing(loaded)
        evaluation = evaluate(loaded, suggest(loaded), progress)
        progress("report and figures")
        inputs = report_inputs(loaded, edition)
        kept = KeptWork.opened(study / "outputs" / KEPT_WORK)
        write_outputs(study, report_files(evaluation, inputs, file_format, kept))
        progress("done")
    say_where_and_what(study / "outputs" / report_name(evaluation, edition, file_format), evaluation)
