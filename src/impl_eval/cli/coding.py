"""coding: what people decided about passages, in and out."""

import re
from pathlib import Path

import click

from impl_eval.cli.terminal import say, study_argument
from impl_eval.errors import AnalysisRefused


@click.group()
def coding() -> None:
    """What people decided about passages."""


@coding.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@study_argument
@click.option("--coder", required=True, help="Initials of the person who decided.")
def import_decisions(file: Path, study: Path, coder: str) -> None:
    """Read a reviewed workbook, or a Word copy of a transcript with comments, into the study.

    In a Word copy, a comment that begins with a mechanism's id is a coding; valence (enabler,
    barrier, mixed, unclear) and reported change (better, same, worse, not said) may follow.
    """
    from impl_eval.study.coding_import import merge_decisions, not_counted, read_decisions
    from impl_eval.study.load import load_study
    from impl_eval.study.write import write_decisions

    initials = " ".join(coder.split())
    if not re.fullmatch(r"[^\W_][\w .'-]{0,29}", initials):
        raise click.UsageError("--coder needs the initials or name of a person, at most 30 letters.")
    loaded = load_study(study)
    new = read_decisions(file, initials, loaded)
    material = loaded.interviews
    if material is None:
        raise AnalysisRefused("The study has no interviews.")
    merged = merge_decisions(material.coded_segments, material.rejected, new)
    if merged.changed:
        write_decisions(loaded, merged.segments, merged.rejected)
    click.echo(
        f"Segments: {merged.added} added, {merged.updated} changed, {merged.unchanged} as before. "
        f"Suggestions: {merged.turned_down} newly rejected, {new.undecided} not yet decided."
    )
    for text in not_counted(merged.segments, new.segments, loaded.plan.counted_coder):
        say(text)
    for text in new.not_codings:
        say(f"Not a coding (it does not begin with a mechanism's id): {text}.")
