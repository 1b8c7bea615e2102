"""codebook: ready codebooks, a study's codebook to read or hand on, and what changed between versions."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from impl_eval.cli.codebook_library import library
from impl_eval.cli.codebook_tree import echo_text, echo_tree, outline_document
from impl_eval.cli.terminal import json_option, print_json, say, study_argument

if TYPE_CHECKING:
    from impl_eval.qualitative.codebook import Codebook


@click.group()
def codebook() -> None:
    """The codebook of a study, ready codebooks, and what changed between versions."""


@codebook.command()
@study_argument
@click.option("--short", is_flag=True, help="Codes only, without definitions.")
@json_option
def show(study: Path, short: bool, as_json: bool) -> None:
    """Print the codes of a study as a tree, with definitions and numbers of codings."""
    from impl_eval.errors import AnalysisRefused
    from impl_eval.qualitative.codebook_versions import codebook_hash
    from impl_eval.study.codebook_export import outline_of_study, version_line
    from impl_eval.study.load import load_study

    loaded = load_study(study, look_for_names=False)
    if loaded.interviews is None:
        raise AnalysisRefused("The study has no interviews, and therefore no codebook.")
    one, lines = loaded.interviews.codebook, outline_of_study(loaded)
    if as_json:
        codes = [outline_document(one, line) for line in lines]
        about = {"codebook": one.id, "version": one.version, "sha256": codebook_hash(one)}
        print_json({"schema": "impl-eval/codebook-outline/1", **about, "codes": codes})
        return
    click.echo(f"{one.title} ({version_line(one)})")
    echo_tree(lines, short=short, counted=True)


@codebook.command()
@study_argument
@click.option(
    "--format", "kind", required=True, type=click.Choice(["docx", "csv", "qdc"]), help="Kind of file."
)
@click.option("--to", "target", type=click.Path(dir_okay=False, path_type=Path), help="File to write.")
@click.option("--without-examples", is_flag=True, help="Leave out examples: they can be participants' words.")
def export(study: Path, kind: str, target: Path | None, without_examples: bool) -> None:
    """Write the codebook of a study: to read, as a Word document or a table; for other programs, as .qdc.

    The file goes into the study's outputs folder unless --to names another. Only you can read it, since
    examples can be words of participants.
    """
    from impl_eval.coding_desk.exchange import codebook_file
    from impl_eval.errors import AnalysisRefused
    from impl_eval.outputs.atomic import write_whole
    from impl_eval.outputs.codebook_export import codebook_csv, codebook_docx
    from impl_eval.study.codebook_export import outline_of_study, shown_codebook
    from impl_eval.study.load import load_study

    loaded = load_study(study, look_for_names=False)
    if loaded.interviews is None:
        raise AnalysisRefused("The study has no interviews, and therefore no codebook.")
    material = loaded.interviews
    lines: tuple[str, ...] = ()
    if kind == "qdc":
        content, lines = codebook_file(loaded, with_examples=not without_examples)
    else:
        shown = shown_codebook(
            material.codebook, outline_of_study(loaded), material.transcripts,
            simulated=loaded.simulated, with_examples=not without_examples,
        )  # fmt: skip
        content = codebook_csv(shown) if kind == "csv" else codebook_docx(shown, loaded.declared.report_date)
    ending = "-SIMULATED" if loaded.simulated else ""
    path = target or study / "outputs" / "codebook" / f"{material.codebook.id}{ending}.{kind}"
    write_whole(path, content, private=True)
    click.echo(str(path))
    for line in lines:
        say(line)


@codebook.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@study_argument
@click.option(
    "--map",
    "code_map",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Table that says which code or mechanism of the study a code of the file is, or lies under.",
)
@click.option(
    "--draft-map",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write that table to complete it, and import nothing.",
)
@click.option("--partial", is_flag=True, help="Take codes with a guid used before too, and list them.")
def import_codes(
    file: Path, study: Path, code_map: Path | None, draft_map: Path | None, partial: bool
) -> None:
    """Add the codes of another program's codebook (.qdc) that the study's codebook lacks.

    A code is known by its id, or by its label and place. Any other is added as an inductive code, under
    the same codes as in the file, or beside the framework.
    """
    from impl_eval.study.codebook_exchange import draft_code_map_of_qdc, import_qdc

    if draft_map is not None:
        number = draft_code_map_of_qdc(study, file, draft_map)
        click.echo(str(draft_map))
        say(f"{number} codes. Fill in same_as or under where it applies, then import with --map.")
        return
    imported = import_qdc(study, file, code_map=code_map, partial=partial)
    click.echo(f"Codes: {len(imported.added)} added.")
    for line in imported.report.lines():
        click.echo(line)
    if imported.added:
        say("Give the codebook a new version, then: impl-eval check")


@codebook.command()
@click.argument("old")
@click.argument("new", default=".", type=click.Path(exists=True, path_type=Path))
@json_option
def diff(old: str, new: Path, as_json: bool) -> None:
    """Print what changed from the codebook OLD to NEW: files, or folders of studies (default: this one).

    OLD may also be the first signs of a version's hash, as 'impl-eval codebook versions' prints it, where
    NEW is a study. The order of codes and the layout of the file do not count.
    """
    from dataclasses import asdict

    from impl_eval.qualitative.codebook_versions import what_changed
    from impl_eval.study.codebook_export import version_line
    from impl_eval.study.codebook_files import read_codebook_at

    before, after = _earlier_codebook(old, new), read_codebook_at(new)
    changes = what_changed(before, after)
    if as_json:
        documents = [{**asdict(one), "changes_meaning": one.changes_meaning} for one in changes]
        print_json({"schema": "impl-eval/codebook-changes/1", "changes": documents})
        return
    click.echo(f"From: {version_line(before)}\nTo:   {version_line(after)}\n")
    for change in changes:
        click.echo(change.sentence)
        if change.kind in {"definition", "include", "exclude"}:
            echo_text(f"before: {change.before or 'nothing'}", "    ")
            echo_text(f"now:    {change.after or 'nothing'}", "    ")
    if not changes:
        click.echo("Nothing that the codebook says has changed.")
    elif before.version == after.version:
        say(f"Both say version {after.version}: give the new one another version.")
    _say_what_to_look_at(sorted({change.code_id for change in changes if change.changes_meaning}))


def _say_what_to_look_at(code_ids: "list[str]") -> None:
    if code_ids:
        say(f"Codings of these codes deserve another look: {', '.join(code_ids)}.")


@codebook.command()
@study_argument
@json_option
def versions(study: Path, as_json: bool) -> None:
    """Print under which versions of the codebook the study was coded, and which codings to look at again.

    Only codings in the coding store say under which version they were made. What of a blind layer may not
    be shown yet is not counted.
    """
    from dataclasses import asdict

    from impl_eval.coding_desk.codebook_log import used_versions

    used = used_versions(study)
    if as_json:
        documents = [{**asdict(one.use), "since": one.since} for one in used]
        print_json({"schema": "impl-eval/codebook-versions/1", "versions": documents})
        return
    if not used:
        say("No codings in a coding store yet: it is made by the first import.")
    for each in used:
        use = each.use
        named = f"version {use.version}" if use.version is not None else "a version that was not kept"
        seen = f", since {each.since}" if each.since else ""
        codings = "1 coding" if use.codings == 1 else f"{use.codings} codings"
        click.echo(f"{use.codebook_hash[:12]}  {named}{seen}: {codings}{' (now)' if use.is_current else ''}")
        for code_id, count in use.to_look_at:
            click.echo(f"    {code_id} has another meaning now: look at {count} again")


def _earlier_codebook(old: str, new: Path) -> "Codebook":
    from impl_eval.coding_desk.codebook_log import kept_codebook
    from impl_eval.study.codebook_files import read_codebook_at

    if Path(old).exists():
        return read_codebook_at(Path(old))
    kept = kept_codebook(new, old) if new.is_dir() else None
    if kept is None:
        raise click.UsageError(
            f'"{old}" is no file, no folder, and no version that the study keeps: see '
            "'impl-eval codebook versions'."
        )
    return kept


codebook.add_command(library)
