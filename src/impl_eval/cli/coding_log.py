"""coding log, undo, redo, lock, unlock, memo, reanchor: what is on record, and what is done about it."""

from pathlib import Path

import click

from impl_eval.cli.terminal import coder_option, json_option, now, print_json, say, study_argument


@click.command()
@study_argument
@json_option
@click.option("--coder", default="", help="Only what this coder did; shows the coder's own blind layers.")
@click.option("--transcript", default="", help="Only what is about this transcript.")
@click.option("--last", default=50, show_default=True, help="How many of the newest lines; 0 for all.")
def log(study: Path, as_json: bool, coder: str, transcript: str, last: int) -> None:
    """Who decided what, when; the newest last. Words of transcripts and notes are not shown."""
    from dataclasses import asdict

    from impl_eval.coding_desk.log import shown_history

    lines = shown_history(study, coder=coder, transcript_id=transcript)
    lines = lines[-last:] if last else lines
    if as_json:
        print_json({"schema": "impl-eval/coding-log/1", "events": [asdict(line) for line in lines]})
        return
    for line in lines:
        click.echo(line.sentence)
    if not lines:
        say("Nothing is on record yet.")


@click.command()
@study_argument
@coder_option
@click.option("--action", default="", help="The action in square brackets of the log; else the last one.")
def undo(study: Path, coder: str, action: str) -> None:
    """Take back what a coder did last, or a named action of the coder."""
    from impl_eval.coding_desk.log import take_back

    click.echo(take_back(study, coder, now(), action))


@click.command()
@study_argument
@coder_option
def redo(study: Path, coder: str) -> None:
    """Restore what a coder took back last."""
    from impl_eval.coding_desk.log import restore

    click.echo(restore(study, coder, now()))


@click.command()
@click.argument("transcripts", nargs=-1, required=True)
@click.option("--study", default=".", type=click.Path(exists=True, file_okay=False, path_type=Path))
@coder_option
def lock(transcripts: tuple[str, ...], study: Path, coder: str) -> None:
    """Say that a coder has finished with transcripts that are coded blind."""
    from impl_eval.coding_desk.locking import lock_layers

    for sentence in lock_layers(study, transcripts, coder, now()):
        click.echo(sentence)


@click.command()
@click.argument("transcript")
@click.option("--study", default=".", type=click.Path(exists=True, file_okay=False, path_type=Path))
@coder_option
def unlock(transcript: str, study: Path, coder: str) -> None:
    """Take back a lock, as long as the other coder's layer is not locked too."""
    from impl_eval.coding_desk.locking import unlock_layer

    click.echo(unlock_layer(study, transcript, coder, now()))


@click.command()
@click.argument("text")
@study_argument
@coder_option
@click.option(
    "--about",
    default="study",
    show_default=True,
    metavar="WHAT",
    help="study, transcript:ID, code:ID, or a place such as int01:935-1020.",
)
def memo(text: str, study: Path, coder: str, about: str) -> None:
    """Write a memo about the study, a transcript, a code or a coded passage."""
    from impl_eval.coding_desk.memos import write_memo

    click.echo(write_memo(study, about, text, coder, now()))


@click.command()
@study_argument
@coder_option
def reanchor(study: Path, coder: str) -> None:
    """Find the coded passages of a transcript that was corrected after coding."""
    from impl_eval.coding_desk.reanchoring import re_anchor_study

    moved, standing = re_anchor_study(study, coder, now())
    for one in moved:
        click.echo(one.sentence)
    counts = {name: sum(one.outcome == name for one in moved) for name in ("moved", "reworded", "orphaned")}
    click.echo(
        f"Segments: {standing} stand where their words are; {counts['moved']} moved, {counts['reworded']} "
        f"reworded, {counts['orphaned']} orphaned."
    )
