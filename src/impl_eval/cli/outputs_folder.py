"""What the verbs share that evaluate a study: whether it has data, writing into outputs/, the last words."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from impl_eval.cli.terminal import say
from impl_eval.errors import AnalysisRefused

if TYPE_CHECKING:
    from impl_eval.deliverables import Deliverables
    from impl_eval.results import Evaluation
    from impl_eval.study.model import Study


def refuse_nothing(loaded: "Study") -> None:
    """Refuse a study that has neither answers nor interviews nor outcomes (AnalysisRefused)."""
    has_answers = any(len(responses) for responses in loaded.responses)
    has_interviews = loaded.interviews is not None and loaded.interviews.transcripts
    if not (has_answers or has_interviews or loaded.outcome_values):
        raise AnalysisRefused("The study has no data yet: 'impl-eval check' says what to supply next.")


def write_outputs(study: Path, files: "Deliverables") -> None:
    """Write files into the outputs folder of a study, all of them or none; an edited report is kept."""
    from impl_eval.outputs.atomic import write_all
    from impl_eval.outputs.refresh.files import copies_of_edited

    targets = {study / "outputs" / path: content for path, content in files.items()}
    copies = copies_of_edited({path: content for path, (content, _) in targets.items()})
    write_all(targets | {path: (content, True) for path, content in copies.items()})
    for path in copies:
        say(f"Kept as {path}: a report that somebody edited. To bring it up to date, with its edits:")
        say(f"  impl-eval report {study} --refresh {path}")


def warn_of_two_releases(study: Path, evaluation: "Evaluation") -> None:
    """Say where the results of the last run and these could be subtracted; nothing is held back for it."""
    from impl_eval.outputs.earlier_release import changed_little_since

    smallest = evaluation.smallest_count_shown
    if changed_little_since(study / "outputs" / "internal" / "results.json", evaluation):
        say(f"Warning: since the last run, some counts changed by fewer than {smallest} people.")
        say("  Whoever has the last report and this one can subtract them, and may learn what single people")
        say("  answered. If the last one has left the team, think before you send this one.")


def say_where_and_what(path: Path, evaluation: "Evaluation") -> None:
    """Print where the report lies and what it says in a few lines."""
    from impl_eval.outputs.report import headline_lines
    from impl_eval.outputs.suppression import suppress

    click.echo(f"Report: {path}")
    click.echo()
    for line in headline_lines(suppress(evaluation)):
        click.echo(line)
