"""report: the Word report, its tables and its figures."""

from pathlib import Path

import click

from impl_eval.cli.outputs_folder import refuse_nothing, say_where_and_what, write_outputs
from impl_eval.cli.terminal import steps, study_argument


@click.command()
@study_argument
def report(study: Path) -> None:
    """Write the Word report, its tables and figures, and nothing else."""
    from impl_eval.coding_desk.standing import load_settled_study
    from impl_eval.deliverables import report_files, report_name
    from impl_eval.evaluation import evaluate, suggest

    with steps(8) as progress:
        progress("reading the study")
        loaded = load_settled_study(study)
        refuse_nothing(loaded)
        evaluation = evaluate(loaded, suggest(loaded), progress)
        progress("report and figures")
        write_outputs(study, report_files(evaluation))
        progress("done")
    say_where_and_what(study / "outputs" / report_name(evaluation), evaluation)
