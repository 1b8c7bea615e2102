"""plan: lock the analysis plan, and show what differs from the locked one."""

from pathlib import Path

import click

from impl_eval.cli.terminal import json_option, print_json, say, study_argument


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
