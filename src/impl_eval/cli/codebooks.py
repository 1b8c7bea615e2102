"""codebook: ready codebooks, a study's codebook to read or hand on, and what changed between versions."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from impl_eval.cli.terminal import json_option, print_json, say, study_argument

if TYPE_CHECKING:
    from collections.abc import Iterable

    from impl_eval.qualitative.codebook import Codebook
    from impl_eval.qualitative.codebook_outline import OutlineLine

WIDTH = 100


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

    loaded = load_study(study)
    if loaded.interviews is None:
        raise AnalysisRefused("The study has no interviews, and therefore no codebook.")
    one, lines = loaded.interviews.codebook, outline_of_study(loaded)
    if as_json:
        codes = [_as_json(one, line) for line in lines]
        about = {"codebook": one.id, "version": one.version, "sha256": codebook_hash(one)}
        print_json({"schema": "impl-eval/codebook-outline/1", **about, "codes": codes})
        return
    click.echo(f"{one.title} ({version_line(one)})")
    _echo_tree(lines, short=short, counted=True)


@codebook.command()
@study_argument
@click.option("--format", "kind", required=True, type=click.Choice(["docx", "csv"]), help="Kind of file.")
@click.option("--to", "target", type=click.Path(dir_okay=False, path_type=Path), help="File to write.")
@click.option("--without-examples", is_flag=True, help="Leave out examples: they can be participants' words.")
def export(study: Path, kind: str, target: Path | None, without_examples: bool) -> None:
    """Write the codebook of a study for people to read, as a Word document or a table.

    The file goes into the study's outputs folder unless --to names another. Only you can read it, since
    examples can be words of participants.
    """
    from impl_eval.errors import AnalysisRefused
    from impl_eval.outputs.atomic import write_whole
    from impl_eval.outputs.codebook_export import codebook_csv, codebook_docx
    from impl_eval.study.codebook_export import outline_of_study, shown_codebook
    from impl_eval.study.load import load_study

    loaded = load_study(study)
    if loaded.interviews is None:
        raise AnalysisRefused("The study has no interviews, and therefore no codebook.")
    material = loaded.interviews
    shown = shown_codebook(
        material.codebook, outline_of_study(loaded), material.transcripts,
        simulated=loaded.simulated, with_examples=not without_examples,
    )  # fmt: skip
    content = codebook_csv(shown) if kind == "csv" else codebook_docx(shown, loaded.declared.report_date)
    ending = "-SIMULATED" if loaded.simulated else ""
    path = target or study / "outputs" / "codebook" / f"{material.codebook.id}{ending}.{kind}"
    write_whole(path, content, private=True)
    click.echo(str(path))


@codebook.command()
@click.argument("old", type=click.Path(exists=True, path_type=Path))
@click.argument("new", default=".", type=click.Path(exists=True, path_type=Path))
@json_option
def diff(old: Path, new: Path, as_json: bool) -> None:
    """Print what changed from the codebook OLD to NEW: files, or folders of studies (default: this one).

    The order of codes and the layout of the file do not count.
    """
    from dataclasses import asdict

    from impl_eval.qualitative.codebook_versions import what_changed
    from impl_eval.study.codebook_export import version_line

    before, after = _codebook_at(old), _codebook_at(new)
    changes = what_changed(before, after)
    if as_json:
        documents = [{**asdict(one), "changes_meaning": one.changes_meaning} for one in changes]
        print_json({"schema": "impl-eval/codebook-changes/1", "changes": documents})
        return
    click.echo(f"From: {version_line(before)}\nTo:   {version_line(after)}\n")
    for change in changes:
        click.echo(change.sentence)
        if change.kind in {"definition", "include", "exclude"}:
            _echo_text(f"before: {change.before or 'nothing'}", "    ")
            _echo_text(f"now:    {change.after or 'nothing'}", "    ")
    if not changes:
        click.echo("Nothing that the codebook says has changed.")
    elif before.version == after.version:
        say(f"Both say version {after.version}: give the new one another version.")
    _say_what_to_look_at(sorted({change.code_id for change in changes if change.changes_meaning}))


def _say_what_to_look_at(code_ids: "list[str]") -> None:
    if code_ids:
        say(f"Codings of these codes deserve another look: {', '.join(code_ids)}.")


@codebook.group()
def library() -> None:
    """Codebooks that come with impl-eval."""


@library.command("list")
@json_option
def list_library(as_json: bool) -> None:
    """List the ready codebooks."""
    from impl_eval.study.codebook_library import CODEBOOK_IDS, load_library_codebook

    found = [(name, load_library_codebook(name)) for name in CODEBOOK_IDS]
    if as_json:
        print_json(
            [
                {"id": name, "version": one.version, "title": one.title, "codes": len(one.codes),
                 "licence": one.licence, "source": one.source}
                for name, one in found
            ]
        )  # fmt: skip
        return
    for name, one in found:
        click.echo(f"{name:<9}{one.title} ({len(one.codes)} codes; {one.licence})")


@library.command("show")
@click.argument("library_id", metavar="ID")
@click.option("--short", is_flag=True, help="Codes only, without definitions.")
@json_option
def show_library(library_id: str, short: bool, as_json: bool) -> None:
    """Print the codes of a ready codebook as a tree, with definitions."""
    from impl_eval.qualitative.codebook_outline import outline
    from impl_eval.study.codebook_library import load_library_codebook

    one = load_library_codebook(library_id)
    lines = outline(one, (), {})
    if as_json:
        print_json([_as_json(one, line) for line in lines])
        return
    click.echo(one.title)
    _echo_text(f"Source: {one.source}", "")
    _echo_tree(lines, short=short, counted=False)


@library.command("add")
@click.argument("library_id", metavar="ID")
@study_argument
@click.option("--codes", default="", metavar="IDS", help="Codes to add to the study's own codebook: a,b,c.")
@click.option("--under", default="", metavar="ID", help="Mechanism or code of the study to put them under.")
@click.option("--with-sub-codes", is_flag=True, help="Add everything under these codes as well.")
@click.option(
    "--origin", default="deductive", show_default=True, type=click.Choice(["deductive", "inductive"]),
    help="How the study came by these codes.",
)  # fmt: skip
def add_from_library(
    library_id: str, study: Path, codes: str, under: str, with_sub_codes: bool, origin: str
) -> None:
    """Copy a ready codebook into a study to look at, or add some of its codes to the study's own codebook.

    Without --codes a copy is written to qualitative/codebooks/ID.yaml, which the study does not use.
    With --codes these codes stand after the last code of the study's codebook, beside the framework or
    under a mechanism or code (--under). Comments and everything else in that file stay.
    """
    from impl_eval.qualitative.codebook_choice import named_but_absent
    from impl_eval.study.codebook_library import (
        Placed,
        add_library_codes,
        copy_from_library,
        load_library_codebook,
    )

    wanted = tuple(dict.fromkeys(name.strip() for name in codes.split(",") if name.strip()))
    if not wanted:
        if codes or under or with_sub_codes or origin != "deductive":
            raise click.UsageError("Name the codes to add: --codes a,b,c.")
        click.echo(str(copy_from_library(study, library_id)))
        say("The study does not use this copy: it is there to look at, and to take codes from.")
        return
    placed = Placed(under, "inductive" if origin == "inductive" else "deductive", with_sub_codes)
    path, added = add_library_codes(study, library_id, wanted, placed)
    click.echo(str(path))
    names = ", ".join(one.code_id for one in added)
    say(f"Added {len(added)} {'code' if len(added) == 1 else 'codes'}: {names}.")
    absent = named_but_absent(added, load_library_codebook(library_id), _codebook_at(study))
    if absent:
        say(f"Their rules name codes that the study does not have: {', '.join(absent)}. Reword these rules.")
    say("Give the codebook a new version, then: impl-eval check")


def _codebook_at(path: Path) -> "Codebook":
    """Read a codebook from a file, or that of the study whose folder is named."""
    from impl_eval.study.codebook_files import codebook_file_of_study, read_codebook

    if path.is_dir():
        name, path = codebook_file_of_study(path)
        return read_codebook(path, name)
    return read_codebook(path, path.name)


def _as_json(one: "Codebook", line: "OutlineLine") -> dict[str, object]:
    code = line.code
    return {
        "id": line.code_id, "label": line.label, "depth": line.depth,
        "mechanism": one.mechanism_of(line.code_id) if code is not None else line.code_id,
        "parent": code.parent if code is not None else None,
        "origin": code.origin if code is not None else None,
        "definition": code.definition if code is not None else None,
        "codings": line.codings, "codings_with_sub_codes": line.with_sub_codes,
    }  # fmt: skip


def _echo_tree(lines: "Iterable[OutlineLine]", *, short: bool, counted: bool) -> None:
    for line in lines:
        indent = "  " * line.depth
        if not short:
            click.echo()
        inductive = ", inductive" if line.code is not None and line.code.origin == "inductive" else ""
        numbers = f"  [{_counted(line)}{inductive}]" if counted else inductive
        click.echo(f"{indent}{line.code_id}: {line.label}{numbers}")
        if not short:
            _echo_text(line.code.definition if line.code else "No code of its own.", f"{indent}    ")


def _counted(line: "OutlineLine") -> str:
    number = "1 coding" if line.codings == 1 else f"{line.codings} codings"
    more = line.with_sub_codes != line.codings
    return f"{number}, {line.with_sub_codes} with sub-codes" if more else number


def _echo_text(text: str, indent: str) -> None:
    import textwrap

    click.echo(textwrap.fill(text, WIDTH, initial_indent=indent, subsequent_indent=indent))
