"""coding: what people decided about passages, into the study and out of it."""

from pathlib import Path
from typing import Any

import click

from impl_eval.cli.coding_log import lock, log, memo, reanchor, redo, undo, unlock
from impl_eval.cli.coding_search import search
from impl_eval.cli.coding_store import backup, merge, verify
from impl_eval.cli.terminal import coder_option, now, say, study_argument
from impl_eval.qualitative.coder_names import RESERVED_CODERS


@click.group()
def coding() -> None:
    """What people decided about passages: in and out, undone, merged, checked."""


for verb in (log, search, undo, redo, lock, unlock, memo, reanchor, merge, verify, backup):
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
    help="Word comments, or codings of a .qdpx, of this person are the coder's with these initials. Can be "
    "repeated.",
)
@click.option("--remove", is_flag=True, help="Remove codings that an edited table no longer holds.")
@click.option("--partial", is_flag=True, help="Of a .qdpx, take what can be placed and list the rest.")
@click.option("--add-codes", is_flag=True, help="Add the codes of a .qdpx that the codebook lacks.")
@click.option("--add-transcripts", is_flag=True, help="Add the texts of a .qdpx that the study lacks.")
@click.option("--group", default="", metavar="ID", help="Stakeholder group of participants in added texts.")
@click.option(
    "--map",
    "code_map",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Table that says which code or mechanism of the study a code of the .qdpx is, or lies under.",
)
@click.option(
    "--draft-map",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write that table to complete it, and import nothing.",
)
def import_decisions(
    file: Path,
    study: Path,
    coder: str,
    authors: tuple[str, ...],
    remove: bool,
    draft_map: Path | None,
    **of_project: Any,
) -> None:
    """Read decisions from a file into the study.

    FILE is a reviewed workbook, a table of segments (.xlsx, .csv), a Word copy of a transcript with
    comments, a workbook of settled differences, a REFI-QDA project (.qdpx), or the study's own
    coded_segments.csv or summaries.csv after it was edited. In a Word copy, a comment that
    begins with the id or label of a code is a coding; valence, reported change and a note may follow.

    The codes and texts of a .qdpx are those of the study, or are added to it where you say so.
    """
    if file.suffix.lower() == ".qdpx":
        if remove:
            raise click.UsageError("--remove: only for an edited table, not for a project.")
        _import_project(file, study, coder, authors, draft_map, of_project)
        return
    if file.suffix.lower() == ".qdc":
        raise click.UsageError(f"A .qdc holds codes, no codings: impl-eval codebook import {file.name}")
    _refuse_project_options(draft_map, of_project)
    if file.suffix.lower() == ".xlsx" and _holds_adjudications(file):
        _import_adjudications(file, study, coder)
    elif not _took_over_own_file(file, study, coder):
        _import_new(file, study, coder, _author_initials(authors), remove)


def _took_over_own_file(file: Path, study: Path, coder: str) -> bool:
    """Take the study's own tables for what is decided now, if the file is one of them."""
    from impl_eval.coding_desk.desk import open_desk
    from impl_eval.coding_desk.recording import is_file_of, settle_from_files
    from impl_eval.study.load import load_study

    loaded = load_study(study, look_for_names=False)
    if not is_file_of(loaded, file):
        return False
    with open_desk(loaded) as desk:
        count = settle_from_files(desk, coder, now())
    click.echo(f"Taken over from {file.name}: {count} decisions that were added, changed or removed.")
    return True


def _import_new(file: Path, study: Path, coder: str, authors: dict[str, str] | None, remove: bool) -> None:
    """Read a workbook, table or Word copy with decisions of one coder, or of those named."""
    from impl_eval.coding_desk.blindness import waiting
    from impl_eval.coding_desk.desk import open_desk
    from impl_eval.coding_desk.recording import record_decisions
    from impl_eval.coding_desk.standing import coders_of, load_settled_study, seen_by
    from impl_eval.study.coding_import import not_counted, read_decisions

    loaded = load_settled_study(study, look_for_names=False)
    new = read_decisions(file, coder, seen_by(loaded, coder), authors, coders_of(loaded))
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
        say(f"Not a coding (it does not begin with a code's id or label): {text}.")
    for text in (*new.remarks, *hidden):
        say(text)


def _import_project(
    file: Path,
    study: Path,
    coder: str,
    authors: tuple[str, ...],
    draft_map: Path | None,
    of_project: dict[str, Any],
) -> None:
    from impl_eval.coding_desk.project_import import ImportOptions, draft_code_map, import_project

    if draft_map is not None:
        number = draft_code_map(study, file, draft_map)
        click.echo(str(draft_map))
        say(f"{number} codes. Fill in same_as or under where it applies, then import with --map.")
        return
    options = ImportOptions(authors=_author_initials(authors) or {}, **of_project)
    exchanged = import_project(study, file, coder, now(), options)
    click.echo(f"Segments: {exchanged.added} added. Memos: {exchanged.memos} added.")
    for line in exchanged.lines:
        click.echo(line)


def _refuse_project_options(draft_map: Path | None, of_project: dict[str, Any]) -> None:
    given = [f"--{name.replace('_', '-')}" for name, value in of_project.items() if value]
    given += ["--draft-map"] if draft_map is not None else []
    if given:
        names = ", ".join(given).replace("--code-map", "--map")
        raise click.UsageError(f"{names}: only for a REFI-QDA project (.qdpx).")


def _holds_adjudications(file: Path) -> bool:
    from impl_eval.readers.adjudication_workbook import is_adjudication_workbook

    return is_adjudication_workbook(file)


def _import_adjudications(file: Path, study: Path, coder: str) -> None:
    from impl_eval.coding_desk.adjudicating import import_adjudications

    settled, undecided = import_adjudications(study, file, coder, now())
    click.echo(f"Settled: {settled} passages in the layer consensus; {undecided} not yet decided.")
    if not undecided:
        say("To make the consensus the evidence, write counted_coder: consensus in the analysis plan.")


EXPORTS = ("jsonl", "study", "word", "page", "xlsx", "csv", "qdpx", "qdc")


@coding.command("export")
@study_argument
@click.option("--format", "kind", type=click.Choice(EXPORTS), default="jsonl", show_default=True)
@click.option("--coder", default="", help="Only this coder's codings; shows the coder's own blind layers.")
@click.option("--transcript", "transcripts", multiple=True, help="Only this transcript. Can be repeated.")
@click.option(
    "--to", type=click.Path(file_okay=False, path_type=Path), help="Folder; else outputs/internal/coding."
)
def export(study: Path, kind: str, coder: str, transcripts: tuple[str, ...], to: Path | None) -> None:
    """Write codings for people, for other programs, or for another machine.

    jsonl is the log of each coder, to merge elsewhere; study writes coded_segments.csv,
    rejected_suggestions.csv and summaries.csv afresh from the store. All files hold confidential material.
    """
    from impl_eval.coding_desk import exports

    if kind == "study":
        exports.restore_study_files(study)
        click.echo("Codings, rejections and summaries in the study's files are as the coding store has them.")
        return
    folder = to or study / "outputs" / "internal" / "coding"
    if kind == "jsonl":
        paths, lines = exports.export_bundles(study, folder, coder)
    else:
        paths, lines = exports.export_codings(study, folder, kind, coder, transcripts)
    for path in paths:
        click.echo(str(path))
    for line in lines:
        say(line)


def _author_initials(authors: tuple[str, ...]) -> dict[str, str] | None:
    """Read NAME=INITIALS; None where nobody is named."""
    pairs = [author.partition("=") for author in authors]
    if any(not name.strip() or not initials.strip() for name, _, initials in pairs):
        raise click.UsageError(
            "--author needs the name in Word and the coder's initials, as in 'Ann Bell=AB'."
        )
    named = {name.strip(): " ".join(initials.split()) for name, _, initials in pairs}
    for initials in named.values():
        if initials.casefold() in RESERVED_CODERS:
            raise click.UsageError(f"--author: {initials} is a name of the program's own, and no coder.")
    return named or None
