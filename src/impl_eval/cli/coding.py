"""coding: what people decided about passages, into the study and out of it."""

from pathlib import Path

import click

from impl_eval.cli.coding_log import lock, log, memo, reanchor, redo, undo, unlock
from impl_eval.cli.coding_store import backup, merge, verify
from impl_eval.cli.terminal import coder_option, now, say, study_argument


@click.group()
def coding() -> None:
    """What people decided about passages: in and out, undone, merged, checked."""


for verb in (log, undo, redo, lock, unlock, memo, reanchor, merge, verify, backup):
    coding.add_command(verb)


@coding.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@study_argument
@coder_option
@click.option(
    "--author",
    "authors",
    multiple=True,
    metavar="NAME=INITIALS",
    help="Word comments of this author are the coder's with these initials. Can be repeated.",
)
@click.option("--remove", is_flag=True, help="Remove codings that an edited table no longer holds.")
def import_decisions(file: Path, study: Path, coder: str, authors: tuple[str, ...], remove: bool) -> None:
    """Read decisions from a file into the study.

    FILE is a reviewed workbook, a table of segments (.xlsx, .csv), a Word copy of a transcript with
    comments, or the study's own coded_segments.csv after it was edited. In a Word copy, a comment that
    begins with the id or label of a code is a coding; valence, reported change and a note may follow.
    """
    from impl_eval.coding_desk.blindness import waiting
    from impl_eval.coding_desk.desk import has_store, open_desk
    from impl_eval.coding_desk.recording import is_file_of, record_decisions, settle_from_files
    from impl_eval.coding_desk.standing import load_settled_study, seen_by
    from impl_eval.study.coding_import import not_counted, read_decisions
    from impl_eval.study.load import load_study

    if has_store(study) and is_file_of(load_study(study), file):
        with open_desk(load_study(study)) as desk:
            count = settle_from_files(desk, coder, now())
        click.echo(f"Taken over from {file.name}: {count} decisions that were added, changed or removed.")
        return
    loaded = load_settled_study(study)
    new = read_decisions(file, coder, seen_by(loaded, coder), _author_initials(authors))
    with open_desk(loaded) as desk:
        merged = record_decisions(desk, new, coder, now(), remove=remove)
        hidden = waiting(desk)
    removed = f", {merged.removed} removed" if merged.removed else ""
    click.echo(
        f"Segments: {merged.added} added, {merged.updated} changed, {merged.unchanged} as before{removed}. "
        f"Suggestions: {merged.turned_down} newly rejected, {new.undecided} not yet decided."
    )
    for text in not_counted(merged.segments, new.segments, loaded.plan.counted_coder):
        say(text)
    for text in new.not_codings:
        say(f"Not a coding (it does not begin with a mechanism's id): {text}.")
    for text in (*new.remarks, *hidden):
        say(text)


def _author_initials(authors: tuple[str, ...]) -> dict[str, str] | None:
    """Read NAME=INITIALS; None where nobody is named."""
    pairs = [author.partition("=") for author in authors]
    if any(not name.strip() or not initials.strip() for name, _, initials in pairs):
        raise click.UsageError(
            "--author needs the name in Word and the coder's initials, as in 'Ann Bell=AB'."
        )
    return {name.strip(): initials.strip() for name, _, initials in pairs} or None
