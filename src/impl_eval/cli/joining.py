"""joint: how survey and interviews fit, as the rule proposes it and as people decided."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from impl_eval.cli.terminal import json_option, now, print_json, study_argument

if TYPE_CHECKING:
    from impl_eval.results import JointDisplay
    from impl_eval.study.model import Study


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


@joint.command()
@study_argument
@click.option("--to", "target", type=click.Path(dir_okay=False, path_type=Path), help="File to write.")
@click.option("--with-decisions", is_flag=True, help="Show what was decided so far, to settle what differs.")
def export(study: Path, target: Path | None, with_decisions: bool) -> None:
    """Write a workbook with a row for each mechanism, to decide how the strands fit.

    The file goes into the study's outputs/internal folder unless --to names another. Only you can read it:
    it holds results that are not suppressed. Give each person a copy of their own.
    """
    from impl_eval.errors import AnalysisRefused
    from impl_eval.outputs.atomic import write_whole
    from impl_eval.outputs.joint_workbook import joint_workbook
    from impl_eval.study.fit_decisions import fit_lines, holds_decisions

    loaded, proposed = _proposed(study)
    path = target or study / "outputs" / "internal" / "joint_display.xlsx"
    if holds_decisions(path):
        raise AnalysisRefused(
            f"{path} holds decisions. Import it with 'impl-eval joint import', then move it away, or name "
            "another file with --to."
        )
    decided = loaded.written.integration.decisions if with_decisions else ()
    lines = fit_lines(proposed, decided)
    write_whole(path, joint_workbook(lines), private=True)
    click.echo(f"{path}: {len(lines)} mechanisms to decide on")


@joint.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@study_argument
@click.option("--decided-by", required=True, metavar="INITIALS", help="Who decided, where no row says so.")
def import_(file: Path, study: Path, decided_by: str) -> None:
    """Take the decisions of a workbook into protocols/integration.yaml.

    Rows without a decision change nothing; what else stands in that file stays, comments too.
    """
    import datetime

    from impl_eval.outputs.atomic import write_all
    from impl_eval.study.fit_decisions import integration_after, read_fit_decisions
    from impl_eval.study.integration_files import INTEGRATION_FILE

    by = " ".join(decided_by.split())
    if not by:
        raise click.UsageError("--decided-by needs the initials of whoever decided.")
    loaded, proposed = _proposed(study)
    decisions, today = loaded.written.integration.decisions, datetime.date.fromisoformat(now()[:10])
    changes = read_fit_decisions(file, proposed, decisions, by, today)
    write_all(integration_after(study, changes))
    changed, back = len(changes.changed) - changes.taken_back, changes.taken_back
    told = f"{len(changes.added)} decisions added, {changed} changed, {back} taken back"
    click.echo(f"{study / INTEGRATION_FILE}: {told}")


@joint.command()
@study_argument
@click.option("--to", "target", type=click.Path(dir_okay=False, path_type=Path), help="File to write.")
def cases(study: Path, target: Path | None) -> None:
    """Write a table of sites and participants that both strands know, by mechanism, for the team alone.

    qualitative/participant_sites.csv says where participants work (site_id) and, where known, under which
    code they answered the survey (respondent_id). The table holds single people's changes and words: only
    you can read it, it goes into outputs/internal unless --to names another file, and no report shows it.
    """
    from impl_eval.outputs.atomic import write_whole
    from impl_eval.study.mixed_cases import mixed_cases_csv

    loaded, proposed = _proposed(study)
    content, sites, participants = mixed_cases_csv(loaded, proposed)
    path = target or study / "outputs" / "internal" / "mixed_methods_matrix.csv"
    write_whole(path, content, private=True)
    click.echo(f"{path}: sites {sites}, linked participants {participants}")


def _proposed(study: Path) -> "tuple[Study, JointDisplay]":
    """Return a study and its joint display as the rule alone proposes it."""
    from dataclasses import replace

    from impl_eval.cli.outputs_folder import refuse_nothing
    from impl_eval.coding_desk.standing import load_settled_study
    from impl_eval.evaluation import evaluate
    from impl_eval.protocols.integration_words import IntegrationWords

    loaded = load_settled_study(study)
    refuse_nothing(loaded)
    undecided = replace(loaded, written=replace(loaded.written, integration=IntegrationWords()))
    return loaded, evaluate(undecided, ()).joint_display
