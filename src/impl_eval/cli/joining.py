"""joint: how survey and interviews fit, as the rule proposes it and as people decided."""

from pathlib import Path

import click

from impl_eval.cli.terminal import json_option, print_json, study_argument


@click.group()
def joint() -> None:
    """How survey and interviews fit, by mechanism: proposed by a rule, decided by people."""


@joint.command()
@study_argument
@json_option
def show(study: Path, as_json: bool) -> None:
    """Print for each mechanism what the strands say, the fit, and the mark of these results.

    A decision in protocols/integration.yaml names that mark as 'seen', so that the report can say when the
    results have changed since. The marks and full results stay inside the team.
    """
    from impl_eval.cli.outputs_folder import refuse_nothing
    from impl_eval.coding_desk.standing import load_settled_study
    from impl_eval.evaluation import evaluate
    from impl_eval.integration.decided import seen_results

    loaded = load_settled_study(study)
    refuse_nothing(loaded)
    rows = evaluate(loaded, ()).joint_display.rows
    if as_json:
        print_json(
            {
                "schema": "impl-eval/joint-display/1",
                "rows": [
                    {
                        "mechanism": row.mechanism_id,
                        "fit": row.fit.word,
                        "state": row.fit.state,
                        "proposed": row.fit.proposed or row.fit.word,
                        "explanation": row.fit.explanation,
                        "seen": seen_results(row),
                    }
                    for row in rows
                ],
            }
        )
        return
    for row in rows:
        click.echo(f"{row.mechanism_id} ({row.label}): {row.fit.word}, {row.fit.state}")
        click.echo(f"  {row.fit.explanation}")
        click.echo(f"  seen: {seen_results(row)}")
