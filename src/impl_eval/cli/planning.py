"""plan: lock the analysis plan and show what differs from the locked one. power: what it could detect."""

from pathlib import Path

import click

from impl_eval.cli.terminal import counted_steps, json_option, print_json, say, study_argument


@click.group()
def plan() -> None:
    """Lock the analysis plan of a study, and show it with its deviations."""


@plan.command()
@study_argument
@click.option("--amend", default="", metavar="REASON", help="Replace an earlier lock, and say why.")
def lock(study: Path, amend: str) -> None:
    """Record what the plan says today. Later runs print everything that differs from it."""
    import datetime

    from impl_eval.study.load import load_study
    from impl_eval.study.plan_locking import lock_plan

    today = datetime.datetime.now(datetime.UTC).date()
    path, locked = lock_plan(load_study(study), today, amend.strip())
    click.echo(f"Locked on {locked.locked_on.isoformat()}: {path}")
    click.echo(f"Fingerprint (SHA-256): {locked.sha256}")
    if locked.answers_present:
        say(
            f"Note: the study already held {locked.answers_present} rows of answers. The lock says so, and "
            "reports do: this plan was locked after its data."
        )


@click.command()
@study_argument
@click.option("--replicates", type=click.IntRange(20, 100_000), help="Data sets for each change.")
@click.option("--seed", type=click.IntRange(0), help="Instead of the plan's own seed.")
def power(study: Path, replicates: int | None, seed: int | None) -> None:
    """Simulate the power of the study's design, from the assumptions in its plan."""
    from impl_eval.deliverables import power_files
    from impl_eval.evaluation import study_facts
    from impl_eval.outputs.atomic import write_all
    from impl_eval.outputs.number_text import value_text
    from impl_eval.outputs.table_files import table_text
    from impl_eval.power import power_report, replicates_in_all
    from impl_eval.study.load import load_study

    loaded = load_study(study)
    chosen = {
        name: value for name, value in (("replicates", replicates), ("seed", seed)) if value is not None
    }
    assumed = loaded.plan.power.model_copy(update=chosen) if loaded.plan.power is not None else None
    planned = loaded.plan.model_copy(update={"power": assumed})
    with counted_steps(replicates_in_all(planned), "simulating") as progress:
        report = power_report(planned, progress)
    files = power_files(report, study_facts(loaded))
    write_all({study / "outputs" / path: content for path, content in files.items()})
    for sentence in report.sentences:
        click.echo(sentence)
    click.echo()
    click.echo(table_text(report.table))
    click.echo()
    estimate = report.detectable.estimate
    reason = f" ({estimate.reason})" if estimate.value is None or estimate.low is None else ""
    click.echo(f"Detectable change: {value_text(estimate)}{reason}")
    click.echo(f"Figure: {study / 'outputs' / 'power' / 'power.png'}")


@plan.command()
@study_argument
@json_option
def show(study: Path, as_json: bool) -> None:
    """Print every decision of the plan, when it was locked, and what differs since."""
    from impl_eval.protocols.plan_lock import plan_fingerprint, settings_of
    from impl_eval.study.load import load_study
    from impl_eval.study.plan_status import plan_status

    loaded = load_study(study)
    status, settings = plan_status(loaded), settings_of(loaded.plan)
    if as_json:
        print_json(
            {
                "fingerprint": plan_fingerprint(loaded.plan),
                "settings": settings,
                "status": list(status.sentences),
                "deviations": list(status.deviations),
            }
        )
        return
    for key, value in settings.items():
        click.echo(f"{key}: {value}")
    click.echo()
    for sentence in (*status.sentences, *status.deviations):
        click.echo(sentence)
