"""compare-coders: how far coders agree."""

from pathlib import Path

import click

from impl_eval.cli.terminal import json_option, print_json, say, study_argument
from impl_eval.errors import AnalysisRefused


@click.command("compare-coders")
@study_argument
@json_option
def compare_coders(study: Path, as_json: bool) -> None:
    """Compare coders of the same transcripts: percent agreement and kappa for each mechanism."""
    from impl_eval.evaluation import compare
    from impl_eval.outputs.results_json import estimate_document
    from impl_eval.outputs.table_files import table_text
    from impl_eval.study.load import load_study

    loaded = load_study(study)
    if loaded.interviews is None:
        raise AnalysisRefused("The study has no interviews.")
    section = compare(loaded)
    if as_json:
        print_json(
            {
                "schema": "impl-eval/results/1",
                "estimates": [estimate_document(one) for one in section.reported],
            }
        )
        return
    for table in section.tables:
        click.echo(table_text(table))
        click.echo()
    for caution in section.cautions:
        say(f"Note: {caution}")
